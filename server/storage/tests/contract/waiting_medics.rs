//! Medics whom imports list and who have not confirmed: how they stand among the registrations, and that they stay.

use domain::audit::Event;
use domain::join_requests::{State, StateTag};
use domain::medics::GmcNumber;
use domain::new_users;
use domain::permission::{Role, Scope};
use domain::registrations::{Search, Shows};
use domain::rosters::RosterView;
use domain::{OrganisationId, PersonId};
use storage::{RegisterRow, Registered, RegisteredAs, Store};

use crate::medics::{ANN, BEN, import};
use crate::new_users::new_user;
use crate::on_both;
use crate::town::{account, at, code, email, line, member, organisation, person, practice, request, row};

on_both!(
    whom_a_list_waits_for_stands_among_the_registrations,
    whoever_confirms_or_is_listed_no_longer_leaves_the_list,
    somebody_who_asks_too_stands_there_twice_and_under_the_names_of_the_list,
    whoever_is_listed_is_not_deleted,
);

async fn rows(store: &Store, scope: Scope, search: &Search) -> Vec<Registered> {
    let page = store.read().registrations().page(scope, search, at(60)).await;
    page.unwrap().rows
}

async fn first_names(store: &Store, scope: Scope) -> Vec<String> {
    let rows = rows(store, scope, &Search::default()).await;
    rows.iter().map(|row| row.first_name.as_str().to_owned()).collect()
}

/// A practice beneath one commissioner, and one beneath another.
async fn two(store: &Store) -> (OrganisationId, OrganisationId) {
    let elsewhere = RegisterRow {
        commissioner: Some(code("7A2")),
        ..row("W91002", "CASTELL", "CONWY", "LL32 8AB")
    };
    (practice(store, "W91001").await, organisation(store, &elsewhere).await)
}

async fn listed(store: &Store, organisation: OrganisationId, who: &[([&str; 4], &str)]) -> PersonId {
    let (_, applied) = import(store, organisation, who).await;
    applied.people[&GmcNumber::parse(who[0].0[0]).unwrap()]
}

async fn whom_a_list_waits_for_stands_among_the_registrations(store: Store) {
    let (bont, castell) = two(&store).await;
    let mut boards = Vec::new();
    for (ods, first) in [("7A1", "Dai"), ("7A2", "Mair")] {
        let board = RegisterRow::commissioner_row(code(ods), "HEALTH BOARD".into());
        let board = organisation(&store, &board).await;
        let administrator = person(&store, first, "Price").await;
        member(&store, administrator, board, Role::CommissioningAdministrator).await;
        boards.push(Scope::DecidedBy(administrator));
    }
    let sian = person(&store, "Siân", "Jones").await;
    member(&store, sian, bont, Role::PracticeEnabledUser).await;
    let ann = listed(&store, bont, &[(ANN, "Ward 8"), (ANN, "Ward 7/Medicine")]).await;
    listed(&store, castell, &[(BEN, "Ward 1")]).await;

    assert_eq!(
        first_names(&store, Scope::Everything).await,
        ["Ann", "Ben"],
        "once each"
    );
    assert_eq!(first_names(&store, boards[0]).await, ["Ann"]);
    assert_eq!(first_names(&store, boards[1]).await, ["Ben"], "another commissioner's");
    assert_eq!(first_names(&store, Scope::DecidedBy(sian)).await, ["Ann"]);
    let nobody = person(&store, "Gwen", "Rees").await;
    assert!(first_names(&store, Scope::DecidedBy(nobody)).await.is_empty());

    let one = rows(&store, boards[0], &Search::default()).await.remove(0);
    assert_eq!((one.what, one.person), (RegisteredAs::Medic, Some(ann)));
    assert_eq!(one.state, StateTag::AwaitingConfirmation);
    assert_eq!((one.made_at, one.overseen, one.listed), (at(1), true, true));
    assert_eq!(one.organisation.map(|(code, _)| code), Some(code("W91001")));
    let roles: Vec<_> = one
        .roles
        .iter()
        .map(|(role, roster)| (*role, roster.as_ref().map(RosterView::full_name)))
        .collect();
    let ward = |name: &str| (Role::RosteredMedic, Some(name.to_owned()));
    assert_eq!(roles, [ward("Ward 7 (Medicine)"), ward("Ward 8")]);
    let as_approver = rows(&store, Scope::DecidedBy(sian), &Search::default()).await;
    assert!(!as_approver[0].overseen, "an approver is not above the practice");

    let shown = async |shows, organisation: &str| {
        let search = Search {
            shows,
            organisation: organisation.to_owned(),
            ..Search::default()
        };
        rows(&store, Scope::Everything, &search).await.len()
    };
    assert_eq!(shown(Shows::AwaitingConfirmation, "").await, 2);
    assert_eq!(shown(Shows::All, "").await, 2);
    assert_eq!(shown(Shows::AwaitingDecision, "").await, 0);
    assert_eq!(shown(Shows::Waiting, "w91002").await, 1);
    assert_eq!(shown(Shows::All, "castell").await, 1);
}

async fn whoever_confirms_or_is_listed_no_longer_leaves_the_list(store: Store) {
    let bont = practice(&store, "W91001").await;
    let ann = listed(&store, bont, &[(ANN, "Ward 7"), (BEN, "Ward 7")]).await;
    let mut change = store.change().await.unwrap();
    assert!(change.people().confirm(ann, "$argon2id$invented", at(2)).await.unwrap());
    change.commit(line(Event::AccountConfirmed).about(ann)).await.unwrap();
    assert_eq!(first_names(&store, Scope::Everything).await, ["Ben"]);
    import(&store, bont, &[(ANN, "Ward 7")]).await;
    let rows = rows(&store, Scope::Everything, &Search::default()).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].what, rows[0].listed),
        (RegisteredAs::Account, false),
        "an account that nobody lists is anybody's"
    );
    let mut change = store.change().await.unwrap();
    assert!(change.registrations().delete(rows[0].person.unwrap()).await.unwrap());
    change.commit(line(Event::RegistrationDeleted)).await.unwrap();
}

async fn somebody_who_asks_too_stands_there_twice_and_under_the_names_of_the_list(store: Store) {
    let (bont, castell) = two(&store).await;
    let mut registered = account("Catrin", "Bowen");
    registered.email = email(ANN[3]);
    let mut asked = request(registered.id, castell, at(0));
    asked.state = State::AwaitingConfirmation;
    let mut change = store.change().await.unwrap();
    assert!(change.people().create(&registered, at(0)).await.unwrap());
    assert!(change.join_requests().make(&asked).await.unwrap());
    change
        .commit(line(Event::AccountCreated).about(registered.id))
        .await
        .unwrap();
    assert_eq!(listed(&store, bont, &[(ANN, "Ward 7")]).await, registered.id);
    let rows = rows(&store, Scope::Everything, &Search::default()).await;
    let seen: Vec<_> = rows
        .iter()
        .map(|row| (row.what, row.first_name.as_str(), row.listed))
        .collect();
    assert_eq!(
        seen,
        [
            (RegisteredAs::Request, "Catrin", true),
            (RegisteredAs::Medic, "Ann", true)
        ],
        "nobody learns by a list under which names somebody registers elsewhere"
    );
}

async fn whoever_is_listed_is_not_deleted(store: Store) {
    let bont = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Jones").await;
    let ann = listed(&store, bont, &[(ANN, "Ward 7")]).await;
    assert_eq!(store.read().medics().listings(ann).await.unwrap(), [bont]);
    let added = new_user(bont, sian, ANN[3], at(1));
    let mut change = store.change().await.unwrap();
    assert!(!change.registrations().delete(ann).await.unwrap());
    assert!(change.new_users().add(&added).await.unwrap());
    assert!(
        change
            .new_users()
            .end(added.id, new_users::State::Withdrawn, None, at(2))
            .await
            .unwrap()
    );
    assert!(
        !change.new_users().forget_account(ann).await.unwrap(),
        "nor with somebody who is no longer added"
    );
    change.commit(line(Event::NewUserWithdrawn)).await.unwrap();
    assert_eq!(first_names(&store, Scope::Everything).await, ["Ann"]);
}
