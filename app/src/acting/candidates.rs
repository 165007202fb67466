//! Several people are meant: whom to choose from.

use domain::acting::Candidate;
use leptos::prelude::*;

use crate::i18n::{locale, say};

/// Links that ask the same about one of them, each with its address.
#[component]
pub(super) fn Candidates(people: Vec<(String, Candidate)>, more: bool) -> impl IntoView {
    let l = locale();
    let links = people.into_iter().map(|(address, one)| {
        view! { <li><a href=address>{one.name}</a> " (" {one.email} ")"</li> }
    });
    view! {
        <h2 class="nhsuk-heading-m">{say!(l, acting.several)}</h2>
        <ul class="nhsuk-list nhsuk-list--bullet">{links.collect_view()}</ul>
        {more.then(|| view! { <p>{say!(l, acting.more)}</p> })}
    }
}
