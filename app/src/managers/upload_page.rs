//! The page that takes a file of practice managers: what it looks like, the register as it is now, who is to be looked at, and
//! the latest imports.

use domain::Page;
use domain::managers::{COLUMNS, ManagersView, ToReview};
use leptos::prelude::*;

use super::api::managers_imports;
use crate::asked::Asked;
use crate::controls::{Beneath, Cell, Column, DataTable, Heading, Loaded, NameCell, Time};
use crate::here::{here, to};
use crate::i18n::{language, locale, say};
use crate::imports::file_form::FileForm;
use crate::imports::format::Format;
use crate::imports::latest::Latest;
use crate::imports::progress::first_of;

/// Two lines of a file, of nobody.
const EXAMPLE: &str =
    "W91001,Gwenllian,Prydderch,gwenllian.prydderch@example.wales,Practice Manager,2026-12-01,2027-05-31
W91002,Gwenllian,Prydderch,gwenllian.prydderch@example.wales,Practice Manager,,";

/// The page that uploads.
#[component]
pub(crate) fn ManagersPage() -> impl IntoView {
    let here = here();
    let managers = Asked::new(move || here.acts(), |_| managers_imports());
    view! {
        <Loaded answer=managers let:managers>
            <Content managers/>
        </Loaded>
    }
}

#[component]
fn Content(managers: ManagersView) -> impl IntoView {
    let l = locale();
    let imported = managers
        .imported
        .map(|at| view! { <p id="imported">{say!(l, managers.imported)} " " <Time at=at/></p> });
    let holds = vec![
        say!(l, managers.ods_code),
        say!(l, managers.names),
        say!(l, managers.names),
        say!(l, managers.email),
        say!(l, managers.role),
        say!(l, managers.valid_from),
        say!(l, managers.valid_to),
    ];
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Organisations)>{say!(l, imports.back)}</a>
        <Heading text=say!(l, managers.title)/>
        <p>{say!(l, managers.lead)}</p>
        <p id="listed">{say!(l, managers.listed, count = managers.listed)}</p>
        {imported}
        <h2 class="nhsuk-heading-m">{say!(l, managers.upload)}</h2>
        <FileForm page=Page::Managers proven=managers.proven/>
        <Format text=say!(l, managers.format_text) columns=&COLUMNS holds example=EXAMPLE/>
        <h2 class="nhsuk-heading-m">{say!(l, managers.to_review)}</h2>
        <People rows=managers.to_review of=managers.to_review_count/>
        <h2 class="nhsuk-heading-m">{say!(l, imports.latest)}</h2>
        <Latest
            rows=managers.latest
            caption=say!(l, managers.latest_caption)
            empty=say!(l, managers.none)
            page=Box::new(Page::ManagersImport)
        />
    }
}

/// Those who are in but no longer listed.
#[component]
fn People(rows: Vec<ToReview>, of: u32) -> impl IntoView {
    let l = locale();
    if rows.is_empty() {
        return view! { <p class="porthor-empty">{say!(l, managers.to_review_none)}</p> }.into_any();
    }
    let caption = first_of(l, say!(l, managers.to_review_caption), rows.len(), of);
    let columns = vec![
        Column::new(say!(l, managers.person)),
        Column::new(say!(l, managers.practice)),
        Column::new(say!(l, managers.unlisted_since)),
    ];
    let rows = rows.into_iter().map(move |row| {
        let members = to(Page::Members(row.code.clone()));
        let since = row.since.day(language());
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, managers.person)>
                    <a href=to(Page::Person(row.person))>{row.name}</a> <Beneath>{row.email}</Beneath>
                </NameCell>
                <Cell label=say!(l, managers.practice)>
                    <a href=members>{row.organisation}</a> <Beneath>{row.code.to_string()}</Beneath>
                </Cell>
                <Cell label=say!(l, managers.unlisted_since)>{since}</Cell>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <p>{say!(l, managers.to_review_lead)}</p>
        <DataTable caption id="to-review" columns>{rows}</DataTable>
    }
    .into_any()
}
