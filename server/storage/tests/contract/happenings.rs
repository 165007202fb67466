//! Happenings: a commit tells whoever listens, in every process; nothing else does. Who has missed something looks at
//! everything again.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::OrganisationId;
use domain::audit::Event;
use domain::live::{Happening, Noun};
use domain::permission::Role;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};
use storage::{Heard, Hearing, Housekeeping, Options, Store};

use crate::on_both;
use crate::town::{account, at, line, member, pending, person, practice};

on_both!(
    a_commit_tells_what_it_changed_and_where,
    what_is_not_committed_and_housekeeping_tell_nothing,
    a_change_of_a_person_is_told_wherever_they_stand,
    a_change_of_very_much_is_told_as_one,
);

const MARK: Heard = one(None, Noun::History);

const fn one(organisation: Option<OrganisationId>, noun: Noun) -> Heard {
    Heard::One(Happening { organisation, noun })
}

async fn commit(store: &Store, entries: Vec<domain::audit::Entry>) {
    let change = store.change().await.unwrap();
    change.commit_all(line(Event::SignedIn), entries).await.unwrap();
}

/// Begins to listen; on `PostgreSQL` that is itself something to hear.
async fn listening(store: &Store) -> Hearing {
    let mut hearing = store.happenings();
    all(store, &mut hearing).await;
    hearing
}

/// All that is heard up to now: up to a mark that is set now.
async fn all(store: &Store, hearing: &mut Hearing) -> BTreeSet<Heard> {
    let mut heard = BTreeSet::new();
    loop {
        commit(store, vec![line(Event::ListExported)]).await;
        let patience = Duration::from_millis(500);
        while let Ok(next) = tokio::time::timeout(patience, hearing.next()).await {
            if next == MARK {
                return heard;
            }
            heard.insert(next);
        }
    }
}

async fn a_commit_tells_what_it_changed_and_where(store: Store) {
    let organisation = practice(&store, "W91001").await;
    let mut hearing = listening(&store).await;
    commit(&store, vec![line(Event::RosterClosed).for_organisation(organisation)]).await;
    let wanted = [Noun::Rosters, Noun::Members].map(|noun| one(Some(organisation), noun));
    assert_eq!(all(&store, &mut hearing).await, BTreeSet::from(wanted));
}

async fn what_is_not_committed_and_housekeeping_tell_nothing(store: Store) {
    let mut hearing = listening(&store).await;
    let mut change = store.change().await.unwrap();
    change
        .people()
        .create(&account("Siân", "Prydderch"), at(0))
        .await
        .unwrap();
    drop(change);
    let change = store.change().await.unwrap();
    change.commit_housekeeping(Housekeeping::Sweep).await.unwrap();
    assert_eq!(all(&store, &mut hearing).await, BTreeSet::new());
}

async fn a_change_of_a_person_is_told_wherever_they_stand(store: Store) {
    let [acts, asked, other] = [
        practice(&store, "W91001").await,
        practice(&store, "W91002").await,
        practice(&store, "W91003").await,
    ];
    let sian = person(&store, "Siân", "Prydderch").await;
    member(&store, sian, acts, Role::PracticeEnabledUser).await;
    pending(&store, sian, asked).await;
    let mut hearing = listening(&store).await;
    commit(&store, vec![line(Event::DetailsChanged).about(sian)]).await;
    let heard = all(&store, &mut hearing).await;
    assert!(!heard.contains(&one(Some(other), Noun::People)));
    let wanted = [None, Some(acts), Some(asked)].map(|organisation| one(organisation, Noun::People));
    assert_eq!(heard, BTreeSet::from(wanted));
    commit(&store, vec![line(Event::SignedOut).about(sian)]).await;
    let heard = all(&store, &mut hearing).await;
    assert_eq!(heard, BTreeSet::from([one(None, Noun::Sessions)]), "of no organisation");
}

async fn a_change_of_very_much_is_told_as_one(store: Store) {
    let mut entries = Vec::new();
    for number in 0..70 {
        let organisation = practice(&store, &format!("W92{number:03}")).await;
        entries.push(line(Event::OrganisationChanged).for_organisation(organisation));
    }
    let mut hearing = listening(&store).await;
    commit(&store, entries).await;
    assert_eq!(all(&store, &mut hearing).await, BTreeSet::from([Heard::Everything]));
}

async fn whoever_is_far_behind_looks_at_everything_again(store: Store) {
    let organisation = practice(&store, "W91001").await;
    let mut hearing = listening(&store).await;
    for _ in 0..300 {
        commit(&store, vec![line(Event::ProfileChanged).for_organisation(organisation)]).await;
    }
    let heard = all(&store, &mut hearing).await;
    assert!(heard.contains(&Heard::Everything));
}

#[test]
fn whoever_listens_too_slowly_looks_at_everything_again() {
    // On PostgreSQL the same channel stands behind the listener; commits there take long.
    crate::with_sqlite(async |url| crate::in_store(&url, whoever_is_far_behind_looks_at_everything_again).await);
}

#[test]
fn what_one_process_does_another_hears_and_a_stopped_listener_catches_up() {
    crate::with_postgresql(async |url| {
        crate::in_store(&url, async |store: Store| {
            let other = Store::open(&url, Options::default()).await.unwrap();
            let organisation = practice(&store, "W91001").await;
            let mut hearing = listening(&store).await;
            commit(&other, vec![line(Event::ProfileChanged).for_organisation(organisation)]).await;
            let heard = all(&other, &mut hearing).await;
            assert_eq!(heard, BTreeSet::from([one(Some(organisation), Noun::Organisations)]));
            stop_listeners(&url).await;
            assert_eq!(hearing.next().await, Heard::Everything);
            commit(&other, vec![line(Event::ProfileChanged).for_organisation(organisation)]).await;
            let heard = all(&other, &mut hearing).await;
            assert!(
                heard.contains(&one(Some(organisation), Noun::Organisations)),
                "it listens again"
            );
            other.close().await;
        })
        .await;
    });
}

/// Ends the connections that listen in this database, as a restart of the database would.
async fn stop_listeners(url: &str) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let stopped = sqlx::query(AssertSqlSafe(
        "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
         WHERE datname = current_database() AND query = 'LISTEN \"porthor_' || current_schema() || '\"'"
            .to_owned(),
    ));
    let stopped = stopped.fetch_one(&mut connection).await.unwrap();
    assert_eq!(stopped.get::<i64, _>(0), 1);
    connection.close().await.unwrap();
}
