//! What becomes of roles when that to which they are limited is closed: they end, or are limited to something else that is
//! open. Nothing is widened unless somebody says so.

use serde::{Deserialize, Serialize};

use super::RosterView;
use crate::form::{Field, FieldErrors, Problem};
use crate::members::roles::{RoleRow, RoleSpan};
use crate::organisations::OrganisationView;
use crate::permission::Approver;
use crate::{Declined, PersonId, Refusal, RosterId};

/// What happens to the roles that are limited to what is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// They end.
    End,
    /// They are limited to this roster or roster group instead.
    LimitTo(RosterId),
}

impl Fate {
    /// How it stands in a form.
    pub fn tag(self) -> String {
        match self {
            Self::End => "end".to_owned(),
            Self::LimitTo(id) => id.to_string(),
        }
    }

    /// Reads it from a form.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "end" => Some(Self::End),
            id => RosterId::parse(id).map(Self::LimitTo),
        }
    }
}

/// A roster or roster group that is to be closed, as it is inside the transaction that closes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// How many roles are limited to what is closed, of members and of new users.
    pub roles: usize,
    /// How many listed medics stand there by an import.
    pub medics: u32,
    /// Whose roles they are, where they are a member's.
    pub holders: Vec<PersonId>,
    /// What is open besides.
    pub targets: Vec<RosterId>,
}

impl Closing {
    /// What happens to the roles, decided by somebody who may decide there. `seen` is how many roles they saw.
    ///
    /// # Errors
    /// Medics come with the import, and leave with it; roles that were not seen; a fate that is missing or leads to what
    /// is not open, at its field; nobody limits their own role to something else.
    pub fn decide(&self, by: &Approver, seen: usize, fate: Option<Fate>) -> Result<Fate, Declined> {
        if self.medics > 0 {
            return Err(Refusal::Imported.into());
        }
        if self.roles != seen {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        let wrong = |problem| Declined::from(FieldErrors::one(Field::Fate, problem));
        match fate {
            None if self.roles > 0 => Err(wrong(Problem::Missing)),
            None => Ok(Fate::End),
            Some(Fate::LimitTo(to)) if !self.targets.contains(&to) => Err(wrong(Problem::NoSuchRoster)),
            Some(Fate::LimitTo(_)) if self.holders.contains(&by.person()) => Err(Refusal::NotOnOneself.into()),
            Some(fate) => Ok(fate),
        }
    }
}

/// The roles that somebody has after `closed` was closed. Whoever has a role already where another one goes has it there
/// once, for both times together; where there is time between them, the sooner one stays.
pub fn after(held: &[RoleSpan], closed: &[RosterId], fate: Fate) -> Vec<RoleSpan> {
    let is_closed = |span: &RoleSpan| span.roster.is_some_and(|roster| closed.contains(&roster));
    let mut kept: Vec<RoleSpan> = held.iter().filter(|span| !is_closed(span)).copied().collect();
    let Fate::LimitTo(to) = fate else { return kept };
    for span in held.iter().filter(|span| is_closed(span)) {
        let moved = RoleSpan {
            roster: Some(to),
            ..*span
        };
        match kept
            .iter_mut()
            .find(|one| one.role == moved.role && one.roster == moved.roster)
        {
            Some(there) => *there = together(*there, moved),
            None => kept.push(moved),
        }
    }
    kept
}

/// One role for two times. Times are compared as they hold: a start that is absent lies before all others, an end that is
/// absent after them.
fn together(one: RoleSpan, other: RoleSpan) -> RoleSpan {
    let (sooner, later) = if one.starts_at <= other.starts_at {
        (one, other)
    } else {
        (other, one)
    };
    let gap = sooner
        .ends_at
        .zip(later.starts_at)
        .is_some_and(|(end, start)| end < start);
    if gap {
        return sooner;
    }
    let ends_at = match (sooner.ends_at, later.ends_at) {
        (Some(one), Some(other)) => Some(one.max(other)),
        _ => None,
    };
    RoleSpan { ends_at, ..sooner }
}

/// Whose role it is that is limited to what is to be closed, and what else they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Holder {
    /// A member who has other roles, too.
    Member,
    /// A member who has no other: when it ends, the access ends.
    OnlyThis,
    /// The viewer.
    Oneself,
    /// Somebody who is being added and has yet to come in.
    NewUser,
}

/// A role that is limited to what is to be closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitedRole {
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The role, its limit and its days.
    pub row: RoleRow,
    /// Whose it is.
    pub holder: Holder,
}

/// The page that closes a roster or roster group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingView {
    /// The organisation.
    pub organisation: OrganisationView,
    /// What is to be closed.
    pub roster: RosterView,
    /// The open rosters in it, which are closed with it.
    pub rosters: Vec<RosterView>,
    /// The roles that are limited to any of them.
    pub roles: Vec<LimitedRole>,
    /// How many listed medics stand there by an import; while there are some, it cannot be closed.
    pub medics: u32,
    /// What the roles can be limited to instead.
    pub targets: Vec<RosterView>,
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};

    use super::*;
    use crate::Moment;
    use crate::permission::Role;

    fn id(last: u8) -> RosterId {
        RosterId::parse(&format!("0190163d-8694-739b-aea5-966c26f8ad{last:02}")).unwrap()
    }

    fn on(day: u32) -> Moment {
        Moment::new(Utc.with_ymd_and_hms(2026, 11, day, 0, 0, 0).unwrap())
    }

    fn span(role: Role, roster: Option<u8>, starts: Option<u32>, ends: Option<u32>) -> RoleSpan {
        RoleSpan {
            role,
            roster: roster.map(id),
            starts_at: starts.map(on),
            ends_at: ends.map(on),
        }
    }

    #[test]
    fn roles_limited_to_what_is_closed_end_and_no_others() {
        let whole = span(Role::Reporting, None, None, None);
        let elsewhere = span(Role::Reporting, Some(2), None, None);
        let held = [whole, elsewhere, span(Role::Reporting, Some(1), None, None)];
        assert_eq!(after(&held, &[id(1)], Fate::End), [whole, elsewhere]);
        assert!(after(&held[2..], &[id(1)], Fate::End).is_empty());
    }

    #[test]
    fn roles_go_where_they_are_told_to_with_their_days() {
        let held = [span(Role::RosterManager, Some(1), Some(3), Some(9))];
        let moved = after(&held, &[id(1)], Fate::LimitTo(id(2)));
        assert_eq!(moved, [span(Role::RosterManager, Some(2), Some(3), Some(9))]);
    }

    #[test]
    fn the_same_role_is_had_once_where_several_meet() {
        let there = span(Role::Reporting, Some(2), Some(1), Some(5));
        let to = |one, other| after(&[one, other], &[id(1)], Fate::LimitTo(id(2)));
        assert_eq!(
            to(there, span(Role::Reporting, Some(1), Some(4), None)),
            [span(Role::Reporting, Some(2), Some(1), None)]
        );
        assert_eq!(
            to(there, span(Role::Reporting, Some(1), None, Some(2))),
            [span(Role::Reporting, Some(2), None, Some(5))]
        );
        assert_eq!(
            to(there, span(Role::Reporting, Some(1), Some(7), None)),
            [there],
            "what lies between was nobody's, and stays so"
        );
    }

    #[test]
    fn a_fate_reads_back_from_a_form() {
        for fate in [Fate::End, Fate::LimitTo(id(1))] {
            assert_eq!(Fate::parse(&fate.tag()), Some(fate));
        }
        assert_eq!(Fate::parse("widen"), None);
    }
}
