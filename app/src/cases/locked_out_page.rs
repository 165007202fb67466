//! Open a case about a locked-out account: what is asked for, and which organisation is called.

use domain::Page;
use domain::cases::{LockedOutView, MatterKind};
use domain::form::Field;
use leptos::prelude::*;

use super::api::{OpenCase, locked_out};
use super::word;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Choice, Heading, Hidden, Loaded, PostForm, Radios, TextArea, TextField};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page.
#[component]
pub(crate) fn LockedOutPage() -> impl IntoView {
    let id = piece("id");
    let view = Asked::new(move || id.get(), locked_out);
    view! {
        <Loaded answer=view let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: LockedOutView) -> impl IntoView {
    let l = locale();
    let name = view.name.as_str();
    let title = say!(l, cases.locked_out_title, name = name);
    let open = view.open.clone().into_iter().map(|(id, kind)| {
        view! { <li><a href=to(Page::Case(id))>{word::matter(l, kind)}</a></li> }
    });
    let open = (!view.open.is_empty()).then(|| {
        view! {
            <p>{say!(l, cases.open_already)}</p>
            <ul class="nhsuk-list nhsuk-list--bullet">{open.collect_view()}</ul>
        }
    });
    let below = if view.organisations.is_empty() {
        view! { <p>{say!(l, cases.nobody_to_call, name = name)}</p> }.into_any()
    } else {
        view! { <OpenForm view=view.clone()/> }.into_any()
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Person(view.id))>{say!(l, cases.back_to_person)}</a>
        <Heading text=title caption=view.email/>
        <p>{say!(l, cases.locked_out_lead)}</p>
        {open}
        {below}
    }
}

#[component]
fn OpenForm(view: LockedOutView) -> impl IntoView {
    let l = locale();
    let choice = |kind: MatterKind| Choice::new(kind.tag(), word::matter(l, kind));
    let mut matters = Vec::new();
    if view.has_factor {
        matters.push(choice(MatterKind::LostFactor));
    }
    matters.push(choice(MatterKind::NewAddress));
    let only = view.organisations.len() == 1;
    let organisations: Vec<Choice> = view
        .organisations
        .into_iter()
        .map(|one| Choice::new(one.code.to_string(), format!("{} · {}", one.name, one.code)))
        .collect();
    let chosen = organisations.first().filter(|_| only).map(|one| one.value.clone());
    view! {
        <PostForm check=|asked: &OpenCase| asked.form.parse().map(drop)>
            <Hidden name="id" value=view.id.to_string()/>
            <Radios field=Field::Matter legend=say!(l, cases.matter_legend) choices=matters/>
            <TextField
                field=Field::Email
                kind="email"
                label=say!(l, cases.new_address_label)
                hint=say!(l, cases.new_address_hint)
            />
            <Radios
                field=Field::Organisation
                legend=say!(l, cases.organisation_legend)
                value=chosen.unwrap_or_default()
                choices=organisations
            />
            <TextArea field=Field::Reason label=say!(l, cases.said_label) hint=say!(l, cases.team_reads)/>
            <Button label=say!(l, cases.open_button)/>
        </PostForm>
    }
}
