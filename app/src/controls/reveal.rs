//! What a form asks further once something is chosen. Without scripts it always stands there.

use leptos::prelude::*;

/// Shown while `shown`; the words within say for whom they are meant, for those who always see them.
#[component]
pub(crate) fn Reveal(#[prop(into)] shown: Signal<bool>, children: Children) -> impl IntoView {
    view! {
        <div class="porthor-reveal" class=("porthor-reveal--shut", move || !shown.get())>
            {children()}
        </div>
    }
}
