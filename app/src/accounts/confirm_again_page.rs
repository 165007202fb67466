//! Ask for a new confirmation link.

use domain::form::Field;
use leptos::prelude::*;

use super::api::SendConfirmationAgain;
use crate::controls::{Button, Heading, PostForm, TextField};
use crate::i18n::{locale, say};

/// The page that asks for the address.
#[component]
pub(crate) fn ConfirmAgainPage() -> impl IntoView {
    let l = locale();
    view! {
        <Heading text=say!(l, accounts.again.title)/>
        <p>{say!(l, accounts.again.intro)}</p>
        <AgainForm/>
    }
}

/// The form that asks; also below a link that cannot be used.
#[component]
pub(super) fn AgainForm() -> impl IntoView {
    let l = locale();
    view! {
        <PostForm check=|asked: &SendConfirmationAgain| asked.form.parse().map(drop)>
            <TextField field=Field::Email label=say!(l, accounts.email) kind="email" autocomplete="email"/>
            <Button label=say!(l, accounts.again.button)/>
        </PostForm>
    }
}
