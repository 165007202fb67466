//! The support team and its proposals: here is what their pages show, and how a proposal is turned down. Proposing is in
//! [`proposing`], confirming, and what happens then, in [`confirming`]; requests to act for a commissioner are in
//! [`appointing`], overrides of the rule about the last approver in [`overriding`], what ends by itself in [`lapsing`].

mod appointing;
mod confirming;
mod lapsing;
mod overriding;
mod proposing;

use async_trait::async_trait;
use domain::accounts::{Account, AccountState};
use domain::audit::{Actor, Entry, Event};
use domain::members::roles::{MemberRoles, RoleSpan};
use domain::members::{OtherApprovers, RoleKey};
use domain::organisations::Organisation;
use domain::permission::{Role, SupportPerson};
use domain::proposals::{
    AdministratorRow, Confirmable, FEWEST_SUPPORT_PEOPLE, OverrideView, OverrideWish, Proposal, ProposalRow,
    ProposalView, Proposals, ProposeWish, Removable, RemovalView, RemovalWish, SupportRow, SupportTeamView, What,
};
use domain::{Answer, Caller, Moment, Notice, OdsCode, Page, PersonId, ProposalId, Receipt, Refusal, RequestId};
use storage::{Change, Proposed};

pub(super) use self::appointing::turn_down_with;
pub(crate) use self::lapsing::lapse;
use super::Doorkeeper;
use super::letters::last_moment;
use super::stopped::{Act, Failure, answer};

#[async_trait]
impl Proposals for Doorkeeper {
    async fn support_team(&self, caller: &Caller) -> Answer<SupportTeamView> {
        answer(caller.visit.request, self.show_team(caller).await)
    }

    async fn proposal(&self, caller: &Caller, id: ProposalId) -> Answer<ProposalView> {
        answer(caller.visit.request, self.show_proposal(caller, id).await)
    }

    async fn removal(&self, caller: &Caller, person: PersonId, organisation: Option<OdsCode>) -> Answer<RemovalView> {
        answer(
            caller.visit.request,
            self.show_removal(caller, person, organisation).await,
        )
    }

    async fn propose(&self, caller: &Caller, wish: ProposeWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.propose_joining(caller, wish).await)
    }

    async fn last_approver(&self, caller: &Caller, person: PersonId, code: &OdsCode) -> Answer<OverrideView> {
        answer(caller.visit.request, self.show_override(caller, person, code).await)
    }

    async fn propose_override(&self, caller: &Caller, wish: OverrideWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.propose_letting_go(caller, wish).await)
    }

    async fn propose_removal(&self, caller: &Caller, wish: RemovalWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.propose_leaving(caller, wish).await)
    }

    async fn confirm(&self, caller: &Caller, id: ProposalId) -> Answer<Receipt> {
        answer(caller.visit.request, self.confirm_proposal(caller, id).await)
    }

    async fn turn_down(&self, caller: &Caller, id: ProposalId) -> Answer<Receipt> {
        answer(caller.visit.request, self.turn_down_proposal(caller, id).await)
    }
}

impl Doorkeeper {
    async fn show_team(&self, caller: &Caller) -> Act<SupportTeamView> {
        let viewer = SupportPerson::looking(caller)?;
        let mut read = self.read();
        let team = read.support().team().await?;
        let open = team.iter().filter(|(account, _)| is_open(account)).count();
        let few = i64::try_from(open).unwrap_or(i64::MAX) <= FEWEST_SUPPORT_PEOPLE;
        let support = team.into_iter().map(|(account, since)| SupportRow {
            id: account.id,
            name: account.full_name(),
            email: account.email.to_string(),
            since: since.in_london(),
            removable: removable(&account, viewer, few),
        });
        let administrators = read.support().administrators(self.now()).await?;
        let administrators = administrators.into_iter().map(|one| AdministratorRow {
            id: one.account.id,
            name: one.account.full_name(),
            email: one.account.email.to_string(),
            removable: removable(&one.account, viewer, false),
            code: one.code,
            organisation: one.organisation,
            since: one.since.in_london(),
        });
        let proposals = read.proposals().open().await?;
        Ok(SupportTeamView {
            team: support.collect(),
            administrators: administrators.collect(),
            proposals: proposals.iter().map(row).collect(),
        })
    }

    async fn show_proposal(&self, caller: &Caller, id: ProposalId) -> Act<ProposalView> {
        let viewer = SupportPerson::looking(caller)?;
        let proposed = self.read().proposals().proposed(id).await?.ok_or(Refusal::NotFound)?;
        let proposal = &proposed.proposal;
        let confirmable = if proposal.person == viewer {
            Confirmable::Oneself
        } else if proposal.by == viewer {
            Confirmable::Proposer
        } else {
            Confirmable::Yes
        };
        Ok(ProposalView {
            row: row(&proposed),
            person: proposal.person,
            email: proposed.account.email.to_string(),
            why: proposal.why.clone(),
            request: proposal.what.request(),
            until: match proposal.usable_until() {
                Some(until) => Some(until.in_london()),
                None => proposal.what.ends_at().map(last_moment),
            },
            used_at: proposal.used_at.map(Moment::in_london),
            state: proposal.state.tag(),
            settled_by: proposed.settler.clone(),
            settled_at: proposal.state.ended_at().map(Moment::in_london),
            confirmable,
        })
    }

    async fn show_removal(&self, caller: &Caller, person: PersonId, code: Option<OdsCode>) -> Act<RemovalView> {
        let viewer = SupportPerson::looking(caller)?;
        let now = self.now();
        let mut read = self.read();
        let account = read.people().account(person).await?.ok_or(Refusal::NotFound)?;
        let mut last = None;
        let (organisation, keeps, few) = match code {
            None => {
                if !read.support().is(person).await? {
                    return Err(Refusal::NotFound.into());
                }
                let few = read.support().count_open().await? <= FEWEST_SUPPORT_PEOPLE && is_open(&account);
                (None, Vec::new(), few)
            }
            Some(code) => {
                let organisation = self.organisation(&code).await?;
                let standing = read.members().standing(person, organisation.id, now).await?;
                let mut roles = standing.map(|standing| standing.roles).unwrap_or_default();
                if !roles.contains(&Role::CommissioningAdministrator) {
                    return Err(Refusal::NotFound.into());
                }
                roles.retain(|role| *role != Role::CommissioningAdministrator);
                let alone = self
                    .last_approver_at(caller, person, Some(organisation.id), now)
                    .await?;
                if let (Some(alone), Some(member)) = (
                    alone.into_iter().next(),
                    read.members().of(person, organisation.id).await?,
                ) {
                    let held = read.members().spans(member.id, now).await?;
                    let roles = roles_at(&organisation, person, held, OtherApprovers(0));
                    last = is_needed(&roles, now).then_some(alone);
                }
                (Some((organisation.code, organisation.name)), roles, false)
            }
        };
        Ok(RemovalView {
            id: person,
            name: account.full_name(),
            email: account.email.to_string(),
            organisation,
            keeps,
            removable: removable(&account, viewer, few),
            last_approver: last,
        })
    }

    async fn turn_down_proposal(&self, caller: &Caller, id: ProposalId) -> Act<Receipt> {
        let now = self.now();
        // permit
        let by = SupportPerson::of(caller)?;
        let (mut change, proposed) = self.holding_proposal(id, now).await?;
        must_support(&mut change, by).await?;
        // decide, save
        let entry = turned_down(&mut change, &proposed, by, caller.visit.request, now).await?;
        // record; whoever proposed it sees it gone from the list
        change.commit(entry).await?;
        let name = proposed.account.full_name();
        Ok(Receipt::saying(Notice::ProposalTurnedDown { name }, Page::SupportTeam))
    }

    /// A change that other changes to the same people wait for, and the proposal as it is inside it. Changes to the team
    /// hold the team, those to a commissioner's administrators hold the commissioner; the person comes last.
    async fn holding_proposal(&self, id: ProposalId, now: Moment) -> Act<(Change, Proposed)> {
        let found = self.read().proposals().proposed(id).await?.ok_or(Refusal::NotFound)?;
        let mut change = self.change().await?;
        match found.proposal.what.organisation() {
            Some(organisation) => change.hold(organisation).await?,
            None => change.support().hold(now).await?,
        }
        change.hold_person(found.proposal.person).await?;
        let held = change.proposals().proposed(id).await?;
        Ok((change, held.ok_or(Failure::Gone("a proposal"))?))
    }
}

/// Turns a proposal down inside a change; its line of the audit.
pub(super) async fn turned_down(
    change: &mut Change,
    proposed: &Proposed,
    by: SupportPerson,
    reference: RequestId,
    now: Moment,
) -> Act<Entry> {
    let proposal = proposed.proposal.clone();
    let ended = proposal.turn_down(by, now).map_err(|why| told(why, proposed))?;
    if !change.proposals().settle(&ended).await? {
        return Err(Refusal::ChangedMeanwhile.into());
    }
    Ok(line(Event::ProposalTurnedDown, &ended, by, reference, now).because(Some(ended.why.clone())))
}

/// Inside a change: whoever left the team a moment ago acts for it no more.
pub(super) async fn must_support(change: &mut Change, by: SupportPerson) -> Act<()> {
    if change.support().is(by.person()).await? {
        Ok(())
    } else {
        Err(Refusal::NotFound.into())
    }
}

/// Whoever comes second is told who settled it.
fn told(why: Refusal, proposed: &Proposed) -> Refusal {
    match why {
        Refusal::AlreadyDecided { approved, at, .. } => Refusal::AlreadyDecided {
            approved,
            by: proposed.settler.clone(),
            at,
        },
        other => other,
    }
}

/// A line of the audit for what a support person did about a proposal, or by it.
fn line(event: Event, proposal: &Proposal, by: SupportPerson, reference: RequestId, now: Moment) -> Entry {
    let entry = Entry::new(event, Actor::Person(by.person()), now, reference).about(proposal.person);
    match proposal.what {
        What::AdministratorJoins { organisation, .. }
        | What::AdministratorLeaves { organisation }
        | What::LastApproverMayGo { organisation } => entry.for_organisation(organisation),
        What::SupportJoins | What::SupportLeaves => entry,
    }
}

/// A member's roles as the rules need them.
fn roles_at(organisation: &Organisation, person: PersonId, held: Vec<RoleSpan>, others: OtherApprovers) -> MemberRoles {
    MemberRoles {
        person,
        kind: organisation.kind,
        policy: organisation.policy,
        held,
        others,
    }
}

/// Whether nobody would be left who decides at a commissioner without this administrator's role.
fn is_needed(roles: &MemberRoles, now: Moment) -> bool {
    let role = RoleKey {
        role: Role::CommissioningAdministrator,
        roster: None,
    };
    roles.needed(now).contains(&role)
}

fn is_open(account: &Account) -> bool {
    account.state == AccountState::Confirmed
}

fn removable(account: &Account, viewer: PersonId, few: bool) -> Removable {
    if account.id == viewer {
        Removable::Oneself
    } else if few {
        Removable::FewSupportPeople
    } else {
        Removable::Yes
    }
}

fn row(proposed: &Proposed) -> ProposalRow {
    ProposalRow {
        id: proposed.proposal.id,
        kind: proposed.proposal.what.kind(),
        name: proposed.account.full_name(),
        organisation: proposed.organisation.clone(),
        by: proposed.proposer.clone(),
        at: proposed.proposal.made_at.in_london(),
    }
}
