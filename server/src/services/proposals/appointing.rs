//! Approving a request to act for a commissioner (S28): the first support person's *Approve* becomes a proposal, a second
//! one's confirms it. *Reject* turns a proposal down that waits for the same.

use domain::audit::Entry;
use domain::join_requests::{Decision, State};
use domain::organisations::Organisation;
use domain::permission::{Role, SupportPerson};
use domain::proposals::{Proposal, What};
use domain::{Caller, LondonTime, Moment, Notice, Page, ProposalId, Receipt, Refusal};
use storage::{Applied, Change};

use super::confirming::carry_out;
use super::turned_down;
use crate::services::Doorkeeper;
use crate::services::stopped::Act;

impl Doorkeeper {
    /// What approving such a request comes to. `decision` is what it would be; hold the organisation first.
    pub(in crate::services) async fn appoint(
        &self,
        mut change: Change,
        caller: &Caller,
        organisation: &Organisation,
        applied: &Applied,
        decision: &Decision,
        now: Moment,
    ) -> Act<Receipt> {
        // permit
        let by = SupportPerson::of(caller)?;
        let (person, name) = (applied.applicant.id, applied.applicant.full_name());
        change.hold_person(person).await?;
        // decide
        let what = what(applied, decision.ends_at);
        let mut lines = Vec::new();
        match change.proposals().open_like(what, person).await? {
            Some(like) if like.proposal.what.request().is_none_or(|one| one == applied.request.id) => {
                // Whoever confirms something else than was proposed has not seen what was.
                if decision.ends_at.is_some() && decision.ends_at != like.proposal.what.ends_at() {
                    return Err(Refusal::ChangedMeanwhile.into());
                }
                let (first, rest) = carry_out(&mut change, &like, by, caller.visit.request, now).await?;
                change.commit_all(first, rest).await?;
                self.with.bell.ring();
                let page = Page::Members(organisation.code.clone());
                return Ok(Receipt::saying(Notice::Approved { name }, page));
            }
            // It answered an earlier request, which has ended.
            Some(stale) => lines.push(turned_down(&mut change, &stale, by, caller.visit.request, now).await?),
            None => {}
        }
        let id = ProposalId::new(storage::fresh(now));
        let why = match &decision.request.state {
            State::Approved(decided) => decided.reason.clone(),
            _ => None,
        };
        let why = why.unwrap_or_else(|| applied.request.reason.clone());
        let proposal = Proposal::make(id, by, what, person, why, now)?;
        // save, post
        let account = &applied.applicant;
        let made = self
            .keep_proposal(&mut change, &proposal, account, by, caller, now)
            .await?;
        // record
        change.commit_all(made, lines).await?;
        self.with.bell.ring();
        let page = Page::Members(organisation.code.clone());
        Ok(Receipt::saying(Notice::Proposed { name }, page))
    }

    /// The proposal that waits for the same as a request, by whom and since when.
    pub(in crate::services) async fn proposed_for(
        &self,
        applied: &Applied,
    ) -> Act<Option<(ProposalId, String, LondonTime)>> {
        if applied.request.role != Role::CommissioningAdministrator {
            return Ok(None);
        }
        let like = self
            .read()
            .proposals()
            .open_like(what(applied, None), applied.applicant.id)
            .await?;
        Ok(like.map(|like| (like.proposal.id, like.proposer, like.proposal.made_at.in_london())))
    }
}

/// A request to act for a commissioner was rejected by a support person: a proposal that answers it is turned down.
pub(in crate::services) async fn turn_down_with(
    change: &mut Change,
    caller: &Caller,
    applied: &Applied,
    now: Moment,
) -> Act<Vec<Entry>> {
    let like = change
        .proposals()
        .open_like(what(applied, None), applied.applicant.id)
        .await?;
    match like {
        Some(like) if caller.support => {
            let by = SupportPerson::of(caller)?;
            Ok(vec![turned_down(change, &like, by, caller.visit.request, now).await?])
        }
        _ => Ok(Vec::new()),
    }
}

fn what(applied: &Applied, ends_at: Option<Moment>) -> What {
    What::AdministratorJoins {
        organisation: applied.request.organisation,
        request: Some(applied.request.id),
        ends_at,
    }
}
