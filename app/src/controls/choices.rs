//! Fields that offer choices.

use domain::form::Field;
use leptos::prelude::*;

use super::field::{FieldProblem, Group, Hint, described_by, form, is_wrong};

/// One of the choices.
#[derive(Clone, Default)]
pub(crate) struct Choice {
    /// What is posted.
    pub(crate) value: String,
    /// What is read.
    pub(crate) label: String,
    /// What else is read.
    pub(crate) hint: String,
}

impl Choice {
    /// A choice without a hint.
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
        }
    }

    /// The same with a hint.
    pub(crate) fn with_hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: hint.into(),
            ..self
        }
    }
}

/// A few choices, all in view. The first has the field's own id, so that the error summary leads to it.
/// `chosen` follows what is chosen, for a form that then asks for more.
#[component]
pub(crate) fn Radios(
    field: Field,
    #[prop(into)] legend: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    #[prop(optional)] chosen: Option<RwSignal<String>>,
    choices: Vec<Choice>,
) -> impl IntoView {
    let name = field.name();
    let described_by = described_by(field, !hint.is_empty());
    let value = form().typed(name).unwrap_or(value);
    let choose = move |value| {
        if let Some(chosen) = chosen {
            chosen.set(value);
        }
    };
    choose(value.clone());
    let items = choices.into_iter().enumerate().map(move |(at, choice)| {
        let id = if at == 0 {
            name.to_owned()
        } else {
            format!("{name}-{}", at + 1)
        };
        let hint_id = format!("{id}-item-hint");
        let has_hint = !choice.hint.is_empty();
        view! {
            <div class="nhsuk-radios__item">
                <input
                    class="nhsuk-radios__input"
                    type="radio"
                    id=id.clone()
                    name=name
                    checked=choice.value == value
                    value=choice.value
                    aria-describedby=has_hint.then(|| hint_id.clone())
                />
                <label class="nhsuk-label nhsuk-radios__label" for=id>{choice.label}</label>
                {has_hint.then(|| view! { <div class="nhsuk-hint nhsuk-radios__hint" id=hint_id>{choice.hint}</div> })}
            </div>
        }
    });
    view! {
        <Group field>
            <fieldset class="nhsuk-fieldset" aria-describedby=described_by>
                <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">{legend}</legend>
                <Hint field hint/>
                <FieldProblem field/>
                <div class="nhsuk-radios" on:change=move |event| choose(event_target_value(&event))>
                    {items.collect_view()}
                </div>
            </fieldset>
        </Group>
    }
    .into_any()
}

/// Many choices, one in view.
#[component]
pub(crate) fn Select(
    field: Field,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    choices: Vec<Choice>,
) -> impl IntoView {
    let name = field.name();
    let described_by = described_by(field, !hint.is_empty());
    let wrong = is_wrong(field);
    let value = form().typed(name).unwrap_or(value);
    let options = choices.into_iter().map(move |choice| {
        let selected = choice.value == value;
        view! { <option value=choice.value selected=selected>{choice.label}</option> }
    });
    view! {
        <Group field>
            <label class="nhsuk-label" for=name>{label}</label>
            <Hint field hint/>
            <FieldProblem field/>
            <select
                class="nhsuk-select"
                class=("nhsuk-select--error", wrong)
                id=name
                name=name
                aria-describedby=described_by
            >
                {options.collect_view()}
            </select>
        </Group>
    }
    .into_any()
}
