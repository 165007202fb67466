//! Create an account, step 2: which practice?

use domain::accounts::{PracticeForm, RegistrationView, Step};
use leptos::prelude::*;

use super::api::ChoosePractice;
use super::step::{ApplicantWarning, StepPage, caption};
use crate::controls::{Button, Choice, Heading, PostForm};
use crate::i18n::{locale, say};
use crate::organisations::{OrganisationChoices, OrganisationSearchBox};

/// Step 2.
#[component]
pub(crate) fn PracticePage() -> impl IntoView {
    let l = locale();
    view! {
        <StepPage step=Step::Practice let:answers>
            <Heading text=say!(l, accounts.practice.title) caption=caption(Step::Practice)/>
            <ApplicantWarning warning=answers.warning/>
            <OrganisationSearchBox/>
            <Practice answers/>
        </StepPage>
    }
}

#[component]
fn Practice(answers: RegistrationView) -> impl IntoView {
    let l = locale();
    let chosen = answers.organisation.map(|one| {
        let hint = format!("{} · {} · {}", say!(l, accounts.practice.chosen), one.code, one.town);
        Choice::new(one.code.as_str(), one.name).with_hint(hint)
    });
    let later = Choice::new(PracticeForm::LATER, say!(l, accounts.practice.later))
        .with_hint(say!(l, accounts.practice.later_hint));
    let also: Vec<Choice> = chosen.into_iter().chain([later]).collect();
    view! {
        <PostForm check=|asked: &ChoosePractice| asked.form.parse().map(drop)>
            <OrganisationChoices also value=answers.draft.organisation.unwrap_or_default()/>
            <Button label=say!(l, accounts.go_on)/>
        </PostForm>
    }
}
