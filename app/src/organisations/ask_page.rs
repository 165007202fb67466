//! Which practice? for signed-in people: the register, with a link to ask each organisation that is open.

use domain::Page;
use domain::organisations::OrganisationView;
use leptos::prelude::*;

use super::found::{AskSuccessor, HowMany, NotOpen, detail, sought};
use super::search_box::OrganisationSearchBox;
use crate::controls::{Heading, Later, later};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page that finds the organisation to ask.
#[component]
pub(crate) fn AskPage() -> impl IntoView {
    let l = locale();
    view! {
        <Heading text=say!(l, organisations.ask_title)/>
        <p>{say!(l, organisations.ask_lead)}</p>
        <OrganisationSearchBox/>
        <Found/>
    }
}

#[component]
fn Found() -> impl IntoView {
    let sought = sought();
    let content = later(move || async move {
        let sought = sought.answer().await;
        let all = sought
            .as_ref()
            .map(|sought| sought.found.organisations.clone())
            .unwrap_or_default();
        let items = all.into_iter().map(|organisation| {
            view! { <li class="porthor-organisation"><Result organisation/></li> }
        });
        view! {
            <HowMany sought/>
            <ul class="porthor-organisations">{items.collect_view()}</ul>
        }
    });
    view! { <Later content/> }
}

#[component]
fn Result(organisation: OrganisationView) -> impl IntoView {
    if !organisation.status.is_open() {
        let successor = organisation.successor.clone();
        return view! { <NotOpen organisation/> <AskSuccessor successor/> }.into_any();
    }
    view! {
        <a class="porthor-organisation__name" href=to(Page::AskOrganisation(organisation.code.clone()))>
            {organisation.name.clone()}
        </a>
        <span class="porthor-organisation__detail">{detail(&organisation)}</span>
    }
    .into_any()
}
