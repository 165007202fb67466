//! What stands in the address of a page: the pieces of its path, and its query.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::location::Url;

/// A piece of the path, by its name in the route table; empty where there is none.
pub(crate) fn piece(name: &'static str) -> Memo<String> {
    let pieces = use_params_map();
    Memo::new(move |_| pieces.with(|pieces| pieces.get(name)).unwrap_or_default())
}

/// A value of the query; empty where there is none.
pub(crate) fn query(name: &'static str) -> Memo<String> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get(name)).unwrap_or_default())
}

/// An address with a query; what is empty is left out.
pub(crate) fn with_query(path: &str, values: &[(&str, &str)]) -> String {
    let given = values.iter().filter(|(_, value)| !value.is_empty());
    let pieces: Vec<String> = given
        .map(|(name, value)| format!("{name}={}", Url::escape(value)))
        .collect();
    if pieces.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", pieces.join("&"))
    }
}
