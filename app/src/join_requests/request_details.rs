//! A request as its reviewer reads it: who asks, for what, why, and what to take care of.

use domain::join_requests::{ReviewView, StateTag as State};
use domain::shared_mailbox::Warning;
use leptos::prelude::*;

use crate::controls::{Cell, Column, DataTable, StateTag, SummaryList, SummaryRow, Time, word};
use crate::i18n::{language, locale, say};

/// The details of a request.
#[component]
pub(super) fn RequestDetails(review: ReviewView) -> impl IntoView {
    let l = locale();
    let row = review.row;
    let warning = (review.state == State::Pending).then_some(row.warning).flatten();
    let warning = warning.map(|warning| {
        view! {
            <div class="porthor-warning">
                <h2 class="porthor-warning__title">{say!(l, join_requests.warned)}</h2>
                <p>{word::warning_to_reviewer(l, warning)}</p>
                {(warning == Warning::SharedMailbox && review.may_override)
                    .then(|| view! { <p>{say!(l, join_requests.may_override)}</p> })}
            </div>
        }
    });
    view! {
        {warning}
        <SummaryList>
            <SummaryRow key=say!(l, join_requests.name)>{row.name}</SummaryRow>
            <SummaryRow key=say!(l, join_requests.email)>{row.email}</SummaryRow>
            <SummaryRow key=say!(l, join_requests.position)>{word::position(l, row.position)}</SummaryRow>
            <SummaryRow key=say!(l, join_requests.state)><StateTag state=review.state/></SummaryRow>
        </SummaryList>
        <DataTable
            caption=say!(l, join_requests.review_caption)
            id="role-request"
            columns=vec![
                Column::new(say!(l, join_requests.asked_on)),
                Column::new(say!(l, join_requests.role)),
                Column::new(say!(l, join_requests.reason)),
            ]
        >
            <tr class="nhsuk-table__row" role="row">
                <Cell label=say!(l, join_requests.asked_on)><Time at=row.made_at/></Cell>
                <Cell label=say!(l, join_requests.role)>{word::role(l, row.role)}</Cell>
                <Cell label=say!(l, join_requests.reason)>
                    <span class="porthor-join-request__words">{row.reason}</span>
                </Cell>
            </tr>
        </DataTable>
    }
}

/// What became of a request that no longer waits; nothing for one that does.
pub(super) fn outcome(review: &ReviewView) -> Option<String> {
    let l = locale();
    let when = review
        .ended_at
        .map(|at| at.day_and_time(language()))
        .unwrap_or_default();
    let who = review
        .decided_by
        .clone()
        .unwrap_or_else(|| say!(l, join_requests.a_pre_approval).to_owned());
    let name = review.row.name.as_str();
    match review.state {
        State::Pending if review.row.own => Some(say!(l, join_requests.decide_own).to_owned()),
        State::Pending => None,
        State::AwaitingConfirmation => Some(say!(l, join_requests.decided_unconfirmed, name = name)),
        State::Approved => Some(say!(l, join_requests.decided_approved, who = who, when = when)),
        State::Rejected => Some(say!(l, join_requests.decided_rejected, who = who, when = when)),
        State::Withdrawn => Some(say!(l, join_requests.decided_withdrawn, name = name, when = when)),
        State::Expired => Some(say!(l, join_requests.decided_expired, when = when)),
    }
}
