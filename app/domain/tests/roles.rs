//! The roles of members and of new users: nobody grants above their own rights, nobody changes their own, and somebody who
//! decides is always left; whatever is held and whoever asks.

use chrono::{TimeDelta, TimeZone, Utc};
use domain::form::{Field, FieldErrors, Problem};
use domain::members::OtherApprovers;
use domain::members::roles::{Days, MemberRoles, RoleSpan, can_be_given, grantable, grantable_besides, last_moment};
use domain::new_users::{Circumstances, NewUser, NewUserForm, State};
use domain::organisations::{Kind, Policy};
use domain::permission::{Approver, Capacity, Role, Standing, approves, may_grant};
use domain::rosters::RosterView;
use domain::{
    Caller, Declined, EmailAddress, Language, Moment, NewUserId, OrganisationId, PersonId, PersonName, Refusal,
    RequestId, RosterId, SecondFactor, SessionId, Visit,
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
        limited: Vec::new(),
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

fn roster(number: u128) -> RosterId {
    RosterId::new(Uuid::from_u128(number))
}

/// Two rosters of the organisation, the second of which is closed.
fn rosters() -> Vec<RosterView> {
    let one = |number: u128, closed| RosterView {
        id: roster(number),
        name: format!("Ward {number}"),
        is_group: false,
        group: Some("Medicine".into()),
        closed,
    };
    vec![one(1, false), one(2, true)]
}

fn limit() -> impl Strategy<Value = Option<RosterId>> {
    prop::option::of((1u128..4).prop_map(roster))
}

fn span() -> impl Strategy<Value = RoleSpan> {
    (role(), limit(), moment(), moment()).prop_map(|(role, roster, starts_at, ends_at)| RoleSpan {
        role,
        roster,
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
        held.sort_by_key(|span| (span.role, span.roster));
        held.dedup_by_key(|span| (span.role, span.roster));
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
    let lasting = held
        .iter()
        .filter(|span| span.ends_at.is_none() && span.roster.is_none());
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
        prop_assert_eq!(granted, may && member.of(wish.role, wish.roster).is_none());
    }

    #[test]
    fn somebody_who_decides_without_an_end_is_left(
        member in member(), wish in span(), was in limit(), capacity in capacity(), remove in any::<bool>(),
    ) {
        let by = approver(2, capacity);
        let accepted = if remove {
            member.remove(&by, wish.role, was, now()).is_ok()
        } else {
            member.change(&by, was, wish, now()).is_ok()
        };
        if accepted {
            let is_it = |span: &RoleSpan| span.role == wish.role && span.roster == was;
            let kept = member.held.iter().filter(|span| !remove || !is_it(span));
            let after: Vec<RoleSpan> = kept.map(|span| if is_it(span) { wish } else { *span }).collect();
            prop_assert!(!after.is_empty());
            let same = |one: &RoleSpan, other: &RoleSpan| one.role == other.role && one.roster == other.roster;
            let twice = after.iter().enumerate().any(|(at, one)| after[..at].iter().any(|other| same(one, other)));
            prop_assert!(!twice, "each of the roles is held once");
            if decides_without_end(member.policy, &member.held) && member.others.0 == 0 {
                prop_assert!(decides_without_end(member.policy, &after));
            }
        }
    }

    #[test]
    fn a_new_user_gets_only_what_its_giver_could_give(
        roles in prop::collection::vec(span(), 0..5), giver in prop::option::of(capacity()), open in any::<bool>(),
        last_no in moment(), kind in prop::sample::select(vec![Kind::Practice, Kind::Trust]), invited_until in moment(),
    ) {
        let user = NewUser { roles, invited_until, ..new_user() };
        let rosters = rosters();
        let is = Circumstances { giver, kind, organisation_open: open, rosters, last_no, now: now() };
        for span in user.roles_that_stand(person(1), &is) {
            prop_assert!(open && can_be_given(span.role, kind) && !span.has_ended(now()));
            prop_assert!(span.roster.is_none_or(|id| id == roster(1)), "neither closed nor somewhere else");
            prop_assert!(giver.is_some_and(|capacity| may_grant(capacity, span.role)));
            prop_assert!(last_no.is_none_or(|no| no < user.sent_at));
            prop_assert!(invited_until.is_none_or(|until| now() < until), "an invitation expires");
        }
        prop_assert!(user.roles_that_stand(user.given_by, &is).is_empty(), "nobody adds themselves");
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
        invited_until: None,
        state: State::Open,
        made: None,
        person: None,
        roles: Vec::new(),
    }
}

#[test]
fn a_role_holds_from_its_first_day_to_the_end_of_its_last() {
    let mut errors = FieldErrors::default();
    let days = Days::read("2026-11-30", "", "2026-12-01", &mut errors).expect("two days");
    let span = days.span(Role::Reporting, None, None, now()).expect("both to come");
    assert_eq!(
        span.starts_at.map(|at| at.utc().to_rfc3339()),
        Some("2026-11-30T00:00:00+00:00".into())
    );
    assert_eq!(
        span.ends_at.map(|at| at.utc().to_rfc3339()),
        Some("2026-12-02T00:00:00+00:00".into())
    );
    let row = span.row(&[], true);
    assert_eq!(
        (row.starts_day.as_str(), row.ends_day.as_str()),
        ("2026-11-30", "2026-12-01")
    );
    let today = Days::read("2026-11-22", "", "", &mut errors).expect("a day");
    assert_eq!(
        today.span(Role::Reporting, None, None, now()).expect("today").starts_at,
        Some(now())
    );
}

#[test]
fn how_long_is_counted_from_today_or_from_a_later_first_day() {
    let last = |starts: &str, until: &str, now| {
        let mut errors = FieldErrors::default();
        let days = Days::read(starts, until, "2020-01-01", &mut errors).expect("a choice");
        let span = days.span(Role::Reporting, None, None, now).expect("days to come");
        span.ends_at
            .map(|end| last_moment(end).day_time_and_zone(Language::English))
    };
    let at = |text: &str| Some(text.to_owned());
    assert_eq!(last("", "day", now()), at("22 November 2026, 23:59 (GMT)"));
    assert_eq!(last("2026-11-22", "week", now()), at("28 November 2026, 23:59 (GMT)"));
    assert_eq!(last("2026-12-01", "day", now()), at("1 December 2026, 23:59 (GMT)"));
    assert_eq!(last("2026-12-01", "month", now()), at("31 December 2026, 23:59 (GMT)"));
    assert_eq!(
        last("2026-12-01", "three_months", now()),
        at("28 February 2027, 23:59 (GMT)")
    );
    assert_eq!(last("2026-12-01", "revoked", now()), None);
    // On the eve of summer time it is tomorrow in London an hour before midnight by UTC.
    let eve = Moment::new(Utc.with_ymd_and_hms(2027, 6, 30, 23, 30, 0).unwrap());
    assert_eq!(last("", "day", eve), at("1 July 2027, 23:59 (BST)"));
    // The clocks change within the time.
    let before = Moment::new(Utc.with_ymd_and_hms(2027, 3, 27, 12, 0, 0).unwrap());
    assert_eq!(last("", "week", before), at("2 April 2027, 23:59 (BST)"));
    assert_eq!(last("2027-03-28", "day", before), at("28 March 2027, 23:59 (BST)"));
    let autumn = Moment::new(Utc.with_ymd_and_hms(2027, 10, 31, 0, 30, 0).unwrap());
    assert_eq!(last("", "day", autumn), at("31 October 2027, 23:59 (GMT)"));
}

#[test]
fn a_start_that_has_passed_may_stay_and_no_other() {
    let began = RoleSpan {
        role: Role::Reporting,
        roster: None,
        starts_at: Some(now().plus(TimeDelta::days(-10))),
        ends_at: None,
    };
    let mut errors = FieldErrors::default();
    let same = Days::read("2026-11-12", "", "2026-12-01", &mut errors).expect("two days");
    assert_eq!(
        same.span(Role::Reporting, None, Some(&began), now())
            .expect("as before")
            .starts_at,
        began.starts_at
    );
    assert_eq!(
        same.span(Role::Reporting, None, None, now()),
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

fn held(role: Role, roster: Option<RosterId>) -> RoleSpan {
    RoleSpan {
        role,
        roster,
        starts_at: None,
        ends_at: None,
    }
}

/// An approver of a trust, the only one.
fn lone_approver(more: &[RoleSpan]) -> MemberRoles {
    MemberRoles {
        person: person(1),
        kind: Kind::Trust,
        policy: Policy::ApproverRole,
        held: std::iter::once(held(Role::Approver, None))
            .chain(more.iter().copied())
            .collect(),
        others: OtherApprovers(0),
    }
}

#[test]
fn the_last_approver_cannot_be_limited() {
    let by = approver(2, Capacity::Support);
    let member = lone_approver(&[]);
    let limited = member.change(&by, None, held(Role::Approver, Some(roster(1))), now());
    assert_eq!(limited, Err(Declined::Refused(Refusal::LastApprover)));
    let member = MemberRoles {
        others: OtherApprovers(1),
        ..member
    };
    let limited = member.change(&by, None, held(Role::Approver, Some(roster(1))), now());
    assert_eq!(limited, Ok(held(Role::Approver, None)), "while another one lasts");
}

#[test]
fn a_role_is_held_once_with_each_limit() {
    let by = approver(2, Capacity::Support);
    let member = lone_approver(&[held(Role::Reporting, Some(roster(1)))]);
    let twice = member.grant(&by, held(Role::Reporting, Some(roster(1))));
    assert_eq!(twice, Err(FieldErrors::one(Field::Role, Problem::RoleHeld).into()));
    for roster in [None, Some(roster(3))] {
        assert!(member.grant(&by, held(Role::Reporting, roster)).is_ok());
    }
    let member = lone_approver(&[held(Role::Reporting, Some(roster(1))), held(Role::Reporting, None)]);
    let onto = member.change(&by, Some(roster(1)), held(Role::Reporting, None), now());
    assert_eq!(onto, Err(FieldErrors::one(Field::Roster, Problem::RoleHeld).into()));
}

#[test]
fn medics_come_with_an_import_and_stay_as_it_says() {
    let by = approver(2, Capacity::Support);
    let member = lone_approver(&[held(Role::RosteredMedic, Some(roster(1)))]);
    let given = member.grant(&by, held(Role::RosteredMedic, None));
    assert_eq!(
        given,
        Err(FieldErrors::one(Field::Role, Problem::MedicsAreImported).into())
    );
    let removed = member.remove(&by, Role::RosteredMedic, Some(roster(1)), now());
    assert_eq!(removed, Err(Refusal::Imported));
    for kind in [Kind::Practice, Kind::Trust, Kind::Commissioner] {
        assert!(!grantable(kind, Capacity::Support).contains(&Role::RosteredMedic));
    }
}

#[test]
fn what_a_role_is_limited_to_is_said_by_name() {
    let span = held(Role::Reporting, Some(roster(1)));
    assert_eq!(
        span.which(&rosters()),
        format!("reporting only for Ward 1 (Medicine) ({})", roster(1))
    );
    assert_eq!(held(Role::Reporting, None).which(&rosters()), "reporting");
    assert_eq!(span.held(&rosters()).roster, rosters().into_iter().next());
}

#[test]
fn a_role_can_be_given_again_while_a_roster_is_open_for_it() {
    let all = vec![Role::Reporting];
    let besides = |held: &[RoleSpan], open: &[RosterView]| grantable_besides(all.clone(), held, open);
    let whole = held(Role::Reporting, None);
    let open = &rosters()[..1];
    assert_eq!(besides(&[], &[]), all);
    assert_eq!(besides(&[whole], &[]), [], "it is there already");
    assert_eq!(besides(&[whole], open), all);
    assert_eq!(besides(&[whole, held(Role::Reporting, Some(roster(1)))], open), []);
}

#[test]
fn what_makes_the_last_approver_one_is_needed_and_nothing_else_is() {
    let member = lone_approver(&[held(Role::Reporting, None)]);
    let needed: Vec<Role> = member.needed(now()).iter().map(|key| key.role).collect();
    assert_eq!(needed, [Role::Approver]);
    let not_alone = MemberRoles {
        others: OtherApprovers(1),
        ..member
    };
    assert!(not_alone.needed(now()).is_empty());
}
