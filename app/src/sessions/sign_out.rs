//! The button in the frame that signs out.

use leptos::prelude::*;

use super::api;
use crate::controls::PostForm;
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
