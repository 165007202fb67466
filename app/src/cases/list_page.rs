//! The list of cases: what to call about now, what later, what waits for a second support person, what has ended.

use domain::Page;
use domain::cases::{CaseList, CaseRow, Shows};
use domain::live::Noun;
use leptos::prelude::*;

use super::api::cases;
use super::word;
use crate::asked::Asked;
use crate::controls::parameter::{query, with_query};
use crate::controls::{ActionsCell, Beneath, Cell, Column, DataTable, Heading, Loaded, NameCell, Time};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// The page *Cases*.
#[component]
pub(crate) fn CasesPage() -> impl IntoView {
    let (shows, here) = (query("shows"), here());
    let list = Asked::new(move || (shows.get(), here.acts()), |(shows, _)| cases(shows))
        .live(&[Noun::Cases, Noun::JoinRequests]);
    view! {
        <Loaded answer=list let:list>
            <Content list/>
        </Loaded>
    }
}

#[component]
fn Content(list: CaseList) -> impl IntoView {
    let l = locale();
    let shown = list.shows;
    let tabs = Shows::ALL.map(|shows| {
        let address = with_query(&to(Page::Cases), &[("shows", shows.tag())]);
        let count = list.counts.iter().find(|(one, _)| *one == shows);
        let label = match count {
            Some((_, count)) => format!("{} ({count})", word::shows(l, shows)),
            None => word::shows(l, shows).to_owned(),
        };
        let current = (shows == shown).then_some("page");
        view! { <li><a class="porthor-tabs__link" href=address aria-current=current>{label}</a></li> }
    });
    view! {
        <Heading text=say!(l, cases.title)/>
        <p>{say!(l, cases.lead)}</p>
        <nav class="porthor-tabs" aria-label=say!(l, cases.lists)>
            <ul class="porthor-tabs__list">{tabs.into_iter().collect_view()}</ul>
        </nav>
        <CaseTable shown rows=list.rows/>
    }
}

#[component]
fn CaseTable(shown: Shows, rows: Vec<CaseRow>) -> impl IntoView {
    let l = locale();
    let caption = word::shows(l, shown);
    if rows.is_empty() {
        return view! {
            <h2 class="nhsuk-heading-m" id="cases" tabindex="-1">{caption}</h2>
            <p class="porthor-empty">{say!(l, cases.empty)}</p>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(say!(l, cases.name)),
        Column::new(say!(l, cases.organisation)),
        Column::new(say!(l, cases.why)),
        Column::new(say!(l, cases.since)),
        Column::new(say!(l, cases.calls)),
        Column::actions(say!(l, cases.actions)),
    ];
    let rows = rows.into_iter().map(move |row| {
        let look = say!(l, cases.look_whose, name = row.name.as_str());
        let due = row
            .due_at
            .map(|at| view! { <Beneath>{say!(l, cases.due)} " " <Time at/></Beneath> });
        let first = row
            .first
            .map(|by| view! { <Beneath>{say!(l, cases.first, by = by)}</Beneath> });
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, cases.name)>{row.name} <Beneath>{word::matter(l, row.kind)}</Beneath></NameCell>
                <Cell label=say!(l, cases.organisation)>
                    {row.organisation} " · " <span class="porthor-code">{row.code.to_string()}</span>
                </Cell>
                <Cell label=say!(l, cases.why)>{word::because(l, row.because)} {first}</Cell>
                <Cell label=say!(l, cases.since)><Time at=row.opened_at/> {due}</Cell>
                <Cell label=say!(l, cases.calls)>{row.calls}</Cell>
                <ActionsCell>
                    <a href=to(Page::Case(row.id)) data-key="open">
                        {say!(l, cases.look)} <span class="nhsuk-u-visually-hidden">" " {look}</span>
                    </a>
                </ActionsCell>
            </tr>
        }
    });
    view! { <DataTable caption id="cases" columns>{rows.collect_view()}</DataTable> }.into_any()
}
