//! The footer.

use leptos::prelude::*;

use crate::i18n::{locale, say};

/// The footer of every page.
#[component]
pub(super) fn Footer() -> impl IntoView {
    view! {
        <footer class="porthor-footer">
            <div class="nhsuk-width-container">
                <p class="porthor-footer__note">{say!(locale(), frame.footer_about)}</p>
            </div>
        </footer>
    }
}
