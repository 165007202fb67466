//! The heading of the parts of *My account*, with the tabs that lead from one to another.

use domain::Page;
use leptos::prelude::*;

use crate::controls::Heading;
use crate::here::to;
use crate::i18n::{locale, say};

/// A part of *My account*.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tab {
    /// Details, and how the person signs in.
    Details,
    /// Organisations acted for.
    Organisations,
    /// Requests, open and past.
    Requests,
    /// Where the person is signed in.
    Sessions,
}

/// The heading of a part and the way to the others.
#[component]
pub(crate) fn MyAccountHeading(tab: Tab, #[prop(into)] text: String) -> impl IntoView {
    let l = locale();
    let tabs = [
        (Tab::Details, say!(l, my_account.tab_details), Page::MyAccount),
        (
            Tab::Organisations,
            say!(l, my_account.tab_organisations),
            Page::MyOrganisations,
        ),
        (Tab::Requests, say!(l, my_account.tab_requests), Page::MyRequests),
        (Tab::Sessions, say!(l, my_account.tab_sessions), Page::MySessions),
    ];
    let links = tabs.map(|(one, label, page)| {
        let current = (one == tab).then_some("page");
        view! { <li><a class="porthor-tabs__link" href=to(page) aria-current=current>{label}</a></li> }
    });
    view! {
        <Heading text caption=say!(l, my_account.heading)/>
        <nav class="porthor-tabs" aria-label=say!(l, my_account.tabs)>
            <ul class="porthor-tabs__list">{links.into_iter().collect_view()}</ul>
        </nav>
    }
    .into_any()
}
