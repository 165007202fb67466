//! The table of those who have access, with *Revoke* in the right-hand column (S12, S14).

use domain::members::{Column as By, MemberRow, Revocable};
use domain::{MemberId, OdsCode, Page};
use leptos::prelude::*;

use super::keep_lines::KeepLines;
use super::sorting::Sorting;
use crate::controls::{ActionsCell, Beneath, Cell, Column, DataTable, MailAddress, NameCell, Time, word};
use crate::here::to;
use crate::i18n::{locale, say};

/// The table, or a sentence when nobody has access. Rows in `arrived` are marked as new.
#[component]
pub(super) fn MemberTable(
    rows: Vec<MemberRow>,
    arrived: Vec<MemberId>,
    code: OdsCode,
    #[prop(into)] caption: String,
    sorting: Sorting,
    may_revoke: bool,
) -> impl IntoView {
    let l = locale();
    if rows.is_empty() {
        return view! {
            <h2 class="nhsuk-heading-m" id="members" tabindex="-1">{caption}</h2>
            <p class="porthor-empty">{say!(l, members.members_empty)}</p>
        }
        .into_any();
    }
    let sorted = |label: &str, by: By| sorting.of_members(&code, label, by);
    let columns = [
        sorted(say!(l, members.name), By::Name),
        sorted(say!(l, members.email), By::Email),
        sorted(say!(l, members.role), By::Role),
        sorted(say!(l, members.since), By::Date),
        Column::new(say!(l, members.let_in_by)),
    ];
    let columns = columns
        .into_iter()
        .chain(may_revoke.then(|| Column::actions(say!(l, members.actions))));
    let columns: Vec<Column> = columns.collect();
    let rows = rows.into_iter().map(move |row| {
        let new = arrived.contains(&row.id);
        view! { <Row row new code=code.clone() may_revoke/> }
    });
    let rows = rows.collect_view();
    view! { <DataTable caption id="members" columns>{rows}</DataTable> }.into_any()
}

#[component]
fn Row(row: MemberRow, new: bool, code: OdsCode, may_revoke: bool) -> impl IntoView {
    let l = locale();
    let you = (row.revocable == Revocable::Oneself).then(|| {
        let you = format!("({})", say!(l, members.you));
        view! { <span class="porthor-member__you porthor-nowrap">{you}</span> }
    });
    let let_in_by = row
        .let_in_by
        .clone()
        .unwrap_or_else(|| say!(l, members.let_in_by_set_up).to_owned());
    let (name, email, roles) = (row.name.clone(), row.email.clone(), word::held(l, &row.roles));
    let (position, since) = (row.position, row.since);
    let keep = (!row.keep.is_empty()).then(|| view! { <KeepLines row=row.clone() code=code.clone()/> });
    let action = may_revoke.then(|| view! { <ActionsCell><Action row code/></ActionsCell> });
    view! {
        <tr class="nhsuk-table__row porthor-row" class=("porthor-table__row--new", new) role="row">
            <NameCell label=say!(l, members.name)>
                <span class="porthor-member__name">{name}</span> {you}
                <Beneath>{word::position(l, position)}</Beneath>
            </NameCell>
            <Cell label=say!(l, members.email)><MailAddress address=email/></Cell>
            <Cell label=say!(l, members.role)>{roles} {keep}</Cell>
            <Cell label=say!(l, members.since)><Time at=since/></Cell>
            <Cell label=say!(l, members.let_in_by)>{let_in_by}</Cell>
            {action}
        </tr>
    }
}

/// The ways to what can be changed about a member: whoever may revoke may change roles.
#[component]
fn Action(row: MemberRow, code: OdsCode) -> impl IntoView {
    let l = locale();
    let whose = say!(l, roles.link_whose, name = row.name.as_str());
    let roles = to(Page::Roles(code.clone(), row.id));
    view! {
        <a class="porthor-no-print" href=roles data-key="open">
            {say!(l, roles.link)} <span class="nhsuk-u-visually-hidden">" " {whose}</span>
        </a>
        " "
        <Revoke row code/>
    }
}

/// The way to the page that revokes, or why there is none.
#[component]
fn Revoke(row: MemberRow, code: OdsCode) -> impl IntoView {
    let l = locale();
    let why_not = match row.revocable {
        Revocable::Yes => {
            let whose = say!(l, members.revoke_whose, name = row.name.as_str());
            return view! {
                <a href=to(Page::Revoke(code, row.id))>
                    {say!(l, members.revoke)} <span class="nhsuk-u-visually-hidden">" " {whose}</span>
                </a>
            }
            .into_any();
        }
        Revocable::No => say!(l, members.may_not),
        Revocable::Oneself => say!(l, members.oneself),
        Revocable::LastApprover => {
            // Its page leads on.
            let ways = to(Page::Revoke(code, row.id));
            return view! { <a href=ways>{say!(l, members.last_approver)}</a> }.into_any();
        }
    };
    view! { <span class="nhsuk-body-s nhsuk-u-margin-bottom-0">{why_not}</span> }.into_any()
}
