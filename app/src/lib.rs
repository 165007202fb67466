//! What a person sees.

pub mod error;
pub mod flash;
pub mod services;

use leptos::prelude::*;

/// The document around the app. The server renders it; `options.output_name` names the bundle.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! { <html><body>{options.output_name.to_string()}</body></html> }
}
