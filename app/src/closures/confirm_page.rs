//! What was chosen for the people of an organisation that is no longer open, and what it means for each: *Confirm*.

use domain::Page;
use domain::closures::{Chosen, Fate};
use domain::form::Field;
use domain::organisations::OrganisationView;
use leptos::prelude::*;

use super::api::{DecideClosure, chosen_closure};
use super::people_table::FateTable;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, ButtonLook, Elsewhere, Heading, Hidden, Loaded, PostForm, TICKED, TextArea};
use crate::here::to;
use crate::i18n::{locale, say};
use crate::organisations::detail;

/// The page that confirms.
#[component]
pub(crate) fn ClosureConfirmPage() -> impl IntoView {
    let code = piece("code");
    let view = Asked::new(move || code.get(), chosen_closure);
    view! {
        <Loaded answer=view let:view>
            {match view.chosen {
                Some(chosen) => view! { <Confirm organisation=view.organisation chosen/> }.into_any(),
                None => view! { <Elsewhere page=Page::Closure(view.organisation.code)/> }.into_any(),
            }}
        </Loaded>
    }
}

#[component]
fn Confirm(organisation: OrganisationView, chosen: Chosen) -> impl IntoView {
    let l = locale();
    let code = organisation.code.to_string();
    let caption = format!("{} · {}", organisation.name, organisation.code);
    let name = organisation.name.as_str();
    let (fate, successor) = match &chosen.successor {
        None => (Fate::END, String::new()),
        Some(successor) => (Fate::MOVE, successor.code.to_string()),
    };
    let (title, lead, label) = match &chosen.successor {
        None => (
            say!(l, closures.confirm_end_title),
            say!(l, closures.confirm_end_lead, organisation = name),
            say!(l, closures.confirm_end),
        ),
        Some(successor) => (
            say!(l, closures.confirm_move_title),
            say!(
                l,
                closures.confirm_move_lead,
                organisation = name,
                successor = format!("{} ({})", successor.name, detail(successor))
            ),
            say!(l, closures.confirm_move),
        ),
    };
    let moving = chosen.successor.is_some();
    let ids = chosen.people.iter().map(|person| person.id.to_string());
    let ids: Vec<_> = ids.map(|id| view! { <Hidden name=TICKED value=id/> }).collect();
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Closure(organisation.code.clone()))>
            {say!(l, closures.back_to_choice)}
        </a>
        <Heading text=title caption/>
        <p>{lead}</p>
        <p>{say!(l, closures.confirm_keeps)}</p>
        <FateTable people=chosen.people moving/>
        <PostForm check=|asked: &DecideClosure| asked.form.check()>
            <Hidden name="code" value=code/>
            <Hidden name=Field::Fate.name() value=fate/>
            <Hidden name=Field::Successor.name() value=successor/>
            {ids}
            <TextArea field=Field::Reason label=say!(l, closures.reason) hint=say!(l, closures.reason_hint)/>
            <Button label look=ButtonLook::Warning/>
        </PostForm>
    }
}
