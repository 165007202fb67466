//! The front page of a signed-in person: which tiles there are (S30), and what waits behind the first of them.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{Answer, Caller};

/// The most that is counted exactly; beyond it one says "more than".
pub const COUNTED_MOST: u16 = 1_000;

/// The tiles that the person may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tiles {
    /// What waits for a decision; absent for a person who decides nowhere, and so has none of the administrators' tiles.
    pub waiting: Option<Counted>,
    /// How many organisations are no longer open and have people who wait for a decision of the person's; absent for whoever
    /// decides about none.
    pub closures: Option<Counted>,
    /// Whether the person is of the support team.
    pub support: bool,
}

/// A number that is exact up to [`COUNTED_MOST`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// How many, at most [`COUNTED_MOST`].
    pub count: u16,
    /// Whether there are more than these.
    pub more: bool,
}

impl Counted {
    /// From a count that stopped one beyond [`COUNTED_MOST`].
    pub fn of(count: i64) -> Self {
        let most = i64::from(COUNTED_MOST);
        Self {
            count: u16::try_from(count.clamp(0, most)).unwrap_or(COUNTED_MOST),
            more: count > most,
        }
    }
}

/// What can be asked for the front page.
#[async_trait]
pub trait Home: Send + Sync {
    /// The tiles that the person may use.
    async fn tiles(&self, caller: &Caller) -> Answer<Tiles>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_are_counted_and_one_more_is_more() {
        assert_eq!(Counted::of(0), Counted { count: 0, more: false });
        assert_eq!(
            Counted::of(1_000),
            Counted {
                count: 1_000,
                more: false
            }
        );
        assert_eq!(
            Counted::of(1_001),
            Counted {
                count: 1_000,
                more: true
            }
        );
    }
}
