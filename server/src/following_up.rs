//! Requests that nobody decides: those who may decide are reminded, then support is told, and in the end the request lapses
//! (`domain::join_requests::following_up`). Whoever is written to gets one letter, which lists all that waits for them.
//! However many servers run (`scheduler.rs`), it is one letter: each step is taken in the change that posts it.

use std::collections::{BTreeMap, BTreeSet, btree_map};

use domain::accounts::{Account, AccountState};
use domain::audit::{Actor, Entry, Event};
use domain::cases::Because;
use domain::join_requests::following_up::{is_time, lapsed_before};
use domain::join_requests::{FollowedUp, State};
use domain::letter::{Letter, LetterText, Waiting};
use domain::members::{Column, Sort};
use domain::permission::Role;
use domain::proposals::Ended;
use domain::{JoinRequestId, Moment, OrganisationId, PersonId, RequestId};
use storage::{Applied, Change, Error};

use crate::services::{Needed, because, lapse, letter, open_case, written_to};

/// How a letter lists what waits.
const OLDEST_FIRST: Sort = Sort {
    column: Column::Date,
    descending: false,
};

/// Lets lapse what has waited too long, reminds of what is due, and hands support what nobody else can decide; how many
/// letters that is. Nobody is reminded before eight in the morning.
pub async fn follow_up(needed: &Needed) -> Result<usize, Error> {
    let now = needed.clock.now();
    let mut posted = hand_to_support(needed, now).await?;
    if is_time(now) {
        for id in needed.store.read().join_requests().to_lapse(lapsed_before(now)).await? {
            posted += usize::from(let_lapse(needed, id, now).await?);
        }
        posted += remind(needed, now).await?;
    }
    if posted > 0 {
        needed.bell.ring();
        tracing::info!(posted, "letters about undecided requests posted");
    }
    Ok(posted)
}

/// Lets a request lapse; whether the requester is written to.
async fn let_lapse(needed: &Needed, id: JoinRequestId, now: Moment) -> Result<bool, Error> {
    let Some(found) = needed.store.read().join_requests().by_id(id).await? else {
        return Ok(false);
    };
    let mut change = needed.store.change().await?;
    change.hold(found.organisation).await?;
    let Some(applied) = change.join_requests().applied(id).await? else {
        return Ok(false);
    };
    // Decided meanwhile, or by another server.
    let Ok(lapsed) = applied.request.lapse(now) else {
        return Ok(false);
    };
    if !change.join_requests().withdraw(&lapsed).await? {
        return Ok(false);
    }
    let line = line(now);
    let line = |event| line(event).for_organisation(lapsed.organisation).about(lapsed.person);
    let rest = lapse(&mut change, lapsed.person, Ended::Request(id), now, line).await?;
    let reachable = applied.applicant.state == AccountState::Confirmed;
    if reachable {
        let text = LetterText::RequestLapsed {
            code: applied.organisation.code,
            organisation: applied.organisation.name,
        };
        let letter = letter(&applied.applicant, Some(lapsed.organisation), text);
        change.post(&letter, now).await?;
    }
    change.commit_all(line(Event::RequestLapsed), rest).await?;
    Ok(reachable)
}

/// Reminds of all requests for which that is due, in one change; how many letters that is.
async fn remind(needed: &Needed, now: Moment) -> Result<usize, Error> {
    let before = needed.reminder_days.due_before(now);
    let due = needed.store.read().join_requests().to_follow_up(before).await?;
    let mut change = needed.store.change().await?;
    let organisations: BTreeSet<OrganisationId> = due.iter().map(|(_, organisation, _)| *organisation).collect();
    for organisation in organisations {
        change.hold(organisation).await?;
    }
    let (mut told, mut lines) = (Told::default(), Vec::new());
    for (id, organisation, step) in due {
        let Some(applied) = change.join_requests().applied(id).await? else {
            continue;
        };
        let deciders = deciders(&mut change, &applied, now).await?;
        // Where nobody can decide, support is told at once.
        let step = if deciders.is_empty() {
            FollowedUp::WithSupport
        } else {
            step
        };
        if !change.join_requests().follow_up(id, step).await? {
            continue;
        }
        if step == FollowedUp::WithSupport {
            let because = because(&applied.request, applied.policy, !deciders.is_empty(), Some(step));
            lines.extend(told.support(&mut change, applied, because, now).await?);
        } else {
            let reminded = line(now)(Event::RequestReminded).for_organisation(organisation);
            lines.push(reminded.about(applied.request.person));
            told.remind(&mut change, organisation, deciders).await?;
        }
    }
    let Some(first) = lines.pop() else { return Ok(0) };
    let letters = told.letters(&mut change).await?;
    change.post_all(&letters, now).await?;
    change.commit_all(first, lines).await?;
    Ok(letters.len())
}

/// Hands to support what nobody at its organisation can decide any more, in one change; how many letters that is.
async fn hand_to_support(needed: &Needed, now: Moment) -> Result<usize, Error> {
    let ids = needed.store.read().cases().to_open(now).await?;
    if ids.is_empty() {
        return Ok(0);
    }
    let mut change = needed.store.change().await?;
    let mut found = Vec::new();
    for id in ids {
        found.extend(change.join_requests().by_id(id).await?);
    }
    let organisations: Vec<OrganisationId> = found.iter().map(|request| request.organisation).collect();
    change.hold_all(&organisations).await?;
    let (mut told, mut lines) = (Told::default(), Vec::new());
    for request in found {
        let Some(applied) = change.join_requests().applied(request.id).await? else {
            continue;
        };
        // Decided meanwhile, or by another server.
        let waits = applied.request.state == State::Pending;
        let decidable = !deciders(&mut change, &applied, now).await?.is_empty();
        let because = because(&applied.request, applied.policy, decidable, applied.followed_up);
        if let Some(because) = because.filter(|_| waits) {
            lines.extend(told.support(&mut change, applied, Some(because), now).await?);
        }
    }
    let Some(first) = lines.pop() else { return Ok(0) };
    let letters = told.letters(&mut change).await?;
    change.post_all(&letters, now).await?;
    change.commit_all(first, lines).await?;
    Ok(letters.len())
}

/// Who is written to in one round, and about what.
#[derive(Default)]
struct Told {
    /// Those who may decide, with the organisations at which something is due.
    deciders: BTreeMap<PersonId, (Account, Vec<OrganisationId>)>,
    /// What waits at each of those organisations.
    waiting: BTreeMap<OrganisationId, Vec<Applied>>,
    /// What support is told of.
    with_support: Vec<Applied>,
}

impl Told {
    /// Notes whom to remind of what waits at an organisation.
    async fn remind(
        &mut self,
        change: &mut Change,
        organisation: OrganisationId,
        deciders: Vec<Account>,
    ) -> Result<(), Error> {
        if let btree_map::Entry::Vacant(new) = self.waiting.entry(organisation) {
            new.insert(change.join_requests().pending_at(organisation, OLDEST_FIRST).await?);
        }
        for decider in deciders {
            let (_, organisations) = self.deciders.entry(decider.id).or_insert_with(|| (decider, Vec::new()));
            if !organisations.contains(&organisation) {
                organisations.push(organisation);
            }
        }
        Ok(())
    }

    /// Hands a request to support, as a case where there is a reason for one, and notes to tell it; the line of the audit.
    /// Nothing where it is a case already.
    async fn support(
        &mut self,
        change: &mut Change,
        applied: Applied,
        because: Option<Because>,
        now: Moment,
    ) -> Result<Option<Entry>, Error> {
        let line = if let Some(because) = because {
            open_case(change, &applied.request, because, now, line(now)).await?
        } else {
            let line = line(now)(Event::RequestWithSupport).for_organisation(applied.request.organisation);
            Some(line.about(applied.request.person))
        };
        if line.is_some() {
            self.with_support.push(applied);
        }
        Ok(line)
    }

    /// One letter to each.
    async fn letters(self, change: &mut Change) -> Result<Vec<Letter>, Error> {
        let mut letters = Vec::new();
        for (id, (decider, organisations)) in &self.deciders {
            let waiting = organisations
                .iter()
                .filter_map(|organisation| self.waiting.get(organisation));
            let waiting = waiting.flatten().filter(|applied| applied.request.person != *id);
            let waiting = waiting.map(row).collect();
            letters.push(letter(decider, None, LetterText::RequestsWaiting { waiting }));
        }
        if !self.with_support.is_empty() {
            let waiting: Vec<Waiting> = self.with_support.iter().map(row).collect();
            let team = change.support().team().await?;
            for person in written_to(&team, &[]) {
                let waiting = waiting.clone();
                letters.push(letter(person, None, LetterText::RequestsWithSupport { waiting }));
            }
        }
        Ok(letters)
    }
}

/// Who may decide about a request as a member; nobody about themselves.
async fn deciders(change: &mut Change, applied: &Applied, now: Moment) -> Result<Vec<Account>, Error> {
    let request = &applied.request;
    // Who administers for a commissioner is for support alone to say.
    if request.role == Role::CommissioningAdministrator {
        return Ok(Vec::new());
    }
    let mut deciders = change.members().approvers(request.organisation, now).await?;
    deciders.retain(|decider| decider.id != request.person);
    Ok(deciders)
}

fn row(applied: &Applied) -> Waiting {
    Waiting {
        organisation: applied.organisation.name.clone(),
        name: applied.applicant.full_name(),
        role: applied.request.role,
        since: applied.came_at.unwrap_or(applied.request.made_at).in_london(),
    }
}

/// A line of the audit by the service itself; lines of one change name the same request.
fn line(now: Moment) -> impl Fn(Event) -> Entry + Copy {
    let request = RequestId::new(storage::fresh(now));
    move |event| Entry::new(event, Actor::Service, now, request)
}
