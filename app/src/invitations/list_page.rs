//! The list of invitations; filter, order and place stand in the address.

use domain::Page;
use domain::invitations::{InvitationColumn as By, InvitationList, InvitationSort, InvitationsForm, Shows};
use domain::list::Place;
use domain::live::Noun;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::invitation_table::{DraftTable, FocusAfter, InvitationTable, stands_word};
use super::inviting_api::invitations;
use crate::asked::Asked;
use crate::controls::focus::focus_on;
use crate::controls::parameter::with_query;
use crate::controls::{Column, Filter, FilterSize, FilterText, GetForm, Heading, Hidden, Loaded, Paging};
use crate::here::{here, to};
use crate::i18n::{Locale, locale, say};

/// The page.
#[component]
pub(crate) fn InvitationListPage() -> impl IntoView {
    let (l, here, shown) = (locale(), here(), shown());
    let list = Asked::new(move || (shown.get(), here.acts()), |(form, _)| invitations(form))
        .live(&[Noun::Registrations, Noun::Members]);
    let after = FocusAfter::default();
    view! {
        <Loaded answer=list let:list>
            <Heading text=say!(l, invitations.list.title)/>
            <p class="porthor-no-print">
                <a class="nhsuk-button nhsuk-button--secondary" href=to(Page::Invite)>{say!(l, inviting.link)}</a>
            </p>
            <FilterForm form=shown.get_untracked()/>
            <List list form=shown.get_untracked() after/>
        </Loaded>
    }
}

#[component]
fn List(list: InvitationList, form: InvitationsForm, after: FocusAfter) -> impl IntoView {
    let l = locale();
    if let Some(id) = after.try_update_value(Option::take).flatten() {
        Effect::new(move |_| focus_on(id.clone()));
    }
    let beside = list.beside;
    let (previous, next) = (
        beside.previous.map(|place| at_place(&form, place)),
        beside.next.map(|place| at_place(&form, place)),
    );
    let shows = form.read().shows;
    let nothing = list.rows.is_empty() && list.drafts.is_empty();
    let empty = nothing.then(|| {
        let words = if shows == Shows::All && form.organisation.is_empty() {
            say!(l, invitations.list.empty)
        } else {
            say!(l, invitations.list.empty_filtered)
        };
        view! { <p class="porthor-empty">{words}</p> }
    });
    let drafts = (!list.drafts.is_empty()).then(|| view! { <DraftTable rows=list.drafts/> });
    let sent = (!list.rows.is_empty()).then(|| view! { <InvitationTable rows=list.rows form after/> });
    let paging = (shows != Shows::Drafts).then(|| view! { <Paging count=list.count previous next/> });
    view! { {drafts} {sent} {empty} {paging} }
}

/// Chooses what to show; the order stays, the place is the first page.
#[component]
fn FilterForm(form: InvitationsForm) -> impl IntoView {
    let l = locale();
    let search = form.read();
    let states = Shows::all().map(move |shows| (shows.tag(), shows_word(l, shows).to_owned()));
    view! {
        <GetForm class="porthor-filters porthor-no-print">
            <Filter name="state" label=say!(l, invitations.list.state) value=search.shows.tag() choices=states.collect()/>
            <FilterText name="organisation" label=say!(l, registrations.filter_organisation) value=form.organisation/>
            <FilterSize size=search.size/>
            <Hidden name="sort" value=form.sort/>
            <button class="nhsuk-button nhsuk-button--secondary">{say!(l, words.list.show)}</button>
        </GetForm>
    }
}

fn shows_word(l: Locale, shows: Shows) -> &'static str {
    match shows {
        Shows::All => say!(l, invitations.list.all),
        Shows::Drafts => say!(l, invitations.stands.draft),
        Shows::Only(stands) => stands_word(l, stands),
    }
}

/// What the address at hand asks to be shown.
fn shown() -> Memo<InvitationsForm> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| {
            let value = |name: &str| query.get(name).unwrap_or_default();
            InvitationsForm {
                state: value("state"),
                organisation: value("organisation"),
                sort: value("sort"),
                size: value("size"),
                place: value("place"),
            }
        })
    })
}

/// The address of the same list at another place.
fn at_place(form: &InvitationsForm, place: Place) -> String {
    address(&InvitationsForm {
        place: place.to_string(),
        ..form.clone()
    })
}

/// A heading that sorts the list, from its beginning.
pub(super) fn sorted(form: &InvitationsForm, label: &str, by: By) -> Column {
    Column::sorted(label, form.order(), by, |sort: InvitationSort| {
        address(&InvitationsForm {
            sort: sort.tag(),
            place: String::new(),
            ..form.clone()
        })
    })
}

fn address(form: &InvitationsForm) -> String {
    with_query(
        &to(Page::Invitations),
        &[
            ("state", &form.state),
            ("organisation", &form.organisation),
            ("sort", &form.sort),
            ("size", &form.size),
            ("place", &form.place),
        ],
    )
}
