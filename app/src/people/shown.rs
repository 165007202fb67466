//! What the list shows, as it stands in its address, and the addresses that show it otherwise.

use domain::Page;
use domain::list::Place;
use domain::people::{Column as By, Sort, UsersForm};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::controls::Column;
use crate::controls::parameter::with_query;
use crate::here::to;

/// What the address at hand asks to be shown.
pub(super) fn shown() -> Memo<UsersForm> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| {
            let value = |name: &str| query.get(name).unwrap_or_default();
            UsersForm {
                q: value("q"),
                state: value("state"),
                sort: value("sort"),
                size: value("size"),
                place: value("place"),
            }
        })
    })
}

/// The address of the same list at another place.
pub(super) fn at_place(form: &UsersForm, place: Place) -> String {
    address(&UsersForm {
        place: place.to_string(),
        ..form.clone()
    })
}

/// A heading that sorts the list, from its beginning.
pub(super) fn sorted(form: &UsersForm, label: &str, by: By) -> Column {
    Column::sorted(label, Sort::parse(&form.sort), by, |sort| {
        address(&UsersForm {
            sort: sort.tag(),
            place: String::new(),
            ..form.clone()
        })
    })
}

fn address(form: &UsersForm) -> String {
    with_query(
        &to(Page::Users),
        &[
            ("q", &form.q),
            ("state", &form.state),
            ("sort", &form.sort),
            ("size", &form.size),
            ("place", &form.place),
        ],
    )
}
