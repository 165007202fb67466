//! Fields for one line and for several.

use domain::form::Field;
use leptos::prelude::*;

use super::field::{FieldProblem, Group, Hint, described_by, form, is_wrong, says_true};

/// One line of text.
#[component]
pub(crate) fn TextField(
    field: Field,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] autocomplete: Option<&'static str>,
) -> impl IntoView {
    let name = field.name();
    let described_by = described_by(field, !hint.is_empty());
    let wrong = is_wrong(field);
    let value = form().typed(name).unwrap_or(value);
    view! {
        <Group field>
            <label class="nhsuk-label" for=name>{label}</label>
            <Hint field hint/>
            <FieldProblem field/>
            <input
                class="nhsuk-input"
                class=("nhsuk-input--error", wrong)
                id=name
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                spellcheck="false"
                aria-describedby=described_by
                aria-invalid=says_true(move || wrong.get())
            />
        </Group>
    }
    .into_any()
}

/// Several lines of text.
#[component]
pub(crate) fn TextArea(
    field: Field,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    #[prop(default = 4)] rows: u8,
) -> impl IntoView {
    let name = field.name();
    let described_by = described_by(field, !hint.is_empty());
    let wrong = is_wrong(field);
    let value = form().typed(name).unwrap_or(value);
    view! {
        <Group field>
            <label class="nhsuk-label" for=name>{label}</label>
            <Hint field hint/>
            <FieldProblem field/>
            <textarea
                class="nhsuk-textarea"
                class=("nhsuk-textarea--error", wrong)
                id=name
                name=name
                rows=rows.to_string()
                aria-describedby=described_by
                aria-invalid=says_true(move || wrong.get())
            >
                {value}
            </textarea>
        </Group>
    }
    .into_any()
}
