//! Keeping the focus where it was while a table changes: a row that goes away moves the rows beneath it into other elements
//! of the page, and nobody may approve a row that they did not mean.

use std::rc::Rc;

use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::Element;

use super::browser::{call, get, make};

/// Where the content of a page is.
const CONTENT: &str = "#maincontent";

/// What had the focus before a table changed.
pub(super) struct Kept {
    element: Element,
    key: String,
    /// The table in which it stood, or else what stood there.
    table: Option<String>,
}

impl Kept {
    /// How it is now; nothing where the focus is not in the content.
    pub(super) fn now() -> Option<Self> {
        let element = document().active_element().filter(is_content)?;
        Some(Self {
            key: key(&element),
            table: element.closest("table[id]").ok().flatten().map(|table| table.id()),
            element,
        })
    }

    /// Puts it back as soon as the table has changed, before anything else can happen on the page.
    pub(super) fn put_back(self) {
        let kept = Rc::new(self);
        let changed = kept.clone();
        let put = Closure::<dyn FnMut()>::new(move || changed.put()).into_js_value();
        let Ok(observer) = make("MutationObserver", &put) else {
            return kept.put();
        };
        let what = Object::new();
        for name in ["childList", "subtree", "attributes", "characterData"] {
            // A plain object takes any property.
            let _ = Reflect::set(&what, &name.into(), &JsValue::TRUE);
        }
        let content = document().query_selector(CONTENT).ok().flatten();
        let observe = get(&observer, "observe").and_then(JsCast::dyn_into::<js_sys::Function>);
        if let (Ok(observe), Some(content)) = (observe, content) {
            // What cannot be watched is left as it is.
            let _ = observe.call2(&observer, &content, &what);
        }
        request_animation_frame(move || {
            // Nothing may have changed that is watched.
            kept.put();
            let _ = call(&observer, "disconnect", &JsValue::UNDEFINED);
        });
    }

    fn put(&self) {
        let now = document().active_element().filter(is_content);
        // Whoever has moved it meanwhile is where they want to be.
        if now.is_some_and(|now| now != self.element || key(&now) == self.key) {
            return;
        }
        let everything = elements("a, button, input, select, textarea, summary, [tabindex]");
        let same = everything.into_iter().find(|element| key(element) == self.key);
        let table = || {
            self.table
                .as_ref()
                .and_then(|table| document().get_element_by_id(table))
        };
        if let Some(element) = same.or_else(table) {
            let still = Object::new();
            let _ = Reflect::set(&still, &"preventScroll".into(), &JsValue::TRUE);
            // What cannot take the focus leaves it where it is.
            let _ = call(&element, "focus", &still);
        }
    }
}

/// What tells an element from all others, whichever row it stands in.
fn key(element: &Element) -> String {
    let attribute = |name| element.get_attribute(name).unwrap_or_default();
    match element.id() {
        id if id.is_empty() => [
            attribute("href"),
            attribute("name"),
            attribute("value"),
            element.tag_name(),
        ]
        .join(" "),
        id => id,
    }
}

fn is_content(element: &Element) -> bool {
    element.closest(CONTENT).is_ok_and(|content| content.is_some())
}

fn elements(selector: &str) -> Vec<Element> {
    let found = call(&document(), "querySelectorAll", &selector.into()).unwrap_or_default();
    let found = Array::from(&found);
    found.iter().filter_map(|element| element.dyn_into().ok()).collect()
}
