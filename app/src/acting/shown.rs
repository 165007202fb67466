//! The question as it stands in the address at hand, and the addresses of others.

use domain::acting::ActingForm;
use domain::{OdsCode, Page, PersonId};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::controls::parameter::{piece, with_query};
use crate::here::to;

/// What the address at hand asks.
pub(super) fn shown() -> Memo<ActingForm> {
    let (code, query) = (piece("code"), use_query_map());
    Memo::new(move |_| {
        query.with(|query| {
            let value = |name: &str| query.get(name).unwrap_or_default();
            ActingForm {
                code: code.get(),
                who: value("who"),
                person: value("person"),
                role: value("role"),
                roster: value("roster"),
                day: value("day"),
                time: value("time"),
            }
        })
    })
}

/// The address of the same question about a person, or about nobody yet.
pub(super) fn about(code: &OdsCode, form: &ActingForm, person: Option<PersonId>) -> String {
    let person = person.map(|person| person.to_string()).unwrap_or_default();
    with_query(
        &to(Page::WhoMayAct(code.clone())),
        &[
            ("person", &person),
            ("role", &form.role),
            ("roster", &form.roster),
            ("day", &form.day),
            ("time", &form.time),
        ],
    )
}
