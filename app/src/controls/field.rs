//! What all fields share: label, hint, problem, and how they are tied together for screen readers.

use domain::form::Field;
use leptos::prelude::*;

use super::post_form::FormContext;
use super::saying::{Saying, Sentence};
use crate::i18n::{locale, say};

/// A value that the form carries along.
#[component]
pub(crate) fn Hidden(name: &'static str, #[prop(into)] value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value/> }
}

/// The form around a field.
pub(crate) fn form() -> FormContext {
    expect_context()
}

/// Whether a field is to be put right; changes as the form is sent.
pub(super) fn is_wrong(field: Field) -> Signal<bool> {
    let form = form();
    Signal::derive(move || form.problem(field).is_some())
}

/// The ids that describe a field: its hint and its problem.
pub(super) fn described_by(field: Field, has_hint: bool) -> Signal<Option<String>> {
    let wrong = is_wrong(field);
    let name = field.name();
    Signal::derive(move || match (has_hint, wrong.get()) {
        (false, false) => None,
        (true, false) => Some(format!("{name}-hint")),
        (false, true) => Some(format!("{name}-error")),
        (true, true) => Some(format!("{name}-hint {name}-error")),
    })
}

/// An attribute that says "true", or is not there. One type for all of them: each closure would bring its own machinery.
pub(super) fn says_true(when: impl Fn() -> bool + Send + Sync + 'static) -> Signal<Option<&'static str>> {
    Signal::derive(move || when().then_some("true"))
}

/// The hint of a field, where it has one.
#[component]
pub(super) fn Hint(field: Field, hint: String) -> impl IntoView {
    (!hint.is_empty()).then(|| view! { <div class="nhsuk-hint" id=format!("{}-hint", field.name())>{hint}</div> })
}

/// What is wrong with a field, beside it.
#[component]
pub(super) fn FieldProblem(field: Field) -> impl IntoView {
    let (form, l) = (form(), locale());
    move || {
        form.problem(field).map(|problem| {
            view! {
                <span class="nhsuk-error-message" id=format!("{}-error", field.name())>
                    <span class="nhsuk-u-visually-hidden">{say!(l, problems.prefix)}</span>
                    <Sentence of=Saying::Problem(field, problem)/>
                </span>
            }
        })
    }
}

/// The group around a field: marked when the field is to be put right.
#[component]
pub(super) fn Group(field: Field, children: Children) -> impl IntoView {
    let wrong = is_wrong(field);
    view! {
        <div class="nhsuk-form-group" class=("nhsuk-form-group--error", wrong)>
            {children()}
        </div>
    }
}
