//! A second support person confirms, and what was proposed happens in the same change. A request to act for a commissioner
//! comes here, too, when it is approved (S28).

use domain::accounts::Account;
use domain::audit::{Entry, Event};
use domain::join_requests::{Grant, JoinRequest, StateTag};
use domain::letter::LetterText;
use domain::members::keeping::Keeping;
use domain::members::{Member, Standing};
use domain::organisations::{Kind, Organisation};
use domain::permission::{Role, SupportPerson};
use domain::proposals::{Proposal, What, enough_without_one};
use domain::{Caller, JoinRequestId, Moment, Notice, OrganisationId, Page, ProposalId, Receipt, Refusal, RequestId};
use storage::{Admission, Change, LetInBy, Proposed};

use super::overriding::is_last;
use super::proposing::administers;
use super::{is_needed, is_open, line, must_support, roles_at, told};
use crate::services::letters::last_moment;
use crate::services::members::end_what_hangs_on;
use crate::services::stopped::{Act, Failure};
use crate::services::{Doorkeeper, letter};

impl Doorkeeper {
    pub(super) async fn confirm_proposal(&self, caller: &Caller, id: ProposalId) -> Act<Receipt> {
        let now = self.now();
        // permit
        let by = SupportPerson::of(caller)?;
        let (mut change, proposed) = self.holding_proposal(id, now).await?;
        must_support(&mut change, by).await?;
        // decide, save, post
        let (first, rest) = carry_out(&mut change, &proposed, by, caller.visit.request, now).await?;
        // record
        change.commit_all(first, rest).await?;
        self.with.bell.ring();
        let name = proposed.account.full_name();
        // An override has yet to be used: its page leads on.
        let page = match proposed.proposal.what {
            What::LastApproverMayGo { .. } => Page::Proposal(id),
            _ => Page::SupportTeam,
        };
        Ok(Receipt::saying(Notice::ProposalConfirmed { name }, page))
    }
}

/// Confirms a proposal inside a change and does what it says; the lines of the audit.
pub(in crate::services) async fn carry_out(
    change: &mut Change,
    proposed: &Proposed,
    by: SupportPerson,
    reference: RequestId,
    now: Moment,
) -> Act<(Entry, Vec<Entry>)> {
    let proposer_supports = change.support().is(proposed.proposal.by).await?;
    let proposal = proposed.proposal.clone();
    let confirmed = proposal
        .confirm(by, proposer_supports, now)
        .map_err(|why| told(why, proposed))?;
    if !change.proposals().settle(&confirmed).await? {
        return Err(Refusal::ChangedMeanwhile.into());
    }
    let act = Confirmed {
        proposal: &confirmed,
        account: &proposed.account,
        by,
        reference,
        now,
    };
    let rest = match confirmed.what {
        What::SupportJoins => act.joins_support(change).await?,
        What::SupportLeaves => act.leaves_support(change).await?,
        What::AdministratorJoins {
            organisation,
            request,
            ends_at,
        } => act.joins_commissioner(change, organisation, request, ends_at).await?,
        What::AdministratorLeaves { organisation } => act.leaves_commissioner(change, organisation).await?,
        What::LastApproverMayGo { organisation } => act.may_go(change, organisation).await?,
    };
    let first = act.line(Event::ProposalConfirmed).because(Some(confirmed.why.clone()));
    Ok((first, rest))
}

/// A proposal that has just been confirmed.
struct Confirmed<'a> {
    proposal: &'a Proposal,
    account: &'a Account,
    by: SupportPerson,
    reference: RequestId,
    now: Moment,
}

impl Confirmed<'_> {
    fn line(&self, event: Event) -> Entry {
        line(event, self.proposal, self.by, self.reference, self.now)
    }

    async fn write(&self, change: &mut Change, text: LetterText) -> Act<()> {
        let told = letter(self.account, self.proposal.what.organisation(), text);
        change.post(&told, self.now).await?;
        Ok(())
    }

    async fn joins_support(&self, change: &mut Change) -> Act<Vec<Entry>> {
        if !is_open(self.account) || !change.support().appoint(self.account.id, self.now).await? {
            return Err(Refusal::NoLongerStands.into());
        }
        self.write(change, LetterText::SupportAppointed).await?;
        Ok(vec![self.line(Event::SupportAppointed)])
    }

    async fn leaves_support(&self, change: &mut Change) -> Act<Vec<Entry>> {
        if is_open(self.account) {
            enough_without_one(change.support().count_open().await?)?;
        }
        if !change.support().end(self.account.id).await? {
            return Err(Refusal::NoLongerStands.into());
        }
        if is_open(self.account) {
            self.write(change, LetterText::SupportEnded).await?;
        }
        Ok(vec![self.line(Event::SupportEnded)])
    }

    async fn joins_commissioner(
        &self,
        change: &mut Change,
        organisation: OrganisationId,
        request: Option<JoinRequestId>,
        ends_at: Option<Moment>,
    ) -> Act<Vec<Entry>> {
        let organisation = held(change, organisation).await?;
        let open = change.join_requests().open_of(self.account.id, organisation.id).await?;
        let stands = is_open(self.account)
            && organisation.kind == Kind::Commissioner
            && ends_at.is_none_or(|end| self.now < end)
            && (request.is_none() || open.as_ref().map(|open| open.id) == request)
            && !administers(change, self.account.id, organisation.id, self.now).await?;
        if !stands {
            return Err(Refusal::NoLongerStands.into());
        }
        organisation.must_be_open()?;
        let role = Role::CommissioningAdministrator;
        let entry = if let Some(open) = open.filter(|open| open.role == role) {
            self.approve(change, &organisation, open, ends_at).await?
        } else {
            let text = LetterText::RolesChanged {
                code: organisation.code.clone(),
                organisation: organisation.name.clone(),
            };
            self.write(change, text).await?;
            self.line(Event::RoleGranted).changing(None, role.tag().to_owned())
        };
        let admission = Admission {
            person: self.account.id,
            organisation: organisation.id,
            role,
            roster: None,
            ends_at,
            by: LetInBy::Person(self.by.person()),
            at: self.now,
        };
        change.members().let_in(&admission).await?;
        Ok(vec![entry])
    }

    /// Approves the request that the proposal answers.
    async fn approve(
        &self,
        change: &mut Change,
        organisation: &Organisation,
        request: JoinRequest,
        ends_at: Option<Moment>,
    ) -> Act<Entry> {
        let role = request.role;
        let grant = Grant {
            role: None,
            roster: None,
            starts_at: None,
            ends_at,
        };
        let (warning, why) = (self.account.warning(), Some(self.proposal.why.clone()));
        let decision = request.approve(&self.by.at(organisation.id), grant, warning, why, self.now)?;
        if !change.join_requests().decide(&decision).await? {
            return Err(Refusal::NoLongerStands.into());
        }
        let text = LetterText::RequestApproved {
            code: organisation.code.clone(),
            organisation: organisation.name.clone(),
            role,
            only_for: None,
            from: None,
            until: ends_at.map(last_moment),
        };
        self.write(change, text).await?;
        let pending = StateTag::Pending.tag().to_owned();
        Ok(self
            .line(Event::RequestApproved)
            .changing(pending, role.tag().to_owned()))
    }

    /// Nothing happens yet: whoever is the last approver there may go, once.
    async fn may_go(&self, change: &mut Change, organisation: OrganisationId) -> Act<Vec<Entry>> {
        if !is_last(change, self.account.id, organisation, self.now).await? {
            return Err(Refusal::NoLongerStands.into());
        }
        Ok(Vec::new())
    }

    /// The role ends; without another, so does the access.
    async fn leaves_commissioner(&self, change: &mut Change, organisation: OrganisationId) -> Act<Vec<Entry>> {
        let organisation = held(change, organisation).await?;
        let role = Role::CommissioningAdministrator;
        let member = change.members().of(self.account.id, organisation.id).await?;
        let member = member.filter(|member| member.state == Standing::Active);
        let member = member.ok_or(Refusal::NoLongerStands)?;
        let held = member.roles.iter().filter(|span| !span.has_ended(self.now));
        let held: Vec<Role> = held.map(|span| span.role).collect();
        if !held.contains(&role) {
            return Err(Refusal::NoLongerStands.into());
        }
        let spans = change.members().spans(member.id, self.now).await?;
        let others = change
            .members()
            .other_approvers(organisation.id, self.account.id, self.now)
            .await?;
        if is_needed(&roles_at(&organisation, self.account.id, spans, others), self.now) {
            return Err(Refusal::LastApprover.into());
        }
        if held == [role] {
            return self.revoke(change, &organisation, member).await;
        }
        change.support().end_administrator(member.id).await?;
        let text = LetterText::RolesChanged {
            code: organisation.code,
            organisation: organisation.name,
        };
        self.write(change, text).await?;
        Ok(vec![
            self.line(Event::RoleRemoved).changing(role.tag().to_owned(), None),
        ])
    }

    async fn revoke(&self, change: &mut Change, organisation: &Organisation, member: Member) -> Act<Vec<Entry>> {
        let decides = change.members().decides_without_end(&member, self.now).await?;
        let others = change
            .members()
            .other_approvers(organisation.id, self.account.id, self.now)
            .await?;
        let revocation = member.revoke(&self.by.at(organisation.id), decides, others, None, self.now)?;
        if !change.members().revoke(&revocation).await? {
            return Err(Refusal::NoLongerStands.into());
        }
        let line = |event| self.line(event);
        let mut lines = end_what_hangs_on(
            change,
            self.account.id,
            organisation.id,
            &Keeping::default(),
            self.now,
            line,
        )
        .await?;
        let text = LetterText::AccessRevoked {
            organisation: organisation.name.clone(),
            reason: None,
        };
        self.write(change, text).await?;
        let role = Role::CommissioningAdministrator.tag().to_owned();
        lines.push(self.line(Event::MemberRevoked).changing(role, None));
        Ok(lines)
    }
}

/// The organisation as it is inside the change that holds it.
async fn held(change: &mut Change, organisation: OrganisationId) -> Act<Organisation> {
    let held = change.organisations().by_id(organisation).await?;
    Ok(held.ok_or(Failure::Gone("an organisation"))?)
}
