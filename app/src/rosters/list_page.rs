//! The page *Rosters*: groups with their rosters beneath, the other rosters, and those that are closed in a table of
//! their own.

use domain::live::Noun;
use domain::rosters::{RosterList, RosterRow};
use domain::{OdsCode, Page};
use leptos::prelude::*;

use super::api::rosters;
use super::caption;
use crate::asked::Asked;
use crate::controls::parameter::{piece, with_query};
use crate::controls::{ActionsCell, Beneath, Cell, Column, DataTable, Heading, Loaded, NameCell};
use crate::here::{here, to};
use crate::i18n::{language, locale, say};

/// The page with all rosters.
#[component]
pub(crate) fn RostersPage() -> impl IntoView {
    let (code, here) = (piece("code"), here());
    let list = Asked::new(move || (code.get(), here.acts()), |(code, _)| rosters(code)).live(&[Noun::Rosters]);
    view! {
        <Loaded answer=list let:list>
            <Content list/>
        </Loaded>
    }
}

#[component]
fn Content(list: RosterList) -> impl IntoView {
    let l = locale();
    let code = list.organisation.code.clone();
    let back = to(Page::Organisation(code.clone()));
    let add = to(Page::AddRoster(code.clone()));
    let add_group = with_query(&add, &[("kind", "group")]);
    let caption = caption(&list.organisation);
    let (open, closed): (Vec<_>, Vec<_>) = list.rows.into_iter().partition(|row| !row.roster.closed);
    let open = if open.is_empty() {
        view! { <p class="porthor-empty">{say!(l, rosters.empty)}</p> }.into_any()
    } else {
        view! { <Open rows=open code/> }.into_any()
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, rosters.back_to_organisation)}</a>
        <Heading text=say!(l, rosters.title) caption/>
        <p>{say!(l, rosters.lead)}</p>
        <div class="nhsuk-button-group porthor-no-print">
            <a class="nhsuk-button nhsuk-button--secondary" href=add>{say!(l, rosters.add)}</a>
            <a class="nhsuk-button nhsuk-button--secondary" href=add_group>{say!(l, rosters.add_group)}</a>
        </div>
        {open}
        {(!closed.is_empty()).then(|| view! { <Closed rows=closed/> })}
    }
}

/// What stands open.
#[component]
fn Open(rows: Vec<RosterRow>, code: OdsCode) -> impl IntoView {
    let l = locale();
    let columns = vec![
        Column::new(say!(l, rosters.name)),
        Column::new(say!(l, rosters.held)),
        Column::new(say!(l, rosters.waiting)),
        Column::actions(say!(l, rosters.actions)),
    ];
    let rows = rows.into_iter().map(|row| view! { <OpenRow row code=code.clone()/> });
    let rows = rows.collect_view();
    view! { <DataTable caption=say!(l, rosters.caption) id="rosters" columns>{rows}</DataTable> }
}

#[component]
fn OpenRow(row: RosterRow, code: OdsCode) -> impl IntoView {
    let l = locale();
    let name = row.roster.full_name();
    let rename = to(Page::Roster(code.clone(), row.roster.id));
    let close = to(Page::CloseRoster(code, row.roster.id));
    let class = if row.group.is_some() {
        "nhsuk-u-padding-left-4"
    } else {
        ""
    };
    let action = |address: String, label: &'static str, class: &'static str, key: Option<&'static str>| {
        view! {
            <a class=class href=address data-key=key>
                {label}
                <span class="nhsuk-u-visually-hidden">" " {name.clone()}</span>
            </a>
        }
    };
    let rename = action(rename, say!(l, rosters.rename), "nhsuk-u-margin-right-3", Some("open"));
    let close = action(close, say!(l, rosters.close), "", None);
    let (held, waiting) = (row.held.to_string(), row.waiting.to_string());
    let short = row.roster.name.clone();
    view! {
        <tr class="nhsuk-table__row porthor-row" role="row">
            <NameCell label=say!(l, rosters.name)>
                <div class=class>{short} <Beneath><Kind row/></Beneath></div>
            </NameCell>
            <Cell label=say!(l, rosters.held)>{held}</Cell>
            <Cell label=say!(l, rosters.waiting)>{waiting}</Cell>
            <ActionsCell>{rename} {close}</ActionsCell>
        </tr>
    }
}

/// A group, a roster of one, or a roster.
#[component]
fn Kind(row: RosterRow) -> impl IntoView {
    let l = locale();
    match (row.roster.is_group, &row.roster.group) {
        (true, _) => say!(l, rosters.kind_group).to_owned(),
        (false, Some(group)) => say!(l, rosters.kind_in_group, group = group.as_str()),
        (false, None) => say!(l, rosters.kind_roster).to_owned(),
    }
}

/// What was closed.
#[component]
fn Closed(rows: Vec<RosterRow>) -> impl IntoView {
    let l = locale();
    let columns = vec![
        Column::new(say!(l, rosters.name)),
        Column::new(say!(l, rosters.closed_on)),
    ];
    let rows = rows.into_iter().map(|row| {
        let day = row.closed.map(|at| at.day(language())).unwrap_or_default();
        let name = row.roster.name.clone();
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, rosters.name)>{name} <Beneath><Kind row/></Beneath></NameCell>
                <Cell label=say!(l, rosters.closed_on)>{day}</Cell>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! { <DataTable caption=say!(l, rosters.closed_caption) id="closed" columns>{rows}</DataTable> }
}
