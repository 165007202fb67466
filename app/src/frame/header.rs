//! The header: the product, the other language, who is signed in and how to sign out.

use domain::Page;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::controls::{Later, later};
use crate::here::{here, to};
use crate::i18n::{language, locale, say};
use crate::sessions::SignOut;

/// The header of every page.
#[component]
pub(super) fn Header() -> impl IntoView {
    let l = locale();
    let visitor = here().visitor;
    let demo = later(move || async move {
        let demo = visitor.answer().await.is_ok_and(|visitor| visitor.demo);
        demo.then(|| {
            view! {
                <aside class="porthor-demo" aria-label=say!(l, frame.demo_label)>
                    <p class="nhsuk-width-container">
                        {say!(l, frame.demo_strip)} " "
                        <a href=to(Page::DemoLetters)>{say!(l, frame.demo_letters)}</a>
                    </p>
                </aside>
            }
        })
    });
    let person = later(move || async move {
        let person = visitor.answer().await.ok().and_then(|visitor| visitor.person);
        person.map(|person| {
            view! {
                <li>
                    <span class="nhsuk-u-visually-hidden">{say!(l, frame.signed_in_as)} " "</span>
                    <span class="porthor-header__person">{person.name}</span>
                </li>
                <li><SignOut/></li>
            }
        })
    });
    view! {
        <Later content=demo/>
        <header class="porthor-header">
            <div class="porthor-header__container nhsuk-width-container">
                <a class="porthor-header__name" href=to(Page::Home)>{say!(l, frame.product)}</a>
                <ul class="porthor-header__tools">
                    <li><OtherLanguage/></li>
                    <Later content=person/>
                </ul>
            </div>
        </header>
    }
    .into_any()
}

/// The same page in the other language.
#[component]
fn OtherLanguage() -> impl IntoView {
    let other = language().other();
    let location = use_location();
    let address = move || {
        let path = location.pathname.get();
        let plain = path.strip_prefix("/cy").unwrap_or(&path);
        let path = match other {
            domain::Language::English if plain.is_empty() => "/".to_owned(),
            domain::Language::English => plain.to_owned(),
            domain::Language::Welsh => format!("/cy{}", plain.trim_end_matches('/')),
        };
        let query = location.search.get();
        if query.is_empty() {
            path
        } else {
            format!("{path}?{}", query.trim_start_matches('?'))
        }
    };
    view! {
        <a href=address lang=other.tag() hreflang=other.tag()>{say!(locale(), frame.other_language)}</a>
    }
}
