use chrono::{NaiveDate, TimeZone, Utc};
use uuid::Uuid;

use super::*;
use crate::members::roles::Length;
use crate::organisations::Policy;
use crate::permission::{Capacity, Role, Standing};
use crate::{Language, RequestId, SecondFactor, SessionId, Visit};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

/// Noon of a day in London's winter.
fn noon(month: u32, day: u32) -> Moment {
    Moment::new(Utc.with_ymd_and_hms(2026, month, day, 12, 0, 0).unwrap())
}

fn person(number: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(number))
}

fn approver(number: u128, capacity: Capacity) -> Approver {
    let caller = Caller {
        person: person(number),
        session: SessionId::new(Uuid::nil()),
        support: capacity == Capacity::Support,
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
    };
    let standing = Standing {
        organisation: OrganisationId::new(Uuid::nil()),
        policy: Policy::AnyMember,
        roles: match capacity {
            Capacity::Approver => vec![Role::PracticeEnabledUser],
            _ => Vec::new(),
        },
        limited: Vec::new(),
        commissioner_above: capacity == Capacity::Commissioner,
    };
    Approver::of(&caller, &standing).expect("each of these may decide")
}

fn until(last: NaiveDate) -> RoleSpan {
    RoleSpan {
        role: Role::ProviderUser,
        roster: None,
        starts_at: None,
        ends_at: Some(end_of(last)),
    }
}

/// Somebody, the first person, asked to keep a role that ends on 31 December.
fn asked() -> Extension {
    Extension {
        id: ExtensionId::new(Uuid::nil()),
        member: MemberId::new(Uuid::nil()),
        person: person(1),
        organisation: OrganisationId::new(Uuid::nil()),
        span: until(day(2026, 12, 31)),
        reason: None,
        asked_at: noon(12, 20),
        state: State::Open,
    }
}

#[test]
fn it_can_be_asked_in_the_last_thirty_days_of_a_role_that_holds() {
    let may = |span: &RoleSpan, now| may_be_asked(span, Kind::Practice, now);
    let span = until(day(2026, 12, 31));
    assert!(!may(&span, noon(11, 30)), "a month and a day before");
    assert!(may(&span, noon(12, 1)));
    assert!(may(
        &span,
        Moment::new(Utc.with_ymd_and_hms(2026, 12, 31, 23, 59, 59).unwrap())
    ));
    assert!(!may(&span, end_of(day(2026, 12, 31))), "it has ended");
    let endless = RoleSpan { ends_at: None, ..span };
    assert!(!may(&endless, noon(12, 1)));
    let later = RoleSpan {
        starts_at: Some(noon(12, 24)),
        ..span
    };
    assert!(!may(&later, noon(12, 1)), "it has yet to begin");
    let imported = RoleSpan {
        role: Role::RosteredMedic,
        ..span
    };
    assert!(!may(&imported, noon(12, 1)), "an import says when it ends");
}

#[test]
fn nobody_extends_or_turns_down_their_own_in_any_capacity() {
    for capacity in [Capacity::Approver, Capacity::Commissioner, Capacity::Support] {
        let own = approver(1, capacity);
        let refused = Declined::Refused(Refusal::NotOnOneself);
        assert_eq!(asked().extend(&own, Until::Revoked), Err(refused));
        assert_eq!(asked().turn_down(&own), Err(Refusal::NotOnOneself));
        let other = approver(2, capacity);
        assert!(asked().extend(&other, Until::Revoked).is_ok());
        assert_eq!(asked().turn_down(&other), Ok(()));
    }
}

#[test]
fn how_long_is_counted_from_the_day_after_its_end() {
    let by = approver(2, Capacity::Approver);
    let extended = |until| asked().extend(&by, until).map(|span| span.ends_at);
    assert_eq!(extended(Until::For(Length::Day)), Ok(Some(end_of(day(2027, 1, 1)))));
    assert_eq!(extended(Until::For(Length::Week)), Ok(Some(end_of(day(2027, 1, 7)))));
    assert_eq!(extended(Until::For(Length::Month)), Ok(Some(end_of(day(2027, 1, 31)))));
    assert_eq!(
        extended(Until::For(Length::ThreeMonths)),
        Ok(Some(end_of(day(2027, 3, 31))))
    );
    assert_eq!(extended(Until::Revoked), Ok(None));
    assert_eq!(extended(Until::Day(day(2027, 1, 1))), Ok(Some(end_of(day(2027, 1, 1)))));
    for not_later in [day(2026, 12, 31), day(2026, 12, 24)] {
        let wrong = FieldErrors::one(Field::Ends, Problem::NotLater);
        assert_eq!(extended(Until::Day(not_later)), Err(wrong.into()));
    }
}

#[test]
fn what_was_answered_or_is_over_is_not_answered_again() {
    let by = approver(2, Capacity::Support);
    let (at, why) = (noon(12, 21), "No longer needed.".to_owned());
    for state in [
        State::Over,
        State::Extended { at, to: None },
        State::TurnedDown { at, why },
    ] {
        let over = Extension { state, ..asked() };
        let refused = Declined::Refused(Refusal::ExtensionOver);
        assert_eq!(over.extend(&by, Until::Revoked), Err(refused));
        assert_eq!(over.turn_down(&by), Err(Refusal::ExtensionOver));
    }
}

#[test]
fn the_forms_name_what_is_to_be_put_right() {
    let id = Uuid::from_u128(7).to_string();
    let form = ExtendForm {
        code: "W91001".into(),
        id: id.clone(),
        ..ExtendForm::default()
    };
    assert_eq!(form.parse(), Err(FieldErrors::one(Field::Until, Problem::Missing)));
    let form = TurnDownForm {
        code: "W91001".into(),
        id,
        ..TurnDownForm::default()
    };
    assert_eq!(form.parse(), Err(FieldErrors::one(Field::Reason, Problem::Missing)));
    let form = AskToKeepForm {
        code: "W91001".into(),
        role: "reporting".into(),
        reason: " ".into(),
    };
    assert_eq!(
        form.parse().map(|wish| (wish.role.role, wish.reason)),
        Ok((Role::Reporting, None))
    );
}
