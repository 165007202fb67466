//! The table of *Organisations*: what each is, who may decide there, how many people it has, and where too few decide.

use domain::Page;
use domain::organisations::{Column as By, FewApprovers, OrganisationRow, OrganisationsForm};
use leptos::prelude::*;

use super::shown::sorted;
use super::word;
use crate::controls::word::status;
use crate::controls::{Beneath, Cell, Column, DataTable, NameCell, Tag, TagColour};
use crate::here::to;
use crate::i18n::{language, locale, say};

/// The headings of the table; those that sort keep what else is asked.
pub(super) fn columns(form: &OrganisationsForm) -> Vec<Column> {
    let l = locale();
    vec![
        sorted(form, say!(l, organisations.name), By::Name),
        sorted(form, say!(l, organisations.code), By::Code),
        sorted(form, say!(l, organisations.kind_label), By::Kind),
        sorted(form, say!(l, organisations.status_label), By::Status),
        sorted(form, say!(l, organisations.policy_label), By::Policy),
        Column::new(say!(l, organisations.people)),
        Column::new(say!(l, organisations.approvers_label)),
    ]
}

/// The table.
#[component]
pub(super) fn OrganisationTable(rows: Vec<OrganisationRow>, columns: Vec<Column>) -> impl IntoView {
    let l = locale();
    let rows = rows.into_iter().map(|row| view! { <Row row/> });
    view! {
        <DataTable caption=say!(l, organisations.list_caption) id="organisations" columns>
            {rows.collect_view()}
        </DataTable>
    }
}

#[component]
fn Row(row: OrganisationRow) -> impl IntoView {
    let l = locale();
    let few = row.staffing.few(&row.organisation, row.policy);
    let status = status(language(), &row.organisation);
    let organisation = row.organisation;
    let place = [organisation.town, organisation.postcode];
    let place: Vec<String> = place.into_iter().filter(|piece| !piece.is_empty()).collect();
    let (place, code) = (place.join(" · "), organisation.code.to_string());
    let page = to(Page::Organisation(organisation.code));
    view! {
        <tr class="nhsuk-table__row porthor-row" role="row">
            <NameCell label=say!(l, organisations.name)>
                <a href=page data-key="open">{organisation.name}</a>
                <Beneath>{place}</Beneath>
            </NameCell>
            <Cell label=say!(l, organisations.code)>
                <span class="porthor-code">{code}</span>
            </Cell>
            <Cell label=say!(l, organisations.kind_label)>{word::kind(l, organisation.kind)}</Cell>
            <Cell label=say!(l, organisations.status_label)>{status}</Cell>
            <Cell label=say!(l, organisations.policy_label)>{word::policy(l, row.policy)}</Cell>
            <Cell label=say!(l, organisations.people)>{row.staffing.people.to_string()}</Cell>
            <Cell label=say!(l, organisations.approvers_label)>
                {row.staffing.approvers.to_string()} " " <FewTag few/>
            </Cell>
        </tr>
    }
}

/// That too few may decide; nothing where enough do.
#[component]
pub(super) fn FewTag(few: Option<FewApprovers>) -> impl IntoView {
    let l = locale();
    let text = match few? {
        FewApprovers::One => say!(l, organisations.one_approver),
        FewApprovers::Ending => say!(l, organisations.ending_approver),
        FewApprovers::None => say!(l, organisations.no_approver),
    };
    Some(view! { <Tag colour=TagColour::Orange text/> })
}
