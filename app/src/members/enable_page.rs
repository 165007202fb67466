//! The page that gives a revoked access back: which roles there are again, *Confirm* (S57, decision 5).

use domain::Page;
use domain::members::enabling::EnableView;
use leptos::prelude::*;

use super::api::{EnableMember, member_to_enable};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Heading, Hidden, Loaded, PostForm, word};
use crate::here::to;
use crate::i18n::{language, locale, say};

/// The page that gives access back.
#[component]
pub(crate) fn EnablePage() -> impl IntoView {
    let (code, id) = (piece("code"), piece("id"));
    let view = Asked::new(move || (code.get(), id.get()), |(code, id)| member_to_enable(code, id));
    view! {
        <Loaded answer=view let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: EnableView) -> impl IntoView {
    let l = locale();
    let (name, organisation) = (view.name.as_str(), view.organisation.name.as_str());
    let caption = format!("{organisation} · {}", view.organisation.code);
    let revoked = view.revoked.day_and_time(language());
    let back = view.back.iter().map(|row| {
        let role = word::limited(l, row.role, row.roster.as_ref());
        match row.ends {
            Some(ends) => say!(l, members.enable_role_until, role = role, day = ends.day(language())),
            None => role,
        }
    });
    let back: Vec<_> = back.map(|text| view! { <li>{text}</li> }).collect();
    let ended = view.ended.iter().map(|row| {
        let role = word::limited(l, row.role, row.roster.as_ref());
        let ended = match &row.roster {
            Some(one) if one.closed => role,
            _ => say!(l, members.enable_role_ended, role = role),
        };
        view! { <li>{ended}</li> }
    });
    let ended: Vec<_> = ended.collect();
    let ended = (!ended.is_empty()).then(|| {
        view! {
            <p>{say!(l, members.enable_ended)}</p>
            <ul class="nhsuk-list nhsuk-list--bullet">{ended}</ul>
        }
    });
    let below = if back.is_empty() {
        view! { <p>{say!(l, members.enable_nothing)}</p> }.into_any()
    } else {
        view! {
            <p>{say!(l, members.enable_lead, name = name, organisation = organisation)}</p>
            <ul class="nhsuk-list nhsuk-list--bullet">{back}</ul>
            {ended}
            <p>{say!(l, members.enable_tells, name = name)}</p>
            <PostForm check=|asked: &EnableMember| asked.form.parse().map(drop)>
                <Hidden name="code" value=view.organisation.code.to_string()/>
                <Hidden name="id" value=view.id.to_string()/>
                <Button label=say!(l, members.enable_confirm)/>
            </PostForm>
        }
        .into_any()
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Person(view.person))>
            {say!(l, people.back_to, name = name)}
        </a>
        <Heading text=say!(l, members.enable_title, name = name) caption/>
        <p>{say!(l, members.enable_revoked, name = name, when = revoked)}</p>
        {below}
    }
}
