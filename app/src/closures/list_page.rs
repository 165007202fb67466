//! *Closed organisations*: those that are no longer open and whose people wait for a decision.

use domain::Page;
use domain::closures::{ClosureList, ClosureRow};
use domain::list::Place;
use domain::live::Noun;
use leptos::prelude::*;

use super::api::closures;
use crate::asked::Asked;
use crate::controls::parameter::{query, with_query};
use crate::controls::word::status;
use crate::controls::{Beneath, Cell, Column, DataTable, Heading, Loaded, NameCell, Paging};
use crate::here::{here, to};
use crate::i18n::{language, locale, say};
use crate::organisations::detail;

/// The page with the list.
#[component]
pub(crate) fn ClosuresPage() -> impl IntoView {
    let (here, place) = (here(), query("place"));
    let list = Asked::new(move || (place.get(), here.acts()), |(place, _)| closures(place))
        .live(&[Noun::Organisations, Noun::Members]);
    view! {
        <Loaded answer=list let:list>
            <Content list/>
        </Loaded>
    }
}

#[component]
fn Content(list: ClosureList) -> impl IntoView {
    let l = locale();
    let at = |place: Place| with_query(&to(Page::Closures), &[("place", &place.to_string())]);
    let (previous, next) = (list.beside.previous.map(at), list.beside.next.map(at));
    let table = if list.rows.is_empty() {
        view! { <p class="porthor-empty">{say!(l, closures.list_empty)}</p> }.into_any()
    } else {
        view! { <Table rows=list.rows/> <Paging count=list.count previous next/> }.into_any()
    };
    view! {
        <Heading text=say!(l, closures.list_title)/>
        <p>{say!(l, closures.list_lead)}</p>
        {table}
    }
}

#[component]
fn Table(rows: Vec<ClosureRow>) -> impl IntoView {
    let l = locale();
    let columns = vec![
        Column::new(say!(l, closures.organisation)),
        Column::new(say!(l, closures.status)),
        Column::new(say!(l, closures.people)),
    ];
    let rows = rows.into_iter().map(move |row| {
        let (detail, status) = (detail(&row.organisation), status(language(), &row.organisation));
        let page = to(Page::Closure(row.organisation.code));
        view! {
            <tr class="nhsuk-table__row porthor-row" role="row">
                <NameCell label=say!(l, closures.organisation)>
                    <a href=page data-key="open">{row.organisation.name}</a>
                    <Beneath>{detail}</Beneath>
                </NameCell>
                <Cell label=say!(l, closures.status)>{status}</Cell>
                <Cell label=say!(l, closures.people)>{row.people.to_string()}</Cell>
            </tr>
        }
    });
    view! { <DataTable caption=say!(l, closures.list_caption) id="closures" columns>{rows.collect_view()}</DataTable> }
}
