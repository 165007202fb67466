//! The warning before a session ends by itself (WCAG 2.2, 2.2.1): in the last two minutes, or later after an absence.
//!
//! The server decides when a session ends; this only watches ([`watch`]). Every answer about the visitor, which comes on
//! every page and after every act, says how long the session may rest; before it warns ([`dialog`]), the tab asks whether
//! another one has been busy. At the end it goes to the sign-in page, so that nobody reads on at a desk that was left.
//! Where something was typed and not sent it stays, says what happened, and lets the person go back: sending it then
//! leads through sign-in to the filled form, as it does without scripts, where the next request tells all of this.

mod dialog;
mod watch;

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos_router::hooks::use_location;

use self::dialog::IdleDialog;
use self::watch::{Standing, Watch};
use crate::controls::{Later, later};
use crate::here::{address, go_instead, here, sign_in_for};
use crate::sessions::RESTED;

/// The warning, closed until it is time. `typed` tells whether something was typed on this page.
#[component]
pub(super) fn IdleWarning(typed: StoredValue<bool>) -> impl IntoView {
    let here = here();
    let watch = Watch::new(typed, here);
    let (path, go) = (use_location().pathname, go_instead());
    Effect::new(move |_| {
        path.track();
        // What was done took with it what had been typed for it.
        here.acts();
        typed.set_value(false);
    });
    Effect::new(move |_| {
        if let Some(Ok(visitor)) = here.visitor.now() {
            watch.learn(visitor.person.map(|person| person.time_left));
        }
    });
    Effect::new(move |_| {
        if watch.standing.get() == Standing::Left {
            go(&format!("{}&{RESTED}=1", sign_in_for(&address())));
        }
    });
    Effect::new(move |_| {
        if here.live.has_ended() {
            watch.end();
        }
    });
    on_cleanup(move || watch.forget_timer());
    // Fetched when there is something to warn of; from then on it stays, for a dialog gives the focus back as it closes.
    let wanted = Memo::new(move |before| before == Some(&true) || watch.standing.get() != Standing::Lasting);
    let content = later(move || {
        let wanted = wanted.get();
        async move { if wanted { warning(watch).await.ok() } else { None } }
    });
    view! { <Later content/> }
}

#[wasm_split(idle, wasm_split_path = ::leptos::wasm_split, fallible)]
fn warning(watch: Watch) -> Result<AnyView, SplitLoaderError> {
    Ok(watch).map(|watch| view! { <IdleDialog watch/> }.into_any())
}
