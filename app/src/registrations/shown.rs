//! What the list shows, as it stands in its address, and the addresses that show it otherwise.

use domain::Page;
use domain::list::Place;
use domain::registrations::{Column as By, RegistrationsForm, Sort};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::controls::Column;
use crate::controls::parameter::with_query;
use crate::here::to;

/// What the address at hand asks to be shown.
pub(super) fn shown() -> Memo<RegistrationsForm> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| {
            let value = |name: &str| query.get(name).unwrap_or_default();
            RegistrationsForm {
                state: value("state"),
                organisation: value("organisation"),
                older: value("older"),
                sort: value("sort"),
                size: value("size"),
                place: value("place"),
            }
        })
    })
}

/// The address of the same list at another place.
pub(super) fn at_place(form: &RegistrationsForm, place: Place) -> String {
    address(&RegistrationsForm {
        place: place.to_string(),
        ..form.clone()
    })
}

/// A heading that sorts the list, from its beginning.
pub(super) fn sorted(form: &RegistrationsForm, label: &str, by: By) -> Column {
    Column::sorted(label, Sort::parse(&form.sort), by, |sort| {
        address(&RegistrationsForm {
            sort: sort.tag(),
            place: String::new(),
            ..form.clone()
        })
    })
}

fn address(form: &RegistrationsForm) -> String {
    with_query(
        &to(Page::Registrations),
        &[
            ("state", &form.state),
            ("organisation", &form.organisation),
            ("older", &form.older),
            ("sort", &form.sort),
            ("size", &form.size),
            ("place", &form.place),
        ],
    )
}
