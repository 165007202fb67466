//! Create an account, step 3: role and reason.

use domain::accounts::{RegistrationView, Step};
use domain::form::Field;
use leptos::prelude::*;

use super::api::ChooseRole;
use super::step::{ApplicantWarning, StepPage, caption};
use crate::controls::{Button, Choice, Heading, PostForm, Radios, TextArea, word};
use crate::i18n::{locale, say};

/// Step 3.
#[component]
pub(crate) fn RolePage() -> impl IntoView {
    view! {
        <StepPage step=Step::Role let:answers>
            <RoleAndReason answers/>
        </StepPage>
    }
}

#[component]
fn RoleAndReason(answers: RegistrationView) -> impl IntoView {
    let l = locale();
    let organisation = answers
        .organisation
        .map(|organisation| organisation.name)
        .unwrap_or_default();
    let before = answers.draft.role.unwrap_or_default();
    let choices = answers.roles.into_iter();
    let choices: Vec<Choice> = choices
        .map(|role| Choice::new(role.tag(), word::role(l, role)).with_hint(word::role_text(l, role)))
        .collect();
    view! {
        <Heading text=say!(l, accounts.role.title, organisation = organisation) caption=caption(Step::Role)/>
        <ApplicantWarning warning=answers.warning/>
        <PostForm check=|asked: &ChooseRole| asked.form.parse().map(drop)>
            <Radios field=Field::Role legend=say!(l, accounts.role.legend) value=before.role choices/>
            <TextArea
                field=Field::Reason
                label=say!(l, accounts.role.reason)
                hint=say!(l, accounts.role.reason_hint)
                value=before.reason
            />
            <Button label=say!(l, accounts.go_on)/>
        </PostForm>
    }
}
