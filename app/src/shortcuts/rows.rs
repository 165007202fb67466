//! The rows of the page's tables: going through them, and pressing what the one with the focus offers. It is real focus
//! that moves, so that screen readers follow and Enter opens what it stands on.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

const ROWS: &str = "#maincontent .porthor-row";
/// What a row is entered by: what opens it, or else its first link, button or box.
const ENTRANCES: [&str; 2] = ["[data-key=open]", "a, button, input"];
/// What searches or filters: a page has one.
const SEARCH: &str = "#maincontent input[type=search], #maincontent form[method=get] input:not([type=hidden])";

/// Goes to the next row, or to the one before; from outside to the first or last. Whether there was one.
pub(super) fn go(on: bool) -> bool {
    let rows = rows();
    let now = with_focus().and_then(|row| rows.iter().position(|one| *one == row));
    let next = match (now, on) {
        (None, true) => 0,
        (None, false) => rows.len().saturating_sub(1),
        (Some(now), true) => (now + 1).min(rows.len() - 1),
        (Some(now), false) => now.saturating_sub(1),
    };
    rows.get(next).is_some_and(enter)
}

/// Presses what the row with the focus offers under this name. Whether it offers it.
pub(super) fn press(key: &str) -> bool {
    let offer = with_focus().and_then(|row| find(&row, &format!("[data-key={key}]")));
    let Some(offer) = offer else { return false };
    offer.click();
    true
}

/// Goes to the field that searches. Whether the page has one.
pub(super) fn search() -> bool {
    let field = document().query_selector(SEARCH).ok().flatten();
    field.is_some_and(|field| focus(&field))
}

/// The row in which the focus stands.
fn with_focus() -> Option<Element> {
    document().active_element()?.closest(ROWS).ok().flatten()
}

fn rows() -> Vec<Element> {
    let Ok(found) = document().query_selector_all(ROWS) else {
        return Vec::new();
    };
    let rows = (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok());
    rows.collect()
}

fn enter(row: &Element) -> bool {
    let entrance = ENTRANCES.iter().find_map(|entrance| find(row, entrance));
    entrance.is_some_and(|entrance| focus(&entrance))
}

fn find(row: &Element, selector: &str) -> Option<HtmlElement> {
    // A selector of ours is well-formed.
    row.query_selector(selector).ok().flatten()?.dyn_into().ok()
}

fn focus(element: &Element) -> bool {
    let element = element.dyn_ref::<HtmlElement>();
    element.is_some_and(|element| element.focus().is_ok())
}
