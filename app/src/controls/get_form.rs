//! A form that only looks: a search, a filter. Its answers stand in the address of the page itself.

use leptos::ev::SubmitEvent;
use leptos::form::form_data_from_event;
use leptos::prelude::*;
use leptos::web_sys::UrlSearchParams;
use leptos_router::hooks::use_location;

use crate::here::go;

/// A form whose fields become the query of this page; with scripts without a reload.
#[component]
pub(crate) fn GetForm(
    #[prop(into)] class: String,
    #[prop(optional)] role: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let path = use_location().pathname;
    let go = go();
    let submit = move |event: SubmitEvent| {
        let fields = form_data_from_event(&event).ok();
        let query = fields.and_then(|fields| UrlSearchParams::new_with_str_sequence_sequence(&fields).ok());
        // The button is among the fields, without a name.
        let query = query.inspect(|query| query.delete(""));
        if let Some(query) = query.and_then(|query| query.to_string().as_string()) {
            event.prevent_default();
            go(&format!("{}?{query}", path.get_untracked()));
        }
    };
    view! {
        <form method="get" novalidate action=move || path.get() class=class role=role on:submit=submit>
            {children()}
        </form>
    }
    .into_any()
}
