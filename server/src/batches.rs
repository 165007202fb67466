//! Batches, whatever they bring: begun, told how far they are, and given up. What is staged and applied is told by
//! [`crate::register`], [`crate::managers`] and [`crate::medics`].

use domain::imports::Trouble;
use domain::{BatchId, Clock, PersonId};
use storage::{BatchOf, Housekeeping, Store};

/// How many rows are staged at a time.
pub(crate) const LOT: usize = 1_000;

/// Begins a batch; the command line is nobody.
pub(crate) async fn begin(
    store: &Store,
    clock: &dyn Clock,
    batch: BatchId,
    of: BatchOf,
    name: &str,
    by: Option<PersonId>,
) -> Result<(), storage::Error> {
    let mut change = store.change().await?;
    change.imports().begin(batch, of, name, by, clock.now()).await?;
    change.commit_housekeeping(Housekeeping::Staging).await
}

/// Keeps what was read: so many lines, so many of them good, and the first that were refused.
pub(crate) async fn has_read(
    store: &Store,
    batch: BatchId,
    lines: usize,
    good: usize,
    refused: &[(u64, String)],
) -> Result<(), storage::Error> {
    let mut change = store.change().await?;
    change.imports().has_read(batch, lines, good, refused).await?;
    change.commit_housekeeping(Housekeeping::Staging).await
}

/// Gives a batch up.
pub(crate) async fn abandon(store: &Store, batch: BatchId) -> Result<(), storage::Error> {
    let mut change = store.change().await?;
    change.imports().abandon(batch).await?;
    change.commit_housekeeping(Housekeeping::Staging).await
}

/// Gives a batch up because of some trouble.
pub(crate) async fn fail(store: &Store, batch: BatchId, trouble: Trouble) -> Result<(), storage::Error> {
    let mut change = store.change().await?;
    change.imports().fail(batch, trouble).await?;
    change.commit_housekeeping(Housekeeping::Staging).await
}
