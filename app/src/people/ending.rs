//! What somebody reads before an account ends, whoever ends it: all that ends with it, or the organisations that need
//! somebody else first (decision 6). The sentences come from the page that asks.

use domain::members::last_approver::LastApprover;
use leptos::prelude::*;

use crate::members::{AllTheSame, MakeAnother};

/// The organisations that need somebody else first.
#[component]
pub(crate) fn InTheWay(lead: &'static str, organisations: Vec<LastApprover>) -> impl IntoView {
    let items = organisations.into_iter().map(|one| {
        let name = one.organisation.name.clone();
        let go = (!one.is_overridden()).then(|| view! { ": " <MakeAnother last=one.clone()/> });
        view! { <li>{name} {go} <AllTheSame last=one/></li> }
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
