//! The page that approves a request: which role, until when, and *Confirm* (S36).

use domain::Page;
use domain::join_requests::ReviewView;
use leptos::prelude::*;

use super::api::join_request_to_review;
use super::decision_form::ApprovalForm;
use super::request_details::{RequestDetails, outcome};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Heading, Loaded};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// The page that approves.
#[component]
pub(crate) fn ApprovePage() -> impl IntoView {
    let (code, id, here) = (piece("code"), piece("id"), here());
    let review = Asked::new(
        move || (code.get(), id.get(), here.acts()),
        |(code, id, _)| join_request_to_review(code, id),
    );
    view! {
        <Loaded answer=review let:review>
            <Content review/>
        </Loaded>
    }
}

#[component]
fn Content(review: ReviewView) -> impl IntoView {
    let l = locale();
    let back = to(Page::Review(review.row.code.clone(), review.row.id));
    let caption = format!("{} · {}", review.organisation.name, review.organisation.code);
    let below = match outcome(&review) {
        Some(outcome) => view! { <p>{outcome}</p> }.into_any(),
        None => view! { <ApprovalForm review=review.clone()/> }.into_any(),
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, join_requests.back_to_review)}</a>
        <Heading text=say!(l, join_requests.approve_title, name = review.row.name.as_str()) caption/>
        <RequestDetails review/>
        {below}
    }
}
