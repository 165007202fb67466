//! Listening to keys: one listener for the whole document, for pages come and go.

use domain::shortcuts::Shortcut;
use leptos::ev::{self, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;

use super::dialog::KeysDialog;
use super::rows;
use crate::i18n::{locale, say};

/// Where letters are typed or a key has its own meaning.
const FIELDS: &str = "input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit]), textarea, \
                      select, [contenteditable], dialog[open]";

/// The keys, the dialog that shows them, and the sentence beneath long tables that tells of them.
#[component]
pub(super) fn Keys() -> impl IntoView {
    let l = locale();
    let dialog = NodeRef::<html::Dialog>::new();
    let listener = window_event_listener(ev::keydown, move |event| {
        let Some(shortcut) = meant(&event) else { return };
        let done = match shortcut {
            Shortcut::Keys => show(dialog),
            Shortcut::Next => rows::go(true),
            Shortcut::Previous => rows::go(false),
            Shortcut::Tick => rows::press("tick"),
            Shortcut::Approve => rows::press("approve"),
            Shortcut::Reject => rows::press("reject"),
            Shortcut::Search => rows::search(),
        };
        if done {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
    view! {
        <p class="nhsuk-body-s porthor-keys-hint porthor-no-print">
            {say!(l, my_account.shortcuts.hint)}
        </p>
        <KeysDialog dialog/>
    }
    .into_any()
}

/// The shortcut that a key is meant as; nothing where it is part of a chord, types, or has been answered.
fn meant(event: &KeyboardEvent) -> Option<Shortcut> {
    if event.default_prevented() || event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() {
        return None;
    }
    let target = event.target()?.dyn_into::<Element>().ok()?;
    // A selector of ours is well-formed.
    let types = target.closest(FIELDS).ok().flatten().is_some();
    let busy = document().query_selector("dialog[open]").ok().flatten().is_some();
    (!types && !busy).then(|| Shortcut::of(&event.key())).flatten()
}

fn show(dialog: NodeRef<html::Dialog>) -> bool {
    dialog.get_untracked().is_some_and(|dialog| dialog.show_modal().is_ok())
}
