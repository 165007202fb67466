//! Pre-approving people (S5, S25; decision 9): who is pre-approved and who came in by it; giving, changing, ending. Nobody
//! is written to: an address may belong to nobody yet, and whoever comes in is told then, as everybody here who decides.

use std::collections::HashMap;

use async_trait::async_trait;
use domain::audit::{Actor, Entry, Event};
use domain::form::{Field, Problem};
use domain::join_requests::State;
use domain::members::Standing;
use domain::members::roles::{HeldRole, RoleSpan, can_be_given, grantable, why_not_given};
use domain::organisations::Organisation;
use domain::permission::{Action, Approver, Insider, Role, may_grant};
use domain::pre_approvals::{
    ChangePreApprovalWish, Circumstances, LetInRow, PreApproval, PreApprovals, PreApproveWish, PreApproving, Source,
    Terms, WaitingRow,
};
use domain::rosters::RosterView;
use domain::shared_mailbox::is_generic_address;
use domain::{
    Answer, Caller, EmailAddress, FieldErrors, JoinRequestId, Moment, Notice, OdsCode, Page, PersonId, PreApprovalId,
    Receipt, Refusal,
};
use storage::{Change, UsedPreApproval, WaitingPreApproval};

use super::capacity_to_give;
use crate::services::rosters::{must_be_open_there, open_ones};
use crate::services::stopped::{Act, answer};
use crate::services::{Doorkeeper, standing_in};

#[async_trait]
impl PreApproving for Doorkeeper {
    async fn list(&self, caller: &Caller, code: &OdsCode) -> Answer<PreApprovals> {
        answer(caller.visit.request, self.list_pre_approvals(caller, code).await)
    }

    async fn give(&self, caller: &Caller, wish: PreApproveWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.pre_approve(caller, wish).await)
    }

    async fn change(&self, caller: &Caller, wish: ChangePreApprovalWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.change_pre_approval(caller, wish).await)
    }

    async fn end(&self, caller: &Caller, code: &OdsCode, id: PreApprovalId) -> Answer<Receipt> {
        answer(caller.visit.request, self.end_pre_approval(caller, code, id).await)
    }
}

impl Doorkeeper {
    async fn list_pre_approvals(&self, caller: &Caller, code: &OdsCode) -> Act<PreApprovals> {
        let organisation = self.organisation(code).await?;
        // Looking asks for no recent proof; the acts do.
        let standing = self.standing(caller, &organisation).await?;
        let insider = Insider::of(caller, &standing, Action::GrantRoles)?;
        let mut read = self.read();
        let rosters = read.rosters().of_organisation(organisation.id).await?;
        let waiting = read.pre_approvals().waiting(organisation.id).await?;
        let used = read.pre_approvals().used(organisation.id).await?;
        let givers = self.who_may_still_give(&waiting, &organisation).await?;
        let waiting = waiting.into_iter().map(|one| {
            let role = one.pre_approval.role;
            let circumstances = Circumstances {
                giver_may_still_give: one
                    .pre_approval
                    .giver()
                    .is_none_or(|giver| givers[&giver].contains(&role)),
                organisation_open: organisation.status.is_open(),
                limit_open: span(&one.pre_approval).can_be_given_now(&rosters, one.pre_approval.given_at),
                generic_address: EmailAddress::parse(&one.email).is_ok_and(|email| is_generic_address(&email)),
                // It is of an account, and whoever looks here learns nothing of who has one.
                last_no: None,
            };
            row(
                one,
                circumstances,
                &rosters,
                may_grant(insider.capacity(), role),
                self.now(),
            )
        });
        Ok(PreApprovals {
            organisation: read.organisations().view(code).await?.ok_or(Refusal::NotFound)?,
            waiting: waiting.collect(),
            let_in: used.into_iter().map(|one| let_in_row(one, &rosters)).collect(),
            grantable: grantable(organisation.kind, insider.capacity()),
            rosters: open_ones(rosters),
        })
    }

    /// For each of those who gave one, the roles that they may still let people in with.
    async fn who_may_still_give(
        &self,
        waiting: &[WaitingPreApproval],
        organisation: &Organisation,
    ) -> Act<HashMap<PersonId, Vec<Role>>> {
        let mut givers = HashMap::new();
        let mut read = self.read();
        for giver in waiting.iter().filter_map(|one| one.pre_approval.giver()) {
            if givers.contains_key(&giver) {
                continue;
            }
            let account = read.people().account(giver).await?;
            let support = read.support().is(giver).await?;
            let standing = read.members().standing(giver, organisation.id, self.now()).await?;
            let capacity = capacity_to_give(account.as_ref(), standing.as_ref(), support);
            let roles = capacity.map(|capacity| grantable(organisation.kind, capacity));
            givers.insert(giver, roles.unwrap_or_default());
        }
        Ok(givers)
    }

    async fn pre_approve(&self, caller: &Caller, wish: PreApproveWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, organisation, approver) = self.changing_pre_approvals(caller, &wish.code, now).await?;
        // decide
        organisation.must_be_open()?;
        let holds = can_be_given_by(&mut change, &approver, &organisation, &wish.terms, None, now).await?;
        let given = PreApproval {
            id: PreApprovalId::new(storage::fresh(now)),
            organisation: organisation.id,
            email_key: wish.email.key().to_owned(),
            role: wish.terms.role,
            roster: wish.terms.roster,
            source: Source::GivenBy(approver.person()),
            given_at: now,
            starts_at: holds.starts_at.filter(|start| *start > now),
            ends_at: holds.ends_at,
        };
        if let Some(request) = must_have_yet_to_ask(&mut change, &wish.email, &organisation, &approver).await? {
            let name = wish.terms.full_name();
            return Ok(Receipt::saying(
                Notice::HasAsked { name },
                Page::Review(organisation.code, request),
            ));
        }
        // save
        let (first, last) = (&wish.terms.first_name, &wish.terms.last_name);
        if !change.pre_approvals().give(&given, &wish.email, first, last).await? {
            return Err(FieldErrors::one(Field::Email, Problem::PreApprovedAlready).into());
        }
        // record
        let rosters = change.rosters().of_organisation(organisation.id).await?;
        let after = described(&given, &wish.terms.full_name(), wish.email.as_typed(), &rosters);
        let line = line(Event::PreApprovalGiven, &approver, caller, now).changing(None, after);
        change.commit(line).await?;
        Ok(saved(organisation, &wish.terms))
    }

    async fn change_pre_approval(&self, caller: &Caller, wish: ChangePreApprovalWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, organisation, approver) = self.changing_pre_approvals(caller, &wish.code, now).await?;
        let before = waiting_one(&mut change, wish.id, &organisation).await?;
        // decide
        if before.pre_approval.source == Source::Register {
            return Err(Refusal::Imported.into());
        }
        approver.granting(before.pre_approval.role)?;
        let held = RoleSpan {
            starts_at: before.pre_approval.starts_at,
            ..span(&before.pre_approval)
        };
        let holds = can_be_given_by(&mut change, &approver, &organisation, &wish.terms, Some(held), now).await?;
        let after = PreApproval {
            role: wish.terms.role,
            roster: wish.terms.roster,
            source: Source::GivenBy(approver.person()),
            given_at: now,
            starts_at: holds.starts_at.filter(|start| *start > now),
            ends_at: holds.ends_at,
            ..before.pre_approval.clone()
        };
        // save
        let (first, last) = (&wish.terms.first_name, &wish.terms.last_name);
        if !change.pre_approvals().change(&after, first, last).await? {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        // record
        let rosters = change.rosters().of_organisation(organisation.id).await?;
        let was = described(&before.pre_approval, &full_name(&before), &before.email, &rosters);
        let is = described(&after, &wish.terms.full_name(), &before.email, &rosters);
        let line = line(Event::PreApprovalChanged, &approver, caller, now).changing(was, is);
        change.commit(line).await?;
        Ok(saved(organisation, &wish.terms))
    }

    async fn end_pre_approval(&self, caller: &Caller, code: &OdsCode, id: PreApprovalId) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, organisation, approver) = self.changing_pre_approvals(caller, code, now).await?;
        let given = waiting_one(&mut change, id, &organisation).await?;
        // decide, save
        if !change.pre_approvals().end(id, now).await? {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        // record
        let rosters = change.rosters().of_organisation(organisation.id).await?;
        let name = full_name(&given);
        let was = described(&given.pre_approval, &name, &given.email, &rosters);
        let line = line(Event::PreApprovalEnded, &approver, caller, now).changing(was, None);
        change.commit(line).await?;
        Ok(Receipt::saying(
            Notice::PreApprovalEnded { name },
            Page::PreApprovals(organisation.code),
        ))
    }

    async fn changing_pre_approvals(
        &self,
        caller: &Caller,
        code: &OdsCode,
        now: Moment,
    ) -> Act<(Change, Organisation, Approver)> {
        let (mut change, organisation) = self.holding(code).await?;
        let approver = Approver::of(caller, &standing_in(&mut change, caller, &organisation, now).await?)?;
        Ok((change, organisation, approver))
    }
}

/// Refuses what this approver cannot give, or nobody gives here; from when until when it is to be given. What was `held` of its
/// start may stay, though it has passed.
async fn can_be_given_by(
    change: &mut Change,
    approver: &Approver,
    organisation: &Organisation,
    terms: &Terms,
    held: Option<RoleSpan>,
    now: Moment,
) -> Act<RoleSpan> {
    if !can_be_given(terms.role, organisation.kind) {
        return Err(FieldErrors::one(Field::Role, why_not_given(terms.role)).into());
    }
    approver.granting(terms.role)?;
    if held.as_ref().is_none_or(|held| held.roster != terms.roster) {
        must_be_open_there(change, terms.roster, organisation.id).await?;
    }
    Ok(terms.days.span(terms.role, terms.roster, held.as_ref(), now)?)
}

/// Refuses somebody who has access already, and oneself. Whoever waits for a decision is to be decided about: their request.
/// An account that has done neither is none of this organisation's business, and changes nothing.
async fn must_have_yet_to_ask(
    change: &mut Change,
    email: &EmailAddress,
    organisation: &Organisation,
    approver: &Approver,
) -> Act<Option<JoinRequestId>> {
    let Some(account) = change.people().by_email(email).await? else {
        return Ok(None);
    };
    approver.about(account.id)?;
    let member = change.members().of(account.id, organisation.id).await?;
    if member.is_some_and(|member| member.state == Standing::Active) {
        return Err(FieldErrors::one(Field::Email, Problem::MemberThere).into());
    }
    let request = change.join_requests().open_of(account.id, organisation.id).await?;
    Ok(request
        .filter(|request| request.state == State::Pending)
        .map(|request| request.id))
}

/// One of this organisation that nobody has come in by.
async fn waiting_one(change: &mut Change, id: PreApprovalId, organisation: &Organisation) -> Act<WaitingPreApproval> {
    let waiting = change.pre_approvals().waiting(organisation.id).await?;
    let one = waiting.into_iter().find(|one| one.pre_approval.id == id);
    Ok(one.ok_or(Refusal::NotFound)?)
}

fn row(
    one: WaitingPreApproval,
    circumstances: Circumstances,
    rosters: &[RosterView],
    may_grant: bool,
    now: Moment,
) -> WaitingRow {
    let given = &one.pre_approval;
    let holds = RoleSpan {
        starts_at: given.starts_at,
        ..span(given)
    };
    let shown = holds.row(rosters, false);
    WaitingRow {
        id: given.id,
        role: HeldRole {
            role: given.role,
            roster: shown.roster,
            until: shown.ends,
        },
        from: shown.starts,
        starts_day: shown.starts_day,
        ends_day: shown.ends_day,
        given_at: given.given_at.in_london(),
        hindrance: given.hindrance(&given.email_key, circumstances, now),
        may_change: may_grant && given.source != Source::Register,
        first_name: one.first_name,
        last_name: one.last_name,
        email: one.email,
        given_by: one.given_by,
    }
}

fn let_in_row(one: UsedPreApproval, rosters: &[RosterView]) -> LetInRow {
    LetInRow {
        name: one.name,
        email: one.email,
        role: span(&one.pre_approval).held(rosters),
        given_by: one.given_by,
        given_at: one.pre_approval.given_at.in_london(),
        at: one.at.in_london(),
    }
}

/// The role that a pre-approval gives.
pub(super) fn span(given: &PreApproval) -> RoleSpan {
    RoleSpan {
        role: given.role,
        roster: given.roster,
        starts_at: None,
        ends_at: given.ends_at,
    }
}

fn full_name(one: &WaitingPreApproval) -> String {
    format!("{} {}", one.first_name, one.last_name)
}

/// What the audit keeps of a pre-approval.
fn described(given: &PreApproval, name: &str, email: &str, rosters: &[RosterView]) -> String {
    format!("{name} ({email}): {}", span(given).described(rosters))
}

/// A line of the audit about nobody: whose account it is, if anybody's, is not for those who read what happened here.
fn line(event: Event, by: &Approver, caller: &Caller, now: Moment) -> Entry {
    Entry::new(event, Actor::Person(by.person()), now, caller.visit.request).for_organisation(by.organisation())
}

fn saved(organisation: Organisation, terms: &Terms) -> Receipt {
    Receipt::saying(
        Notice::PreApprovalSaved {
            name: terms.full_name(),
        },
        Page::PreApprovals(organisation.code),
    )
}
