//! Keyboard shortcuts on the screen: single keys that act on the rows of the page's tables ([`keys`], fetched once somebody
//! is signed in who has them on), what they are, and switching them. A row is what bears the class `porthor-row`; what it
//! offers is named by `data-key`: `open`, `tick`, `approve`, `reject`.

pub(crate) mod api;

mod dialog;
mod keys;
mod rows;
mod switch_page;

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use crate::chunk::chunk;
use crate::controls::{Later, later};
use crate::here::here;
use switch_page::ShortcutsPage;

chunk! {
    /// What one wants of letters and keys.
    my_details: ShortcutsSwitchPage { Switch => ShortcutsPage }
}

/// The shortcuts, where somebody is signed in who has them on.
#[component]
pub(crate) fn Shortcuts() -> impl IntoView {
    let here = here();
    // Found out in the browser only, so that the page does not wait for what the keys need.
    let on = RwSignal::new(false);
    Effect::new(move |_| {
        let visitor = here.visitor.now();
        let person = visitor.and_then(|visitor| visitor.ok()?.person);
        let now = person.is_some_and(|person| person.shortcuts);
        if on.get_untracked() != now {
            on.set(now);
        }
    });
    let content = later(move || {
        let on = on.get();
        async move { if on { shortcuts().await.ok() } else { None } }
    });
    view! { <Later content/> }
}

#[wasm_split(shortcuts, wasm_split_path = ::leptos::wasm_split, fallible)]
fn shortcuts() -> Result<AnyView, SplitLoaderError> {
    Ok(keys::Keys).map(|keys| keys().into_any())
}
