//! Requests that wait, of every organisation that the person may decide for.

use domain::live::Noun;
use leptos::prelude::*;

use super::api::pending_requests;
use super::request_table::{RequestTable, RowDecided};
use super::several_bar::ticks;
use super::undo::UndoOffers;
use crate::asked::Asked;
use crate::controls::{Column, Heading, Loaded};
use crate::here::here;
use crate::i18n::{locale, say};

/// The page that lists them.
#[component]
pub(crate) fn PendingRequestsPage() -> impl IntoView {
    let (l, here) = (locale(), here());
    let pending = Asked::new(move || here.acts(), |_| pending_requests()).live(&[Noun::JoinRequests, Noun::People]);
    let decided = RowDecided::default();
    let ticks = ticks();
    view! {
        <Loaded answer=pending let:rows>
            <Heading text=say!(l, join_requests.pending_title)/>
            <RequestTable
                rows
                decided
                ticks
                caption=say!(l, join_requests.pending_caption)
                empty=say!(l, join_requests.pending_empty)
                columns=vec![
                    Column::new(say!(l, join_requests.name)),
                    Column::new(say!(l, join_requests.email)),
                    Column::new(say!(l, join_requests.role)),
                    Column::new(say!(l, join_requests.asked_on)),
                ]
                with_organisation=true
            />
        </Loaded>
        <UndoOffers/>
    }
}
