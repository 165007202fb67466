//! The banner on every page of an organisation that is no longer open, for those who act for it: since when, that their
//! access waits for a decision, and what it was merged into. Its words are a part of their own, for nearly every
//! organisation is open. Nothing is asked: what the visitor acts for is known. Those above see it in the list of closures.

use domain::Page;
use domain::organisations::OrganisationView;
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos_router::hooks::use_location;

use crate::controls::{Later, later, word};
use crate::frame::organisation_at_hand;
use crate::here::{here, to};
use crate::i18n::{language, locale, say};
use crate::services::will_need;

/// The banner; nothing on other pages, and where the organisation is open.
#[component]
pub(crate) fn ClosureBanner() -> impl IntoView {
    let (here, path) = (here(), use_location().pathname);
    let at_hand = Memo::new(move |_| path.with(|path| organisation_at_hand(path)));
    let visitor = here.visitor;
    let content = later(move || {
        let code = at_hand.get();
        async move {
            let code = code?;
            let person = visitor.answer().await.ok()?.person?;
            let mut own = person.organisations.into_iter();
            let closed = own.find(|one| one.code == code && !one.status.is_open())?;
            will_need("closure_banner");
            banner(closed).await.ok()
        }
    });
    view! { <Later content/> }
}

#[wasm_split(closure_banner, wasm_split_path = ::leptos::wasm_split, preload(fetch_closure_banner), fallible)]
pub(crate) fn banner(organisation: OrganisationView) -> Result<AnyView, SplitLoaderError> {
    Ok(organisation).map(|organisation| view! { <Banner organisation/> }.into_any())
}

#[component]
fn Banner(mut organisation: OrganisationView) -> impl IntoView {
    let l = locale();
    // It has a sentence of its own here.
    let successor = organisation.successor.take();
    let text = say!(
        l,
        closures.banner_waits,
        status = word::status(language(), &organisation)
    );
    let merged = successor.map(|code| {
        let name = code.to_string();
        let page = to(Page::AskOrganisation(code));
        view! { <p>{say!(l, closures.merged_into)} " " <a href=page>{name}</a></p> }
    });
    view! {
        <section class="porthor-warning porthor-closed" aria-label=say!(l, closures.banner_label)>
            <p>{text}</p>
            {merged}
        </section>
    }
}
