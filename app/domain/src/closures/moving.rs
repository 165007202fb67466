//! Which roles go along when somebody moves to the successor of an organisation, as they stand: with their start and end.
//! Moving widens nothing and revives nothing.

use serde::{Deserialize, Serialize};

use crate::members::roles::{RoleSpan, can_be_given};
use crate::members::{Member, Standing};
use crate::organisations::Kind;

/// Why a role does not go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaysBehind {
    /// It is limited to a roster or roster group of the organisation that closed. The successor has not got that, and without
    /// its limit the role would be more than it was.
    Limited,
    /// The successor's kind does not give it, or it comes by an import only (S68).
    NotGivenThere,
    /// The person has it there already, as it stands there.
    HeldThere,
    /// The person's access to the successor was revoked; moving does not give it back.
    RevokedThere,
}

impl StaysBehind {
    /// Whether the person has the role at the successor all the same.
    pub const fn is_held(self) -> bool {
        matches!(self, Self::HeldThere)
    }
}

/// How somebody stands to the successor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum There {
    /// They have nothing to do with it.
    Stranger,
    /// They may act for it, in these roles that have not ended.
    Member(Vec<RoleSpan>),
    /// They could, until that was revoked.
    Revoked,
}

impl There {
    /// From the member, and the roles that have not ended.
    pub fn of(member: Option<&Member>, held: Vec<RoleSpan>) -> Self {
        match member.map(|member| &member.state) {
            None => Self::Stranger,
            Some(Standing::Active) => Self::Member(held),
            Some(Standing::Revoked { .. }) => Self::Revoked,
        }
    }
}

/// What becomes of somebody's roles.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Moving {
    /// Those that go along.
    pub goes: Vec<RoleSpan>,
    /// Those that do not, and why.
    pub stays: Vec<(RoleSpan, StaysBehind)>,
}

/// Divides the roles that somebody holds and that have not ended; `kind` is the successor's.
pub fn moving(held: &[RoleSpan], kind: Kind, there: &There) -> Moving {
    let mut moving = Moving::default();
    for span in held {
        match why_it_stays(span, kind, there) {
            None => moving.goes.push(*span),
            Some(why) => moving.stays.push((*span, why)),
        }
    }
    moving
}

fn why_it_stays(span: &RoleSpan, kind: Kind, there: &There) -> Option<StaysBehind> {
    if *there == There::Revoked {
        Some(StaysBehind::RevokedThere)
    } else if span.roster.is_some() {
        Some(StaysBehind::Limited)
    } else if !can_be_given(span.role, kind) {
        Some(StaysBehind::NotGivenThere)
    } else {
        let held = matches!(there, There::Member(roles) if roles.iter().any(|one| one.is(span.role, None)));
        held.then_some(StaysBehind::HeldThere)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};
    use uuid::Uuid;

    use super::*;
    use crate::permission::Role;
    use crate::{Moment, RosterId};

    fn span(role: Role) -> RoleSpan {
        RoleSpan {
            role,
            roster: None,
            starts_at: None,
            ends_at: Some(Moment::new(Utc.with_ymd_and_hms(2026, 1, 31, 0, 0, 0).unwrap())),
        }
    }

    fn limited(role: Role) -> RoleSpan {
        RoleSpan {
            roster: Some(RosterId::new(Uuid::nil())),
            ..span(role)
        }
    }

    #[test]
    fn a_role_goes_along_as_it_stands() {
        let held = [span(Role::PracticeEnabledUser), span(Role::Reporting)];
        let moving = moving(&held, Kind::Practice, &There::Stranger);
        assert_eq!((moving.goes.as_slice(), moving.stays.len()), (held.as_slice(), 0));
    }

    #[test]
    fn no_limit_is_taken_off_and_no_role_is_given_where_it_is_none() {
        let held = [
            limited(Role::RosterManager),
            span(Role::RosteredMedic),
            span(Role::ProviderUser),
        ];
        let moving = moving(&held, Kind::Trust, &There::Stranger);
        assert_eq!(moving.goes, []);
        let why: Vec<StaysBehind> = moving.stays.into_iter().map(|(_, why)| why).collect();
        assert_eq!(
            why,
            [
                StaysBehind::Limited,
                StaysBehind::NotGivenThere,
                StaysBehind::NotGivenThere
            ]
        );
    }

    #[test]
    fn nobody_has_a_role_twice_and_whoever_is_revoked_there_stays_so() {
        let held = [span(Role::Approver), span(Role::Reporting)];
        let there = There::Member(vec![RoleSpan {
            ends_at: None,
            ..span(Role::Approver)
        }]);
        let member = moving(&held, Kind::Practice, &there);
        assert_eq!(member.goes, [span(Role::Reporting)]);
        assert_eq!(member.stays, [(span(Role::Approver), StaysBehind::HeldThere)]);
        // What is limited there is not the same.
        let there = There::Member(vec![limited(Role::Approver)]);
        assert_eq!(moving(&held, Kind::Practice, &there).goes, held);
        assert_eq!(moving(&held, Kind::Practice, &There::Revoked).goes, []);
    }
}
