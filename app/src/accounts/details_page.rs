//! Create an account, step 1: details.

use domain::Language;
use domain::accounts::{DetailsForm, Position, Step};
use domain::form::Field;
use leptos::prelude::*;

use super::api::GiveDetails;
use super::step::{StepPage, caption};
use crate::controls::{Button, Choice, Heading, PostForm, Radios, TextField, word};
use crate::i18n::{language, locale, say};

/// Step 1.
#[component]
pub(crate) fn DetailsPage() -> impl IntoView {
    let l = locale();
    view! {
        <StepPage step=Step::Details let:answers>
            <Heading text=say!(l, accounts.details.title) caption=caption(Step::Details)/>
            <Details details=answers.draft.details.unwrap_or_default()/>
        </StepPage>
    }
}

#[component]
fn Details(details: DetailsForm) -> impl IntoView {
    let l = locale();
    let positions = Position::ALL.map(|one| Choice::new(one.tag(), word::position(l, Some(one))));
    let languages = Language::ALL.map(|one| Choice::new(one.tag(), word::language(l, one)));
    let chosen = if details.language.is_empty() {
        language().tag().to_owned()
    } else {
        details.language
    };
    view! {
        <PostForm check=|asked: &GiveDetails| asked.form.parse().map(drop)>
            <TextField
                field=Field::FirstName
                label=say!(l, accounts.first_name)
                value=details.first_name
                autocomplete="given-name"
            />
            <TextField
                field=Field::LastName
                label=say!(l, accounts.last_name)
                value=details.last_name
                autocomplete="family-name"
            />
            <TextField
                field=Field::Email
                label=say!(l, accounts.email)
                hint=say!(l, accounts.details.email_hint)
                value=details.email
                kind="email"
                autocomplete="email"
            />
            <Radios
                field=Field::Position
                legend=say!(l, accounts.details.position_legend)
                value=details.position
                choices=positions.to_vec()
            />
            <Radios
                field=Field::Language
                legend=say!(l, accounts.details.language_legend)
                value=chosen
                choices=languages.to_vec()
            />
            <Button label=say!(l, accounts.go_on)/>
        </PostForm>
    }
}
