//! What screens show of asks to keep a role.

use serde::{Deserialize, Serialize};

use crate::members::roles::HeldRole;
use crate::organisations::OrganisationView;
use crate::{ExtensionId, LondonTime};

/// The page on which somebody asks to keep a role of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToKeepView {
    /// The organisation.
    pub organisation: OrganisationView,
    /// The role, and the last moment at which it holds.
    pub role: HeldRole,
    /// Since when an answer is awaited, where it was asked already.
    pub asked: Option<LondonTime>,
    /// Whether nobody else may decide there, so that support is asked.
    pub by_support: bool,
}

/// What somebody asks, in the table of those who have access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepRow {
    /// What is asked.
    pub id: ExtensionId,
    /// The role, and the last moment at which it holds.
    pub role: HeldRole,
}

/// What somebody asks, for those who may answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionView {
    /// Its id.
    pub id: ExtensionId,
    /// The organisation.
    pub organisation: OrganisationView,
    /// Who asks.
    pub name: String,
    /// The role, and the last moment at which it held when the member asked.
    pub role: HeldRole,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub asked_at: LondonTime,
    /// What came of it; nothing yet where absent.
    pub outcome: Option<ExtensionOutcome>,
    /// Whether the viewer asked; nobody answers that.
    pub oneself: bool,
}

/// What came of an ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExtensionOutcome {
    /// The role has been changed, removed or revoked since, or has ended.
    Over,
    /// The role was extended.
    Extended {
        /// By whom.
        by: String,
        /// When.
        at: LondonTime,
        /// The last moment at which it holds; without end where absent.
        until: Option<LondonTime>,
    },
    /// It was turned down.
    TurnedDown {
        /// By whom.
        by: String,
        /// When.
        at: LondonTime,
        /// Why.
        why: String,
    },
}
