//! New users: somebody whom those who may decide add to an organisation (S67 to S78). Whoever has no account confirms the
//! address with a letter's link and is in; whoever has one accepts or declines. Whoever adds them sees the same either
//! way. The mark *medical secretary* (S70, S71) is here too.

mod forms;
mod invited;
mod views;

use async_trait::async_trait;

pub use self::forms::{
    CopyForm, MarkForm, MarkWish, NewUserForm, NewUserWish, OneForm, WaitingRoleForm, WaitingRoleWish,
};
pub use self::invited::{Answering, DeclineInvitationForm, DeclineInvitationWish, InvitationView, Invited, Over};
pub use self::views::{CopyFrom, CopyView, MarkView, NewUserView, OfferView, WhereView};
use crate::accounts::{Account, AccountState, Position};
use crate::members::roles::{RoleSpan, can_be_given};
use crate::organisations::{Kind, OrganisationView};
use crate::permission::{Capacity, Role, may_grant};
use crate::rosters::RosterView;
use crate::{
    Answer, Caller, EmailAddress, Language, MemberId, Moment, NewUserId, OdsCode, OrganisationId, PersonId, PersonName,
    Receipt, Refusal, Visit,
};

/// Somebody who was added to an organisation, with what waits for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUser {
    /// Its id.
    pub id: NewUserId,
    /// To which organisation.
    pub organisation: OrganisationId,
    /// The address, as whoever added them typed it.
    pub email: EmailAddress,
    /// First name, as typed.
    pub first_name: PersonName,
    /// Last name, as typed.
    pub last_name: PersonName,
    /// Language of the letter, where there is no account yet.
    pub language: Language,
    /// What the person is at work.
    pub position: Option<Position>,
    /// Whether the mark *medical secretary* was ticked.
    pub medical_secretary: bool,
    /// Whoever added them, or last sent the letter again; it holds only while that person could still give it.
    pub given_by: PersonId,
    /// When the letter was last sent.
    pub sent_at: Moment,
    /// Until when the invitation holds; absent for those whom *New user* added.
    pub invited_until: Option<Moment>,
    /// Where it stands.
    pub state: State,
    /// The unconfirmed account that was made for it, where the address had none.
    pub made: Option<PersonId>,
    /// Who confirmed the address before any role was given, or who accepted or declined.
    pub person: Option<PersonId>,
    /// The roles that wait.
    pub roles: Vec<RoleSpan>,
}

/// How long an invitation and its link hold, in days.
pub const INVITATION_DAYS: i64 = 7;

/// Where a new user stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Has neither confirmed nor answered.
    Open,
    /// Is in.
    In,
    /// Declined.
    Declined,
    /// Taken back by those who may decide.
    Withdrawn,
}

impl State {
    /// How the state is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::In => "in",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads a stored state.
    pub fn from_tag(tag: &str) -> Option<Self> {
        [Self::Open, Self::In, Self::Declined, Self::Withdrawn]
            .into_iter()
            .find(|state| state.tag() == tag)
    }
}

/// What must be known, at the moment of confirming or accepting, about everything that it depends on (decision 9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circumstances {
    /// The capacity in which its giver could give it now; nothing where they could not.
    pub giver: Option<Capacity>,
    /// The kind of the organisation.
    pub kind: Kind,
    /// Whether the organisation is open.
    pub organisation_open: bool,
    /// Its rosters and roster groups.
    pub rosters: Vec<RosterView>,
    /// The person's last revocation or rejection there.
    pub last_no: Option<Moment>,
    /// Now.
    pub now: Moment,
}

impl NewUser {
    /// First and last name, as typed.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name.as_str(), self.last_name.as_str())
    }

    /// The account that is made where the address has none.
    pub fn account(&self, id: PersonId) -> Account {
        Account {
            id,
            email: self.email.clone(),
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            language: self.language,
            position: self.position,
            state: AccountState::Unconfirmed,
        }
    }

    /// Refuses what has ended.
    ///
    /// # Errors
    /// [`Refusal::NoLongerStands`].
    pub fn must_be_open(&self) -> Result<(), Refusal> {
        if self.state == State::Open {
            Ok(())
        } else {
            Err(Refusal::NoLongerStands)
        }
    }

    /// Whether it is an invitation whose time is over.
    pub fn has_expired(&self, now: Moment) -> bool {
        self.invited_until.is_some_and(|until| until <= now)
    }

    /// Whether it still stands for this person.
    pub fn stands(&self, person: PersonId, is: &Circumstances) -> bool {
        self.state == State::Open
            // Nobody decides about themselves, by way of an address that has become theirs either.
            && self.given_by != person
            && is.giver.is_some()
            && is.organisation_open
            && !self.has_expired(is.now)
            && is.last_no.is_none_or(|no| no < self.sent_at)
    }

    /// The roles that it gives this person now: those that its giver could give, whose end has not passed, and that are not
    /// limited to what is closed.
    pub fn roles_that_stand(&self, person: PersonId, is: &Circumstances) -> Vec<RoleSpan> {
        let stands = self.stands(person, is);
        let grantable =
            |role: Role| can_be_given(role, is.kind) && is.giver.is_some_and(|capacity| may_grant(capacity, role));
        self.roles
            .iter()
            .filter(|span| stands && grantable(span.role) && span.can_be_given_now(&is.rosters, is.now))
            .copied()
            .collect()
    }
}

/// What can be asked about new users.
#[async_trait]
pub trait NewUsers: Send + Sync {
    /// Where the caller may add somebody, searched.
    async fn places(&self, caller: &Caller, words: &str) -> Answer<WhereView>;
    /// The organisation to which somebody is to be added.
    async fn place(&self, caller: &Caller, code: &OdsCode) -> Answer<OrganisationView>;
    /// Adds somebody, and sends the letter.
    async fn add(&self, caller: &Caller, wish: NewUserWish) -> Answer<Receipt>;
    /// Somebody who was added, with the roles that wait.
    async fn new_user(&self, caller: &Caller, id: NewUserId) -> Answer<NewUserView>;
    /// Gives one more role.
    async fn give_role(&self, caller: &Caller, wish: WaitingRoleWish) -> Answer<Receipt>;
    /// Changes when a role is to hold.
    async fn change_role(&self, caller: &Caller, wish: WaitingRoleWish) -> Answer<Receipt>;
    /// Removes a role; days do not matter.
    async fn remove_role(&self, caller: &Caller, wish: WaitingRoleWish) -> Answer<Receipt>;
    /// Those whose access can be copied.
    async fn to_copy(&self, caller: &Caller, id: NewUserId) -> Answer<CopyView>;
    /// Copies somebody's access.
    async fn copy(&self, caller: &Caller, id: NewUserId, from: MemberId) -> Answer<Receipt>;
    /// Sends the letter again.
    async fn send_again(&self, caller: &Caller, id: NewUserId) -> Answer<Receipt>;
    /// Takes it back.
    async fn withdraw(&self, caller: &Caller, id: NewUserId) -> Answer<Receipt>;
    /// What the caller was added to.
    async fn offer(&self, caller: &Caller, id: NewUserId) -> Answer<OfferView>;
    /// Accepts it.
    async fn accept(&self, caller: &Caller, id: NewUserId) -> Answer<Receipt>;
    /// Declines it.
    async fn decline(&self, caller: &Caller, id: NewUserId) -> Answer<Receipt>;
    /// What the link of an invitation opens, for whoever looks; changes nothing.
    async fn invitation(&self, caller: Option<&Caller>, token: &str) -> Answer<InvitationView>;
    /// Declines an invitation with its link.
    async fn decline_invitation(&self, visit: &Visit, wish: DeclineInvitationWish) -> Answer<Receipt>;
    /// Asks whoever invited for a new invitation in place of one that is over.
    async fn ask_for_invitation(&self, visit: &Visit, token: String) -> Answer<Receipt>;
    /// Whether somebody bears the mark *medical secretary*.
    async fn to_mark(&self, caller: &Caller, person: PersonId) -> Answer<MarkView>;
    /// Sets or removes the mark.
    async fn mark(&self, caller: &Caller, wish: MarkWish) -> Answer<Receipt>;
}
