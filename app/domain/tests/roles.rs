//! The roles of members and of new users: nobody grants above their own rights, nobody changes their own, and somebody who
//! decides is always left; whatever is held and whoever asks.

use chrono::{TimeDelta, TimeZone, Utc};
use domain::form::{Field, FieldErrors, Problem};
use domain::members::OtherApprovers;
use domain::members::roles::{Days, MemberRoles, RoleSpan, can_be_given};
use domain::new_users::{Circumstances, NewUser, NewUserForm, State};
use domain::organisations::{Kind, Policy};
use domain::permission::{Approver, Capacity, Role, Standing, approves, may_grant};
use domain::{
    Caller, EmailAddress, Language, Moment, NewUserId, OrganisationId, PersonId, PersonName, RequestId, SecondFactor,
    SessionId, Visit,
};
use proptest::prelude::*;
use uuid::Uuid;

fn now() -> Moment {
    Moment::new(Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap())
}

fn person(number: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(number))
}

/// Somebody who may decide in this capacity.
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
    let roles = match capacity {
        Capacity::Approver => vec![Role::Approver],
        _ => Vec::new(),
    };
    let standing = Standing {
        organisation: OrganisationId::new(Uuid::nil()),
        policy: Policy::ApproverRole,
        roles,
        commissioner_above: capacity == Capacity::Commissioner,
    };
    Approver::of(&caller, &standing).expect("each of these may decide")
}

fn role() -> impl Strategy<Value = Role> {
    prop::sample::select(Role::ALL.to_vec())
}

fn moment() -> impl Strategy<Value = Option<Moment>> {
    prop::option::of((-3i64..4).prop_map(|days| now().plus(TimeDelta::days(days))))
}

fn span() -> impl Strategy<Value = RoleSpan> {
    (role(), moment(), moment()).prop_map(|(role, starts_at, ends_at)| RoleSpan {
        role,
        starts_at,
        ends_at,
    })
}

fn capacity() -> impl Strategy<Value = Capacity> {
    prop::sample::select(vec![Capacity::Approver, Capacity::Commissioner, Capacity::Support])
}

fn member() -> impl Strategy<Value = MemberRoles> {
    let kinds = prop::sample::select(vec![Kind::Practice, Kind::Trust, Kind::Commissioner]);
    let policies = prop::sample::select(vec![Policy::AnyMember, Policy::ApproverRole, Policy::SupportOnly]);
    (prop::collection::vec(span(), 1..5), kinds, policies, 0u32..2).prop_map(|(mut held, kind, policy, others)| {
        held.sort_by_key(|span| span.role);
        held.dedup_by_key(|span| span.role);
        MemberRoles {
            person: person(1),
            kind,
            policy,
            held,
            others: OtherApprovers(others),
        }
    })
}

fn decides_without_end(policy: Policy, held: &[RoleSpan]) -> bool {
    let lasting = held.iter().filter(|span| span.ends_at.is_none());
    let begun = lasting.filter(|span| span.starts_at.is_none_or(|start| start <= now()));
    approves(policy, &begun.map(|span| span.role).collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn nobody_grants_above_their_rights_or_to_themselves(
        member in member(), wish in span(), capacity in capacity(), by in 1u128..3,
    ) {
        let granted = member.grant(&approver(by, capacity), wish).is_ok();
        let may = by != 1 && can_be_given(wish.role, member.kind) && may_grant(capacity, wish.role);
        prop_assert_eq!(granted, may && member.of(wish.role).is_none());
    }

    #[test]
    fn somebody_who_decides_without_an_end_is_left(
        member in member(), wish in span(), capacity in capacity(), remove in any::<bool>(),
    ) {
        let by = approver(2, capacity);
        let accepted = if remove {
            member.remove(&by, wish.role, now()).is_ok()
        } else {
            member.change(&by, wish, now()).is_ok()
        };
        if accepted {
            let kept = member.held.iter().filter(|span| !remove || span.role != wish.role);
            let after: Vec<RoleSpan> = kept.map(|span| if span.role == wish.role { wish } else { *span }).collect();
            prop_assert!(!after.is_empty());
            if decides_without_end(member.policy, &member.held) && member.others.0 == 0 {
                prop_assert!(decides_without_end(member.policy, &after));
            }
        }
    }

    #[test]
    fn a_new_user_gets_only_what_its_giver_could_give(
        roles in prop::collection::vec(span(), 0..5), giver in prop::option::of(capacity()), open in any::<bool>(),
        last_no in moment(), kind in prop::sample::select(vec![Kind::Practice, Kind::Trust]),
    ) {
        let user = NewUser { roles, ..new_user() };
        let is = Circumstances { giver, kind, organisation_open: open, last_no, now: now() };
        for span in user.roles_that_stand(person(1), is) {
            prop_assert!(open && can_be_given(span.role, kind) && !span.has_ended(now()));
            prop_assert!(giver.is_some_and(|capacity| may_grant(capacity, span.role)));
            prop_assert!(last_no.is_none_or(|no| no < user.sent_at));
        }
        prop_assert!(user.roles_that_stand(user.given_by, is).is_empty(), "nobody adds themselves");
    }
}

fn new_user() -> NewUser {
    NewUser {
        id: NewUserId::new(Uuid::nil()),
        organisation: OrganisationId::new(Uuid::nil()),
        email: EmailAddress::parse("gwen@bont.example").expect("an address"),
        first_name: PersonName::parse("Gwen").expect("a name"),
        last_name: PersonName::parse("Rees").expect("a name"),
        language: Language::English,
        position: None,
        medical_secretary: false,
        given_by: person(2),
        sent_at: now(),
        state: State::Open,
        made: None,
        person: None,
        roles: Vec::new(),
    }
}

#[test]
fn a_role_holds_from_its_first_day_to_the_end_of_its_last() {
    let mut errors = FieldErrors::default();
    let days = Days::read("2026-11-30", "2026-12-01", &mut errors).expect("two days");
    let span = days.span(Role::Reporting, None, now()).expect("both to come");
    assert_eq!(
        span.starts_at.map(|at| at.utc().to_rfc3339()),
        Some("2026-11-30T00:00:00+00:00".into())
    );
    assert_eq!(
        span.ends_at.map(|at| at.utc().to_rfc3339()),
        Some("2026-12-02T00:00:00+00:00".into())
    );
    let row = span.row(true);
    assert_eq!(
        (row.starts_day.as_str(), row.ends_day.as_str()),
        ("2026-11-30", "2026-12-01")
    );
    let today = Days::read("2026-11-22", "", &mut errors).expect("a day");
    assert_eq!(
        today.span(Role::Reporting, None, now()).expect("today").starts_at,
        Some(now())
    );
}

#[test]
fn a_start_that_has_passed_may_stay_and_no_other() {
    let began = RoleSpan {
        role: Role::Reporting,
        starts_at: Some(now().plus(TimeDelta::days(-10))),
        ends_at: None,
    };
    let mut errors = FieldErrors::default();
    let same = Days::read("2026-11-12", "2026-12-01", &mut errors).expect("two days");
    assert_eq!(
        same.span(Role::Reporting, Some(&began), now())
            .expect("as before")
            .starts_at,
        began.starts_at
    );
    assert_eq!(
        same.span(Role::Reporting, None, now()),
        Err(FieldErrors::one(Field::Starts, Problem::InThePast))
    );
}

#[test]
fn an_empty_form_names_every_field_and_a_shared_mailbox_is_refused() {
    let errors = NewUserForm::default().parse().unwrap_err();
    assert_eq!(errors.iter().count(), 5);
    let shared = NewUserForm {
        code: "W91001".into(),
        first_name: "Reception".into(),
        last_name: "Staff".into(),
        email: "reception@bont.example".into(),
        language: "en".into(),
        ..NewUserForm::default()
    };
    assert_eq!(
        shared.parse().unwrap_err().of(Field::Email),
        Some(Problem::SharedMailbox)
    );
}
