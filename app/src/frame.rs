//! What stands around every page: skip link, header, menu, what was done or could not be, footer, the warning before a
//! session ends.

mod footer;
mod header;
mod idle;
mod menu;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::closures::ClosureBanner;
use crate::controls::{ErrorSummary, NoticeBanner, StatusLine};
use crate::i18n::{locale, say};
use crate::live::LiveTables;
use crate::services;
use crate::shortcuts::Shortcuts;
use footer::Footer;
use header::Header;
use idle::IdleWarning;
use menu::Menu;
pub(crate) use menu::organisation_at_hand;

/// The frame around a page.
#[component]
pub(crate) fn Frame(children: Children) -> impl IntoView {
    let (l, language) = (locale(), crate::i18n::language());
    let path = use_location().pathname;
    let width = move || {
        if path.with(|path| is_wide(path)) {
            "nhsuk-width-container porthor-width-container--wide"
        } else {
            "nhsuk-width-container"
        }
    };
    services::set_language(language.tag());
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            // The attribute is there already when the page comes from the server.
            let _ = root.set_attribute("lang", language.tag());
        }
    });
    let typed = StoredValue::new(false);
    view! {
        // `external` keeps the router's hands off: only the browser itself moves the place from which Tab goes on.
        <a class="nhsuk-skip-link" href="#maincontent" rel="external">{say!(l, frame.skip_link)}</a>
        <Header/>
        <Menu/>
        <div class=width>
            <main class="nhsuk-main-wrapper" id="maincontent" on:input=move |_| typed.set_value(true)>
                <NoticeBanner/>
                <ErrorSummary/>
                <ClosureBanner/>
                {children()}
                <Shortcuts/>
            </main>
        </div>
        <StatusLine/>
        <Footer/>
        <IdleWarning typed/>
        <LiveTables/>
    }
}

/// Whether a page holds a table, and so takes more room. Read off the last piece of its address, for `Page::parse` would
/// bring the reading of every address into the bundle.
fn is_wide(path: &str) -> bool {
    matches!(
        path.rsplit('/').next(),
        Some(
            "members"
                | "pending-requests"
                | "my-requests"
                | "organisations"
                | "sessions"
                | "letters"
                | "registrations"
                | "invitations"
                | "users"
                | "support-team"
                | "rosters"
                | "pre-approvals"
                | "closed-organisations"
                | "cases"
        )
    )
}

#[cfg(test)]
mod tests {
    use domain::{Language, MemberId, OdsCode, Page};

    use super::is_wide;

    #[test]
    fn pages_with_tables_are_wide_and_no_others() {
        let code = OdsCode::parse("W91001").expect("it has the form of a code");
        let id = MemberId::parse("0190163d-8694-739b-aea5-966c26f8ad91").expect("it is an id");
        for page in Page::one_of_each(&code, id.uuid(), "token") {
            let wanted = matches!(
                page,
                Page::Members(_)
                    | Page::PendingRequests
                    | Page::MyRequests
                    | Page::MyOrganisations
                    | Page::MySessions
                    | Page::DemoLetters
                    | Page::Registrations
                    | Page::Invitations
                    | Page::Users
                    | Page::Organisations
                    | Page::SupportTeam
                    | Page::Rosters(_)
                    | Page::PreApprovals(_)
                    | Page::Closures
                    | Page::Cases
            );
            for language in Language::ALL {
                let path = page.path(language);
                assert_eq!(is_wide(&path), wanted, "{path}");
            }
        }
    }
}
