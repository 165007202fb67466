//! Whether a person's keyboard shortcuts are on.

use domain::PersonId;
use domain::audit::Event;
use storage::{Store, fresh};

use crate::on_both;
use crate::town::{account, at, line, person};

on_both!(
    they_are_on_until_somebody_switches_them_off_and_only_theirs,
    only_an_open_account_has_them_to_switch,
);

async fn switches(store: &Store, who: PersonId, on: bool) -> bool {
    let mut change = store.change().await.unwrap();
    let switched = change.shortcuts().switch(who, on).await.unwrap();
    change.commit(line(Event::ShortcutsSwitched).about(who)).await.unwrap();
    switched
}

async fn are_on(store: &Store, who: PersonId) -> bool {
    store.read().shortcuts().are_on(who).await.unwrap()
}

async fn they_are_on_until_somebody_switches_them_off_and_only_theirs(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let mair = person(&store, "Mair", "Bowen").await;
    assert!(are_on(&store, sian).await);
    assert!(!switches(&store, sian, true).await, "so they were");
    assert!(switches(&store, sian, false).await);
    assert!(!switches(&store, sian, false).await);
    assert!(!are_on(&store, sian).await && are_on(&store, mair).await);
    assert!(switches(&store, sian, true).await);
    assert!(are_on(&store, sian).await);
}

async fn only_an_open_account_has_them_to_switch(store: Store) {
    let unconfirmed = account("Gwen", "Rees");
    let mut change = store.change().await.unwrap();
    assert!(change.people().create(&unconfirmed, at(0)).await.unwrap());
    change
        .commit(line(Event::AccountCreated).about(unconfirmed.id))
        .await
        .unwrap();
    assert!(!switches(&store, unconfirmed.id, false).await);
    let nobody = PersonId::new(fresh(at(0)));
    assert!(!switches(&store, nobody, true).await && !are_on(&store, nobody).await);
}
