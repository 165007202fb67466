//! The demo's letters.

use leptos::prelude::*;

/// A page that is being written.
#[component]
pub(crate) fn LetterPage() -> impl IntoView {
    "…"
}

/// A page that is being written.
#[component]
pub(crate) fn LettersPage() -> impl IntoView {
    "…"
}
