//! What long lists share: how they are sorted, how many rows a page of one has, where that page stands, and how many rows
//! there are. All of it stands in the address; a place is a row's id, so that nobody's name does.

mod sort;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::sort::{Sort, Sortable};

/// How many rows a page of a list has (S43).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum PageSize {
    /// 10.
    #[default]
    Ten,
    /// 25.
    TwentyFive,
    /// 50.
    Fifty,
    /// 100.
    Hundred,
}

impl PageSize {
    /// Every size, the smallest first.
    pub const ALL: [Self; 4] = [Self::Ten, Self::TwentyFive, Self::Fifty, Self::Hundred];

    /// The number of rows.
    pub const fn rows(self) -> u16 {
        match self {
            Self::Ten => 10,
            Self::TwentyFive => 25,
            Self::Fifty => 50,
            Self::Hundred => 100,
        }
    }

    /// How the size stands in an address.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Ten => "10",
            Self::TwentyFive => "25",
            Self::Fifty => "50",
            Self::Hundred => "100",
        }
    }

    /// Reads it from an address; the smallest for anything else.
    pub fn parse(text: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|size| size.tag() == text)
            .unwrap_or_default()
    }
}

/// Where a page of a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Place {
    /// At the beginning.
    #[default]
    First,
    /// Right after a row.
    After(Uuid),
    /// Right before a row.
    Before(Uuid),
}

impl Place {
    /// Reads it from an address; the beginning for anything else.
    pub fn parse(text: &str) -> Self {
        let id = |text: &str| Uuid::try_parse(text).ok();
        match text.split_once('-') {
            Some(("after", row)) => id(row).map_or(Self::First, Self::After),
            Some(("before", row)) => id(row).map_or(Self::First, Self::Before),
            _ => Self::First,
        }
    }

    /// The row at its edge.
    pub const fn row(self) -> Option<Uuid> {
        match self {
            Self::First => None,
            Self::After(row) | Self::Before(row) => Some(row),
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::First => Ok(()),
            Self::After(row) => write!(f, "after-{row}"),
            Self::Before(row) => write!(f, "before-{row}"),
        }
    }
}

/// Where the pages beside this one stand, where there are any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Beside {
    /// The page before.
    pub previous: Option<Place>,
    /// The page after.
    pub next: Option<Place>,
}

/// How many rows are counted exactly.
pub const COUNTED_MOST: u32 = 1_000;

/// How many rows a list has: exact up to [`COUNTED_MOST`], more beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counted {
    /// The number, at most [`COUNTED_MOST`].
    pub rows: u32,
    /// Whether there are more.
    pub more: bool,
}

impl Counted {
    /// From a number counted up to one more than [`COUNTED_MOST`].
    pub fn of(counted: i64) -> Self {
        let rows = u32::try_from(counted.max(0)).unwrap_or(u32::MAX);
        Self {
            rows: rows.min(COUNTED_MOST),
            more: rows > COUNTED_MOST,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_an_address_reads_back() {
        for size in PageSize::ALL {
            assert_eq!(PageSize::parse(size.tag()), size);
        }
        let row = Uuid::from_u128(7);
        for place in [Place::First, Place::After(row), Place::Before(row)] {
            assert_eq!(Place::parse(&place.to_string()), place);
        }
        for nonsense in ["after-", "before-7", "nowhere", "-"] {
            assert_eq!(Place::parse(nonsense), Place::First);
        }
    }

    #[test]
    fn a_thousand_are_counted_and_no_more() {
        assert_eq!(
            Counted::of(1_000),
            Counted {
                rows: 1_000,
                more: false
            }
        );
        assert_eq!(
            Counted::of(1_001),
            Counted {
                rows: 1_000,
                more: true
            }
        );
    }
}
