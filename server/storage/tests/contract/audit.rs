//! The audit is added to and never changed.

use domain::audit::{Actor, Entry, Event};
use domain::{AuditId, BatchId, RequestId};
use sqlx::{Connection, Database, Executor, PgConnection, SqliteConnection};
use storage::{Store, fresh};

use crate::on_both;
use crate::town::{at, line, person, practice};

on_both!(
    lines_come_back_newest_first_with_names,
    a_list_of_lines_is_filtered_and_paged,
    a_person_is_told_every_line_about_them,
);

async fn lines_come_back_newest_first_with_names(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let request = RequestId::new(fresh(at(3)));
    let batch = BatchId::new(fresh(at(3)));
    let entry = Entry::new(Event::MemberRevoked, Actor::Person(sian), at(3), request)
        .for_organisation(here)
        .about(huw)
        .changing("active".to_owned(), "revoked".to_owned())
        .because(Some("Left".into()))
        .in_batch(batch);
    let change = store.change().await.unwrap();
    change
        .commit_all(entry, vec![line(Event::ProfileChanged).for_organisation(here)])
        .await
        .unwrap();
    let told = store
        .read()
        .audit()
        .of_organisation(here, None, None, 50)
        .await
        .unwrap();
    assert_eq!(
        told.iter().map(|told| told.event).collect::<Vec<_>>(),
        [Event::MemberRevoked, Event::ProfileChanged, Event::OrganisationAdded]
    );
    let first = &told[0];
    assert_eq!(
        (first.by.as_deref(), first.about.as_deref()),
        (Some("Siân Prydderch"), Some("Huw Ellis"))
    );
    assert_eq!(
        (first.actor, first.person, first.request, first.at),
        (Some(sian), Some(huw), request, at(3))
    );
    assert_eq!(
        (first.before.as_deref(), first.after.as_deref()),
        (Some("active"), Some("revoked"))
    );
    assert_eq!(first.why.as_deref(), Some("Left"));
    assert_eq!(told[2].by, None);
    assert_eq!(store.read().audit().of_person(huw, 1).await.unwrap(), told[..1]);
    assert_eq!(store.read().audit().count_in_batch(batch).await.unwrap(), 1);
}

async fn a_list_of_lines_is_filtered_and_paged(store: Store) {
    let here = practice(&store, "W91001").await;
    let elsewhere = practice(&store, "W91002").await;
    for number in 0..7 {
        let event = if number % 2 == 0 {
            Event::RequestMade
        } else {
            Event::RequestApproved
        };
        let change = store.change().await.unwrap();
        change.commit(line(event).for_organisation(here)).await.unwrap();
    }
    let page = async |events: Option<&'static [Event]>, before, most| {
        store
            .read()
            .audit()
            .of_organisation(here, events, before, most)
            .await
            .unwrap()
    };
    let all = page(None, None, 50).await;
    assert_eq!(all.len(), 8);
    assert_eq!(page(None, None, 3).await, all[..3]);
    assert_eq!(page(None, Some(all[2].id), 3).await, all[3..6]);
    assert_eq!(page(None, Some(all[7].id), 3).await, []);
    let made = page(Some(&[Event::RequestMade, Event::LetIn]), None, 50).await;
    assert_eq!(made.len(), 4);
    assert_eq!(page(Some(&[Event::RequestMade]), Some(made[0].id), 1).await, made[1..2]);
    let other = store
        .read()
        .audit()
        .of_organisation(elsewhere, None, None, 1)
        .await
        .unwrap();
    assert_eq!(
        page(None, Some(other[0].id), 3).await,
        [],
        "a place in another list is none in this one"
    );
    assert_eq!(page(None, Some(AuditId::new(fresh(at(0)))), 3).await, []);
}

/// What nobody may do to the audit, whatever the program does.
async fn no_line_can_be_touched<C: Connection>(url: &str)
where
    for<'c> &'c mut C: Executor<'c, Database = C::Database>,
{
    crate::in_store(url, async |store| {
        store
            .change()
            .await
            .unwrap()
            .commit(line(Event::DemoSetUp))
            .await
            .unwrap();
    })
    .await;
    let mut connection = C::connect(url).await.unwrap();
    for statement in [
        "UPDATE audit SET why = 'otherwise'",
        "UPDATE audit SET id = id",
        "DELETE FROM audit",
    ] {
        let refused = connection
            .execute(statement)
            .await
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default();
        assert!(
            refused.contains("append-only"),
            "{} took {statement}: {refused}",
            C::Database::NAME
        );
    }
}

#[test]
fn no_line_can_be_touched_on_sqlite() {
    crate::with_sqlite(async |url| no_line_can_be_touched::<SqliteConnection>(&url).await);
}

#[test]
fn no_line_can_be_touched_on_postgresql() {
    crate::with_postgresql(async |url| no_line_can_be_touched::<PgConnection>(&url).await);
}

async fn a_person_is_told_every_line_about_them(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    person(&store, "Huw", "Ellis").await;
    let revoked = line(Event::MemberRevoked)
        .for_organisation(here)
        .about(sian)
        .because(Some("Left".into()));
    store.change().await.unwrap().commit(revoked).await.unwrap();
    let lines = store.read().audit().concerning(sian).await.unwrap();
    let told: Vec<_> = lines
        .iter()
        .map(|one| (one.event, one.organisation.as_deref(), one.why.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (Event::MemberRevoked, Some("W91001"), Some("Left")),
            (Event::AccountConfirmed, None, None)
        ]
    );
}
