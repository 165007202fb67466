//! The filter of *What happened*.

use leptos::prelude::*;

use crate::controls::GetForm;
use crate::i18n::{locale, say};

/// Chooses what to show.
#[component]
pub(super) fn FilterForm(what: String) -> impl IntoView {
    let l = locale();
    let choices = [
        ("", say!(l, audit.filter_all)),
        ("requests", say!(l, audit.filter_requests)),
        ("access", say!(l, audit.filter_access)),
        ("profile", say!(l, audit.filter_profile)),
    ];
    let options = choices.map(move |(value, label)| {
        let selected = value == what;
        view! { <option value=value selected=selected>{label}</option> }
    });
    view! {
        <GetForm class="porthor-filters porthor-no-print">
            <div class="nhsuk-form-group">
                <label class="nhsuk-label" for="what">{say!(l, audit.filter_label)}</label>
                <select class="nhsuk-select" id="what" name="what">{options.into_iter().collect_view()}</select>
            </div>
            <button class="nhsuk-button nhsuk-button--secondary">{say!(l, audit.filter_button)}</button>
        </GetForm>
    }
}
