//! The page on which several requests are decided at once: who is among them, who is left out and why, and *Confirm*.
//! Once confirmed, the same address says what came of each.

use domain::Page;
use domain::form::Field;
use domain::join_requests::several::{Outcome, SeveralRow, SeveralView, Verdict};
use leptos::prelude::*;

use super::api::{DecideSeveral, several};
use super::several_table::{Rows, SeveralTable};
use super::undo::UndoOffers;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Choice, Heading, Hidden, Loaded, PostForm, Radios, TextArea};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// The page.
#[component]
pub(crate) fn SeveralPage() -> impl IntoView {
    let (id, here) = (piece("id"), here());
    let chosen = Asked::new(move || (id.get(), here.acts()), |(id, _)| several(id));
    view! {
        <Loaded answer=chosen let:chosen>
            {if chosen.began.is_some() {
                view! { <Results chosen/> }.into_any()
            } else {
                view! { <Confirm chosen/> }.into_any()
            }}
        </Loaded>
    }
}

/// Before: who will be decided, who will not, and the form.
#[component]
fn Confirm(chosen: SeveralView) -> impl IntoView {
    let l = locale();
    let (id, verdict) = (chosen.id.to_string(), chosen.verdict);
    let is_left_out = |row: &SeveralRow| matches!(row.outcome, Outcome::LeftOut(_));
    let (left_out, to_decide): (Vec<_>, Vec<_>) = chosen.rows.into_iter().partition(is_left_out);
    let decide = if to_decide.is_empty() {
        view! { <p>{say!(l, several.none_left)}</p> }.into_any()
    } else {
        view! {
            <SeveralTable
                rows=to_decide.clone()
                shows=Rows::Chosen
                caption=say!(l, several.to_decide, count = to_decide.len())
            />
        }
        .into_any()
    };
    let leave = (!left_out.is_empty()).then(|| {
        let caption = say!(l, several.left_out, count = left_out.len());
        view! {
            <SeveralTable rows=left_out shows=Rows::LeftOut caption/>
            <p>{say!(l, several.left_out_lead)}</p>
        }
    });
    let form = (!to_decide.is_empty()).then(|| view! { <ConfirmForm id verdict/> });
    view! {
        <Back/>
        <Heading text=say!(l, several.title)/>
        {decide}
        {leave}
        {form}
    }
}

/// Approve or reject, the reason, *Confirm*.
#[component]
fn ConfirmForm(id: String, verdict: Verdict) -> impl IntoView {
    let l = locale();
    let choices = vec![
        Choice::new(Verdict::Approve.tag(), say!(l, several.approve)),
        Choice::new(Verdict::Reject.tag(), say!(l, several.reject)),
    ];
    view! {
        <p>{say!(l, several.lead)}</p>
        <PostForm check=|asked: &DecideSeveral| asked.form.parse().map(drop) subject=id.clone()>
            <Hidden name="id" value=id/>
            <Radios field=Field::Verdict legend=say!(l, several.verdict) value=verdict.tag() choices/>
            <TextArea field=Field::Reason label=say!(l, several.reason) hint=say!(l, several.reason_hint)/>
            <Button label=say!(l, several.confirm)/>
        </PostForm>
    }
}

/// After: what came of each.
#[component]
fn Results(chosen: SeveralView) -> impl IntoView {
    let l = locale();
    let (done, left) = chosen.counts();
    let waiting = chosen.waiting();
    let counted = match chosen.verdict {
        Verdict::Approve => say!(l, several.approved_count, done = done, left = left),
        Verdict::Reject => say!(l, several.rejected_count, done = done, left = left),
    };
    let reason = chosen.reason.clone().map(|reason| {
        view! { <p class="porthor-join-request__reason">{reason}</p> }
    });
    let (id, verdict) = (chosen.id.to_string(), chosen.verdict.tag());
    let reason_again = chosen.reason.unwrap_or_default();
    let go_on = (waiting > 0).then(|| {
        view! {
            <p>{say!(l, several.not_finished, count = waiting)}</p>
            <PostForm check=|asked: &DecideSeveral| asked.form.parse().map(drop) subject=id.clone()>
                <Hidden name="id" value=id/>
                <Hidden name="verdict" value=verdict/>
                <Hidden name="reason" value=reason_again/>
                <Button label=say!(l, several.go_on)/>
            </PostForm>
        }
    });
    view! {
        <Back/>
        <Heading text=say!(l, several.title_done)/>
        <p><strong>{counted}</strong></p>
        {reason}
        {go_on}
        <SeveralTable rows=chosen.rows shows=Rows::Results caption=say!(l, several.results)/>
        <UndoOffers/>
    }
}

#[component]
fn Back() -> impl IntoView {
    let l = locale();
    let back = to(Page::Registrations);
    view! { <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, several.back)}</a> }
}
