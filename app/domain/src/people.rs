//! People as administrators see them: the list *Users* (S43, S44), a person's page, and closing an account for somebody
//! else. What a person does to their own account is in [`crate::my_account`]; what somebody may do for one organisation,
//! in [`crate::members`].

mod disabling;
mod search;

use std::collections::BTreeSet;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::disabling::{
    DisablingDraft, DisablingForm, DisablingReason, DisablingView, DisablingWish, PersonForm, ReopenForm, ReopenView,
    ReopenWish,
};
pub use self::search::{Column, Search, Shows, Sort, UsersForm};
use crate::accounts::{AccountState, Position};
use crate::audit::HistoryRow;
use crate::join_requests::StateTag;
use crate::letter::Delivery;
use crate::list::{Beside, Counted};
use crate::members::roles::RoleRow;
use crate::organisations::OrganisationView;
use crate::permission::Role;
use crate::{Answer, Caller, JoinRequestId, Language, LondonTime, MemberId, OdsCode, PersonId, Receipt};

/// After how many days without signing in somebody with access counts as dormant.
pub const DORMANT_DAYS: i64 = 90;

/// Where a person stands, as far as the viewer's organisations go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserState {
    /// May act, and has signed in of late.
    Active,
    /// May act, and has not signed in for [`DORMANT_DAYS`].
    Dormant,
    /// Could act once.
    Revoked,
    /// Has never been let in.
    NoAccess,
    /// The account is closed everywhere.
    Disabled,
}

impl UserState {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Active,
        Self::Dormant,
        Self::Revoked,
        Self::NoAccess,
        Self::Disabled,
    ];

    /// How it stands in an address and in the store's answers.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Dormant => "dormant",
            Self::Revoked => "revoked",
            Self::NoAccess => "no_access",
            Self::Disabled => "disabled",
        }
    }

    /// Reads it back.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.tag() == tag)
    }
}

/// A row of *Users*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRow {
    /// The person.
    pub id: PersonId,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// E-mail address.
    pub email: String,
    /// The request that has waited longest, with its organisation's code.
    pub pending: Option<(OdsCode, JoinRequestId)>,
    /// When the person last signed in.
    pub last_signed_in: Option<LondonTime>,
    /// Where the person stands.
    pub state: UserState,
}

/// A page of *Users*.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UserList {
    /// Its rows.
    pub rows: Vec<UserRow>,
    /// How many there are on all pages.
    pub count: Counted,
    /// The pages beside it.
    pub beside: Beside,
}

/// What the viewer can do about a person's access to one organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccessAction {
    /// Revoke it, or change its roles.
    Revoke,
    /// Give it back.
    Enable,
    /// Nothing: it is the viewer's own, or the account or the organisation is closed.
    Nothing,
}

/// A person's access to one organisation, now or formerly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonAccess {
    /// The member.
    pub id: MemberId,
    /// The organisation.
    pub organisation: OrganisationView,
    /// The roles; after a revocation those that there were.
    pub roles: Vec<RoleRow>,
    /// Since when.
    pub since: LondonTime,
    /// Who let the person in, by name; absent when the service did.
    pub let_in_by: Option<String>,
    /// When it was revoked, and by whom.
    pub revoked: Option<(LondonTime, Option<String>)>,
    /// What can be done about it.
    pub action: AccessAction,
}

/// A request of the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRequest {
    /// The request.
    pub id: JoinRequestId,
    /// The organisation's code.
    pub code: OdsCode,
    /// The organisation's name.
    pub organisation: String,
    /// The role asked for.
    pub role: Role,
    /// Why.
    pub reason: String,
    /// When it was made.
    pub made_at: LondonTime,
    /// Where it stands.
    pub state: StateTag,
}

/// A letter to the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLetter {
    /// When it was posted.
    pub at: LondonTime,
    /// Which letter ([`crate::letter::LetterText::name`]).
    pub letter: String,
    /// The organisation that it is about, by name.
    pub organisation: Option<String>,
    /// To which address.
    pub address: String,
    /// Where it stands.
    pub delivery: Delivery,
    /// What the mail server said, where it was not delivered, or not yet.
    pub answer: Option<String>,
}

/// A line of what happened that is about the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLine {
    /// The line.
    pub row: HistoryRow,
    /// The organisation, by name.
    pub organisation: Option<String>,
}

/// What can be done about the account itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountAction {
    /// Disable it.
    Disable,
    /// Open it again.
    Reopen,
    /// Nothing.
    Nothing,
}

/// A person's page, as far as the viewer's organisations go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    /// The person.
    pub id: PersonId,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// What the person is at work.
    pub position: Option<Position>,
    /// The language of letters.
    pub language: Language,
    /// Whether the person is a medical secretary (S70).
    pub medical_secretary: bool,
    /// Whether the viewer may change that mark (S71).
    pub may_mark: bool,
    /// Where the account stands.
    pub account: AccountState,
    /// When the account was disabled.
    pub disabled: Option<LondonTime>,
    /// Where the person stands.
    pub state: UserState,
    /// When the account was made.
    pub created: LondonTime,
    /// When the person last signed in.
    pub last_signed_in: Option<LondonTime>,
    /// Access to organisations, by name.
    pub access: Vec<PersonAccess>,
    /// Requests, the newest first.
    pub requests: Vec<PersonRequest>,
    /// Letters, the newest first.
    pub letters: Vec<PersonLetter>,
    /// What happened, the newest first.
    pub lines: Vec<PersonLine>,
    /// Whether the viewer can open a case about somebody locked out of it.
    pub may_unlock: bool,
    /// What can be done about the account.
    pub action: AccountAction,
}

/// What administrators can ask about people. Whoever is not in the caller's sight does not exist for them.
#[async_trait]
pub trait People: Send + Sync {
    /// A page of those who have, had or ask for access to the organisations that the caller may decide for.
    async fn list(&self, caller: &Caller, search: Search) -> Answer<UserList>;
    /// The same list whole, as a file takes it; leaves a line of the audit.
    async fn export(&self, caller: &Caller, search: Search) -> Answer<Vec<UserRow>>;
    /// A person's page.
    async fn person(&self, caller: &Caller, id: PersonId) -> Answer<PersonView>;
    /// What disabling an account would end, with the reason chosen so far (S62).
    async fn disabling(&self, caller: &Caller, id: PersonId) -> Answer<DisablingView>;
    /// Keeps the reason and leads to the page that confirms (S63).
    async fn choose_disabling_reason(&self, caller: &Caller, wish: DisablingWish) -> Answer<Receipt>;
    /// Disables an account everywhere, at once (S58 to S60, S65); what is kept of all that the person gave stays, and is the
    /// caller's to answer for.
    async fn disable(&self, caller: &Caller, id: PersonId, kept: BTreeSet<Uuid>) -> Answer<Receipt>;
    /// A disabled account that is to be opened again.
    async fn to_reopen(&self, caller: &Caller, id: PersonId) -> Answer<ReopenView>;
    /// Opens a disabled account again; access stays ended.
    async fn reopen(&self, caller: &Caller, wish: ReopenWish) -> Answer<Receipt>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_read_back_from_their_tags() {
        for state in UserState::ALL {
            assert_eq!(UserState::from_tag(state.tag()), Some(state));
        }
    }
}
