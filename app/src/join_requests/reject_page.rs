//! The page that rejects a request, with a reason.

use domain::Page;
use domain::join_requests::ReviewView;
use leptos::prelude::*;

use super::api::join_request_to_review;
use super::decision_form::RejectionForm;
use super::request_details::{RequestDetails, outcome};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Heading, Loaded};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// The page that rejects.
#[component]
pub(crate) fn RejectPage() -> impl IntoView {
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
        None => view! { <RejectionForm review=review.clone()/> }.into_any(),
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, join_requests.back_to_review)}</a>
        <Heading text=say!(l, join_requests.reject_title, name = review.row.name.as_str()) caption/>
        <RequestDetails review/>
        {below}
    }
}
