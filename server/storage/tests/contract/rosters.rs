//! Rosters and roster groups: named once among what is open, listed with what is limited to them, closed with their group.

use domain::accounts::Account;
use domain::audit::Event;
use domain::members::roles::RoleSpan;
use domain::new_users::{NewUser, State};
use domain::permission::Role;
use domain::rosters::RosterName;
use domain::{MemberId, NewUserId, OrganisationId, PersonId, RosterId};
use storage::{LetInBy, NewRoster, Store, fresh};

use crate::on_both;
use crate::town::{account, at, line, member, person, practice};

on_both!(
    a_name_counts_once_among_what_is_open,
    groups_stand_above_their_rosters_and_say_what_is_limited_to_them,
    closing_a_group_closes_its_rosters_and_finds_the_roles_of_all,
);

fn name(text: &str) -> RosterName {
    RosterName::parse(text).unwrap()
}

async fn add(
    store: &Store,
    organisation: OrganisationId,
    text: &str,
    is_group: bool,
    group: Option<RosterId>,
) -> Option<RosterId> {
    let new = NewRoster {
        organisation,
        is_group,
        name: name(text),
        group,
    };
    let mut change = store.change().await.unwrap();
    change.hold(organisation).await.unwrap();
    let added = change.rosters().add(&new, at(0)).await.unwrap();
    change
        .commit(line(Event::RosterAdded).for_organisation(organisation))
        .await
        .unwrap();
    added
}

async fn rename(store: &Store, id: RosterId, text: &str) -> bool {
    let mut change = store.change().await.unwrap();
    let renamed = change.rosters().rename(id, &name(text)).await.unwrap();
    change.commit(line(Event::RosterRenamed)).await.unwrap();
    renamed
}

async fn close(store: &Store, id: RosterId) {
    let mut change = store.change().await.unwrap();
    change.rosters().close(id, at(5)).await.unwrap();
    change.commit(line(Event::RosterClosed)).await.unwrap();
}

fn limited(role: Role, roster: RosterId, ends: Option<i64>) -> RoleSpan {
    RoleSpan {
        role,
        roster: Some(roster),
        starts_at: Some(at(0)),
        ends_at: ends.map(at),
    }
}

async fn place(store: &Store, member: MemberId, span: RoleSpan) {
    let mut change = store.change().await.unwrap();
    change
        .members()
        .place_role(member, &span, LetInBy::SetUp, at(0))
        .await
        .unwrap();
    change.commit(line(Event::RoleGranted)).await.unwrap();
}

async fn new_user(store: &Store, organisation: OrganisationId, by: PersonId, span: RoleSpan) -> NewUserId {
    let Account {
        email,
        first_name,
        last_name,
        language,
        ..
    } = account("Gwen", "Rees");
    let user = NewUser {
        id: NewUserId::new(fresh(at(0))),
        organisation,
        email,
        first_name,
        last_name,
        language,
        position: None,
        medical_secretary: false,
        given_by: by,
        sent_at: at(0),
        invited_until: None,
        state: State::Open,
        made: None,
        person: None,
        roles: Vec::new(),
    };
    let mut change = store.change().await.unwrap();
    assert!(change.new_users().add(&user).await.unwrap());
    change.new_users().set_role(user.id, &span, at(0)).await.unwrap();
    change.commit(line(Event::NewUserAdded)).await.unwrap();
    user.id
}

async fn a_name_counts_once_among_what_is_open(store: Store) {
    let here = practice(&store, "W91001").await;
    let elsewhere = practice(&store, "W91002").await;
    let wards = add(&store, here, "Wards", true, None).await.unwrap();
    let clinics = add(&store, here, "Clinics", true, None).await.unwrap();
    let seven = add(&store, here, "Ward Saith", false, Some(wards)).await.unwrap();
    assert_eq!(
        add(&store, here, "WARD SÂITH", false, Some(wards)).await,
        None,
        "accents and case make no other name"
    );
    assert!(add(&store, here, "Ward Saith", false, Some(clinics)).await.is_some());
    let alone = add(&store, here, "Ward Saith", false, None).await.unwrap();
    assert_eq!(add(&store, here, "Ward Saith", false, None).await, None);
    assert_eq!(add(&store, here, "wards", true, None).await, None);
    assert!(add(&store, here, "Wards", false, None).await.is_some(), "no group");
    assert!(add(&store, elsewhere, "Wards", true, None).await.is_some());

    let eight = add(&store, here, "Ward 8", false, Some(wards)).await.unwrap();
    assert!(!rename(&store, eight, "ward saith").await);
    assert!(rename(&store, eight, "WARD 8").await, "its own name in capitals");
    assert!(!rename(&store, clinics, "Wards").await);
    close(&store, seven).await;
    assert!(rename(&store, eight, "Ward Saith").await, "the other one is closed");
    assert!(!rename(&store, seven, "Ward 9").await, "what is closed keeps its name");
    let mut read = store.read();
    assert!(!read.rosters().is_open_at(seven, here).await.unwrap());
    assert!(read.rosters().is_open_at(alone, here).await.unwrap());
    assert!(!read.rosters().is_open_at(alone, elsewhere).await.unwrap());
    assert_eq!(read.rosters().one(alone, elsewhere).await.unwrap(), None);
    assert!(read.rosters().one(seven, here).await.unwrap().unwrap().closed);
}

async fn groups_stand_above_their_rosters_and_say_what_is_limited_to_them(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let seat = member(&store, sian, here, Role::PracticeEnabledUser).await;
    let alone = add(&store, here, "Ambulance", false, None).await.unwrap();
    let wards = add(&store, here, "Wards", true, None).await.unwrap();
    let seven = add(&store, here, "Ward 7", false, Some(wards)).await.unwrap();
    let clinics = add(&store, here, "Clinics", true, None).await.unwrap();
    place(&store, seat, limited(Role::Reporting, wards, None)).await;
    place(&store, seat, limited(Role::Reporting, seven, Some(20))).await;
    place(&store, seat, limited(Role::RosterManager, seven, Some(8))).await;
    new_user(&store, here, sian, limited(Role::Reporting, seven, None)).await;
    close(&store, alone).await;

    let rows = store.read().rosters().list(here, at(10)).await.unwrap();
    let shown: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.roster.full_name(),
                row.group,
                row.held,
                row.waiting,
                row.closed.is_some(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("Clinics".to_owned(), None, 0, 0, false),
            ("Wards".to_owned(), None, 1, 0, false),
            ("Ward 7 (Wards)".to_owned(), Some(wards), 1, 1, false),
            ("Ambulance".to_owned(), None, 0, 0, true),
        ]
    );
    assert_eq!(rows[0].roster.id, clinics);
}

async fn closing_a_group_closes_its_rosters_and_finds_the_roles_of_all(store: Store) {
    let here = practice(&store, "W91001").await;
    let wards = add(&store, here, "Wards", true, None).await.unwrap();
    let seven = add(&store, here, "Ward 7", false, Some(wards)).await.unwrap();
    let eight = add(&store, here, "Ward 8", false, Some(wards)).await.unwrap();
    let alone = add(&store, here, "Ambulance", false, None).await.unwrap();
    let (sian, huw) = (
        person(&store, "Siân", "Prydderch").await,
        person(&store, "Huw", "Tomos").await,
    );
    let seat = member(&store, sian, here, Role::PracticeEnabledUser).await;
    let other = member(&store, huw, here, Role::ProviderUser).await;
    place(&store, seat, limited(Role::Reporting, wards, None)).await;
    place(&store, seat, limited(Role::Reporting, alone, None)).await;
    place(&store, other, limited(Role::Reporting, seven, None)).await;
    place(&store, other, limited(Role::RosterManager, seven, Some(1))).await;
    let mut change = store.change().await.unwrap();
    assert!(
        change
            .members()
            .remove_role(other, Role::ProviderUser, None)
            .await
            .unwrap()
    );
    change.commit(line(Event::RoleRemoved)).await.unwrap();
    let user = new_user(&store, here, sian, limited(Role::Reporting, eight, None)).await;

    let mut read = store.read();
    let held = read.rosters().held(wards, at(2)).await.unwrap();
    let found: Vec<_> = held
        .iter()
        .map(|one| (one.member, one.span.roster, one.has_others))
        .collect();
    assert_eq!(found, [(seat, Some(wards), true), (other, Some(seven), false)]);
    assert_eq!(read.rosters().held(seven, at(2)).await.unwrap().len(), 1);
    let waiting = read.rosters().waiting(wards, at(2)).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].user), (1, user));
    assert_eq!(read.rosters().medics(wards, at(2)).await.unwrap(), 0);
    place(&store, other, limited(Role::RosteredMedic, eight, None)).await;
    assert_eq!(read.rosters().medics(wards, at(2)).await.unwrap(), 1);
    assert_eq!(read.rosters().medics(alone, at(2)).await.unwrap(), 0);

    let within = read.rosters().open_in(wards).await.unwrap();
    assert_eq!(within.iter().map(|one| one.id).collect::<Vec<_>>(), [seven, eight]);
    close(&store, wards).await;
    let open = read.rosters().of_organisation(here).await.unwrap();
    let open: Vec<_> = open.iter().filter(|one| !one.closed).map(|one| one.id).collect();
    assert_eq!(open, [alone]);
}
