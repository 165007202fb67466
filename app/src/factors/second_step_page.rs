//! The second step of signing in: a code, or a passkey.

use domain::Page;
use domain::factors::{Way, Ways};
use domain::form::Field;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

use super::api::{GiveCode, PasskeyStep, passkey_step, second_step, start_passkey_step};
use super::passkey::Ceremony;
use super::passkey_form::PasskeyForm;
use crate::asked::Asked;
use crate::controls::{Button, ButtonLook, Heading, Hidden, Loaded, PostForm, TextField};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page of the second step.
#[component]
pub(crate) fn SecondStepPage() -> impl IntoView {
    let l = locale();
    let next = use_query_map()
        .with_untracked(|query| query.get("next"))
        .unwrap_or_default();
    let ways = Asked::new(|| (), |()| second_step());
    view! {
        <Heading text=say!(l, factors.step_title)/>
        <Loaded answer=ways let:ways>
            <Content ways next=next.clone()/>
        </Loaded>
        <p><a href=to(Page::SignIn)>{say!(l, factors.step_again)}</a></p>
    }
}

#[component]
fn Content(ways: Ways, next: String) -> impl IntoView {
    let l = locale();
    let hint = if ways.has(Way::App) {
        say!(l, factors.step_code_hint)
    } else {
        say!(l, factors.step_recovery_hint)
    };
    let passkey = ways.has(Way::Passkey).then(|| {
        let next = next.clone();
        view! {
            <PasskeyForm
                url=PasskeyStep::url()
                ceremony=Ceremony::Get
                question=|_| Ok(Box::pin(start_passkey_step()))
                answer=|form| Box::pin(passkey_step(form))
            >
                <Hidden name="next" value=next/>
                <Button label=say!(l, factors.step_passkey)/>
            </PasskeyForm>
            <p class="porthor-no-script-only">{say!(l, factors.passkey_needs_scripts_code)}</p>
        }
    });
    view! {
        <p>{say!(l, factors.step_intro)}</p>
        {passkey}
        <PostForm check=|asked: &GiveCode| asked.form.parse().map(drop)>
            <Hidden name="next" value=next/>
            <TextField field=Field::Code label=say!(l, factors.step_code) hint autocomplete="one-time-code"/>
            <Button label=say!(l, factors.step_go_on) look=ButtonLook::Main/>
        </PostForm>
    }
}
