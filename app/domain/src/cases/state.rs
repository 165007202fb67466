//! Where a case stands.

use serde::{Deserialize, Serialize};

use crate::proposals::Settled;
use crate::{CallId, Moment, PersonId};

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// To be called about.
    Open,
    /// Waits for a second support person.
    Agreed(Proposed),
    /// A second support person confirmed it, and it happened.
    Confirmed {
        /// What was confirmed.
        proposed: Proposed,
        /// By whom, and when.
        settled: Settled,
    },
    /// The organisation said no, or support ended it.
    Declined {
        /// Who kept that, and when.
        settled: Settled,
        /// Why; the person reads it.
        reason: String,
    },
    /// Ended by itself: the request was decided by others, was withdrawn or lapsed, or the account was closed.
    Ended {
        /// When.
        at: Moment,
    },
}

/// What a second support person is to confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// Who of the support team called, or wants to override.
    pub by: PersonId,
    /// When.
    pub at: Moment,
    /// On what grounds.
    pub grounds: Grounds,
}

/// On what grounds support acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grounds {
    /// Somebody at the organisation agreed on the telephone.
    Call(CallId),
    /// Nobody was asked, for this reason.
    Override(String),
}

/// The state alone, as screens show and stores keep it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateTag {
    /// [`State::Open`].
    Open,
    /// [`State::Agreed`].
    Agreed,
    /// [`State::Confirmed`].
    Confirmed,
    /// [`State::Declined`].
    Declined,
    /// [`State::Ended`].
    Ended,
}

impl StateTag {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Open, Self::Agreed, Self::Confirmed, Self::Declined, Self::Ended];

    /// How the state is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Agreed => "agreed",
            Self::Confirmed => "confirmed",
            Self::Declined => "declined",
            Self::Ended => "ended",
        }
    }

    /// Reads a stored state.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.tag() == tag)
    }
}

impl State {
    /// The state alone.
    pub const fn tag(&self) -> StateTag {
        match self {
            Self::Open => StateTag::Open,
            Self::Agreed(_) => StateTag::Agreed,
            Self::Confirmed { .. } => StateTag::Confirmed,
            Self::Declined { .. } => StateTag::Declined,
            Self::Ended { .. } => StateTag::Ended,
        }
    }

    /// What a second support person is to confirm, or has.
    pub const fn proposed(&self) -> Option<&Proposed> {
        match self {
            Self::Agreed(proposed) | Self::Confirmed { proposed, .. } => Some(proposed),
            _ => None,
        }
    }

    /// Who settled it, and when.
    pub const fn settled(&self) -> Option<Settled> {
        match self {
            Self::Confirmed { settled, .. } | Self::Declined { settled, .. } => Some(*settled),
            _ => None,
        }
    }

    /// When it ended, in whatever way.
    pub const fn ended_at(&self) -> Option<Moment> {
        match self {
            Self::Open | Self::Agreed(_) => None,
            Self::Confirmed { settled, .. } | Self::Declined { settled, .. } => Some(settled.at),
            Self::Ended { at } => Some(*at),
        }
    }
}
