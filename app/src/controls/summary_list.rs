//! Questions and their answers, as on a page that checks them.

use leptos::prelude::*;

/// A list of rows.
#[component]
pub(crate) fn SummaryList(children: Children) -> impl IntoView {
    view! { <dl class="nhsuk-summary-list">{children()}</dl> }
}

/// A question and its answer; `change` is the address where it can be changed, with a word to click and what it concerns.
#[component]
pub(crate) fn SummaryRow(
    #[prop(into)] key: String,
    #[prop(optional)] change: Option<(String, String)>,
    children: Children,
) -> impl IntoView {
    let class = if change.is_some() {
        "nhsuk-summary-list__row"
    } else {
        "nhsuk-summary-list__row nhsuk-summary-list__row--no-actions"
    };
    let about = domain::text::lower(&key);
    let change = change.map(|(address, word)| {
        view! {
            <dd class="nhsuk-summary-list__actions">
                <a href=address>{word} <span class="nhsuk-u-visually-hidden">" " {about}</span></a>
            </dd>
        }
    });
    view! {
        <div class=class>
            <dt class="nhsuk-summary-list__key">{key}</dt>
            <dd class="nhsuk-summary-list__value">{children()}</dd>
            {change}
        </div>
    }
    .into_any()
}
