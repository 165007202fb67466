//! A box to tick.

use leptos::prelude::*;

use super::field::form;

/// A box to tick, and what ticking it means. It posts `value` under `name`, or nothing.
#[component]
pub(crate) fn Checkbox(
    name: &'static str,
    value: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
) -> impl IntoView {
    let ticked = form().typed(name).is_some_and(|typed| typed == value);
    let hint_id = format!("{name}-hint");
    view! {
        <div class="nhsuk-form-group">
            <div class="nhsuk-checkboxes">
                <div class="nhsuk-checkboxes__item">
                    <input
                        class="nhsuk-checkboxes__input"
                        type="checkbox"
                        id=name
                        name=name
                        value=value
                        checked=ticked
                        aria-describedby=hint_id.clone()
                    />
                    <label class="nhsuk-label nhsuk-checkboxes__label" for=name>{label}</label>
                    <div class="nhsuk-hint nhsuk-checkboxes__hint" id=hint_id>{hint}</div>
                </div>
            </div>
        </div>
    }
    .into_any()
}
