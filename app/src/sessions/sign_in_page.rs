//! Sign in.

use domain::Page;
use domain::form::Field;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::SignIn;
use crate::controls::{Button, Heading, Hidden, PasswordField, PostForm, TextField};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page on which one signs in.
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    let l = locale();
    let next = use_query_map()
        .with_untracked(|query| query.get("next"))
        .unwrap_or_default();
    view! {
        <Heading text=say!(l, sessions.title)/>
        <PostForm check=|asked: &SignIn| asked.form.parse().map(drop)>
            <Hidden name="next" value=next/>
            <TextField field=Field::Email label=say!(l, sessions.email) kind="email" autocomplete="username"/>
            <PasswordField label=say!(l, sessions.password) autocomplete="current-password"/>
            <Button label=say!(l, sessions.sign_in)/>
        </PostForm>
        <p>
            {say!(l, sessions.no_account)} ": "
            <a href=to(Page::CreateAccount)>{say!(l, frame.create_account)}</a>
        </p>
    }
}
