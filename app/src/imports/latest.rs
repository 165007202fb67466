//! The latest imports in a table, and what stands above one of them.

use domain::imports::{ImportRow, ImportState};
use domain::{BatchId, Page};
use leptos::prelude::*;

use crate::controls::{Cell, Column, DataTable, Heading, NameCell, SummaryList, SummaryRow, Tag, TagColour, Time};
use crate::here::to;
use crate::i18n::{Locale, locale, say};

/// The latest imports; `page` is the one of each.
#[component]
pub(crate) fn Latest(
    rows: Vec<ImportRow>,
    caption: &'static str,
    empty: &'static str,
    page: Box<dyn Fn(BatchId) -> Page>,
) -> impl IntoView {
    let l = locale();
    if rows.is_empty() {
        return view! { <p class="porthor-empty">{empty}</p> }.into_any();
    }
    let columns = vec![
        Column::new(say!(l, imports.file)),
        Column::new(say!(l, imports.begun)),
        Column::new(say!(l, imports.by)),
        Column::new(say!(l, imports.state)),
    ];
    let rows = rows.into_iter().map(move |row| {
        let address = to(page(row.id));
        view! {
            <tr class="nhsuk-table__row porthor-row" role="row">
                <NameCell label=say!(l, imports.file)>
                    <a href=address data-key="open">{row.file_name}</a>
                </NameCell>
                <Cell label=say!(l, imports.begun)><Time at=row.begun/></Cell>
                <Cell label=say!(l, imports.by)>{by(l, row.by)}</Cell>
                <Cell label=say!(l, imports.state)><State state=row.state/></Cell>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! { <DataTable caption id="imports" columns>{rows}</DataTable> }.into_any()
}

/// What stands above an import: the way back, the file, where it stands, when it was begun and by whom.
#[component]
pub(crate) fn About(row: ImportRow, all: Page, #[prop(optional, into)] caption: String) -> impl IntoView {
    let l = locale();
    let text = say!(l, imports.one_title, file = row.file_name);
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(all)>{say!(l, imports.back_to_all)}</a>
        <Heading text caption/>
        <SummaryList>
            <SummaryRow key=say!(l, imports.state)><State state=row.state/></SummaryRow>
            <SummaryRow key=say!(l, imports.begun)><Time at=row.begun/></SummaryRow>
            <SummaryRow key=say!(l, imports.by)>{by(l, row.by)}</SummaryRow>
        </SummaryList>
    }
}

/// Who began an import.
fn by(l: Locale, name: Option<String>) -> String {
    name.unwrap_or_else(|| say!(l, imports.command_line).to_owned())
}

/// Where an import stands.
#[component]
fn State(state: ImportState) -> impl IntoView {
    let l = locale();
    let (colour, text) = match state {
        ImportState::Reading { .. } => (TagColour::Blue, say!(l, imports.reading)),
        ImportState::Ready { .. } => (TagColour::Orange, say!(l, imports.ready)),
        ImportState::Applying { .. } => (TagColour::Blue, say!(l, imports.applying)),
        ImportState::Applied { .. } => (TagColour::Green, say!(l, imports.applied)),
        ImportState::Abandoned { .. } => (TagColour::Grey, say!(l, imports.abandoned)),
    };
    view! { <Tag colour text/> }
}
