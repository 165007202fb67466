//! How a new user comes in: by confirming the address, or, with an account, by accepting. Everything that it depends on is
//! asked at that moment (decision 9): could its giver still give it, is the organisation open, is it newer than the
//! person's last revocation or rejection there?

use domain::accounts::{Account, AccountState};
use domain::audit::{Actor, Entry, Event};
use domain::join_requests::{self, JoinRequest};
use domain::letter::LetterText;
use domain::new_users::{Circumstances, NewUser, OfferView, State};
use domain::organisations::Organisation;
use domain::proposals::Ended;
use domain::{
    Caller, EmailAddress, Moment, NewUserId, Notice, OrganisationId, Page, PersonId, Receipt, Refusal, RequestId,
};
use storage::{Admission, Change, LetInBy};

use super::invited::tell_of_declining;
use super::waiting_roles::described;
use crate::services::Doorkeeper;
use crate::services::pre_approvals::{approvers_but, capacity_to_give};
use crate::services::proposals::lapse;
use crate::services::stopped::{Act, Failure};

/// In which change, by whom and when somebody comes in.
struct Coming<'a> {
    account: &'a Account,
    organisation: &'a Organisation,
    actor: Actor,
    reference: RequestId,
    now: Moment,
}

impl Doorkeeper {
    /// The organisations to hold before an address is confirmed.
    pub(in crate::services) async fn waited_for_at(&self, email: &EmailAddress) -> Act<Vec<OrganisationId>> {
        let open = self.read().new_users().open_of(email).await?;
        Ok(open.into_iter().map(|user| user.organisation).collect())
    }

    /// Lets a person whose address has just been confirmed in wherever they were added; `held` are the organisations that
    /// the change holds. Whoever has no role yet comes in with the first. Of invitations it is the one whose link was used:
    /// the others are theirs to accept or decline.
    pub(in crate::services) async fn bring_in(
        &self,
        change: &mut Change,
        account: &Account,
        held: &[OrganisationId],
        by_link: Option<NewUserId>,
        reference: RequestId,
        now: Moment,
    ) -> Act<Vec<Entry>> {
        let mut lines = Vec::new();
        for user in change.new_users().open_of(&account.email).await? {
            let waits = user.invited_until.is_some() && by_link != Some(user.id);
            if waits || !held.contains(&user.organisation) {
                continue;
            }
            let organisation = change.organisations().by_id(user.organisation).await?;
            let organisation = organisation.ok_or(Failure::Gone("an organisation"))?;
            let is = circumstances(change, &user, account.id, &organisation, now).await?;
            if !user.stands(account.id, &is) {
                continue;
            }
            if user.medical_secretary {
                change.new_users().mark(account.id, true).await?;
            }
            if user.roles.is_empty() {
                change.new_users().confirmed(user.id, account.id).await?;
                continue;
            }
            let coming = Coming {
                account,
                organisation: &organisation,
                actor: Actor::Person(account.id),
                reference,
                now,
            };
            lines.extend(self.let_in_as_added(change, &user, &is, coming).await?);
        }
        Ok(lines)
    }

    /// Lets in whoever confirmed the address before there was a role, now that there is one.
    pub(super) async fn let_in_whoever_confirmed(
        &self,
        change: &mut Change,
        user: &NewUser,
        organisation: &Organisation,
        caller: &Caller,
        now: Moment,
    ) -> Act<Vec<Entry>> {
        let Some(person) = user.person else {
            return Ok(Vec::new());
        };
        change.hold_person(person).await?;
        let account = change.people().account(person).await?;
        let account = account.filter(|account| is_theirs(user, account));
        let Some(account) = account else { return Ok(Vec::new()) };
        let is = circumstances(change, user, person, organisation, now).await?;
        let coming = Coming {
            account: &account,
            organisation,
            actor: Actor::Person(caller.person),
            reference: caller.visit.request,
            now,
        };
        self.let_in_as_added(change, user, &is, coming).await
    }

    pub(super) async fn show_offer(&self, caller: &Caller, id: NewUserId) -> Act<OfferView> {
        let mut read = self.read();
        let user = read.new_users().by_id(id).await?.ok_or(Refusal::NotFound)?;
        let account = read.people().account(caller.person).await?.ok_or(Refusal::NotFound)?;
        if !is_theirs(&user, &account) {
            return Err(Refusal::NotFound.into());
        }
        let organisation = self.added_to(user.organisation).await?;
        let view = read.organisations().view(&organisation.code).await?;
        let by = read.people().account(user.given_by).await?;
        let is = self.circumstances_seen(&user, account.id, &organisation).await?;
        let roles = user.roles_that_stand(account.id, &is);
        Ok(OfferView {
            id: user.id,
            organisation: view.ok_or(Refusal::NotFound)?,
            by: by.map(|by| by.full_name()).unwrap_or_default(),
            roles: roles.iter().map(|span| span.row(&is.rosters, false)).collect(),
            state: user.state,
            stands: user.stands(account.id, &is),
        })
    }

    pub(super) async fn accept_offer(&self, caller: &Caller, id: NewUserId) -> Act<Receipt> {
        let now = self.now();
        // permit: one's own only, and one answer for all others
        let (mut change, user, organisation, account) = self.answering(caller, id).await?;
        // decide
        user.must_be_open()?;
        let is = circumstances(&mut change, &user, account.id, &organisation, now).await?;
        if user.stands(account.id, &is) && user.roles.is_empty() {
            return Err(Refusal::NoRoleYet.into());
        }
        // save, post
        let coming = Coming {
            account: &account,
            organisation: &organisation,
            actor: Actor::Person(account.id),
            reference: caller.visit.request,
            now,
        };
        let begun = user
            .roles_that_stand(account.id, &is)
            .iter()
            .any(|span| span.starts_at.is_none_or(|start| start <= now));
        let mut lines = self.let_in_as_added(&mut change, &user, &is, coming).await?.into_iter();
        let accepted = lines.next().ok_or(Refusal::NoLongerStands)?;
        // record
        change.commit_all(accepted, lines.collect()).await?;
        self.with.bell.ring();
        let page = if begun {
            Page::Profile(organisation.code)
        } else {
            Page::MyOrganisations
        };
        let organisation = organisation.name;
        Ok(Receipt::saying(Notice::Accepted { organisation }, page))
    }

    pub(super) async fn decline_offer(&self, caller: &Caller, id: NewUserId) -> Act<Receipt> {
        let now = self.now();
        // permit: one's own only, and one answer for all others
        let (mut change, user, organisation, account) = self.answering(caller, id).await?;
        // decide, save
        user.must_be_open()?;
        if !change
            .new_users()
            .end(user.id, State::Declined, Some(account.id), now)
            .await?
        {
            return Err(Refusal::NoLongerStands.into());
        }
        // post: whoever invited waits for an answer; those who may decide see it when they look
        if user.invited_until.is_some() {
            tell_of_declining(&mut change, &user, &organisation, None, now).await?;
        }
        // record
        let entry = Entry::new(
            Event::NewUserDeclined,
            Actor::Person(account.id),
            now,
            caller.visit.request,
        )
        .for_organisation(organisation.id)
        .about(account.id);
        change.commit(entry).await?;
        self.with.bell.ring();
        let organisation = organisation.name;
        Ok(Receipt::saying(
            Notice::Declined { organisation },
            Page::MyOrganisations,
        ))
    }

    /// A change in which somebody answers what they were added to.
    async fn answering(&self, caller: &Caller, id: NewUserId) -> Act<(Change, NewUser, Organisation, Account)> {
        let user = self.read().new_users().by_id(id).await?.ok_or(Refusal::NotFound)?;
        let organisation = self.added_to(user.organisation).await?;
        let (mut change, organisation) = self.holding(&organisation.code).await?;
        change.hold_person(caller.person).await?;
        let account = change.people().account(caller.person).await?.ok_or(Refusal::NotFound)?;
        let user = change.new_users().by_id(id).await?.ok_or(Refusal::NotFound)?;
        if is_theirs(&user, &account) {
            Ok((change, user, organisation, account))
        } else {
            Err(Refusal::NotFound.into())
        }
    }

    /// Makes somebody a member with the roles that still stand; no lines where none does. Their request there, and a
    /// pre-approval, have had their purpose (invariant 5).
    async fn let_in_as_added(
        &self,
        change: &mut Change,
        user: &NewUser,
        is: &Circumstances,
        coming: Coming<'_>,
    ) -> Act<Vec<Entry>> {
        let Coming {
            account,
            organisation,
            actor,
            reference,
            now,
        } = coming;
        let roles = user.roles_that_stand(account.id, is);
        let Some(first) = roles.first() else {
            return Ok(Vec::new());
        };
        let admission = Admission {
            person: account.id,
            organisation: organisation.id,
            role: first.role,
            roster: first.roster,
            ends_at: first.ends_at,
            by: LetInBy::Person(user.given_by),
            at: now,
        };
        let member = change.members().let_in(&admission).await?;
        for span in &roles {
            change.members().place_role(member, span, admission.by, now).await?;
        }
        let line = |event| {
            Entry::new(event, actor, now, reference)
                .for_organisation(organisation.id)
                .about(account.id)
        };
        let mut lines = vec![line(Event::NewUserIn).changing(None, described(&roles, &is.rosters))];
        lines.extend(had_their_purpose(change, account, organisation.id, now, line).await?);
        let text = LetterText::LetIn {
            code: organisation.code.clone(),
            organisation: organisation.name.clone(),
            name: account.full_name(),
            role: first.role,
            only_for: first.limit(&is.rosters).map(|limit| limit.full_name()),
        };
        let approvers = approvers_but(change, organisation, &[account.id], now).await?;
        self.post_to_all(change, &approvers, organisation.id, &text, now)
            .await?;
        Ok(lines)
    }
}

/// A request to join, and a pre-approval, have had their purpose when the person comes in (invariant 5).
pub(crate) async fn had_their_purpose(
    change: &mut Change,
    account: &Account,
    organisation: OrganisationId,
    now: Moment,
    line: impl Fn(Event) -> Entry + Send + Sync,
) -> Result<Vec<Entry>, storage::Error> {
    let mut lines = Vec::new();
    if let Some(request) = change.join_requests().open_of(account.id, organisation).await? {
        let withdrawn = JoinRequest {
            state: join_requests::State::Withdrawn { at: now },
            ..request
        };
        if change.join_requests().withdraw(&withdrawn).await? {
            lines.push(line(Event::RequestWithdrawn));
        }
        lines.extend(lapse(change, account.id, Ended::Request(withdrawn.id), now, line).await?);
    }
    let pre_approval = change.pre_approvals().live(organisation, account.email.key()).await?;
    if let Some(pre_approval) = pre_approval {
        change.pre_approvals().use_up(pre_approval.id, account.id, now).await?;
    }
    Ok(lines)
}

/// Whether what was added is this account's to answer: the whole address, confirmed.
fn is_theirs(user: &NewUser, account: &Account) -> bool {
    account.state == AccountState::Confirmed && account.email.key() == user.email.key()
}

/// Everything that somebody's coming in depends on, at this moment of a change.
pub(crate) async fn circumstances(
    change: &mut Change,
    user: &NewUser,
    person: PersonId,
    organisation: &Organisation,
    now: Moment,
) -> Result<Circumstances, storage::Error> {
    let giver = change.people().account(user.given_by).await?;
    let support = change.support().is(user.given_by).await?;
    let standing = change.members().standing(user.given_by, organisation.id, now).await?;
    Ok(Circumstances {
        giver: capacity_to_give(giver.as_ref(), standing.as_ref(), support),
        kind: organisation.kind,
        organisation_open: organisation.status.is_open(),
        rosters: change.rosters().of_organisation(organisation.id).await?,
        last_no: change.join_requests().last_no(person, organisation.id).await?,
        now,
    })
}
