//! People and their accounts.

use chrono::TimeDelta;
use domain::PersonId;
use domain::accounts::AccountState;
use domain::audit::Event;
use storage::{Closure, Housekeeping, Store};

use crate::on_both;
use crate::town::{account, at, email, line, pending, person, practice};

on_both!(
    an_account_comes_back_as_it_was_kept,
    an_address_is_compared_whole_and_only_once,
    an_account_is_confirmed_once,
    accounts_never_confirmed_are_swept_with_what_hangs_on_them,
    details_are_changed_while_the_account_is_open,
    a_password_is_chosen_when_the_address_is_confirmed_and_again_later,
    an_address_that_another_account_has_is_not_taken,
    of_two_who_take_an_address_at_once_one_has_it,
    a_closed_account_is_closed_once_and_keeps_what_it_was,
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
    let appointed = account("Olwen", "Rees");
    let mut change = store.change().await.unwrap();
    change.people().create(&appointed, at(0)).await.unwrap();
    change.support().appoint(appointed.id, at(0)).await.unwrap();
    change.commit(line(Event::SupportAppointed)).await.unwrap();

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
    let kept = read.people().account(appointed.id).await.unwrap();
    assert!(kept.is_some(), "whoever was appointed to the support team stays");
}

async fn details_are_changed_while_the_account_is_open(store: Store) {
    let unconfirmed = account("Huw", "Ellis");
    let mut change = store.change().await.unwrap();
    change.people().create(&unconfirmed, at(0)).await.unwrap();
    assert!(!change.people().change_details(&unconfirmed, None).await.unwrap());
    drop(change);
    let sian = person(&store, "Siân", "Prydderch").await;
    let kept = store.read().people().particulars(sian).await.unwrap().unwrap();
    assert_eq!(kept.telephone, None);
    let mut changed = kept.account.clone();
    changed.last_name = domain::PersonName::parse("Bowen").unwrap();
    changed.position = None;
    let mut change = store.change().await.unwrap();
    assert!(
        change
            .people()
            .change_details(&changed, Some("01632 960123"))
            .await
            .unwrap()
    );
    change.commit(line(Event::DetailsChanged).about(sian)).await.unwrap();
    let kept = store.read().people().particulars(sian).await.unwrap().unwrap();
    assert_eq!(kept.account, changed);
    assert_eq!(kept.telephone.as_deref(), Some("01632 960123"));
}

async fn a_password_is_chosen_when_the_address_is_confirmed_and_again_later(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let chosen = async || {
        let kept = store.read().people().particulars(sian).await.unwrap().unwrap();
        kept.password_chosen_at
    };
    assert_eq!(chosen().await, Some(at(0)));
    let mut change = store.change().await.unwrap();
    assert!(change.people().set_password(sian, "another", at(7)).await.unwrap());
    change.commit(line(Event::PasswordChanged).about(sian)).await.unwrap();
    assert_eq!(chosen().await, Some(at(7)));
    let kept = store.read().people().credentials_of(sian).await.unwrap().unwrap();
    assert_eq!(kept.password_hash.as_deref(), Some("another"));
    assert_eq!(kept.account.id, sian);
}

async fn take(store: &Store, person: PersonId, address: &str) -> bool {
    let mut change = store.change().await.unwrap();
    change.hold_person(person).await.unwrap();
    if !change.people().take_address(person, &email(address)).await.unwrap() {
        return false;
    }
    change.commit(line(Event::AddressChanged).about(person)).await.unwrap();
    true
}

async fn an_address_that_another_account_has_is_not_taken(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let alice = person(&store, "Alice", "Morgan").await;
    assert!(!take(&store, sian, " ALICE.morgan@Practice.Example ").await);
    assert!(take(&store, sian, "Sian@Bont.example").await);
    assert!(
        take(&store, alice, "Alice.Morgan@practice.example").await,
        "one's own, typed otherwise"
    );
    let found = store
        .read()
        .people()
        .by_email(&email("sian@bont.example"))
        .await
        .unwrap();
    let found = found.unwrap();
    assert_eq!((found.id, found.email.as_typed()), (sian, "Sian@Bont.example"));
    let former = store
        .read()
        .people()
        .by_email(&email("sian.prydderch@practice.example"))
        .await;
    assert_eq!(former.unwrap(), None);
}

async fn of_two_who_take_an_address_at_once_one_has_it(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let alice = person(&store, "Alice", "Morgan").await;
    let (one, other) = tokio::join!(
        take(&store, sian, "wanted@bont.example"),
        take(&store, alice, "wanted@bont.example")
    );
    assert!(one != other);
}

async fn a_closed_account_is_closed_once_and_keeps_what_it_was(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let closure = Closure {
        person: sian,
        by: sian,
        reason: "other",
        note: Some("I move away.".into()),
        at: at(3),
    };
    let mut change = store.change().await.unwrap();
    assert!(change.people().disable(&closure).await.unwrap());
    assert!(!change.people().disable(&closure).await.unwrap());
    assert!(!change.people().set_password(sian, "another", at(4)).await.unwrap());
    let address = email("sian@bont.example");
    assert!(!change.people().take_address(sian, &address).await.unwrap());
    let kept = change.people().credentials_of(sian).await.unwrap().unwrap();
    assert!(!change.people().change_details(&kept.account, None).await.unwrap());
    assert!(!change.people().confirm(sian, "another", at(4)).await.unwrap());
    change.commit(line(Event::AccountClosed).about(sian)).await.unwrap();
    assert_eq!(kept.account.state, AccountState::Disabled);
    assert!(
        kept.password_hash.is_some(),
        "sign-in says so to whoever knows the password"
    );
}
