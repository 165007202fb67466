//! What has had its time is removed, once an hour by the scheduler (decision 15): unconfirmed accounts and new users after
//! 30 days, the words of letters 30 days after they were posted, drafts after 30, sessions after 90. The audit stays.

use chrono::TimeDelta;
use domain::Clock;
use storage::{Housekeeping, Store};

use crate::services::IN_A_ROW;

const UNCONFIRMED: TimeDelta = TimeDelta::days(30);
const WORDS: TimeDelta = TimeDelta::days(30);
const DRAFTS: TimeDelta = TimeDelta::days(30);
const SESSIONS: TimeDelta = TimeDelta::days(90);
/// Longer than anything is counted but wrong passwords in a row, and than any import takes.
const PASSING: TimeDelta = TimeDelta::days(2);

/// Removes what has had its time, all of it or nothing.
pub async fn sweep(store: &Store, clock: &dyn Clock) -> Result<(), storage::Error> {
    let now = clock.now();
    let mut change = store.change().await?;
    change.new_users().sweep(now.plus(-UNCONFIRMED)).await?;
    let people = change.people().sweep_unconfirmed(now.plus(-UNCONFIRMED)).await?.len();
    let letters = change.outbox().forget(now.plus(-WORDS)).await?;
    let drafts = change.drafts().sweep(now.plus(-DRAFTS)).await?;
    change.invitations().sweep_drafts(now.plus(-DRAFTS)).await?;
    change.invitations().sweep_several(now.plus(-DRAFTS)).await?;
    let sessions = change.sessions().sweep(now.plus(-SESSIONS)).await?;
    change.join_requests().sweep_undoable(now).await?;
    change.join_requests().sweep_several(now.plus(-DRAFTS)).await?;
    change.flashes().sweep(now).await?;
    change.ceremonies().sweep(now).await?;
    change.throttles().sweep(now.plus(-PASSING), IN_A_ROW).await?;
    change.imports().sweep(now.plus(-PASSING)).await?;
    change.commit_housekeeping(Housekeeping::Sweep).await?;
    tracing::info!(people, letters, drafts, sessions, "swept");
    Ok(())
}
