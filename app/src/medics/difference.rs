//! The difference that a list of medics makes: who changes, who is new, who is no longer listed and what ends with it, whose
//! address is another's, which rosters are made, which lines were refused. The first of each sort; the figures count all.

use domain::day;
use domain::medics::{AlteredMedic, ListedRoster, MedicAspect, MedicView, MedicsImportView};
use leptos::prelude::*;

use crate::controls::{Beneath, Cell, Column, DataTable, NameCell};
use crate::i18n::{Locale, language, locale, say};
use crate::imports::progress::{Refused, first_of};

/// All of it; a sort with nothing in it is left out.
#[component]
pub(super) fn Difference(import: MedicsImportView) -> impl IntoView {
    let l = locale();
    let (difference, figures) = (import.difference, import.figures);
    let rosters = (!difference.rosters.is_empty()).then(|| {
        let rosters = difference.rosters.into_iter().map(|name| view! { <li>{name}</li> });
        view! {
            <h2 class="nhsuk-heading-m">{say!(l, medics.rosters_made)}</h2>
            <ul class="nhsuk-list nhsuk-list--bullet">{rosters.collect_view()}</ul>
        }
    });
    let count = |rows: &[MedicView]| u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let (clashing, revoked) = (count(&difference.clashing), count(&difference.revoked));
    view! {
        <Listed
            id="unlisted"
            title=say!(l, imports.unlisted)
            lead=say!(l, medics.unlisted_lead)
            rows=difference.unlisted
            of=figures.unlisted
        />
        <Altering rows=difference.changed of=figures.changed/>
        <Listed id="new" title=say!(l, imports.new) lead=say!(l, medics.new_lead) rows=difference.new of=figures.new/>
        {rosters}
        <Listed
            id="clashing"
            title=say!(l, medics.clashing)
            lead=say!(l, medics.clashing_lead)
            rows=difference.clashing
            of=clashing
        />
        <Listed
            id="revoked"
            title=say!(l, medics.revoked)
            lead=say!(l, medics.revoked_lead)
            rows=difference.revoked
            of=revoked
        />
        <Refused lines=import.refused of=figures.refused/>
    }
}

/// Medics, each on a line.
#[component]
fn Listed(id: &'static str, title: &'static str, lead: &'static str, rows: Vec<MedicView>, of: u32) -> impl IntoView {
    if rows.is_empty() {
        return ().into_any();
    }
    let l = locale();
    let caption = first_of(l, title, rows.len(), of);
    let columns = vec![Column::new(say!(l, medics.medic)), Column::new(say!(l, medics.rosters))];
    let rows = rows.into_iter().map(move |row| {
        let rosters = rosters(l, &row.rosters);
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, medics.medic)><Medic medic=row/></NameCell>
                <Cell label=say!(l, medics.rosters)>{rosters}</Cell>
            </tr>
        }
    });
    view! {
        <p>{lead}</p>
        <DataTable caption id columns>{rows.collect_view()}</DataTable>
    }
    .into_any()
}

/// Medics who change.
#[component]
fn Altering(rows: Vec<AlteredMedic>, of: u32) -> impl IntoView {
    if rows.is_empty() {
        return ().into_any();
    }
    let l = locale();
    let caption = first_of(l, say!(l, imports.changed), rows.len(), of);
    let columns = vec![
        Column::new(say!(l, medics.until_now)),
        Column::new(say!(l, medics.in_file)),
        Column::new(say!(l, imports.differs)),
    ];
    let rows = rows.into_iter().map(move |row| {
        let aspects: Vec<&str> = row.aspects.iter().map(|one| aspect(l, *one)).collect();
        let (before, after) = (rosters(l, &row.before.rosters), rosters(l, &row.after.rosters));
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, medics.until_now)><Medic medic=row.before/> <Beneath>{before}</Beneath></NameCell>
                <Cell label=say!(l, medics.in_file)><Medic medic=row.after/> <Beneath>{after}</Beneath></Cell>
                <Cell label=say!(l, imports.differs)>{aspects.join(", ")}</Cell>
            </tr>
        }
    });
    view! { <DataTable caption id="changed" columns>{rows.collect_view()}</DataTable> }.into_any()
}

/// Name, and beneath it GMC number and address.
#[component]
fn Medic(medic: MedicView) -> impl IntoView {
    let text = format!("{} · {}", medic.gmc.as_str(), medic.email);
    view! { {medic.name} <Beneath>{text}</Beneath> }
}

/// "Ward 7 (Medicine), from 1 December 2026 until 31 May 2027; Out of hours".
fn rosters(l: Locale, rosters: &[ListedRoster]) -> String {
    let one = |on: &ListedRoster| {
        let name = match &on.group {
            Some(group) => format!("{} ({group})", on.roster),
            None => on.roster.clone(),
        };
        let told = |at: Option<_>| at.map(|at| day(at, language()));
        match (told(on.starts), told(on.ends)) {
            (None, None) => name,
            (Some(starts), None) => say!(l, medics.from, roster = name, starts = starts),
            (None, Some(ends)) => say!(l, medics.until, roster = name, ends = ends),
            (Some(starts), Some(ends)) => say!(l, medics.between, roster = name, starts = starts, ends = ends),
        }
    };
    rosters.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn aspect(l: Locale, aspect: MedicAspect) -> &'static str {
    match aspect {
        MedicAspect::Name => say!(l, medics.aspect.name),
        MedicAspect::Address => say!(l, medics.aspect.address),
        MedicAspect::Rosters => say!(l, medics.aspect.rosters),
        MedicAspect::Account => say!(l, medics.aspect.account),
    }
}
