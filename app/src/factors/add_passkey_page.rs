//! Adding a passkey: a name, the password for a first factor, then the browser asks its user.

use domain::Page;
use domain::form::Field;
use domain::my_account::PasswordForm as TypedPassword;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::{AddPasskey, add_passkey, my_factors, start_passkey};
use super::passkey::Ceremony;
use super::passkey_form::PasskeyForm;
use crate::asked::Asked;
use crate::controls::{Button, Heading, Loaded, PasswordField, TextField};
use crate::here::to;
use crate::i18n::{locale, say};
use crate::wire::Filled;

/// The page that adds a passkey.
#[component]
pub(crate) fn AddPasskeyPage() -> impl IntoView {
    let l = locale();
    let factors = Asked::new(|| (), |()| my_factors());
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Factors)>{say!(l, factors.back_to_factors)}</a>
        <Heading text=say!(l, factors.passkey_title)/>
        <p>{say!(l, factors.passkey_intro)}</p>
        <p class="porthor-no-script-only">
            {say!(l, factors.passkey_needs_scripts)} " " <a href=to(Page::AddApp)>{say!(l, factors.add_app)}</a>
        </p>
        <Loaded answer=factors let:view>
            {if view.passkeys {
                view! { <Add first=view.first/> }.into_any()
            } else {
                view! { <p class="porthor-warning porthor-warning--line">{say!(l, factors.passkeys_off)}</p> }.into_any()
            }}
        </Loaded>
    }
}

#[component]
fn Add(first: bool) -> impl IntoView {
    let l = locale();
    view! {
        <PasskeyForm
            url=AddPasskey::url()
            ceremony=Ceremony::Create
            question=|event| {
                let typed: TypedPassword = Filled::of(event)?.read()?;
                Ok(Box::pin(start_passkey(typed)))
            }
            answer=|form| Box::pin(add_passkey(form))
        >
            <TextField field=Field::FactorName label=say!(l, factors.new_name) hint=say!(l, factors.name_hint)/>
            {first.then(|| view! {
                <PasswordField label=say!(l, factors.password) hint=say!(l, factors.password_hint) autocomplete="current-password"/>
            })}
            <Button label=say!(l, factors.add_passkey)/>
        </PasskeyForm>
    }
}
