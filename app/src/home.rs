//! The front page: for strangers, what this is; for a signed-in person, what they can do.

mod api;

use domain::Page;
use domain::home::{Counted, Tiles};
use domain::organisations::OrganisationView;
use domain::sessions::SignedInPerson;
use leptos::prelude::*;

use self::api::tiles;
use crate::asked::Asked;
use crate::chunk::chunk;
use crate::controls::{Heading, Later, Loaded, later};
use crate::here::{here, to};
use crate::i18n::{Locale, locale, say};
use crate::organisations::detail;

chunk! {
    /// Where everybody begins.
    home: FrontPage { Home => HomePage }
}

/// The front page.
#[component]
fn HomePage() -> impl IntoView {
    let here = here();
    let visitor = here.visitor;
    // Asked for those only who have any.
    let tiles = Asked::new(
        move || here.acts(),
        move |_| async move {
            let person = visitor.answer().await?.person;
            match person.filter(|person| person.decides || person.support) {
                Some(_) => Ok(Some(tiles().await?)),
                None => Ok(None),
            }
        },
    );
    view! {
        <Loaded answer=visitor let:visitor>
            {match visitor.person {
                Some(person) => view! { <ForPerson person tiles/> }.into_any(),
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
fn ForPerson(person: SignedInPerson, tiles: Asked<Option<Tiles>>) -> impl IntoView {
    let l = locale();
    let administration = later(move || async move {
        // Without an answer the menu leads on.
        let tiles = tiles.answer().await.ok().flatten();
        tiles.map(|tiles| view! { <Administration tiles/> })
    });
    view! {
        <Heading text=say!(l, frame.home_welcome, name = person.name)/>
        <Later content=administration/>
        <Organisations organisations=person.organisations/>
        <ul class="porthor-tiles">
            <Tile page=Page::MyRequests title=say!(l, frame.home_asked) text=say!(l, frame.home_asked_text)/>
            <Tile page=Page::Ask title=say!(l, frame.ask_to_join) text=say!(l, frame.home_ask_text)/>
        </ul>
    }
}

/// The administrators' tiles (S30).
#[component]
fn Administration(tiles: Tiles) -> impl IntoView {
    let l = locale();
    let deciding = tiles.waiting.map(|waiting| {
        view! {
            <Tile page=Page::Registrations title=say!(l, frame.tile_registrations) text=how_many(l, waiting)/>
            <Tile page=Page::Users title=say!(l, frame.tile_users) text=say!(l, frame.tile_users_text)/>
            <Tile page=Page::Invite title=say!(l, frame.tile_invite) text=say!(l, frame.tile_invite_text)/>
            <Tile
                page=Page::Organisations
                title=say!(l, frame.tile_organisations)
                text=say!(l, frame.tile_organisations_text)
            />
        }
    });
    let closures = tiles.closures.map(|closures| {
        view! { <Tile page=Page::Closures title=say!(l, closures.list_title) text=how_many_closed(l, closures)/> }
    });
    let support = tiles.support.then(|| {
        view! {
            <Tile page=Page::Cases title=say!(l, frame.tile_cases) text=say!(l, frame.tile_cases_text)/>
            <Tile
                page=Page::SupportTeam
                title=say!(l, frame.tile_support_team)
                text=say!(l, frame.tile_support_team_text)
            />
        }
    });
    view! {
        <h2 class="nhsuk-heading-m">{say!(l, frame.home_administration)}</h2>
        <ul class="porthor-tiles">{deciding} {closures} {support}</ul>
    }
}

/// How much waits. Welsh nouns stay singular after a numeral.
fn how_many(l: Locale, waiting: Counted) -> String {
    match waiting {
        Counted { more: true, .. } => say!(l, frame.tile_registrations_more).to_owned(),
        Counted { count: 0, .. } => say!(l, frame.tile_registrations_none).to_owned(),
        Counted { count: 1, .. } => say!(l, frame.tile_registrations_one).to_owned(),
        Counted { count, .. } => say!(l, frame.tile_registrations_several, count = count),
    }
}

/// How many organisations have closed and have people who wait.
fn how_many_closed(l: Locale, closures: Counted) -> String {
    match closures {
        Counted { more: true, .. } => say!(l, closures.tile_more).to_owned(),
        Counted { count: 0, .. } => say!(l, closures.tile_none).to_owned(),
        Counted { count: 1, .. } => say!(l, closures.tile_one).to_owned(),
        Counted { count, .. } => say!(l, closures.tile_several, count = count),
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
