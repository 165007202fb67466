//! The banner on every page of an organisation that is no longer open: since when, whether its people wait for a decision,
//! and what it was merged into. Its words are a part of their own, for nearly every organisation is open; nothing is asked
//! where the visitor acts for the organisation and it is known to be.

use domain::closures::ClosureNotice;
use domain::{OdsCode, Page};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos_router::hooks::use_location;

use super::api::closure_notice;
use crate::asked::Asked;
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
            let mut own = person.organisations.iter();
            if own.any(|one| one.code == code && one.status.is_open()) {
                return None;
            }
            will_need("closure_banner");
            banner(code).await.ok()
        }
    });
    view! { <Later content/> }
}

#[wasm_split(closure_banner, wasm_split_path = ::leptos::wasm_split, preload(fetch_closure_banner), fallible)]
pub(crate) fn banner(code: OdsCode) -> Result<AnyView, SplitLoaderError> {
    Ok(code).map(|code| view! { <Asking code/> }.into_any())
}

/// Asks what there is to say. Whoever may not see the organisation is told so by the page.
#[component]
fn Asking(code: OdsCode) -> impl IntoView {
    let here = here();
    let notice = Asked::new(move || here.acts(), move |_| closure_notice(code.to_string()));
    let content = later(move || async move {
        let notice = notice.answer().await.ok().flatten()?;
        Some(view! { <Banner notice/> })
    });
    view! { <Later content/> }
}

#[component]
fn Banner(notice: ClosureNotice) -> impl IntoView {
    let l = locale();
    let mut organisation = notice.organisation;
    // It has a sentence of its own here.
    organisation.successor = None;
    let status = word::status(language(), &organisation);
    let text = if notice.waits {
        say!(l, closures.banner_waits, status = status)
    } else {
        say!(l, closures.banner_decided, status = status)
    };
    let decide = (notice.waits && notice.may_decide).then(|| {
        let page = to(Page::Closure(organisation.code.clone()));
        view! { <p><a href=page>{say!(l, closures.banner_decide)}</a></p> }
    });
    let merged = notice.successor.map(|successor| {
        let page = to(Page::AskOrganisation(successor.code.clone()));
        let name = format!("{} · {}", successor.name, successor.code);
        view! { <p>{say!(l, closures.merged_into)} " " <a href=page>{name}</a></p> }
    });
    view! {
        <section class="porthor-warning porthor-closed" aria-label=say!(l, closures.banner_label)>
            <p>{text}</p>
            {merged}
            {decide}
        </section>
    }
}
