//! What a proposal rests on has ended: the request that it answers, the access that it would end, the account. It ends in
//! the same change, so that nobody is asked to confirm what no longer stands.

use domain::audit::{Entry, Event};
use domain::proposals::Ended;
use domain::{Moment, PersonId};
use storage::Change;

/// Ends what waits about a person and rested on what has just ended; the lines of the audit, which `line` begins.
pub(crate) async fn lapse(
    change: &mut Change,
    person: PersonId,
    ended: Ended,
    now: Moment,
    line: impl Fn(Event) -> Entry + Send,
) -> Result<Vec<Entry>, storage::Error> {
    let mut lines = Vec::new();
    let mut about = change.proposals().open_about(person).await?;
    about.extend(change.proposals().unused_overrides(person).await?);
    for proposal in about {
        if !proposal.rests_on(ended) {
            continue;
        }
        let Some(lapsed) = proposal.lapse(now) else { continue };
        let kept = if lapsed.used_at.is_some() {
            change.proposals().use_up(lapsed.id, now).await?
        } else {
            change.proposals().settle(&lapsed).await?
        };
        if kept {
            let entry = line(Event::ProposalLapsed).changing(lapsed.what.kind().tag().to_owned(), None);
            lines.push(match lapsed.what.organisation() {
                Some(organisation) => entry.for_organisation(organisation),
                None => entry,
            });
        }
    }
    Ok(lines)
}
