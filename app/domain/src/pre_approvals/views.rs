//! What screens show of pre-approvals.

use serde::{Deserialize, Serialize};

use crate::members::roles::HeldRole;
use crate::organisations::OrganisationView;
use crate::permission::Role;
use crate::rosters::RosterView;
use crate::{LondonTime, PreApprovalId};

/// The page *Pre-approved people* of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreApprovals {
    /// The organisation.
    pub organisation: OrganisationView,
    /// Who is let in as soon as they ask, by name.
    pub waiting: Vec<WaitingRow>,
    /// Who came in by one, the latest first.
    pub let_in: Vec<LetInRow>,
    /// The roles that the viewer may give.
    pub grantable: Vec<Role>,
    /// The open rosters and roster groups that a role may be limited to.
    pub rosters: Vec<RosterView>,
}

/// Somebody who is let in as soon as they ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingRow {
    /// The pre-approval.
    pub id: PreApprovalId,
    /// First name, as given.
    pub first_name: String,
    /// Last name, as given.
    pub last_name: String,
    /// The address, as typed.
    pub email: String,
    /// The role that they come in with, and its last day.
    pub role: HeldRole,
    /// The first day on which it lets them in; from the start where absent.
    pub from: Option<LondonTime>,
    /// The same as a form shows it, `2026-11-22`; empty for none.
    pub starts_day: String,
    /// The last day as a form shows it; empty for none.
    pub ends_day: String,
    /// Who pre-approved them; absent for the register of practice managers.
    pub given_by: Option<String>,
    /// When.
    pub given_at: LondonTime,
    /// Why it would not let them in now.
    pub hindrance: Option<Hindrance>,
    /// Whether the viewer may change it: not above their own rights, and not what a register says.
    pub may_change: bool,
}

impl WaitingRow {
    /// First and last name.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// Somebody who came in by a pre-approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetInRow {
    /// The name of their account.
    pub name: String,
    /// The address that was pre-approved, as typed.
    pub email: String,
    /// The role that it gave.
    pub role: HeldRole,
    /// Who pre-approved them; absent for the register of practice managers.
    pub given_by: Option<String>,
    /// When that was.
    pub given_at: LondonTime,
    /// When they came in.
    pub at: LondonTime,
}

/// Why a pre-approval would not let anybody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hindrance {
    /// Whoever gave it could no longer give it.
    Giver,
    /// The organisation is not open.
    Organisation,
    /// The address names nobody (decision 7).
    GenericAddress,
    /// What the role is limited to is closed.
    Roster,
    /// It does not hold yet.
    NotYet,
    /// Its last day has passed.
    Over,
    /// The person was revoked or rejected there since.
    LastNo,
    /// It is for another address.
    Address,
}
