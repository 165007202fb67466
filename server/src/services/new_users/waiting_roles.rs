//! The roles that wait for a new user: given, changed, removed, or copied from somebody who has access. Whoever confirmed
//! the address before there was a role is let in with the first.

use domain::audit::{Entry, Event};
use domain::form::{Field, Problem};
use domain::members::Standing;
use domain::members::roles::{RoleSpan, can_be_given};
use domain::new_users::{NewUser, WaitingRoleWish};
use domain::organisations::Organisation;
use domain::permission::{Approver, Role};
use domain::{Caller, FieldErrors, MemberId, Moment, NewUserId, Notice, Page, Receipt, Refusal};
use storage::Change;

use super::adding::line;
use super::copied;
use crate::services::Doorkeeper;
use crate::services::stopped::Act;

impl Doorkeeper {
    pub(super) async fn give_waiting_role(&self, caller: &Caller, wish: WaitingRoleWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, user, organisation, approver) = self.changing(caller, wish.id, now).await?;
        // decide
        must_be_given_here(wish.role, &organisation, &approver)?;
        if waiting(&user, wish.role).is_some() {
            return Err(FieldErrors::one(Field::Role, Problem::RoleHeld).into());
        }
        let span = wish.days.span(wish.role, None, now)?;
        // save
        change.new_users().set_role(user.id, &span).await?;
        let changed =
            line(Event::NewUserChanged, &approver, &organisation, caller, now).changing(None, span.described());
        self.saved(change, user, &organisation, changed, caller, now).await
    }

    pub(super) async fn change_waiting_role(&self, caller: &Caller, wish: WaitingRoleWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, user, organisation, approver) = self.changing(caller, wish.id, now).await?;
        // decide
        must_be_given_here(wish.role, &organisation, &approver)?;
        let before = waiting(&user, wish.role).ok_or(Refusal::NotFound)?;
        let span = wish.days.span(wish.role, Some(&before), now)?;
        // save
        change.new_users().set_role(user.id, &span).await?;
        let changed = line(Event::NewUserChanged, &approver, &organisation, caller, now)
            .changing(before.described(), span.described());
        self.saved(change, user, &organisation, changed, caller, now).await
    }

    pub(super) async fn remove_waiting_role(&self, caller: &Caller, id: NewUserId, role: Role) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, user, organisation, approver) = self.changing(caller, id, now).await?;
        // decide
        approver.granting(role)?;
        let before = waiting(&user, role).ok_or(Refusal::NotFound)?;
        // save
        if !change.new_users().remove_role(user.id, role).await? {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        // record
        let changed =
            line(Event::NewUserChanged, &approver, &organisation, caller, now).changing(before.described(), None);
        change.commit(changed).await?;
        Ok(receipt(&user))
    }

    pub(super) async fn copy_access(&self, caller: &Caller, id: NewUserId, from: MemberId) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, user, organisation, approver) = self.changing(caller, id, now).await?;
        // decide
        let member = change.members().by_id(from).await?;
        let member = member
            .filter(|member| member.organisation == organisation.id && member.state == Standing::Active)
            .ok_or(Refusal::NotFound)?;
        let spans = change.members().spans(member.id, now).await?;
        let roles = copied(&spans, organisation.kind, approver.capacity());
        if roles.is_empty() {
            return Err(Refusal::NotAllowed.into());
        }
        // save: the copy takes the place of what waited
        for span in &user.roles {
            change.new_users().remove_role(user.id, span.role).await?;
        }
        for span in &roles {
            change.new_users().set_role(user.id, span).await?;
        }
        let changed = line(Event::NewUserChanged, &approver, &organisation, caller, now)
            .changing(described(&user.roles), described(&roles));
        self.saved(change, user, &organisation, changed, caller, now).await
    }

    /// Lets in whoever has confirmed the address already and waited for a role; else that is all.
    async fn saved(
        &self,
        mut change: Change,
        user: NewUser,
        organisation: &Organisation,
        changed: Entry,
        caller: &Caller,
        now: Moment,
    ) -> Act<Receipt> {
        let receipt = receipt(&user);
        let mut lines = Vec::new();
        if user.person.is_some()
            && let Some(kept) = change.new_users().by_id(user.id).await?
        {
            lines = self
                .let_in_whoever_confirmed(&mut change, &kept, organisation, caller, now)
                .await?;
        }
        change.commit_all(changed, lines).await?;
        self.with.bell.ring();
        Ok(receipt)
    }
}

fn receipt(user: &NewUser) -> Receipt {
    let name = user.full_name();
    Receipt::saying(Notice::RolesSaved { name }, Page::NewUserRoles(user.id))
}

fn waiting(user: &NewUser, role: Role) -> Option<RoleSpan> {
    user.roles.iter().find(|span| span.role == role).copied()
}

/// What the audit keeps of several roles; nothing of none.
pub(super) fn described(roles: &[RoleSpan]) -> Option<String> {
    let roles: Vec<String> = roles.iter().map(RoleSpan::described).collect();
    (!roles.is_empty()).then(|| roles.join(", "))
}

/// Refuses a role that the organisation does not give by hand, or that is above the rights of whoever gives it.
fn must_be_given_here(role: Role, organisation: &Organisation, approver: &Approver) -> Act<()> {
    if !can_be_given(role, organisation.kind) {
        return Err(FieldErrors::one(Field::Role, Problem::RoleNotHere).into());
    }
    Ok(approver.granting(role)?)
}
