//! A table of roles with their days, and the fields that say which one and where it counts; of a member, and of somebody
//! who is being added. From when until when is asked in `day_fields.rs`.

use domain::form::Field;
use domain::members::RoleKey;
use domain::members::roles::RoleRow;
use domain::permission::Role;
use domain::rosters::RosterView;
use leptos::prelude::*;

use crate::controls::{ActionsCell, Beneath, Cell, Choice, Column, DataTable, Hidden, NameCell, Radios, Select, word};
use crate::i18n::{language, locale, say};

/// The table, or a sentence when there is no role. `change` is the address of the page that changes or removes one.
#[component]
pub(crate) fn RoleTable(
    rows: Vec<RoleRow>,
    #[prop(into)] caption: String,
    #[prop(into)] empty: String,
    #[prop(optional)] change: Option<Box<dyn Fn(RoleKey) -> String>>,
) -> impl IntoView {
    let l = locale();
    if rows.is_empty() {
        return view! {
            <h2 class="nhsuk-heading-m" id="roles" tabindex="-1">{caption}</h2>
            <p class="porthor-empty">{empty}</p>
        }
        .into_any();
    }
    let change = change.filter(|_| rows.iter().any(|row| row.may_change));
    let mut columns = vec![
        Column::new(say!(l, roles.role)),
        Column::new(say!(l, roles.from)),
        Column::new(say!(l, roles.until)),
    ];
    columns.extend(change.as_ref().map(|_| Column::actions(say!(l, roles.actions))));
    let rows = rows.into_iter().map(|row| {
        let address = change.as_ref().map(|change| (row.may_change, change(row.key())));
        view! { <Row row address/> }
    });
    let rows = rows.collect_view();
    view! { <DataTable caption id="roles" columns>{rows}</DataTable> }.into_any()
}

#[component]
fn Row(row: RoleRow, address: Option<(bool, String)>) -> impl IntoView {
    let l = locale();
    let (name, text) = (
        word::limited(l, row.role, row.roster.as_ref()),
        word::role_text(l, row.role),
    );
    let from = row
        .starts
        .map_or_else(|| say!(l, roles.at_once).to_owned(), |at| at.day(language()));
    let until = row
        .ends
        .map_or_else(|| say!(l, roles.no_end).to_owned(), |at| at.day(language()));
    let imported = (row.role == Role::RosteredMedic).then(|| view! { <Beneath>{say!(l, roles.imported)}</Beneath> });
    let action = address.map(|(may, address)| {
        let link = may.then(|| {
            view! {
                <a href=address>
                    {say!(l, roles.change)}
                    <span class="nhsuk-u-visually-hidden">" " {say!(l, roles.change_which, role = name.as_str())}</span>
                </a>
            }
        });
        view! { <ActionsCell>{link}</ActionsCell> }
    });
    view! {
        <tr class="nhsuk-table__row" role="row">
            <NameCell label=say!(l, roles.role)>{name} <Beneath>{text}</Beneath> {imported}</NameCell>
            <Cell label=say!(l, roles.from)>{from}</Cell>
            <Cell label=say!(l, roles.until)>{until}</Cell>
            {action}
        </tr>
    }
}

/// The roles to choose from.
#[component]
pub(crate) fn RoleChoice(roles: Vec<Role>, #[prop(optional, into)] value: String) -> impl IntoView {
    let l = locale();
    let choices = roles.into_iter();
    let choices = choices.map(|role| Choice::new(role.tag(), word::role(l, role)).with_hint(word::role_text(l, role)));
    let choices: Vec<Choice> = choices.collect();
    view! { <Radios field=Field::Role legend=say!(l, roles.legend) value choices/> }
}

/// Where a role counts, `until_now` being its limit so far; nothing where the organisation has no roster.
#[component]
pub(crate) fn LimitField(
    rosters: Vec<RosterView>,
    #[prop(optional_no_strip)] until_now: Option<RosterView>,
) -> impl IntoView {
    let l = locale();
    let value = until_now.as_ref().map(|one| one.id.to_string()).unwrap_or_default();
    // What is closed may stay as it is, and must not become the whole organisation by itself.
    let closed = until_now.filter(|one| one.closed);
    let limits = rosters.into_iter().chain(closed);
    let limits = limits.map(|one| Choice::new(one.id.to_string(), word::roster(l, &one)));
    let everywhere = Choice::new("", say!(l, roles.everywhere));
    let choices: Vec<Choice> = std::iter::once(everywhere).chain(limits).collect();
    (choices.len() > 1).then(|| {
        let hint = say!(l, roles.limit_hint);
        view! { <Select field=Field::Roster label=say!(l, roles.limit) hint value choices/> }
    })
}

/// Which one of several equal roles a form is about: what it is limited to until now.
#[component]
pub(crate) fn Was(limit: Option<RosterView>) -> impl IntoView {
    limit.map(|one| view! { <Hidden name="was" value=one.id.to_string()/> })
}
