//! Letters that wait, and letters that went.

use std::collections::HashSet;

use chrono::TimeDelta;
use domain::audit::Event;
use domain::letter::{Delivery, Letter, LetterText};
use domain::{LetterId, Moment, NewUserId};
use storage::{Housekeeping, Posted, Store, fresh};

use crate::on_both;
use crate::town::{at, code, letter, line, person, practice};

on_both!(
    a_letter_is_leased_by_one_and_comes_back_when_the_lease_ends,
    many_workers_lease_every_letter_once,
    a_sent_letter_loses_its_token_and_later_its_text,
    a_letter_is_tried_again_when_it_is_due,
    a_letter_that_comes_back_is_given_up_and_one_that_is_late_is_not,
    letters_to_an_address_are_counted,
    a_person_is_told_which_letters_were_posted,
    what_waits_for_somebody_is_given_up_but_not_what_is_on_its_way,
    an_offer_that_is_withdrawn_is_given_up_and_nothing_else,
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

async fn what_waits_for_somebody_is_given_up_but_not_what_is_on_its_way(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Tomos").await;
    let mut change = store.change().await.unwrap();
    let mut ids = Vec::new();
    for to in [sian, sian, huw] {
        ids.push(change.post(&letter(to), at(1)).await.unwrap());
    }
    change.commit(line(Event::ConfirmationSent)).await.unwrap();
    let leased = lease(&store, at(1)).await.unwrap().id;
    assert_eq!(leased, ids[0]);

    let mut change = store.change().await.unwrap();
    let given_up = change.outbox().give_up_waiting(sian, at(2), "deleted").await.unwrap();
    assert_eq!(given_up, 1);
    change.commit(line(Event::RegistrationDeleted)).await.unwrap();
    let mut read = store.read();
    let gone = read.outbox().by_id(ids[1]).await.unwrap().unwrap();
    assert_eq!(
        (gone.delivery, gone.last_answer.as_deref()),
        (Delivery::GaveUp, Some("deleted"))
    );
    assert_eq!(gone.letter.unwrap().sealed_token, None);
    let on_its_way = read.outbox().by_id(leased).await.unwrap().unwrap();
    assert_eq!(on_its_way.delivery, Delivery::Waiting);
    let next = lease(&store, at(2)).await.unwrap();
    assert_eq!(next.id, ids[2], "somebody else's still goes");
    assert!(lease(&store, at(2)).await.is_none());
}

async fn an_offer_that_is_withdrawn_is_given_up_and_nothing_else(store: Store) {
    let (here, there) = (practice(&store, "W91001").await, practice(&store, "W91002").await);
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Tomos").await;
    let offer = |to, organisation| Letter {
        organisation: Some(organisation),
        text: LetterText::AddedToOrganisation {
            id: NewUserId::new(fresh(at(0))),
            organisation: "MEDDYGFA'R BONT".into(),
            by: "Mair Bowen".into(),
        },
        sealed_token: None,
        ..letter(to)
    };
    let revoked = Letter {
        text: LetterText::RolesChanged {
            code: code("W91001"),
            organisation: "MEDDYGFA'R BONT".into(),
        },
        ..offer(sian, here)
    };
    let mut change = store.change().await.unwrap();
    let offered = change.post(&offer(sian, here), at(1)).await.unwrap();
    for other in [offer(sian, there), offer(huw, here), revoked] {
        change.post(&other, at(1)).await.unwrap();
    }
    change.commit(line(Event::NewUserAdded)).await.unwrap();
    let mut change = store.change().await.unwrap();
    let given_up = change.outbox().give_up_offer(sian, here, at(2), "withdrawn").await;
    assert_eq!(given_up.unwrap(), 1);
    change.commit(line(Event::NewUserWithdrawn)).await.unwrap();
    let mut read = store.read();
    let gone = read.outbox().by_id(offered).await.unwrap().unwrap();
    assert_eq!(
        (gone.delivery, gone.last_answer.as_deref()),
        (Delivery::GaveUp, Some("withdrawn"))
    );
    assert_eq!(read.outbox().waiting().await.unwrap().count, 3);
}

async fn a_letter_that_comes_back_is_given_up_and_one_that_is_late_is_not(store: Store) {
    let ids = post(&store, 2).await;
    let stands = async |id: LetterId| {
        let posted = store.read().outbox().by_id(id).await.unwrap().unwrap();
        (posted.delivery, posted.last_answer)
    };
    let mut change = store.change().await.unwrap();
    assert!(!change.outbox().delayed(ids[0], "too early").await.unwrap(), "it waits");
    change.outbox().retry(ids[0], at(2), "450 later").await.unwrap();
    change.commit_housekeeping(Housekeeping::Delivery).await.unwrap();
    assert_eq!(stands(ids[0]).await, (Delivery::Deferred, Some("450 later".to_owned())));
    assert_eq!(
        lease(&store, at(2)).await.unwrap().delivery,
        Delivery::Waiting,
        "the other, untried"
    );
    assert_eq!(lease(&store, at(2)).await.unwrap().delivery, Delivery::Deferred);

    let mut change = store.change().await.unwrap();
    change.outbox().sent(ids[0], at(2), "250 OK").await.unwrap();
    change.commit_housekeeping(Housekeeping::Delivery).await.unwrap();
    assert_eq!(stands(ids[0]).await, (Delivery::Sent, Some("250 OK".to_owned())));

    let mut change = store.change().await.unwrap();
    assert!(change.outbox().delayed(ids[0], "4.4.1").await.unwrap());
    change.commit_housekeeping(Housekeeping::Delivery).await.unwrap();
    assert_eq!(stands(ids[0]).await, (Delivery::Deferred, Some("4.4.1".to_owned())));

    let mut change = store.change().await.unwrap();
    assert!(change.outbox().bounced(ids[0], "550 unknown").await.unwrap());
    assert!(!change.outbox().bounced(ids[0], "550 once more").await.unwrap());
    assert!(!change.outbox().delayed(ids[0], "too late").await.unwrap());
    // The server that sent it stopped before it could note so.
    assert!(change.outbox().bounced(ids[1], "550 unknown").await.unwrap());
    change.commit_housekeeping(Housekeeping::Delivery).await.unwrap();
    for id in ids {
        assert_eq!(stands(id).await, (Delivery::GaveUp, Some("550 unknown".to_owned())));
    }
    assert!(!store.read().outbox().any_sealed().await.unwrap());
    let letters = store.read().outbox().latest(2).await.unwrap();
    assert!(letters.iter().all(|one| one.delivery == Delivery::GaveUp));
}
