//! Role and reason of a request to join one organisation.

use domain::Page;
use domain::join_requests::AskView;
use leptos::prelude::*;

use super::api::organisation_to_ask;
use super::ask_form::AskForm;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Heading, Loaded, word};
use crate::here::to;
use crate::i18n::{language, locale, say};
use crate::organisations::{AskSuccessor, detail};

/// The page that asks an organisation.
#[component]
pub(crate) fn AskOrganisationPage() -> impl IntoView {
    let code = piece("code");
    let asked = Asked::new(move || code.get(), organisation_to_ask);
    view! {
        <Loaded answer=asked let:asked>
            <Content asked/>
        </Loaded>
    }
}

#[component]
fn Content(asked: AskView) -> impl IntoView {
    let l = locale();
    let organisation = asked.organisation.clone();
    let name = organisation.name.as_str();
    let status = word::status(language(), &organisation);
    let lead = if !organisation.status.is_open() {
        say!(l, join_requests.not_open, organisation = name, status = status)
    } else if asked.roles.is_empty() {
        say!(l, join_requests.no_roles).to_owned()
    } else {
        say!(l, join_requests.told, organisation = name)
    };
    let can_be_asked = organisation.status.is_open() && !asked.roles.is_empty();
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Ask)>{say!(l, join_requests.another_practice)}</a>
        <Heading text=say!(l, join_requests.ask_title, organisation = name) caption=detail(&organisation)/>
        <p>{lead}</p>
        <AskSuccessor successor=organisation.successor.clone()/>
        {can_be_asked.then(|| view! { <AskForm asked/> })}
    }
}
