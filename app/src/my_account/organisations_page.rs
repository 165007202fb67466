//! My account, tab *Organisations*: what the person may act for, the way from one to another, and leaving.

use domain::Page;
use domain::my_account::MyOrganisation;
use leptos::prelude::*;

use super::api::my_organisations;
use super::heading::{MyAccountHeading, Tab};
use super::organisation_table::OrganisationTable;
use super::switch::Switch;
use crate::asked::Asked;
use crate::controls::Loaded;
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// The page with the person's organisations.
#[component]
pub(crate) fn MyOrganisationsPage() -> impl IntoView {
    let (l, here) = (locale(), here());
    let mine = Asked::new(move || here.acts(), |_| my_organisations()).live(&[]);
    view! {
        <Loaded answer=mine let:mine>
            <MyAccountHeading tab=Tab::Organisations text=say!(l, my_account.title_organisations)/>
            <Mine mine/>
            <p><a href=to(Page::Ask)>{say!(l, my_account.organisations.ask)}</a></p>
        </Loaded>
    }
}

#[component]
fn Mine(mine: Vec<MyOrganisation>) -> impl IntoView {
    if mine.is_empty() {
        return view! { <p class="porthor-empty">{say!(locale(), my_account.organisations.empty)}</p> }.into_any();
    }
    let all: Vec<_> = mine.iter().map(|mine| mine.organisation.clone()).collect();
    view! {
        {(all.len() > 1).then(|| view! { <Switch all/> })}
        <OrganisationTable mine/>
    }
    .into_any()
}
