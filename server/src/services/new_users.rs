//! New users: what their pages show, and what all acts on them share. Adding, sending again and withdrawing are in
//! [`adding`], the roles that wait in [`waiting_roles`], confirming and accepting in [`coming_in`], the mark *medical
//! secretary* in [`marking`], the letter of an invitation in
//! [`inviting`] and what its link opens in [`invited`]. Whoever adds somebody is answered alike whether or not the address has an account.

mod adding;
mod coming_in;
mod invited;
mod inviting;
mod marking;
mod taking_back;
mod waiting_roles;

use async_trait::async_trait;
use domain::invitations::reference;
use domain::members::Sort;
use domain::members::roles::{RoleSpan, can_be_given, grantable, grantable_besides};
use domain::new_users::{
    CopyFrom, CopyView, DeclineInvitationWish, InvitationView, MarkView, MarkWish, NewUser, NewUserView, NewUserWish,
    NewUsers, OfferView, WaitingRoleWish, WhereView,
};
use domain::organisations::{Organisation, OrganisationView, SEARCH_MOST};
use domain::permission::{Action, Approver, Capacity, Insider, Scope, may_grant};
use domain::rosters::RosterView;
use domain::{Answer, Caller, MemberId, Moment, NewUserId, OdsCode, OrganisationId, PersonId, Receipt, Refusal, Visit};
use storage::Change;

pub(super) use self::adding::line;
pub(crate) use self::coming_in::{circumstances, had_their_purpose};
pub(super) use self::inviting::{invitation_end, invitation_text};
pub(super) use self::taking_back::take_back;
pub(super) use self::waiting_roles::described;
use super::rosters::open_ones;
use super::sessions::decides_somewhere;
use super::stopped::{Act, Failure, answer};
use super::{Doorkeeper, standing_in};

#[async_trait]
impl NewUsers for Doorkeeper {
    async fn places(&self, caller: &Caller, words: &str) -> Answer<WhereView> {
        answer(caller.visit.request, self.show_places(caller, words).await)
    }

    async fn place(&self, caller: &Caller, code: &OdsCode) -> Answer<OrganisationView> {
        answer(caller.visit.request, self.show_place(caller, code).await)
    }

    async fn add(&self, caller: &Caller, wish: NewUserWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.add_new_user(caller, wish).await)
    }

    async fn new_user(&self, caller: &Caller, id: NewUserId) -> Answer<NewUserView> {
        answer(caller.visit.request, self.show_new_user(caller, id).await)
    }

    async fn give_role(&self, caller: &Caller, wish: WaitingRoleWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.give_waiting_role(caller, wish).await)
    }

    async fn change_role(&self, caller: &Caller, wish: WaitingRoleWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.change_waiting_role(caller, wish).await)
    }

    async fn remove_role(&self, caller: &Caller, wish: WaitingRoleWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.remove_waiting_role(caller, wish).await)
    }

    async fn to_copy(&self, caller: &Caller, id: NewUserId) -> Answer<CopyView> {
        answer(caller.visit.request, self.show_access_to_copy(caller, id).await)
    }

    async fn copy(&self, caller: &Caller, id: NewUserId, from: MemberId) -> Answer<Receipt> {
        answer(caller.visit.request, self.copy_access(caller, id, from).await)
    }

    async fn send_again(&self, caller: &Caller, id: NewUserId) -> Answer<Receipt> {
        answer(caller.visit.request, self.send_letter_again(caller, id).await)
    }

    async fn withdraw(&self, caller: &Caller, id: NewUserId) -> Answer<Receipt> {
        answer(caller.visit.request, self.withdraw_new_user(caller, id).await)
    }

    async fn offer(&self, caller: &Caller, id: NewUserId) -> Answer<OfferView> {
        answer(caller.visit.request, self.show_offer(caller, id).await)
    }

    async fn accept(&self, caller: &Caller, id: NewUserId) -> Answer<Receipt> {
        answer(caller.visit.request, self.accept_offer(caller, id).await)
    }

    async fn decline(&self, caller: &Caller, id: NewUserId) -> Answer<Receipt> {
        answer(caller.visit.request, self.decline_offer(caller, id).await)
    }

    async fn invitation(&self, caller: Option<&Caller>, token: &str) -> Answer<InvitationView> {
        let reference = caller.map_or_else(|| self.reference(), |caller| caller.visit.request);
        answer(reference, self.show_invitation(caller, token).await)
    }

    async fn decline_invitation(&self, visit: &Visit, wish: DeclineInvitationWish) -> Answer<Receipt> {
        answer(visit.request, self.decline_with_link(visit, wish).await)
    }

    async fn ask_for_invitation(&self, visit: &Visit, token: String) -> Answer<Receipt> {
        answer(visit.request, self.ask_for_another(visit, token).await)
    }

    async fn to_mark(&self, caller: &Caller, person: PersonId) -> Answer<MarkView> {
        answer(caller.visit.request, self.show_mark(caller, person).await)
    }

    async fn mark(&self, caller: &Caller, wish: MarkWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.mark_person(caller, wish).await)
    }
}

impl Doorkeeper {
    async fn show_places(&self, caller: &Caller, words: &str) -> Act<WhereView> {
        let now = self.now();
        let standings = self.standings(caller).await?;
        let mut read = self.read();
        if !caller.support && !decides_somewhere(&standings) {
            return Err(Refusal::NotAllowed.into());
        }
        let words: String = words.chars().take(super::organisations::SEARCH_CHARACTERS).collect();
        let (found, more) = read
            .new_users()
            .places(Scope::of(caller), &words, now, SEARCH_MOST)
            .await?;
        let only = match found.as_slice() {
            [one] if words.trim().is_empty() => Some(one.code.clone()),
            _ => None,
        };
        Ok(WhereView { only, found, more })
    }

    async fn show_place(&self, caller: &Caller, code: &OdsCode) -> Act<OrganisationView> {
        let organisation = self.organisation(code).await?;
        // Looking asks for no recent proof; the button that follows does.
        let standing = self.standing(caller, &organisation).await?;
        let insider = Insider::of(caller, &standing, Action::GrantRoles)?;
        must_give_roles(&organisation, insider.capacity())?;
        let view = self.read().organisations().view(code).await?;
        Ok(view.ok_or(Refusal::NotFound)?)
    }

    /// Somebody who was added, for those who may add there; the same answer for nobody as for somebody elsewhere.
    pub(super) async fn added(&self, caller: &Caller, id: NewUserId) -> Act<(NewUser, Organisation, Insider)> {
        let user = self.read().new_users().by_id(id).await?.ok_or(Refusal::NotFound)?;
        let organisation = self.added_to(user.organisation).await?;
        let standing = self.standing(caller, &organisation).await?;
        let insider = Insider::of(caller, &standing, Action::GrantRoles)?;
        Ok((user, organisation, insider))
    }

    async fn added_to(&self, organisation: OrganisationId) -> Act<Organisation> {
        let organisation = self.read().organisations().by_id(organisation).await?;
        Ok(organisation.ok_or(Failure::Gone("an organisation"))?)
    }

    async fn show_new_user(&self, caller: &Caller, id: NewUserId) -> Act<NewUserView> {
        let (user, organisation, insider) = self.added(caller, id).await?;
        self.view(user, &organisation, insider.capacity()).await
    }

    async fn view(&self, user: NewUser, organisation: &Organisation, capacity: Capacity) -> Act<NewUserView> {
        let mut read = self.read();
        let by = read.people().account(user.given_by).await?;
        let view = read.organisations().view(&organisation.code).await?;
        let rosters = read.rosters().of_organisation(organisation.id).await?;
        let open = open_ones(rosters.clone());
        Ok(NewUserView {
            id: user.id,
            organisation: view.ok_or(Refusal::NotFound)?,
            name: user.full_name(),
            email: user.email.to_string(),
            position: user.position,
            language: user.language,
            medical_secretary: user.medical_secretary,
            state: user.state,
            added_by: by.map(|by| by.full_name()).unwrap_or_default(),
            sent_at: user.sent_at.in_london(),
            invitation: user.invited_until.map(|until| (reference(user.id), until.in_london())),
            roles: user
                .roles
                .iter()
                .map(|span| span.row(&rosters, may_grant(capacity, span.role)))
                .collect(),
            grantable: grantable_besides(grantable(organisation.kind, capacity), &user.roles, &open),
            rosters: open,
        })
    }

    async fn show_access_to_copy(&self, caller: &Caller, id: NewUserId) -> Act<CopyView> {
        let now = self.now();
        let (user, organisation, insider) = self.added(caller, id).await?;
        let mut read = self.read();
        let enrolled = read.members().active(organisation.id, Sort::default(), now).await?;
        let rosters = read.rosters().of_organisation(organisation.id).await?;
        let mut people = Vec::new();
        for one in enrolled {
            let spans = read.members().spans(one.member.id, now).await?;
            let roles = copied(&spans, &rosters, &organisation, insider.capacity(), now);
            people.push(CopyFrom {
                member: one.member.id,
                name: one.account.full_name(),
                email: one.account.email.to_string(),
                roles: roles.iter().map(|span| span.row(&rosters, false)).collect(),
            });
        }
        people.retain(|one| !one.roles.is_empty());
        Ok(CopyView {
            new_user: self.view(user, &organisation, insider.capacity()).await?,
            people,
        })
    }

    /// A change to somebody who was added and has neither confirmed nor answered, by somebody who may add there.
    async fn changing(
        &self,
        caller: &Caller,
        id: NewUserId,
        now: Moment,
    ) -> Act<(Change, NewUser, Organisation, Approver)> {
        let user = self.read().new_users().by_id(id).await?.ok_or(Refusal::NotFound)?;
        let organisation = self.added_to(user.organisation).await?;
        let (mut change, organisation) = self.holding(&organisation.code).await?;
        let approver = Approver::of(caller, &standing_in(&mut change, caller, &organisation, now).await?)?;
        let user = change.new_users().by_id(id).await?.ok_or(Refusal::NotFound)?;
        user.must_be_open()?;
        Ok((change, user, organisation, approver))
    }
}

/// What of somebody's roles is copied: those that whoever copies could give now, with their limits and ends; they begin at
/// once unless they have yet to begin.
fn copied(
    spans: &[RoleSpan],
    rosters: &[RosterView],
    organisation: &Organisation,
    capacity: Capacity,
    now: Moment,
) -> Vec<RoleSpan> {
    let may = |role| can_be_given(role, organisation.kind) && may_grant(capacity, role);
    let given = |span: &&RoleSpan| may(span.role) && span.can_be_given_now(rosters, now);
    spans.iter().filter(given).copied().collect()
}

/// Refuses organisations where no role can be given by hand: commissioners.
fn must_give_roles(organisation: &Organisation, capacity: Capacity) -> Result<(), Refusal> {
    organisation.must_be_open()?;
    if grantable(organisation.kind, capacity).is_empty() {
        Err(Refusal::NotAllowed)
    } else {
        Ok(())
    }
}
