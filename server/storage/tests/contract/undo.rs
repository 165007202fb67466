//! What is kept of a decision while it can be undone, and putting everything back.

use domain::audit::{Actor, Entry, Event};
use domain::join_requests::{Before, Grant, JoinRequest};
use domain::permission::Role;
use domain::{JoinRequestId, OrganisationId, PersonId, RequestId};
use storage::{Admission, Housekeeping, LetInBy, Store, Undoable};
use uuid::Uuid;

use crate::on_both;
use crate::town::{approver, at, letter, line, member, pending, person, practice};

on_both!(
    a_decision_is_kept_and_taken_once,
    a_used_access_is_not_taken_back,
    a_membership_goes_back_as_it_was,
    letters_of_a_decision_are_taken_back_until_one_is_leased,
    of_a_lease_and_a_taking_back_at_once_one_happens,
    lines_about_an_applicant_are_counted,
);

/// Somebody approves somebody, and what undoing takes is kept.
async fn approved(store: &Store) -> (PersonId, OrganisationId, JoinRequest) {
    let practice = practice(store, "W91001").await;
    let sian = person(store, "Siân", "Prydderch").await;
    let huw = person(store, "Huw", "Ellis").await;
    member(store, sian, practice, Role::PracticeEnabledUser).await;
    let request = pending(store, huw, practice).await;
    let by = approver(store, sian, practice).await;
    let decision = request.approve(&by, Grant::default(), None, None, at(2)).unwrap();
    let mut change = store.change().await.unwrap();
    assert!(change.join_requests().decide(&decision).await.unwrap());
    let undoable = undoable();
    change
        .join_requests()
        .keep_undoable(&decision.request, sian, &undoable)
        .await
        .unwrap();
    change.commit(line(Event::RequestApproved)).await.unwrap();
    (sian, practice, decision.request)
}

fn undoable() -> Undoable {
    Undoable {
        until: at(3),
        used_at: None,
        lines: 2,
        before: Before {
            member: None,
            new_users: Vec::new(),
            pre_approval: None,
            proposals: Vec::new(),
            others: 1,
        },
    }
}

async fn a_decision_is_kept_and_taken_once(store: Store) {
    let (sian, practice, request) = approved(&store).await;
    let mut read = store.read();
    assert_eq!(
        read.join_requests().undoable(request.id).await.unwrap(),
        Some(undoable())
    );
    let own = read.join_requests().undoable_by(sian, at(3), 10).await.unwrap();
    let (place, view) = own.into_iter().next().unwrap();
    assert_eq!((place, view.id, view.approved), (practice, request.id, true));
    assert_eq!((view.name.as_str(), view.left, view.seconds), ("Huw Ellis", 0, 60));
    let later = read.join_requests().undoable_by(sian, at(4), 10).await.unwrap();
    let others = read.join_requests().undoable_by(request.person, at(2), 10).await;
    assert!(later.is_empty() && others.unwrap().is_empty());

    let mut change = store.change().await.unwrap();
    assert!(change.join_requests().take_undoable(request.id).await.unwrap());
    assert!(!change.join_requests().take_undoable(request.id).await.unwrap());
    assert!(
        !change.join_requests().reopen(request.id, request.person).await.unwrap(),
        "somebody else decided"
    );
    assert!(change.join_requests().reopen(request.id, sian).await.unwrap());
    assert!(!change.join_requests().reopen(request.id, sian).await.unwrap());
    change.commit(line(Event::DecisionUndone)).await.unwrap();
    let waits = store.read().join_requests().open_of(request.person, practice).await;
    assert_eq!(waits.unwrap().map(|open| open.id), Some(request.id));
}

async fn a_used_access_is_not_taken_back(store: Store) {
    let (sian, practice, request) = approved(&store).await;
    let huw = request.person;
    let elsewhere = OrganisationId::new(Uuid::nil());
    let mut read = store.read();
    for (person, place, unused) in [
        (huw, Some(practice), true),
        (huw, None, true),
        (huw, Some(elsewhere), false),
        (sian, Some(practice), false),
    ] {
        let answer = read.join_requests().unused_access(person, place).await.unwrap();
        assert_eq!(answer, unused);
    }
    let mut change = store.change().await.unwrap();
    change
        .join_requests()
        .access_used(huw, Some(elsewhere), at(3))
        .await
        .unwrap();
    change.join_requests().access_used(huw, None, at(4)).await.unwrap();
    change
        .join_requests()
        .access_used(huw, Some(practice), at(5))
        .await
        .unwrap();
    assert!(!change.join_requests().take_undoable(request.id).await.unwrap());
    change.commit_housekeeping(Housekeeping::AccessUsed).await.unwrap();
    let kept = store.read().join_requests().undoable(request.id).await.unwrap();
    assert_eq!(kept.unwrap().used_at, Some(at(4)), "the first time counts");
    assert!(!store.read().join_requests().unused_access(huw, None).await.unwrap());
    let mut change = store.change().await.unwrap();
    assert_eq!(change.join_requests().sweep_undoable(at(3)).await.unwrap(), 0);
    assert_eq!(change.join_requests().sweep_undoable(at(4)).await.unwrap(), 1);
    change.commit_housekeeping(Housekeeping::Sweep).await.unwrap();
}

async fn a_membership_goes_back_as_it_was(store: Store) {
    let practice = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let admission = |role, minutes| Admission {
        person: huw,
        organisation: practice,
        role,
        roster: None,
        ends_at: None,
        by: LetInBy::Person(sian),
        at: at(minutes),
    };
    let mut change = store.change().await.unwrap();
    assert_eq!(change.members().as_it_is(huw, practice).await.unwrap(), None);
    change.members().let_in(&admission(Role::Reporting, 1)).await.unwrap();
    assert!(change.members().put_back(huw, practice, None, at(2)).await.unwrap());
    assert_eq!(change.members().of(huw, practice).await.unwrap(), None);
    assert!(!change.members().put_back(huw, practice, None, at(2)).await.unwrap());

    // Let in with one more role, and then taken back to what was.
    change.members().let_in(&admission(Role::Reporting, 1)).await.unwrap();
    let was = change.members().as_it_is(huw, practice).await.unwrap();
    let member = change.members().of(huw, practice).await.unwrap();
    change.members().let_in(&admission(Role::Approver, 5)).await.unwrap();
    assert_ne!(change.members().as_it_is(huw, practice).await.unwrap(), was);
    assert!(
        change
            .members()
            .put_back(huw, practice, was.as_ref(), at(6))
            .await
            .unwrap()
    );
    assert_eq!(change.members().as_it_is(huw, practice).await.unwrap(), was);
    assert_eq!(change.members().of(huw, practice).await.unwrap(), member);
    change.commit(line(Event::DecisionUndone)).await.unwrap();
}

async fn post(store: &Store, request: &JoinRequest) {
    let mut change = store.change().await.unwrap();
    change
        .post_undoable(&letter(request.person), request.id, at(3), at(2))
        .await
        .unwrap();
    change.commit(line(Event::RequestApproved)).await.unwrap();
}

async fn lease(store: &Store, minutes: i64) -> bool {
    let mut change = store.change().await.unwrap();
    let leased = change.outbox().lease(at(minutes), at(minutes + 1)).await.unwrap();
    change.commit_housekeeping(Housekeeping::Delivery).await.unwrap();
    leased.is_some()
}

async fn take_back(store: &Store, request: &JoinRequest) -> bool {
    let mut change = store.change().await.unwrap();
    let taken = change.outbox().take_back(request.id).await.unwrap();
    if taken {
        change.commit(line(Event::DecisionUndone)).await.unwrap();
    }
    taken
}

async fn letters_of_a_decision_are_taken_back_until_one_is_leased(store: Store) {
    let (_, _, request) = approved(&store).await;
    assert!(!take_back(&store, &request).await, "there is none");
    post(&store, &request).await;
    assert!(!lease(&store, 2).await, "it waits");
    assert!(take_back(&store, &request).await);
    assert!(!lease(&store, 3).await, "it is gone");
    post(&store, &request).await;
    post(&store, &request).await;
    assert!(lease(&store, 3).await);
    assert!(!take_back(&store, &request).await, "all or none");
    let waiting = store.read().outbox().waiting().await.unwrap();
    assert_eq!(waiting.count, 2, "the change was left");
}

async fn of_a_lease_and_a_taking_back_at_once_one_happens(store: Store) {
    let (_, _, request) = approved(&store).await;
    for _ in 0..100 {
        let id = JoinRequestId::new(storage::fresh(at(2)));
        let request = JoinRequest { id, ..request.clone() };
        post(&store, &request).await;
        let (leasing, taking) = (store.clone(), (store.clone(), request.clone()));
        let leasing = tokio::spawn(async move { lease(&leasing, 3).await });
        let taking = tokio::spawn(async move { take_back(&taking.0, &taking.1).await });
        let (leased, taken) = (leasing.await.unwrap(), taking.await.unwrap());
        assert!(leased != taken, "leased: {leased}, taken back: {taken}");
        if leased {
            let mut change = store.change().await.unwrap();
            let sent = change.outbox().latest(1).await.unwrap().remove(0);
            change.outbox().sent(sent.id, at(3), "250 OK").await.unwrap();
            change.commit_housekeeping(Housekeeping::Delivery).await.unwrap();
        }
    }
}

async fn lines_about_an_applicant_are_counted(store: Store) {
    let other = practice(&store, "W91002").await;
    let practice = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let told = async || {
        let count = store.read().audit().about_applicant(huw, practice).await;
        count.unwrap()
    };
    let begin = told().await;
    let entry = |event, minutes| Entry::new(event, Actor::Person(sian), at(minutes), RequestId::new(Uuid::nil()));
    let here = entry(Event::RequestNudged, 1).for_organisation(practice).about(huw);
    let account = entry(Event::AccountDisabled, 1).about(huw);
    let change = store.change().await.unwrap();
    change.commit_all(here, vec![account]).await.unwrap();
    assert_eq!(told().await, begin + 2);
    let elsewhere = entry(Event::RoleGranted, 1).for_organisation(other).about(huw);
    let signed_in = entry(Event::SignedIn, 1).about(huw);
    let change = store.change().await.unwrap();
    change.commit_all(elsewhere, vec![signed_in]).await.unwrap();
    assert_eq!(told().await, begin + 2, "of no concern here");

    let acted = async |minutes| {
        let acted = store.read().audit().acted_since(sian, practice, at(minutes)).await;
        acted.unwrap()
    };
    assert!(acted(1).await && !acted(2).await);
    let own = entry(Event::RequestMade, 5).for_organisation(practice).about(sian);
    store.change().await.unwrap().commit(own).await.unwrap();
    assert!(!acted(2).await, "for oneself");
}
