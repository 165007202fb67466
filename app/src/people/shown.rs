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
    let (now, next) = turn(Sort::parse(&form.sort), by);
    let turned = UsersForm {
        sort: next.tag(),
        place: String::new(),
        ..form.clone()
    };
    Column::sorted(label, address(&turned), now)
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

/// Whether the list is sorted by a column now, and how it is after a click on its heading.
fn turn(now: Sort, by: By) -> (Option<bool>, Sort) {
    let is_now = now.column == by;
    let next = Sort {
        column: by,
        descending: is_now && !now.descending,
    };
    (is_now.then_some(now.descending), next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_click_on_a_heading_turns_the_order_round() {
        let (sorted, next) = turn(Sort::default(), By::LastName);
        assert_eq!((sorted, next.tag().as_str()), (Some(false), "-last_name"));
        let (sorted, next) = turn(next, By::State);
        assert_eq!((sorted, next.tag().as_str()), (None, "state"));
    }
}
