//! Primary contacts whose role has ended by a date, and so by no act that could pass it on: it passes at the next look, with
//! a letter to both and a line of the audit for each organisation (`domain::primary_contacts`).

use domain::RequestId;
use domain::audit::Actor;
use storage::Error;

use crate::services::Needed;

/// Passes on what is out of date; at how many organisations.
pub async fn pass_on(needed: &Needed) -> Result<usize, Error> {
    let now = needed.clock.now();
    let found = needed.store.read().primary_contacts().out_of_date(now).await?;
    let mut moved = 0;
    for organisation in found {
        let mut change = needed.store.change().await?;
        change.hold(organisation).await?;
        // Once more, for somebody may have acted meanwhile.
        let Some(passed) = change.primary_contacts().pass_on(organisation, now).await? else {
            continue;
        };
        change.post_all(&passed.letters(None), now).await?;
        let reference = RequestId::new(storage::fresh(now));
        change.commit(passed.line(Actor::Service, now, reference)).await?;
        moved += 1;
    }
    if moved > 0 {
        needed.bell.ring();
        tracing::info!(organisations = moved, "primary contacts passed on");
    }
    Ok(moved)
}
