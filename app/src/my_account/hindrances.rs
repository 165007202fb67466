//! What stands in the way of closing one's own account, said on both steps: organisations that need somebody else first
//! (decision 6), and a support team that would be too small.

use domain::my_account::ClosingView;
use leptos::prelude::*;

use crate::i18n::{locale, say};
use crate::people::InTheWay;

/// What stands in the way; nothing where nothing does.
#[component]
pub(super) fn Hindrances(closing: ClosingView) -> impl IntoView {
    let l = locale();
    let team = closing
        .few_support_people
        .then(|| view! { <p class="porthor-warning">{say!(l, my_account.few_support_people)}</p> });
    let organisations = closing.in_the_way;
    let organisations =
        (!organisations.is_empty()).then(|| view! { <InTheWay lead=say!(l, my_account.cannot_close) organisations/> });
    view! { {team} {organisations} }
}
