//! The calls about a case, newest first.

use domain::cases::CallRow;
use leptos::prelude::*;

use super::word;
use crate::controls::{Beneath, Cell, Column, DataTable, NameCell, Time, word as common};
use crate::i18n::{locale, say};

/// The table of calls, or a sentence where there was none.
#[component]
pub(super) fn CallTable(rows: Vec<CallRow>) -> impl IntoView {
    let l = locale();
    let caption = say!(l, cases.calls_caption);
    if rows.is_empty() {
        return view! {
            <h2 class="nhsuk-heading-m" id="calls" tabindex="-1">{caption}</h2>
            <p class="porthor-empty">{say!(l, cases.no_calls)}</p>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(say!(l, cases.when)),
        Column::new(say!(l, cases.outcome_column)),
        Column::new(say!(l, cases.answered_by)),
        Column::new(say!(l, cases.caller)),
        Column::new(say!(l, cases.notes)),
    ];
    let rows = rows.into_iter().map(move |row| {
        let again = row.again.map(|at| view! { <Beneath><Time at/></Beneath> });
        let position = row.position.map(|position| {
            view! { <Beneath>{common::position(l, Some(position))}</Beneath> }
        });
        let nobody = row.answered_by.is_empty();
        let answered_by = if nobody {
            say!(l, cases.nobody).to_owned()
        } else {
            row.answered_by
        };
        let said: Vec<String> = row
            .reason
            .into_iter()
            .chain(Some(row.notes))
            .filter(|text| !text.is_empty())
            .collect();
        let said = if said.is_empty() {
            say!(l, cases.no_notes).to_owned()
        } else {
            said.join("\n")
        };
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, cases.when)><Time at=row.at/></NameCell>
                <Cell label=say!(l, cases.outcome_column)>{word::outcome(l, row.outcome)} {again}</Cell>
                <Cell label=say!(l, cases.answered_by)>{answered_by} {position}</Cell>
                <Cell label=say!(l, cases.caller)>{row.by} <Beneath>{row.number}</Beneath></Cell>
                <Cell label=say!(l, cases.notes)><span class="porthor-join-request__reason">{said}</span></Cell>
            </tr>
        }
    });
    view! { <DataTable caption id="calls" columns>{rows.collect_view()}</DataTable> }.into_any()
}
