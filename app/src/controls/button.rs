//! The button that sends a form.

use leptos::prelude::*;

use super::field::says_true;
use super::post_form::FormContext;

/// How a button looks.
#[derive(Clone, Copy, Default)]
pub(crate) enum ButtonLook {
    /// The main thing to do on a page.
    #[default]
    Main,
    /// Something else to do.
    Secondary,
    /// Something that cannot be taken back.
    Warning,
    /// In a row of a table.
    Small,
}

/// The button that sends the form around it. `about` is read out after the label, but not shown: "Approve *Siân Jones*".
/// `key` says what the keyboard knows it by, in a row of a table.
/// While an answer is awaited it is marked as unavailable but keeps the focus.
#[component]
pub(crate) fn Button(
    #[prop(into)] label: String,
    #[prop(optional, into)] about: String,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional)] look: ButtonLook,
    #[prop(optional)] key: Option<&'static str>,
) -> impl IntoView {
    let waiting = use_context::<FormContext>().map(|form| form.waiting);
    let class = match look {
        ButtonLook::Main => "nhsuk-button",
        ButtonLook::Secondary => "nhsuk-button nhsuk-button--secondary",
        ButtonLook::Warning => "nhsuk-button nhsuk-button--warning",
        ButtonLook::Small => "nhsuk-button nhsuk-button--small",
    };
    let about = (!about.is_empty()).then(|| view! { <span class="nhsuk-u-visually-hidden">" " {about}</span> });
    view! {
        <button
            class=class
            id=id
            data-key=key
            aria-disabled=says_true(move || waiting.is_some_and(|waiting| waiting.get()))
        >
            {label}
            {about}
        </button>
    }
}
