//! What somebody reads before an account ends, whoever ends it: all that ends with it, or the organisations that need
//! somebody else first (decision 6). The sentences come from the page that asks.

use domain::Page;
use domain::organisations::OrganisationView;
use leptos::prelude::*;

use crate::here::to;

/// The organisations that need somebody else first.
#[component]
pub(crate) fn InTheWay(lead: &'static str, organisations: Vec<OrganisationView>) -> impl IntoView {
    let items = organisations.into_iter().map(|one| {
        view! { <li><a href=to(Page::Members(one.code))>{one.name}</a></li> }
    });
    view! {
        <div class="porthor-warning">
            <p>{lead}</p>
            <ul class="nhsuk-list nhsuk-list--bullet">{items.collect_view()}</ul>
        </div>
    }
}

/// All that ends, and what is kept.
#[component]
pub(crate) fn Ends(lead: &'static str, endings: Vec<String>, #[prop(into)] kept: String) -> impl IntoView {
    let items = endings.into_iter().map(|text| view! { <li>{text}</li> });
    view! {
        <p>{lead}</p>
        <ul class="nhsuk-list nhsuk-list--bullet">{items.collect_view()}</ul>
        <p>{kept}</p>
    }
}
