//! Accounts on the screen.

use leptos::prelude::*;

/// A page that is being written.
#[component]
pub(crate) fn CheckPage() -> impl IntoView {
    "…"
}

/// A page that is being written.
#[component]
pub(crate) fn ConfirmAgainPage() -> impl IntoView {
    "…"
}

/// A page that is being written.
#[component]
pub(crate) fn ConfirmPage() -> impl IntoView {
    "…"
}

/// A page that is being written.
#[component]
pub(crate) fn DetailsPage() -> impl IntoView {
    "…"
}

/// A page that is being written.
#[component]
pub(crate) fn PracticePage() -> impl IntoView {
    "…"
}

/// A page that is being written.
#[component]
pub(crate) fn RolePage() -> impl IntoView {
    "…"
}

/// A page that is being written.
#[component]
pub(crate) fn SentPage() -> impl IntoView {
    "…"
}
