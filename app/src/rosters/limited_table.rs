//! The roles that are limited to what is to be closed: whose, which, how long, and what is left where they end.

use domain::rosters::{Holder, LimitedRole};
use leptos::prelude::*;

use crate::controls::{Beneath, Cell, Column, DataTable, NameCell, word};
use crate::i18n::{language, locale, say};

/// The table.
#[component]
pub(crate) fn LimitedTable(roles: Vec<LimitedRole>) -> impl IntoView {
    let l = locale();
    let columns = vec![
        Column::new(say!(l, rosters.person)),
        Column::new(say!(l, rosters.role)),
        Column::new(say!(l, rosters.from)),
        Column::new(say!(l, rosters.until)),
        Column::new(say!(l, rosters.left)),
    ];
    let rows = roles.into_iter().map(|one| view! { <Row one/> });
    let rows = rows.collect_view();
    view! { <DataTable caption=say!(l, rosters.limited_caption) id="limited" columns>{rows}</DataTable> }
}

#[component]
fn Row(one: LimitedRole) -> impl IntoView {
    let l = locale();
    let role = word::limited(l, one.row.role, one.row.roster.as_ref());
    let from = one
        .row
        .starts
        .map_or_else(|| say!(l, rosters.at_once).to_owned(), |at| at.day(language()));
    let until = one
        .row
        .ends
        .map_or_else(|| say!(l, rosters.no_end).to_owned(), |at| at.day(language()));
    let left = match one.holder {
        Holder::Member => say!(l, rosters.left_others),
        Holder::OnlyThis => say!(l, rosters.left_nothing),
        Holder::Oneself => say!(l, rosters.left_oneself),
        Holder::NewUser => say!(l, rosters.left_waiting),
    };
    view! {
        <tr class="nhsuk-table__row" role="row">
            <NameCell label=say!(l, rosters.person)>{one.name} <Beneath>{one.email}</Beneath></NameCell>
            <Cell label=say!(l, rosters.role)>{role}</Cell>
            <Cell label=say!(l, rosters.from)>{from}</Cell>
            <Cell label=say!(l, rosters.until)>{until}</Cell>
            <Cell label=say!(l, rosters.left)>{left}</Cell>
        </tr>
    }
}
