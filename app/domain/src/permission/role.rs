//! The catalogue of roles: the only thing that is asked for or granted.

use serde::{Deserialize, Serialize};

use crate::organisations::Kind;

/// An entry of the catalogue of roles: the only thing that is asked for or granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Lets people in and works in Practice Tools (LHW).
    PracticeEnabledUser,
    /// Works for a practice as a provider of services (CQRS).
    ProviderUser,
    /// Decides where the policy is `approver_role`.
    Approver,
    /// Plans rosters (NAW).
    RosterManager,
    /// Reads reports.
    Reporting,
    /// A medic on a roster; comes from import only (S68).
    RosteredMedic,
    /// Decides for the organisations beneath a commissioner.
    CommissioningAdministrator,
    /// The service's own support team.
    Support,
}

impl Role {
    /// The whole catalogue.
    pub const ALL: [Self; 8] = [
        Self::PracticeEnabledUser,
        Self::ProviderUser,
        Self::Approver,
        Self::RosterManager,
        Self::Reporting,
        Self::RosteredMedic,
        Self::CommissioningAdministrator,
        Self::Support,
    ];

    /// How the role is stored and posted.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::PracticeEnabledUser => "practice_enabled_user",
            Self::ProviderUser => "provider_user",
            Self::Approver => "approver",
            Self::RosterManager => "roster_manager",
            Self::Reporting => "reporting",
            Self::RosteredMedic => "rostered_medic",
            Self::CommissioningAdministrator => "commissioning_administrator",
            Self::Support => "support",
        }
    }

    /// Reads a stored or posted role.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.tag() == tag)
    }

    /// Whether a person may ask for it at an organisation of this kind.
    pub const fn can_be_asked_for(self, kind: Kind) -> bool {
        match self {
            Self::PracticeEnabledUser | Self::ProviderUser => matches!(kind, Kind::Practice),
            Self::Approver | Self::RosterManager | Self::Reporting => matches!(kind, Kind::Practice | Kind::Trust),
            Self::CommissioningAdministrator => matches!(kind, Kind::Commissioner),
            Self::RosteredMedic | Self::Support => false,
        }
    }
}
