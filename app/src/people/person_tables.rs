//! The rest of a person's page: requests, letters with what became of them, and what happened.

use domain::Page;
use domain::join_requests::StateTag as State;
use domain::letter::Delivery;
use domain::people::{PersonLetter, PersonLine, PersonRequest};
use leptos::prelude::*;

use super::letter_word::letter;
use crate::audit::sentence;
use crate::controls::{ActionsCell, Beneath, Cell, Column, DataTable, NameCell, StateTag, Tag, TagColour, Time, word};
use crate::here::to;
use crate::i18n::{Locale, locale, say};

/// A heading and a sentence, where there are no rows.
fn empty(heading: &'static str, sentence: &'static str) -> AnyView {
    view! {
        <h2 class="nhsuk-heading-m">{heading}</h2>
        <p class="porthor-empty">{sentence}</p>
    }
    .into_any()
}

/// The person's requests; *Review* where one waits.
#[component]
pub(super) fn Requests(rows: Vec<PersonRequest>) -> impl IntoView {
    let l = locale();
    if rows.is_empty() {
        return empty(say!(l, people.requests), say!(l, people.requests_empty));
    }
    let columns = vec![
        Column::new(say!(l, people.organisation)),
        Column::new(say!(l, people.role)),
        Column::new(say!(l, people.reason)),
        Column::new(say!(l, people.asked_on)),
        Column::new(say!(l, people.state)),
        Column::actions(say!(l, people.action)),
    ];
    let rows = rows.into_iter().map(move |row| {
        let review = (row.state == State::Pending).then(|| {
            view! {
                <a href=to(Page::Review(row.code, row.id))>
                    {say!(l, people.review)}
                    <span class="nhsuk-u-visually-hidden">" " {row.organisation.clone()}</span>
                </a>
            }
        });
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, people.organisation)>{row.organisation.clone()}</NameCell>
                <Cell label=say!(l, people.role)>{word::role(l, row.role)}</Cell>
                <Cell label=say!(l, people.reason)>{row.reason}</Cell>
                <Cell label=say!(l, people.asked_on)><Time at=row.made_at/></Cell>
                <Cell label=say!(l, people.state)><StateTag state=row.state/></Cell>
                <ActionsCell>{review}</ActionsCell>
            </tr>
        }
    });
    view! {
        <DataTable caption=say!(l, people.requests) id="requests" columns>
            {rows.collect_view()}
        </DataTable>
    }
    .into_any()
}

/// The letters to the person.
#[component]
pub(super) fn Letters(rows: Vec<PersonLetter>) -> impl IntoView {
    let l = locale();
    if rows.is_empty() {
        return empty(say!(l, people.letters), say!(l, people.letters_empty));
    }
    let columns = vec![
        Column::new(say!(l, people.letter)),
        Column::new(say!(l, people.letter_to)),
        Column::new(say!(l, people.letter_at)),
        Column::new(say!(l, people.delivery)),
    ];
    let rows = rows.into_iter().map(move |row| {
        let (colour, text) = delivery(l, row.delivery);
        let about = row.organisation.map(|name| view! { <Beneath>{name}</Beneath> });
        // Mail servers speak English.
        let answer = row
            .answer
            .map(|answer| view! { <Beneath><span lang="en">{answer}</span></Beneath> });
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, people.letter)>{letter(l, &row.letter)} {about}</NameCell>
                <Cell label=say!(l, people.letter_to)>{row.address}</Cell>
                <Cell label=say!(l, people.letter_at)><Time at=row.at/></Cell>
                <Cell label=say!(l, people.delivery)><Tag colour text/>{answer}</Cell>
            </tr>
        }
    });
    view! {
        <DataTable caption=say!(l, people.letters) id="letters" columns>
            {rows.collect_view()}
        </DataTable>
    }
    .into_any()
}

fn delivery(l: Locale, delivery: Delivery) -> (TagColour, &'static str) {
    match delivery {
        Delivery::Waiting => (TagColour::Blue, say!(l, people.waiting)),
        Delivery::Deferred => (TagColour::Orange, say!(l, people.deferred)),
        Delivery::Sent => (TagColour::Green, say!(l, people.sent)),
        Delivery::GaveUp => (TagColour::Red, say!(l, people.gave_up)),
    }
}

/// What happened, the newest first.
#[component]
pub(super) fn Lines(rows: Vec<PersonLine>) -> impl IntoView {
    let l = locale();
    if rows.is_empty() {
        return empty(say!(l, people.lines), say!(l, people.lines_empty));
    }
    let lines = rows.into_iter().map(move |line| {
        let row = line.row;
        let why = row.why.clone().map(|why| {
            view! { <p class="porthor-audit__reason">{say!(l, audit.because)} " " <q>{why}</q></p> }
        });
        let where_to = line.organisation.map(|name| format!(" · {name}"));
        view! {
            <li class="porthor-audit__entry">
                <p class="porthor-audit__sentence">
                    {sentence(l, row.event, row.by.as_deref(), row.about.as_deref())}
                </p>
                <p class="porthor-audit__detail"><Time at=row.at/> {where_to}</p>
                {why}
            </li>
        }
    });
    view! {
        <h2 class="nhsuk-heading-m">{say!(l, people.lines)}</h2>
        <ol class="porthor-audit">{lines.collect_view()}</ol>
    }
    .into_any()
}
