//! What the service does at its times: taken by one server, given back, lost by one that dies.

use storage::{Housekeeping, Store};
use uuid::Uuid;

use crate::on_both;
use crate::town::at;

on_both!(
    of_two_who_take_a_job_one_does,
    a_job_that_was_done_waits_for_its_time,
    a_job_of_a_server_that_died_is_taken_over,
);

const ONE: Uuid = Uuid::from_u128(1);
const OTHER: Uuid = Uuid::from_u128(2);

/// Takes the job for ten minutes, unless it was done within the last five.
async fn take(store: &Store, holder: Uuid, now: i64) -> bool {
    let due = store.read().jobs().due("sweep", at(now), at(now - 5)).await.unwrap();
    let mut change = store.change().await.unwrap();
    let taken = change
        .jobs()
        .take("sweep", holder, at(now), at(now + 10), at(now - 5))
        .await
        .unwrap();
    assert!(due || !taken, "what is taken looked due");
    change.commit_housekeeping(Housekeeping::Job).await.unwrap();
    taken
}

async fn give_back(store: &Store, holder: Uuid, done: Option<i64>) -> bool {
    let mut change = store.change().await.unwrap();
    let given = change.jobs().give_back("sweep", holder, done.map(at)).await.unwrap();
    change.commit_housekeeping(Housekeeping::Job).await.unwrap();
    given
}

async fn of_two_who_take_a_job_one_does(store: Store) {
    for round in 0..10 {
        let (one, other) = tokio::join!(take(&store, ONE, round * 100), take(&store, OTHER, round * 100));
        assert!(one != other, "round {round}");
        let holder = if one { ONE } else { OTHER };
        assert!(!take(&store, holder, round * 100).await, "not twice, either");
        assert!(give_back(&store, holder, Some(round * 100)).await);
    }
}

async fn a_job_that_was_done_waits_for_its_time(store: Store) {
    assert!(take(&store, ONE, 0).await);
    assert!(!give_back(&store, OTHER, Some(1)).await, "not another's");
    assert!(give_back(&store, ONE, None).await);
    assert!(take(&store, OTHER, 1).await, "it was not done");
    assert!(give_back(&store, OTHER, Some(2)).await);
    assert!(!give_back(&store, OTHER, Some(3)).await, "once");
    assert!(!take(&store, ONE, 6).await);
    assert!(!store.read().jobs().due("sweep", at(6), at(1)).await.unwrap());
    assert!(take(&store, ONE, 7).await);
    assert!(store.read().jobs().due("another", at(6), at(1)).await.unwrap());
}

async fn a_job_of_a_server_that_died_is_taken_over(store: Store) {
    assert!(take(&store, ONE, 0).await);
    assert!(!take(&store, OTHER, 9).await);
    assert!(take(&store, OTHER, 10).await);
    assert!(!give_back(&store, ONE, Some(11)).await, "it is no longer its own");
    assert!(!take(&store, ONE, 12).await);
    assert!(give_back(&store, OTHER, Some(12)).await);
}
