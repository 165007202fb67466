//! A role with its limit and the time in which it holds: as it is kept, as a list shows it, and its days as a form says them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Until;
use crate::form::{Field, FieldErrors, Problem, optional_day};
use crate::members::RoleKey;
use crate::permission::Role;
use crate::rosters::RosterView;
use crate::{LondonTime, Moment, RosterId};

/// A role with its limit and the time in which it holds. Role and limit together say which one of a member's roles it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleSpan {
    /// The role.
    pub role: Role,
    /// The roster or roster group that it is limited to; the whole organisation where absent.
    pub roster: Option<RosterId>,
    /// From when; from the start where absent.
    pub starts_at: Option<Moment>,
    /// Until when; without end where absent.
    pub ends_at: Option<Moment>,
}

impl RoleSpan {
    /// Whether its end has passed.
    pub fn has_ended(&self, now: Moment) -> bool {
        self.ends_at.is_some_and(|end| end <= now)
    }

    /// Whether it holds now.
    pub fn holds(&self, now: Moment) -> bool {
        self.starts_at.is_none_or(|start| start <= now) && !self.has_ended(now)
    }

    /// Whether it holds now, has no end, and counts for the whole organisation: what a right to decide that lasts takes.
    pub fn lasts(&self, now: Moment) -> bool {
        self.roster.is_none() && self.ends_at.is_none() && self.holds(now)
    }

    /// Whether it could be given now: it has not ended, and what it is limited to is among the open `rosters`.
    pub fn can_be_given_now(&self, rosters: &[RosterView], now: Moment) -> bool {
        let is_open = |id| rosters.iter().any(|one| one.id == id && !one.closed);
        !self.has_ended(now) && self.roster.is_none_or(is_open)
    }

    /// Whether it differs from what it was before by a later end alone, or by having none.
    pub fn only_lengthens(&self, before: &Self) -> bool {
        let later = before
            .ends_at
            .is_some_and(|was| self.ends_at.is_none_or(|ends| ends > was));
        later && self.is(before.role, before.roster) && self.starts_at == before.starts_at
    }

    /// Whether it is this one of a member's roles.
    pub fn is(&self, role: Role, roster: Option<RosterId>) -> bool {
        self.role == role && self.roster == roster
    }

    /// What it is limited to, among the rosters of the organisation.
    pub fn limit(&self, rosters: &[RosterView]) -> Option<RosterView> {
        rosters.iter().find(|one| Some(one.id) == self.roster).cloned()
    }

    /// What the audit keeps of it: the role, what it is limited to by name and id, and when it holds. `rosters` are those
    /// of the organisation.
    pub fn described(&self, rosters: &[RosterView]) -> String {
        let day = |at: Option<Moment>| at.map_or_else(|| "…".to_owned(), |at| at.utc().to_rfc3339());
        format!(
            "{} {} – {}",
            self.which(rosters),
            day(self.starts_at),
            day(self.ends_at)
        )
    }

    /// The same, without when it holds.
    pub fn which(&self, rosters: &[RosterView]) -> String {
        let role = self.role.tag();
        match (self.roster, self.limit(rosters)) {
            (Some(id), Some(limit)) => format!("{role} only for {} ({id})", limit.full_name()),
            (Some(id), None) => format!("{role} only for {id}"),
            (None, _) => role.to_owned(),
        }
    }

    /// How a list shows it where it only says what holds now.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn held(&self, rosters: &[RosterView]) -> HeldRole {
        HeldRole {
            role: self.role,
            roster: self.limit(rosters),
            until: self.ends_at.map(last_moment),
        }
    }

    /// How a list shows it; `rosters` are those of the organisation, `may_change` says whether the viewer may change or
    /// remove it.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn row(&self, rosters: &[RosterView], may_change: bool) -> RoleRow {
        let starts = self.starts_at.map(Moment::in_london);
        let ends = self.ends_at.map(last_moment);
        let day = |at: Option<LondonTime>| at.map(|at| at.date().to_string()).unwrap_or_default();
        RoleRow {
            role: self.role,
            roster: self.limit(rosters),
            starts_day: day(starts),
            ends_day: day(ends),
            starts,
            ends,
            may_change,
        }
    }
}

/// What ends at midnight holds to the end of the day before: people are told that day, 23:59.
#[cfg(not(target_arch = "wasm32"))]
pub fn last_moment(end: Moment) -> LondonTime {
    end.plus(chrono::TimeDelta::minutes(-1)).in_london()
}

/// A role that somebody holds now, and how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRole {
    /// The role.
    pub role: Role,
    /// The roster or roster group that it is limited to; the whole organisation where absent.
    pub roster: Option<RosterView>,
    /// The last moment at which it holds, where it has an end.
    pub until: Option<LondonTime>,
}

impl HeldRole {
    /// Which one of the roles it is.
    pub fn key(&self) -> RoleKey {
        RoleKey {
            role: self.role,
            roster: self.roster.as_ref().map(|roster| roster.id),
        }
    }
}

/// A role in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRow {
    /// The role.
    pub role: Role,
    /// The roster or roster group that it is limited to; the whole organisation where absent.
    pub roster: Option<RosterView>,
    /// From when; from the start where absent.
    pub starts: Option<LondonTime>,
    /// The last day; without end where absent.
    pub ends: Option<LondonTime>,
    /// The first day as a form shows it, `2026-11-22`; empty for none.
    pub starts_day: String,
    /// The last day as a form shows it; empty for none.
    pub ends_day: String,
    /// Whether the viewer may change or remove it.
    pub may_change: bool,
}

impl RoleRow {
    /// Which one of the roles it is.
    pub fn key(&self) -> RoleKey {
        RoleKey {
            role: self.role,
            roster: self.roster.as_ref().map(|roster| roster.id),
        }
    }
}

/// From which day until when a role holds, as a form says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Days {
    /// The first day; at once where absent.
    pub starts: Option<NaiveDate>,
    /// Until when.
    pub until: Until,
}

impl Days {
    /// Reads the first day, the choice of until when, and the last day that goes with it ([`Until::read`]).
    pub fn read(starts: &str, until: &str, ends: &str, errors: &mut FieldErrors) -> Option<Self> {
        let starts = errors.take(Field::Starts, optional_day(starts));
        let until = Until::read(until, ends, errors);
        let days = Self {
            starts: starts?,
            until: until?,
        };
        match (days.starts, days.until) {
            (Some(starts), Until::Day(ends)) if ends < starts => {
                errors.add(Field::Ends, Problem::EndsBeforeItStarts);
                None
            }
            _ => Some(days),
        }
    }

    /// The day from which on it is counted how long a role holds: the first, where that is yet to come, else today.
    #[cfg(not(target_arch = "wasm32"))]
    fn counted_from(self, today: NaiveDate) -> NaiveDate {
        self.starts.filter(|starts| *starts > today).unwrap_or(today)
    }

    /// The last day, where it ends; the lengths are counted from its first day on, or from today.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn last_day(self, now: Moment) -> Option<NaiveDate> {
        self.until.last_day(self.counted_from(now.in_london().date()))
    }

    /// The time in which a role holds that is given or changed now. What `before` says of its start may stay, though it
    /// has passed.
    ///
    /// # Errors
    /// Days that have passed.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn span(
        self,
        role: Role,
        roster: Option<RosterId>,
        before: Option<&RoleSpan>,
        now: Moment,
    ) -> Result<RoleSpan, FieldErrors> {
        let today = now.in_london().date();
        let kept = before.and_then(|before| before.starts_at);
        let mut errors = FieldErrors::default();
        let starts_at = match self.starts {
            Some(day) if kept.is_some_and(|kept| kept.in_london().date() == day) => kept,
            Some(day) if day < today => {
                errors.add(Field::Starts, Problem::InThePast);
                None
            }
            // Today is at once: whoever has the role already keeps it without a gap.
            Some(day) if day == today => Some(kept.filter(|kept| *kept <= now).unwrap_or(now)),
            Some(day) => Some(crate::start_of(day)),
            None => kept.filter(|kept| *kept <= now),
        };
        let ends = self.last_day(now);
        if ends.is_some_and(|day| day < today) {
            errors.add(Field::Ends, Problem::InThePast);
        }
        if errors.is_empty() {
            Ok(RoleSpan {
                role,
                roster,
                starts_at,
                ends_at: ends.map(crate::end_of),
            })
        } else {
            Err(errors)
        }
    }
}
