//! The filter of *Manage registrations*.

use domain::registrations::{Age, RegistrationsForm, Shows};
use leptos::prelude::*;

use crate::controls::{Filter, FilterSize, FilterText, GetForm, Hidden};
use crate::i18n::{Locale, locale, say};

/// Chooses what to show; the order stays, the place is the first page.
#[component]
pub(super) fn FilterForm(form: RegistrationsForm) -> impl IntoView {
    let l = locale();
    let search = form.read();
    let states = Shows::ALL.map(|shows| (shows.tag(), state(l, shows).to_owned()));
    let ages = Age::ALL.map(|age| (age.tag(), old(l, age)));
    view! {
        <GetForm class="porthor-filters porthor-no-print">
            <Filter name="state" label=say!(l, registrations.filter_state) value=search.shows.tag() choices=states.to_vec()/>
            <FilterText name="organisation" label=say!(l, registrations.filter_organisation) value=form.organisation/>
            <Filter name="older" label=say!(l, registrations.filter_older) value=search.age.tag() choices=ages.to_vec()/>
            <FilterSize size=search.size/>
            <Hidden name="sort" value=search.sort.tag()/>
            <button class="nhsuk-button nhsuk-button--secondary">{say!(l, words.list.show)}</button>
        </GetForm>
    }
}

fn state(l: Locale, shows: Shows) -> &'static str {
    match shows {
        Shows::Waiting => say!(l, registrations.waiting),
        Shows::AwaitingConfirmation => say!(l, registrations.awaiting_confirmation),
        Shows::AwaitingDecision => say!(l, registrations.awaiting_decision),
        Shows::Approved => say!(l, registrations.approved),
        Shows::Rejected => say!(l, registrations.rejected),
        Shows::Ended => say!(l, registrations.ended),
        Shows::All => say!(l, registrations.all),
    }
}

fn old(l: Locale, age: Age) -> String {
    match age {
        Age::Any => say!(l, registrations.any_age).to_owned(),
        Age::TwoDays | Age::FiveDays | Age::ThirtyDays => say!(l, registrations.older_than, days = age.days()),
    }
}
