//! The people of an organisation that is no longer open, with their roles: to be ticked, or with what becomes of each role.

use domain::closures::{PersonFate, StaysBehind, WaitingPerson};
use domain::form::Field;
use domain::members::roles::RoleRow;
use leptos::prelude::*;

use crate::controls::{Beneath, Cell, Column, DataTable, NameCell, TICKED, form, word};
use crate::i18n::{Locale, language, locale, say};

/// Those whose access waits, each with a box; all are ticked at first. Belongs into the form.
#[component]
pub(super) fn TickTable(people: Vec<WaitingPerson>) -> impl IntoView {
    let l = locale();
    let form = form();
    // Where the form comes back, as it was left; told by a field that is always posted.
    let ticked = form.typed(Field::Successor.name()).map(|_| form.all_typed(TICKED));
    let columns = vec![
        Column::new(say!(l, closures.tick)),
        Column::new(say!(l, closures.person)),
        Column::new(say!(l, closures.roles)),
    ];
    let rows = people.into_iter().map(move |person| {
        let id = person.id.to_string();
        let checked = ticked.as_ref().is_none_or(|ticked| ticked.contains(&id));
        let tick = if person.oneself {
            say!(l, closures.oneself).into_any()
        } else {
            view! { <Tick id checked whom=say!(l, closures.tick_whom, name = person.name.as_str())/> }.into_any()
        };
        let roles = person
            .roles
            .into_iter()
            .map(move |row| view! { <div>{role(l, &row)}</div> });
        view! {
            <tr class="nhsuk-table__row" role="row">
                <Cell label=say!(l, closures.tick)>{tick}</Cell>
                <NameCell label=say!(l, closures.person)>{person.name} <Beneath>{person.email}</Beneath></NameCell>
                <Cell label=say!(l, closures.roles)>{roles.collect_view()}</Cell>
            </tr>
        }
        .into_any()
    });
    view! { <DataTable caption=say!(l, closures.people_caption) id="people" columns>{rows.collect_view()}</DataTable> }
}

#[component]
fn Tick(id: String, checked: bool, whom: String) -> impl IntoView {
    let name = format!("tick-{id}");
    view! {
        <div class="nhsuk-checkboxes nhsuk-checkboxes--small">
            <div class="nhsuk-checkboxes__item">
                <input
                    class="nhsuk-checkboxes__input"
                    type="checkbox"
                    id=name.clone()
                    name=TICKED
                    value=id
                    checked=checked
                />
                <label class="nhsuk-label nhsuk-checkboxes__label" for=name>
                    <span class="nhsuk-u-visually-hidden">{whom}</span>
                </label>
            </div>
        </div>
    }
}

/// What becomes of each.
#[component]
pub(super) fn FateTable(people: Vec<PersonFate>, moving: bool) -> impl IntoView {
    let l = locale();
    let columns = vec![
        Column::new(say!(l, closures.person)),
        Column::new(say!(l, closures.roles)),
        Column::new(say!(l, closures.becomes)),
    ];
    let rows = people.into_iter().map(move |person| {
        let becomes = match (moving, person.moves) {
            (false, _) => say!(l, closures.access_ends),
            (true, true) => say!(l, closures.access_moves),
            (true, false) => say!(l, closures.nothing_moves),
        };
        let roles = person.roles.into_iter().map(move |fate| {
            let why = fate.stays.map(|why| view! { <Beneath>{stays(l, why)}</Beneath> });
            view! { <div>{role(l, &fate.row)} {why}</div> }
        });
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, closures.person)>{person.name} <Beneath>{person.email}</Beneath></NameCell>
                <Cell label=say!(l, closures.roles)>{roles.collect_view()}</Cell>
                <Cell label=say!(l, closures.becomes)>{becomes}</Cell>
            </tr>
        }
        .into_any()
    });
    view! { <DataTable caption=say!(l, closures.people_caption) id="people" columns>{rows.collect_view()}</DataTable> }
}

/// A role with its limit and its end.
fn role(l: Locale, row: &RoleRow) -> String {
    let role = word::limited(l, row.role, row.roster.as_ref());
    match row.ends {
        None => role,
        Some(until) => say!(l, closures.role_until, role = role, until = until.day(language())),
    }
}

/// Why a role does not go along.
fn stays(l: Locale, why: StaysBehind) -> &'static str {
    match why {
        StaysBehind::Limited => say!(l, closures.stays_limited),
        StaysBehind::NotGivenThere => say!(l, closures.stays_not_given),
        StaysBehind::HeldThere => say!(l, closures.stays_held),
        StaysBehind::RevokedThere => say!(l, closures.stays_revoked),
    }
}
