//! Yes or no, and why.

use super::facts::{Access, Ended, Facts, Held, Known};
use crate::accounts::AccountState;
use crate::permission::Role;
use crate::{Moment, RosterId};

/// For what somebody is to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// For the whole organisation.
    Whole,
    /// For a roster or a roster group.
    Roster {
        /// Which.
        id: RosterId,
        /// The group that it stands in.
        group: Option<RosterId>,
    },
}

impl Place {
    /// Whether a role with this limit counts here: one for the whole organisation always does, else one for this roster
    /// or for the group that it stands in.
    pub fn is_covered_by(self, limit: Option<RosterId>) -> bool {
        match (limit, self) {
            (None, _) => true,
            (Some(_), Self::Whole) => false,
            (Some(limit), Self::Roster { id, group }) => limit == id || Some(limit) == group,
        }
    }
}

/// What is asked about somebody: the role, any where absent, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The role.
    pub role: Option<Role>,
    /// For what.
    pub place: Place,
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// The records do not go back that far.
    Records,
    /// There was no account.
    Account,
    /// The address had not been confirmed.
    Confirmation,
    /// The account was closed.
    OpenAccount,
    /// The person had not been let in.
    Membership,
    /// The access was revoked, or the person left.
    Access(Ended),
    /// The person had no such role; no role at all, where any would do.
    Role,
    /// A role had not begun.
    Start(Held),
    /// A role had ended.
    TimeLeft(Held),
    /// A role was for other rosters only.
    Wider(Held),
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The person may act, by each of these roles.
    Yes(Vec<Held>),
    /// The person may not, and this is why.
    No(Vec<Missing>),
}

/// Whether somebody may act at a moment, and why.
pub fn verdict(facts: &Facts, asked: Asked, at: Moment) -> Verdict {
    let by: Vec<Held> = facts.acting(at).filter(|held| fits(held, asked)).copied().collect();
    if by.is_empty() {
        Verdict::No(missing(facts, asked, at))
    } else {
        Verdict::Yes(by)
    }
}

fn fits(held: &Held, asked: Asked) -> bool {
    is_meant(held, asked) && asked.place.is_covered_by(held.roster)
}

fn is_meant(held: &Held, asked: Asked) -> bool {
    asked.role.is_none_or(|role| held.role == role)
}

/// All that is missing; never nothing, for it is asked only where no role acts.
fn missing(facts: &Facts, asked: Asked, at: Moment) -> Vec<Missing> {
    let access = match &facts.access {
        Known::As(access) => access,
        Known::Nothing => return vec![Missing::Membership],
        Known::Unknown => return vec![Missing::Records],
    };
    let account = match facts.account {
        Known::As(AccountState::Confirmed) => None,
        Known::As(AccountState::Unconfirmed) => Some(Missing::Confirmation),
        Known::As(AccountState::Disabled) => Some(Missing::OpenAccount),
        Known::Nothing => Some(Missing::Account),
        Known::Unknown => Some(Missing::Records),
    };
    let ended = access.ended.map(Missing::Access);
    let mut all: Vec<Missing> = account.into_iter().chain(ended).collect();
    all.extend(missing_role(access, asked, at));
    all
}

/// What keeps every role from acting, had nothing else done so; nothing, where one would.
fn missing_role(access: &Access, asked: Asked, at: Moment) -> Vec<Missing> {
    let meant = || access.held.iter().filter(|held| is_meant(held, asked)).copied();
    if meant().any(|held| held.holds(at) && fits(&held, asked)) {
        return Vec::new();
    }
    let elsewhere = meant().filter(|held| held.holds(at)).map(Missing::Wider);
    let over = meant().filter(|held| !held.holds(at) && fits(held, asked)).map(|held| {
        if at < held.starts_at {
            Missing::Start(held)
        } else {
            Missing::TimeLeft(held)
        }
    });
    let all: Vec<Missing> = over.chain(elsewhere).collect();
    if all.is_empty() { vec![Missing::Role] } else { all }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::acting::How;

    fn day(number: i64) -> Moment {
        Moment::new(DateTime::UNIX_EPOCH).plus(TimeDelta::days(number))
    }

    fn roster(number: u128) -> RosterId {
        RosterId::new(Uuid::from_u128(number))
    }

    fn held(role: Role, limit: Option<RosterId>, starts: i64, ends: Option<i64>) -> Held {
        Held {
            role,
            roster: limit,
            starts_at: day(starts),
            ends_at: ends.map(day),
            given_by: None,
            given_how: How::SetUp,
            given_at: day(starts),
        }
    }

    fn facts(account: AccountState, ended: bool, held: Vec<Held>) -> Facts {
        let ended = ended.then(|| Ended { at: day(0), by: None });
        Facts {
            account: Known::As(account),
            access: Known::As(Access { ended, held }),
        }
    }

    const WHOLE: Asked = Asked {
        role: None,
        place: Place::Whole,
    };

    fn for_roster(role: Role) -> Asked {
        Asked {
            role: Some(role),
            place: Place::Roster {
                id: roster(3),
                group: Some(roster(1)),
            },
        }
    }

    #[test]
    fn a_role_for_the_group_counts_for_its_rosters_but_not_for_the_whole_organisation() {
        let group = held(Role::Reporting, Some(roster(1)), 1, None);
        let facts = facts(AccountState::Confirmed, false, vec![group]);
        assert_eq!(
            verdict(&facts, for_roster(Role::Reporting), day(2)),
            Verdict::Yes(vec![group])
        );
        assert_eq!(verdict(&facts, WHOLE, day(2)), Verdict::No(vec![Missing::Wider(group)]));
        assert_eq!(
            verdict(&facts, for_roster(Role::Approver), day(2)),
            Verdict::No(vec![Missing::Role])
        );
    }

    #[test]
    fn a_role_acts_from_its_start_until_before_its_end() {
        let some_days = held(Role::Approver, None, 3, Some(5));
        let facts = facts(AccountState::Confirmed, false, vec![some_days]);
        let on = |number| verdict(&facts, WHOLE, day(number));
        assert_eq!(on(2), Verdict::No(vec![Missing::Start(some_days)]));
        assert_eq!(on(3), Verdict::Yes(vec![some_days]));
        assert_eq!(on(4), Verdict::Yes(vec![some_days]));
        assert_eq!(on(5), Verdict::No(vec![Missing::TimeLeft(some_days)]));
    }

    #[test]
    fn all_that_is_missing_is_said() {
        let over = held(Role::Approver, None, 1, Some(2));
        let closed = facts(AccountState::Disabled, true, vec![over]);
        let ended = Ended { at: day(0), by: None };
        assert_eq!(
            verdict(&closed, WHOLE, day(2)),
            Verdict::No(vec![
                Missing::OpenAccount,
                Missing::Access(ended),
                Missing::TimeLeft(over)
            ])
        );
        let never = Facts {
            account: Known::Unknown,
            access: Known::Nothing,
        };
        assert_eq!(verdict(&never, WHOLE, day(2)), Verdict::No(vec![Missing::Membership]));
        let long_ago = Facts {
            account: Known::As(AccountState::Confirmed),
            access: Known::Unknown,
        };
        assert_eq!(verdict(&long_ago, WHOLE, day(2)), Verdict::No(vec![Missing::Records]));
    }

    fn any_held() -> impl Strategy<Value = Held> {
        let limit = prop::option::of((1_u128..5).prop_map(roster));
        let times = (0_i64..6, prop::option::of(0_i64..8));
        (prop::sample::select(Role::ALL.to_vec()), limit, times)
            .prop_map(|(role, limit, (starts, ends))| held(role, limit, starts, ends))
    }

    proptest! {
        /// The reasons are complete: there is one exactly where the answer is no, and without any of them there is a role
        /// that is open, holds and covers what is asked.
        #[test]
        fn a_yes_and_a_no_have_their_reasons(
            account in prop::sample::select(vec![AccountState::Unconfirmed, AccountState::Confirmed, AccountState::Disabled]),
            ended: bool,
            all in prop::collection::vec(any_held(), 0..5),
            role in prop::option::of(prop::sample::select(Role::ALL.to_vec())),
            place in prop::option::of((1_u128..5, prop::option::of(1_u128..5))),
            at in 0_i64..8,
        ) {
            let facts = facts(account, ended, all.clone());
            let place = place.map_or(Place::Whole, |(id, group)| Place::Roster { id: roster(id), group: group.map(roster) });
            let expected: Vec<Held> = all
                .into_iter()
                .filter(|held| {
                    let covers = match (place, held.roster) {
                        (_, None) => true,
                        (Place::Whole, Some(_)) => false,
                        (Place::Roster { id, group }, Some(limit)) => id == limit || group == Some(limit),
                    };
                    let in_time = held.starts_at <= day(at) && held.ends_at.is_none_or(|end| end > day(at));
                    account == AccountState::Confirmed && !ended && covers && in_time && role.is_none_or(|one| one == held.role)
                })
                .collect();
            match verdict(&facts, Asked { role, place }, day(at)) {
                Verdict::Yes(by) => {
                    prop_assert!(!by.is_empty());
                    prop_assert_eq!(by, expected);
                }
                Verdict::No(why) => {
                    prop_assert!(!why.is_empty());
                    prop_assert!(expected.is_empty());
                }
            }
        }
    }
}
