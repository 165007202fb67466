//! The forms of new users.

use serde::{Deserialize, Serialize};

use crate::accounts::Position;
use crate::form::{Field, FieldErrors, Problem, REASON_MOST, choice, required_text};
use crate::members::roles::Days;
use crate::permission::Role;
use crate::rosters;
use crate::shared_mailbox::{self, Warning};
use crate::{EmailAddress, Language, MemberId, NewUserId, OdsCode, PersonId, PersonName, Refusal, RosterId};

/// *Details* of a new user (S69), as a browser posts them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NewUserForm {
    /// The organisation, as in the address.
    pub code: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// E-mail address.
    pub email: String,
    /// [`Position::tag`]; empty where it is not known.
    #[serde(default)]
    pub position: String,
    /// [`Language::tag`].
    #[serde(default)]
    pub language: String,
    /// `yes` where it is ticked; a box that is not ticked posts nothing.
    #[serde(default)]
    pub medical_secretary: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUserWish {
    /// The organisation.
    pub code: OdsCode,
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// E-mail address.
    pub email: EmailAddress,
    /// What the person is at work.
    pub position: Option<Position>,
    /// Language of pages and letters.
    pub language: Language,
    /// Whether the mark *medical secretary* is ticked.
    pub medical_secretary: bool,
}

impl NewUserForm {
    /// What a ticked box posts.
    pub const TICKED: &'static str = "yes";

    /// Reads the form. A generic mailbox with a name that identifies nobody cannot be added (decision 7).
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<NewUserWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        let first_name = errors.take(Field::FirstName, PersonName::parse(&self.first_name));
        let last_name = errors.take(Field::LastName, PersonName::parse(&self.last_name));
        let email = errors.take(Field::Email, EmailAddress::parse(&self.email));
        let position = match self.position.trim() {
            "" => Some(None),
            text => errors.take(Field::Position, choice(text, Position::from_tag)).map(Some),
        };
        let language = errors.take(Field::Language, choice(&self.language, Language::from_tag));
        let (Some(code), Some(first_name), Some(last_name), Some(email), Some(position), Some(language)) =
            (code, first_name, last_name, email, position, language)
        else {
            return Err(errors);
        };
        if shared_mailbox::warning(&email, &first_name, &last_name) == Some(Warning::SharedMailbox) {
            return Err(FieldErrors::one(Field::Email, Problem::SharedMailbox));
        }
        Ok(NewUserWish {
            code,
            first_name,
            last_name,
            email,
            position,
            language,
            medical_secretary: self.medical_secretary == Self::TICKED,
        })
    }
}

/// A role for a new user, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WaitingRoleForm {
    /// The new user.
    pub id: String,
    /// [`Role::tag`]; a radio button that was not chosen posts nothing.
    #[serde(default)]
    pub role: String,
    /// The roster or roster group that it is to be limited to ([`RosterId`]); empty for the whole organisation.
    #[serde(default)]
    pub roster: String,
    /// The limit until now, where a role is changed or removed; empty for the whole organisation.
    #[serde(default)]
    pub was: String,
    /// The first day, `2026-11-22`; empty for from the start.
    #[serde(default)]
    pub starts: String,
    /// Until when ([`Until::read`](crate::members::roles::Until::read)).
    #[serde(default)]
    pub until: String,
    /// The last day, where that is another day; empty for none.
    #[serde(default)]
    pub ends: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRoleWish {
    /// The new user.
    pub id: NewUserId,
    /// The role.
    pub role: Role,
    /// The roster or roster group that it is to be limited to.
    pub roster: Option<RosterId>,
    /// Its limit until now.
    pub was: Option<RosterId>,
    /// When it is to hold.
    pub days: Days,
}

impl WaitingRoleForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<WaitingRoleWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = errors.take(Field::Form, NewUserId::parse(&self.id).ok_or(Problem::NotAChoice));
        let role = errors.take(Field::Role, choice(&self.role, Role::from_tag));
        let roster = errors.take(Field::Roster, rosters::limit(&self.roster));
        let was = errors.take(Field::Form, rosters::limit(&self.was));
        let days = Days::read(&self.starts, &self.until, &self.ends, &mut errors);
        match (id, role, roster, was, days) {
            (Some(id), Some(role), Some(roster), Some(was), Some(days)) => Ok(WaitingRoleWish {
                id,
                role,
                roster,
                was,
                days,
            }),
            _ => Err(errors),
        }
    }
}

/// Something about one new user, as a browser posts it: send again, withdraw, accept, decline.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OneForm {
    /// The new user.
    pub id: String,
}

impl OneForm {
    /// Reads the form.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for what is no id.
    pub fn parse(&self) -> Result<NewUserId, Refusal> {
        NewUserId::parse(&self.id).ok_or(Refusal::NotFound)
    }
}

/// Copying somebody's access, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CopyForm {
    /// The new user.
    pub id: String,
    /// The member whose access is copied.
    pub member: String,
}

impl CopyForm {
    /// Reads the form.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for what is no id.
    pub fn parse(&self) -> Result<(NewUserId, MemberId), Refusal> {
        NewUserId::parse(&self.id)
            .zip(MemberId::parse(&self.member))
            .ok_or(Refusal::NotFound)
    }
}

/// Setting or removing the mark *medical secretary*, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MarkForm {
    /// The person.
    pub id: String,
    /// `yes` to set it, anything else to remove it.
    #[serde(default)]
    pub marked: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkWish {
    /// The person.
    pub person: PersonId,
    /// Whether the person is to bear the mark.
    pub marked: bool,
    /// Why.
    pub reason: String,
}

impl MarkForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<MarkWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let person = errors.take(Field::Form, PersonId::parse(&self.id).ok_or(Problem::NotAChoice));
        let reason = errors.take(Field::Reason, required_text(&self.reason, REASON_MOST, true));
        match (person, reason) {
            (Some(person), Some(reason)) => Ok(MarkWish {
                person,
                marked: self.marked == NewUserForm::TICKED,
                reason,
            }),
            _ => Err(errors),
        }
    }
}
