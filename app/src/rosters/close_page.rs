//! The page that closes a roster or roster group: what it ends, whose roles are limited to it, what becomes of them,
//! *Confirm*.

use domain::Page;
use domain::form::Field;
use domain::rosters::{ClosingView, Fate, Holder};
use leptos::prelude::*;

use super::api::{CloseRoster, roster_to_close};
use super::caption;
use super::limited_table::LimitedTable;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, ButtonLook, Choice, Heading, Hidden, Loaded, PostForm, Select, TextArea, word};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page that closes one.
#[component]
pub(crate) fn CloseRosterPage() -> impl IntoView {
    let (code, id) = (piece("code"), piece("id"));
    let view = Asked::new(move || (code.get(), id.get()), |(code, id)| roster_to_close(code, id));
    view! {
        <Loaded answer=view let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: ClosingView) -> impl IntoView {
    let l = locale();
    let back = to(Page::Rosters(view.organisation.code.clone()));
    let table = (!view.roles.is_empty()).then(|| view! { <LimitedTable roles=view.roles.clone()/> });
    let below = if view.medics > 0 {
        let text = say!(l, rosters.close_medics, count = view.medics);
        view! { <p class="porthor-warning porthor-warning--line">{text}</p> {table} }.into_any()
    } else {
        view! { <Ends view=view.clone()/> {table} <CloseForm view=view.clone()/> }.into_any()
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, rosters.back_to_rosters)}</a>
        <Heading
            text=say!(l, rosters.close_title, name = view.roster.full_name())
            caption=caption(&view.organisation)
        />
        {below}
    }
}

/// What closing ends.
#[component]
fn Ends(view: ClosingView) -> impl IntoView {
    let l = locale();
    let (name, organisation) = (view.roster.full_name(), view.organisation.name.as_str());
    let lead = if view.roster.is_group {
        say!(l, rosters.close_group_lead, name = name, organisation = organisation)
    } else {
        say!(l, rosters.close_lead, name = name, organisation = organisation)
    };
    let within = (!view.rosters.is_empty()).then(|| {
        let rosters = view.rosters.iter().map(|one| view! { <li>{one.name.clone()}</li> });
        view! {
            <p>{say!(l, rosters.close_within)}</p>
            <ul class="nhsuk-list nhsuk-list--bullet">{rosters.collect_view()}</ul>
        }
    });
    let nobody = view
        .roles
        .is_empty()
        .then(|| view! { <p>{say!(l, rosters.close_nobody)}</p> });
    view! {
        <p>{lead}</p>
        {within}
        <p>{say!(l, rosters.close_keeps)}</p>
        {nobody}
    }
}

#[component]
fn CloseForm(view: ClosingView) -> impl IntoView {
    let l = locale();
    let (code, id, seen) = (
        view.organisation.code.to_string(),
        view.roster.id.to_string(),
        view.roles.len(),
    );
    view! {
        <PostForm check=|asked: &CloseRoster| asked.form.parse().map(drop)>
            <Hidden name="code" value=code/>
            <Hidden name="id" value=id/>
            <Hidden name="seen" value=seen.to_string()/>
            <FateFields view/>
            <Button label=say!(l, rosters.close_confirm) look=ButtonLook::Warning/>
        </PostForm>
    }
}

/// What happens to the roles, and why; nothing where there are none.
#[component]
fn FateFields(view: ClosingView) -> impl IntoView {
    let l = locale();
    (!view.roles.is_empty()).then(|| {
        let choose = Choice::new("", say!(l, rosters.fate_choose));
        let end = Choice::new(Fate::End.tag(), say!(l, rosters.fate_end));
        let targets = view.targets.iter().map(|one| {
            let label = say!(l, rosters.fate_limit, roster = word::roster(l, one));
            Choice::new(Fate::LimitTo(one.id).tag(), label)
        });
        let choices = [choose, end].into_iter().chain(targets).collect();
        let last = view.roles.iter().any(|one| one.holder == Holder::OnlyThis);
        let own = view.roles.iter().any(|one| one.holder == Holder::Oneself);
        view! {
            {last.then(|| view! { <p>{say!(l, rosters.close_last)}</p> })}
            {own.then(|| view! { <p>{say!(l, rosters.close_own)}</p> })}
            <Select field=Field::Fate label=say!(l, rosters.fate) hint=say!(l, rosters.fate_hint) choices/>
            <TextArea field=Field::Reason label=say!(l, rosters.reason) hint=say!(l, rosters.reason_hint)/>
        }
    })
}
