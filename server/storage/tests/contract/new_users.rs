//! New users: one open for each organisation and address, ended by whatever lets the person in; and roles one by one.

use domain::audit::Event;
use domain::members::roles::RoleSpan;
use domain::new_users::{NewUser, State};
use domain::permission::{Role, Scope};
use domain::registrations::RegistrationsForm;
use domain::{Moment, NewUserId, OrganisationId, PersonId};
use storage::{RegisterRow, RegisteredAs, Store, fresh};

use crate::on_both;
use crate::town::{account, at, code, email, line, member, organisation, person, practice, request, roster};

on_both!(
    one_is_open_for_each_organisation_and_address,
    whatever_lets_the_person_in_ends_it,
    an_account_made_for_nobody_is_forgotten_unless_something_hangs_on_it,
    what_waits_too_long_is_swept_with_its_roles,
    the_roles_of_a_member_begin_and_end_one_by_one,
    places_are_those_that_somebody_decides_for,
    the_mark_is_set_once,
    whoever_is_being_added_stands_among_the_registrations,
);

pub(crate) fn new_user(organisation: OrganisationId, by: PersonId, address: &str, now: Moment) -> NewUser {
    let somebody = account("Gwen", "Rees");
    NewUser {
        id: NewUserId::new(fresh(now)),
        organisation,
        email: email(address),
        first_name: somebody.first_name,
        last_name: somebody.last_name,
        language: somebody.language,
        position: None,
        medical_secretary: true,
        given_by: by,
        sent_at: now,
        invited_until: None,
        state: State::Open,
        made: None,
        person: None,
        roles: Vec::new(),
    }
}

fn span(role: Role, starts_at: Option<Moment>, ends_at: Option<Moment>) -> RoleSpan {
    RoleSpan {
        role,
        roster: None,
        starts_at,
        ends_at,
    }
}

async fn one_is_open_for_each_organisation_and_address(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let first = new_user(here, sian, "Gwen@Practice.example", at(0));
    let mut change = store.change().await.unwrap();
    assert!(change.new_users().add(&first).await.unwrap());
    let again = new_user(here, sian, "gwen@practice.example", at(1));
    assert!(!change.new_users().add(&again).await.unwrap());
    change
        .new_users()
        .set_role(first.id, &span(Role::Reporting, None, None), at(0))
        .await
        .unwrap();
    let until = span(Role::Reporting, Some(at(5)), Some(at(10)));
    change.new_users().set_role(first.id, &until, at(0)).await.unwrap();
    change
        .new_users()
        .set_role(first.id, &span(Role::ProviderUser, None, None), at(0))
        .await
        .unwrap();
    assert!(
        change
            .new_users()
            .remove_role(first.id, Role::ProviderUser, None)
            .await
            .unwrap()
    );
    assert!(
        !change
            .new_users()
            .remove_role(first.id, Role::ProviderUser, None)
            .await
            .unwrap()
    );
    change
        .commit(line(Event::NewUserAdded).for_organisation(here))
        .await
        .unwrap();
    let kept = store.read().new_users().by_id(first.id).await.unwrap().unwrap();
    assert_eq!(
        kept,
        NewUser {
            roles: vec![until],
            ..first.clone()
        }
    );
    assert_eq!(
        store
            .read()
            .new_users()
            .open_of(&email("GWEN@practice.example"))
            .await
            .unwrap(),
        [kept]
    );

    let mut change = store.change().await.unwrap();
    assert!(
        change
            .new_users()
            .end(first.id, State::Withdrawn, None, at(2))
            .await
            .unwrap()
    );
    assert!(
        !change
            .new_users()
            .end(first.id, State::Declined, None, at(3))
            .await
            .unwrap()
    );
    assert!(
        change.new_users().add(&again).await.unwrap(),
        "the address can be added again"
    );
    change
        .commit(line(Event::NewUserWithdrawn).for_organisation(here))
        .await
        .unwrap();
}

async fn whatever_lets_the_person_in_ends_it(store: Store) {
    let here = practice(&store, "W91001").await;
    let there = practice(&store, "W91002").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let gwen = person(&store, "Gwen", "Rees").await;
    let (here_too, elsewhere) = (
        new_user(here, sian, "gwen.rees@practice.example", at(0)),
        new_user(there, sian, "gwen.rees@practice.example", at(0)),
    );
    let mut change = store.change().await.unwrap();
    assert!(change.new_users().add(&here_too).await.unwrap());
    assert!(change.new_users().add(&elsewhere).await.unwrap());
    change
        .commit(line(Event::NewUserAdded).for_organisation(here))
        .await
        .unwrap();
    member(&store, gwen, here, Role::ProviderUser).await;
    let ended = store.read().new_users().by_id(here_too.id).await.unwrap().unwrap();
    assert_eq!((ended.state, ended.person), (State::In, Some(gwen)));
    let open = store
        .read()
        .new_users()
        .open_of(&email("gwen.rees@practice.example"))
        .await
        .unwrap();
    assert_eq!(open, [elsewhere]);
}

async fn an_account_made_for_nobody_is_forgotten_unless_something_hangs_on_it(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let (plain, asking) = (account("Gwen", "Rees"), account("Nia", "Lloyd"));
    let mut change = store.change().await.unwrap();
    for one in [&plain, &asking] {
        assert!(change.people().create(one, at(0)).await.unwrap());
    }
    assert!(
        change
            .join_requests()
            .make(&request(asking.id, here, at(1)))
            .await
            .unwrap()
    );
    let added = new_user(here, sian, plain.email.as_typed(), at(0));
    assert!(change.new_users().add(&added).await.unwrap());
    change.new_users().made(added.id, plain.id).await.unwrap();
    assert!(
        !change.new_users().forget_account(plain.id).await.unwrap(),
        "it is still open"
    );
    assert!(
        change
            .new_users()
            .end(added.id, State::Withdrawn, None, at(1))
            .await
            .unwrap()
    );
    assert!(change.new_users().forget_account(plain.id).await.unwrap());
    assert!(!change.new_users().forget_account(asking.id).await.unwrap());
    assert!(!change.new_users().forget_account(sian).await.unwrap());
    change
        .commit(line(Event::NewUserWithdrawn).for_organisation(here))
        .await
        .unwrap();
    let kept = store.read().new_users().by_id(added.id).await.unwrap().unwrap();
    assert_eq!(kept.made, None, "it outlives the account");
}

async fn what_waits_too_long_is_swept_with_its_roles(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let (old, fresh) = (
        new_user(here, sian, "old@practice.example", at(0)),
        new_user(here, sian, "fresh@practice.example", at(0)),
    );
    let mut change = store.change().await.unwrap();
    for one in [&old, &fresh] {
        assert!(change.new_users().add(one).await.unwrap());
        change
            .new_users()
            .set_role(one.id, &span(Role::Reporting, None, None), at(0))
            .await
            .unwrap();
    }
    change.new_users().sent(fresh.id, sian, None, at(10)).await.unwrap();
    assert_eq!(change.new_users().sweep(at(5)).await.unwrap(), 1);
    change
        .commit(line(Event::NewUserAdded).for_organisation(here))
        .await
        .unwrap();
    assert!(store.read().new_users().by_id(old.id).await.unwrap().is_none());
    assert!(store.read().new_users().by_id(fresh.id).await.unwrap().is_some());
}

async fn the_roles_of_a_member_begin_and_end_one_by_one(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let id = member(&store, sian, here, Role::PracticeEnabledUser).await;
    let later = span(Role::Reporting, Some(at(10)), Some(at(20)));
    let mut change = store.change().await.unwrap();
    change
        .members()
        .place_role(id, &later, storage::LetInBy::SetUp, at(1))
        .await
        .unwrap();
    change
        .commit(line(Event::RoleGranted).for_organisation(here).about(sian))
        .await
        .unwrap();
    let first = span(Role::PracticeEnabledUser, Some(at(0)), None);
    let spans = async |minutes| store.read().members().spans(id, at(minutes)).await.unwrap();
    assert_eq!(spans(2).await, [first, later], "what has yet to begin is listed");
    assert_eq!(spans(20).await, [first], "what has ended is not");
    let standing = store
        .read()
        .members()
        .standing(sian, here, at(2))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        standing.roles,
        [Role::PracticeEnabledUser],
        "and does not hold before its start"
    );
    let mut change = store.change().await.unwrap();
    assert!(change.members().remove_role(id, Role::Reporting, None).await.unwrap());
    assert!(!change.members().remove_role(id, Role::Reporting, None).await.unwrap());
    change
        .commit(line(Event::RoleRemoved).for_organisation(here).about(sian))
        .await
        .unwrap();
    assert_eq!(spans(2).await, [first]);
}

async fn places_are_those_that_somebody_decides_for(store: Store) {
    let here = practice(&store, "W91001").await;
    practice(&store, "W91002").await;
    let board = organisation(
        &store,
        &RegisterRow::commissioner_row(code("7A1"), "Invented Board".into()),
    )
    .await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let gwen = person(&store, "Gwen", "Rees").await;
    member(&store, sian, here, Role::PracticeEnabledUser).await;
    member(&store, gwen, board, Role::CommissioningAdministrator).await;
    let places = async |scope, words: &str, most| {
        let (found, more) = store
            .read()
            .new_users()
            .places(scope, words, at(1), most)
            .await
            .unwrap();
        (found.iter().map(|one| one.code.to_string()).collect::<Vec<_>>(), more)
    };
    assert_eq!(
        places(Scope::DecidedBy(sian), "", 9).await,
        (vec!["W91001".to_owned()], false)
    );
    let both = vec!["W91001".to_owned(), "W91002".to_owned()];
    assert_eq!(
        places(Scope::DecidedBy(gwen), "", 9).await,
        (both.clone(), false),
        "but not the board itself"
    );
    assert_eq!(places(Scope::Everything, "", 9).await, (both, false));
    assert_eq!(
        places(Scope::Everything, "", 1).await,
        (vec!["W91001".to_owned()], true)
    );
    assert_eq!(
        places(Scope::Everything, "bont w91002", 9).await,
        (vec!["W91002".to_owned()], false)
    );
    assert_eq!(places(Scope::DecidedBy(sian), "w91002", 9).await, (Vec::new(), false));
}

async fn the_mark_is_set_once(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    assert!(!store.read().new_users().is_marked(sian).await.unwrap());
    let mut change = store.change().await.unwrap();
    assert!(change.new_users().mark(sian, true).await.unwrap());
    assert!(!change.new_users().mark(sian, true).await.unwrap());
    change
        .commit(line(Event::MedicalSecretaryChanged).about(sian))
        .await
        .unwrap();
    assert!(store.read().new_users().is_marked(sian).await.unwrap());
}

async fn whoever_is_being_added_stands_among_the_registrations(store: Store) {
    let here = practice(&store, "W91001").await;
    let there = practice(&store, "W91002").await;
    let (sian, mair) = (
        person(&store, "Siân", "Prydderch").await,
        person(&store, "Mair", "Bowen").await,
    );
    member(&store, sian, here, Role::PracticeEnabledUser).await;
    member(&store, mair, there, Role::PracticeEnabledUser).await;
    let ward = Some(roster(&store, here, "Ward 7").await);
    let unconfirmed = account("Gwen", "Rees");
    let added = new_user(here, sian, unconfirmed.email.as_typed(), at(1));
    let mut change = store.change().await.unwrap();
    assert!(change.people().create(&unconfirmed, at(1)).await.unwrap());
    assert!(change.new_users().add(&added).await.unwrap());
    let whole = span(Role::Reporting, None, None);
    let for_ward = |role| RoleSpan {
        roster: ward,
        ..span(role, None, None)
    };
    for span in [for_ward(Role::RosterManager), for_ward(Role::Reporting), whole] {
        change.new_users().set_role(added.id, &span, at(0)).await.unwrap();
    }
    change
        .commit(line(Event::NewUserAdded).for_organisation(here))
        .await
        .unwrap();
    let rows = async |scope, organisation: &str, sort: &str| {
        let form = RegistrationsForm {
            organisation: organisation.into(),
            sort: sort.into(),
            ..RegistrationsForm::default()
        };
        let page = store
            .read()
            .registrations()
            .page(scope, &form.read(), at(2))
            .await
            .unwrap();
        page.rows
            .into_iter()
            .map(|row| (row.what, row.id, row.roles))
            .collect::<Vec<_>>()
    };
    let rosters = store.read().rosters().of_organisation(here).await.unwrap();
    let roles = vec![
        (Role::Reporting, None),
        (Role::Reporting, Some(rosters[0].clone())),
        (Role::RosterManager, Some(rosters[0].clone())),
    ];
    let seen = [(RegisteredAs::NewUser, added.id.uuid(), roles)];
    for sort in ["created", "-last_name", "first_name", "email", "role", "organisation"] {
        assert_eq!(rows(Scope::DecidedBy(sian), "", sort).await, seen, "{sort}");
    }
    assert_eq!(
        rows(Scope::Everything, "", "").await,
        seen,
        "once, though an account was made"
    );
    assert_eq!(rows(Scope::Everything, "w91001", "").await, seen);
    assert_eq!(rows(Scope::Everything, "w91002", "").await, []);
    assert_eq!(rows(Scope::DecidedBy(mair), "", "").await, []);
}
