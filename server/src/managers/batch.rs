//! One import of practice managers: staged in lots, then applied in one transaction; beginning one and giving it up is the
//! same whatever comes ([`crate::batches`]).

use domain::audit::{Actor, Entry, Event};
use domain::imports::{Trouble, Unfit};
use domain::managers::{Difference, Kept, Listed};
use domain::members::roles::RoleSpan;
use domain::{BatchId, Clock, OrganisationId, RequestId, end_of, start_of};
use storage::{CameTo, Change, Housekeeping, Store};

use super::File;
use crate::batches::{LOT, fail, has_read};

/// Stages the good lines of a file, and whom the refused ones may be about; stops where somebody abandons the batch. Of a
/// file most of whose lines are refused, only these are kept, and the batch is given up.
pub(crate) async fn stage(
    store: &Store,
    clock: &dyn Clock,
    batch: BatchId,
    file: &File,
    print: &mut (dyn FnMut(&str) + Send),
) -> Result<(), storage::Error> {
    let lines = &file.lines;
    has_read(store, batch, file.read, lines.len(), file.first_refused()).await?;
    if file.is_mostly_refused() {
        return fail(store, batch, Trouble::NotAList(Unfit::MostlyRefused)).await;
    }
    let mut staged = 0;
    for lot in lines.chunks(LOT) {
        let mut change = store.change().await?;
        change.managers().stage(batch, lot).await?;
        staged += lot.len();
        if !change.imports().progress(batch, staged, clock.now()).await? {
            return Ok(());
        }
        change.commit_housekeeping(Housekeeping::Staging).await?;
        print(&format!("staged {staged} of {}", lines.len()));
    }
    let doubts: Vec<String> = file.doubts.iter().cloned().collect();
    let mut change = store.change().await?;
    change.medics().doubt(batch, &doubts).await?;
    if change.imports().ready(batch, clock.now()).await? {
        change.commit_housekeeping(Housekeeping::Staging).await?;
    }
    Ok(())
}

/// What applying a batch would change now.
pub(crate) async fn difference(store: &Store, clock: &dyn Clock, batch: BatchId) -> Result<Difference, storage::Error> {
    let matching = store.read().managers().matching(batch).await?;
    Ok(domain::managers::difference(&matching, clock.now()))
}

/// How many steps applying a batch takes.
pub(crate) const STEPS: u32 = 3;

/// Applies what has been staged, with one line of the audit for each entry, in one transaction; nothing where the batch no
/// longer waits for that. `step` is told of each step of [`STEPS`] that is done.
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
    change.managers().hold(batch).await?;
    if !change.imports().hold_ready(batch).await? {
        return Ok(None);
    }
    let matching = change.managers().matching(batch).await?;
    let difference = domain::managers::difference(&matching, now);
    step();
    change.managers().apply(batch, &difference, now).await?;
    change.imports().came_to(batch, came_to(&difference)).await?;
    step();
    let entry = |event, organisation| {
        Entry::new(event, actor, now, request)
            .for_organisation(organisation)
            .in_batch(batch)
    };
    commit(change, lines(&difference, entry)).await?;
    step();
    Ok(Some(difference))
}

fn came_to(difference: &Difference) -> CameTo {
    CameTo {
        new: difference.new.len(),
        changed: difference.changed.len(),
        unchanged: difference.unchanged,
        unlisted: difference.unlisted.len(),
        refused: 0,
    }
}

async fn commit(change: Change, mut entries: Vec<Entry>) -> Result<(), storage::Error> {
    match entries.pop() {
        Some(last) => change.commit_all(last, entries).await,
        None => change.commit_housekeeping(Housekeeping::Staging).await,
    }
}

/// The lines of the audit, one for each entry, about nobody: whose account an address is, if anybody's, is not for those who
/// read what happened at the practice.
fn lines(difference: &Difference, entry: impl Fn(Event, OrganisationId) -> Entry) -> Vec<Entry> {
    let new = difference.new.iter().map(|manager| {
        let listed = &manager.listed;
        entry(Event::ManagerListed, listed.at.organisation).changing(None, described(listed))
    });
    let changed = difference.changed.iter().map(|changed| {
        let listed = &changed.manager.listed;
        entry(Event::ManagerChanged, listed.at.organisation)
            .changing(described_before(&changed.before), described(listed))
    });
    let ended = difference
        .unlisted
        .iter()
        .map(|(kept, _)| entry(Event::ManagerUnlisted, kept.at.organisation).changing(described_before(kept), None));
    new.chain(changed).chain(ended).collect()
}

/// What the audit keeps of an entry as a file lists it.
fn described(listed: &Listed) -> String {
    let span = RoleSpan {
        role: listed.role,
        roster: None,
        starts_at: listed.starts.map(start_of),
        ends_at: listed.ends.map(end_of),
    };
    format!(
        "{} ({}): {}",
        listed.full_name(),
        listed.email.as_typed(),
        span.described(&[])
    )
}

/// The same, as it was listed until now.
fn described_before(kept: &Kept) -> String {
    described(&Listed {
        at: kept.at.clone(),
        first_name: kept.first_name.clone(),
        last_name: kept.last_name.clone(),
        email: kept.email.clone(),
        role: kept.role,
        starts: kept.starts,
        ends: kept.ends,
    })
}
