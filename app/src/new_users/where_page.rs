//! New user: for which organisation? Only those that the viewer may add people to; where there is one, straight on.

use domain::Page;
use domain::new_users::WhereView;
use leptos::prelude::*;

use super::api::places_for_new_user;
use crate::asked::Asked;
use crate::controls::parameter::query;
use crate::controls::{Elsewhere, Heading, Loaded};
use crate::here::to;
use crate::i18n::{locale, say};
use crate::organisations::{OrganisationSearchBox, detail};

/// The page that finds the organisation.
#[component]
pub(crate) fn NewUserWherePage() -> impl IntoView {
    let l = locale();
    let words = query("q");
    let places = Asked::new(move || words.get(), places_for_new_user);
    view! {
        <Heading text=say!(l, new_users.place.title)/>
        <OrganisationSearchBox label=say!(l, new_users.place.search) hint=say!(l, new_users.place.search_hint)/>
        <Loaded answer=places let:places>
            <Found places/>
        </Loaded>
    }
}

#[component]
fn Found(places: WhereView) -> impl IntoView {
    let l = locale();
    if let Some(code) = places.only {
        return view! { <Elsewhere page=Page::NewUser(code)/> }.into_any();
    }
    let count = places.found.len();
    let how_many = match (count, places.more) {
        (0, _) => say!(l, new_users.place.none).to_owned(),
        (_, true) => say!(l, new_users.place.more, count = count),
        (1, false) => say!(l, new_users.place.one).to_owned(),
        (_, false) => say!(l, new_users.place.several, count = count),
    };
    let items = places.found.into_iter().map(|one| {
        let detail = detail(&one);
        view! {
            <li class="porthor-organisation">
                <a class="porthor-organisation__name" href=to(Page::NewUser(one.code))>{one.name}</a>
                <span class="porthor-organisation__detail">{detail}</span>
            </li>
        }
    });
    view! {
        <p role="status">{how_many}</p>
        <ul class="porthor-organisations">{items.collect_view()}</ul>
    }
    .into_any()
}
