//! People and their accounts.

use chrono::TimeDelta;
use domain::accounts::AccountState;
use domain::audit::Event;
use storage::{Housekeeping, Store};

use crate::on_both;
use crate::town::{account, at, email, line, pending, person, practice};

on_both!(
    an_account_comes_back_as_it_was_kept,
    an_address_is_compared_whole_and_only_once,
    an_account_is_confirmed_once,
    accounts_never_confirmed_are_swept_with_what_hangs_on_them,
);

async fn an_account_comes_back_as_it_was_kept(store: Store) {
    let sian = account("Siân", "Prydderch");
    let mut change = store.change().await.unwrap();
    assert!(change.people().create(&sian, at(0)).await.unwrap());
    assert_eq!(
        change.people().account(sian.id).await.unwrap(),
        Some(sian.clone()),
        "seen inside the change"
    );
    change.commit(line(Event::AccountCreated).about(sian.id)).await.unwrap();
    assert_eq!(store.read().people().by_email(&sian.email).await.unwrap(), Some(sian));
}

async fn an_address_is_compared_whole_and_only_once(store: Store) {
    person(&store, "Alice", "Morgan").await;
    let mut again = account("Another", "Person");
    again.email = email(" ALICE.morgan@Practice.Example ");
    let mut change = store.change().await.unwrap();
    assert!(!change.people().create(&again, at(1)).await.unwrap());
    drop(change);
    assert_eq!(
        store
            .read()
            .people()
            .by_email(&email("ice.morgan@practice.example"))
            .await
            .unwrap(),
        None
    );
}

async fn an_account_is_confirmed_once(store: Store) {
    let sian = account("Siân", "Prydderch");
    let mut change = store.change().await.unwrap();
    change.people().create(&sian, at(0)).await.unwrap();
    let mut corrected = sian.clone();
    corrected.position = None;
    assert!(change.people().correct_unconfirmed(&corrected).await.unwrap());
    assert!(change.people().confirm(sian.id, "first", at(1)).await.unwrap());
    assert!(!change.people().confirm(sian.id, "second", at(2)).await.unwrap());
    assert!(!change.people().correct_unconfirmed(&sian).await.unwrap());
    change.people().signed_in(sian.id, at(3)).await.unwrap();
    change.commit(line(Event::AccountConfirmed)).await.unwrap();

    let kept = store.read().people().credentials(&sian.email).await.unwrap().unwrap();
    assert_eq!(kept.password_hash.as_deref(), Some("first"));
    assert_eq!(kept.account.state, AccountState::Confirmed);
    assert_eq!(kept.account.position, None);

    let mut change = store.change().await.unwrap();
    change.people().rehash(sian.id, "stronger").await.unwrap();
    change.commit_housekeeping(Housekeeping::SessionSeen).await.unwrap();
    let kept = store.read().people().credentials(&sian.email).await.unwrap().unwrap();
    assert_eq!(kept.password_hash.as_deref(), Some("stronger"));
}

async fn accounts_never_confirmed_are_swept_with_what_hangs_on_them(store: Store) {
    let practice = practice(&store, "W91001").await;
    let confirmed = person(&store, "Alice", "Morgan").await;
    let sian = account("Siân", "Prydderch");
    let mut change = store.change().await.unwrap();
    change.people().create(&sian, at(0)).await.unwrap();
    change.commit(line(Event::AccountCreated)).await.unwrap();
    let request = pending(&store, sian.id, practice).await;

    let mut change = store.change().await.unwrap();
    assert_eq!(change.people().sweep_unconfirmed(at(0)).await.unwrap(), []);
    assert_eq!(
        change
            .people()
            .sweep_unconfirmed(at(0).plus(TimeDelta::days(30)))
            .await
            .unwrap(),
        [sian.id]
    );
    change.commit_housekeeping(Housekeeping::Sweep).await.unwrap();
    let mut read = store.read();
    assert_eq!(read.people().account(sian.id).await.unwrap(), None);
    assert_eq!(read.join_requests().by_id(request.id).await.unwrap(), None);
    assert!(read.people().account(confirmed).await.unwrap().is_some());
}
