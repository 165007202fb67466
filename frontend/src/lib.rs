//! The browser bundle: takes over the page that the server rendered. All that it does is in `app`.
#![cfg(target_arch = "wasm32")]

use leptos::prelude::document;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page once the bundle is there. `porthor-scripts` tells the stylesheet that scripts run.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    app::fetch_page_at_hand().await;
    leptos::mount::hydrate_body(app::App);
    if let Some(root) = document().document_element() {
        // It can only fail for a name that is no class name.
        let _ = root.class_list().add_1("porthor-scripts");
    }
}
