//! Leads on to another page at once, because there is nothing to see on this one.

use domain::Page;
use leptos::prelude::*;

use crate::here::{go_instead, to};
use crate::i18n::{locale, say};
use crate::services;

/// Leads on to a page.
#[component]
pub(crate) fn Elsewhere(page: Page) -> impl IntoView {
    let address = to(page);
    services::redirect_on_server(&address);
    let (go, there) = (go_instead(), address.clone());
    Effect::new(move |_| go(&there));
    view! { <p><a href=address>{say!(locale(), frame.go_on)}</a></p> }
}
