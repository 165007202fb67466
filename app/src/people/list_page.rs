//! Users (S43, S44): the box that searches, the filter, the table, and the whole of it as a file.

use domain::Page;
use domain::live::Noun;
use domain::people::{Shows, UserList, UsersForm};
use leptos::prelude::*;

use super::api::users;
use super::shown::{at_place, shown};
use super::user_table::{UserTable, columns};
use super::word;
use crate::asked::Asked;
use crate::controls::{Button, ButtonLook, Filter, FilterSize, FilterText, GetForm, Heading, Hidden, Loaded, Paging};
use crate::here::to;
use crate::i18n::{Locale, locale, say};

/// The page with the list; words, filter, order and place stand in the address.
#[component]
pub(crate) fn UsersPage() -> impl IntoView {
    let (l, shown) = (locale(), shown());
    let list = Asked::new(move || shown.get(), users).live(&[Noun::People, Noun::Members, Noun::Registrations]);
    view! {
        <Loaded answer=list let:list>
            <Heading text=say!(l, people.title)/>
            <Links/>
            <FilterForm form=shown.get_untracked()/>
            <List list form=shown.get_untracked()/>
        </Loaded>
    }
}

/// The way to adding somebody.
#[component]
fn Links() -> impl IntoView {
    view! { <p><a href=to(Page::NewUserWhere)>{say!(locale(), people.new_user)}</a></p> }
}

/// Chooses what to show; the order stays, the place is the first page.
#[component]
fn FilterForm(form: UsersForm) -> impl IntoView {
    let l = locale();
    let search = form.read();
    let states = Shows::ALL.map(|shows| (shows.tag(), state(l, shows).to_owned()));
    view! {
        <GetForm class="porthor-filters porthor-no-print" role="search">
            <FilterText name="q" label=say!(l, people.search) value=form.q/>
            <Filter name="state" label=say!(l, people.state) value=search.shows.tag() choices=states.to_vec()/>
            <FilterSize size=search.size/>
            <Hidden name="sort" value=search.sort.tag()/>
            <button class="nhsuk-button nhsuk-button--secondary">{say!(l, words.list.show)}</button>
        </GetForm>
    }
}

fn state(l: Locale, shows: Shows) -> &'static str {
    shows
        .0
        .map_or_else(|| say!(l, people.all), |state| word::state(l, state))
}

#[component]
fn List(list: UserList, form: UsersForm) -> impl IntoView {
    let l = locale();
    if list.rows.is_empty() {
        let empty = if form.q.is_empty() && form.state.is_empty() {
            say!(l, people.empty)
        } else {
            say!(l, people.empty_filtered)
        };
        return view! { <p class="porthor-empty">{empty}</p> }.into_any();
    }
    let beside = list.beside;
    let (previous, next) = (
        beside.previous.map(|place| at_place(&form, place)),
        beside.next.map(|place| at_place(&form, place)),
    );
    view! {
        <UserTable rows=list.rows columns=columns(l, &form)/>
        <Paging count=list.count previous next/>
        <Export form/>
    }
    .into_any()
}

/// A plain form, with scripts too: the browser itself takes the file.
#[component]
fn Export(form: UsersForm) -> impl IntoView {
    let l = locale();
    let action = format!("{}/export", to(Page::Users));
    view! {
        <form method="post" action=action class="porthor-no-print">
            <Hidden name="q" value=form.q/>
            <Hidden name="state" value=form.state/>
            <Hidden name="sort" value=form.sort/>
            <p class="nhsuk-body-s nhsuk-u-secondary-text-colour">{say!(l, people.export_hint)}</p>
            <Button label=say!(l, people.export) look=ButtonLook::Secondary/>
        </form>
    }
}
