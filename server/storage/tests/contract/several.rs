//! Several requests at once: what somebody ticked, what was confirmed, what came of each.

use domain::join_requests::several::{TickedWish, Verdict};
use domain::permission::{Role, Scope};
use domain::{JoinRequestId, SeveralId};
use storage::{Housekeeping, Store};

use crate::on_both;
use crate::town::{at, member, pending, person, practice};

on_both!(
    what_was_ticked_comes_back_to_whoever_ticked_it,
    what_was_confirmed_first_stays,
    of_what_was_ticked_only_what_is_in_scope_is_shown,
);

fn chosen(requests: &[JoinRequestId]) -> TickedWish {
    TickedWish {
        requests: requests.to_vec(),
        verdict: Verdict::Reject,
    }
}

fn id() -> SeveralId {
    SeveralId::new(storage::fresh(at(1)))
}

async fn what_was_ticked_comes_back_to_whoever_ticked_it(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let requests: Vec<JoinRequestId> = (0..500).map(|_| JoinRequestId::new(storage::fresh(at(1)))).collect();
    let several = id();
    let mut change = store.change().await.unwrap();
    change
        .join_requests()
        .choose(several, sian, &chosen(&requests), at(1))
        .await
        .unwrap();
    change.commit_housekeeping(Housekeeping::Draft).await.unwrap();
    let kept = store
        .read()
        .join_requests()
        .several(several, sian)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(kept.verdict, Verdict::Reject);
    assert_eq!((kept.reason, kept.began), (None, None));
    let rows: Vec<(JoinRequestId, Option<String>)> = requests.iter().map(|id| (*id, None)).collect();
    assert_eq!(kept.rows, rows, "in the order in which they were ticked");
    assert_eq!(store.read().join_requests().several(several, huw).await.unwrap(), None);
    let mut change = store.change().await.unwrap();
    assert_eq!(change.join_requests().sweep_several(at(1)).await.unwrap(), 0);
    assert_eq!(change.join_requests().sweep_several(at(2)).await.unwrap(), 1);
    change.commit_housekeeping(Housekeeping::Sweep).await.unwrap();
    assert_eq!(store.read().join_requests().several(several, sian).await.unwrap(), None);
}

async fn what_was_confirmed_first_stays(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let request = JoinRequestId::new(storage::fresh(at(1)));
    let several = id();
    let mut change = store.change().await.unwrap();
    change
        .join_requests()
        .choose(several, sian, &chosen(&[request]), at(1))
        .await
        .unwrap();
    let first = change
        .join_requests()
        .begin_several(several, Verdict::Approve, None, at(2));
    assert!(first.await.unwrap());
    let second = change
        .join_requests()
        .begin_several(several, Verdict::Reject, Some("No."), at(3));
    assert!(!second.await.unwrap());
    for outcome in ["\"Approved\"", "\"Rejected\""] {
        let outcomes = [(request, outcome.to_owned())];
        change.join_requests().keep_outcomes(several, &outcomes).await.unwrap();
    }
    change.commit_housekeeping(Housekeeping::Draft).await.unwrap();
    let kept = store
        .read()
        .join_requests()
        .several(several, sian)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (kept.verdict, kept.reason, kept.began),
        (Verdict::Approve, None, Some(at(2)))
    );
    assert_eq!(kept.rows, [(request, Some("\"Approved\"".to_owned()))]);
}

async fn of_what_was_ticked_only_what_is_in_scope_is_shown(store: Store) {
    let (here, there) = (practice(&store, "W91001").await, practice(&store, "W91002").await);
    let sian = person(&store, "Siân", "Prydderch").await;
    member(&store, sian, here, Role::PracticeEnabledUser).await;
    let huw = person(&store, "Huw", "Ellis").await;
    let (one, other) = (pending(&store, huw, here).await, pending(&store, huw, there).await);
    let nothing = JoinRequestId::new(storage::fresh(at(1)));
    let several = id();
    let mut change = store.change().await.unwrap();
    let wish = chosen(&[one.id, other.id, nothing]);
    change
        .join_requests()
        .choose(several, sian, &wish, at(1))
        .await
        .unwrap();
    change.commit_housekeeping(Housekeeping::Draft).await.unwrap();
    let shown = async |scope| {
        let chosen = store
            .read()
            .join_requests()
            .chosen(several, scope, at(2))
            .await
            .unwrap();
        let mut ids: Vec<JoinRequestId> = chosen.iter().map(|applied| applied.request.id).collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(shown(Scope::DecidedBy(sian)).await, [one.id]);
    assert_eq!(shown(Scope::DecidedBy(huw)).await, []);
    let mut both = [one.id, other.id];
    both.sort_unstable();
    assert_eq!(shown(Scope::Everything).await, both);
}
