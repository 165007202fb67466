//! What the four steps of creating an account share. Which step comes when is decided in `domain`.

use domain::Page;
use domain::accounts::{RegistrationView, Step};
use domain::shared_mailbox::Warning;
use leptos::prelude::*;

use super::api::registration;
use crate::asked::Asked;
use crate::controls::{Elsewhere, Loaded, word};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// A step, around its form. Who has not got that far yet is led to where they are.
#[component]
pub(super) fn StepPage<F, V>(step: Step, children: F) -> impl IntoView
where
    F: Fn(RegistrationView) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let here = here();
    let answers = Asked::new(move || here.acts(), |_| registration());
    view! {
        <Loaded answer=answers let:answers>
            {if answers.draft.allows(step) {
                children(answers).into_any()
            } else {
                view! { <Elsewhere page=page(answers.next_step)/> }.into_any()
            }}
        </Loaded>
    }
}

/// The page of a step.
pub(super) const fn page(step: Step) -> Page {
    match step {
        Step::Details => Page::CreateAccount,
        Step::Practice => Page::CreateAccountPractice,
        Step::Role => Page::CreateAccountRole,
        Step::Check => Page::CreateAccountCheck,
    }
}

/// The words above the heading: which step this is.
pub(super) fn caption(step: Step) -> String {
    let at = match step {
        Step::Details => 1,
        Step::Practice => 2,
        Step::Role => 3,
        Step::Check => 4,
    };
    say!(locale(), accounts.step, at = at)
}

/// What the applicant is warned of (decision 7), with a way to put it right.
#[component]
pub(super) fn ApplicantWarning(warning: Option<Warning>) -> impl IntoView {
    let l = locale();
    warning.map(|warning| {
        view! {
            <div class="porthor-warning">
                <p class="porthor-warning__title">{word::warning(l, warning)}</p>
                <p>{say!(l, accounts.warning_after)}</p>
                <p><a href=to(Page::CreateAccount)>{say!(l, accounts.change)}</a></p>
            </div>
        }
    })
}
