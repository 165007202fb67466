//! What the list shows, as it stands in its address, and the addresses that show it otherwise.

use domain::Page;
use domain::list::Place;
use domain::organisations::{Column as By, OrganisationsForm, Sort};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::controls::Column;
use crate::controls::parameter::with_query;
use crate::here::to;

/// What the address at hand asks to be shown.
pub(super) fn shown() -> Memo<OrganisationsForm> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| {
            let value = |name: &str| query.get(name).unwrap_or_default();
            OrganisationsForm {
                q: value("q"),
                kind: value("kind"),
                status: value("status"),
                approvers: value("approvers"),
                commissioner: value("commissioner"),
                sort: value("sort"),
                size: value("size"),
                place: value("place"),
            }
        })
    })
}

/// The address of the same list at another place.
pub(super) fn at_place(form: &OrganisationsForm, place: Place) -> String {
    address(&OrganisationsForm {
        place: place.to_string(),
        ..form.clone()
    })
}

/// A heading that sorts the list, from its beginning.
pub(super) fn sorted(form: &OrganisationsForm, label: &str, by: By) -> Column {
    Column::sorted(label, Sort::parse(&form.sort), by, |sort| {
        address(&OrganisationsForm {
            sort: sort.tag(),
            place: String::new(),
            ..form.clone()
        })
    })
}

/// The address of a list.
pub(super) fn address(form: &OrganisationsForm) -> String {
    with_query(
        &to(Page::Organisations),
        &[
            ("q", &form.q),
            ("kind", &form.kind),
            ("status", &form.status),
            ("approvers", &form.approvers),
            ("commissioner", &form.commissioner),
            ("sort", &form.sort),
            ("size", &form.size),
            ("place", &form.place),
        ],
    )
}
