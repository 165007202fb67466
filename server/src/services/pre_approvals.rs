//! Pre-approvals (S5, S6; decision 9): how a confirmed person is let in at once, or else comes before those who may
//! decide. Shared by confirming an address and by asking when signed in. Giving them is in [`giving`].

mod giving;

use domain::accounts::{Account, AccountState};
use domain::audit::{Actor, Entry, Event};
use domain::join_requests::{Decision, JoinRequest};
use domain::letter::{LetterText, Waiting};
use domain::organisations::Organisation;
use domain::permission::{Action, Capacity, Role, Standing, allows, may_grant};
use domain::pre_approvals::{Circumstances, PreApproval, Source};
use domain::shared_mailbox::is_generic_address;
use domain::{Moment, PersonId, RequestId};
use storage::{Admission, Change, Given, LetInBy};

use super::cases::{because, open_case, written_to};
use super::letters::last_moment;
use super::stopped::{Act, Failure};
use super::{Doorkeeper, letter};

/// A pending request of a confirmed person that nobody has heard of yet.
pub(super) struct Arrival<'a> {
    pub(super) request: JoinRequest,
    pub(super) applicant: &'a Account,
    pub(super) organisation: &'a Organisation,
}

/// What became of it.
pub(super) enum Arrived {
    /// Those who may decide have been written to; where nobody can, support has a case, with its line for the audit.
    Waits(Option<Entry>),
    /// Pre-approved, and let in; with the line for the audit.
    LetIn(Entry),
}

impl Doorkeeper {
    /// Lets a pre-approved person in, or writes to everyone there who may decide.
    pub(super) async fn receive(
        &self,
        change: &mut Change,
        arrival: Arrival<'_>,
        now: Moment,
        reference: RequestId,
    ) -> Act<Arrived> {
        if let Some(pre_approval) = pre_approval_that_holds(change, &arrival, now).await?
            && change
                .pre_approvals()
                .use_up(pre_approval.id, arrival.applicant.id, now)
                .await?
        {
            let entry = self.let_in(change, arrival, &pre_approval, now, reference).await?;
            return Ok(Arrived::LetIn(entry));
        }
        let Arrival {
            request,
            applicant,
            organisation,
        } = arrival;
        let text = LetterText::RequestMade {
            code: organisation.code.clone(),
            organisation: organisation.name.clone(),
            name: applicant.full_name(),
            role: request.role,
        };
        let approvers = approvers_but(change, organisation, &[applicant.id], now).await?;
        self.post_to_all(change, &approvers, organisation.id, &text, now)
            .await?;
        let Some(because) = because(&request, organisation.policy, !approvers.is_empty(), None) else {
            return Ok(Arrived::Waits(None));
        };
        let line = |event| Entry::new(event, Actor::Service, now, reference);
        let opened = open_case(change, &request, because, now, line).await?;
        if opened.is_some() {
            let waiting = vec![Waiting {
                organisation: organisation.name.clone(),
                name: applicant.full_name(),
                role: request.role,
                since: now.in_london(),
            }];
            let team = change.support().team().await?;
            let text = LetterText::RequestsWithSupport { waiting };
            let letters: Vec<_> = written_to(&team, &[applicant.id])
                .map(|person| letter(person, Some(organisation.id), text.clone()))
                .collect();
            change.post_all(&letters, now).await?;
        }
        Ok(Arrived::Waits(opened))
    }

    async fn let_in(
        &self,
        change: &mut Change,
        arrival: Arrival<'_>,
        pre_approval: &PreApproval,
        now: Moment,
        reference: RequestId,
    ) -> Act<Entry> {
        let Arrival {
            request,
            applicant,
            organisation,
        } = arrival;
        let role = pre_approval.role;
        let decision = Decision {
            roster: pre_approval.roster,
            ends_at: pre_approval.ends_at,
            ..request.let_in_by(pre_approval.id, role, now)?
        };
        if !change.join_requests().decide(&decision).await? {
            return Err(Failure::Gone("a request that was just made").into());
        }
        let admission = Admission {
            person: applicant.id,
            organisation: organisation.id,
            role,
            roster: pre_approval.roster,
            ends_at: pre_approval.ends_at,
            by: LetInBy::PreApproval(pre_approval.id),
            at: now,
        };
        change.members().let_in(&admission).await?;
        let code = organisation.code.clone();
        let name = organisation.name.clone();
        let rosters = change.rosters().of_organisation(organisation.id).await?;
        let span = giving::span(pre_approval);
        let only_for = span.limit(&rosters).map(|limit| limit.full_name());
        let approved = LetterText::RequestApproved {
            code: code.clone(),
            organisation: name.clone(),
            role,
            only_for: only_for.clone(),
            from: None,
            until: pre_approval.ends_at.map(last_moment),
        };
        change
            .post(&letter(applicant, Some(organisation.id), approved), now)
            .await?;
        let told = LetterText::LetIn {
            code,
            organisation: name,
            name: applicant.full_name(),
            role,
            only_for,
        };
        let approvers = approvers_but(change, organisation, &[applicant.id], now).await?;
        self.post_to_all(change, &approvers, organisation.id, &told, now)
            .await?;
        Ok(Entry::new(Event::LetIn, Actor::Service, now, reference)
            .for_organisation(organisation.id)
            .about(applicant.id)
            .changing(None, span.which(&rosters)))
    }
}

/// Whom a pre-approval is for, as lists show it: name and address.
pub(super) fn named(given: &Given) -> String {
    format!("{} ({})", given.full_name, given.email)
}

/// Everyone who may decide at an organisation as its member, but for some.
pub(super) async fn approvers_but(
    change: &mut Change,
    organisation: &Organisation,
    but: &[PersonId],
    now: Moment,
) -> Act<Vec<Account>> {
    let mut approvers = change.members().approvers(organisation.id, now).await?;
    approvers.retain(|approver| !but.contains(&approver.id));
    Ok(approvers)
}

/// The pre-approval of this address, if everything that it depends on holds at this moment.
async fn pre_approval_that_holds(change: &mut Change, arrival: &Arrival<'_>, now: Moment) -> Act<Option<PreApproval>> {
    let Arrival {
        applicant,
        organisation,
        ..
    } = arrival;
    let Some(pre_approval) = change
        .pre_approvals()
        .live(organisation.id, applicant.email.key())
        .await?
    else {
        return Ok(None);
    };
    let giver_may_still_give = match pre_approval.source {
        Source::Register => true,
        // Nobody decides about themselves, by way of a pre-approval either.
        Source::GivenBy(giver) if giver == applicant.id => false,
        Source::GivenBy(giver) => may_give(change, giver, organisation, pre_approval.role, now).await?,
    };
    let limit_open = match pre_approval.roster {
        Some(roster) => change.rosters().is_open_at(roster, organisation.id).await?,
        None => true,
    };
    let circumstances = Circumstances {
        giver_may_still_give,
        organisation_open: organisation.status.is_open(),
        limit_open,
        generic_address: is_generic_address(&applicant.email),
        last_no: change.join_requests().last_no(applicant.id, organisation.id).await?,
    };
    Ok(pre_approval
        .holds(applicant.email.key(), circumstances, now)
        .then_some(pre_approval))
}

/// Whether a person may, at this moment, let others in with this role.
async fn may_give(
    change: &mut Change,
    giver: PersonId,
    organisation: &Organisation,
    role: Role,
    now: Moment,
) -> Act<bool> {
    let account = change.people().account(giver).await?;
    let support = change.support().is(giver).await?;
    let standing = change.members().standing(giver, organisation.id, now).await?;
    let capacity = capacity_to_give(account.as_ref(), standing.as_ref(), support);
    Ok(capacity.is_some_and(|capacity| may_grant(capacity, role)))
}

/// The capacity in which somebody may let others in; nothing where they may not.
pub(super) fn capacity_to_give(
    giver: Option<&Account>,
    standing: Option<&Standing>,
    support: bool,
) -> Option<Capacity> {
    giver.filter(|giver| giver.state == AccountState::Confirmed)?;
    let capacity = standing?.capacity(support)?;
    allows(Action::GrantRoles, capacity).then_some(capacity)
}
