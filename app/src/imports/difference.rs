//! The difference that an import makes: what is new, what changes, what is no longer listed, which lines were refused.
//! The first of each sort; the figures count all.

use domain::imports::{Altered, Aspect, Closing, ImportView};
use domain::organisations::OrganisationView;
use leptos::prelude::*;

use super::progress::{Refused, first_of};
use crate::controls::word::status;
use crate::controls::{Beneath, Cell, Column, DataTable, NameCell};
use crate::i18n::{Locale, language, locale, say};
use crate::organisations::detail;

/// All of it; a sort with nothing in it is left out.
#[component]
pub(super) fn Difference(import: ImportView) -> impl IntoView {
    let l = locale();
    let (difference, figures) = (import.difference, import.figures);
    view! {
        <ClosingTable rows=difference.closing of=difference.closing_count/>
        <Altering rows=difference.changed of=figures.changed/>
        <Listed
            id="new"
            title=say!(l, imports.new)
            rows=difference.new
            of=figures.new
        />
        <Listed
            id="unlisted"
            title=say!(l, imports.unlisted)
            lead=say!(l, imports.unlisted_lead)
            rows=difference.unlisted
            of=figures.unlisted
        />
        <Refused lines=import.refused of=figures.refused/>
    }
}

/// Organisations that are closed by it, and whom that concerns.
#[component]
fn ClosingTable(rows: Vec<Closing>, of: u32) -> impl IntoView {
    if rows.is_empty() {
        return ().into_any();
    }
    let l = locale();
    let caption = first_of(l, say!(l, closures.closing), rows.len(), of);
    let columns = vec![
        Column::new(say!(l, organisations.name)),
        Column::new(say!(l, organisations.status_label)),
        Column::new(say!(l, closures.closing_people)),
        Column::new(say!(l, closures.closing_requests)),
    ];
    let rows = rows.into_iter().map(move |row| {
        let (detail, status) = (detail(&row.organisation), status(language(), &row.organisation));
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, organisations.name)>
                    {row.organisation.name} <Beneath>{detail}</Beneath>
                </NameCell>
                <Cell label=say!(l, organisations.status_label)>{status}</Cell>
                <Cell label=say!(l, closures.closing_people)>{row.people.to_string()}</Cell>
                <Cell label=say!(l, closures.closing_requests)>{row.requests.to_string()}</Cell>
            </tr>
        }
    });
    view! {
        <p>{say!(l, closures.closing_lead)}</p>
        <DataTable caption id="closing" columns>{rows.collect_view()}</DataTable>
    }
    .into_any()
}

/// Organisations, each on a line.
#[component]
fn Listed(
    id: &'static str,
    title: &'static str,
    #[prop(optional)] lead: &'static str,
    rows: Vec<OrganisationView>,
    of: u32,
) -> impl IntoView {
    if rows.is_empty() {
        return ().into_any();
    }
    let l = locale();
    let caption = first_of(l, title, rows.len(), of);
    let columns = vec![
        Column::new(say!(l, organisations.name)),
        Column::new(say!(l, organisations.status_label)),
    ];
    let rows = rows.into_iter().map(move |row| {
        let (detail, status) = (detail(&row), status(language(), &row));
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, organisations.name)>{row.name} <Beneath>{detail}</Beneath></NameCell>
                <Cell label=say!(l, organisations.status_label)>{status}</Cell>
            </tr>
        }
    });
    let lead = (!lead.is_empty()).then(|| view! { <p>{lead}</p> });
    view! {
        {lead}
        <DataTable caption id columns>{rows.collect_view()}</DataTable>
    }
    .into_any()
}

/// Organisations that change.
#[component]
fn Altering(rows: Vec<Altered>, of: u32) -> impl IntoView {
    if rows.is_empty() {
        return ().into_any();
    }
    let l = locale();
    let caption = first_of(l, say!(l, imports.changed), rows.len(), of);
    let columns = vec![
        Column::new(say!(l, imports.now)),
        Column::new(say!(l, imports.then)),
        Column::new(say!(l, imports.differs)),
    ];
    let rows = rows.into_iter().map(move |row| {
        let aspects: Vec<&str> = row.aspects.iter().map(|one| aspect(l, *one)).collect();
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, imports.now)><One organisation=row.before/></NameCell>
                <Cell label=say!(l, imports.then)><One organisation=row.after/></Cell>
                <Cell label=say!(l, imports.differs)>{aspects.join(", ")}</Cell>
            </tr>
        }
    });
    view! { <DataTable caption id="changed" columns>{rows.collect_view()}</DataTable> }.into_any()
}

#[component]
fn One(organisation: OrganisationView) -> impl IntoView {
    let text = format!("{} · {}", detail(&organisation), status(language(), &organisation));
    view! { {organisation.name} <Beneath>{text}</Beneath> }
}

fn aspect(l: Locale, aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Name => say!(l, organisations.name),
        Aspect::Status => say!(l, organisations.status_label),
        Aspect::Address => say!(l, organisations.register_address),
        Aspect::Telephone => say!(l, organisations.register_telephone),
        Aspect::Commissioner => say!(l, organisations.kind.commissioner),
        Aspect::Other => say!(l, imports.other),
    }
}
