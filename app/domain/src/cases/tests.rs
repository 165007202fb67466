use super::*;
use crate::accounts::Position;
use crate::form::{Field, Problem};
use crate::permission::{Approver, Role, SupportPerson};
use crate::{CallId, Caller, Language, Refusal, RequestId, SecondFactor, SessionId, Visit};

fn id(last: u8) -> uuid::Uuid {
    uuid::Uuid::from_u128(0x0190_163d_8694_739b_aea5_966c_26f8_ad00 + u128::from(last))
}

fn now() -> Moment {
    Moment::new("2026-11-22T14:05:00Z".parse().unwrap())
}

fn support(who: u8) -> SupportPerson {
    let caller = Caller {
        person: PersonId::new(id(who)),
        session: SessionId::new(id(9)),
        support: true,
        proven: true,
        second_factor: SecondFactor::Had,
        visit: Visit {
            request: RequestId::new(id(8)),
            address: String::new(),
            device: String::new(),
            key: None,
            language: Language::English,
            started: None,
        },
    };
    SupportPerson::of(&caller).unwrap()
}

fn case(matter: Matter) -> Case {
    Case {
        id: CaseId::new(id(1)),
        matter,
        person: PersonId::new(id(2)),
        organisation: OrganisationId::new(id(3)),
        because: Because::NobodyDecides,
        why: String::new(),
        opened_by: None,
        opened_at: now(),
        due_at: now(),
        state: State::Open,
    }
}

fn wish(outcome: Outcome) -> CallWish {
    CallWish {
        id: CaseId::new(id(1)),
        answered_by: "Mair Pugh".into(),
        position: Some(Position::Partner),
        outcome,
        notes: String::new(),
    }
}

fn called(outcome: Outcome, by: u8) -> Result<Case, Refusal> {
    let call = case(Matter::LostFactor).call(
        support(by),
        wish(outcome),
        CallId::new(id(7)),
        "01492 000000".into(),
        now(),
    );
    call.map(|(case, _)| case)
}

#[test]
fn the_same_person_cannot_call_and_confirm() {
    let agreed = called(Outcome::Agreed, 4).unwrap();
    let again = agreed.clone().confirm(support(4), true, "heard".into(), now());
    assert_eq!(again.unwrap_err(), Refusal::SecondPersonNeeded);
    let (confirmed, agreement) = agreed.confirm(support(5), true, "heard".into(), now()).unwrap();
    assert_eq!(confirmed.state.tag(), StateTag::Confirmed);
    assert_eq!((agreement.matter(), agreement.reason()), (&Matter::LostFactor, "heard"));
}

#[test]
fn an_override_needs_a_second_person_as_well() {
    let reason = "The practice burnt down.";
    let over = case(Matter::LostFactor)
        .override_with(support(4), reason.into(), now())
        .unwrap();
    assert!(over.clone().confirm(support(4), true, String::new(), now()).is_err());
    let (_, agreement) = over.confirm(support(5), true, String::new(), now()).unwrap();
    assert_eq!(agreement.reason(), reason);
}

#[test]
fn whoever_left_the_team_called_in_vain() {
    let agreed = called(Outcome::Agreed, 4).unwrap();
    let confirmed = agreed.confirm(support(5), false, String::new(), now());
    assert_eq!(confirmed.unwrap_err(), Refusal::NoLongerStands);
}

#[test]
fn nobody_works_on_their_own_case() {
    assert_eq!(called(Outcome::Agreed, 2).unwrap_err(), Refusal::NotOnOneself);
    let agreed = called(Outcome::Agreed, 4).unwrap();
    assert_eq!(
        agreed
            .clone()
            .confirm(support(2), true, String::new(), now())
            .unwrap_err(),
        Refusal::NotOnOneself
    );
    assert_eq!(agreed.send_back(support(2), now()).unwrap_err(), Refusal::NotOnOneself);
}

#[test]
fn a_case_waits_until_it_is_called_about_again() {
    let at = now().plus(chrono::TimeDelta::hours(3));
    let later = called(Outcome::CallBack { at }, 4).unwrap();
    assert_eq!((later.state.tag(), later.due_at), (StateTag::Open, at));
    let engaged = called(Outcome::Engaged, 4).unwrap();
    assert_eq!((engaged.state.tag(), engaged.due_at), (StateTag::Open, now()));
}

#[test]
fn what_waits_for_a_second_person_is_not_called_about_before_it_is_sent_back() {
    let agreed = called(Outcome::Agreed, 4).unwrap();
    let again = agreed.clone().override_with(support(5), "x".into(), now());
    assert_eq!(again.unwrap_err(), Refusal::AwaitsSecondPerson);
    let open = agreed.send_back(support(5), now()).unwrap();
    assert_eq!(open.state, State::Open);
    assert!(open.override_with(support(5), "x".into(), now()).is_ok());
}

#[test]
fn a_case_is_settled_once() {
    let no = Outcome::Declined {
        reason: "Nobody knows them.".into(),
    };
    let declined = called(no, 4).unwrap();
    assert_eq!(declined.state.tag(), StateTag::Declined);
    let again = declined.turn_down(support(5), "x".into(), now());
    assert!(matches!(again, Err(Refusal::AlreadyDecided { approved: false, .. })));
    let ended = Case {
        state: State::Ended { at: now() },
        ..case(Matter::LostFactor)
    };
    assert_eq!(
        ended.confirm(support(5), true, String::new(), now()).unwrap_err(),
        Refusal::NoLongerStands
    );
}

#[test]
fn only_some_can_agree_for_a_practice() {
    let form = CallForm {
        id: id(1).to_string(),
        outcome: "agreed".into(),
        answered_by: "Mair Pugh".into(),
        position: "administrator".into(),
        ..Default::default()
    };
    let errors = form.parse().unwrap_err();
    assert_eq!(errors.of(Field::Position), Some(Problem::CannotAgree));
    let no = CallForm {
        outcome: "declined".into(),
        ..form.clone()
    };
    let errors = no.parse().unwrap_err();
    assert_eq!(errors.of(Field::Position), None, "anybody there can say no");
    assert_eq!(errors.of(Field::Reason), Some(Problem::Missing));
    let nobody = CallForm {
        answered_by: String::new(),
        position: String::new(),
        ..form
    };
    let errors = nobody.parse().unwrap_err();
    assert_eq!(errors.of(Field::AnsweredBy), Some(Problem::Missing));
    assert_eq!(errors.of(Field::Position), Some(Problem::Missing));
}

#[test]
fn a_call_is_put_off_to_a_time_ahead_on_a_clock_in_london() {
    let form = |day: &str, time: &str| CallForm {
        id: id(1).to_string(),
        outcome: "call_back".into(),
        day: day.into(),
        time: time.into(),
        ..Default::default()
    };
    let summer = Moment::new("2026-06-22T08:00:00Z".parse().unwrap());
    let read = form("2026-06-22", "10:30").parse().unwrap().at(summer).unwrap();
    let at = Moment::new("2026-06-22T09:30:00Z".parse().unwrap());
    assert_eq!(read.outcome, Outcome::CallBack { at });
    let past = form("2026-06-22", "08:30").parse().unwrap().at(summer).unwrap_err();
    assert_eq!(past.of(Field::Time), Some(Problem::InThePast));
    let far = form("2026-08-22", "08:30").parse().unwrap().at(summer).unwrap_err();
    assert_eq!(far.of(Field::Day), Some(Problem::TooFarAhead));
    assert_eq!(form("", "").parse().unwrap_err().of(Field::Day), Some(Problem::Missing));
}

#[test]
fn the_register_s_own_number_comes_first_and_ours_needs_two() {
    let missing = Telephone::of(String::new(), None);
    assert_eq!(missing.callable(), Err(Refusal::NoTelephone));
    let given = missing
        .give(support(4), "01492 1".into(), "Their letter".into(), now())
        .unwrap();
    let given = Telephone::Given(given);
    assert_eq!(given.callable(), Err(Refusal::NoTelephone));
    assert_eq!(
        given.clone().confirm(support(4), now()).unwrap_err(),
        Refusal::SecondPersonNeeded
    );
    let confirmed = given.confirm(support(5), now()).unwrap();
    let ours = Telephone::of(String::new(), Some(confirmed.clone()));
    assert_eq!(ours.callable(), Ok("01492 1"));
    let register = Telephone::of("01492 2".into(), Some(confirmed));
    assert_eq!(register.callable(), Ok("01492 2"));
    let again = register.give(support(4), "1".into(), "x".into(), now());
    assert_eq!(again.unwrap_err(), Refusal::NumberInRegister);
}

#[test]
fn a_locked_out_account_names_what_is_asked_for() {
    let form = LockedOutForm {
        id: id(2).to_string(),
        matter: "new_address".into(),
        email: "not one".into(),
        organisation: "w91001".into(),
        reason: "Lost her telephone.".into(),
    };
    assert_eq!(
        form.parse().unwrap_err().of(Field::Email),
        Some(Problem::NotAnEmailAddress)
    );
    let lost = LockedOutForm {
        matter: "lost_factor".into(),
        ..form.clone()
    };
    assert_eq!(lost.parse().unwrap().matter, Matter::LostFactor);
    let join = LockedOutForm {
        matter: "join".into(),
        ..form
    };
    assert_eq!(join.parse().unwrap_err().of(Field::Matter), Some(Problem::NotAChoice));
}

#[test]
fn support_alone_approves_nobody() {
    let request = crate::join_requests::JoinRequest {
        id: JoinRequestId::new(id(6)),
        person: PersonId::new(id(2)),
        organisation: OrganisationId::new(id(3)),
        role: Role::PracticeEnabledUser,
        reason: String::new(),
        made_at: now(),
        state: crate::join_requests::State::Pending,
    };
    let by: Approver = support(4).at(request.organisation);
    let refused = request
        .clone()
        .approve(&by, crate::join_requests::Grant::default(), None, None, now());
    assert_eq!(refused.unwrap_err(), Refusal::CaseFirst.into());
    let agreed = |matter| {
        let agreed = Case {
            matter,
            ..called(Outcome::Agreed, 4).unwrap()
        };
        agreed
            .confirm(support(5), true, "Mair Pugh (partner) agreed.".into(), now())
            .unwrap()
            .1
    };
    let other = request
        .clone()
        .approve_by_case(&agreed(Matter::LostFactor), None, now());
    assert_eq!(other.unwrap_err(), Refusal::NoLongerStands.into());
    let decision = request
        .clone()
        .approve_by_case(&agreed(Matter::Join(request.id)), None, now())
        .unwrap();
    assert_eq!(decision.granted, Some(Role::PracticeEnabledUser));
}
