//! Access that ends is told before it does: a week and a day before its last day, to whoever has it and to those who may
//! decide there. Days are counted by the calendar in London, and letters go from eight in the morning. What was given, or
//! given another end, too late for a letter gets only the next one.

#[cfg(test)]
mod tests;

use chrono::{Days, NaiveDate};

use crate::Moment;
use crate::moment::start_of;

/// How far the end of a role has been told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// A week before.
    Week,
    /// The day before.
    Day,
}

impl Told {
    /// Every step, in this order.
    pub const ALL: [Self; 2] = [Self::Week, Self::Day];

    /// How many days before the last day.
    const fn days(self) -> u64 {
        match self {
            Self::Week => 7,
            Self::Day => 1,
        }
    }

    /// How it is stored: from 1 on; 0 is a role whose end nobody was told of.
    pub const fn number(self) -> i64 {
        match self {
            Self::Week => 1,
            Self::Day => 2,
        }
    }

    /// Reads a stored number.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.number() == number)
    }

    /// Roles that end by this moment are due this step at `now`. What ends at midnight has its last day before.
    pub fn due_until(self, now: Moment) -> Moment {
        let last = now.in_london().date().checked_add_days(Days::new(self.days()));
        last.and_then(|last| last.succ_opt()).map_or(now, start_of)
    }

    /// Whether a role that was given, or given this end, at `since` is old enough for a letter: else whoever has it has
    /// just been told.
    pub fn is_worth_telling(self, since: Moment, ends_at: Moment) -> bool {
        let day = last_day(ends_at).checked_sub_days(Days::new(self.days()));
        day.is_some_and(|day| since < start_of(day))
    }
}

/// The last day on which what ends at a moment holds.
pub fn last_day(ends_at: Moment) -> NaiveDate {
    ends_at.plus(-chrono::TimeDelta::microseconds(1)).in_london().date()
}
