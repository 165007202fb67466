//! Which keys there are: on a page of *My account*, and in the dialog that `?` opens.

use domain::Page;
use leptos::html;
use leptos::prelude::*;

use crate::here::to;
use crate::i18n::{locale, say};

/// The keys with what each does.
#[component]
pub(super) fn KeyList() -> impl IntoView {
    let l = locale();
    let keys = [
        ("j", say!(l, my_account.shortcuts.next)),
        ("k", say!(l, my_account.shortcuts.previous)),
        ("Enter", say!(l, my_account.shortcuts.open)),
        ("x", say!(l, my_account.shortcuts.tick)),
        ("a", say!(l, my_account.shortcuts.approve)),
        ("r", say!(l, my_account.shortcuts.reject)),
        ("/", say!(l, my_account.shortcuts.search)),
        ("?", say!(l, my_account.shortcuts.keys)),
    ];
    let keys = keys.map(|(key, does)| {
        view! {
            <div class="porthor-keys__row">
                <dt><kbd class="porthor-keys__key">{key}</kbd></dt>
                <dd>{does}</dd>
            </div>
        }
    });
    view! { <dl class="porthor-keys">{keys.collect_view()}</dl> }.into_any()
}

/// The dialog. The browser closes it with Escape and gives the focus back to where it was.
#[component]
pub(super) fn KeysDialog(dialog: NodeRef<html::Dialog>) -> impl IntoView {
    let l = locale();
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <dialog class="porthor-dialog" node_ref=dialog aria-labelledby="keys-title">
            <h2 class="nhsuk-heading-m" id="keys-title">{say!(l, my_account.shortcuts.title)}</h2>
            <KeyList/>
            <div class="porthor-dialog__buttons">
                <button class="nhsuk-button" type="button" on:click=close>{say!(l, my_account.shortcuts.close)}</button>
            </div>
            <p><a href=to(Page::Shortcuts) on:click=close>{say!(l, my_account.shortcuts.change)}</a></p>
        </dialog>
    }
    .into_any()
}
