//! The heading of every page of an organisation, with its tabs: which organisation, which page. Whether it is open is said
//! above it, by the banner of [`closures`](crate::closures).

use domain::Page;
use domain::organisations::{Kind, OrganisationView};
use leptos::prelude::*;

use crate::controls::Heading;
use crate::here::to;
use crate::i18n::{locale, say};

/// A tab of an organisation's pages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tab {
    /// What it says of itself.
    Profile,
    /// Who may act, and who asks to.
    Members,
    /// The audit.
    History,
    /// Whether somebody may act.
    Acting,
}

/// The heading of a tab and the way to the others.
#[component]
pub(crate) fn OrganisationHeading(
    organisation: OrganisationView,
    tab: Tab,
    #[prop(into)] text: String,
) -> impl IntoView {
    let l = locale();
    let caption = format!("{} · {}", organisation.name, organisation.code);
    let members = match organisation.kind {
        Kind::Practice => say!(l, organisations.tab_members),
        Kind::Commissioner | Kind::Trust => say!(l, organisations.tab_members_elsewhere),
    };
    let code = &organisation.code;
    let tabs = [
        (
            Tab::Profile,
            say!(l, organisations.tab_profile),
            Page::Profile(code.clone()),
        ),
        (Tab::Members, members, Page::Members(code.clone())),
        (
            Tab::History,
            say!(l, organisations.tab_history),
            Page::History(code.clone()),
        ),
        (
            Tab::Acting,
            say!(l, organisations.tab_acting),
            Page::WhoMayAct(code.clone()),
        ),
    ];
    let links = tabs.map(|(one, label, page)| {
        let current = (one == tab).then_some("page");
        view! { <li><a class="porthor-tabs__link" href=to(page) aria-current=current>{label}</a></li> }
    });
    view! {
        <Heading text caption/>
        <nav class="porthor-tabs" aria-label=organisation.name>
            <ul class="porthor-tabs__list">{links.into_iter().collect_view()}</ul>
        </nav>
    }
    .into_any()
}
