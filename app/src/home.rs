//! The front page: for strangers, what this is; for a signed-in person, what they can do.

use domain::Page;
use domain::organisations::OrganisationView;
use domain::sessions::SignedInPerson;
use leptos::prelude::*;

use crate::chunk::chunk;
use crate::controls::{Heading, Loaded};
use crate::here::{here, to};
use crate::i18n::{locale, say};
use crate::organisations::detail;

chunk! {
    /// Where everybody begins.
    home: FrontPage { Home => HomePage }
}

/// The front page.
#[component]
fn HomePage() -> impl IntoView {
    let visitor = here().visitor;
    view! {
        <Loaded answer=visitor let:visitor>
            {match visitor.person {
                Some(person) => view! { <ForPerson person/> }.into_any(),
                None => view! { <ForStranger/> }.into_any(),
            }}
        </Loaded>
    }
}

/// What this is, and the two ways in.
#[component]
fn ForStranger() -> impl IntoView {
    let l = locale();
    view! {
        <Heading text=say!(l, frame.home_title)/>
        <p class="nhsuk-body-l">{say!(l, frame.home_intro)}</p>
        <ul class="porthor-tiles">
            <Tile page=Page::CreateAccount title=say!(l, frame.create_account) text=say!(l, frame.home_create_text)/>
            <Tile page=Page::SignIn title=say!(l, frame.sign_in) text=say!(l, frame.home_sign_in_text)/>
        </ul>
        <h2 class="nhsuk-heading-m">{say!(l, frame.how_it_works)}</h2>
        <ol class="nhsuk-list nhsuk-list--number">
            <li>{say!(l, frame.how_1)}</li>
            <li>{say!(l, frame.how_2)}</li>
            <li>{say!(l, frame.how_3)}</li>
        </ol>
    }
}

/// What a signed-in person can do.
#[component]
fn ForPerson(person: SignedInPerson) -> impl IntoView {
    let l = locale();
    let decides = person.decides || person.support;
    view! {
        <Heading text=say!(l, frame.home_welcome, name = person.name)/>
        <Organisations organisations=person.organisations/>
        <ul class="porthor-tiles">
            {decides.then(|| view! {
                <Tile
                    page=Page::PendingRequests
                    title=say!(l, frame.home_pending)
                    text=say!(l, frame.home_pending_text)
                />
            })}
            <Tile page=Page::MyRequests title=say!(l, frame.home_asked) text=say!(l, frame.home_asked_text)/>
            <Tile page=Page::Ask title=say!(l, frame.ask_to_join) text=say!(l, frame.home_ask_text)/>
        </ul>
    }
}

/// The organisations that the person acts for, each with its Practice Tools.
#[component]
fn Organisations(organisations: Vec<OrganisationView>) -> impl IntoView {
    let l = locale();
    if organisations.is_empty() {
        return view! { <p class="porthor-empty">{say!(l, frame.home_none)}</p> }.into_any();
    }
    let items = organisations.into_iter().map(|organisation| {
        let text = format!("{}. {}", detail(&organisation), say!(l, frame.home_practice_tools_text));
        let title = say!(l, frame.practice_tools_of, name = organisation.name);
        view! { <Tile page=Page::Members(organisation.code) title text/> }
    });
    view! {
        <h2 class="nhsuk-heading-m">{say!(l, frame.home_organisations)}</h2>
        <ul class="porthor-tiles">{items.collect_view()}</ul>
    }
    .into_any()
}

/// A way to go, with what is there.
#[component]
fn Tile(page: Page, #[prop(into)] title: String, #[prop(into)] text: String) -> impl IntoView {
    view! {
        <li class="porthor-tile">
            <h2 class="porthor-tile__title"><a href=to(page)>{title}</a></h2>
            <p class="porthor-tile__text">{text}</p>
        </li>
    }
}
