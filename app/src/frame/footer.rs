//! The footer: help, privacy, cookies, accessibility, on every page.

use domain::Page;
use leptos::prelude::*;

use crate::here::to;
use crate::i18n::{locale, say};

/// The footer of every page.
#[component]
pub(super) fn Footer() -> impl IntoView {
    let l = locale();
    view! {
        <footer class="porthor-footer">
            <div class="nhsuk-width-container">
                <nav aria-label=say!(l, frame.footer_label)>
                    <ul class="porthor-footer__list">
                        <li><a href=to(Page::Help)>{say!(l, about.help.title)}</a></li>
                        <li><a href=to(Page::Privacy)>{say!(l, about.privacy.title)}</a></li>
                        <li><a href=to(Page::Cookies)>{say!(l, about.cookies.title)}</a></li>
                        <li><a href=to(Page::Accessibility)>{say!(l, about.accessibility.title)}</a></li>
                    </ul>
                </nav>
                <p class="porthor-footer__note">{say!(l, frame.footer_about)}</p>
            </div>
        </footer>
    }
    .into_any()
}
