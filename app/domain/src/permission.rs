//! Roles, actions, and the ONE table of who may do what. Pages ask it whether to show a button, services whether to act.
//! The proofs ([`Approver`], [`Insider`]) can only be had from the table; transitions ask for them as arguments.

mod calls;
mod role;
mod service;

use serde::{Deserialize, Serialize};

pub use self::calls::{CALLS, Needs};
pub use self::role::Role;
pub use self::service::{Scope, SupportPerson, could_disable, may_disable, may_export};
use crate::organisations::Policy;
use crate::{Caller, OrganisationId, PersonId, Refusal, SecondFactor};

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
    /// Change who may decide, and the kind of the organisation.
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
    /// The person's roles there that hold now; empty when not a member.
    pub roles: Vec<Role>,
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
            (!self.roles.is_empty(), Capacity::Member),
        ];
        held.into_iter().filter_map(|(has, capacity)| has.then_some(capacity))
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

/// Step-up: whoever is to act must have a second factor where the deployment asks for one, and must have shown lately
/// that it is they.
fn recently_proven(caller: &Caller) -> Result<(), Refusal> {
    if caller.second_factor == SecondFactor::Missing {
        Err(Refusal::SecondFactorFirst)
    } else if caller.proven {
        Ok(())
    } else {
        Err(Refusal::ProveItIsYou)
    }
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

/// Proof that the caller may see or edit an organisation. For what only shows: it asks for no recent proof.
#[derive(Debug, Clone, Copy)]
pub struct Insider {
    person: PersonId,
    organisation: OrganisationId,
    capacity: Capacity,
}

impl Insider {
    /// Asks the table. Whoever has no standing at all is told the same as for an organisation that does not exist.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] or [`Refusal::NotAllowed`].
    pub fn of(caller: &Caller, standing: &Standing, action: Action) -> Result<Self, Refusal> {
        if standing.capacity(caller.support).is_none() {
            return Err(Refusal::NotFound);
        }
        let capacity = standing
            .capacities(caller.support)
            .find(|capacity| allows(action, *capacity));
        let Some(capacity) = capacity else {
            return Err(Refusal::NotAllowed);
        };
        Ok(Self {
            person: caller.person,
            organisation: standing.organisation,
            capacity,
        })
    }

    /// The same, and asks for a recent proof where the table does: for what changes something, or takes it away as a
    /// file.
    ///
    /// # Errors
    /// Those of [`Insider::of`]; else [`Refusal::SecondFactorFirst`] or [`Refusal::ProveItIsYou`].
    pub fn acting(caller: &Caller, standing: &Standing, action: Action) -> Result<Self, Refusal> {
        let insider = Self::of(caller, standing, action)?;
        if asks_for_proof(action) {
            recently_proven(caller)?;
        }
        Ok(insider)
    }

    /// Who.
    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// For which organisation.
    pub const fn organisation(&self) -> OrganisationId {
        self.organisation
    }

    /// In what capacity.
    pub const fn capacity(&self) -> Capacity {
        self.capacity
    }
}

/// Proof that the caller may decide for an organisation, and has shown lately that it is they: approve, reject, revoke,
/// enable, grant.
#[derive(Debug, Clone, Copy)]
pub struct Approver(Insider);

impl Approver {
    /// Asks the table for [`Action::DecideRequest`], all of its columns; revoking goes by the same row.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] or [`Refusal::NotAllowed`]; else [`Refusal::SecondFactorFirst`] or
    /// [`Refusal::ProveItIsYou`].
    pub fn of(caller: &Caller, standing: &Standing) -> Result<Self, Refusal> {
        Insider::acting(caller, standing, Action::DecideRequest).map(Self)
    }

    /// Who decides.
    pub const fn person(&self) -> PersonId {
        self.0.person
    }

    /// For which organisation.
    pub const fn organisation(&self) -> OrganisationId {
        self.0.organisation
    }

    /// In what capacity.
    pub const fn capacity(&self) -> Capacity {
        self.0.capacity
    }

    /// Nobody grants above their own rights ([`may_grant`]).
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`].
    pub const fn granting(&self, role: Role) -> Result<(), Refusal> {
        if may_grant(self.0.capacity, role) {
            Ok(())
        } else {
            Err(Refusal::NotAllowed)
        }
    }

    /// Nobody decides about themselves, whatever their capacity.
    ///
    /// # Errors
    /// [`Refusal::NotOnOneself`].
    pub fn about(&self, person: PersonId) -> Result<(), Refusal> {
        if self.0.person == person {
            Err(Refusal::NotOnOneself)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::organisations::Kind;
    use crate::{Language, RequestId, SessionId, Visit};

    fn standing(policy: Policy, roles: &[Role], commissioner_above: bool) -> Standing {
        Standing {
            organisation: OrganisationId::new(Uuid::nil()),
            policy,
            roles: roles.to_vec(),
            commissioner_above,
        }
    }

    #[test]
    fn every_member_decides_where_the_policy_says_so() {
        let member = [Role::ProviderUser];
        assert_eq!(
            standing(Policy::AnyMember, &member, false).capacity(false),
            Some(Capacity::Approver)
        );
        assert_eq!(
            standing(Policy::ApproverRole, &member, false).capacity(false),
            Some(Capacity::Member)
        );
        assert_eq!(
            standing(Policy::SupportOnly, &[Role::Approver], false).capacity(false),
            Some(Capacity::Member)
        );
        assert_eq!(standing(Policy::AnyMember, &[], false).capacity(false), None);
        assert_eq!(
            standing(Policy::AnyMember, &[], true).capacity(false),
            Some(Capacity::Commissioner)
        );
        assert_eq!(
            standing(Policy::AnyMember, &[], false).capacity(true),
            Some(Capacity::Support)
        );
    }

    #[test]
    fn a_member_sees_but_does_not_decide_without_the_right() {
        assert!(allows(Action::SeeMembers, Capacity::Member));
        assert!(!allows(Action::DecideRequest, Capacity::Member));
        assert!(!allows(Action::RevokeMember, Capacity::Member));
    }

    fn caller(proven: bool, second_factor: SecondFactor) -> Caller {
        Caller {
            person: PersonId::new(Uuid::nil()),
            session: SessionId::new(Uuid::nil()),
            support: false,
            proven,
            second_factor,
            visit: Visit {
                request: RequestId::new(Uuid::nil()),
                address: String::new(),
                device: String::new(),
                key: None,
                language: Language::English,
                started: None,
            },
        }
    }

    #[test]
    fn deciding_asks_for_a_recent_proof_and_looking_does_not() {
        let here = standing(Policy::AnyMember, &[Role::PracticeEnabledUser], false);
        let elsewhere = standing(Policy::AnyMember, &[], false);
        for (proven, second_factor, refusal) in [
            (true, SecondFactor::Had, None),
            (true, SecondFactor::NotAsked, None),
            (false, SecondFactor::Had, Some(Refusal::ProveItIsYou)),
            (false, SecondFactor::NotAsked, Some(Refusal::ProveItIsYou)),
            (true, SecondFactor::Missing, Some(Refusal::SecondFactorFirst)),
            (false, SecondFactor::Missing, Some(Refusal::SecondFactorFirst)),
        ] {
            let caller = caller(proven, second_factor);
            assert_eq!(Approver::of(&caller, &here).err(), refusal);
            assert_eq!(
                Approver::of(&caller, &elsewhere).err(),
                Some(Refusal::NotFound),
                "who may not act learns nothing more"
            );
            assert!(Insider::of(&caller, &here, Action::DecideRequest).is_ok());
        }
    }

    #[test]
    fn the_column_of_recent_proof_is_that_of_the_requirements() {
        assert!(asks_for_proof(Action::DecideRequest));
        assert!(asks_for_proof(Action::RevokeMember));
        for action in [
            Action::EnableMember,
            Action::GrantRoles,
            Action::ChangePolicy,
            Action::ExportList,
        ] {
            assert!(asks_for_proof(action), "{action:?}");
        }
        for action in [
            Action::EditProfile,
            Action::SeeMembers,
            Action::SeeHistory,
            Action::DeleteRegistration,
        ] {
            assert!(!asks_for_proof(action), "{action:?}");
        }
    }

    #[test]
    fn a_commissioning_administrator_who_is_a_member_too_keeps_what_is_above() {
        let both = standing(Policy::AnyMember, &[Role::PracticeEnabledUser], true);
        let caller = caller(true, SecondFactor::Had);
        let policy = Insider::acting(&caller, &both, Action::ChangePolicy).map(|insider| insider.capacity());
        assert_eq!(policy, Ok(Capacity::Commissioner));
        let deciding = Insider::of(&caller, &both, Action::DecideRequest).map(|insider| insider.capacity());
        assert_eq!(deciding, Ok(Capacity::Approver), "the nearest capacity decides");
        let member = standing(Policy::AnyMember, &[Role::PracticeEnabledUser], false);
        let refused = Insider::of(&caller, &member, Action::ChangePolicy).map(|insider| insider.capacity());
        assert_eq!(refused, Err(Refusal::NotAllowed));
    }

    #[test]
    fn medics_and_support_cannot_be_asked_for_anywhere() {
        for kind in [Kind::Practice, Kind::Commissioner, Kind::Trust] {
            assert!(!Role::RosteredMedic.can_be_asked_for(kind));
            assert!(!Role::Support.can_be_asked_for(kind));
        }
    }

    #[test]
    fn roles_read_back_from_their_tags() {
        for role in Role::ALL {
            assert_eq!(Role::from_tag(role.tag()), Some(role));
        }
    }
}
