//! Where the focus goes, so that it is never lost.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

/// Gives an element the focus as soon as the changes under way are on the screen.
pub(crate) fn focus_on(id: impl Into<String>) {
    let id = id.into();
    request_animation_frame(move || {
        let element = document()
            .get_element_by_id(&id)
            .and_then(|element| element.dyn_into::<HtmlElement>().ok());
        if let Some(element) = element {
            // An element that cannot take the focus leaves it where it is.
            let _ = element.focus();
        }
    });
}
