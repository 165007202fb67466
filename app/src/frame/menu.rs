//! The menu: what this visitor can do. *Practice Tools* is there only for those who may act for a practice (S16).

use domain::Page;
use domain::sessions::{SignedInPerson, Visitor};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::here::{here, to};
use crate::i18n::{Locale, locale, say};

/// The menu of every page.
#[component]
pub(super) fn Menu() -> impl IntoView {
    let l = locale();
    let visitor = here().visitor;
    view! {
        <nav class="porthor-nav" aria-label=say!(l, frame.navigation)>
            <ul class="porthor-nav__list nhsuk-width-container">
                <Transition>
                    {move || Suspend::new(async move {
                        let visitor = visitor.await.unwrap_or_default();
                        entries(l, &visitor)
                            .into_iter()
                            .map(|(address, label)| view! { <Entry address label/> })
                            .collect_view()
                    })}
                </Transition>
            </ul>
        </nav>
    }
    .into_any()
}

/// The address and the word of each entry.
fn entries(l: Locale, visitor: &Visitor) -> Vec<(String, String)> {
    match &visitor.person {
        Some(person) => for_person(l, person),
        None => vec![
            (to(Page::CreateAccount), say!(l, frame.create_account).to_owned()),
            (to(Page::SignIn), say!(l, frame.sign_in).to_owned()),
        ],
    }
}

fn for_person(l: Locale, person: &SignedInPerson) -> Vec<(String, String)> {
    let one = person.organisations.len() == 1;
    let mut entries: Vec<(String, String)> = person
        .organisations
        .iter()
        .map(|organisation| {
            let label = if one {
                say!(l, frame.practice_tools).to_owned()
            } else {
                say!(l, frame.practice_tools_of, name = organisation.name.as_str())
            };
            (to(Page::Members(organisation.code.clone())), label)
        })
        .collect();
    if person.decides || person.support {
        entries.push((to(Page::PendingRequests), say!(l, frame.pending_requests).to_owned()));
    }
    entries.push((to(Page::MyRequests), say!(l, frame.my_requests).to_owned()));
    entries.push((to(Page::Ask), say!(l, frame.ask_to_join).to_owned()));
    entries
}

/// One entry; marked while its page, or one beneath it, is shown.
#[component]
fn Entry(address: String, label: String) -> impl IntoView {
    let path = use_location().pathname;
    let root = section(&address).to_owned();
    let current = move || path.with(|path| section(path) == root).then_some("page");
    view! { <li><a class="porthor-nav__link" href=address aria-current=current>{label}</a></li> }
}

/// The part of an address that its menu entry stands for: the organisation, or the first piece.
fn section(path: &str) -> &str {
    let plain = path.strip_prefix("/cy").unwrap_or(path);
    let pieces = if plain.starts_with("/organisations/") { 2 } else { 1 };
    let end = plain.match_indices('/').nth(pieces).map_or(plain.len(), |(at, _)| at);
    &plain[..end]
}

#[cfg(test)]
mod tests {
    use super::section;

    #[test]
    fn pages_beneath_an_entry_belong_to_it() {
        assert_eq!(
            section("/organisations/W91001/members"),
            section("/cy/organisations/W91001/history")
        );
        assert_ne!(
            section("/organisations/W91001/members"),
            section("/organisations/W91002/members")
        );
        assert_eq!(section("/ask-to-join/W91001"), section("/ask-to-join"));
    }
}
