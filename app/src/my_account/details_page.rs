//! Change names, position, telephone and language.

use domain::accounts::Position;
use domain::form::Field;
use domain::my_account::MyDetailsForm;
use domain::{Language, Page};
use leptos::prelude::*;

use super::api::{ChangeMyDetails, my_account};
use crate::asked::Asked;
use crate::controls::{
    Button, Choice, Heading, Hidden, Loaded, PostForm, Radios, SummaryList, SummaryRow, TextField, word,
};
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
            <Details details=account.details names_imported=account.names_imported/>
        </Loaded>
    }
}

#[component]
fn Details(details: MyDetailsForm, names_imported: bool) -> impl IntoView {
    let l = locale();
    let position = details.position;
    let languages = Language::ALL.map(|one| Choice::new(one.tag(), word::language(l, one)));
    let (first_name, last_name) = (details.first_name, details.last_name);
    let hint = if names_imported {
        say!(l, my_account.details.names_imported)
    } else {
        say!(l, my_account.details.names_hint)
    };
    view! {
        <p>{hint}</p>
        <PostForm check=|asked: &ChangeMyDetails| asked.form.parse().map(drop)>
            <Names first_name last_name imported=names_imported/>
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
fn Names(first_name: String, last_name: String, imported: bool) -> impl IntoView {
    if imported {
        return view! { <ImportedNames first_name last_name/> }.into_any();
    }
    let l = locale();
    view! {
        <TextField
            field=Field::FirstName
            label=say!(l, my_account.first_name)
            value=first_name
            autocomplete="given-name"
        />
        <TextField
            field=Field::LastName
            label=say!(l, my_account.last_name)
            value=last_name
            autocomplete="family-name"
        />
    }
    .into_any()
}

/// Names that come with an import: nobody changes them by hand.
#[component]
fn ImportedNames(first_name: String, last_name: String) -> impl IntoView {
    let l = locale();
    let (first, last) = (first_name.clone(), last_name.clone());
    view! {
        <SummaryList>
            <SummaryRow key=say!(l, my_account.first_name)>{first}</SummaryRow>
            <SummaryRow key=say!(l, my_account.last_name)>{last}</SummaryRow>
        </SummaryList>
        <Hidden name="first_name" value=first_name/>
        <Hidden name="last_name" value=last_name/>
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
