//! Undoing: for some seconds after a decision its maker is offered to take it back, on the page that follows it and on the
//! page of the request. The offer stands at the lower edge of the window, so that no table moves under the pointer.
//!
//! How long it holds is said once, in a sentence; nothing counts down aloud (WCAG 2.2, 2.2.1 and 4.1.3). With scripts the
//! offer goes when its time is over; without, the server says so. The ordinary ways stay open: revoke, and ask again.

use std::time::Duration;

use domain::join_requests::UndoableView;
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::api::{UndoDecision, undoable_decisions};
use crate::asked::Asked;
use crate::controls::focus::focus_on;
use crate::controls::{Button, ButtonLook, Hidden, Later, PostForm, later};
use crate::here::here;
use crate::i18n::{locale, say};
use crate::services::will_need;

/// The offers to undo one's own decisions; nothing where there is none. `only` is the request that the page is about.
#[component]
pub(crate) fn UndoOffers(#[prop(optional, into)] only: Signal<String>) -> impl IntoView {
    let here = here();
    let undoable = Asked::new(move || (only.get(), here.acts()), |(id, _)| undoable_decisions(id));
    // Fetched when there is something to undo.
    let content = later(move || async move {
        let open = undoable.answer().await.unwrap_or_default();
        if open.is_empty() {
            return None;
        }
        will_need("undo");
        offers(open).await.ok()
    });
    view! { <Later content/> }
}

#[wasm_split(undo, wasm_split_path = ::leptos::wasm_split, preload(fetch_undo), fallible)]
pub(crate) fn offers(open: Vec<UndoableView>) -> Result<AnyView, SplitLoaderError> {
    Ok(open).map(|open| view! { <Offers open/> }.into_any())
}

#[component]
fn Offers(open: Vec<UndoableView>) -> impl IntoView {
    let l = locale();
    let seconds = open.first().map_or(0, |offer| offer.seconds);
    let left = RwSignal::new(open.len());
    let rows = open.into_iter().map(|offer| view! { <Offer offer left/> });
    view! {
        <section class="porthor-undo porthor-no-print" aria-labelledby="undo-title" hidden=move || left.get() == 0>
            <h2 class="nhsuk-heading-s" id="undo-title" tabindex="-1">{say!(l, join_requests.undo_title)}</h2>
            <p>{say!(l, join_requests.undo_lead, seconds = seconds)}</p>
            <ul class="nhsuk-list">{rows.collect_view()}</ul>
        </section>
    }
}

/// One decision; with scripts it goes when it can no longer be undone. `left` counts those that stay.
#[component]
fn Offer(offer: UndoableView, left: RwSignal<usize>) -> impl IntoView {
    let l = locale();
    let over = RwSignal::new(false);
    let row = format!("undo-{}", offer.id);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let lasting = Duration::from_secs(offer.left.into());
    let own = row.clone();
    Effect::new(move |_| {
        let row = own.clone();
        let end = move || {
            // Whoever is on it goes on from the heading of the page.
            let focused = document().active_element();
            if focused.is_some_and(|focused| focused.closest(&format!("#{row}")).is_ok_and(|row| row.is_some())) {
                focus_on("page-heading");
            }
            let _ = over.try_set(true);
            let _ = left.try_update(|left| *left = left.saturating_sub(1));
        };
        // Without a timer the server says that it is too late.
        timer.set_value(set_timeout_with_handle(end, lasting).ok());
    });
    on_cleanup(move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    });
    let UndoableView { name, organisation, .. } = offer;
    let (id, code, until) = (
        offer.id.to_string(),
        offer.code.to_string(),
        offer.until.to_the_second(),
    );
    let about = say!(l, join_requests.undo_about, name = name.as_str());
    let what = if offer.approved {
        say!(
            l,
            join_requests.undo_approved,
            name = name,
            organisation = organisation,
            until = until
        )
    } else {
        say!(
            l,
            join_requests.undo_rejected,
            name = name,
            organisation = organisation,
            until = until
        )
    };
    view! {
        <li id=row hidden=move || over.get()>
            <span>{what}</span>
            <PostForm check=|asked: &UndoDecision| asked.form.parse().map(drop) subject=id.clone()>
                <Hidden name="code" value=code/>
                <Hidden name="id" value=id/>
                <Button label=say!(l, join_requests.undo) about look=ButtonLook::Small/>
            </PostForm>
        </li>
    }
}
