//! Flashes, drafts, throttles, settings, support: small things kept.

use chrono::TimeDelta;
use domain::audit::Event;
use storage::{Housekeeping, Store};

use crate::on_both;
use crate::town::{at, line, person};

on_both!(
    a_flash_is_replaced_and_passes,
    a_flash_for_one_person_is_shown_to_nobody_else,
    a_draft_of_a_signed_in_person_is_that_persons_own,
    a_draft_is_one_for_each_browser_and_wizard,
    tries_are_counted_within_a_window,
    many_tries_at_once_are_all_counted,
    the_support_team_is_known,
);

async fn a_flash_is_replaced_and_passes(store: Store) {
    let mut change = store.change().await.unwrap();
    change.flashes().put(&[1], "first", at(10)).await.unwrap();
    change.flashes().put(&[1], "second", at(11)).await.unwrap();
    change.flashes().put(&[2], "other", at(20)).await.unwrap();
    change.commit_housekeeping(Housekeeping::Flash).await.unwrap();
    let mut read = store.read();
    assert_eq!(
        read.flashes().of(&[1], at(10)).await.unwrap().as_deref(),
        Some("second")
    );
    assert_eq!(read.flashes().of(&[1], at(11)).await.unwrap(), None);
    let mut change = store.change().await.unwrap();
    assert_eq!(change.flashes().sweep(at(11)).await.unwrap(), 1);
    change.flashes().remove(&[2]).await.unwrap();
    assert_eq!(change.flashes().of(&[2], at(0)).await.unwrap(), None);
    change.commit_housekeeping(Housekeeping::Flash).await.unwrap();
}

async fn a_flash_for_one_person_is_shown_to_nobody_else(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let mut change = store.change().await.unwrap();
    change.flashes().put_for(&[1], "hers", sian, at(10)).await.unwrap();
    change.flashes().put(&[2], "anyone's", at(10)).await.unwrap();
    change.commit_housekeeping(Housekeeping::Flash).await.unwrap();
    let seen = async |key: u8, who| {
        let mut read = store.read();
        match who {
            Some(person) => read.flashes().of_person(&[key], person, at(0)).await.unwrap(),
            None => read.flashes().of(&[key], at(0)).await.unwrap(),
        }
    };
    assert_eq!(seen(1, None).await, None);
    assert_eq!(seen(1, Some(huw)).await, None);
    assert_eq!(seen(1, Some(sian)).await.as_deref(), Some("hers"));
    assert_eq!(seen(2, Some(huw)).await.as_deref(), Some("anyone's"));
    let mut change = store.change().await.unwrap();
    assert!(!change.flashes().hand_on(&[1], &[3], huw).await.unwrap());
    assert!(change.flashes().hand_on(&[1], &[3], sian).await.unwrap());
    change.commit_housekeeping(Housekeeping::Flash).await.unwrap();
    assert_eq!(seen(1, Some(sian)).await, None);
    assert_eq!(seen(3, Some(sian)).await.as_deref(), Some("hers"));
    let mut change = store.change().await.unwrap();
    change.flashes().put(&[3], "anyone's", at(10)).await.unwrap();
    change.commit_housekeeping(Housekeeping::Flash).await.unwrap();
    assert_eq!(
        seen(3, None).await.as_deref(),
        Some("anyone's"),
        "replaced by the next post"
    );
}

async fn a_draft_of_a_signed_in_person_is_that_persons_own(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let mut change = store.change().await.unwrap();
    change
        .drafts()
        .put(&[1], "closing", "{}", Some(sian), at(0))
        .await
        .unwrap();
    change.commit_housekeeping(Housekeeping::Draft).await.unwrap();
    let of = async |who| store.read().drafts().of_person(&[1], "closing", who).await.unwrap();
    assert_eq!(of(sian).await.as_deref(), Some("{}"));
    assert_eq!(of(huw).await, None);
}

async fn a_draft_is_one_for_each_browser_and_wizard(store: Store) {
    let mut change = store.change().await.unwrap();
    change
        .drafts()
        .put(&[1], "registration", "{}", None, at(0))
        .await
        .unwrap();
    change
        .drafts()
        .put(&[1], "registration", "{\"a\":1}", None, at(1))
        .await
        .unwrap();
    change
        .drafts()
        .put(&[1], "invitation", "[]", None, at(2))
        .await
        .unwrap();
    change.commit_housekeeping(Housekeeping::Draft).await.unwrap();
    let mut read = store.read();
    assert_eq!(
        read.drafts().of(&[1], "registration").await.unwrap().as_deref(),
        Some("{\"a\":1}")
    );
    assert_eq!(read.drafts().of(&[2], "registration").await.unwrap(), None);
    let mut change = store.change().await.unwrap();
    assert_eq!(change.drafts().sweep(at(2)).await.unwrap(), 1);
    change.drafts().remove(&[1], "invitation").await.unwrap();
    assert_eq!(change.drafts().of(&[1], "invitation").await.unwrap(), None);
}

async fn tries_are_counted_within_a_window(store: Store) {
    let window = TimeDelta::minutes(15);
    let count = async |minutes| {
        let mut change = store.change().await.unwrap();
        let tries = change
            .throttles()
            .count("sign-in:x", at(minutes), window)
            .await
            .unwrap();
        change.commit_housekeeping(Housekeeping::Throttle).await.unwrap();
        (tries.count, tries.since)
    };
    assert_eq!(count(0).await, (1, at(0)));
    assert_eq!(count(14).await, (2, at(0)));
    assert_eq!(count(15).await, (1, at(15)), "a new window");
    assert_eq!(
        store
            .read()
            .throttles()
            .of("sign-in:x", at(0))
            .await
            .unwrap()
            .unwrap()
            .count,
        1
    );
    assert_eq!(store.read().throttles().of("sign-in:x", at(15)).await.unwrap(), None);
    let mut change = store.change().await.unwrap();
    change.throttles().forget("sign-in:x").await.unwrap();
    assert_eq!(change.throttles().of("sign-in:x", at(0)).await.unwrap(), None);
    drop(change);
    let mut change = store.change().await.unwrap();
    change
        .throttles()
        .count("sign-in-in-a-row:x", at(0), window)
        .await
        .unwrap();
    assert_eq!(change.throttles().sweep(at(16), "sign-in-in-a-row").await.unwrap(), 1);
    assert!(
        change
            .throttles()
            .of("sign-in-in-a-row:x", at(-1))
            .await
            .unwrap()
            .is_some(),
        "this one lasts"
    );
}

async fn many_tries_at_once_are_all_counted(store: Store) {
    let tries: Vec<_> = (0..25)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut change = store.change().await.unwrap();
                change
                    .throttles()
                    .count("k", at(0), TimeDelta::minutes(1))
                    .await
                    .unwrap();
                change.commit_housekeeping(Housekeeping::Throttle).await.unwrap();
            })
        })
        .collect();
    for one in tries {
        one.await.unwrap();
    }
    assert_eq!(
        store.read().throttles().of("k", at(-1)).await.unwrap().unwrap().count,
        25
    );
}

async fn the_support_team_is_known(store: Store) {
    let mair = person(&store, "Mair", "Bowen").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let mut change = store.change().await.unwrap();
    assert!(change.support().appoint(mair, at(0)).await.unwrap());
    assert!(!change.support().appoint(mair, at(1)).await.unwrap());
    change.commit(line(Event::SupportAppointed).about(mair)).await.unwrap();
    let mut read = store.read();
    assert!(read.support().is(mair).await.unwrap());
    assert!(!read.support().is(huw).await.unwrap());
    assert_eq!(read.support().count().await.unwrap(), 1);
    assert_eq!(read.support().team().await.unwrap()[0].0.id, mair);
}
