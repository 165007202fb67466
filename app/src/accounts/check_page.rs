//! Create an account, step 4: check answers, and send.

use domain::accounts::{Position, RegistrationView, Step};
use domain::permission::Role;
use domain::{Language, Page};
use leptos::prelude::*;

use super::api::SendRegistration;
use super::step::{ApplicantWarning, StepPage, caption};
use crate::controls::{Button, Heading, PostForm, SummaryList, SummaryRow, word};
use crate::here::to;
use crate::i18n::{locale, say};

/// Step 4.
#[component]
pub(crate) fn CheckPage() -> impl IntoView {
    let l = locale();
    view! {
        <StepPage step=Step::Check let:answers>
            <Heading text=say!(l, accounts.check.title) caption=caption(Step::Check)/>
            <ApplicantWarning warning=answers.warning/>
            <Answers answers/>
            <PostForm check=|_: &SendRegistration| Ok(())>
                <Button label=say!(l, accounts.check.button)/>
            </PostForm>
        </StepPage>
    }
}

#[component]
fn Answers(answers: RegistrationView) -> impl IntoView {
    let l = locale();
    let change = move |page| (to(page), say!(l, accounts.change).to_owned());
    let details = answers.draft.details.unwrap_or_default();
    let name = format!("{} {}", details.first_name, details.last_name);
    let position = word::position(l, Position::from_tag(&details.position));
    let language = Language::from_tag(&details.language).map(|language| word::language(l, language));
    let practice = match answers.organisation {
        Some(one) => format!("{} ({})", one.name, one.code),
        None => say!(l, accounts.check.later).to_owned(),
    };
    let role = answers.draft.role.filter(|_| !answers.roles.is_empty()).map(|form| {
        let role = Role::from_tag(&form.role).map(|role| word::role(l, role));
        view! {
            <SummaryRow key=say!(l, accounts.role.name) change=change(Page::CreateAccountRole)>{role}</SummaryRow>
            <SummaryRow key=say!(l, accounts.reason) change=change(Page::CreateAccountRole)>{form.reason}</SummaryRow>
        }
    });
    view! {
        <SummaryList>
            <SummaryRow key=say!(l, accounts.name) change=change(Page::CreateAccount)>{name}</SummaryRow>
            <SummaryRow key=say!(l, accounts.email) change=change(Page::CreateAccount)>{details.email}</SummaryRow>
            <SummaryRow key=say!(l, accounts.position) change=change(Page::CreateAccount)>{position}</SummaryRow>
            <SummaryRow key=say!(l, accounts.language) change=change(Page::CreateAccount)>{language}</SummaryRow>
            <SummaryRow key=say!(l, accounts.practice.name) change=change(Page::CreateAccountPractice)>
                {practice}
            </SummaryRow>
            {role}
        </SummaryList>
    }
}
