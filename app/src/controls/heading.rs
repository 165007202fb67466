//! The heading of a page: its `h1`, its title in the browser, and where the focus goes on arrival.

use leptos::prelude::*;
use leptos_router::hooks::use_url;

use super::focus::focus_on;
use crate::here::here;
use crate::i18n::{locale, say};
use crate::services;

/// The heading of a page, once on every page. With `caption` above it, as part of it.
#[component]
pub(crate) fn Heading(#[prop(into)] text: String, #[prop(optional, into)] caption: String) -> impl IntoView {
    let (l, here) = (locale(), here());
    // The address of the route, not of the browser: while the next page's chunk is on its way, this page may be shown anew,
    // and is not arrived at.
    let url = use_url();
    let whole = if caption.is_empty() {
        text.clone()
    } else {
        format!("{text} – {caption}")
    };
    // The server asks for the title when the page stands, by then perhaps in the middle of another one's rendering, where
    // this page's signals cannot be reached: so the answer is kept in the closure itself, and worked out here.
    let failed = ArcMemo::new(move |_| here.failed().is_some());
    failed.get_untracked();
    let title = move || {
        let title = say!(l, frame.title, page = whole.clone(), product = say!(l, frame.product));
        if failed.get() {
            format!("{}{title}", say!(l, frame.error_prefix))
        } else {
            title
        }
    };
    Effect::new(move |_| {
        if url.with_untracked(|url| here.arrive(url.path())) {
            focus_on("page-heading");
        }
    });
    services::set_title(title);
    let caption = (!caption.is_empty()).then(|| view! { <span class="nhsuk-caption-l">{caption} " "</span> });
    view! {
        <h1 class="nhsuk-heading-l" id="page-heading" tabindex="-1">{caption} {text}</h1>
    }
}
