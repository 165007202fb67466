use uuid::Uuid;

use super::*;
use crate::organisations::Kind;
use crate::{Caller, Language, PersonId, Refusal, RequestId, SecondFactor, SessionId, Visit};

fn standing(policy: Policy, roles: &[Role], commissioner_above: bool) -> Standing {
    Standing {
        organisation: OrganisationId::new(Uuid::nil()),
        policy,
        roles: roles.to_vec(),
        limited: Vec::new(),
        commissioner_above,
    }
}

#[test]
fn every_member_decides_where_the_policy_says_so() {
    let member = [Role::ProviderUser];
    assert_eq!(
        standing(Policy::AnyMember, &member, false).capacity(false),
        Some(Capacity::Approver)
    );
    assert_eq!(
        standing(Policy::ApproverRole, &member, false).capacity(false),
        Some(Capacity::Member)
    );
    assert_eq!(
        standing(Policy::SupportOnly, &[Role::Approver], false).capacity(false),
        Some(Capacity::Member)
    );
    assert_eq!(standing(Policy::AnyMember, &[], false).capacity(false), None);
    assert_eq!(
        standing(Policy::AnyMember, &[], true).capacity(false),
        Some(Capacity::Commissioner)
    );
    assert_eq!(
        standing(Policy::AnyMember, &[], false).capacity(true),
        Some(Capacity::Support)
    );
}

#[test]
fn a_limited_role_makes_a_member_and_decides_nothing() {
    for policy in [Policy::AnyMember, Policy::ApproverRole, Policy::SupportOnly] {
        for role in Role::ALL {
            let limited = Standing {
                limited: vec![role],
                ..standing(policy, &[], false)
            };
            assert_eq!(limited.capacity(false), Some(Capacity::Member), "{policy:?} {role:?}");
            assert!(!limited.is_approver());
            let caller = caller(true, SecondFactor::Had);
            assert!(Insider::of(&caller, &limited, Action::SeeMembers).is_ok());
            assert_eq!(Approver::of(&caller, &limited).err(), Some(Refusal::NotAllowed));
            for whole in Role::ALL {
                let whole = standing(policy, &[whole], false);
                let both = Standing {
                    limited: vec![role],
                    ..whole.clone()
                };
                assert_eq!(
                    both.capacity(false),
                    whole.capacity(false),
                    "it adds nothing to a whole one"
                );
            }
        }
    }
}

#[test]
fn a_member_sees_but_does_not_decide_without_the_right() {
    assert!(allows(Action::SeeMembers, Capacity::Member));
    assert!(!allows(Action::DecideRequest, Capacity::Member));
    assert!(!allows(Action::RevokeMember, Capacity::Member));
}

fn caller(proven: bool, second_factor: SecondFactor) -> Caller {
    Caller {
        person: PersonId::new(Uuid::nil()),
        session: SessionId::new(Uuid::nil()),
        support: false,
        proven,
        second_factor,
        visit: Visit {
            request: RequestId::new(Uuid::nil()),
            address: String::new(),
            device: String::new(),
            key: None,
            language: Language::English,
            started: None,
        },
    }
}

#[test]
fn deciding_asks_for_a_recent_proof_and_looking_does_not() {
    let here = standing(Policy::AnyMember, &[Role::PracticeEnabledUser], false);
    let elsewhere = standing(Policy::AnyMember, &[], false);
    for (proven, second_factor, refusal) in [
        (true, SecondFactor::Had, None),
        (true, SecondFactor::NotAsked, None),
        (false, SecondFactor::Had, Some(Refusal::ProveItIsYou)),
        (false, SecondFactor::NotAsked, Some(Refusal::ProveItIsYou)),
        (true, SecondFactor::Missing, Some(Refusal::SecondFactorFirst)),
        (false, SecondFactor::Missing, Some(Refusal::SecondFactorFirst)),
    ] {
        let caller = caller(proven, second_factor);
        assert_eq!(Approver::of(&caller, &here).err(), refusal);
        assert_eq!(
            Approver::of(&caller, &elsewhere).err(),
            Some(Refusal::NotFound),
            "who may not act learns nothing more"
        );
        assert!(Insider::of(&caller, &here, Action::DecideRequest).is_ok());
    }
}

#[test]
fn the_column_of_recent_proof_is_that_of_the_requirements() {
    assert!(asks_for_proof(Action::DecideRequest));
    assert!(asks_for_proof(Action::RevokeMember));
    for action in [
        Action::EnableMember,
        Action::GrantRoles,
        Action::ChangePolicy,
        Action::ExportList,
    ] {
        assert!(asks_for_proof(action), "{action:?}");
    }
    for action in [
        Action::EditProfile,
        Action::SeeMembers,
        Action::SeeHistory,
        Action::DeleteRegistration,
    ] {
        assert!(!asks_for_proof(action), "{action:?}");
    }
}

#[test]
fn a_commissioning_administrator_who_is_a_member_too_keeps_what_is_above() {
    let both = standing(Policy::AnyMember, &[Role::PracticeEnabledUser], true);
    let caller = caller(true, SecondFactor::Had);
    let policy = Insider::acting(&caller, &both, Action::ChangePolicy).map(|insider| insider.capacity());
    assert_eq!(policy, Ok(Capacity::Commissioner));
    let deciding = Insider::of(&caller, &both, Action::DecideRequest).map(|insider| insider.capacity());
    assert_eq!(deciding, Ok(Capacity::Approver), "the nearest capacity decides");
    let member = standing(Policy::AnyMember, &[Role::PracticeEnabledUser], false);
    let refused = Insider::of(&caller, &member, Action::ChangePolicy).map(|insider| insider.capacity());
    assert_eq!(refused, Err(Refusal::NotAllowed));
}

#[test]
fn medics_and_support_cannot_be_asked_for_anywhere() {
    for kind in [Kind::Practice, Kind::Commissioner, Kind::Trust] {
        assert!(!Role::RosteredMedic.can_be_asked_for(kind));
        assert!(!Role::Support.can_be_asked_for(kind));
    }
}

#[test]
fn roles_read_back_from_their_tags() {
    for role in Role::ALL {
        assert_eq!(Role::from_tag(role.tag()), Some(role));
    }
}
