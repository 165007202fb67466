//! Who is signed in, and where.

use domain::audit::Event;
use domain::{PersonId, SessionId};
use storage::{Housekeeping, NewSession, Store, fresh};

use crate::on_both;
use crate::town::{at, line, person};

on_both!(
    a_session_lives_until_it_is_ended,
    all_sessions_of_a_person_end_together,
    all_but_one_end_and_those_of_others_do_not,
    a_list_holds_those_that_still_live,
    old_sessions_are_swept,
    a_session_that_lacks_its_second_step_is_nobodys,
    a_proof_is_noted,
    a_renewed_session_opens_with_its_new_secret_only,
);

fn session(person: PersonId, secret: u8) -> NewSession {
    NewSession {
        id: SessionId::new(fresh(at(0))),
        hash: vec![secret; 32],
        person,
        made_at: at(0),
        device: "Invented 1.0".into(),
        address: "192.0.2.1".into(),
    }
}

async fn start(store: &Store, session: &NewSession) {
    let mut change = store.change().await.unwrap();
    change.sessions().start(session).await.unwrap();
    change
        .commit(line(Event::SignedIn).about(session.person))
        .await
        .unwrap();
}

async fn a_session_lives_until_it_is_ended(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let session = session(sian, 1);
    start(&store, &session).await;
    let mut change = store.change().await.unwrap();
    change.sessions().seen(session.id, at(5)).await.unwrap();
    change.support().appoint(sian, at(5)).await.unwrap();
    change.commit_housekeeping(Housekeeping::SessionSeen).await.unwrap();

    let live = store.read().sessions().live(&[1; 32]).await.unwrap().unwrap();
    assert_eq!(
        (live.id, live.person, live.support, live.seen_at),
        (session.id, sian, true, at(5))
    );
    assert_eq!(live.full_name, "Siân Prydderch");
    assert!(store.read().sessions().live(&[2; 32]).await.unwrap().is_none());

    let mut change = store.change().await.unwrap();
    assert!(change.sessions().end(session.id, at(6)).await.unwrap());
    assert!(!change.sessions().end(session.id, at(7)).await.unwrap());
    change.commit(line(Event::SignedOut)).await.unwrap();
    assert!(store.read().sessions().live(&[1; 32]).await.unwrap().is_none());
    let rows = store.read().sessions().of_person(sian).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].ended_at, Some(at(6)));
}

async fn all_sessions_of_a_person_end_together(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    for (person, secret) in [(sian, 1), (sian, 2), (huw, 3)] {
        start(&store, &session(person, secret)).await;
    }
    let mut change = store.change().await.unwrap();
    assert_eq!(change.sessions().end_all(sian, at(1)).await.unwrap(), 2);
    change.commit(line(Event::SignedOut)).await.unwrap();
    assert!(store.read().sessions().live(&[2; 32]).await.unwrap().is_none());
    assert!(store.read().sessions().live(&[3; 32]).await.unwrap().is_some());
}

async fn old_sessions_are_swept(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    start(&store, &session(sian, 1)).await;
    let mut change = store.change().await.unwrap();
    assert_eq!(change.sessions().sweep(at(0)).await.unwrap(), 0);
    assert_eq!(change.sessions().sweep(at(1)).await.unwrap(), 1);
    change.commit_housekeeping(Housekeeping::Sweep).await.unwrap();
}

async fn a_session_that_lacks_its_second_step_is_nobodys(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let half = session(sian, 1);
    let mut change = store.change().await.unwrap();
    change.sessions().begin(&half, Some("/my-requests")).await.unwrap();
    change.commit_housekeeping(Housekeeping::SignInStarted).await.unwrap();
    let mut read = store.read();
    assert!(read.sessions().live(&[1; 32]).await.unwrap().is_none());
    assert!(read.sessions().of_person(sian).await.unwrap().is_empty());
    let started = read.sessions().started(&[1; 32]).await.unwrap().unwrap();
    assert_eq!((started.id, started.person, started.made_at), (half.id, sian, at(0)));
    assert_eq!(started.wanted.as_deref(), Some("/my-requests"));
    assert!(read.sessions().started_by_id(half.id).await.unwrap().is_some());

    let full = session(sian, 2);
    let mut change = store.change().await.unwrap();
    change.sessions().prove(half.id, at(1)).await.unwrap();
    assert!(change.sessions().end(half.id, at(1)).await.unwrap());
    change.sessions().start(&full).await.unwrap();
    change.commit(line(Event::SignedIn).about(sian)).await.unwrap();
    assert!(read.sessions().started(&[1; 32]).await.unwrap().is_none());
    assert!(read.sessions().live(&[1; 32]).await.unwrap().is_none());
    assert!(read.sessions().started(&[2; 32]).await.unwrap().is_none());
    assert!(read.sessions().live(&[2; 32]).await.unwrap().is_some());
}

async fn a_proof_is_noted(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let session = session(sian, 1);
    start(&store, &session).await;
    let live = store.read().sessions().live(&[1; 32]).await.unwrap().unwrap();
    assert_eq!((live.proven_at, live.second_factor), (Some(at(0)), false));
    let mut change = store.change().await.unwrap();
    change.sessions().prove(session.id, at(20)).await.unwrap();
    change.commit(line(Event::ProvenAgain).about(sian)).await.unwrap();
    let live = store.read().sessions().live(&[1; 32]).await.unwrap().unwrap();
    assert_eq!(live.proven_at, Some(at(20)));
}

async fn a_renewed_session_opens_with_its_new_secret_only(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let session = session(sian, 1);
    start(&store, &session).await;
    let mut change = store.change().await.unwrap();
    change.sessions().renew(session.id, &[9; 32]).await.unwrap();
    change.commit(line(Event::ProvenAgain).about(sian)).await.unwrap();
    assert!(store.read().sessions().live(&[1; 32]).await.unwrap().is_none());
    let live = store.read().sessions().live(&[9; 32]).await.unwrap().unwrap();
    assert_eq!(live.id, session.id);
}

async fn all_but_one_end_and_those_of_others_do_not(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let this = session(sian, 1);
    start(&store, &this).await;
    for (person, secret) in [(sian, 2), (sian, 3), (huw, 4)] {
        start(&store, &session(person, secret)).await;
    }
    let mut change = store.change().await.unwrap();
    assert_eq!(change.sessions().end_all_but(sian, this.id, at(1)).await.unwrap(), 2);
    assert_eq!(change.sessions().end_all_but(sian, this.id, at(2)).await.unwrap(), 0);
    change.commit(line(Event::SessionEnded)).await.unwrap();
    for (secret, lives) in [(1, true), (2, false), (3, false), (4, true)] {
        let live = store.read().sessions().live(&[secret; 32]).await.unwrap();
        assert_eq!(live.is_some(), lives, "{secret}");
    }
}

async fn a_list_holds_those_that_still_live(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let (one, other) = (session(sian, 1), session(sian, 2));
    start(&store, &one).await;
    start(&store, &other).await;
    let mut change = store.change().await.unwrap();
    change.sessions().seen(one.id, at(20)).await.unwrap();
    change.commit_housekeeping(Housekeeping::SessionSeen).await.unwrap();
    let listed = async |seen_after, made_after| {
        let rows = store
            .read()
            .sessions()
            .live_of(sian, at(seen_after), at(made_after))
            .await
            .unwrap();
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(-30, -720).await, [one.id, other.id], "the last seen first");
    assert_eq!(listed(0, -720).await, [one.id], "the other has rested too long");
    assert_eq!(listed(0, 0).await, [], "both have lasted too long");
    assert_eq!(
        store.read().sessions().times(one.id).await.unwrap(),
        Some((at(0), at(20)))
    );
    let mut change = store.change().await.unwrap();
    assert!(change.sessions().end(one.id, at(21)).await.unwrap());
    change.commit(line(Event::SessionEnded)).await.unwrap();
    assert_eq!(listed(-30, -720).await, [other.id]);
    assert_eq!(store.read().sessions().times(one.id).await.unwrap(), None);
}
