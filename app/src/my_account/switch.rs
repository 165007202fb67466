//! From one organisation to another: a box that finds among those that the person acts for, each a link to its Practice
//! Tools. Only this tab moves (decision 13).

use domain::Page;
use domain::organisations::OrganisationView;
use domain::text::words;
use leptos::prelude::*;

use crate::controls::parameter::query;
use crate::here::to;
use crate::i18n::{Locale, locale, say};
use crate::organisations::{OrganisationSearchBox, detail};

/// The box, and below it what it finds.
#[component]
pub(super) fn Switch(all: Vec<OrganisationView>) -> impl IntoView {
    let l = locale();
    let sought = query("q");
    // The sentence goes with what is found: other words may find the same, and be told otherwise.
    let found = Memo::new(move |_| {
        let sought = sought.get();
        let found: Vec<OrganisationView> = all.iter().filter(|one| meets(one, &sought)).cloned().collect();
        (how_many(l, sought.trim(), found.len()), found)
    });
    let links = move || {
        let (_, found) = found.get();
        let links = found.into_iter().map(|one| {
            view! { <li class="porthor-organisation"><Found one/></li> }
        });
        links.collect_view()
    };
    view! {
        <OrganisationSearchBox
            label=say!(l, my_account.organisations.switch)
            hint=say!(l, my_account.organisations.switch_hint)
        />
        <p role="status">{move || found.get().0}</p>
        <ul class="porthor-organisations">{links}</ul>
    }
    .into_any()
}

#[component]
fn Found(one: OrganisationView) -> impl IntoView {
    let detail = detail(&one);
    view! {
        <a class="porthor-organisation__name" href=to(Page::Members(one.code))>{one.name}</a>
        <span class="porthor-organisation__detail">{detail}</span>
    }
}

/// Whether every word sought is the beginning of a word of the name or of the code. Nothing sought finds nothing.
fn meets(organisation: &OrganisationView, sought: &str) -> bool {
    let sought = words(sought);
    let of_it = words(&format!("{} {}", organisation.name, organisation.code));
    !sought.is_empty()
        && sought
            .iter()
            .all(|beginning| of_it.iter().any(|word| word.starts_with(beginning)))
}

fn how_many(l: Locale, sought: &str, count: usize) -> String {
    match count {
        _ if words(sought).is_empty() => String::new(),
        0 => say!(l, my_account.organisations.found_none, words = sought.to_owned()),
        1 => say!(l, my_account.organisations.found_one).to_owned(),
        _ => say!(l, my_account.organisations.found_several, count = count),
    }
}

#[cfg(test)]
mod tests {
    use domain::organisations::{Kind, Status};

    use super::*;

    #[test]
    fn an_organisation_is_found_by_the_beginnings_of_its_name_or_code() {
        let one = OrganisationView {
            code: domain::OdsCode::parse("W91001").expect("it has the form of a code"),
            name: "Meddygfa’r Dŵr".to_owned(),
            town: "Trewennol".to_owned(),
            postcode: String::new(),
            kind: Kind::Practice,
            status: Status::Active,
            closed_on: None,
            successor: None,
        };
        for sought in ["dwr", "DŴR medd", "w910", " w91001 "] {
            assert!(meets(&one, sought), "{sought}");
        }
        for sought in ["", " - ", "wr", "dwr bont"] {
            assert!(!meets(&one, sought), "{sought}");
        }
    }
}
