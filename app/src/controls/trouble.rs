//! A page that cannot be shown: not found, not allowed, not signed in, our fault.

use domain::{Page, Refusal};
use leptos::prelude::*;

use super::heading::Heading;
use super::saying::{Saying, Sentence};
use crate::error::AppError;
use crate::here::{address, go_instead, sign_in_for, to};
use crate::i18n::{locale, say};
use crate::services;

/// Says why there is no page, with the right status. Whoever is not signed in is led to where they can.
#[component]
pub(crate) fn Trouble(error: AppError) -> impl IntoView {
    let l = locale();
    services::set_status(error.status());
    match error {
        AppError::SignInFirst => view! { <SignInFirst/> }.into_any(),
        AppError::OurFault(reference) => view! {
            <Heading text=say!(l, frame.failed_title)/>
            <p>{say!(l, frame.failed_text)}</p>
            <p class="porthor-reference">
                {say!(l, frame.failed_reference)} " " <strong>{reference.to_string()}</strong>
            </p>
        }
        .into_any(),
        AppError::Refused(Refusal::NotFound) | AppError::Invalid(_) => view! {
            <Heading text=say!(l, frame.not_found_title)/>
            <p>{say!(l, frame.not_found_text)}</p>
            <p><a href=to(Page::Home)>{say!(l, frame.go_home)}</a></p>
        }
        .into_any(),
        error => {
            let title = match error {
                AppError::Refused(_) => say!(l, frame.not_allowed_title),
                _ => say!(l, frame.failed_title),
            };
            view! {
                <Heading text=title/>
                <p><Sentence of=Saying::Error(error)/></p>
                <p><a href=to(Page::Home)>{say!(l, frame.go_home)}</a></p>
            }
            .into_any()
        }
    }
}

/// Leads to the sign-in page, and from there back here.
#[component]
fn SignInFirst() -> impl IntoView {
    let l = locale();
    let sign_in = sign_in_for(&address());
    services::redirect_on_server(&sign_in);
    let (go, there) = (go_instead(), sign_in.clone());
    Effect::new(move |_| go(&there));
    view! {
        <Heading text=say!(l, frame.sign_in)/>
        <p>{say!(l, frame.sign_in_first_text)}</p>
        <p><a href=sign_in>{say!(l, frame.sign_in)}</a></p>
    }
}
