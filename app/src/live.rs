//! Live tables: what somebody else does appears in the tables that are open, without a reload. A page says with
//! [`Asked::live`](crate::asked::Asked::live) which nouns its table shows; the tab hears what happens ([`listening`],
//! fetched once somebody is signed in), asks again by the call that it is permitted, and shows what has changed
//! ([`keeping`] the focus and the ticks where they were). Only what lists and tables show is asked again, never a form.
//! Without scripts nothing is missing: whoever loads the page sees how things stand.

mod browser;
mod keeping;
mod listening;

use domain::live::Noun;
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use crate::asked::Again;
use crate::controls::{Later, later};
use crate::here::{Here, here};
use crate::i18n::{locale, say};

/// What is open, for whoever listens. It lives as long as the document.
#[derive(Clone, Copy)]
pub(crate) struct Live(StoredValue<Known>);

/// What is known of the page.
struct Known {
    /// The tables that are open, with what they show.
    open: Vec<(&'static [Noun], Again)>,
    /// Who is looking.
    visitor: Again,
    /// Whether the page awaits the answer to an act.
    acting: bool,
    /// How often a table has changed by itself.
    changes: RwSignal<u32>,
    /// Whether the session ended elsewhere.
    ended: RwSignal<bool>,
}

impl Live {
    /// Nothing is open yet.
    pub(crate) fn new(visitor: Again) -> Self {
        Self(StoredValue::new(Known {
            open: Vec::new(),
            visitor,
            acting: false,
            changes: RwSignal::new(0),
            ended: RwSignal::new(false),
        }))
    }

    /// A table that shows these nouns is open, until its page is left.
    pub(crate) fn opens(self, nouns: &'static [Noun], table: Again) {
        self.0.update_value(|known| {
            known.open.retain(|(_, table)| !table.is_gone());
            known.open.push((nouns, table));
        });
    }

    /// The page begins an act, or has its answer.
    pub(crate) fn acts(self, acting: bool) {
        self.0.update_value(|known| known.acting = acting);
    }

    /// Whether the session was found to have ended elsewhere; true once.
    pub(crate) fn has_ended(self) -> bool {
        let ended = self.0.with_value(|known| known.ended);
        let now = ended.get();
        if now {
            ended.set(false);
        }
        now
    }
}

/// Listens as soon as somebody is signed in, and says politely that a table has changed.
#[component]
pub(crate) fn LiveTables() -> impl IntoView {
    let here = here();
    // Found out in the browser only, so that the page does not wait for what listens.
    let wanted = RwSignal::new(false);
    Effect::new(move |_| {
        let signed_in = here
            .visitor
            .now()
            .is_some_and(|visitor| visitor.is_ok_and(|visitor| visitor.person.is_some()));
        if signed_in {
            wanted.set(true);
        }
    });
    let content = later(move || {
        let wanted = wanted.get();
        async move { if wanted { listen(here).await.ok() } else { None } }
    });
    view! { <Later content/> }
}

#[wasm_split(live, wasm_split_path = ::leptos::wasm_split, fallible)]
fn listen(here: Here) -> Result<AnyView, SplitLoaderError> {
    Ok(here).map(|here| view! { <Listening here/> }.into_any())
}

/// Hears what happens, and says that a table has changed.
#[component]
fn Listening(here: Here) -> impl IntoView {
    let (l, changes) = (locale(), here.live.0.with_value(|known| known.changes));
    listening::start(here);
    let before = changes.get_untracked();
    // The same sentence twice is read out twice only where it is another text.
    let said = move || match changes.get() {
        now if now == before => String::new(),
        now if now % 2 == 0 => format!("{} ", say!(l, frame.list_changed)),
        _ => say!(l, frame.list_changed).to_owned(),
    };
    view! {
        <p class="nhsuk-u-visually-hidden" id="list-changed" role="status" aria-live="polite">{said}</p>
    }
    .into_any()
}
