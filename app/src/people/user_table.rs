//! The table of *Users* (S44).

use domain::Page;
use domain::people::{Column as By, UserRow, UsersForm};
use leptos::prelude::*;

use super::shown::sorted;
use super::word;
use crate::controls::{ActionsCell, Cell, Column, DataTable, MailAddress, NameCell, Tag, Time};
use crate::here::to;
use crate::i18n::{Locale, locale, say};

/// The headings, each of which sorts.
pub(super) fn columns(l: Locale, form: &UsersForm) -> Vec<Column> {
    vec![
        sorted(form, say!(l, people.first_name), By::FirstName),
        sorted(form, say!(l, people.last_name), By::LastName),
        sorted(form, say!(l, people.email), By::Email),
        sorted(form, say!(l, people.pending), By::Pending),
        sorted(form, say!(l, people.last_signed_in), By::SignedIn),
        sorted(form, say!(l, people.state), By::State),
        Column::actions(say!(l, people.action)),
    ]
}

/// The table.
#[component]
pub(super) fn UserTable(rows: Vec<UserRow>, columns: Vec<Column>) -> impl IntoView {
    let l = locale();
    let rows = rows.into_iter().map(|row| view! { <Row row/> });
    view! {
        <DataTable caption=say!(l, people.caption) id="users" columns>
            {rows.collect_view()}
        </DataTable>
    }
}

#[component]
fn Row(row: UserRow) -> impl IntoView {
    let l = locale();
    let name = format!("{} {}", row.first_name, row.last_name);
    let pending = row.pending.map(|(code, id)| {
        let whose = say!(l, people.review_whose, name = name.as_str());
        view! {
            {say!(l, people.yes)} " "
            <a href=to(Page::Review(code, id))>
                {say!(l, people.review)} <span class="nhsuk-u-visually-hidden">" " {whose}</span>
            </a>
        }
    });
    let signed_in = match row.last_signed_in {
        Some(at) => view! { <Time at/> }.into_any(),
        None => say!(l, people.never).into_any(),
    };
    view! {
        <tr class="nhsuk-table__row porthor-row" role="row">
            <Cell label=say!(l, people.first_name)>{row.first_name}</Cell>
            <NameCell label=say!(l, people.last_name)>{row.last_name}</NameCell>
            <Cell label=say!(l, people.email)><MailAddress address=row.email/></Cell>
            <Cell label=say!(l, people.pending)>{pending}</Cell>
            <Cell label=say!(l, people.last_signed_in)>{signed_in}</Cell>
            <Cell label=say!(l, people.state)>
                <Tag colour=word::colour(row.state) text=word::state(l, row.state)/>
            </Cell>
            <ActionsCell>
                <a href=to(Page::Person(row.id)) data-key="open">
                    {say!(l, people.view)} <span class="nhsuk-u-visually-hidden">" " {name.clone()}</span>
                </a>
            </ActionsCell>
        </tr>
    }
}
