//! Ask for another e-mail address. Nothing changes until its link is followed and confirmed.

use domain::Page;
use domain::form::Field;
use domain::my_account::{MyAccountView, NEW_ADDRESS_HOURS};
use leptos::prelude::*;

use super::api::{ChangeEmail, my_account};
use super::user_name::UserName;
use crate::asked::Asked;
use crate::controls::{Button, Heading, Loaded, PasswordField, PostForm, TextField};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page that asks for another address.
#[component]
pub(crate) fn ChangeEmailPage() -> impl IntoView {
    let account = Asked::new(|| (), |()| my_account());
    view! {
        <Loaded answer=account let:account>
            <Content account/>
        </Loaded>
    }
}

#[component]
fn Content(account: MyAccountView) -> impl IntoView {
    let l = locale();
    let waiting = account.new_email.map(|(email, _)| {
        view! { <p class="nhsuk-inset-text">{say!(l, my_account.email.waiting, email = email)}</p> }
    });
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::MyAccount)>{say!(l, my_account.back)}</a>
        <Heading text=say!(l, my_account.email.title) caption=say!(l, my_account.heading)/>
        <p>{say!(l, my_account.email.lead, hours = NEW_ADDRESS_HOURS, email = account.email.as_str())}</p>
        {waiting}
        <PostForm check=|asked: &ChangeEmail| asked.form.parse().map(drop)>
            <TextField
                field=Field::Email
                label=say!(l, my_account.email.label)
                hint=say!(l, my_account.email.label_hint)
                kind="email"
                autocomplete="email"
            />
            <UserName email=account.email/>
            <PasswordField label=say!(l, my_account.email.password) autocomplete="current-password"/>
            <Button label=say!(l, my_account.email.button)/>
        </PostForm>
    }
}
