//! How the two tables are sorted: both orders stand in the page's address, and the links in the headings change one.

use domain::members::{Column as By, Sort};
use domain::{OdsCode, Page};

use crate::controls::Column;
use crate::here::to;

/// The orders of both tables.
#[derive(Clone, Copy)]
pub(super) struct Sorting {
    /// Of those who asked.
    pub(super) requests: Sort,
    /// Of those who have access.
    pub(super) members: Sort,
}

impl Sorting {
    /// Reads both from the address.
    pub(super) fn parse(requests: &str, members: &str) -> Self {
        Self {
            requests: Sort::parse(requests),
            members: Sort::parse(members),
        }
    }

    /// A heading that sorts the requests.
    pub(super) fn of_requests(self, code: &OdsCode, label: &str, by: By) -> Column {
        let (now, next) = turn(self.requests, by);
        Column::sorted(label, Self { requests: next, ..self }.address(code), now)
    }

    /// A heading that sorts the members.
    pub(super) fn of_members(self, code: &OdsCode, label: &str, by: By) -> Column {
        let (now, next) = turn(self.members, by);
        Column::sorted(label, Self { members: next, ..self }.address(code), now)
    }

    fn address(self, code: &OdsCode) -> String {
        let page = to(Page::Members(code.clone()));
        format!("{page}?requests={}&members={}", self.requests.tag(), self.members.tag())
    }
}

/// Whether a table is sorted by a column now, and how it is after a click on its heading.
fn turn(now: Sort, by: By) -> (Option<bool>, Sort) {
    if now.column == by {
        (
            Some(now.descending),
            Sort {
                column: by,
                descending: !now.descending,
            },
        )
    } else {
        (
            None,
            Sort {
                column: by,
                descending: false,
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_click_on_a_heading_turns_the_order_round() {
        let now = Sort::parse("date");
        let (sorted, next) = turn(now, By::Date);
        assert_eq!(sorted, Some(false));
        assert_eq!(next.tag(), "-date");
        let (sorted, next) = turn(next, By::Name);
        assert_eq!(sorted, None);
        assert_eq!(next.tag(), "name");
    }
}
