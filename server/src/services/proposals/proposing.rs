//! A support person proposes that somebody joins or leaves. Nothing happens before a second support person confirms; those
//! who can are written to.

use domain::accounts::Account;
use domain::audit::{Entry, Event};
use domain::form::{Field, Problem};
use domain::join_requests::State;
use domain::letter::LetterText;
use domain::organisations::Kind;
use domain::permission::{Role, SupportPerson};
use domain::proposals::{Candidate, Proposal, ProposeWish, RemovalWish, What, enough_without_one};
use domain::shared_mailbox::Warning;
use domain::{
    Caller, EmailAddress, FieldErrors, Moment, Notice, OdsCode, OrganisationId, Page, PersonId, ProposalId, Receipt,
    Refusal,
};
use storage::Change;

use super::{is_open, line, must_support};
use crate::services::stopped::{Act, Failure};
use crate::services::{Doorkeeper, letter};

impl Doorkeeper {
    pub(super) async fn propose_joining(&self, caller: &Caller, wish: ProposeWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let by = SupportPerson::of(caller)?;
        let mut change = self.change().await?;
        let organisation = match &wish.candidate {
            Candidate::Support => {
                change.support().hold(now).await?;
                None
            }
            Candidate::Administrator(code) => Some(hold_commissioner(&mut change, code).await?),
        };
        must_support(&mut change, by).await?;
        // decide
        let account = confirmed(&mut change, &wish.email).await?;
        let what = match organisation {
            None => joining_support(&mut change, &account).await?,
            Some(organisation) => joining_commissioner(&mut change, &account, organisation, now).await?,
        };
        self.make(change, caller, what, &account, wish.why, now).await
    }

    pub(super) async fn propose_leaving(&self, caller: &Caller, wish: RemovalWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let by = SupportPerson::of(caller)?;
        let (mut change, what) = match &wish.organisation {
            None => {
                let mut change = self.change().await?;
                change.support().hold(now).await?;
                (change, What::SupportLeaves)
            }
            Some(code) => {
                let (change, organisation) = self.holding(code).await?;
                let organisation = organisation.id;
                (change, What::AdministratorLeaves { organisation })
            }
        };
        must_support(&mut change, by).await?;
        // decide
        let account = change.people().account(wish.person).await?.ok_or(Refusal::NotFound)?;
        match what.organisation() {
            None if !change.support().is(account.id).await? => return Err(Refusal::NotFound.into()),
            Some(organisation) if !administers(&mut change, account.id, organisation, now).await? => {
                return Err(Refusal::NotFound.into());
            }
            _ => {}
        }
        by.about(account.id)?;
        if what == What::SupportLeaves && is_open(&account) {
            enough_without_one(change.support().count_open().await?)?;
        }
        self.make(change, caller, what, &account, wish.why, now).await
    }

    /// Makes the proposal last; whoever proposes what is proposed already is led to that.
    pub(super) async fn make(
        &self,
        mut change: Change,
        caller: &Caller,
        what: What,
        account: &Account,
        why: String,
        now: Moment,
    ) -> Act<Receipt> {
        let by = SupportPerson::of(caller)?;
        if let Some(like) = change.proposals().open_like(what, account.id).await? {
            return Ok(Receipt::go_to(Page::Proposal(like.proposal.id)));
        }
        let id = ProposalId::new(storage::fresh(now));
        let proposal = Proposal::make(id, by, what, account.id, why, now)?;
        // save, post
        let made = self
            .keep_proposal(&mut change, &proposal, account, by, caller, now)
            .await?;
        // record
        change.commit(made).await?;
        self.with.bell.ring();
        let name = account.full_name();
        Ok(Receipt::saying(Notice::Proposed { name }, Page::SupportTeam))
    }

    /// Keeps a proposal inside a change, and writes to the support people who can confirm it; its line of the audit.
    pub(in crate::services) async fn keep_proposal(
        &self,
        change: &mut Change,
        proposal: &Proposal,
        account: &Account,
        by: SupportPerson,
        caller: &Caller,
        now: Moment,
    ) -> Act<Entry> {
        if !change.proposals().make(proposal).await? {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        let proposer = change.people().account(by.person()).await?;
        let text = LetterText::ProposalMade {
            id: proposal.id,
            by: proposer.ok_or(Failure::Gone("an account"))?.full_name(),
            name: account.full_name(),
        };
        for (colleague, _) in change.support().team().await? {
            if is_open(&colleague) && colleague.id != by.person() && colleague.id != account.id {
                let told = letter(&colleague, proposal.what.organisation(), text.clone());
                change.post(&told, now).await?;
            }
        }
        let made = line(Event::ProposalMade, proposal, by, caller.visit.request, now)
            .changing(None, proposal.what.kind().tag().to_owned())
            .because(Some(proposal.why.clone()));
        Ok(made)
    }
}

/// The commissioner with this code, held; a field to put right where there is none.
async fn hold_commissioner(change: &mut Change, code: &OdsCode) -> Act<OrganisationId> {
    let wrong = |problem| FieldErrors::one(Field::Commissioner, problem);
    let found = change.organisations().by_code(code).await?;
    let found = found.ok_or_else(|| wrong(Problem::NoSuchOrganisation))?;
    change.hold(found.id).await?;
    let held = change.organisations().by_id(found.id).await?;
    let held = held.ok_or(Failure::Gone("an organisation"))?;
    if held.kind != Kind::Commissioner {
        return Err(wrong(Problem::NotACommissioner).into());
    }
    if !held.status.is_open() {
        return Err(wrong(Problem::OrganisationNotOpen).into());
    }
    Ok(held.id)
}

/// The confirmed account of an address, held: when it is closed meanwhile, nothing is left waiting about it. Nobody in
/// particular cannot be proposed (decision 7).
async fn confirmed(change: &mut Change, email: &EmailAddress) -> Act<Account> {
    let wrong = |problem| FieldErrors::one(Field::Email, problem);
    let found = change.people().by_email(email).await?;
    let found = found.ok_or_else(|| wrong(Problem::NoSuchPerson))?;
    change.hold_person(found.id).await?;
    let account = change.people().account(found.id).await?.filter(is_open);
    let account = account.ok_or_else(|| wrong(Problem::NoSuchPerson))?;
    if account.warning() == Some(Warning::SharedMailbox) {
        return Err(wrong(Problem::SharedMailbox).into());
    }
    Ok(account)
}

async fn joining_support(change: &mut Change, account: &Account) -> Act<What> {
    if change.support().is(account.id).await? {
        return Err(FieldErrors::one(Field::Email, Problem::RoleHeld).into());
    }
    Ok(What::SupportJoins)
}

/// A request for the same that waits is answered with it.
async fn joining_commissioner(
    change: &mut Change,
    account: &Account,
    organisation: OrganisationId,
    now: Moment,
) -> Act<What> {
    if administers(change, account.id, organisation, now).await? {
        return Err(FieldErrors::one(Field::Email, Problem::RoleHeld).into());
    }
    let open = change.join_requests().open_of(account.id, organisation).await?;
    let open = open.filter(|one| one.role == Role::CommissioningAdministrator && one.state == State::Pending);
    Ok(What::AdministratorJoins {
        organisation,
        request: open.map(|one| one.id),
        ends_at: None,
    })
}

/// Whether a person is a commissioning administrator of a commissioner now.
pub(super) async fn administers(
    change: &mut Change,
    person: PersonId,
    organisation: OrganisationId,
    now: Moment,
) -> Act<bool> {
    let standing = change.members().standing(person, organisation, now).await?;
    Ok(standing.is_some_and(|standing| standing.roles.contains(&Role::CommissioningAdministrator)))
}
