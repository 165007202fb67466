//! Adding an authenticator app: first the password (for a first factor) and a key; then the key as a picture and as text,
//! and a code of the app.

use domain::Page;
use domain::factors::AppToAdd;
use domain::form::Field;
use leptos::prelude::*;

use super::api::{AddApp, StartApp, app_to_add, my_factors};
use crate::asked::Asked;
use crate::controls::{Button, Heading, Loaded, PasswordField, PostForm, TextField};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// The page that adds an app.
#[component]
pub(crate) fn AddAppPage() -> impl IntoView {
    let (l, here) = (locale(), here());
    let begun = Asked::new(
        move || here.acts(),
        |_| async move {
            // Where no key has been made yet, the page offers to make one.
            let app = app_to_add().await.ok();
            my_factors().await.map(|factors| (app, factors.first))
        },
    );
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Factors)>{say!(l, factors.back_to_factors)}</a>
        <Loaded answer=begun let:begun>
            {match begun {
                (Some(app), _) => view! { <Add app/> }.into_any(),
                (None, first) => view! { <Start first/> }.into_any(),
            }}
        </Loaded>
    }
}

#[component]
fn Start(first: bool) -> impl IntoView {
    let l = locale();
    view! {
        <Heading text=say!(l, factors.app_title)/>
        <p>{say!(l, factors.app_intro)}</p>
        <PostForm check=|_: &StartApp| Ok(())>
            {first.then(|| view! {
                <PasswordField label=say!(l, factors.password) hint=say!(l, factors.password_hint) autocomplete="current-password"/>
            })}
            <Button label=say!(l, factors.app_start)/>
        </PostForm>
    }
}

#[component]
fn Add(app: AppToAdd) -> impl IntoView {
    let l = locale();
    view! {
        <Heading text=say!(l, factors.app_title)/>
        <ol class="nhsuk-list nhsuk-list--number">
            <li>{say!(l, factors.app_step_1)}</li>
            <li>{say!(l, factors.app_step_2)}</li>
            <li>{say!(l, factors.app_step_3)}</li>
        </ol>
        <div class="porthor-qr" role="img" aria-label=say!(l, factors.app_qr) inner_html=app.qr></div>
        <p>{say!(l, factors.app_key)} <br/> <span class="porthor-key" id="app-key">{app.key}</span></p>
        <PostForm check=|asked: &AddApp| asked.form.parse().map(drop)>
            <TextField field=Field::FactorName label=say!(l, factors.new_name) hint=say!(l, factors.name_hint)/>
            <TextField field=Field::Code label=say!(l, factors.app_code) autocomplete="one-time-code"/>
            <Button label=say!(l, factors.add_app)/>
        </PostForm>
    }
}
