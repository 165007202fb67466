//! Sign in.

use domain::Page;
use domain::form::Field;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::SignIn;
use crate::controls::{Button, Heading, Hidden, Later, PasswordField, PostForm, TextField, later};
use crate::factors::PasskeySignIn;
pub(crate) use crate::flash::RESTED;
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// The page on which one signs in.
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    let l = locale();
    let (next, rested) = use_query_map().with_untracked(|query| (query.get("next"), query.get(RESTED).is_some()));
    let next = next.unwrap_or_default();
    let next_for_passkey = next.clone();
    let why = match (rested, next.is_empty()) {
        (true, _) => Some(say!(l, sessions.rested)),
        (false, false) => Some(say!(l, sessions.wanted)),
        (false, true) => None,
    };
    view! {
        <Heading text=say!(l, sessions.title)/>
        {why.map(|why| view! { <div class="nhsuk-inset-text"><p>{why}</p></div> })}
        <PostForm check=|asked: &SignIn| asked.form.parse().map(drop)>
            <Hidden name="next" value=next/>
            <TextField field=Field::Email label=say!(l, sessions.email) kind="email" autocomplete="username"/>
            <PasswordField label=say!(l, sessions.password) autocomplete="current-password"/>
            <Button label=say!(l, sessions.sign_in)/>
        </PostForm>
        <WithPasskey next=next_for_passkey/>
        <p><a href=to(Page::ForgottenPassword)>{say!(l, sessions.forgotten)}</a></p>
        <p>
            {say!(l, sessions.no_account)} ": "
            <a href=to(Page::CreateAccount)>{say!(l, frame.create_account)}</a>
        </p>
    }
}

/// Signing in with a passkey alone, where the service's address lets passkeys work.
#[component]
fn WithPasskey(next: String) -> impl IntoView {
    let visitor = here().visitor;
    let content = later(move || {
        let next = next.clone();
        async move {
            let passkeys = visitor.answer().await.is_ok_and(|visitor| visitor.passkeys);
            passkeys.then(|| view! { <PasskeySignIn next/> })
        }
    });
    view! { <Later content/> }
}
