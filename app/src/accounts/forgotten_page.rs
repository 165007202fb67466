//! A forgotten password: ask for a link to a new one.

use domain::form::Field;
use leptos::prelude::*;

use super::api::AskForReset;
use crate::controls::{Button, Heading, PostForm, TextField};
use crate::i18n::{locale, say};

/// The page that asks for the address.
#[component]
pub(crate) fn ForgottenPage() -> impl IntoView {
    let l = locale();
    view! {
        <Heading text=say!(l, accounts.forgotten.title)/>
        <p>{say!(l, accounts.forgotten.intro)}</p>
        <ForgottenForm/>
    }
}

/// The form that asks; also below a link that cannot be used.
#[component]
pub(super) fn ForgottenForm() -> impl IntoView {
    let l = locale();
    view! {
        <PostForm check=|asked: &AskForReset| asked.form.parse().map(drop)>
            <TextField field=Field::Email label=say!(l, accounts.email) kind="email" autocomplete="username"/>
            <Button label=say!(l, accounts.forgotten.button)/>
        </PostForm>
    }
}
