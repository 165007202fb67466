//! What the file of a list of people has to look like: its columns, what each holds, and an example.

use leptos::prelude::*;

use crate::controls::{Cell, Column, DataTable, NameCell};
use crate::i18n::{locale, say};

/// The columns of a file with what they hold, folded away; `example` is its lines but the first.
#[component]
pub(crate) fn Format(
    text: &'static str,
    columns: &'static [&'static str],
    holds: Vec<&'static str>,
    example: &'static str,
) -> impl IntoView {
    let l = locale();
    let heads = vec![
        Column::new(say!(l, imports.column)),
        Column::new(say!(l, imports.holds)),
    ];
    let rows = columns.iter().zip(holds).map(|(name, holds)| {
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, imports.column)><code>{*name}</code></NameCell>
                <Cell label=say!(l, imports.holds)>{holds}</Cell>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let example = format!("{}\n{example}", columns.join(","));
    view! {
        <details class="nhsuk-details">
            <summary class="nhsuk-details__summary">
                <span class="nhsuk-details__summary-text">{say!(l, imports.format)}</span>
            </summary>
            <div class="nhsuk-details__text">
                <p>{text}</p>
                <DataTable caption=say!(l, imports.format_caption) id="columns" columns=heads>{rows}</DataTable>
                <p>{say!(l, imports.example)}</p>
                <pre class="porthor-letter__text" tabindex="0">{example}</pre>
            </div>
        </details>
    }
}
