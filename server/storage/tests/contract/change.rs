//! A change lasts as a whole, with its audit, or leaves nothing behind.

use domain::audit::Event;
use domain::letter::Delivery;
use storage::{Error, Housekeeping, Options, Store};

use crate::on_both;
use crate::town::{account, at, letter, line, person, practice};

on_both!(
    a_change_that_is_dropped_leaves_nothing_behind,
    a_change_leaves_its_letter_and_its_line_of_the_audit,
    whoever_holds_an_organisation_is_waited_for,
    a_migrated_store_is_ready_and_may_be_migrated_again,
);

async fn a_change_that_is_dropped_leaves_nothing_behind(store: Store) {
    let sian = account("Siân", "Prydderch");
    let mut change = store.change().await.unwrap();
    change.people().create(&sian, at(0)).await.unwrap();
    let letter = change.post(&letter(sian.id), at(0)).await.unwrap();
    drop(change);
    assert_eq!(store.read().people().account(sian.id).await.unwrap(), None);
    assert!(store.read().outbox().by_id(letter).await.unwrap().is_none());
}

async fn a_change_leaves_its_letter_and_its_line_of_the_audit(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let mut change = store.change().await.unwrap();
    let posted = change.post(&letter(sian), at(1)).await.unwrap();
    change
        .commit(line(Event::AccountCreatedAgain).about(sian))
        .await
        .unwrap();
    let kept = store.read().outbox().by_id(posted).await.unwrap().unwrap();
    assert_eq!(
        (kept.delivery, kept.made_at, kept.attempts),
        (Delivery::Waiting, at(1), 0)
    );
    assert!(kept.letter == Some(letter(sian)));
    let told = store.read().audit().of_person(sian, 10).await.unwrap();
    assert_eq!(told[0].event, Event::AccountCreatedAgain);
}

async fn whoever_holds_an_organisation_is_waited_for(store: Store) {
    let one = practice(&store, "W91001").await;
    let other = practice(&store, "W91002").await;
    let counting: Vec<_> = (0..20)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut change = store.change().await.unwrap();
                // In whatever order they are named, they are held in one.
                let both = if number % 2 == 0 { [one, other] } else { [other, one] };
                change.hold_all(&both).await.unwrap();
                let count = change
                    .settings()
                    .get("count")
                    .await
                    .unwrap()
                    .map_or(0, |count| count.parse().unwrap());
                // Whoever did not wait has now read the same count.
                tokio::task::yield_now().await;
                change
                    .settings()
                    .put("count", &(count + 1_u32).to_string())
                    .await
                    .unwrap();
                change.commit_housekeeping(Housekeeping::Setting).await.unwrap();
            })
        })
        .collect();
    for one in counting {
        one.await.unwrap();
    }
    assert_eq!(
        store.read().settings().get("count").await.unwrap().as_deref(),
        Some("20")
    );
}

async fn a_migrated_store_is_ready_and_may_be_migrated_again(store: Store) {
    store.ready().await.unwrap();
    store.migrate().await.unwrap();
    store.ready().await.unwrap();
}

#[test]
fn a_new_store_is_not_ready_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("new.db").display());
    crate::run(async {
        let store = Store::open(&url, Options::default()).await.unwrap();
        assert!(matches!(store.ready().await, Err(Error::OlderSchema)));
        store.close().await;
    });
}

#[test]
fn an_address_of_no_database_is_refused() {
    crate::run(async {
        for url in ["mysql://localhost/porthor", "porthor.db", ""] {
            assert!(
                matches!(Store::open(url, Options::default()).await, Err(Error::Address(_))),
                "{url}"
            );
        }
    });
}
