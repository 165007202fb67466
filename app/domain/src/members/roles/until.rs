//! Until when a role holds, as a form asks it: for a while, until it is revoked, or to the end of a day. The first day counts
//! itself, so that *one day* is over with the day on which it begins, and *one week* from a Monday with the Sunday.

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::form::{Field, FieldErrors, Problem, choice, optional_day};

/// How long a form offers at one choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// One day.
    Day,
    /// One week.
    Week,
    /// One month.
    Month,
    /// Three months.
    ThreeMonths,
}

impl Length {
    /// Every length, the shortest first.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::ThreeMonths];

    /// How it is posted.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::ThreeMonths => "three_months",
        }
    }

    /// The last day of what begins on a day. A month is over before the same day of the next one; where that has no such
    /// day, with its last.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn last_day(self, first: NaiveDate) -> NaiveDate {
        use chrono::{Days, Months};
        let days = |days: u64| first.checked_add_days(Days::new(days));
        let last = match self {
            Self::Day => days(0),
            Self::Week => days(6),
            Self::Month => before_the_same_day(first, Months::new(1)),
            Self::ThreeMonths => before_the_same_day(first, Months::new(3)),
        };
        last.unwrap_or(first)
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn before_the_same_day(first: NaiveDate, later: chrono::Months) -> Option<NaiveDate> {
    use chrono::Datelike;
    // The last of the month where it has no such day.
    let same = first.checked_add_months(later)?;
    if same.day() == first.day() {
        same.pred_opt()
    } else {
        Some(same)
    }
}

/// Until when, as it was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Until {
    /// So long, from its first day on.
    For(Length),
    /// Without end.
    #[default]
    Revoked,
    /// To the end of this day.
    Day(NaiveDate),
}

impl Until {
    /// How *until revoked* is posted.
    pub const REVOKED: &'static str = "revoked";
    /// How *another day* is posted; the day stands in a field of its own, which counts with this choice only.
    pub const OTHER: &'static str = "other";

    /// Reads the choice, and the field with the day. A form without the choice says the day alone; empty for no end.
    pub fn read(until: &str, ends: &str, errors: &mut FieldErrors) -> Option<Self> {
        match until.trim() {
            "" => {
                let day = errors.take(Field::Ends, optional_day(ends))?;
                Some(day.into())
            }
            _ => Self::chosen(until, ends, errors),
        }
    }

    /// The same, where one must be chosen.
    pub fn chosen(until: &str, ends: &str, errors: &mut FieldErrors) -> Option<Self> {
        if until.trim() == Self::OTHER {
            let day = optional_day(ends).and_then(|day| day.ok_or(Problem::Missing));
            return errors.take(Field::Ends, day).map(Self::Day);
        }
        let length = |tag: &str| Length::ALL.into_iter().find(|one| one.tag() == tag);
        let read = |tag: &str| match tag {
            Self::REVOKED => Some(Self::Revoked),
            tag => length(tag).map(Self::For),
        };
        errors.take(Field::Until, choice(until, read))
    }

    /// The last day of what begins on a day; nothing where it has no end.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn last_day(self, first: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::For(length) => Some(length.last_day(first)),
            Self::Revoked => None,
            Self::Day(day) => Some(day),
        }
    }
}

/// A day as it is kept; nothing for no end.
impl From<Option<NaiveDate>> for Until {
    fn from(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Revoked, Self::Day)
    }
}
