//! What becomes of a request that nobody decides (decision 6): the requester may remind those who may, once a day; the
//! service reminds them twice, then tells support, and in the end the request lapses. Days are counted by the calendar in London, from the day on which the request came before those
//! who decide; what is due on a day is done from eight in the morning, so that one letter lists all of it.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::{JoinRequest, State};
use crate::{LondonTime, Moment, PersonId, Refusal};

/// How many days a request waits before it lapses.
pub const LAPSES_AFTER_DAYS: u32 = 30;

/// How far an undecided request has been followed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FollowedUp {
    /// Those who may decide were reminded.
    Once,
    /// They were reminded again.
    Twice,
    /// Support was told.
    WithSupport,
}

impl FollowedUp {
    /// Every step, in this order.
    pub const ALL: [Self; 3] = [Self::Once, Self::Twice, Self::WithSupport];

    /// How it is stored: from 1 on; 0 is a request that nobody was reminded of.
    pub const fn number(self) -> i64 {
        match self {
            Self::Once => 1,
            Self::Twice => 2,
            Self::WithSupport => 3,
        }
    }

    /// Reads a stored number.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.number() == number)
    }
}

/// On which days of waiting a request is followed up: twice with those who may decide, then with support.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FollowUpDays([u32; 3]);

impl FollowUpDays {
    /// The second, the fifth and the seventh.
    pub const USUAL: Self = Self([2, 5, 7]);

    /// Days that rise, from the first to the last before the request lapses.
    pub fn new(days: [u32; 3]) -> Option<Self> {
        let [first, second, support] = days;
        let rise = 0 < first && first < second && second < support && support < LAPSES_AFTER_DAYS;
        rise.then_some(Self(days))
    }
}

impl JoinRequest {
    /// Reminds those who may decide: the requester, once a day (decision 6). `last` is the time before.
    ///
    /// # Errors
    /// Not found for anyone but the requester; not pending; reminded within the last [`NUDGE_HOURS`] hours.
    pub fn nudge(&self, by: PersonId, last: Option<Moment>, now: Moment) -> Result<(), Refusal> {
        if by != self.person {
            return Err(Refusal::NotFound);
        }
        self.must_be_pending()?;
        if may_nudge(&self.state, last, now) {
            Ok(())
        } else {
            Err(Refusal::NudgedToday)
        }
    }

    /// Lets the request lapse, because nobody has decided in all its days.
    ///
    /// # Errors
    /// Not pending.
    pub fn lapse(self, now: Moment) -> Result<Self, Refusal> {
        self.must_be_pending()?;
        Ok(Self {
            state: State::Expired { at: now },
            ..self
        })
    }
}

/// How many hours lie between two reminders of one request.
pub const NUDGE_HOURS: i64 = 24;

/// Whether the requester may remind those who may decide.
pub fn may_nudge(state: &State, last: Option<Moment>, now: Moment) -> bool {
    *state == State::Pending && last.is_none_or(|last| now >= last.plus(chrono::TimeDelta::hours(NUDGE_HOURS)))
}

/// What will become of a request that waits, if nobody decides; days by their times of day are of no meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ahead {
    /// The day on which those who may decide are reminded next; none where that is over.
    pub reminded_on: Option<LondonTime>,
    /// The day on which support is told; none where it has been.
    pub with_support_on: Option<LondonTime>,
    /// The day on which it lapses.
    pub lapses_on: LondonTime,
}

#[cfg(not(target_arch = "wasm32"))]
mod days {
    use chrono::{Days, NaiveTime};

    use super::{Ahead, FollowUpDays, FollowedUp, LAPSES_AFTER_DAYS, Moment};
    use crate::LondonTime;
    use crate::daily_letter::WRITTEN_FROM_HOUR;
    use crate::moment::{moment_in_london, start_of};

    /// Whether it is late enough in the day to follow up what is due.
    pub fn is_time(now: Moment) -> bool {
        now.in_london().hour() >= WRITTEN_FROM_HOUR
    }

    /// What came before this moment has lapsed.
    pub fn lapsed_before(now: Moment) -> Moment {
        came_before(now, LAPSES_AFTER_DAYS)
    }

    impl FollowUpDays {
        /// Before which moments a request must have come for each step to be due.
        pub fn due_before(self, now: Moment) -> [Moment; 3] {
            self.0.map(|days| came_before(now, days))
        }

        /// What will become of a request that came at a moment.
        pub fn ahead(self, came: Moment, done: Option<FollowedUp>) -> Ahead {
            let [first, second, support] = self.0;
            let reminded_on = match done {
                None => Some(first),
                Some(FollowedUp::Once) => Some(second),
                Some(FollowedUp::Twice | FollowedUp::WithSupport) => None,
            };
            Ahead {
                reminded_on: reminded_on.map(|days| after(came, days)),
                with_support_on: (done != Some(FollowedUp::WithSupport)).then(|| after(came, support)),
                lapses_on: after(came, LAPSES_AFTER_DAYS),
            }
        }
    }

    /// Today began so many days after everything that came before this moment.
    fn came_before(now: Moment, days: u32) -> Moment {
        let today = now.in_london().date();
        let last = today.checked_sub_days(Days::new(u64::from(days)));
        start_of(last.and_then(|last| last.succ_opt()).unwrap_or(today))
    }

    /// The morning so many days after a moment.
    fn after(came: Moment, days: u32) -> LondonTime {
        let day = came.in_london().date();
        let day = day.checked_add_days(Days::new(u64::from(days))).unwrap_or(day);
        let morning = NaiveTime::from_hms_opt(WRITTEN_FROM_HOUR, 0, 0).unwrap_or(NaiveTime::MIN);
        moment_in_london(day.and_time(morning)).in_london()
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub use self::days::{is_time, lapsed_before};
