//! The buttons that sign out: in the frame, and in the warning before a session ends.

use leptos::prelude::*;

use super::api;
use crate::controls::{Button, ButtonLook, PostForm};
use crate::i18n::{locale, say};

/// Signs out; a form, because signing out changes something.
#[component]
pub(crate) fn SignOut() -> impl IntoView {
    view! {
        <PostForm check=|_: &api::SignOut| Ok(())>
            <button class="porthor-header__button">{say!(locale(), frame.sign_out)}</button>
        </PostForm>
    }
}

/// The same as a button of its own.
#[component]
pub(crate) fn SignOutButton() -> impl IntoView {
    view! {
        <PostForm check=|_: &api::SignOut| Ok(())>
            <Button label=say!(locale(), frame.sign_out) look=ButtonLook::Secondary/>
        </PostForm>
    }
}
