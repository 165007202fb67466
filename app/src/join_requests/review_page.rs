//! The page that reviews a request. *Approve* and *Reject* lead to the second step of each decision, on a page of its own.

use domain::Page;
use domain::join_requests::ReviewView;
use domain::shared_mailbox::Warning;
use leptos::prelude::*;

use super::api::join_request_to_review;
use super::besides::BesidesList;
use super::request_details::{RequestDetails, outcome};
use super::undo::UndoOffers;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Heading, Loaded};
use crate::here::{here, to};
use crate::i18n::{language, locale, say};

/// The page of one request for those who may decide it.
#[component]
pub(crate) fn ReviewPage() -> impl IntoView {
    let (code, id, here) = (piece("code"), piece("id"), here());
    let review = Asked::new(
        move || (code.get(), id.get(), here.acts()),
        |(code, id, _)| join_request_to_review(code, id),
    );
    view! {
        <Loaded answer=review let:review>
            <Review review/>
        </Loaded>
        <UndoOffers only=id/>
    }
}

/// The details and the choice between the two decisions.
#[component]
fn Review(review: ReviewView) -> impl IntoView {
    let l = locale();
    let (code, id) = (review.row.code.clone(), review.row.id);
    let caption = format!("{} · {}", review.organisation.name, review.organisation.code);
    let below = match outcome(&review) {
        Some(outcome) => {
            let reason = review.decision_reason.clone();
            let reason = reason.map(|reason| view! { <p class="porthor-join-request__reason">{reason}</p> });
            view! { <p>{outcome}</p> {reason} }.into_any()
        }
        None => view! { <Choices review=review.clone()/> }.into_any(),
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Members(code))>{say!(l, join_requests.back_to_members)}</a>
        <Heading text=say!(l, join_requests.review_title, name = review.row.name.as_str()) caption/>
        <RequestDetails review=review.clone()/>
        <BesidesList besides=review.besides/>
        <div id=format!("decision-{id}")>{below}</div>
    }
}

#[component]
fn Choices(review: ReviewView) -> impl IntoView {
    let l = locale();
    let reject = to(Page::Reject(review.row.code.clone(), review.row.id));
    let reject =
        view! { <a class="nhsuk-button nhsuk-button--secondary" href=reject>{say!(l, join_requests.reject)}</a> };
    if let Some((id, by, at)) = review.proposed {
        let when = at.day_and_time(language());
        return view! {
            <h2 class="nhsuk-heading-m">{say!(l, join_requests.decide_title)}</h2>
            <p>{say!(l, proposals.waiting_for_second, by = by, when = when)}</p>
            <div class="nhsuk-button-group">
                <a class="nhsuk-button" href=to(Page::Proposal(id))>{say!(l, proposals.second_link)}</a>
                {reject}
            </div>
        }
        .into_any();
    }
    if review.row.needs_case {
        let lead = if review.case.is_some() {
            say!(l, join_requests.needs_case)
        } else {
            say!(l, join_requests.no_case)
        };
        let case = review.case.map(|id| {
            view! { <a class="nhsuk-button" href=to(Page::Case(id))>{say!(l, join_requests.case_link)}</a> }
        });
        return view! {
            <h2 class="nhsuk-heading-m">{say!(l, join_requests.decide_title)}</h2>
            <p>{lead}</p>
            <div class="nhsuk-button-group">{case} {reject}</div>
        }
        .into_any();
    }
    let (code, id) = (review.row.code, review.row.id);
    let approve = to(Page::Approve(code, id));
    let only_rejected = review.row.warning == Some(Warning::SharedMailbox) && !review.may_override;
    let approve = (!only_rejected).then(|| {
        view! { <a class="nhsuk-button" href=approve>{say!(l, join_requests.approve)}</a> }
    });
    view! {
        <h2 class="nhsuk-heading-m">{say!(l, join_requests.decide_title)}</h2>
        <div class="nhsuk-button-group">
            {approve}
            {reject}
        </div>
    }
    .into_any()
}
