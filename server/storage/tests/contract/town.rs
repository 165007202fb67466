//! A small town for the tests: invented people and practices, and a clock that stands still until it is told to go on.

use chrono::{TimeDelta, TimeZone, Utc};
use domain::accounts::{Account, AccountState, Position};
use domain::audit::{Actor, Entry, Event};
use domain::join_requests::{JoinRequest, State};
use domain::letter::{Letter, LetterText, Recipient};
use domain::members::roles::RoleSpan;
use domain::organisations::{Kind, Status};
use domain::permission::{Approver, Role};
use domain::rosters::RosterName;
use domain::{
    Caller, EmailAddress, JoinRequestId, Language, MemberId, Moment, OdsCode, OrganisationId, PersonId, PersonName,
    RequestId, RosterId, SecondFactor, SessionId, Visit,
};
use storage::{Admission, LetInBy, NewRoster, RegisterRow, Store, fresh};

/// Noon, some minutes later.
pub(crate) fn at(minutes: i64) -> Moment {
    Moment::new(Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap()).plus(TimeDelta::minutes(minutes))
}

pub(crate) fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

pub(crate) fn code(text: &str) -> OdsCode {
    OdsCode::parse(text).unwrap()
}

/// An account that nobody has kept yet.
pub(crate) fn account(first: &str, last: &str) -> Account {
    let local = domain::text::folded(&format!("{first}.{last}")).replace(' ', "");
    Account {
        id: PersonId::new(fresh(at(0))),
        email: email(&format!("{local}@practice.example")),
        first_name: PersonName::parse(first).unwrap(),
        last_name: PersonName::parse(last).unwrap(),
        language: Language::Welsh,
        position: Some(Position::PracticeManager),
        state: AccountState::Unconfirmed,
    }
}

/// A line of the audit.
pub(crate) fn line(event: Event) -> Entry {
    Entry::new(event, Actor::Service, at(0), RequestId::new(fresh(at(0))))
}

/// A person whose address is confirmed.
pub(crate) async fn person(store: &Store, first: &str, last: &str) -> PersonId {
    let account = account(first, last);
    let mut change = store.change().await.unwrap();
    assert!(change.people().create(&account, at(0)).await.unwrap());
    assert!(
        change
            .people()
            .confirm(account.id, "$argon2id$invented", at(0))
            .await
            .unwrap()
    );
    change
        .commit(line(Event::AccountConfirmed).about(account.id))
        .await
        .unwrap();
    account.id
}

/// A row of the register.
pub(crate) fn row(ods: &str, name: &str, town: &str, postcode: &str) -> RegisterRow {
    RegisterRow {
        address: vec!["1 Stryd Fawr".into(), town.into()],
        town: town.into(),
        postcode: postcode.into(),
        telephone: "01492 123456".into(),
        setting: "4".into(),
        commissioner: Some(code("7A1")),
        kind: Kind::Practice,
        status: Status::Active,
        ..RegisterRow::commissioner_row(code(ods), name.into())
    }
}

/// A practice of the register.
pub(crate) async fn practice(store: &Store, ods: &str) -> OrganisationId {
    organisation(store, &row(ods, "MEDDYGFA'R BONT", "CONWY", "LL32 8AB")).await
}

pub(crate) async fn organisation(store: &Store, row: &RegisterRow) -> OrganisationId {
    let id = OrganisationId::new(fresh(at(0)));
    let mut change = store.change().await.unwrap();
    assert!(change.organisations().add(id, row, at(0)).await.unwrap());
    change
        .commit(line(Event::OrganisationAdded).for_organisation(id))
        .await
        .unwrap();
    id
}

/// Lets a person in, from noon on.
pub(crate) async fn member(store: &Store, person: PersonId, organisation: OrganisationId, role: Role) -> MemberId {
    member_until(store, person, organisation, role, None).await
}

pub(crate) async fn member_until(
    store: &Store,
    person: PersonId,
    organisation: OrganisationId,
    role: Role,
    ends_at: Option<Moment>,
) -> MemberId {
    let mut change = store.change().await.unwrap();
    change.hold(organisation).await.unwrap();
    let admission = Admission {
        person,
        organisation,
        role,
        roster: None,
        ends_at,
        by: LetInBy::SetUp,
        at: at(0),
    };
    let id = change.members().let_in(&admission).await.unwrap();
    change
        .commit(line(Event::LetIn).for_organisation(organisation).about(person))
        .await
        .unwrap();
    id
}

/// A roster that stands in no group.
pub(crate) async fn roster(store: &Store, organisation: OrganisationId, name: &str) -> RosterId {
    let new = NewRoster {
        organisation,
        is_group: false,
        name: RosterName::parse(name).unwrap(),
        group: None,
    };
    let mut change = store.change().await.unwrap();
    let added = change.rosters().add(&new, at(0)).await.unwrap();
    change
        .commit(line(Event::RosterAdded).for_organisation(organisation))
        .await
        .unwrap();
    added.expect("a name that is free")
}

/// A role for the whole organisation, from noon on.
pub(crate) fn whole(role: Role) -> RoleSpan {
    RoleSpan {
        role,
        roster: None,
        starts_at: Some(at(0)),
        ends_at: None,
    }
}

/// Gives a person a role that is limited to a roster, from noon on.
pub(crate) async fn limited(
    store: &Store,
    person: PersonId,
    organisation: OrganisationId,
    role: Role,
    roster: RosterId,
) -> MemberId {
    let admission = Admission {
        person,
        organisation,
        role,
        roster: Some(roster),
        ends_at: None,
        by: LetInBy::SetUp,
        at: at(0),
    };
    let mut change = store.change().await.unwrap();
    let id = change.members().let_in(&admission).await.unwrap();
    change
        .commit(line(Event::LetIn).for_organisation(organisation).about(person))
        .await
        .unwrap();
    id
}

/// A request that nobody has kept yet.
pub(crate) fn request(person: PersonId, organisation: OrganisationId, made_at: Moment) -> JoinRequest {
    JoinRequest {
        id: JoinRequestId::new(fresh(made_at)),
        person,
        organisation,
        role: Role::PracticeEnabledUser,
        reason: "I run the desk".into(),
        made_at,
        state: State::Pending,
    }
}

/// A request that waits.
pub(crate) async fn pending(store: &Store, person: PersonId, organisation: OrganisationId) -> JoinRequest {
    let request = request(person, organisation, at(1));
    let mut change = store.change().await.unwrap();
    assert!(change.join_requests().make(&request).await.unwrap());
    change
        .commit(line(Event::RequestMade).for_organisation(organisation).about(person))
        .await
        .unwrap();
    request
}

/// Proof that a person may decide at an organisation, from the store's own word.
pub(crate) async fn approver(store: &Store, person: PersonId, organisation: OrganisationId) -> Approver {
    let standing = store
        .read()
        .members()
        .standing(person, organisation, at(2))
        .await
        .unwrap()
        .unwrap();
    Approver::of(&caller(person), &standing).unwrap()
}

fn caller(person: PersonId) -> Caller {
    Caller {
        person,
        session: SessionId::new(fresh(at(0))),
        support: false,
        proven: true,
        second_factor: SecondFactor::NotAsked,
        visit: Visit {
            request: RequestId::new(fresh(at(0))),
            address: "192.0.2.1".into(),
            device: "Invented 1.0".into(),
            key: None,
            language: Language::English,
            started: None,
        },
    }
}

/// A letter with a sealed token.
pub(crate) fn letter(person: PersonId) -> Letter {
    Letter {
        to: Recipient {
            person,
            address: "Siân@Practice.example".into(),
            first_name: "Siân".into(),
            language: Language::Welsh,
        },
        organisation: None,
        text: LetterText::AlreadyRegistered,
        sealed_token: Some(vec![1, 2, 3]),
    }
}
