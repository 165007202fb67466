//! The box that searches the register. What is sought stands in the page's address (`?q=`), so that reload, the back
//! button and the other language keep it; what was found is shown by `found` and `choices`.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::Url;

use crate::controls::GetForm;
use crate::controls::parameter::query;
use crate::i18n::{locale, say};

/// How long typing has to pause before the register is searched.
const PAUSE: Duration = Duration::from_millis(250);

/// The box: with scripts it searches as one types, without by its button. It asks for the whole register unless it is
/// told otherwise.
#[component]
pub(crate) fn OrganisationSearchBox(
    #[prop(optional, into)] label: Option<String>,
    #[prop(optional, into)] hint: Option<String>,
) -> impl IntoView {
    let l = locale();
    let label = label.unwrap_or_else(|| say!(l, organisations.search_label).to_owned());
    let hint = hint.unwrap_or_else(|| say!(l, organisations.search_hint).to_owned());
    let words = query("q").get_untracked();
    let path = use_location().pathname;
    let navigate = use_navigate();
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let forget = move || {
        if let Some(waiting) = waiting.try_update_value(Option::take).flatten() {
            waiting.clear();
        }
    };
    on_cleanup(forget);
    let typed = move |event| {
        forget();
        let address = format!(
            "{}?q={}",
            path.get_untracked(),
            Url::escape(&event_target_value(&event))
        );
        let navigate = navigate.clone();
        let in_place = NavigateOptions {
            replace: true,
            scroll: false,
            ..Default::default()
        };
        let search = move || navigate(&address, in_place.clone());
        waiting.set_value(set_timeout_with_handle(search, PAUSE).ok());
    };
    view! {
        <GetForm class="porthor-search" role="search">
            <label class="nhsuk-label nhsuk-label--s" for="q">{label}</label>
            <div class="nhsuk-hint" id="q-hint">{hint}</div>
            <div class="porthor-search__row">
                <input
                    class="nhsuk-input"
                    id="q"
                    name="q"
                    type="search"
                    value=words
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby="q-hint"
                    on:input=typed
                />
                <button class="nhsuk-button">{say!(l, organisations.search_button)}</button>
            </div>
        </GetForm>
    }
}
