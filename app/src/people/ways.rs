//! What stands in the way of disabling somebody's account, said on both steps (decision 6).

use domain::members::last_approver::LastApprover;
use domain::people::DisablingView;
use leptos::prelude::*;

use super::ending::InTheWay;
use crate::i18n::{locale, say};

/// Whether nothing stands in the way: for each organisation that needs the person, two support people have agreed.
pub(super) fn can_be_disabled(disabling: &DisablingView) -> bool {
    !disabling.support && disabling.in_the_way.iter().all(LastApprover::is_overridden)
}

/// What stands in the way, and the ways out; nothing where nothing does.
#[component]
pub(super) fn Ways(disabling: DisablingView) -> impl IntoView {
    let l = locale();
    let overridden = can_be_disabled(&disabling);
    let DisablingView {
        support,
        in_the_way: organisations,
        ..
    } = disabling;
    if support {
        view! { <p class="porthor-warning">{say!(l, people.disable_support)}</p> }.into_any()
    } else if organisations.is_empty() {
        ().into_any()
    } else {
        let lead = if overridden {
            say!(l, people.disable_overridden)
        } else {
            say!(l, people.cannot_disable)
        };
        view! { <InTheWay lead organisations/> }.into_any()
    }
}
