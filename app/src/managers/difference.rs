//! The difference that a file of practice managers makes: who is no longer listed and what ends with it, who changes, who is
//! pre-approved, who gains nothing, about whom people decide, which lines were refused. The first of each sort; the figures
//! count all.

use domain::day;
use domain::managers::{AlteredManager, ManagerAspect, ManagerView, ManagersImportView};
use leptos::prelude::*;

use crate::controls::{Beneath, Cell, Column, DataTable, NameCell, word};
use crate::i18n::{Locale, language, locale, say};
use crate::imports::progress::{Refused, first_of};

/// All of it; a sort with nothing in it is left out.
#[component]
pub(super) fn Difference(import: ManagersImportView) -> impl IntoView {
    let l = locale();
    let (difference, figures) = (import.difference, import.figures);
    let [are_new, are_in, are_for_people] = difference.counts;
    let stay = (difference.to_review > 0)
        .then(|| view! { <p id="stay">{say!(l, managers.stay, count = difference.to_review)}</p> });
    view! {
        <Listed
            id="unlisted"
            title=say!(l, imports.unlisted)
            lead=say!(l, managers.unlisted_lead)
            rows=difference.unlisted
            of=figures.unlisted
        />
        {stay}
        <Altering rows=difference.changed of=figures.changed/>
        <Listed id="new" title=say!(l, imports.new) lead=say!(l, managers.new_lead) rows=difference.new of=are_new/>
        <Listed
            id="in-already"
            title=say!(l, managers.in_already)
            lead=say!(l, managers.in_already_lead)
            rows=difference.in_already
            of=are_in
        />
        <Listed
            id="to-people"
            title=say!(l, managers.to_people)
            lead=say!(l, managers.to_people_lead)
            rows=difference.to_people
            of=are_for_people
        />
        <Refused lines=import.refused of=figures.refused/>
    }
}

/// Entries, each on a line.
#[component]
fn Listed(id: &'static str, title: &'static str, lead: &'static str, rows: Vec<ManagerView>, of: u32) -> impl IntoView {
    if rows.is_empty() {
        return ().into_any();
    }
    let l = locale();
    let caption = first_of(l, title, rows.len(), of);
    let columns = vec![
        Column::new(say!(l, managers.person)),
        Column::new(say!(l, managers.practice)),
        Column::new(say!(l, managers.comes_in_as)),
    ];
    let rows = rows.into_iter().map(move |row| {
        let (place, held) = (place(&row), held(l, &row));
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, managers.person)>{row.name} <Beneath>{row.email}</Beneath></NameCell>
                <Cell label=say!(l, managers.practice)>{place}</Cell>
                <Cell label=say!(l, managers.comes_in_as)>{held}</Cell>
            </tr>
        }
    });
    view! {
        <p>{lead}</p>
        <DataTable caption id columns>{rows.collect_view()}</DataTable>
    }
    .into_any()
}

/// Entries that change.
#[component]
fn Altering(rows: Vec<AlteredManager>, of: u32) -> impl IntoView {
    if rows.is_empty() {
        return ().into_any();
    }
    let l = locale();
    let caption = first_of(l, say!(l, imports.changed), rows.len(), of);
    let columns = vec![
        Column::new(say!(l, managers.until_now)),
        Column::new(say!(l, managers.in_file)),
        Column::new(say!(l, imports.differs)),
    ];
    let rows = rows.into_iter().map(move |row| {
        let aspects: Vec<&str> = row.aspects.iter().map(|one| aspect(l, *one)).collect();
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, managers.until_now)><Manager manager=row.before/></NameCell>
                <Cell label=say!(l, managers.in_file)><Manager manager=row.after/></Cell>
                <Cell label=say!(l, imports.differs)>{aspects.join(", ")}</Cell>
            </tr>
        }
    });
    view! { <DataTable caption id="changed" columns>{rows.collect_view()}</DataTable> }.into_any()
}

/// Name, and beneath it practice, address and role.
#[component]
fn Manager(manager: ManagerView) -> impl IntoView {
    let text = format!("{} · {} · {}", manager.code, manager.email, held(locale(), &manager));
    view! { {manager.name} <Beneath>{text}</Beneath> }
}

fn place(manager: &ManagerView) -> String {
    format!("{} · {}", manager.organisation, manager.code)
}

/// "Practice Enabled User, from 1 December 2026 until 31 May 2027".
fn held(l: Locale, manager: &ManagerView) -> String {
    let role = word::role(l, manager.role).to_owned();
    let told = |at: Option<_>| at.map(|at| day(at, language()));
    match (told(manager.starts), told(manager.ends)) {
        (None, None) => role,
        (Some(starts), None) => say!(l, managers.from, role = role, starts = starts),
        (None, Some(ends)) => say!(l, managers.until, role = role, ends = ends),
        (Some(starts), Some(ends)) => say!(l, managers.between, role = role, starts = starts, ends = ends),
    }
}

fn aspect(l: Locale, aspect: ManagerAspect) -> &'static str {
    match aspect {
        ManagerAspect::Name => say!(l, managers.aspect.name),
        ManagerAspect::Role => say!(l, managers.aspect.role),
        ManagerAspect::Days => say!(l, managers.aspect.days),
        ManagerAspect::PreApproval => say!(l, managers.aspect.pre_approval),
    }
}
