//! The roles that wait for a new user: given, changed, removed, or copied from somebody who has access. Whoever confirmed
//! the address before there was a role is let in with the first.

use domain::audit::{Entry, Event};
use domain::form::{Field, Problem};
use domain::members::Standing;
use domain::members::roles::{RoleSpan, can_be_given, why_not_given};
use domain::new_users::{NewUser, WaitingRoleWish};
use domain::organisations::Organisation;
use domain::permission::{Approver, Role};
use domain::rosters::RosterView;
use domain::{Caller, FieldErrors, MemberId, Moment, NewUserId, Notice, Page, Receipt, Refusal, RosterId};
use storage::Change;

use super::adding::line;
use super::copied;
use crate::services::Doorkeeper;
use crate::services::rosters::must_be_open_there;
use crate::services::stopped::Act;

impl Doorkeeper {
    pub(super) async fn give_waiting_role(&self, caller: &Caller, wish: WaitingRoleWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, user, organisation, approver) = self.changing(caller, wish.id, now).await?;
        // decide
        must_be_given_here(wish.role, &organisation, &approver)?;
        if waiting(&user, wish.role, wish.roster).is_some() {
            return Err(FieldErrors::one(Field::Role, Problem::RoleHeld).into());
        }
        must_be_open_there(&mut change, wish.roster, organisation.id).await?;
        let span = wish.days.span(wish.role, wish.roster, None, now)?;
        // save
        change.new_users().set_role(user.id, &span, now).await?;
        let rosters = change.rosters().of_organisation(organisation.id).await?;
        let changed =
            line(Event::NewUserChanged, &approver, &organisation, caller, now).changing(None, span.described(&rosters));
        self.saved(change, user, &organisation, changed, caller, now).await
    }

    pub(super) async fn change_waiting_role(&self, caller: &Caller, wish: WaitingRoleWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, user, organisation, approver) = self.changing(caller, wish.id, now).await?;
        // decide
        must_be_given_here(wish.role, &organisation, &approver)?;
        let before = waiting(&user, wish.role, wish.was).ok_or(Refusal::NotFound)?;
        if wish.roster != wish.was {
            if waiting(&user, wish.role, wish.roster).is_some() {
                return Err(FieldErrors::one(Field::Roster, Problem::RoleHeld).into());
            }
            must_be_open_there(&mut change, wish.roster, organisation.id).await?;
        }
        let span = wish.days.span(wish.role, wish.roster, Some(&before), now)?;
        // save
        change.new_users().remove_role(user.id, wish.role, wish.was).await?;
        change.new_users().set_role(user.id, &span, now).await?;
        let rosters = change.rosters().of_organisation(organisation.id).await?;
        let changed = line(Event::NewUserChanged, &approver, &organisation, caller, now)
            .changing(before.described(&rosters), span.described(&rosters));
        self.saved(change, user, &organisation, changed, caller, now).await
    }

    pub(super) async fn remove_waiting_role(&self, caller: &Caller, wish: WaitingRoleWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, user, organisation, approver) = self.changing(caller, wish.id, now).await?;
        // decide
        approver.granting(wish.role)?;
        let before = waiting(&user, wish.role, wish.was).ok_or(Refusal::NotFound)?;
        // save
        if !change.new_users().remove_role(user.id, wish.role, wish.was).await? {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        // record
        let rosters = change.rosters().of_organisation(organisation.id).await?;
        let changed = line(Event::NewUserChanged, &approver, &organisation, caller, now)
            .changing(before.described(&rosters), None);
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
        let rosters = change.rosters().of_organisation(organisation.id).await?;
        let roles = copied(&spans, &rosters, &organisation, approver.capacity(), now);
        if roles.is_empty() {
            return Err(Refusal::NotAllowed.into());
        }
        // save: the copy takes the place of what waited
        for span in &user.roles {
            change.new_users().remove_role(user.id, span.role, span.roster).await?;
        }
        for span in &roles {
            change.new_users().set_role(user.id, span, now).await?;
        }
        let changed = line(Event::NewUserChanged, &approver, &organisation, caller, now)
            .changing(described(&user.roles, &rosters), described(&roles, &rosters));
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

fn waiting(user: &NewUser, role: Role, roster: Option<RosterId>) -> Option<RoleSpan> {
    let wanted = |span: &&RoleSpan| span.role == role && span.roster == roster;
    user.roles.iter().find(wanted).copied()
}

/// What the audit keeps of several roles; nothing of none.
pub(in crate::services) fn described(roles: &[RoleSpan], rosters: &[RosterView]) -> Option<String> {
    let roles: Vec<String> = roles.iter().map(|span| span.described(rosters)).collect();
    (!roles.is_empty()).then(|| roles.join(", "))
}

/// Refuses a role that the organisation does not give by hand, or that is above the rights of whoever gives it.
fn must_be_given_here(role: Role, organisation: &Organisation, approver: &Approver) -> Act<()> {
    if !can_be_given(role, organisation.kind) {
        return Err(FieldErrors::one(Field::Role, why_not_given(role)).into());
    }
    Ok(approver.granting(role)?)
}
