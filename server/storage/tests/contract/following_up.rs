//! Requests that nobody decides: what is due, and that each step is taken once.

use domain::audit::Event;
use domain::join_requests::{FollowedUp, JoinRequest};
use storage::Store;

use crate::on_both;
use crate::town::{at, line, pending, person, practice};

on_both!(
    what_is_due_is_the_furthest_step_that_has_not_been_taken,
    of_two_who_take_a_step_one_does,
    what_has_ended_is_not_followed_up,
);

/// A request that came at [`at`] 1 or so, as `pending` makes it.
async fn waiting(store: &Store, first: &str, ods: &str) -> JoinRequest {
    let practice = practice(store, ods).await;
    let person = person(store, first, "Ellis").await;
    pending(store, person, practice).await
}

async fn take(store: &Store, request: &JoinRequest, step: FollowedUp) -> bool {
    let mut change = store.change().await.unwrap();
    let taken = change.join_requests().follow_up(request.id, step).await.unwrap();
    if taken {
        change.commit(line(Event::RequestReminded)).await.unwrap();
    }
    taken
}

async fn what_is_due_is_the_furthest_step_that_has_not_been_taken(store: Store) {
    let request = waiting(&store, "Huw", "W91001").await;
    let due = async |before: [i64; 3]| {
        let due = store.read().join_requests().to_follow_up(before.map(at)).await.unwrap();
        due.into_iter()
            .map(|(id, organisation, step)| {
                assert_eq!((id, organisation), (request.id, request.organisation));
                step
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(due([-10, -20, -30]).await, [], "it came later");
    assert_eq!(due([100, -20, -30]).await, [FollowedUp::Once]);
    assert_eq!(
        due([100, 100, -30]).await,
        [FollowedUp::Twice],
        "a server that was away"
    );
    assert!(take(&store, &request, FollowedUp::Once).await);
    assert_eq!(due([100, -20, -30]).await, []);
    assert_eq!(due([100, 100, -30]).await, [FollowedUp::Twice]);
    assert_eq!(due([100, 100, 100]).await, [FollowedUp::WithSupport]);
    assert!(take(&store, &request, FollowedUp::WithSupport).await);
    assert_eq!(due([100, 100, 100]).await, []);
    let applied = store.read().join_requests().applied(request.id).await.unwrap().unwrap();
    assert_eq!(applied.followed_up, Some(FollowedUp::WithSupport));
    assert_eq!(applied.came_at, Some(request.made_at));
}

async fn of_two_who_take_a_step_one_does(store: Store) {
    let request = waiting(&store, "Huw", "W91001").await;
    for step in FollowedUp::ALL {
        let (one, other) = tokio::join!(take(&store, &request, step), take(&store, &request, step));
        assert!(one != other, "{step:?}");
    }
    assert!(!take(&store, &request, FollowedUp::Once).await, "never back");
}

async fn what_has_ended_is_not_followed_up(store: Store) {
    let huw = waiting(&store, "Huw", "W91001").await;
    let gwen = waiting(&store, "Gwen", "W91002").await;
    let to_lapse = async |before| store.read().join_requests().to_lapse(at(before)).await.unwrap();
    assert_eq!(to_lapse(-10).await, []);
    assert_eq!(to_lapse(100).await.len(), 2);
    let lapsed = huw.clone().lapse(at(200)).unwrap();
    let mut change = store.change().await.unwrap();
    assert!(change.join_requests().withdraw(&lapsed).await.unwrap());
    assert!(!change.join_requests().withdraw(&lapsed).await.unwrap());
    change.commit(line(Event::RequestLapsed)).await.unwrap();
    assert_eq!(store.read().join_requests().by_id(huw.id).await.unwrap(), Some(lapsed));
    assert_eq!(to_lapse(100).await, [gwen.id]);
    let due = store.read().join_requests().to_follow_up([at(100); 3]).await.unwrap();
    assert_eq!(due, [(gwen.id, gwen.organisation, FollowedUp::WithSupport)]);
    assert!(!take(&store, &huw, FollowedUp::WithSupport).await);
}
