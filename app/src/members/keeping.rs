//! What somebody gave and that waits, before their access or account ends: what ends with it, and what can be kept on purpose.

use domain::members::keeping::{GivenRow, What};
use leptos::prelude::*;

use crate::controls::{TICKED, form};
use crate::i18n::{Locale, locale, say};

/// What ends whatever is ticked, in words.
pub(crate) fn ends(l: Locale, name: &str, given: &[GivenRow]) -> Vec<String> {
    let ending = given.iter().filter(|row| !row.keepable);
    ending.map(|row| sentence(l, name, row)).collect()
}

fn sentence(l: Locale, name: &str, row: &GivenRow) -> String {
    let whom = row.whom.as_str();
    match row.what {
        What::PreApproval => say!(l, members.gave_pre_approval, name = name, whom = whom),
        What::NewUser => say!(l, members.gave_new_user, name = name, whom = whom),
    }
}

/// What can be kept, in the form that ends the rest; nothing where there is nothing.
#[component]
pub(crate) fn Keep(name: String, given: Vec<GivenRow>) -> impl IntoView {
    let l = locale();
    let kept = form().all_typed(TICKED);
    let legend = say!(l, members.keep, name = name.as_str());
    let boxes = given.into_iter().filter(|row| row.keepable).map(move |row| {
        let (id, label) = (row.id.to_string(), sentence(l, &name, &row));
        let ticked = kept.contains(&id);
        view! {
            <div class="nhsuk-checkboxes__item">
                <input
                    class="nhsuk-checkboxes__input"
                    type="checkbox"
                    id=format!("keep-{id}")
                    name=TICKED
                    value=id.clone()
                    checked=ticked
                />
                <label class="nhsuk-label nhsuk-checkboxes__label" for=format!("keep-{id}")>{label}</label>
            </div>
        }
        .into_any()
    });
    let boxes: Vec<AnyView> = boxes.collect();
    if boxes.is_empty() {
        return ().into_any();
    }
    view! {
        <div class="nhsuk-form-group">
            <fieldset class="nhsuk-fieldset" aria-describedby="keep-hint">
                <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">
                    {legend}
                </legend>
                <div class="nhsuk-hint" id="keep-hint">{say!(l, members.keep_hint)}</div>
                <div class="nhsuk-checkboxes">{boxes}</div>
            </fieldset>
        </div>
    }
    .into_any()
}
