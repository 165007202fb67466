//! What the register's closing an organisation means to people: who asked there is told that the request has ended; support
//! and those above are told, in one letter for each import, where people wait for a decision ([`domain::closures`]). Nobody
//! loses an access by an import. Where the register opens an organisation again, nothing that it was merged into counts any
//! more; nobody is moved back.

use std::collections::BTreeMap;

use domain::accounts::{Account, AccountState};
use domain::audit::{Entry, Event};
use domain::imports::SHOWN_MOST;
use domain::letter::{Closed, Letter, LetterText};
use domain::proposals::Ended;
use domain::{JoinRequestId, Moment, PersonId};
use storage::{Change, Changed, Difference, Error, Read};

use crate::services::{lapse, letter};

/// Whether an import takes an organisation's being open away.
fn closes(changed: &Changed) -> bool {
    changed.before.status.is_open() && !changed.after.status.is_open()
}

/// Whether it opens one again.
fn opens(changed: &Changed) -> bool {
    !changed.before.status.is_open() && changed.after.status.is_open()
}

/// An organisation that a difference closes, where that concerns anybody.
pub(crate) struct Closing<'a> {
    /// The organisation.
    pub(crate) changed: &'a Changed,
    /// How many people will wait for a decision.
    pub(crate) people: u32,
    /// How many requests will end.
    pub(crate) requests: usize,
}

/// Whom applying a difference would concern by closing organisations.
pub(crate) async fn closing<'a>(
    read: &mut Read,
    difference: &'a Difference,
    now: Moment,
) -> Result<Vec<Closing<'a>>, Error> {
    let mut all = Vec::new();
    for changed in difference.changed.iter().filter(|changed| closes(changed)) {
        let people = read.closures().people(changed.organisation, now).await?;
        let requests = read.closures().requests(changed.organisation).await?.len();
        if people > 0 || requests > 0 {
            all.push(Closing {
                changed,
                people,
                requests,
            });
        }
    }
    Ok(all)
}

/// Ends what waits at organisations that a difference closes, and tells whom it concerns; the lines of the audit. Call it
/// once the difference is applied, for then nobody new gets in there. `line` begins each line.
pub(super) async fn follow(
    change: &mut Change,
    difference: &Difference,
    now: Moment,
    line: impl Fn(Event) -> Entry + Send + Sync,
) -> Result<Vec<Entry>, Error> {
    let mut lines = Vec::new();
    let mut told = Told::default();
    for changed in &difference.changed {
        let there = |event| line(event).for_organisation(changed.organisation);
        if opens(changed)
            && let Some(successor) = change.closures().successor(changed.organisation).await?
        {
            let none = change.closures().name_successor(changed.organisation, None, now);
            none.await?;
            lines.push(there(Event::SuccessorChanged).changing(successor.to_string(), None));
        }
        if closes(changed) {
            for request in change.closures().requests(changed.organisation).await? {
                lines.extend(end_request(change, request, now, there).await?);
            }
            told.closed(change, changed, now).await?;
        }
    }
    let letters = told.letters(change).await?;
    if !letters.is_empty() {
        change.post_all(&letters, now).await?;
    }
    Ok(lines)
}

/// Ends a request and tells the requester, where the address is confirmed.
async fn end_request(
    change: &mut Change,
    id: JoinRequestId,
    now: Moment,
    line: impl Fn(Event) -> Entry + Send + Sync,
) -> Result<Vec<Entry>, Error> {
    let Some(applied) = change.join_requests().applied(id).await? else {
        return Ok(Vec::new());
    };
    // Decided meanwhile.
    let Ok(ended) = applied.request.end_with_organisation(now) else {
        return Ok(Vec::new());
    };
    if !change.join_requests().withdraw(&ended).await? {
        return Ok(Vec::new());
    }
    let line = |event| line(event).about(ended.person);
    let mut lines = vec![line(Event::RequestClosed)];
    lines.extend(lapse(change, ended.person, Ended::Request(id), now, line).await?);
    if applied.applicant.state == AccountState::Confirmed {
        let text = LetterText::RequestClosed {
            code: applied.organisation.code,
            organisation: applied.organisation.name,
        };
        let letter = letter(&applied.applicant, Some(ended.organisation), text);
        change.post(&letter, now).await?;
    }
    Ok(lines)
}

/// Who is told of which organisations whose people wait.
#[derive(Default)]
struct Told {
    /// Support is told of all.
    all: Vec<Closed>,
    /// Those above, of what is beneath them.
    above: BTreeMap<PersonId, (Account, Vec<Closed>)>,
}

impl Told {
    /// Notes an organisation that has closed; nothing where nobody waits there.
    async fn closed(&mut self, change: &mut Change, changed: &Changed, now: Moment) -> Result<(), Error> {
        let people = change.closures().people(changed.organisation, now).await?;
        if people == 0 {
            return Ok(());
        }
        let closed = Closed {
            code: changed.after.code.clone(),
            organisation: changed.after.name.clone(),
            people,
        };
        let above = change.closures().administrators_above(changed.organisation, now);
        for account in above.await? {
            let of = self.above.entry(account.id).or_insert_with(|| (account, Vec::new()));
            of.1.push(closed.clone());
        }
        self.all.push(closed);
        Ok(())
    }

    /// One letter to each.
    async fn letters(mut self, change: &mut Change) -> Result<Vec<Letter>, Error> {
        if self.all.is_empty() {
            return Ok(Vec::new());
        }
        for (account, _) in change.support().team().await? {
            if account.state == AccountState::Confirmed {
                self.above.insert(account.id, (account, self.all.clone()));
            }
        }
        let letters = self.above.into_values().map(|(account, mut closed)| {
            let more = u32::try_from(closed.len().saturating_sub(SHOWN_MOST)).unwrap_or(u32::MAX);
            closed.truncate(SHOWN_MOST);
            letter(&account, None, LetterText::OrganisationsClosed { closed, more })
        });
        Ok(letters.collect())
    }
}
