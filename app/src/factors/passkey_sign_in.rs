//! Signing in with a passkey alone: the button on the sign-in page.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::{PasskeySignIn as Call, passkey_sign_in, start_passkey_sign_in};
use super::passkey::Ceremony;
use super::passkey_form::PasskeyForm;
use crate::controls::{Button, ButtonLook, Hidden};
use crate::i18n::{locale, say};

/// The button that signs in with a passkey; `next` is the page that the person wanted.
#[component]
pub(crate) fn PasskeySignIn(next: String) -> impl IntoView {
    view! {
        <PasskeyForm
            url=Call::url()
            ceremony=Ceremony::Get
            question=|_| Ok(Box::pin(start_passkey_sign_in()))
            answer=|form| Box::pin(passkey_sign_in(form))
        >
            <Hidden name="next" value=next/>
            <Button label=say!(locale(), factors.sign_in_with_passkey) look=ButtonLook::Secondary/>
        </PasskeyForm>
    }
}
