//! Change names, position, telephone and language.

use domain::accounts::Position;
use domain::form::Field;
use domain::my_account::MyDetailsForm;
use domain::{Language, Page};
use leptos::prelude::*;

use super::api::{ChangeMyDetails, my_account};
use crate::asked::Asked;
use crate::controls::{Button, Choice, Heading, Loaded, PostForm, Radios, TextField, word};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page that changes one's details.
#[component]
pub(crate) fn MyDetailsPage() -> impl IntoView {
    let l = locale();
    let account = Asked::new(|| (), |()| my_account());
    view! {
        <Loaded answer=account let:account>
            <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::MyAccount)>{say!(l, my_account.back)}</a>
            <Heading text=say!(l, my_account.details.title) caption=say!(l, my_account.heading)/>
            <Details details=account.details/>
        </Loaded>
    }
}

#[component]
fn Details(details: MyDetailsForm) -> impl IntoView {
    let l = locale();
    let position = details.position;
    let languages = Language::ALL.map(|one| Choice::new(one.tag(), word::language(l, one)));
    view! {
        <p>{say!(l, my_account.details.names_hint)}</p>
        <PostForm check=|asked: &ChangeMyDetails| asked.form.parse().map(drop)>
            <TextField
                field=Field::FirstName
                label=say!(l, my_account.first_name)
                value=details.first_name
                autocomplete="given-name"
            />
            <TextField
                field=Field::LastName
                label=say!(l, my_account.last_name)
                value=details.last_name
                autocomplete="family-name"
            />
            // Support people have no position, and none is asked of them.
            {(!position.is_empty()).then(|| view! { <Positions position/> })}
            <TextField
                field=Field::Telephone
                label=say!(l, my_account.details.telephone)
                hint=say!(l, my_account.details.telephone_hint)
                value=details.telephone
                kind="tel"
                autocomplete="tel"
            />
            <Radios
                field=Field::Language
                legend=say!(l, my_account.details.language_legend)
                value=details.language
                choices=languages.to_vec()
            />
            <Button label=say!(l, my_account.details.save)/>
        </PostForm>
    }
}

#[component]
fn Positions(position: String) -> impl IntoView {
    let l = locale();
    let positions = Position::ALL.map(|one| Choice::new(one.tag(), word::position(l, Some(one))));
    view! {
        <Radios
            field=Field::Position
            legend=say!(l, my_account.details.position_legend)
            value=position
            choices=positions.to_vec()
        />
    }
}
