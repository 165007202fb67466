//! Roles that end soon: which are to be told, that each step is taken once, and that another end begins afresh.

use domain::audit::Event;
use domain::members::ending::Told;
use domain::members::roles::RoleSpan;
use domain::permission::Role;
use storage::{LetInBy, Store};

use crate::on_both;
use crate::town::{at, line, member, member_until, person, practice, whole};

on_both!(what_ends_soon_is_told_once_for_each_step, another_end_begins_afresh,);

async fn tell(store: &Store, now: i64, until: [i64; 2]) -> Vec<Told> {
    let found = store.read().members().ending(at(now), until.map(at)).await.unwrap();
    let mut told = Vec::new();
    for role in found {
        let take = async || {
            let mut change = store.change().await.unwrap();
            let taken = change.members().tell_end(role.id, role.due).await.unwrap();
            if taken {
                change.commit(line(Event::RoleEndTold)).await.unwrap();
            }
            taken
        };
        let (one, other) = tokio::join!(take(), take());
        assert!(one != other);
        told.push(role.due);
    }
    told
}

async fn what_ends_soon_is_told_once_for_each_step(store: Store) {
    let practice = practice(&store, "W91001").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let gwen = person(&store, "Gwen", "Rees").await;
    member(&store, gwen, practice, Role::ProviderUser).await;
    member_until(&store, huw, practice, Role::ProviderUser, Some(at(1000))).await;
    assert_eq!(tell(&store, 10, [999, 500]).await, [], "not yet");
    let found = store
        .read()
        .members()
        .ending(at(10), [at(1000), at(500)])
        .await
        .unwrap();
    assert_eq!(found.len(), 1, "what has no end does not end");
    assert_eq!((found[0].person, found[0].organisation), (huw, practice));
    assert_eq!(found[0].ends_at, at(1000));
    assert_eq!(tell(&store, 10, [1000, 500]).await, [Told::Week]);
    assert_eq!(tell(&store, 10, [1000, 500]).await, []);
    assert_eq!(tell(&store, 10, [2000, 1000]).await, [Told::Day]);
    assert_eq!(tell(&store, 10, [2000, 1000]).await, []);
}

async fn another_end_begins_afresh(store: Store) {
    let practice = practice(&store, "W91001").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let id = member_until(&store, huw, practice, Role::ProviderUser, Some(at(1000))).await;
    assert_eq!(
        tell(&store, 10, [1000, 1000]).await,
        [Told::Day],
        "a server that was away"
    );
    let place = async |end| {
        let span = RoleSpan {
            starts_at: Some(at(1)),
            ends_at: Some(at(end)),
            ..whole(Role::ProviderUser)
        };
        let mut change = store.change().await.unwrap();
        change.hold(practice).await.unwrap();
        let by = LetInBy::Person(huw);
        change.members().place_role(id, &span, by, at(20)).await.unwrap();
        change.commit(line(Event::RoleChanged)).await.unwrap();
    };
    place(1000).await;
    assert_eq!(tell(&store, 30, [1000, 1000]).await, [], "the same end");
    place(2000).await;
    assert_eq!(tell(&store, 30, [1000, 1000]).await, []);
    assert_eq!(tell(&store, 30, [2000, 1000]).await, [Told::Week]);
    assert_eq!(tell(&store, 2000, [3000, 3000]).await, [], "it has ended");
}
