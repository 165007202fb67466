//! A password: never filled in again after an error; with scripts it can be shown.

use domain::form::Field;
use leptos::prelude::*;

use super::field::{FieldProblem, Group, Hint, described_by, is_wrong, says_true};
use crate::i18n::{locale, say};

/// A password. A form with two of them names the field of the other.
#[component]
pub(crate) fn PasswordField(
    #[prop(default = Field::Password)] field: Field,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    autocomplete: &'static str,
) -> impl IntoView {
    let l = locale();
    let name = field.name();
    let described_by = described_by(field, !hint.is_empty());
    let wrong = is_wrong(field);
    let shown = RwSignal::new(false);
    let kind = move || if shown.get() { "text" } else { "password" };
    let toggle = move || {
        if shown.get() {
            say!(l, frame.hide_password)
        } else {
            say!(l, frame.show_password)
        }
    };
    view! {
        <Group field>
            <label class="nhsuk-label" for=name>{label}</label>
            <Hint field hint/>
            <FieldProblem field/>
            <div class="porthor-password">
                <input
                    class="nhsuk-input porthor-password__input"
                    class=("nhsuk-input--error", wrong)
                    id=name
                    name=name
                    type=kind
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby=described_by
                    aria-invalid=says_true(move || wrong.get())
                />
                <button
                    class="nhsuk-button nhsuk-button--secondary nhsuk-button--small porthor-password__toggle porthor-script-only"
                    type="button"
                    aria-controls=name
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {toggle}
                </button>
            </div>
        </Group>
    }
    .into_any()
}
