//! Letters that wait, and letters that went.

use std::collections::HashSet;

use chrono::TimeDelta;
use domain::audit::Event;
use domain::letter::Delivery;
use domain::{LetterId, Moment};
use storage::{Housekeeping, Posted, Store};

use crate::on_both;
use crate::town::{at, letter, line, person};

on_both!(
    a_letter_is_leased_by_one_and_comes_back_when_the_lease_ends,
    many_workers_lease_every_letter_once,
    a_sent_letter_loses_its_token_and_later_its_text,
    a_letter_is_tried_again_when_it_is_due,
    letters_to_an_address_are_counted,
    a_person_is_told_which_letters_were_posted,
);

async fn post(store: &Store, many: usize) -> Vec<LetterId> {
    let sian = person(store, "Siân", "Prydderch").await;
    let mut change = store.change().await.unwrap();
    let mut ids = Vec::new();
    for _ in 0..many {
        ids.push(change.post(&letter(sian), at(1)).await.unwrap());
    }
    change.commit(line(Event::ConfirmationSent)).await.unwrap();
    ids
}

async fn lease(store: &Store, now: Moment) -> Option<Posted> {
    let mut change = store.change().await.unwrap();
    let leased = change
        .outbox()
        .lease(now, now.plus(TimeDelta::minutes(2)))
        .await
        .unwrap();
    change.commit_housekeeping(Housekeeping::Delivery).await.unwrap();
    leased
}

async fn a_letter_is_leased_by_one_and_comes_back_when_the_lease_ends(store: Store) {
    let ids = post(&store, 1).await;
    assert!(lease(&store, at(0)).await.is_none(), "not due yet");
    let leased = lease(&store, at(1)).await.unwrap();
    assert_eq!((leased.id, leased.attempts), (ids[0], 1));
    assert_eq!(leased.letter.unwrap().sealed_token, Some(vec![1, 2, 3]));
    assert!(lease(&store, at(2)).await.is_none(), "leased");
    assert_eq!(
        lease(&store, at(3)).await.unwrap().attempts,
        2,
        "whoever had it is gone"
    );
    let mut change = store.change().await.unwrap();
    change.outbox().release(ids[0]).await.unwrap();
    change.commit_housekeeping(Housekeeping::Delivery).await.unwrap();
    assert_eq!(lease(&store, at(3)).await.unwrap().attempts, 2, "given back unsent");
}

async fn many_workers_lease_every_letter_once(store: Store) {
    let ids: HashSet<LetterId> = post(&store, 30).await.into_iter().collect();
    let workers: Vec<_> = (0..6)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut mine = Vec::new();
                while let Some(leased) = lease(&store, at(1)).await {
                    mine.push(leased.id);
                }
                mine
            })
        })
        .collect();
    let mut leased = Vec::new();
    for worker in workers {
        leased.extend(worker.await.unwrap());
    }
    assert_eq!(leased.len(), ids.len(), "none twice");
    assert_eq!(leased.into_iter().collect::<HashSet<_>>(), ids, "none left out");
}

async fn a_sent_letter_loses_its_token_and_later_its_text(store: Store) {
    let ids = post(&store, 2).await;
    assert!(store.read().outbox().any_sealed().await.unwrap());
    let waiting = store.read().outbox().waiting().await.unwrap();
    assert_eq!((waiting.count, waiting.oldest), (2, Some(at(1))));
    let mut change = store.change().await.unwrap();
    change.outbox().sent(ids[0], at(2), "250 OK").await.unwrap();
    change.outbox().give_up(ids[1], "550 no such user").await.unwrap();
    change.commit_housekeeping(Housekeeping::Delivery).await.unwrap();
    let mut read = store.read();
    let sent = read.outbox().by_id(ids[0]).await.unwrap().unwrap();
    assert_eq!(
        (sent.delivery, sent.sent_at, sent.last_answer.as_deref()),
        (Delivery::Sent, Some(at(2)), Some("250 OK"))
    );
    assert_eq!(sent.letter.unwrap().sealed_token, None);
    let gave_up = read.outbox().by_id(ids[1]).await.unwrap().unwrap();
    assert_eq!(
        (gave_up.delivery, gave_up.last_answer.as_deref()),
        (Delivery::GaveUp, Some("550 no such user"))
    );
    assert!(!read.outbox().any_sealed().await.unwrap());
    let waiting = read.outbox().waiting().await.unwrap();
    assert_eq!((waiting.count, waiting.oldest), (0, None));

    let mut change = store.change().await.unwrap();
    assert_eq!(change.outbox().forget(at(1)).await.unwrap(), 0);
    assert_eq!(change.outbox().forget(at(2)).await.unwrap(), 2);
    change.commit_housekeeping(Housekeeping::Sweep).await.unwrap();
    let latest = store.read().outbox().latest(50).await.unwrap();
    assert_eq!(
        latest.iter().map(|posted| posted.id).collect::<Vec<_>>(),
        [ids[1], ids[0]]
    );
    assert!(latest.iter().all(|posted| posted.letter.is_none()));
}

async fn a_letter_is_tried_again_when_it_is_due(store: Store) {
    let ids = post(&store, 1).await;
    lease(&store, at(1)).await.unwrap();
    let mut change = store.change().await.unwrap();
    change.outbox().retry(ids[0], at(10), "450 busy").await.unwrap();
    change.commit_housekeeping(Housekeeping::Delivery).await.unwrap();
    assert!(lease(&store, at(9)).await.is_none());
    let again = lease(&store, at(10)).await.unwrap();
    assert_eq!((again.attempts, again.last_answer.as_deref()), (2, Some("450 busy")));
}

async fn letters_to_an_address_are_counted(store: Store) {
    post(&store, 3).await;
    let mut read = store.read();
    assert_eq!(
        read.outbox()
            .posted_since("siân@practice.example", at(0))
            .await
            .unwrap(),
        3
    );
    assert_eq!(
        read.outbox()
            .posted_since("siân@practice.example", at(1))
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        read.outbox().posted_since("an@practice.example", at(0)).await.unwrap(),
        0
    );
}

async fn a_person_is_told_which_letters_were_posted(store: Store) {
    let ids = post(&store, 2).await;
    let huw = person(&store, "Huw", "Ellis").await;
    let leased = lease(&store, at(1)).await.unwrap();
    let sian = leased.letter.unwrap().to.person;
    let mut change = store.change().await.unwrap();
    change.outbox().sent(ids[0], at(2), "250 OK").await.unwrap();
    assert_eq!(change.outbox().forget(at(3)).await.unwrap(), 1);
    change.commit_housekeeping(Housekeeping::Sweep).await.unwrap();
    let letters = store.read().outbox().of_person(sian).await.unwrap();
    let told: Vec<_> = letters.iter().map(|one| (one.letter.as_str(), one.delivery)).collect();
    assert_eq!(
        told,
        [
            ("already_registered", Delivery::Waiting),
            ("already_registered", Delivery::Sent)
        ],
        "also those whose text is forgotten"
    );
    assert_eq!(
        (letters[0].made_at, letters[0].address.as_str()),
        (at(1), "Siân@Practice.example")
    );
    assert!(store.read().outbox().of_person(huw).await.unwrap().is_empty());
}
