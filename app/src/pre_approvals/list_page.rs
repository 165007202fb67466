//! The page *Pre-approved people*: who is let in as soon as they ask, and who came in by it.

use domain::live::Noun;
use domain::pre_approvals::{Hindrance, LetInRow, PreApprovals, WaitingRow};
use domain::{LondonTime, OdsCode, Page};
use leptos::prelude::*;

use super::api::pre_approvals;
use super::caption;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{ActionsCell, Beneath, Cell, Column, DataTable, Heading, Loaded, NameCell, word};
use crate::here::{here, to};
use crate::i18n::{Locale, language, locale, say};

/// The page.
#[component]
pub(crate) fn PreApprovalsPage() -> impl IntoView {
    let (code, here) = (piece("code"), here());
    let list =
        Asked::new(move || (code.get(), here.acts()), |(code, _)| pre_approvals(code)).live(&[Noun::PreApprovals]);
    view! {
        <Loaded answer=list let:list>
            <Content list/>
        </Loaded>
    }
}

#[component]
fn Content(list: PreApprovals) -> impl IntoView {
    let l = locale();
    let code = list.organisation.code.clone();
    let back = to(Page::Members(code.clone()));
    let add = to(Page::PreApprove(code.clone()));
    let caption = caption(&list.organisation);
    let waiting = if list.waiting.is_empty() {
        view! { <p class="porthor-empty">{say!(l, pre_approvals.waiting_empty)}</p> }.into_any()
    } else {
        view! { <Waiting rows=list.waiting code/> }.into_any()
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, new_users.back_to_members)}</a>
        <Heading text=say!(l, pre_approvals.title) caption/>
        <p>{say!(l, pre_approvals.lead)}</p>
        <p class="porthor-no-print">
            <a class="nhsuk-button nhsuk-button--secondary" href=add>{say!(l, pre_approvals.add)}</a>
        </p>
        {waiting}
        {(!list.let_in.is_empty()).then(|| view! { <LetIn rows=list.let_in/> })}
    }
}

#[component]
fn Waiting(rows: Vec<WaitingRow>, code: OdsCode) -> impl IntoView {
    let l = locale();
    let columns = vec![
        Column::new(say!(l, pre_approvals.name)),
        Column::new(say!(l, pre_approvals.role)),
        Column::new(say!(l, pre_approvals.until)),
        Column::new(say!(l, pre_approvals.given)),
        Column::actions(say!(l, pre_approvals.actions)),
    ];
    let rows = rows.into_iter().map(|row| view! { <Row row code=code.clone()/> });
    let rows = rows.collect_view();
    view! { <DataTable caption=say!(l, pre_approvals.waiting_caption) id="waiting" columns>{rows}</DataTable> }
}

#[component]
fn Row(row: WaitingRow, code: OdsCode) -> impl IntoView {
    let l = locale();
    let name = row.full_name();
    let role = word::limited(l, row.role.role, row.role.roster.as_ref());
    let action = |page: Page, label: &'static str, class: &'static str, key: Option<&'static str>| {
        view! {
            <a class=class href=to(page) data-key=key>
                {label}
                <span class="nhsuk-u-visually-hidden">" " {name.clone()}</span>
            </a>
        }
    };
    let change = row.may_change.then(|| {
        let page = Page::PreApproval(code.clone(), row.id);
        action(
            page,
            say!(l, pre_approvals.change),
            "nhsuk-u-margin-right-3",
            Some("open"),
        )
    });
    let end = action(Page::EndPreApproval(code, row.id), say!(l, pre_approvals.end), "", None);
    let from = row.from.map(|from| {
        let from = say!(l, pre_approvals.from, from = from.day(language()));
        view! { <Beneath>{from}</Beneath> }
    });
    let hindrance = row.hindrance.map(|why| {
        view! {
            <p class="porthor-warning porthor-warning--line">
                {say!(l, pre_approvals.hindrance_label)} " " {because(l, why)}
            </p>
        }
    });
    view! {
        <tr class="nhsuk-table__row porthor-row" role="row">
            <NameCell label=say!(l, pre_approvals.name)>{name.clone()} <Beneath>{row.email}</Beneath> {hindrance}</NameCell>
            <Cell label=say!(l, pre_approvals.role)>{role}</Cell>
            <Cell label=say!(l, pre_approvals.until)>{until(l, row.role.until)} {from}</Cell>
            <Cell label=say!(l, pre_approvals.given)>{given(l, row.given_by, row.given_at)}</Cell>
            <ActionsCell>{change} {end}</ActionsCell>
        </tr>
    }
}

#[component]
fn LetIn(rows: Vec<LetInRow>) -> impl IntoView {
    let l = locale();
    let columns = vec![
        Column::new(say!(l, pre_approvals.name)),
        Column::new(say!(l, pre_approvals.role)),
        Column::new(say!(l, pre_approvals.let_in_at)),
        Column::new(say!(l, pre_approvals.given)),
    ];
    let rows = rows.into_iter().map(|row| {
        let role = word::limited(l, row.role.role, row.role.roster.as_ref());
        let at = row.at.day_and_time(language());
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, pre_approvals.name)>{row.name} <Beneath>{row.email}</Beneath></NameCell>
                <Cell label=say!(l, pre_approvals.role)>{role}</Cell>
                <Cell label=say!(l, pre_approvals.let_in_at)>{at}</Cell>
                <Cell label=say!(l, pre_approvals.given)>{given(l, row.given_by, row.given_at)}</Cell>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! { <DataTable caption=say!(l, pre_approvals.let_in_caption) id="let-in" columns>{rows}</DataTable> }
}

fn until(l: Locale, day: Option<LondonTime>) -> String {
    day.map_or_else(|| say!(l, pre_approvals.no_end).to_owned(), |at| at.day(language()))
}

fn given(l: Locale, by: Option<String>, at: LondonTime) -> String {
    let when = at.day(language());
    if let Some(name) = by {
        return say!(l, pre_approvals.given_by, name = name, when = when);
    }
    say!(l, pre_approvals.given_by_register, when = when)
}

fn because(l: Locale, why: Hindrance) -> &'static str {
    match why {
        Hindrance::Giver => say!(l, pre_approvals.hindrance.giver),
        Hindrance::Organisation => say!(l, pre_approvals.hindrance.organisation),
        Hindrance::GenericAddress => say!(l, pre_approvals.hindrance.generic_address),
        Hindrance::Roster => say!(l, pre_approvals.hindrance.roster),
        Hindrance::NotYet => say!(l, pre_approvals.hindrance.not_yet),
        Hindrance::Over => say!(l, pre_approvals.hindrance.over),
        Hindrance::LastNo => say!(l, pre_approvals.hindrance.last_no),
        Hindrance::Address => say!(l, pre_approvals.hindrance.address),
    }
}
