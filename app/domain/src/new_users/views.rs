//! What pages show of new users: what was typed, never what an account says.

use serde::{Deserialize, Serialize};

use super::State;
use crate::accounts::Position;
use crate::members::roles::RoleRow;
use crate::organisations::OrganisationView;
use crate::permission::Role;
use crate::rosters::RosterView;
use crate::{Language, LondonTime, MemberId, NewUserId, OdsCode, PersonId};

/// Where somebody may be added.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WhereView {
    /// The organisation, where there is only one.
    pub only: Option<OdsCode>,
    /// Those found, by name.
    pub found: Vec<OrganisationView>,
    /// Whether there are more than these.
    pub more: bool,
}

/// Somebody who was added, as those who may decide see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUserView {
    /// Its id.
    pub id: NewUserId,
    /// To which organisation.
    pub organisation: OrganisationView,
    /// First and last name, as typed.
    pub name: String,
    /// The address, as typed.
    pub email: String,
    /// What the person is at work.
    pub position: Option<Position>,
    /// Language of the letter.
    pub language: Language,
    /// Whether the mark *medical secretary* was ticked.
    pub medical_secretary: bool,
    /// Where it stands.
    pub state: State,
    /// Who added them, or last sent the letter again.
    pub added_by: String,
    /// When the letter was last sent.
    pub sent_at: LondonTime,
    /// What people quote when they ask about the invitation, and until when it holds; absent for those whom *New user* added.
    pub invitation: Option<(String, LondonTime)>,
    /// The roles that wait.
    pub roles: Vec<RoleRow>,
    /// The roles that the viewer may give besides.
    pub grantable: Vec<Role>,
    /// The open rosters and roster groups that a role may be limited to, by name.
    pub rosters: Vec<RosterView>,
}

/// Somebody whose access can be copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyFrom {
    /// The member.
    pub member: MemberId,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The roles that would be copied.
    pub roles: Vec<RoleRow>,
}

/// The page that copies access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyView {
    /// The new user.
    pub new_user: NewUserView,
    /// Those whose access can be copied, by name.
    pub people: Vec<CopyFrom>,
}

/// What somebody with an account was added to, as they see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferView {
    /// Its id.
    pub id: NewUserId,
    /// The organisation.
    pub organisation: OrganisationView,
    /// Who added them.
    pub by: String,
    /// The roles that they would have.
    pub roles: Vec<RoleRow>,
    /// Where it stands.
    pub state: State,
    /// Whether it still stands: whoever gave it could still give it, and the organisation is open.
    pub stands: bool,
}

/// The page of the mark *medical secretary*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkView {
    /// The person.
    pub person: PersonId,
    /// First and last name.
    pub name: String,
    /// Whether the person bears it now.
    pub marked: bool,
}
