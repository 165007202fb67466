//! What may be proposed, by whom it is confirmed, and what ends it.

use chrono::DateTime;
use uuid::Uuid;

use super::*;
use crate::members::OtherApprovers;
use crate::{Language, RequestId, SecondFactor, SessionId, Visit};

fn person(number: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(number))
}

fn support(number: u128) -> SupportPerson {
    let caller = Caller {
        person: person(number),
        session: SessionId::new(Uuid::nil()),
        support: true,
        proven: true,
        second_factor: SecondFactor::Had,
        visit: Visit {
            request: RequestId::new(Uuid::nil()),
            address: String::new(),
            device: String::new(),
            key: None,
            language: Language::English,
            started: None,
        },
    };
    SupportPerson::of(&caller).unwrap()
}

fn now() -> Moment {
    Moment::new(DateTime::UNIX_EPOCH)
}

fn proposal() -> Proposal {
    let id = ProposalId::new(Uuid::nil());
    Proposal::make(id, support(1), What::SupportJoins, person(3), "Knows us.".into(), now()).unwrap()
}

#[test]
fn a_second_person_confirms_and_neither_the_proposer_nor_the_person_does() {
    assert_eq!(
        proposal().confirm(support(1), true, now()),
        Err(Refusal::SecondPersonNeeded)
    );
    assert_eq!(proposal().confirm(support(3), true, now()), Err(Refusal::NotOnOneself));
    assert_eq!(
        proposal().confirm(support(2), false, now()),
        Err(Refusal::NoLongerStands)
    );
    let confirmed = proposal().confirm(support(2), true, now()).unwrap();
    assert_eq!(confirmed.state.tag(), StateTag::Confirmed);
    assert!(matches!(
        confirmed.turn_down(support(1), now()),
        Err(Refusal::AlreadyDecided { approved: true, .. })
    ));
}

#[test]
fn whoever_proposed_takes_it_back_and_nobody_proposes_themselves() {
    let taken_back = proposal().turn_down(support(1), now()).unwrap();
    assert_eq!(taken_back.state.tag(), StateTag::TurnedDown);
    let id = ProposalId::new(Uuid::nil());
    let own = Proposal::make(id, support(1), What::SupportLeaves, person(1), String::new(), now());
    assert_eq!(own, Err(Refusal::NotOnOneself));
}

#[test]
fn what_has_lapsed_can_no_longer_be_settled_and_nothing_lapses_twice() {
    let lapsed = proposal().lapse(now()).unwrap();
    assert_eq!(lapsed.state.ended_at(), Some(now()));
    assert_eq!(lapsed.state.settled(), None);
    assert_eq!(
        lapsed.clone().confirm(support(2), true, now()),
        Err(Refusal::NoLongerStands)
    );
    assert_eq!(
        lapsed.clone().turn_down(support(1), now()),
        Err(Refusal::NoLongerStands)
    );
    assert_eq!(lapsed.lapse(now()), None);
    assert_eq!(proposal().turn_down(support(1), now()).unwrap().lapse(now()), None);
}

#[test]
fn a_proposal_rests_on_its_request_the_access_that_it_ends_or_the_account() {
    let (board, other) = (
        OrganisationId::new(Uuid::from_u128(7)),
        OrganisationId::new(Uuid::from_u128(8)),
    );
    let request = JoinRequestId::new(Uuid::from_u128(9));
    let joins = |request| What::AdministratorJoins {
        organisation: board,
        request,
        ends_at: None,
    };
    let rests = |what, ended| Proposal { what, ..proposal() }.rests_on(ended);
    assert!(rests(joins(Some(request)), Ended::Request(request)));
    assert!(!rests(joins(None), Ended::Request(request)));
    assert!(!rests(joins(Some(request)), Ended::Access(board)));
    let leaves = What::AdministratorLeaves { organisation: board };
    assert!(rests(leaves, Ended::Access(board)));
    assert!(!rests(leaves, Ended::Access(other)));
    for what in [joins(None), leaves, What::SupportJoins] {
        assert!(rests(what, Ended::Account));
    }
    assert!(!rests(What::SupportLeaves, Ended::Account));
    let may_go = What::LastApproverMayGo { organisation: board };
    assert!(rests(may_go, Ended::Access(board)) && rests(may_go, Ended::Account));
    assert!(!rests(may_go, Ended::Access(other)));
}

#[test]
fn an_override_is_for_support_for_a_day_and_for_once() {
    let organisation = OrganisationId::new(Uuid::from_u128(7));
    let what = What::LastApproverMayGo { organisation };
    let proposed = Proposal { what, ..proposal() };
    assert_eq!(proposed.overrides(support(2), now()), None, "nobody has confirmed it");
    let confirmed = proposed.confirm(support(2), true, now()).unwrap();
    let later = |hours| now().plus(chrono::TimeDelta::hours(hours));
    let override_ = confirmed.overrides(support(1), later(23)).unwrap();
    assert_eq!(
        (override_.person(), override_.organisation()),
        (person(3), organisation)
    );
    assert_eq!(override_.why(), "Knows us.");
    assert_eq!(OtherApprovers(0).or_overridden(Some(&override_)), OtherApprovers(1));
    assert_eq!(confirmed.overrides(support(1), later(24)), None, "too late");
    assert_eq!(confirmed.overrides(support(3), later(1)), None, "about oneself");
    let used = confirmed.clone().used(later(1));
    assert_eq!(used.overrides(support(1), later(2)), None, "once");
    assert_eq!(used.lapse(later(2)), None);
    let lapsed = confirmed.lapse(later(2)).unwrap();
    assert_eq!(
        (lapsed.used_at, lapsed.state.tag()),
        (Some(later(2)), StateTag::Confirmed)
    );
    let joined = proposal().confirm(support(2), true, now()).unwrap();
    assert_eq!(joined.overrides(support(1), now()), None, "no other kind is one");
}

#[test]
fn two_support_people_are_left() {
    assert_eq!(enough_without_one(2), Err(Refusal::FewSupportPeople));
    assert_eq!(enough_without_one(3), Ok(()));
}

#[test]
fn kinds_read_back_from_their_tags() {
    for kind in Kind::ALL {
        assert_eq!(Kind::from_tag(kind.tag()), Some(kind));
    }
}
