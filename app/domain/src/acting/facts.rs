//! What is known of a person at an organisation, and which of their roles act at a moment. Read by the store: as it is
//! kept now, or as the audit tells of an earlier moment.

use serde::{Deserialize, Serialize};

use crate::accounts::AccountState;
use crate::permission::Role;
use crate::{Moment, PersonId, RosterId};

/// How a role was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// By a person's decision.
    Person,
    /// By a pre-approval.
    PreApproval,
    /// By the set-up of the service.
    SetUp,
    /// By an import of rostered medics.
    Import,
}

impl How {
    /// How it is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::PreApproval => "pre_approval",
            Self::SetUp => "set_up",
            Self::Import => "import",
        }
    }

    /// Reads what is stored.
    pub fn from_tag(tag: &str) -> Option<Self> {
        [Self::Person, Self::PreApproval, Self::SetUp, Self::Import]
            .into_iter()
            .find(|how| how.tag() == tag)
    }
}

/// A role that somebody was given: its limit, when it holds, and where it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The role.
    pub role: Role,
    /// The roster or roster group that it is limited to; the whole organisation where absent.
    pub roster: Option<RosterId>,
    /// From when.
    pub starts_at: Moment,
    /// Until when; without end where absent.
    pub ends_at: Option<Moment>,
    /// Who gave it, where it was a person.
    pub given_by: Option<PersonId>,
    /// How it was given.
    pub given_how: How,
    /// When it was given.
    pub given_at: Moment,
}

impl Held {
    /// Whether it holds at a moment: from its start on, until before its end.
    pub fn holds(&self, at: Moment) -> bool {
        self.starts_at <= at && self.ends_at.is_none_or(|end| at < end)
    }
}

/// That an access was revoked, or left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// When.
    pub at: Moment,
    /// By whom; by themselves where they left.
    pub by: Option<PersonId>,
}

/// Somebody's access to an organisation, without what only time changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// That it was revoked, where it was. The roles stay then, so that *enable* can give them back.
    pub ended: Option<Ended>,
    /// The roles, those that have ended or have yet to begin included.
    pub held: Vec<Held>,
}

/// What the records say of something at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known<T> {
    /// It was so.
    As(T),
    /// There was none.
    Nothing,
    /// The records do not go back that far.
    Unknown,
}

/// What is known of a person at an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The account.
    pub account: Known<AccountState>,
    /// The access.
    pub access: Known<Access>,
}

impl Facts {
    /// The roles that let the person act at a moment: THE rule, by which every check goes. The account is open, the access
    /// is not revoked, and the role holds.
    pub fn acting(&self, at: Moment) -> impl Iterator<Item = &Held> {
        let held = match (&self.account, &self.access) {
            (Known::As(AccountState::Confirmed), Known::As(Access { ended: None, held })) => held.as_slice(),
            _ => &[],
        };
        held.iter().filter(move |role| role.holds(at))
    }
}
