//! The register comes in: staged, compared, applied in one piece.

use domain::BatchId;
use domain::audit::{Entry, Event};
use domain::imports::{Figures, RefusedLine, Trouble};
use domain::organisations::{Kind, Policy, Status};
use storage::{BatchOf, BatchState, CameTo, Difference, Housekeeping, RegisterRow, Store, fresh};

use crate::on_both;
use crate::town::{at, code, line, row};

on_both!(
    a_register_comes_in_once_and_is_then_unchanged,
    a_changed_row_is_found_under_its_new_name,
    a_batch_that_is_given_up_changes_nothing,
    a_code_staged_twice_counts_once,
    a_batch_tells_how_far_it_is_and_what_came_of_it,
    a_batch_whose_server_died_is_abandoned,
    what_the_register_no_longer_lists_stays_and_is_told,
);

pub(crate) async fn stage(store: &Store, rows: &[RegisterRow]) -> BatchId {
    let batch = BatchId::new(fresh(at(0)));
    let mut change = store.change().await.unwrap();
    change
        .imports()
        .begin(batch, BatchOf::Register, "register.csv", None, at(0))
        .await
        .unwrap();
    change.commit_housekeeping(Housekeeping::Staging).await.unwrap();
    let mut change = store.change().await.unwrap();
    change.imports().stage(batch, rows, at(0)).await.unwrap();
    change.commit_housekeeping(Housekeeping::Staging).await.unwrap();
    batch
}

pub(crate) async fn apply(store: &Store, batch: BatchId) -> Difference {
    let mut change = store.change().await.unwrap();
    let difference = change.imports().difference(batch).await.unwrap();
    change.imports().apply(batch, at(1)).await.unwrap();
    let added = difference.new.iter().chain(&difference.commissioners);
    let added = added.map(|listed| {
        line(Event::OrganisationAdded)
            .for_organisation(listed.organisation)
            .in_batch(batch)
    });
    let changed = difference.changed.iter().map(|changed| {
        line(Event::OrganisationChanged)
            .for_organisation(changed.organisation)
            .in_batch(batch)
    });
    let mut entries: Vec<Entry> = added.chain(changed).collect();
    match entries.pop() {
        Some(last) => change.commit_all(last, entries).await.unwrap(),
        None => change.commit_housekeeping(Housekeeping::Staging).await.unwrap(),
    }
    difference
}

/// Rows of every kind: an open practice, a closed one, the commissioner above both.
fn register() -> Vec<RegisterRow> {
    let mut closed = row("W91002", "THE TŶ GWYN SURGERY", "BETHESDA", "");
    closed.status = Status::Closed;
    closed.opened_on = Some("1974-04-01".parse().unwrap());
    closed.closed_on = Some("2019-03-31".parse().unwrap());
    closed.commissioner = None;
    vec![
        row("W91001", "MEDDYGFA'R BONT", "CONWY", "LL32 8AB"),
        closed,
        RegisterRow::commissioner_row(code("7A1"), "Invented Health Board".into()),
    ]
}

async fn a_register_comes_in_once_and_is_then_unchanged(store: Store) {
    let batch = stage(&store, &register()).await;
    assert_eq!(
        store.read().organisations().count().await.unwrap(),
        0,
        "nothing has changed yet"
    );
    let difference = apply(&store, batch).await;
    assert_eq!(
        (difference.new.len(), difference.changed.len(), difference.unchanged),
        (2, 0, 0)
    );
    assert_eq!(difference.commissioners.len(), 1);
    assert_eq!(difference.new[1].row, register()[1], "as the register has it");
    assert_eq!(store.read().audit().count_in_batch(batch).await.unwrap(), 3);
    let board = store
        .read()
        .organisations()
        .by_code(&code("7A1"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((board.kind, board.policy), (Kind::Commissioner, Policy::ApproverRole));
    let found = store.read().organisations().search("bethesda").await.unwrap();
    assert_eq!(found.organisations[0].closed_on, Some("2019-03-31".parse().unwrap()));

    let batch = stage(&store, &register()).await;
    let difference = apply(&store, batch).await;
    assert_eq!(
        difference,
        Difference {
            unchanged: 2,
            ..Difference::default()
        }
    );
    assert_eq!(store.read().audit().count_in_batch(batch).await.unwrap(), 0);
}

async fn a_changed_row_is_found_under_its_new_name(store: Store) {
    let before = apply(&store, stage(&store, &register()).await).await;
    let mut rows = register();
    rows[0].name = "CANOLFAN IECHYD YR AFON".into();
    rows[2].name = "Another name for the board".into();
    let batch = stage(&store, &rows).await;
    let difference = store.read().imports().difference(batch).await.unwrap();
    assert_eq!(apply(&store, batch).await, difference, "the dry run told the truth");
    assert_eq!(
        (difference.new.len(), difference.changed.len(), difference.unchanged),
        (0, 1, 1)
    );
    let changed = &difference.changed[0];
    assert_eq!(changed.organisation, before.new[0].organisation);
    assert_eq!((&changed.before, &changed.after), (&register()[0], &rows[0]));
    let mut read = store.read();
    assert!(
        read.organisations()
            .search("bont")
            .await
            .unwrap()
            .organisations
            .is_empty()
    );
    let found = read.organisations().search("canolfan afon").await.unwrap();
    assert_eq!(found.organisations[0].name, "CANOLFAN IECHYD YR AFON");
    let board = read.organisations().by_code(&code("7A1")).await.unwrap().unwrap();
    assert_eq!(
        board.name, "Invented Health Board",
        "a commissioner is no row of the file"
    );
}

async fn a_batch_that_is_given_up_changes_nothing(store: Store) {
    let given_up = stage(&store, &register()).await;
    let forgotten = stage(&store, &register()).await;
    let mut change = store.change().await.unwrap();
    change.imports().abandon(given_up).await.unwrap();
    change.commit_housekeeping(Housekeeping::Staging).await.unwrap();
    assert_eq!(
        store.read().imports().difference(given_up).await.unwrap(),
        Difference::default()
    );
    let mut change = store.change().await.unwrap();
    assert_eq!(change.imports().sweep(at(1)).await.unwrap(), 2);
    change.commit_housekeeping(Housekeeping::Sweep).await.unwrap();
    assert_eq!(
        store.read().imports().difference(forgotten).await.unwrap(),
        Difference::default()
    );
    assert_eq!(store.read().organisations().count().await.unwrap(), 0);
}

async fn a_code_staged_twice_counts_once(store: Store) {
    let mut rows = register();
    rows.push(row("W91001", "AGAIN", "", ""));
    let difference = apply(&store, stage(&store, &rows).await).await;
    assert_eq!(difference.new.len(), 2);
    assert_eq!(difference.new[0].row.name, "MEDDYGFA'R BONT");
}

async fn a_batch_tells_how_far_it_is_and_what_came_of_it(store: Store) {
    let rows = register();
    let batch = stage(&store, &rows).await;
    let kept = async || store.read().imports().batch(batch, at(1)).await.unwrap().unwrap();
    assert_eq!(kept().await.state, BatchState::Staging { staged: 0, of: 0 });
    let mut change = store.change().await.unwrap();
    let refused = [(7, "it has 3 columns, not 27".to_owned())];
    change.imports().has_read(batch, 3, 2, &refused).await.unwrap();
    assert!(change.imports().progress(batch, 1, at(1)).await.unwrap());
    assert!(!change.imports().hold_ready(batch).await.unwrap(), "not yet");
    change.commit_housekeeping(Housekeeping::Staging).await.unwrap();
    assert_eq!(kept().await.state, BatchState::Staging { staged: 1, of: 2 });
    let lines = store.read().imports().refused(batch, 10).await.unwrap();
    assert_eq!(
        lines,
        [RefusedLine {
            line: 7,
            reason: "it has 3 columns, not 27".into()
        }]
    );
    let mut change = store.change().await.unwrap();
    assert!(change.imports().ready(batch, at(1)).await.unwrap());
    assert!(change.imports().hold_ready(batch).await.unwrap());
    let difference = change.imports().difference(batch).await.unwrap();
    let came = CameTo {
        new: difference.new.len(),
        unchanged: 0,
        ..CameTo::default()
    };
    change.imports().came_to(batch, came).await.unwrap();
    change.commit_housekeeping(Housekeeping::Staging).await.unwrap();
    assert_eq!(kept().await.state, BatchState::Ready);
    apply(&store, batch).await;
    let kept = kept().await;
    assert_eq!(kept.state, BatchState::Applied(at(1)));
    assert_eq!(
        kept.figures,
        Figures {
            read: 3,
            new: 2,
            refused: 1,
            ..Figures::default()
        }
    );
    let mut change = store.change().await.unwrap();
    assert!(!change.imports().hold_ready(batch).await.unwrap(), "once only");
    assert!(!change.imports().progress(batch, 9, at(2)).await.unwrap());
}

async fn a_batch_whose_server_died_is_abandoned(store: Store) {
    let (batch, failed) = (stage(&store, &register()).await, stage(&store, &register()).await);
    let state = async |batch, minutes| {
        let kept = store.read().imports().batch(batch, at(minutes)).await.unwrap();
        kept.unwrap().state
    };
    assert!(matches!(state(batch, 2).await, BatchState::Staging { .. }));
    assert_eq!(state(batch, 3).await, BatchState::Abandoned(Some(Trouble::Stopped)));
    let mut change = store.change().await.unwrap();
    change.imports().fail(failed, Trouble::NotARegister).await.unwrap();
    change.commit_housekeeping(Housekeeping::Staging).await.unwrap();
    assert_eq!(
        state(failed, 0).await,
        BatchState::Abandoned(Some(Trouble::NotARegister))
    );
    let latest = store
        .read()
        .imports()
        .latest(BatchOf::Register, 10, at(0))
        .await
        .unwrap();
    assert_eq!(latest.len(), 2);
    assert_eq!(store.read().organisations().count().await.unwrap(), 0);
}

async fn what_the_register_no_longer_lists_stays_and_is_told(store: Store) {
    apply(&store, stage(&store, &register()).await).await;
    let batch = stage(&store, &register()[..1]).await;
    let difference = apply(&store, batch).await;
    let unlisted: Vec<&str> = difference.unlisted.iter().map(|one| one.row.code.as_str()).collect();
    assert_eq!(unlisted, ["W91002"], "a commissioner is no row of the file");
    assert_eq!(
        (difference.new.len(), difference.changed.len(), difference.unchanged),
        (0, 0, 1)
    );
    assert_eq!(store.read().organisations().count().await.unwrap(), 3);
}
