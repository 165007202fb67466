//! Disabling somebody else's account (S58 to S65): a reason, kept as a draft under the browser's visit cookie, then
//! Confirm; and opening an account again, which is for support.

use std::collections::BTreeSet;

use domain::accounts::{Account, AccountState};
use domain::audit::{Actor, Entry, Event};
use domain::letter::LetterText;
use domain::members::keeping::Keeping;
use domain::organisations::OrganisationView;
use domain::people::{DisablingDraft, DisablingView, DisablingWish, ReopenView, ReopenWish};
use domain::permission::{Scope, SupportPerson, could_disable, may_disable};
use domain::{Caller, Moment, Notice, OrganisationId, Page, PersonId, Receipt, Refusal};
use storage::{Change, Closure, Housekeeping};
use uuid::Uuid;

use super::ending::{end_everything, entangled, is_open};
use crate::services::members::keeping::given_rows;
use crate::services::members::last_approver::{standing_override, use_override};
use crate::services::stopped::Act;
use crate::services::{Doorkeeper, letter};

/// The name of this wizard's drafts.
const DRAFT: &str = "disabling";

impl Doorkeeper {
    pub(super) async fn show_disabling(&self, caller: &Caller, id: PersonId) -> Act<DisablingView> {
        let now = self.now();
        self.in_sight(caller, id).await?;
        let mut read = self.read();
        let beneath = read.members().all_beneath(id, caller.person, now).await?;
        could_disable(caller, id, true, beneath)?;
        let account = read.people().account(id).await?.ok_or(Refusal::NotFound)?;
        must_be_open(&account)?;
        let memberships = read.members().memberships_of(id, now).await?;
        // A commissioning administrator disables only whose every access is beneath them, but requests and pre-approvals
        // may be elsewhere: those are nobody else's business.
        let scope = Scope::of(caller);
        let seen: Vec<_> = read.people().requests(id, scope, now).await?;
        let requests = read.join_requests().of_person(id).await?;
        let requests = requests.into_iter().filter(is_open);
        let requests = requests.filter(|one| seen.iter().any(|asked| asked.id == one.request.id));
        let given = read.pre_approvals().given_anywhere(id).await?;
        let added = read.new_users().given_anywhere(id).await?;
        let there = |organisation: OrganisationId| memberships.iter().any(|one| one.organisation == organisation);
        let in_sight = |organisation| scope.is_everything() || there(organisation);
        let given = given.into_iter().filter(|one| in_sight(one.pre_approval.organisation));
        let added = added.into_iter().filter(|one| in_sight(one.organisation));
        let (given, added) = (given.collect::<Vec<_>>(), added.collect::<Vec<_>>());
        let held = given.iter().map(|one| one.pre_approval.organisation);
        let held: BTreeSet<OrganisationId> = held.chain(added.iter().map(|one| one.organisation)).collect();
        let mut keeping = Keeping::default();
        for organisation in held {
            let standing = read.members().standing(caller.person, organisation, now).await?;
            keeping.stands(standing.as_ref(), caller.support);
        }
        Ok(DisablingView {
            id,
            name: account.full_name(),
            email: account.email.to_string(),
            draft: self.disabling_draft(caller, id).await?,
            requests: requests.map(|applied| applied.organisation).collect(),
            given: given_rows(&given, &added, &keeping),
            support: read.support().is(id).await?,
            in_the_way: self.last_approver_at(caller, id, None, now).await?,
            organisations: memberships
                .into_iter()
                .map(|one| one.view)
                .collect::<Vec<OrganisationView>>(),
        })
    }

    /// The reason that the caller gave last, where it was for this account.
    async fn disabling_draft(&self, caller: &Caller, id: PersonId) -> Act<Option<DisablingDraft>> {
        let Some(key) = caller.visit.key.as_deref() else {
            return Ok(None);
        };
        let body = self.read().drafts().of_person(key, DRAFT, caller.person).await?;
        // One that can no longer be read is asked for again.
        let wish: Option<DisablingWish> = body.and_then(|body| serde_json::from_str(&body).ok());
        Ok(wish.filter(|wish| wish.person == id).map(|wish| wish.draft))
    }

    pub(super) async fn keep_disabling_reason(&self, caller: &Caller, wish: &DisablingWish) -> Act<Receipt> {
        let now = self.now();
        self.in_sight(caller, wish.person).await?;
        let beneath = self
            .read()
            .members()
            .all_beneath(wish.person, caller.person, now)
            .await?;
        may_disable(caller, wish.person, true, beneath)?;
        let key = caller.visit.key.as_deref().ok_or(Refusal::StartAgain)?;
        let body = serde_json::to_string(wish)?;
        let mut change = self.change().await?;
        change.drafts().put(key, DRAFT, &body, Some(caller.person), now).await?;
        change.commit_housekeeping(Housekeeping::Draft).await?;
        Ok(Receipt::go_to(Page::DisableAccountConfirm(wish.person)))
    }

    pub(super) async fn disable_account(&self, caller: &Caller, id: PersonId, kept: BTreeSet<Uuid>) -> Act<Receipt> {
        let now = self.now();
        if !self.decides_anywhere(caller).await? {
            return Err(Refusal::NotAllowed.into());
        }
        let mut change = self.change().await?;
        let held = entangled(&mut change, id).await?;
        change.hold_all(&held.iter().copied().collect::<Vec<_>>()).await?;
        change.hold_person(id).await?;
        if !entangled(&mut change, id).await?.is_subset(&held) {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        // permit
        let seen = change.people().user(id, Scope::of(caller), now).await?.is_some();
        let beneath = change.members().all_beneath(id, caller.person, now).await?;
        may_disable(caller, id, seen, beneath)?;
        // decide
        let account = change.people().account(id).await?.ok_or(Refusal::NotFound)?;
        must_be_open(&account)?;
        if change.support().is(id).await? {
            return Err(Refusal::NotAllowed.into());
        }
        let mut overridden = Vec::new();
        for organisation in change.members().lone_approver_at(id, now).await? {
            let found = standing_override(&mut change, caller, id, organisation, now).await?;
            overridden.push(found.ok_or(Refusal::LastApprover)?);
        }
        let draft = self.disabling_draft(caller, id).await?.ok_or(Refusal::StartAgain)?;
        // save
        let line = |event| Entry::new(event, Actor::Person(caller.person), now, caller.visit.request).about(id);
        let what = (&held, Event::AccountDisabled);
        let mut keeping = Keeping {
            by: Some(caller.person),
            kept,
            ..Keeping::default()
        };
        for organisation in &held {
            let standing = change.members().standing(caller.person, *organisation, now).await?;
            keeping.stands(standing.as_ref(), caller.support);
        }
        let mut lines = Vec::new();
        for used in &overridden {
            lines.push(use_override(&mut change, used, caller, now).await?);
        }
        lines.extend(end_everything(&mut change, (id, caller.person), what, &keeping, now, line).await?);
        let closure = Closure {
            person: id,
            by: caller.person,
            reason: draft.reason.tag(),
            note: draft.other.clone(),
            at: now,
        };
        if !change.people().disable(&closure).await? {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        if let Some(key) = caller.visit.key.as_deref() {
            change.drafts().remove(key, DRAFT).await?;
        }
        // post
        change
            .post(&letter(&account, None, LetterText::AccountDisabled), now)
            .await?;
        // record; why is nobody's business at the organisations
        let why = draft.other.unwrap_or_else(|| draft.reason.tag().to_owned());
        let disabled = line(Event::AccountDisabled).because(Some(why));
        change.commit_all(disabled, lines).await?;
        self.with.bell.ring();
        let name = account.full_name();
        Ok(Receipt::saying(Notice::AccountDisabled { name }, Page::Users))
    }

    pub(super) async fn show_reopening(&self, caller: &Caller, id: PersonId) -> Act<ReopenView> {
        SupportPerson::looking(caller)?;
        let mut read = self.read();
        let account = read.people().account(id).await?.ok_or(Refusal::NotFound)?;
        let record = read.people().record(id).await?.ok_or(Refusal::NotFound)?;
        must_be_disabled(&account)?;
        Ok(ReopenView {
            id,
            name: account.full_name(),
            email: account.email.to_string(),
            disabled: record.disabled.map(Moment::in_london),
            by_themselves: record.disabled_by == Some(id),
            by: record.disabled_by_name,
        })
    }

    pub(super) async fn reopen_account(&self, caller: &Caller, wish: ReopenWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let support = SupportPerson::of(caller)?;
        support.about(wish.person)?;
        let mut change = self.change().await?;
        let held = change.members().active_at(wish.person).await?;
        change.hold_all(&held).await?;
        change.hold_person(wish.person).await?;
        // decide
        let account = change.people().account(wish.person).await?.ok_or(Refusal::NotFound)?;
        must_be_disabled(&account)?;
        // save: access that was not ended with the account, before it was, stays ended too
        let line =
            |event| Entry::new(event, Actor::Person(support.person()), now, caller.visit.request).about(wish.person);
        let ended = end_access(&mut change, wish.person, support.person(), now, line).await?;
        if !change.people().reopen(wish.person).await? {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        // post
        change
            .post(&letter(&account, None, LetterText::AccountReopened), now)
            .await?;
        // record
        let reopened = line(Event::AccountReopened).because(wish.reason);
        change.commit_all(reopened, ended).await?;
        self.with.bell.ring();
        let name = account.full_name();
        Ok(Receipt::saying(
            Notice::AccountReopened { name },
            Page::Person(wish.person),
        ))
    }
}

async fn end_access(
    change: &mut Change,
    person: PersonId,
    by: PersonId,
    now: Moment,
    line: impl Fn(Event) -> Entry,
) -> Act<Vec<Entry>> {
    let ended = change.members().end_everywhere(person, by, now).await?;
    Ok(ended
        .into_iter()
        .map(|organisation| line(Event::MemberRevoked).for_organisation(organisation))
        .collect())
}

/// Whose address is not confirmed is not among the users.
fn must_be_open(account: &Account) -> Result<(), Refusal> {
    match account.state {
        AccountState::Confirmed => Ok(()),
        AccountState::Disabled => Err(Refusal::AlreadyDisabled),
        AccountState::Unconfirmed => Err(Refusal::NotFound),
    }
}

fn must_be_disabled(account: &Account) -> Result<(), Refusal> {
    match account.state {
        AccountState::Disabled => Ok(()),
        AccountState::Confirmed => Err(Refusal::NotDisabled),
        AccountState::Unconfirmed => Err(Refusal::NotFound),
    }
}
