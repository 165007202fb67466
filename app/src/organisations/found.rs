//! What a search of the register found: the sentence that counts it, and how one organisation is told from another.

use domain::organisations::{OrganisationView, OrganisationsFound};
use domain::{OdsCode, Page};
use leptos::prelude::*;

use super::api::search_organisations;
use crate::asked::Asked;
use crate::controls::parameter::query;
use crate::controls::word;
use crate::error::AppError;
use crate::here::to;
use crate::i18n::{Locale, language, locale, say};

/// What was sought and found; nothing was sought where there are no words.
#[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Sought {
    /// The words.
    pub(super) words: String,
    /// What was found.
    pub(super) found: OrganisationsFound,
}

/// Searches for the words in the page's address, and again when they change; only the latest answer counts.
pub(super) fn sought() -> Asked<Sought> {
    let words = query("q");
    Asked::new(
        move || words.get().trim().to_owned(),
        |words| async move {
            let found = if words.is_empty() {
                OrganisationsFound::default()
            } else {
                search_organisations(words.clone()).await?
            };
            Ok(Sought { words, found })
        },
    )
}

/// How many were found, read out politely as the answer changes.
#[component]
pub(super) fn HowMany(#[prop(into)] sought: Result<Sought, AppError>) -> impl IntoView {
    let l = locale();
    let text = match sought {
        Ok(sought) => how_many(l, &sought),
        Err(_) => say!(l, organisations.search_failed).to_owned(),
    };
    view! { <p role="status">{text}</p> }
}

fn how_many(l: Locale, sought: &Sought) -> String {
    let count = sought.found.organisations.len();
    match (count, sought.found.more) {
        _ if sought.words.is_empty() => String::new(),
        (0, _) => say!(l, organisations.found_none, words = sought.words.as_str()),
        (_, true) => say!(l, organisations.found_more, count = count),
        (1, _) => say!(l, organisations.found_one).to_owned(),
        _ => say!(l, organisations.found_several, count = count),
    }
}

/// Code, town and postcode: names are not unique.
pub(crate) fn detail(organisation: &OrganisationView) -> String {
    let pieces = [
        organisation.code.as_str(),
        organisation.town.as_str(),
        organisation.postcode.as_str(),
    ];
    let pieces: Vec<&str> = pieces.into_iter().filter(|piece| !piece.is_empty()).collect();
    pieces.join(" · ")
}

/// An organisation that nobody can ask, and why not.
#[component]
pub(super) fn NotOpen(organisation: OrganisationView) -> impl IntoView {
    let l = locale();
    let (status, detail) = (word::status(language(), &organisation), detail(&organisation));
    view! {
        <span class="porthor-organisation__name">{organisation.name}</span>
        <span class="porthor-organisation__detail">{detail}</span>
        <span class="porthor-organisation__closed">{status} ": " {say!(l, organisations.cannot_be_asked)}</span>
    }
}

/// The way to what an organisation was merged into; nothing where nobody has said so.
#[component]
pub(crate) fn AskSuccessor(successor: Option<OdsCode>) -> impl IntoView {
    let l = locale();
    successor.map(|code| {
        let text = say!(l, closures.ask_successor, code = code.to_string());
        view! { <p class="porthor-organisation__detail"><a href=to(Page::AskOrganisation(code))>{text}</a></p> }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sought(words: &str, count: usize, more: bool) -> Sought {
        let one = OrganisationView {
            code: domain::OdsCode::parse("W91001").expect("it has the form of a code"),
            name: "Meddygfa'r Bont".to_owned(),
            town: String::new(),
            postcode: "ZZ99 1AA".to_owned(),
            kind: domain::organisations::Kind::Practice,
            status: domain::organisations::Status::Active,
            closed_on: None,
            successor: None,
        };
        Sought {
            words: words.to_owned(),
            found: OrganisationsFound {
                organisations: vec![one; count],
                more,
            },
        }
    }

    #[test]
    fn what_was_found_is_counted_in_words() {
        let say = |words, count, more| how_many(Locale::en, &sought(words, count, more));
        assert_eq!(say("", 0, false), "");
        assert_eq!(say("bont", 1, false), "1 organisation found");
        assert_eq!(say("bont", 2, false), "2 organisations found");
        assert!(say("bont", 0, false).contains("“bont”"));
        assert!(say("bont", 20, true).contains("first 20"));
    }

    #[test]
    fn what_the_register_does_not_know_leaves_no_gap() {
        let organisation = sought("bont", 1, false).found.organisations.remove(0);
        assert_eq!(detail(&organisation), "W91001 · ZZ99 1AA");
    }
}
