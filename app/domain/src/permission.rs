//! Roles, actions, and the ONE table of who may do what. Pages ask it whether to show a button, services whether to act.
//! The proofs that the table allowed something ([`Approver`], [`Insider`]) are in `proof.rs`, the catalogue of roles in
//! `role.rs`, what belongs to no organisation in `service.rs`, what each server function asks for in `calls.rs`.

mod calls;
mod proof;
mod role;
mod service;

use serde::{Deserialize, Serialize};

pub use self::calls::{CALLS, Needs};
pub use self::proof::{Approver, Insider};
pub use self::role::Role;
pub use self::service::{Scope, SupportPerson, could_disable, may_disable, may_export};
use crate::OrganisationId;
use crate::organisations::Policy;

/// Something that only some may do, at one organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Action {
    /// Approve or reject a request.
    DecideRequest,
    /// Revoke a member's access.
    RevokeMember,
    /// Give a revoked access back.
    EnableMember,
    /// Add somebody, grant or change roles.
    GrantRoles,
    /// Change who may decide, the kind of the organisation, and who is its primary contact.
    ChangePolicy,
    /// Delete an unconfirmed registration, or send its letter again.
    DeleteRegistration,
    /// Download a list.
    ExportList,
    /// Change the practice profile.
    EditProfile,
    /// See who has access, and the profile.
    SeeMembers,
    /// See what happened.
    SeeHistory,
    /// Add, rename or close a roster or roster group.
    ManageRosters,
    /// Import rostered medics.
    ImportMedics,
    /// Ask who may act.
    AskWhoMayAct,
    /// Decide what becomes of the people of an organisation that is no longer open.
    DecideClosure,
}

/// In what capacity somebody acts for an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// A member without the right to decide.
    Member,
    /// A member whom the policy lets decide.
    Approver,
    /// A commissioning administrator above the organisation.
    Commissioner,
    /// The service's support team.
    Support,
}

impl Capacity {
    /// How the capacity is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Approver => "approver",
            Self::Commissioner => "commissioner",
            Self::Support => "support",
        }
    }

    /// Reads a stored capacity.
    pub fn from_tag(tag: &str) -> Option<Self> {
        [Self::Member, Self::Approver, Self::Commissioner, Self::Support]
            .into_iter()
            .find(|one| one.tag() == tag)
    }
}

/// Whether an action asks for a proof of the last minutes that it is they, and for a second factor where the deployment
/// does (REQUIREMENTS, the column *recent proof*).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RecentProof {
    Asked,
    NotAsked,
}

/// Everybody with a standing there.
const INSIDERS: &[Capacity] = &[
    Capacity::Member,
    Capacity::Approver,
    Capacity::Commissioner,
    Capacity::Support,
];
/// Those who may decide.
const DECIDERS: &[Capacity] = &[Capacity::Approver, Capacity::Commissioner, Capacity::Support];
/// Those who may import people: the organisation itself, and support.
const IMPORTERS: &[Capacity] = &[Capacity::Approver, Capacity::Support];
/// Those who are above an organisation.
const OVERSEERS: &[Capacity] = &[Capacity::Commissioner, Capacity::Support];

/// The table. An action that is not allowed to a capacity here is allowed nowhere.
const TABLE: &[(Action, &[Capacity], RecentProof)] = &[
    (Action::DecideRequest, DECIDERS, RecentProof::Asked),
    (Action::RevokeMember, DECIDERS, RecentProof::Asked),
    (Action::EnableMember, DECIDERS, RecentProof::Asked),
    (Action::GrantRoles, DECIDERS, RecentProof::Asked),
    (Action::ChangePolicy, OVERSEERS, RecentProof::Asked),
    (Action::DeleteRegistration, OVERSEERS, RecentProof::NotAsked),
    (Action::ExportList, DECIDERS, RecentProof::Asked),
    (Action::EditProfile, INSIDERS, RecentProof::NotAsked),
    (Action::SeeMembers, INSIDERS, RecentProof::NotAsked),
    (Action::SeeHistory, INSIDERS, RecentProof::NotAsked),
    (Action::ManageRosters, DECIDERS, RecentProof::Asked),
    (Action::ImportMedics, IMPORTERS, RecentProof::Asked),
    (Action::AskWhoMayAct, INSIDERS, RecentProof::NotAsked),
    (Action::DecideClosure, OVERSEERS, RecentProof::Asked),
];

/// How long a proof that it is they counts, in minutes.
pub const PROOF_MINUTES: i64 = 15;

/// How a person stands to an organisation at this moment; read by the store inside the transaction that acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Who may decide there.
    pub policy: Policy,
    /// The person's roles there that hold now, for the whole organisation.
    pub roles: Vec<Role>,
    /// Those that hold now, but only for rosters or roster groups: whoever has no other is a member, and decides nothing.
    pub limited: Vec<Role>,
    /// Whether the person is a commissioning administrator of the organisation's commissioner.
    pub commissioner_above: bool,
}

impl Standing {
    /// The capacity in which the person acts: the nearest to the organisation first.
    pub fn capacity(&self, support: bool) -> Option<Capacity> {
        self.capacities(support).next()
    }

    /// Every capacity that the person has there, the nearest first.
    fn capacities(&self, support: bool) -> impl Iterator<Item = Capacity> {
        let held = [
            (self.is_approver(), Capacity::Approver),
            (self.commissioner_above, Capacity::Commissioner),
            (support, Capacity::Support),
            (self.is_member(), Capacity::Member),
        ];
        held.into_iter().filter_map(|(has, capacity)| has.then_some(capacity))
    }

    /// Whether the person may act there at all.
    pub const fn is_member(&self) -> bool {
        !self.roles.is_empty() || !self.limited.is_empty()
    }

    /// Whether the policy lets the person decide as a member.
    pub fn is_approver(&self) -> bool {
        approves(self.policy, &self.roles)
    }
}

/// Whether a member with these roles may decide under this policy.
pub fn approves(policy: Policy, roles: &[Role]) -> bool {
    match policy {
        Policy::AnyMember => !roles.is_empty(),
        Policy::ApproverRole => roles.contains(&Role::Approver),
        Policy::SupportOnly => false,
    }
}

/// Whether the table allows an action to a capacity.
pub fn allows(action: Action, capacity: Capacity) -> bool {
    TABLE
        .iter()
        .any(|(row, capacities, _)| *row == action && capacities.contains(&capacity))
}

/// Whether somebody with this standing may do it: in the nearest capacity, or in one further above.
pub fn may(standing: &Standing, support: bool, action: Action) -> bool {
    standing.capacities(support).any(|capacity| allows(action, capacity))
}

/// Whether an action asks for a recent proof; one that is not in the table does.
pub fn asks_for_proof(action: Action) -> bool {
    !TABLE
        .iter()
        .any(|(row, _, proof)| *row == action && *proof == RecentProof::NotAsked)
}

/// Whether somebody in a capacity may grant a role: nobody grants above their own rights, and a commissioning
/// administrator, who decides for many organisations, is appointed by support only.
pub const fn may_grant(capacity: Capacity, role: Role) -> bool {
    match role {
        Role::CommissioningAdministrator => matches!(capacity, Capacity::Support),
        Role::Support => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests;
