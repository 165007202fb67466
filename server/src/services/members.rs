//! Members: who may act for an organisation now, and how that is revoked at once. Giving it back is in [`enabling`].

mod enabling;
pub(super) mod keeping;
pub(super) mod last_approver;

use std::collections::HashMap;

use async_trait::async_trait;
use domain::accounts::AccountState;
use domain::audit::{Actor, Entry, Event};
use domain::extensions::Extension;
use domain::join_requests::{JoinRequest, State};
use domain::letter::LetterText;
use domain::members::keeping::Keeping;
use domain::members::{
    MemberRow, Members, OtherApprovers, PracticeUsers, Revocable, RevokeView, RevokeWish, Sort, Standing,
};
use domain::organisations::{Organisation, Policy};
use domain::permission::{Action, Approver, Insider, Role, allows, approves};
use domain::proposals::Ended;
use domain::rosters::RosterView;
use domain::{Answer, Caller, MemberId, Moment, Notice, OdsCode, OrganisationId, Page, PersonId, Receipt, Refusal};
use storage::{Change, Enrolled};

use self::keeping::{end_what_was_given, given_rows};
use self::last_approver::{standing_override, use_override};
use super::extensions::keep_rows;
use super::organisations::may;
use super::pre_approvals::approvers_but;
use super::proposals::lapse;
use super::roles::named_roles;
use super::stopped::{Act, Failure, answer};
use super::{Doorkeeper, join_requests, letter, standing_in};

#[async_trait]
impl Members for Doorkeeper {
    async fn practice_users(
        &self,
        caller: &Caller,
        code: &OdsCode,
        requests: Sort,
        members: Sort,
    ) -> Answer<PracticeUsers> {
        answer(
            caller.visit.request,
            self.both_tables(caller, code, requests, members).await,
        )
    }

    async fn to_revoke(&self, caller: &Caller, code: &OdsCode, id: MemberId) -> Answer<RevokeView> {
        answer(caller.visit.request, self.show_member(caller, code, id).await)
    }

    async fn revoke(&self, caller: &Caller, wish: RevokeWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.revoke_access(caller, wish).await)
    }
}

impl Doorkeeper {
    async fn both_tables(&self, caller: &Caller, code: &OdsCode, requests: Sort, members: Sort) -> Act<PracticeUsers> {
        let now = self.now();
        let organisation = self.organisation(code).await?;
        let insider = Insider::of(caller, &self.standing(caller, &organisation).await?, Action::SeeMembers)?;
        let mut read = self.read();
        // What one sees of an applicant is for those who decide.
        let waiting = if allows(Action::DecideRequest, insider.capacity()) {
            read.join_requests().pending_at(organisation.id, requests).await?
        } else {
            Vec::new()
        };
        let enrolled = read.members().active(organisation.id, members, now).await?;
        let rosters = read.rosters().of_organisation(organisation.id).await?;
        let revoking = allows(Action::RevokeMember, insider.capacity());
        let asked = if allows(Action::GrantRoles, insider.capacity()) {
            read.extensions().open_at(organisation.id, now).await?
        } else {
            Vec::new()
        };
        let view = View {
            policy: organisation.policy,
            open: organisation.status.is_open(),
            viewer: insider.person(),
            revoking,
            rosters,
            asked,
            now,
        };
        Ok(PracticeUsers {
            organisation: read.organisations().view(code).await?.ok_or(Refusal::NotFound)?,
            requests: waiting
                .into_iter()
                .map(|applied| join_requests::row(applied, caller.person, insider.capacity()))
                .collect(),
            members: view.rows(&enrolled),
            may: may(insider.capacity()),
            one_decider: enrolled.iter().filter(|one| view.decides_without_end(one)).count() == 1,
            as_of: now.in_london(),
        })
    }

    async fn show_member(&self, caller: &Caller, code: &OdsCode, id: MemberId) -> Act<RevokeView> {
        let now = self.now();
        let organisation = self.organisation(code).await?;
        // Looking asks for no recent proof; the button that follows does.
        let standing = self.standing(caller, &organisation).await?;
        let insider = Insider::of(caller, &standing, Action::RevokeMember)?;
        let mut read = self.read();
        let member = read.members().by_id(id).await?;
        let member = member
            .filter(|member| member.organisation == insider.organisation())
            .ok_or(Refusal::NotFound)?;
        if member.state != Standing::Active {
            return Err(Refusal::AlreadyRevoked.into());
        }
        let enrolled = read.members().active(organisation.id, Sort::default(), now).await?;
        let view = View {
            policy: organisation.policy,
            open: organisation.status.is_open(),
            viewer: insider.person(),
            revoking: true,
            rosters: read.rosters().of_organisation(organisation.id).await?,
            asked: Vec::new(),
            now,
        };
        let row = view
            .rows(&enrolled)
            .into_iter()
            .find(|row| row.id == id)
            .ok_or(Refusal::NotFound)?;
        let last = self
            .last_approver_at(caller, member.person, Some(organisation.id), now)
            .await?;
        let given = read.pre_approvals().given_by(member.person, organisation.id).await?;
        let added = read.new_users().given_by(member.person, organisation.id).await?;
        let keeping = Keeping {
            capacities: HashMap::from([(organisation.id, insider.capacity())]),
            ..Keeping::default()
        };
        Ok(RevokeView {
            organisation: read.organisations().view(code).await?.ok_or(Refusal::NotFound)?,
            row,
            given: given_rows(&given, &added, &keeping),
            last_approver: last.into_iter().next(),
        })
    }

    async fn revoke_access(&self, caller: &Caller, wish: RevokeWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, organisation) = self.holding(&wish.code).await?;
        let approver = Approver::of(caller, &standing_in(&mut change, caller, &organisation, now).await?)?;
        // decide
        let member = change.members().by_id(wish.id).await?;
        let member = member
            .filter(|member| member.organisation == approver.organisation())
            .ok_or(Refusal::NotFound)?;
        let person = member.person;
        let decides = change.members().decides_without_end(&member, now).await?;
        let others = change.members().other_approvers(organisation.id, person, now).await?;
        let others = organisation.left(others);
        let overridden = match (decides, others) {
            (true, OtherApprovers(0)) => standing_override(&mut change, caller, person, organisation.id, now).await?,
            _ => None,
        };
        let others = others.or_overridden(overridden.as_ref());
        let revocation = member.revoke(&approver, decides, others, wish.reason, now)?;
        // save
        if !change.members().revoke(&revocation).await? {
            return Err(Refusal::AlreadyRevoked.into());
        }
        let entry = |event| {
            Entry::new(event, Actor::Person(approver.person()), now, caller.visit.request)
                .for_organisation(organisation.id)
                .about(person)
        };
        let keeping = Keeping {
            by: Some(approver.person()),
            kept: wish.kept,
            capacities: HashMap::from([(organisation.id, approver.capacity())]),
        };
        let mut lines = Vec::new();
        if let Some(used) = &overridden {
            lines.push(use_override(&mut change, used, caller, now).await?);
        }
        lines.extend(end_what_hangs_on(&mut change, person, organisation.id, &keeping, now, entry).await?);
        // post
        let name = self
            .tell_of_revocation(
                &mut change,
                &approver,
                &organisation,
                person,
                revocation.reason.as_deref(),
                now,
            )
            .await?;
        // record
        let rosters = change.rosters().of_organisation(organisation.id).await?;
        let revoked = entry(Event::MemberRevoked)
            .changing(named_roles(&revocation.member.roles, &rosters), None)
            .because(revocation.reason);
        change.commit_all(revoked, lines).await?;
        self.with.bell.ring();
        Ok(Receipt::saying(
            Notice::Revoked { name },
            Page::Members(organisation.code),
        ))
    }

    /// Writes to the person, and to the other approvers but the one who revoked; the person's name.
    pub(super) async fn tell_of_revocation(
        &self,
        change: &mut Change,
        approver: &Approver,
        organisation: &Organisation,
        person: PersonId,
        reason: Option<&str>,
        now: Moment,
    ) -> Act<String> {
        let account = change
            .people()
            .account(person)
            .await?
            .ok_or(Failure::Gone("an account"))?;
        let by = change
            .people()
            .account(approver.person())
            .await?
            .ok_or(Failure::Gone("an account"))?;
        let told = LetterText::AccessRevoked {
            organisation: organisation.name.clone(),
            reason: reason.map(str::to_owned),
        };
        change.post(&letter(&account, Some(organisation.id), told), now).await?;
        let text = LetterText::MemberRevoked {
            code: organisation.code.clone(),
            organisation: organisation.name.clone(),
            name: account.full_name(),
            by: by.full_name(),
        };
        let others = approvers_but(change, organisation, &[person, by.id], now).await?;
        self.post_to_all(change, &others, organisation.id, &text, now).await?;
        Ok(account.full_name())
    }
}

/// Ends what a membership change ends with it (invariant 5): what the person gave there and nobody keeps, the request that
/// the person has open there, and the proposals that rest on either. `line` begins their lines of the audit.
pub(super) async fn end_what_hangs_on(
    change: &mut Change,
    person: PersonId,
    organisation: OrganisationId,
    keeping: &Keeping,
    now: Moment,
    line: impl Fn(Event) -> Entry + Send + Sync,
) -> Act<Vec<Entry>> {
    let mut lines = end_what_was_given(change, person, organisation, keeping, now, &line).await?;
    if let Some(request) = change.join_requests().open_of(person, organisation).await? {
        let withdrawn = JoinRequest {
            state: State::Withdrawn { at: now },
            ..request
        };
        if change.join_requests().withdraw(&withdrawn).await? {
            lines.push(line(Event::RequestWithdrawn));
        }
        lines.extend(lapse(change, person, Ended::Request(withdrawn.id), now, &line).await?);
    }
    lines.extend(lapse(change, person, Ended::Access(organisation), now, &line).await?);
    Ok(lines)
}

/// How one viewer sees the second table.
struct View {
    policy: Policy,
    /// Whether the organisation is open: only there somebody who decides must be left.
    open: bool,
    viewer: PersonId,
    revoking: bool,
    rosters: Vec<RosterView>,
    /// What members ask to keep, for those who may answer.
    asked: Vec<Extension>,
    now: Moment,
}

impl View {
    /// Those who may act now: somebody whose every role has ended may not.
    fn rows(&self, enrolled: &[Enrolled]) -> Vec<MemberRow> {
        let deciding = enrolled.iter().filter(|one| self.decides_without_end(one)).count();
        enrolled
            .iter()
            .map(|one| self.row(one, deciding))
            .filter(|row| !row.roles.is_empty())
            .collect()
    }

    fn row(&self, enrolled: &Enrolled, deciding: usize) -> MemberRow {
        let revocable = if !self.revoking {
            Revocable::No
        } else if enrolled.account.id == self.viewer {
            Revocable::Oneself
        } else if self.open && self.decides_without_end(enrolled) && deciding == 1 {
            Revocable::LastApprover
        } else {
            Revocable::Yes
        };
        let roles = enrolled.member.roles.iter().filter(|span| span.holds(self.now));
        MemberRow {
            id: enrolled.member.id,
            name: enrolled.account.full_name(),
            email: enrolled.account.email.to_string(),
            position: enrolled.account.position,
            roles: roles.map(|span| span.held(&self.rosters)).collect(),
            since: enrolled.since.in_london(),
            let_in_by: enrolled.let_in_by.clone(),
            revocable,
            keep: keep_rows(&self.asked, enrolled.member.id, &self.rosters),
        }
    }

    fn decides_without_end(&self, enrolled: &Enrolled) -> bool {
        let lasting: Vec<Role> = enrolled
            .member
            .roles
            .iter()
            .filter(|span| span.lasts(self.now))
            .map(|span| span.role)
            .collect();
        enrolled.account.state == AccountState::Confirmed && approves(self.policy, &lasting)
    }
}
