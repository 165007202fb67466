//! One import of the register: staged in lots, then applied in one transaction; beginning one and giving it up is the same
//! whatever comes ([`crate::batches`]). The command line goes straight through; the page stops before applying, so that somebody can look.

use domain::audit::{Actor, Entry, Event};
use domain::{BatchId, Clock, RequestId};
use storage::{CameTo, Difference, Housekeeping, RegisterRow, Store};

use super::{File, Word, arising, closing};
use crate::batches::{LOT, has_read};

/// Stages the rows of a file, and the commissioners that arise from them; stops where somebody abandons the batch.
pub(crate) async fn stage(
    store: &Store,
    clock: &dyn Clock,
    batch: BatchId,
    file: &File,
    say: &mut (dyn FnMut(Word) + Send),
) -> Result<(), storage::Error> {
    let rows = &file.rows;
    has_read(store, batch, file.read, rows.len(), &file.refused).await?;
    let mut staged = 0;
    for lot in rows.chunks(LOT) {
        let mut change = store.change().await?;
        change.imports().stage(batch, lot, clock.now()).await?;
        staged += lot.len();
        if !change.imports().progress(batch, staged, clock.now()).await? {
            return Ok(());
        }
        change.commit_housekeeping(Housekeeping::Staging).await?;
        say(Word::Staged {
            rows: staged,
            of: rows.len(),
        });
    }
    let mut change = store.change().await?;
    change.imports().stage(batch, &arising(rows), clock.now()).await?;
    if change.imports().ready(batch, clock.now()).await? {
        change.commit_housekeeping(Housekeeping::Staging).await?;
    }
    Ok(())
}

/// How many steps applying a batch takes.
pub(crate) const STEPS: u32 = 3;

/// Applies what has been staged, with one line of the audit for each organisation, in one transaction; nothing where the
/// batch no longer waits for that. `step` is told of each step of [`STEPS`] that is done.
pub(crate) async fn apply(
    store: &Store,
    clock: &dyn Clock,
    batch: BatchId,
    actor: Actor,
    request: RequestId,
    step: &(dyn Fn() + Sync),
) -> Result<Option<Difference>, storage::Error> {
    let now = clock.now();
    let mut change = store.change().await?;
    if !change.imports().hold_ready(batch).await? {
        return Ok(None);
    }
    let difference = change.imports().difference(batch).await?;
    step();
    change.imports().apply(batch, now).await?;
    step();
    let (new, changed) = (difference.new.len(), difference.changed.len());
    let came = CameTo {
        new,
        changed,
        unchanged: usize::try_from(difference.unchanged).unwrap_or_default(),
        unlisted: difference.unlisted.len(),
        refused: 0,
    };
    change.imports().came_to(batch, came).await?;
    let entry = |event| Entry::new(event, actor, now, request).in_batch(batch);
    let mut entries: Vec<Entry> = difference
        .new
        .iter()
        .chain(&difference.commissioners)
        .map(|listed| {
            entry(Event::OrganisationAdded)
                .for_organisation(listed.organisation)
                .changing(None, described(&listed.row))
        })
        .chain(difference.changed.iter().map(|changed| {
            entry(Event::OrganisationChanged)
                .for_organisation(changed.organisation)
                .changing(described(&changed.before), described(&changed.after))
        }))
        .collect();
    entries.extend(closing::follow(&mut change, &difference, now, entry).await?);
    match entries.pop() {
        Some(first) => change.commit_all(first, entries).await?,
        None => change.commit_housekeeping(Housekeeping::Staging).await?,
    }
    step();
    Ok(Some(difference))
}

/// What the audit keeps of an organisation: what a person would look for.
pub(crate) fn described(row: &RegisterRow) -> String {
    let closed = row.closed_on.map(|day| format!(", closed {day}")).unwrap_or_default();
    let RegisterRow {
        code,
        name,
        town,
        postcode,
        ..
    } = row;
    let text = format!("{code} {name} ({}{closed}), {town} {postcode}", row.status.tag());
    text.trim_end().to_owned()
}
