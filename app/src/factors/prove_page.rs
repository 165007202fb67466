//! Showing again that it is they, before something that matters (step-up). Afterwards the person is back where they were;
//! nothing runs by itself.

use domain::factors::{Way, Ways};
use domain::form::Field;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

use super::api::{Prove, ProveByPasskey, proof_to_give, prove_by_passkey, start_passkey_proof};
use super::passkey::Ceremony;
use super::passkey_form::PasskeyForm;
use crate::asked::Asked;
use crate::controls::{Button, Heading, Hidden, Loaded, PasswordField, PostForm, TextField};
use crate::i18n::{locale, say};

/// The page on which one shows again that it is they.
#[component]
pub(crate) fn ProvePage() -> impl IntoView {
    let l = locale();
    let next = use_query_map()
        .with_untracked(|query| query.get("next"))
        .unwrap_or_default();
    let ways = Asked::new(|| (), |()| proof_to_give());
    view! {
        <Heading text=say!(l, factors.prove_title)/>
        <p>{say!(l, factors.prove_intro)}</p>
        <Loaded answer=ways let:ways>
            <Content ways next=next.clone()/>
        </Loaded>
    }
}

#[component]
fn Content(ways: Ways, next: String) -> impl IntoView {
    let l = locale();
    let passkey = ways.has(Way::Passkey).then(|| {
        let next = next.clone();
        view! {
            <PasskeyForm
                url=ProveByPasskey::url()
                ceremony=Ceremony::Get
                question=|_| Ok(Box::pin(start_passkey_proof()))
                answer=|form| Box::pin(prove_by_passkey(form))
            >
                <Hidden name="next" value=next/>
                <Button label=say!(l, factors.step_passkey)/>
            </PasskeyForm>
            <p class="porthor-no-script-only">{say!(l, factors.passkey_needs_scripts_code)}</p>
        }
    });
    // Made inside the form, which a field asks for what was typed.
    let field = move || {
        if ways.has(Way::Password) {
            return view! { <PasswordField label=say!(l, factors.password) autocomplete="current-password"/> }
                .into_any();
        }
        view! {
            <TextField
                field=Field::Code
                label=say!(l, factors.step_code)
                hint=if ways.has(Way::App) { say!(l, factors.step_code_hint) } else { say!(l, factors.step_recovery_hint) }
                autocomplete="one-time-code"
            />
        }
        .into_any()
    };
    view! {
        {passkey}
        <PostForm check=|asked: &Prove| asked.form.parse().map(drop)>
            <Hidden name="next" value=next/>
            {field()}
            <Button label=say!(l, factors.prove_go_on)/>
        </PostForm>
    }
}
