//! A table of roles with their days, and the fields that say from when until when one holds; of a member, and of somebody
//! who is being added.

use domain::form::Field;
use domain::members::roles::RoleRow;
use domain::permission::Role;
use leptos::prelude::*;

use crate::controls::{ActionsCell, Beneath, Cell, Choice, Column, DataTable, NameCell, Radios, TextField, word};
use crate::i18n::{language, locale, say};

/// The table, or a sentence when there is no role. `change` is the address of the page that changes or removes one.
#[component]
pub(crate) fn RoleTable(
    rows: Vec<RoleRow>,
    #[prop(into)] caption: String,
    #[prop(into)] empty: String,
    #[prop(optional)] change: Option<Box<dyn Fn(Role) -> String>>,
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
        let address = change.as_ref().map(|change| (row.may_change, change(row.role)));
        view! { <Row row address/> }
    });
    let rows = rows.collect_view();
    view! { <DataTable caption id="roles" columns>{rows}</DataTable> }.into_any()
}

#[component]
fn Row(row: RoleRow, address: Option<(bool, String)>) -> impl IntoView {
    let l = locale();
    let (name, text) = (word::role(l, row.role), word::role_text(l, row.role));
    let from = row
        .starts
        .map_or_else(|| say!(l, roles.at_once).to_owned(), |at| at.day(language()));
    let until = row
        .ends
        .map_or_else(|| say!(l, roles.no_end).to_owned(), |at| at.day(language()));
    let action = address.map(|(may, address)| {
        let link = may.then(|| {
            view! {
                <a href=address>
                    {say!(l, roles.change)}
                    <span class="nhsuk-u-visually-hidden">" " {say!(l, roles.change_which, role = name)}</span>
                </a>
            }
        });
        view! { <ActionsCell>{link}</ActionsCell> }
    });
    view! {
        <tr class="nhsuk-table__row" role="row">
            <NameCell label=say!(l, roles.role)>{name} <Beneath>{text}</Beneath></NameCell>
            <Cell label=say!(l, roles.from)>{from}</Cell>
            <Cell label=say!(l, roles.until)>{until}</Cell>
            {action}
        </tr>
    }
}

/// The roles to choose from.
#[component]
pub(crate) fn RoleChoice(roles: Vec<Role>) -> impl IntoView {
    let l = locale();
    let choices = roles.into_iter();
    let choices = choices.map(|role| Choice::new(role.tag(), word::role(l, role)).with_hint(word::role_text(l, role)));
    let choices: Vec<Choice> = choices.collect();
    view! { <Radios field=Field::Role legend=say!(l, roles.legend) choices/> }
}

/// The first and the last day of a role.
#[component]
pub(crate) fn DayFields(#[prop(optional, into)] starts: String, #[prop(optional, into)] ends: String) -> impl IntoView {
    let l = locale();
    view! {
        <TextField
            field=Field::Starts
            kind="date"
            label=say!(l, roles.starts)
            hint=say!(l, roles.starts_hint)
            value=starts
        />
        <TextField field=Field::Ends kind="date" label=say!(l, roles.ends) hint=say!(l, roles.ends_hint) value=ends/>
    }
}
