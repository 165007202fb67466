//! What the steps of inviting share. Which step comes when is decided in `domain`.

use domain::invitations::{InvitationDraftView, Step, shows};
use leptos::prelude::*;

use super::inviting_api::invitation_draft;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Elsewhere, Loaded};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// A step, around its form. Who has not got that far yet is led to where they are.
#[component]
pub(super) fn StepPage<F, V>(step: Step, children: F) -> impl IntoView
where
    F: Fn(InvitationDraftView) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let (id, here) = (piece("id"), here());
    let draft = Asked::new(move || (id.get(), here.acts()), |(id, _)| invitation_draft(id));
    view! {
        <Loaded answer=draft let:draft>
            {if shows(draft.next_step, step) {
                children(draft).into_any()
            } else {
                view! { <Elsewhere page=draft.next_step.page(draft.id)/> }.into_any()
            }}
        </Loaded>
    }
}

/// The words above the heading: which step this is.
pub(super) fn caption(step: Step) -> String {
    let at = match step {
        Step::Email => 1,
        Step::Names => 2,
        Step::Organisation => 3,
        Step::Role => 4,
        Step::Check | Step::Sent => 5,
    };
    say!(locale(), inviting.step, at = at)
}

/// The way back to the step before.
pub(super) fn back(step: Step, draft: &InvitationDraftView) -> impl IntoView {
    let address = to(step.page(draft.id));
    view! { <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=address>{say!(locale(), inviting.back)}</a> }
}
