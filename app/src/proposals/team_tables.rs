//! The three tables of the support team's page.

use domain::proposals::{AdministratorRow, ProposalRow, Removable, SupportRow};
use domain::{OdsCode, Page, PersonId};
use leptos::prelude::*;

use super::{commissioner, kind};
use crate::controls::{ActionsCell, Cell, Column, DataTable, MailAddress, NameCell, Time};
use crate::here::to;
use crate::i18n::{locale, say};

/// What waits for a second support person.
#[component]
pub(super) fn ProposalTable(rows: Vec<ProposalRow>) -> impl IntoView {
    let l = locale();
    let caption = say!(l, proposals.open_caption);
    if rows.is_empty() {
        return view! { <Empty caption text=say!(l, proposals.open_empty)/> }.into_any();
    }
    let columns = vec![
        Column::new(say!(l, proposals.name)),
        Column::new(say!(l, proposals.what)),
        Column::new(say!(l, proposals.by)),
        Column::new(say!(l, proposals.when)),
        Column::actions(say!(l, proposals.actions)),
    ];
    let rows = rows.into_iter().map(move |row| {
        let what = match &row.organisation {
            Some(organisation) => format!("{}: {}", kind(l, row.kind), commissioner(organisation)),
            None => kind(l, row.kind).to_owned(),
        };
        let whose = say!(l, proposals.look_whose, name = row.name.as_str());
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, proposals.name)>{row.name}</NameCell>
                <Cell label=say!(l, proposals.what)>{what}</Cell>
                <Cell label=say!(l, proposals.by)>{row.by}</Cell>
                <Cell label=say!(l, proposals.when)><Time at=row.at/></Cell>
                <ActionsCell>
                    <a href=to(Page::Proposal(row.id))>
                        {say!(l, proposals.look)} <span class="nhsuk-u-visually-hidden">" " {whose}</span>
                    </a>
                </ActionsCell>
            </tr>
        }
    });
    view! { <DataTable caption id="proposals" columns>{rows.collect_view()}</DataTable> }.into_any()
}

/// The support people. There is always one: whoever looks.
#[component]
pub(super) fn TeamTable(rows: Vec<SupportRow>) -> impl IntoView {
    let l = locale();
    let columns = vec![
        Column::new(say!(l, proposals.name)),
        Column::new(say!(l, proposals.email)),
        Column::new(say!(l, proposals.since)),
        Column::actions(say!(l, proposals.actions)),
    ];
    let rows = rows.into_iter().map(move |row| {
        let name = row.name.clone();
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, proposals.name)>{name}</NameCell>
                <Cell label=say!(l, proposals.email)><MailAddress address=row.email/></Cell>
                <Cell label=say!(l, proposals.since)><Time at=row.since/></Cell>
                <ActionsCell><Remove person=row.id name=row.name organisation=None removable=row.removable/></ActionsCell>
            </tr>
        }
    });
    view! {
        <DataTable caption=say!(l, proposals.team_caption) id="team" columns>{rows.collect_view()}</DataTable>
    }
    .into_any()
}

/// The commissioning administrators.
#[component]
pub(super) fn AdministratorTable(rows: Vec<AdministratorRow>) -> impl IntoView {
    let l = locale();
    let caption = say!(l, proposals.administrators_caption);
    if rows.is_empty() {
        return view! { <Empty caption text=say!(l, proposals.administrators_empty)/> }.into_any();
    }
    let columns = vec![
        Column::new(say!(l, proposals.name)),
        Column::new(say!(l, proposals.email)),
        Column::new(say!(l, proposals.commissioner)),
        Column::new(say!(l, proposals.since)),
        Column::actions(say!(l, proposals.actions)),
    ];
    let rows = rows.into_iter().map(move |row| {
        let organisation = commissioner(&(row.code.clone(), row.organisation));
        let name = row.name.clone();
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, proposals.name)>{name}</NameCell>
                <Cell label=say!(l, proposals.email)><MailAddress address=row.email/></Cell>
                <Cell label=say!(l, proposals.commissioner)>{organisation}</Cell>
                <Cell label=say!(l, proposals.since)><Time at=row.since/></Cell>
                <ActionsCell>
                    <Remove person=row.id name=row.name organisation=Some(row.code) removable=row.removable/>
                </ActionsCell>
            </tr>
        }
    });
    view! { <DataTable caption id="administrators" columns>{rows.collect_view()}</DataTable> }.into_any()
}

/// A table without rows.
#[component]
fn Empty(caption: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <h2 class="nhsuk-heading-m">{caption}</h2>
        <p class="porthor-empty">{text}</p>
    }
    .into_any()
}

/// The way to propose that somebody leaves, or why there is none.
#[component]
fn Remove(person: PersonId, name: String, organisation: Option<OdsCode>, removable: Removable) -> impl IntoView {
    let l = locale();
    let why_not = match removable {
        Removable::Yes => {
            let page = to(Page::ProposeRemoval(person));
            let address = organisation.map_or(page.clone(), |code| format!("{page}?organisation={code}"));
            return view! {
                <a href=address>
                    {say!(l, proposals.remove)} <span class="nhsuk-u-visually-hidden">" " {name}</span>
                </a>
            }
            .into_any();
        }
        Removable::Oneself => say!(l, proposals.oneself),
        Removable::FewSupportPeople => say!(l, refusals.few_support_people),
    };
    view! { <span class="nhsuk-body-s nhsuk-u-margin-bottom-0">{why_not}</span> }.into_any()
}
