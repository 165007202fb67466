//! Several lines of text, of which there may only be so many: with scripts the characters left are counted as one types,
//! and read out when one pauses. Without scripts the hint says how many there may be.

use std::cmp::Ordering;
use std::time::Duration;

use domain::form::Field;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlTextAreaElement;

use super::field::form;
use super::text_fields::TextArea;
use crate::i18n::{Locale, locale, say};

/// How long typing has to pause before the count is read out.
const PAUSE: Duration = Duration::from_secs(1);

/// Several lines of text, at most `most` characters.
#[component]
pub(crate) fn CountedTextArea(
    field: Field,
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
    #[prop(optional, into)] value: String,
    most: u16,
) -> impl IntoView {
    let l = locale();
    let value = form().typed(field.name()).unwrap_or(value);
    let length = RwSignal::new(length(&value));
    let read_out = RwSignal::new(String::new());
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let forget = move || {
        if let Some(waiting) = waiting.try_update_value(Option::take).flatten() {
            waiting.clear();
        }
    };
    on_cleanup(forget);
    let count = move |text: &str| {
        length.set(self::length(text));
        forget();
        let tell = move || read_out.set(left(l, most, length.get_untracked()));
        waiting.set_value(set_timeout_with_handle(tell, PAUSE).ok());
    };
    // What was typed before the scripts came counts too.
    Effect::new(move |_| {
        let area = document().get_element_by_id(field.name());
        if let Some(area) = area.and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok()) {
            length.set(self::length(&area.value()));
        }
    });
    let over = move || length.get() > usize::from(most);
    view! {
        <div class="porthor-count" on:input=move |event| count(&event_target_value(&event))>
            <TextArea field label hint value/>
            <p class="porthor-count__left porthor-script-only" class=("porthor-count__left--over", over) aria-hidden="true">
                {move || left(l, most, length.get())}
            </p>
            <p class="nhsuk-u-visually-hidden" aria-live="polite">{read_out}</p>
        </div>
    }
    .into_any()
}

/// How many characters the server will count.
fn length(text: &str) -> usize {
    text.trim().chars().count()
}

/// How many characters are left, in words. Welsh nouns stay singular after a numeral.
fn left(l: Locale, most: u16, length: usize) -> String {
    let most = usize::from(most);
    let count = most.abs_diff(length);
    match (length.cmp(&most), count) {
        (Ordering::Greater, 1) => say!(l, frame.character_over).to_owned(),
        (Ordering::Greater, _) => say!(l, frame.characters_over, count = count),
        (_, 1) => say!(l, frame.character_left).to_owned(),
        _ => say!(l, frame.characters_left, count = count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_as_the_server_counts_them() {
        let left = |text: &str| left(Locale::en, 250, length(text));
        assert_eq!(left(""), "You have 250 characters left");
        assert_eq!(left(&format!(" {} ", "ŵ".repeat(249))), "You have 1 character left");
        assert_eq!(left(&"ŵ".repeat(250)), "You have 0 characters left");
        assert_eq!(left(&"ŵ".repeat(251)), "You have 1 character too many");
    }
}
