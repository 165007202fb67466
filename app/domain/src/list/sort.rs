//! How a list is sorted, as it stands in the address: the column's name, with `-` before it when descending. Which columns
//! there are says each noun; what the database sorts by, `storage`.

use serde::{Deserialize, Serialize};

/// A column that a list can be sorted by; the default one, unless somebody says otherwise.
pub trait Sortable: Copy + Eq + Default + 'static {
    /// Every column, in the order of the table.
    const ALL: &'static [Self];

    /// How the column stands in an address.
    fn tag(self) -> &'static str;
}

/// How a list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Sort<C> {
    /// By which column.
    pub column: C,
    /// Whether from the end.
    pub descending: bool,
}

impl<C: Sortable> Sort<C> {
    /// Reads it from an address; the default order for anything else.
    pub fn parse(text: &str) -> Self {
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        C::ALL
            .iter()
            .find(|column| column.tag() == name)
            .map_or_else(Self::default, |&column| Self { column, descending })
    }

    /// How it stands in an address.
    pub fn tag(self) -> String {
        signed(self.column.tag(), self.descending)
    }

    /// Whether the list is sorted by a column: `Some(descending)` where it is.
    pub fn direction(self, by: C) -> Option<bool> {
        (self.column == by).then_some(self.descending)
    }

    /// How the list is sorted after a click on a column's heading: from the beginning, or the other way round where it
    /// is sorted by it already.
    #[must_use]
    pub fn turned(self, by: C) -> Self {
        Self {
            column: by,
            descending: self.direction(by) == Some(false),
        }
    }
}

/// The same code for every list: a browser loads it once.
fn signed(name: &str, descending: bool) -> String {
    let sign = if descending { "-" } else { "" };
    [sign, name].concat()
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;
    use crate::{members, organisations, people, registrations};

    /// Every order of a list reads back, and anything else is its default order.
    fn reads_back<C: Sortable + Debug>() {
        for &column in C::ALL {
            for descending in [false, true] {
                let sort = Sort { column, descending };
                assert_eq!(Sort::parse(&sort.tag()), sort);
            }
        }
        for nonsense in ["", "-", "-nonsense", "'; DROP", "--name", "Name"] {
            assert_eq!(Sort::<C>::parse(nonsense), Sort::default(), "{nonsense}");
        }
    }

    #[test]
    fn every_order_of_every_list_reads_back_from_the_address() {
        reads_back::<members::Column>();
        reads_back::<organisations::Column>();
        reads_back::<people::Column>();
        reads_back::<registrations::Column>();
    }

    #[test]
    fn descending_is_a_sign_before_the_column() {
        for text in ["name", "-name", "email", "-email", "role", "-role", "date", "-date"] {
            assert_eq!(members::Sort::parse(text).tag(), text);
        }
    }

    #[test]
    fn a_second_click_on_a_heading_turns_the_order_round() {
        let now = members::Sort::parse("date");
        assert_eq!(now.direction(members::Column::Date), Some(false));
        let now = now.turned(members::Column::Date);
        assert_eq!(now.tag(), "-date");
        assert_eq!(now.direction(members::Column::Date), Some(true));
        assert_eq!(now.turned(members::Column::Date).tag(), "date");
        assert_eq!(now.direction(members::Column::Name), None);
        assert_eq!(now.turned(members::Column::Name).tag(), "name");
    }
}
