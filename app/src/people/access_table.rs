//! A person's access to organisations, with *Who may act?*, and *Revoke*, *Roles* or *Enable*, in the right-hand column
//! (S53, S57).

use domain::members::roles::RoleRow;
use domain::people::{AccessAction, PersonAccess};
use domain::{Page, PersonId};
use leptos::prelude::*;

use crate::controls::{ActionsCell, Beneath, Cell, Column, DataTable, NameCell, Tag, TagColour, Time, word};
use crate::here::to;
use crate::i18n::{Locale, language, locale, say};

/// The table, or a sentence when there is no access.
#[component]
pub(super) fn AccessTable(rows: Vec<PersonAccess>, person: PersonId, name: String) -> impl IntoView {
    let l = locale();
    if rows.is_empty() {
        return view! {
            <h2 class="nhsuk-heading-m">{say!(l, people.access)}</h2>
            <p class="porthor-empty">{say!(l, people.access_empty)}</p>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(say!(l, people.organisation)),
        Column::new(say!(l, people.roles)),
        Column::new(say!(l, people.since)),
        Column::new(say!(l, people.let_in_by)),
        Column::new(say!(l, people.state)),
        Column::actions(say!(l, people.action)),
    ];
    let rows = rows
        .into_iter()
        .map(move |row| view! { <Row row person name=name.clone()/> });
    view! {
        <DataTable caption=say!(l, people.access) id="access" columns>
            {rows.collect_view()}
        </DataTable>
    }
    .into_any()
}

#[component]
fn Row(row: PersonAccess, person: PersonId, name: String) -> impl IntoView {
    let l = locale();
    let (code, organisation) = (row.organisation.code.clone(), row.organisation.name.clone());
    let roles = row.roles.iter().map(|role| view! { <li>{described(l, role)}</li> });
    let roles = roles.collect_view();
    let state = match row.revoked.clone() {
        None => view! { <Tag colour=TagColour::Green text=say!(l, people.active)/> }.into_any(),
        Some((at, by)) => {
            let by = by.map(|by| view! { <Beneath>{say!(l, people.revoked_by, name = by)}</Beneath> });
            view! {
                <Tag colour=TagColour::Grey text=say!(l, people.revoked)/>
                <Beneath><Time at/></Beneath>
                {by}
            }
            .into_any()
        }
    };
    let let_in_by = row
        .let_in_by
        .clone()
        .unwrap_or_else(|| say!(l, people.service).to_owned());
    let since = row.since;
    view! {
        <tr class="nhsuk-table__row" role="row">
            <NameCell label=say!(l, people.organisation)>
                {organisation} <Beneath><span class="porthor-code">{code.to_string()}</span></Beneath>
            </NameCell>
            <Cell label=say!(l, people.roles)><ul class="nhsuk-list">{roles}</ul></Cell>
            <Cell label=say!(l, people.since)><Time at=since/></Cell>
            <Cell label=say!(l, people.let_in_by)>{let_in_by}</Cell>
            <Cell label=say!(l, people.state)>{state}</Cell>
            <ActionsCell><Actions row person name/></ActionsCell>
        </tr>
    }
}

/// A role, with the days between which it holds where it has any.
fn described(l: Locale, row: &RoleRow) -> String {
    let role = word::limited(l, row.role, row.roster.as_ref());
    match row.ends {
        Some(ends) => say!(l, people.role_until, role = role, day = ends.day(language())),
        None => role,
    }
}

#[component]
fn Actions(row: PersonAccess, person: PersonId, name: String) -> impl IntoView {
    let l = locale();
    let code = row.organisation.code;
    let whose = say!(
        l,
        people.access_whose,
        name = name,
        organisation = row.organisation.name
    );
    let link = |address: String, label: &'static str| {
        let whose = whose.clone();
        view! { <a href=address>{label} <span class="nhsuk-u-visually-hidden">" " {whose}</span></a> }
    };
    let asking = format!("{}?person={person}", to(Page::WhoMayAct(code.clone())));
    let asking = link(asking, say!(l, acting.title));
    let action = match row.action {
        AccessAction::Nothing => ().into_any(),
        AccessAction::Enable => link(to(Page::Enable(code, row.id)), say!(l, people.enable)).into_any(),
        AccessAction::Revoke => view! {
            {link(to(Page::Roles(code.clone(), row.id)), say!(l, people.roles))}
            " "
            {link(to(Page::Revoke(code, row.id)), say!(l, people.revoke))}
        }
        .into_any(),
    };
    view! { {asking} " " {action} }
}
