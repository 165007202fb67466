//! What stands above a table of requests whose rows can be ticked: how many are, and the two buttons that lead to the
//! page on which they are decided at once.

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::api::ChooseSeveral;
use crate::controls::{Later, PostForm, SEVERAL, TickAll, Ticks, later};
use crate::i18n::{locale, say};
use crate::services::will_need;

/// What the form posts to.
const CHOOSE: &str = "choose_several";

/// The ticks of a page, to be made above what is asked for again.
pub(crate) fn ticks() -> Ticks {
    Ticks::new(CHOOSE)
}

/// The form of the ticks; `rows` are those of the table that can be ticked. Nothing where none can.
#[component]
pub(crate) fn SeveralBar(ticks: Ticks, rows: Vec<String>) -> impl IntoView {
    // Fetched where there is something to tick.
    if !rows.is_empty() {
        will_need("several_bar");
    }
    let content = later(move || {
        let rows = rows.clone();
        async move {
            if rows.is_empty() {
                None
            } else {
                bar(ticks, rows).await.ok()
            }
        }
    });
    view! { <Later content/> }
}

#[wasm_split(several_bar, wasm_split_path = ::leptos::wasm_split, preload(fetch_several_bar), fallible)]
pub(crate) fn bar(ticks: Ticks, rows: Vec<String>) -> Result<AnyView, SplitLoaderError> {
    Ok(rows).map(|rows| view! { <Bar ticks rows/> }.into_any())
}

#[component]
fn Bar(ticks: Ticks, rows: Vec<String>) -> impl IntoView {
    let l = locale();
    let count = move || match ticks.count() {
        0 => String::new(),
        count => say!(l, several.ticked, count = count),
    };
    view! {
        <PostForm check=|_: &ChooseSeveral| Ok(()) id=SEVERAL class="porthor-several porthor-no-print">
            <TickAll ticks rows label=say!(l, several.tick_all)/>
            <div class="nhsuk-button-group">
                <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" name="verdict" value="approve">
                    {say!(l, several.approve_ticked)}
                </button>
                <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" name="verdict" value="reject">
                    {say!(l, several.reject_ticked)}
                </button>
                <p class="porthor-script-only" role="status">{count}</p>
            </div>
        </PostForm>
    }
}
