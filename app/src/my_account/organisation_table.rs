//! The table of the organisations that the person may act for: roles, since when, let in by whom, and leaving.

use domain::Page;
use domain::members::roles::HeldRole;
use domain::my_account::MyOrganisation;
use domain::organisations::OrganisationView;
use leptos::prelude::*;

use crate::controls::{ActionsCell, Beneath, Cell, Column, DataTable, NameCell, Time, word};
use crate::here::to;
use crate::i18n::{language, locale, say};

/// The table.
#[component]
pub(super) fn OrganisationTable(mine: Vec<MyOrganisation>) -> impl IntoView {
    let l = locale();
    let columns = vec![
        Column::new(say!(l, my_account.organisations.organisation)),
        Column::new(say!(l, my_account.organisations.role)),
        Column::new(say!(l, my_account.organisations.since)),
        Column::new(say!(l, my_account.organisations.let_in_by)),
        Column::actions(say!(l, my_account.organisations.actions)),
    ];
    let rows = mine.into_iter().map(|mine| view! { <Row mine/> });
    view! {
        <DataTable caption=say!(l, my_account.organisations.caption) id="my-organisations" columns>
            {rows.collect_view()}
        </DataTable>
    }
}

#[component]
fn Row(mine: MyOrganisation) -> impl IntoView {
    let l = locale();
    let organisation = mine.organisation;
    let shut = (!organisation.status.is_open()).then(|| word::status(language(), &organisation));
    let let_in_by = mine
        .let_in_by
        .unwrap_or_else(|| say!(l, my_account.organisations.let_in_by_set_up).to_owned());
    let name = organisation.name.clone();
    let which = move || view! { <span class="nhsuk-u-visually-hidden">" " {name.clone()}</span> };
    let (code, leave) = (organisation.code.clone(), organisation.code.clone());
    let (keep, asked, of) = (mine.keep, mine.asked, organisation.clone());
    let roles = mine.roles.into_iter().map(|held| {
        let key = held.key();
        let more = if keep.contains(&key) {
            Some(view! { <AskToKeep of=of.clone() held=held.clone()/> }.into_any())
        } else {
            asked
                .contains(&key)
                .then(|| say!(l, my_account.organisations.asked).into_any())
        };
        view! { <Role held more/> }
    });
    let roles = roles.collect_view();
    view! {
        <tr class="nhsuk-table__row" role="row">
            <NameCell label=say!(l, my_account.organisations.organisation)>
                {organisation.name} " · " <span class="porthor-code">{organisation.code.to_string()}</span>
                {shut.map(|shut| view! { <Beneath>{shut} ". " {say!(l, closures.access_waits)}</Beneath> })}
            </NameCell>
            <Cell label=say!(l, my_account.organisations.role)>{roles}</Cell>
            <Cell label=say!(l, my_account.organisations.since)><Time at=mine.since/></Cell>
            <Cell label=say!(l, my_account.organisations.let_in_by)>{let_in_by}</Cell>
            <ActionsCell>
                <a href=to(Page::Members(code))>{say!(l, my_account.organisations.tools)} {which()}</a>
                <a href=to(Page::Leave(leave))>{say!(l, my_account.organisations.leave)} {which()}</a>
            </ActionsCell>
        </tr>
    }
}

/// A role, with its end where it has one, and what can be done about that.
#[component]
fn Role(held: HeldRole, more: Option<AnyView>) -> impl IntoView {
    let l = locale();
    let until = held.until.map(|until| {
        let until = say!(
            l,
            my_account.organisations.until,
            until = until.day_and_time(language())
        );
        view! { <Beneath>{until}</Beneath> }
    });
    let role = word::limited(l, held.role, held.roster.as_ref());
    view! { <div>{role} {until} {more.map(|more| view! { <Beneath>{more}</Beneath> })}</div> }
}

/// The way to the page on which one asks to keep a role.
#[component]
fn AskToKeep(of: OrganisationView, held: HeldRole) -> impl IntoView {
    let l = locale();
    let role = word::limited(l, held.role, held.roster.as_ref());
    let which = say!(
        l,
        my_account.organisations.keep_which,
        role = role,
        organisation = of.name.as_str()
    );
    view! {
        <a href=to(Page::AskToKeep(of.code, held.key()))>
            {say!(l, my_account.organisations.keep)} <span class="nhsuk-u-visually-hidden">" " {which}</span>
        </a>
    }
}
