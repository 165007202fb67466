//! The menu: what this visitor can do. *Practice Tools* is there only for those who may act for a practice (S16).

use domain::organisations::OrganisationView;
use domain::sessions::{SignedInPerson, Visitor};
use domain::{OdsCode, Page};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::controls::{Later, later};
use crate::here::{here, to};
use crate::i18n::{Locale, locale, say};

/// How many organisations have entries of their own; whoever acts for more switches between them on a page.
const ENTRIES_MOST: usize = 3;

/// An entry: where it leads, and its word.
type Entry = (Page, String);

/// The menu of every page.
#[component]
pub(super) fn Menu() -> impl IntoView {
    let l = locale();
    let visitor = here().visitor;
    let path = use_location().pathname;
    let at_hand = Memo::new(move |_| path.with(|path| organisation_at_hand(path)));
    let content = later(move || {
        let at_hand = at_hand.get();
        async move {
            let visitor = visitor.answer().await.unwrap_or_default();
            view! { <Entries entries=entries(l, &visitor, at_hand.as_ref())/> }
        }
    });
    view! {
        <nav class="porthor-nav" aria-label=say!(l, frame.navigation)>
            <ul class="porthor-nav__list nhsuk-width-container">
                <Later content/>
            </ul>
        </nav>
    }
    .into_any()
}

/// The entries; the one whose page, or one beneath it, is shown, is marked.
#[component]
fn Entries(entries: Vec<Entry>) -> impl IntoView {
    let path = use_location().pathname;
    let roots: Vec<String> = entries.iter().map(|(page, _)| root(page)).collect();
    let current = Memo::new(move |_| path.with(|path| nearest(path, &roots)));
    let items = entries.into_iter().enumerate().map(|(at, (page, label))| {
        let marked = move || (current.get() == Some(at)).then_some("page");
        view! { <li><a class="porthor-nav__link" href=to(page) aria-current=marked>{label}</a></li> }
    });
    items.collect_view()
}

/// The page and the word of each entry.
fn entries(l: Locale, visitor: &Visitor, at_hand: Option<&OdsCode>) -> Vec<Entry> {
    match &visitor.person {
        Some(person) => for_person(l, person, at_hand),
        None => vec![
            (Page::CreateAccount, say!(l, frame.create_account).to_owned()),
            (Page::SignIn, say!(l, frame.sign_in).to_owned()),
        ],
    }
}

fn for_person(l: Locale, person: &SignedInPerson, at_hand: Option<&OdsCode>) -> Vec<Entry> {
    let all = &person.organisations;
    let many = all.len() > ENTRIES_MOST;
    let shown = all.iter().filter(|one| !many || at_hand == Some(&one.code));
    let mut entries: Vec<Entry> = shown.map(|one| practice_tools(l, one, all.len() == 1)).collect();
    if many {
        entries.push((Page::MyOrganisations, say!(l, my_account.switch).to_owned()));
    }
    if person.decides || person.support {
        entries.push((Page::PendingRequests, say!(l, frame.pending_requests).to_owned()));
        entries.push((Page::Registrations, say!(l, frame.registrations).to_owned()));
        entries.push((Page::Users, say!(l, frame.tile_users).to_owned()));
        entries.push((Page::Organisations, say!(l, frame.tile_organisations).to_owned()));
    }
    if person.support {
        entries.push((Page::Cases, say!(l, frame.tile_cases).to_owned()));
        entries.push((Page::SupportTeam, say!(l, frame.tile_support_team).to_owned()));
    }
    entries.push((Page::MyRequests, say!(l, frame.my_requests).to_owned()));
    entries.push((Page::Ask, say!(l, frame.ask_to_join).to_owned()));
    entries.push((Page::MyAccount, say!(l, my_account.heading).to_owned()));
    entries
}

/// The Practice Tools of an organisation; named, unless it is the only one.
fn practice_tools(l: Locale, organisation: &OrganisationView, only: bool) -> Entry {
    let label = if only {
        say!(l, frame.practice_tools).to_owned()
    } else {
        say!(l, frame.practice_tools_of, name = organisation.name.as_str())
    };
    (Page::Members(organisation.code.clone()), label)
}

/// The organisation that the page at an address is about.
pub(crate) fn organisation_at_hand(path: &str) -> Option<OdsCode> {
    let code = plain(path).strip_prefix("/organisations/")?.split('/').next()?;
    OdsCode::parse(code).ok()
}

/// The address beneath which an entry's pages stand: for Practice Tools, the organisation's.
fn root(page: &Page) -> String {
    match page {
        Page::Members(code) => format!("/organisations/{code}"),
        page => page.path(domain::Language::English),
    }
}

/// The entry beneath whose address a page stands, the nearest of several.
fn nearest(path: &str, roots: &[String]) -> Option<usize> {
    let path = plain(path);
    let beneath = |root: &str| {
        path.strip_prefix(root)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let beneath = roots.iter().enumerate().filter(|(_, root)| beneath(root));
    beneath.max_by_key(|(_, root)| root.len()).map(|(at, _)| at)
}

/// An address without its language.
fn plain(path: &str) -> &str {
    path.strip_prefix("/cy").unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use domain::organisations::{Kind, Status};
    use domain::sessions::TimeLeft;

    use super::*;

    fn person(organisations: u8) -> SignedInPerson {
        let organisations = (1..=organisations).map(|number| OrganisationView {
            code: OdsCode::parse(&format!("W9100{number}")).expect("it has the form of a code"),
            name: format!("Meddygfa {number}"),
            town: String::new(),
            postcode: String::new(),
            kind: Kind::Practice,
            status: Status::Active,
            closed_on: None,
            successor: None,
        });
        SignedInPerson {
            shortcuts: true,
            name: "Siân Prydderch".to_owned(),
            organisations: organisations.collect(),
            decides: false,
            support: false,
            time_left: TimeLeft::default(),
        }
    }

    #[test]
    fn pages_beneath_an_entry_belong_to_it() {
        let roots = ["/organisations/W91001", "/ask-to-join", "/my-account"].map(str::to_owned);
        assert_eq!(nearest("/cy/organisations/W91001/history", &roots), Some(0));
        assert_eq!(nearest("/organisations/W91002/members", &roots), None);
        assert_eq!(nearest("/ask-to-join/W91001", &roots), Some(1));
        assert_eq!(nearest("/my-account/organisations", &roots), Some(2));
    }

    #[test]
    fn administrators_have_their_pages_and_support_its_own() {
        let pages = |decides, support| {
            let person = SignedInPerson {
                decides,
                support,
                ..person(0)
            };
            let entries = for_person(Locale::en, &person, None).into_iter();
            entries.map(|(page, _)| page).collect::<Vec<_>>()
        };
        assert!(!pages(false, false).contains(&Page::Users));
        let decides = pages(true, false);
        for page in [Page::Registrations, Page::Users, Page::Organisations] {
            assert!(decides.contains(&page), "{page:?}");
        }
        assert!(!decides.contains(&Page::SupportTeam));
        assert!(pages(true, true).contains(&Page::SupportTeam));
    }

    #[test]
    fn whoever_acts_for_more_than_three_switches_between_them() {
        let at_hand = organisation_at_hand("/cy/organisations/W91002/members");
        let pages = |organisations| {
            let entries = for_person(Locale::en, &person(organisations), at_hand.as_ref());
            entries.into_iter().map(|(page, _)| root(&page)).collect::<Vec<_>>()
        };
        let always = ["/my-requests", "/ask-to-join", "/my-account"];
        assert_eq!(pages(0), always);
        assert_eq!(pages(3).len(), 3 + always.len());
        let many = pages(4);
        assert_eq!(many[..2], ["/organisations/W91002", "/my-account/organisations"]);
        assert_eq!(many[2..], always);
        assert_eq!(nearest("/my-account/organisations", &many), Some(1));
        assert_eq!(nearest("/my-account/sessions", &many), Some(4));
    }
}
