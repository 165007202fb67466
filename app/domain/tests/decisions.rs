//! The transitions of requests and members: who may decide what, and that a request ends once.

use chrono::{TimeDelta, TimeZone, Utc};
use domain::cases::{Because, Case, Matter, State as CaseState};
use domain::form::{Field, Problem};
use domain::join_requests::{DecidedBy, Grant, JoinRequest, State, StateTag, Undecidable};
use domain::members::roles::RoleSpan;
use domain::members::{Member, OtherApprovers, Standing as MemberStanding};
use domain::organisations::Policy;
use domain::permission::{Approver, Role, Standing, SupportPerson};
use domain::shared_mailbox::Warning;
use domain::{
    Caller, CaseId, JoinRequestId, Language, MemberId, Moment, OrganisationId, PersonId, PreApprovalId, Refusal,
    RequestId, SecondFactor, SessionId, Visit,
};
use proptest::prelude::*;
use uuid::Uuid;

fn now() -> Moment {
    Moment::new(Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap())
}

fn person(number: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(number))
}

fn caller(number: u128) -> Caller {
    Caller {
        person: person(number),
        session: SessionId::new(Uuid::nil()),
        support: false,
        proven: true,
        second_factor: SecondFactor::NotAsked,
        visit: Visit {
            request: RequestId::new(Uuid::nil()),
            address: "127.0.0.1".into(),
            device: String::new(),
            key: None,
            language: Language::English,
            started: None,
        },
    }
}

fn approver(number: u128) -> Approver {
    let standing = Standing {
        organisation: OrganisationId::new(Uuid::nil()),
        policy: Policy::AnyMember,
        roles: vec![Role::PracticeEnabledUser],
        limited: Vec::new(),
        commissioner_above: false,
    };
    Approver::of(&caller(number), &standing).expect("any member may decide")
}

fn request() -> JoinRequest {
    JoinRequest {
        id: JoinRequestId::new(Uuid::nil()),
        person: person(1),
        organisation: OrganisationId::new(Uuid::nil()),
        role: Role::ProviderUser,
        reason: "New account".into(),
        made_at: now(),
        state: State::Pending,
    }
}

fn member(number: u128) -> Member {
    Member {
        id: MemberId::new(Uuid::nil()),
        person: person(number),
        organisation: OrganisationId::new(Uuid::nil()),
        roles: vec![RoleSpan {
            role: Role::ProviderUser,
            roster: None,
            starts_at: None,
            ends_at: None,
        }],
        state: MemberStanding::Active,
    }
}

#[test]
fn an_approver_approves_and_the_role_asked_for_is_granted() {
    let decision = request()
        .approve(&approver(2), Grant::default(), None, None, now())
        .unwrap();
    assert_eq!(decision.granted, Some(Role::ProviderUser));
    assert_eq!(decision.request.state.tag(), StateTag::Approved);
}

#[test]
fn nobody_decides_their_own_request() {
    let refused = request()
        .approve(&approver(1), Grant::default(), None, None, now())
        .unwrap_err();
    assert_eq!(refused, Undecidable::Refused(Refusal::NotOnOneself));
    assert_eq!(
        request().reject(&approver(1), "No".into(), now()),
        Err(Refusal::NotOnOneself)
    );
}

#[test]
fn a_commissioning_administrator_is_appointed_by_support_only() {
    let asked = JoinRequest {
        role: Role::CommissioningAdministrator,
        ..request()
    };
    let refused = asked.clone().approve(&approver(2), Grant::default(), None, None, now());
    assert_eq!(refused, Err(Undecidable::Refused(Refusal::NotAllowed)));
    let nobody_there = Standing {
        organisation: OrganisationId::new(Uuid::nil()),
        policy: Policy::ApproverRole,
        roles: Vec::new(),
        limited: Vec::new(),
        commissioner_above: false,
    };
    let support = Caller {
        support: true,
        ..caller(2)
    };
    let support = Approver::of(&support, &nobody_there).unwrap();
    assert!(asked.approve(&support, Grant::default(), None, None, now()).is_ok());
}

#[test]
fn a_lesser_role_may_be_given_and_an_end_set() {
    let grant = Grant {
        role: Some(Role::Reporting),
        roster: None,
        starts_at: Some(now().plus(TimeDelta::days(1))),
        ends_at: Some(now().plus(TimeDelta::days(30))),
    };
    let decision = request().approve(&approver(2), grant, None, None, now()).unwrap();
    assert_eq!(
        (decision.granted, decision.ends_at),
        (Some(Role::Reporting), grant.ends_at)
    );
    let above = Grant {
        role: Some(Role::CommissioningAdministrator),
        ..grant
    };
    let refused = request().approve(&approver(2), above, None, None, now());
    assert_eq!(refused, Err(Undecidable::Refused(Refusal::NotAllowed)));
    let over = Grant {
        roster: None,
        ends_at: Some(now()),
        ..grant
    };
    let Err(Undecidable::Invalid(errors)) = request().approve(&approver(2), over, None, None, now()) else {
        panic!("an end that has passed is put right at its field");
    };
    assert_eq!(errors.of(Field::Ends), Some(Problem::InThePast));
}

#[test]
fn two_of_support_override_the_rule_on_shared_mailboxes_with_a_reason() {
    let caller = Caller {
        support: true,
        ..caller(2)
    };
    let nobody_there = Standing {
        organisation: OrganisationId::new(Uuid::nil()),
        policy: Policy::AnyMember,
        roles: Vec::new(),
        limited: Vec::new(),
        commissioner_above: false,
    };
    let support = Approver::of(&caller, &nobody_there).unwrap();
    let shared = Some(Warning::SharedMailbox);
    let known = Some("Known by telephone".to_owned());
    let alone = request().approve(&support, Grant::default(), shared, known, now());
    assert_eq!(alone, Err(Refusal::CaseFirst.into()));
    let case = Case {
        id: CaseId::new(Uuid::nil()),
        matter: Matter::Join(request().id),
        person: request().person,
        organisation: request().organisation,
        because: Because::NobodyDecides,
        why: String::new(),
        opened_by: None,
        opened_at: now(),
        due_at: now(),
        state: CaseState::Open,
    };
    let first = SupportPerson::of(&caller).unwrap();
    let second = Caller {
        person: person(3),
        ..caller
    };
    let second = SupportPerson::of(&second).unwrap();
    let over = case
        .override_with(first, "Known to the health board".to_owned(), now())
        .unwrap();
    let (_, agreement) = over.confirm(second, true, String::new(), now()).unwrap();
    let decision = request().approve_by_case(&agreement, shared, now()).unwrap();
    let State::Approved(decided) = decision.request.state else {
        panic!("it is approved");
    };
    assert_eq!(decided.reason.as_deref(), Some("Known to the health board"));
}

#[test]
fn a_shared_mailbox_can_only_be_rejected() {
    let refused = request().approve(
        &approver(2),
        Grant::default(),
        Some(Warning::SharedMailbox),
        Some("Known".into()),
        now(),
    );
    assert_eq!(refused, Err(Undecidable::Refused(Refusal::SharedMailbox)));
    assert!(request().reject(&approver(2), "A shared mailbox".into(), now()).is_ok());
}

#[test]
fn a_warning_asks_for_a_reason() {
    let Err(Undecidable::Invalid(errors)) = request().approve(
        &approver(2),
        Grant::default(),
        Some(Warning::GenericAddress),
        None,
        now(),
    ) else {
        panic!("a warning without a reason must not pass");
    };
    assert_eq!(errors.of(Field::Reason), Some(Problem::ReasonForWarning));
    assert!(
        request()
            .approve(
                &approver(2),
                Grant::default(),
                Some(Warning::GenericAddress),
                Some("I know her".into()),
                now()
            )
            .is_ok()
    );
}

#[test]
fn an_unconfirmed_person_is_not_decided_about() {
    let waiting = JoinRequest {
        state: State::AwaitingConfirmation,
        ..request()
    };
    assert_eq!(
        waiting.clone().reject(&approver(2), "No".into(), now()),
        Err(Refusal::NotConfirmedYet)
    );
    assert_eq!(waiting.confirmed().state, State::Pending);
}

#[test]
fn only_the_requester_withdraws() {
    assert_eq!(request().withdraw(person(2), now()), Err(Refusal::NotFound));
    assert_eq!(
        request().withdraw(person(1), now()).unwrap().state.tag(),
        StateTag::Withdrawn
    );
}

#[test]
fn a_pre_approval_lets_in_without_a_person() {
    let pre_approval = PreApprovalId::new(Uuid::nil());
    let decision = request()
        .let_in_by(pre_approval, Role::PracticeEnabledUser, now())
        .unwrap();
    let State::Approved(decided) = decision.request.state else {
        panic!("not approved")
    };
    assert_eq!(decided.by, DecidedBy::PreApproval(pre_approval));
    assert_eq!(decision.granted, Some(Role::PracticeEnabledUser));
}

#[test]
fn the_last_approver_cannot_be_revoked() {
    let refused = member(2).revoke(&approver(1), true, OtherApprovers(0), None, now());
    assert_eq!(refused, Err(Refusal::LastApprover));
    assert!(
        member(2)
            .revoke(&approver(1), true, OtherApprovers(1), None, now())
            .is_ok()
    );
    assert!(
        member(2)
            .revoke(&approver(1), false, OtherApprovers(0), None, now())
            .is_ok()
    );
}

#[test]
fn nobody_revokes_themselves_or_twice() {
    assert_eq!(
        member(1).revoke(&approver(1), true, OtherApprovers(5), None, now()),
        Err(Refusal::NotOnOneself)
    );
    let gone = Member {
        state: MemberStanding::Revoked { at: now() },
        ..member(2)
    };
    assert_eq!(
        gone.revoke(&approver(1), true, OtherApprovers(5), None, now()),
        Err(Refusal::AlreadyRevoked)
    );
}

#[test]
fn whoever_decided_undoes_it_until_the_last_moment() {
    let until = now().plus(TimeDelta::seconds(30));
    let late = until.plus(TimeDelta::microseconds(1));
    let approved = request()
        .approve(&approver(2), Grant::default(), None, None, now())
        .unwrap()
        .request;
    let rejected = request().reject(&approver(2), "No".into(), now()).unwrap().request;
    for decided in [approved, rejected] {
        let undo = |by, until, at| decided.clone().undo(&approver(by), until, at);
        assert_eq!(undo(2, Some(until), until), Ok(request()));
        assert_eq!(undo(2, Some(until), late), Err(Refusal::TooLateToUndo));
        assert_eq!(undo(2, None, now()), Err(Refusal::TooLateToUndo));
        assert_eq!(undo(3, Some(until), now()), Err(Refusal::NotFound), "not theirs");
        assert_eq!(undo(1, Some(until), now()), Err(Refusal::NotOnOneself));
    }
}

#[test]
fn what_nobody_decided_is_not_undone() {
    let until = Some(now());
    let withdrawn = request().withdraw(person(1), now()).unwrap();
    for request in [request(), withdrawn] {
        assert_eq!(request.undo(&approver(2), until, now()), Err(Refusal::ChangedSince));
    }
    let let_in = request()
        .let_in_by(PreApprovalId::new(Uuid::nil()), Role::Reporting, now())
        .unwrap();
    let undone = let_in.request.undo(&approver(2), until, now());
    assert_eq!(undone, Err(Refusal::NotFound), "no person decided");
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Approve,
    Reject,
    Withdraw,
    LetIn,
    Undo,
}

fn taken(step: Step, current: JoinRequest, at: Moment) -> Option<JoinRequest> {
    match step {
        Step::Approve => {
            let decision = current.approve(&approver(2), Grant::default(), None, None, at);
            decision.map(|decision| decision.request).ok()
        }
        Step::Reject => {
            let decision = current.reject(&approver(2), "No".into(), at);
            decision.map(|decision| decision.request).ok()
        }
        Step::Withdraw => current.withdraw(person(1), at).ok(),
        Step::LetIn => {
            let decision = current.let_in_by(PreApprovalId::new(Uuid::nil()), Role::Reporting, at);
            decision.map(|decision| decision.request).ok()
        }
        Step::Undo => current.undo(&approver(2), Some(at), at).ok(),
    }
}

proptest! {
    /// Invariant 4: whatever is tried in whatever order, a request ends once and stays as it ended.
    #[test]
    fn a_request_ends_exactly_once(steps in prop::collection::vec(
        prop_oneof![Just(Step::Approve), Just(Step::Reject), Just(Step::Withdraw), Just(Step::LetIn)], 1..8)) {
        let mut current = request();
        let mut endings = 0;
        for (minute, step) in (0i64..).zip(steps) {
            if let Some(next) = taken(step, current.clone(), now().plus(TimeDelta::minutes(minute))) {
                endings += 1;
                current = next;
            }
        }
        prop_assert_eq!(endings, 1);
        prop_assert_ne!(current.state.tag(), StateTag::Pending);
    }

    /// The same with undoing: each decision is one in force, and only what a person decided ever waits again.
    #[test]
    fn at_most_one_decision_is_in_force(steps in prop::collection::vec(
        prop_oneof![Just(Step::Approve), Just(Step::Reject), Just(Step::Withdraw), Just(Step::LetIn), Just(Step::Undo)], 1..12)) {
        let mut current = request();
        for (minute, step) in (0i64..).zip(steps) {
            let Some(next) = taken(step, current.clone(), now().plus(TimeDelta::minutes(minute))) else { continue };
            if matches!(step, Step::Undo) {
                let (State::Approved(decided) | State::Rejected(decided)) = &current.state else {
                    panic!("only a decision is undone")
                };
                prop_assert!(matches!(decided.by, DecidedBy::Person(by, _) if by == person(2)));
                prop_assert_eq!(&next, &request());
            } else {
                prop_assert_eq!(current.state.tag(), StateTag::Pending);
            }
            current = next;
        }
    }
}
