//! What stands around every page: skip link, header, menu, what was done or could not be, footer, the warning before a
//! session ends.

mod footer;
mod header;
mod idle;
mod menu;

use domain::{Language, Page};
use leptos::prelude::*;
use leptos_meta::Html;
use leptos_router::hooks::use_location;

use crate::controls::{ErrorSummary, NoticeBanner, StatusLine};
use crate::i18n::{locale, say};
use footer::Footer;
use header::Header;
use idle::IdleWarning;
use menu::Menu;

/// The frame around a page.
#[component]
pub(crate) fn Frame(children: Children) -> impl IntoView {
    let (l, language) = (locale(), crate::i18n::language());
    let path = use_location().pathname;
    let width = move || {
        if path.with(|path| is_wide(path)) {
            "nhsuk-width-container porthor-width-container--wide"
        } else {
            "nhsuk-width-container"
        }
    };
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            // The attribute is there already when the page comes from the server.
            let _ = root.set_attribute("lang", language.tag());
        }
    });
    let typed = StoredValue::new(false);
    view! {
        <Html attr:lang=language.tag()/>
        // `external` keeps the router's hands off: only the browser itself moves the place from which Tab goes on.
        <a class="nhsuk-skip-link" href="#maincontent" rel="external">{say!(l, frame.skip_link)}</a>
        <Header/>
        <Menu/>
        <div class=width>
            <main class="nhsuk-main-wrapper" id="maincontent" on:input=move |_| typed.set_value(true)>
                <NoticeBanner/>
                <ErrorSummary/>
                {children()}
            </main>
        </div>
        <StatusLine/>
        <Footer/>
        <IdleWarning typed/>
    }
}

/// Whether a page holds a table, and so takes more room.
fn is_wide(path: &str) -> bool {
    matches!(
        Page::parse(path),
        Some((
            Page::Members(_)
                | Page::PendingRequests
                | Page::MyRequests
                | Page::MyOrganisations
                | Page::MySessions
                | Page::DemoLetters,
            Language::English | Language::Welsh
        ))
    )
}
