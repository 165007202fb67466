//! Undoing a decision: whoever decided takes it back within `UNDO_SECONDS`, while its letter still waits. What the decision
//! replaced and closed is kept when it is made ([`Undoing`]) and put back exactly; the audit keeps both.
//!
//! It is refused once a letter of it was leased, once anything else about the applicant has changed there, and once the
//! access was used. **Used** means: a page or file of the organisation, or a list that holds its rows, was asked for by
//! whoever was approved (noted by [`Doorkeeper::note_use`] before it is shown), or something was done for the organisation
//! by them. Seeing one's own request approved, the front page and the name in the menu are not use.

use chrono::TimeDelta;
use domain::accounts::Account;
use domain::audit::{Actor, Entry, Event};
use domain::join_requests::{Before, Decision, JoinRequest, State, StateTag, UndoWish, UndoableView};
use domain::letter::Letter;
use domain::organisations::Organisation;
use domain::permission::{Action, Approver, may};
use domain::{Caller, JoinRequestId, Moment, Notice, OrganisationId, Page, PersonId, Receipt, Refusal};
use storage::{Change, Housekeeping, Undoable};

use crate::services::stopped::Act;
use crate::services::{Doorkeeper, standing_in};

/// How many decisions that can be undone are shown.
const UNDOABLE_MOST: u16 = 100;
/// By how much the clocks of two server processes may differ.
const CLOCKS: TimeDelta = TimeDelta::minutes(1);

/// What is kept of a decision so that it can be undone.
pub(super) struct Undoing {
    until: Moment,
    before: Before,
}

impl Undoing {
    /// How everything is before a decision is saved; nothing where decisions cannot be undone. Hold the organisation first.
    pub(super) async fn begin(
        change: &mut Change,
        lasting: TimeDelta,
        decision: &Decision,
        applicant: &Account,
        now: Moment,
    ) -> Act<Option<Self>> {
        if lasting.is_zero() {
            return Ok(None);
        }
        let (person, organisation) = (applicant.id, decision.request.organisation);
        let proposals = change.proposals().open_about(person).await?;
        let mut before = Before {
            member: None,
            new_users: Vec::new(),
            pre_approval: None,
            proposals: proposals.iter().map(|proposal| proposal.id).collect(),
            others: 0,
        };
        if decision.granted.is_some() {
            before.member = change.members().as_it_is(person, organisation).await?;
            let adding = change.new_users().open_of(&applicant.email).await?;
            let adding = adding.into_iter().filter(|user| user.organisation == organisation);
            before.new_users = adding.map(|user| (user.id, user.person)).collect();
            let pre_approval = change.pre_approvals().live(organisation, applicant.email.key()).await?;
            before.pre_approval = pre_approval.map(|pre_approval| pre_approval.id);
            before.others = change.members().other_approvers(organisation, person, now).await?.0;
        }
        let until = now.plus(lasting);
        Ok(Some(Self { until, before }))
    }

    /// Posts the letter of the decision: it waits until it can no longer be taken back.
    pub(super) async fn post(
        undoing: Option<&Self>,
        change: &mut Change,
        letter: &Letter,
        request: JoinRequestId,
        now: Moment,
    ) -> Act<()> {
        match undoing {
            Some(undoing) => change.post_undoable(letter, request, undoing.until, now).await?,
            None => drop(change.post(letter, now).await?),
        }
        Ok(())
    }

    /// Keeps it with the decision, whose lines of the audit are these.
    pub(super) async fn keep(
        mut self,
        change: &mut Change,
        decision: &Decision,
        by: PersonId,
        lines: impl Iterator<Item = &Entry> + Send,
    ) -> Act<()> {
        let request = &decision.request;
        let (person, organisation) = (request.person, request.organisation);
        if !self.before.proposals.is_empty() {
            let open = change.proposals().open_about(person).await?;
            self.before
                .proposals
                .retain(|id| open.iter().all(|proposal| proposal.id != *id));
        }
        let own = lines
            .filter(|line| line.person == Some(person))
            .filter(|line| line.organisation == Some(organisation) || line.event.touches_applicant())
            .count();
        let told = change.audit().about_applicant(person, organisation).await?;
        let undoable = Undoable {
            until: self.until,
            used_at: None,
            lines: told.saturating_add(i64::try_from(own).unwrap_or(i64::MAX)),
            before: self.before,
        };
        Ok(change.join_requests().keep_undoable(request, by, &undoable).await?)
    }
}

impl Doorkeeper {
    /// The caller's own decisions that can still be undone, where the caller may still decide.
    pub(super) async fn own_undoable(&self, caller: &Caller, only: Option<JoinRequestId>) -> Act<Vec<UndoableView>> {
        if self.with.undo.is_zero() {
            return Ok(Vec::new());
        }
        let now = self.now();
        let mut read = self.read();
        let mut own = read
            .join_requests()
            .undoable_by(caller.person, now, UNDOABLE_MOST)
            .await?;
        own.retain(|(_, view)| only.is_none_or(|only| only == view.id));
        let mut places: Vec<OrganisationId> = own.iter().map(|(organisation, _)| *organisation).collect();
        places.sort_unstable();
        places.dedup();
        for place in places {
            let standing = read.members().standing(caller.person, place, now).await?;
            if !standing.is_some_and(|standing| may(&standing, caller.support, Action::DecideRequest)) {
                own.retain(|(organisation, _)| *organisation != place);
            }
        }
        Ok(own.into_iter().map(|(_, view)| view).collect())
    }

    pub(super) async fn undo_decision(&self, caller: &Caller, wish: &UndoWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, organisation) = self.holding(&wish.code).await?;
        let approver = Approver::of(caller, &standing_in(&mut change, caller, &organisation, now).await?)?;
        // decide
        let applied = change.join_requests().applied(wish.id).await?;
        let applied = applied
            .filter(|applied| applied.request.organisation == approver.organisation())
            .ok_or(Refusal::NotFound)?;
        let (request, name) = (applied.request, applied.applicant.full_name());
        change.hold_person(request.person).await?;
        let undoable = change.join_requests().undoable(request.id).await?;
        let until = undoable.as_ref().map(|undoable| undoable.until);
        let reopened = request.clone().undo(&approver, until, now)?;
        let undoable = undoable.ok_or(Refusal::TooLateToUndo)?;
        must_be_unused(&mut change, &request, &undoable).await?;
        must_be_unchanged(&mut change, &request, &organisation, &undoable, now).await?;
        // save
        let by = approver.person();
        put_back(&mut change, &request, by, &undoable.before, now).await?;
        // post: nobody was told, and nobody is
        if !change.outbox().take_back(request.id).await? {
            return Err(Refusal::LetterHasLeft.into());
        }
        // record
        let line = |event| {
            Entry::new(event, Actor::Person(by), now, caller.visit.request)
                .for_organisation(organisation.id)
                .about(request.person)
        };
        let (was, is) = (request.state.tag().tag(), reopened.state.tag().tag());
        let entry = line(Event::DecisionUndone).changing(was.to_owned(), Some(is.to_owned()));
        let proposals = undoable.before.proposals.iter();
        let lines = proposals.map(|_| line(Event::ProposalReopened)).collect();
        change.commit_all(entry, lines).await?;
        Ok(Receipt::saying(
            Notice::DecisionUndone { name },
            Page::Members(organisation.code),
        ))
    }

    /// Notes that the caller uses an access that could still be undone, at an organisation or anywhere; from then on it
    /// stays. Called before the standing is read that lets the caller see something: so either the use is noted, or the
    /// access is gone.
    pub(in crate::services) async fn note_use(&self, caller: &Caller, organisation: Option<OrganisationId>) -> Act<()> {
        let person = caller.person;
        if self.with.undo.is_zero() || !self.read().join_requests().unused_access(person, organisation).await? {
            return Ok(());
        }
        let mut change = self.change().await?;
        change
            .join_requests()
            .access_used(person, organisation, self.now())
            .await?;
        Ok(change.commit_housekeeping(Housekeeping::AccessUsed).await?)
    }
}

/// Whoever was approved has neither seen what the access shows nor acted by it.
async fn must_be_unused(change: &mut Change, request: &JoinRequest, undoable: &Undoable) -> Act<()> {
    let State::Approved(decided) = &request.state else {
        return Ok(());
    };
    let since = decided.at.plus(-CLOCKS);
    let acted = change
        .audit()
        .acted_since(request.person, request.organisation, since)
        .await?;
    if undoable.used_at.is_some() || acted {
        return Err(Refusal::AccessWasUsed.into());
    }
    Ok(())
}

/// Nothing else was done about the applicant, the organisation is open, and somebody can decide there without the access
/// that goes, if anybody could before it came.
async fn must_be_unchanged(
    change: &mut Change,
    request: &JoinRequest,
    organisation: &Organisation,
    undoable: &Undoable,
    now: Moment,
) -> Act<()> {
    let (person, place) = (request.person, request.organisation);
    let told = change.audit().about_applicant(person, place).await?;
    let others = match undoable.before.others {
        0 => 0,
        _ => change.members().other_approvers(place, person, now).await?.0,
    };
    if told != undoable.lines || !organisation.status.is_open() || others < undoable.before.others.min(1) {
        return Err(Refusal::ChangedSince.into());
    }
    Ok(())
}

/// Puts everything back as it was before the decision.
async fn put_back(
    change: &mut Change,
    request: &JoinRequest,
    decider: PersonId,
    before: &Before,
    now: Moment,
) -> Act<()> {
    if !change.join_requests().take_undoable(request.id).await? {
        return Err(Refusal::AccessWasUsed.into());
    }
    let mut back = change.join_requests().reopen(request.id, decider).await?;
    if request.state.tag() == StateTag::Approved {
        let (person, organisation) = (request.person, request.organisation);
        back &= change
            .members()
            .put_back(person, organisation, before.member.as_ref(), now)
            .await?;
    }
    for (id, confirmed_by) in &before.new_users {
        back &= change.new_users().reopen(*id, *confirmed_by).await?;
    }
    if let Some(pre_approval) = before.pre_approval {
        back &= change.pre_approvals().reopen(pre_approval).await?;
    }
    for proposal in &before.proposals {
        back &= change.proposals().reopen(*proposal).await?;
    }
    if back {
        Ok(())
    } else {
        Err(Refusal::ChangedSince.into())
    }
}
