//! What the link of an invitation shows, and the ways to answer it there. Whoever has the link reads the address's mailbox,
//! so the page may say whether the address has an account.

use serde::{Deserialize, Serialize};

use super::{Circumstances, NewUser, State};
use crate::form::{Field, FieldErrors, REASON_MOST, optional_text};
use crate::members::roles::RoleRow;
use crate::{LondonTime, NewUserId, PersonId};

/// What the link of an invitation opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum InvitationView {
    /// An invitation, whatever became of it.
    Known(Invited),
    /// It is no link of ours, or was cut off.
    Unknown,
}

/// An invitation, as the one who was invited sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// The organisation's name.
    pub organisation: String,
    /// The roles that are offered.
    pub roles: Vec<RoleRow>,
    /// Who invites.
    pub by: String,
    /// Until when.
    pub until: LondonTime,
    /// How it can be answered.
    pub answering: Answering,
}

/// How an invitation can be answered by whoever looks at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answering {
    /// By choosing a password: the address has no account that is confirmed.
    ChoosePassword {
        /// Whom the account is for.
        name: String,
    },
    /// After signing in: the address has an account.
    SignIn,
    /// It is for another address than that of whoever is signed in.
    SomebodyElse {
        /// Who is signed in.
        name: String,
    },
    /// It is theirs: accept or decline.
    Theirs(NewUserId),
    /// Not at all: the account of the address is closed.
    AccountClosed,
    /// Not any more.
    Over(Over),
}

/// Why an invitation cannot be answered any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// Its time has passed.
    Expired,
    /// A newer letter took the place of this one.
    Replaced,
    /// Those who may decide took it back.
    Withdrawn,
    /// It was accepted.
    Accepted,
    /// It was declined.
    Declined,
    /// Whoever gave it could not give it now, or the person's access was ended since.
    NotGiven,
    /// The organisation is closed.
    OrganisationClosed,
}

impl Over {
    /// Whether a new one can be asked for.
    pub const fn can_ask(self) -> bool {
        !matches!(self, Self::Accepted | Self::OrganisationClosed)
    }
}

impl NewUser {
    /// Why it cannot be answered any more, as far as it says so itself.
    pub const fn ended(&self) -> Option<Over> {
        match self.state {
            State::Open => None,
            State::In => Some(Over::Accepted),
            State::Declined => Some(Over::Declined),
            State::Withdrawn => Some(Over::Withdrawn),
        }
    }

    /// Why a person could not accept it now.
    pub fn over(&self, person: PersonId, is: &Circumstances) -> Option<Over> {
        if let Some(over) = self.ended() {
            Some(over)
        } else if self.has_expired(is.now) {
            Some(Over::Expired)
        } else if !is.organisation_open {
            Some(Over::OrganisationClosed)
        } else {
            self.roles_that_stand(person, is).is_empty().then_some(Over::NotGiven)
        }
    }
}

/// *Decline*, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DeclineInvitationForm {
    /// The token of the link.
    pub token: String,
    /// A word to whoever invited; may be empty.
    #[serde(default)]
    pub reason: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclineInvitationWish {
    /// The token of the link.
    pub token: String,
    /// A word to whoever invited.
    pub word: Option<String>,
}

impl DeclineInvitationForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<DeclineInvitationWish, FieldErrors> {
        let word =
            optional_text(&self.reason, REASON_MOST, true).map_err(|why| FieldErrors::one(Field::Reason, why))?;
        Ok(DeclineInvitationWish {
            token: self.token.clone(),
            word,
        })
    }
}
