//! What could not be done, at the top of the page, with a link to each field.

use leptos::prelude::*;

use super::focus::focus_on;
use super::saying::{Saying, Sentence};
use crate::error::AppError;
use crate::here::{here, to};
use crate::i18n::{Locale, locale, say};
use domain::{Page, Refusal};

/// What could not be done; nothing where nothing failed.
#[component]
pub(crate) fn ErrorSummary() -> impl IntoView {
    let (l, here) = (locale(), here());
    // A page that comes with an error, from a plain post, takes the focus to it as well.
    Effect::new(move |before: Option<()>| {
        if before.is_none() && here.failed().is_some() {
            focus_on("error-summary");
        }
    });
    move || {
        here.failed().map(|failed| {
            view! {
                <div class="nhsuk-error-summary" id="error-summary" tabindex="-1" aria-labelledby="error-summary-title">
                    <div role="alert">
                        <h2 class="nhsuk-error-summary__heading" id="error-summary-title">
                            {say!(l, frame.something_wrong)}
                        </h2>
                        <div class="nhsuk-error-summary__body">{lines(l, &failed.error)}</div>
                    </div>
                </div>
            }
        })
    }
}

/// Links to the fields, or one sentence.
fn lines(l: Locale, error: &AppError) -> AnyView {
    let AppError::Invalid(errors) = error else {
        let way_on = way_on(l, error).map(|(page, label)| view! { <p><a href=to(page)>{label}</a></p> });
        return view! { <p><Sentence of=Saying::Error(error.clone())/></p> {way_on} }.into_any();
    };
    let links = errors.iter().map(|(field, problem)| {
        let jump = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            focus_on(field.name());
        };
        view! { <li><a href=format!("#{}", field.name()) on:click=jump><Sentence of=Saying::Problem(field, problem)/></a></li> }
    });
    view! { <ul class="nhsuk-list nhsuk-error-summary__list">{links.collect_view()}</ul> }.into_any()
}

/// Where to go on from a refusal that leads somewhere.
fn way_on(l: Locale, error: &AppError) -> Option<(Page, &'static str)> {
    match error {
        AppError::Refused(Refusal::AccountDisabled) => Some((Page::Help, say!(l, sessions.way_on_help))),
        AppError::Refused(Refusal::ResetFirst) => Some((Page::ForgottenPassword, say!(l, sessions.way_on_reset))),
        _ => None,
    }
}
