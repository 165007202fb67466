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
        Column::sorted(label, self.requests, by, |requests| {
            Self { requests, ..self }.address(code)
        })
    }

    /// A heading that sorts the members.
    pub(super) fn of_members(self, code: &OdsCode, label: &str, by: By) -> Column {
        Column::sorted(label, self.members, by, |members| {
            Self { members, ..self }.address(code)
        })
    }

    fn address(self, code: &OdsCode) -> String {
        let page = to(Page::Members(code.clone()));
        format!("{page}?requests={}&members={}", self.requests.tag(), self.members.tag())
    }
}
