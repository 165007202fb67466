//! The fields that say from when until when a role holds, wherever one is given an end: for a while, until it is revoked, or
//! to the end of a day that is named.

use domain::form::Field;
use domain::members::roles::{Length, Until};
use leptos::prelude::*;

use crate::controls::{Choice, Radios, TextField};
use crate::i18n::{Locale, locale, say};

/// The first day of a role, and until when it holds. `ends` is its last day so far.
#[component]
pub(crate) fn DayFields(#[prop(optional, into)] starts: String, #[prop(optional, into)] ends: String) -> impl IntoView {
    let l = locale();
    let value = if ends.is_empty() { Until::REVOKED } else { Until::OTHER };
    view! {
        <TextField
            field=Field::Starts
            kind="date"
            label=say!(l, roles.starts)
            hint=say!(l, roles.starts_hint)
            value=starts
        />
        <UntilFields legend=say!(l, roles.until_when) hint=say!(l, roles.until_hint) value ends/>
    }
}

/// Until when. The day counts with *another day* only.
#[component]
pub(crate) fn UntilFields(
    legend: &'static str,
    hint: &'static str,
    #[prop(optional)] value: &'static str,
    #[prop(optional)] ends: String,
) -> impl IntoView {
    let l = locale();
    let lengths = Length::ALL.map(|length| Choice::new(length.tag(), word(l, length)));
    let others = [
        Choice::new(Until::REVOKED, say!(l, roles.length.revoked)),
        Choice::new(Until::OTHER, say!(l, roles.length.other)),
    ];
    let choices: Vec<Choice> = lengths.into_iter().chain(others).collect();
    view! {
        <Radios field=Field::Until legend hint value choices/>
        <TextField
            field=Field::Ends
            kind="date"
            label=say!(l, roles.ends)
            hint=say!(l, roles.ends_hint)
            value=ends
        />
    }
    .into_any()
}

fn word(l: Locale, length: Length) -> &'static str {
    match length {
        Length::Day => say!(l, roles.length.day),
        Length::Week => say!(l, roles.length.week),
        Length::Month => say!(l, roles.length.month),
        Length::ThreeMonths => say!(l, roles.length.three_months),
    }
}
