//! Manage registrations: the list, its filter, and what the buttons mean.

use domain::live::Noun;
use domain::registrations::{RegistrationList, RegistrationsForm};
use leptos::prelude::*;

use super::api::registrations;
use super::filter_form::FilterForm;
use super::registration_table::{FocusAfter, RegistrationTable};
use super::shown::{at_place, shown};
use crate::asked::Asked;
use crate::controls::focus::focus_on;
use crate::controls::{Heading, Loaded, Paging, SummaryList, SummaryRow, Ticks};
use crate::here::here;
use crate::i18n::{locale, say};
use crate::join_requests::ticks;

/// The page with the list; filter, order and place stand in the address.
#[component]
pub(crate) fn RegistrationsPage() -> impl IntoView {
    let (l, here, shown) = (locale(), here(), shown());
    let list = Asked::new(move || (shown.get(), here.acts()), |(form, _)| registrations(form))
        .live(&[Noun::Registrations, Noun::People]);
    let after = FocusAfter::default();
    let ticks = ticks();
    view! {
        <Loaded answer=list let:list>
            <Heading text=say!(l, registrations.title)/>
            <FilterForm form=shown.get_untracked()/>
            <List list form=shown.get_untracked() after ticks/>
            <Legend/>
        </Loaded>
    }
}

#[component]
fn List(list: RegistrationList, form: RegistrationsForm, after: FocusAfter, ticks: Ticks) -> impl IntoView {
    let l = locale();
    if let Some(id) = after.try_update_value(Option::take).flatten() {
        Effect::new(move |_| focus_on(id.clone()));
    }
    let beside = list.beside;
    let (previous, next) = (
        beside.previous.map(|place| at_place(&form, place)),
        beside.next.map(|place| at_place(&form, place)),
    );
    let all = RegistrationsForm {
        sort: String::new(),
        size: String::new(),
        ..form.clone()
    };
    let table = if list.rows.is_empty() {
        let empty = if all == RegistrationsForm::default() {
            say!(l, registrations.empty)
        } else {
            say!(l, registrations.empty_filtered)
        };
        view! { <p class="porthor-empty">{empty}</p> }.into_any()
    } else {
        view! { <RegistrationTable rows=list.rows form after ticks/> }.into_any()
    };
    view! {
        {table}
        <Paging count=list.count previous next/>
    }
}

/// What the buttons mean (S34).
#[component]
fn Legend() -> impl IntoView {
    let l = locale();
    view! {
        <h2 class="nhsuk-heading-m">{say!(l, registrations.legend)}</h2>
        <SummaryList>
            <SummaryRow key=say!(l, registrations.review)>{say!(l, registrations.legend_review)}</SummaryRow>
            <SummaryRow key=say!(l, registrations.send_again)>{say!(l, registrations.legend_send_again)}</SummaryRow>
            <SummaryRow key=say!(l, registrations.delete)>{say!(l, registrations.legend_delete)}</SummaryRow>
            <SummaryRow key=say!(l, registrations.withdraw)>{say!(l, registrations.legend_withdraw)}</SummaryRow>
        </SummaryList>
    }
}
