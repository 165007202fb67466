//! Roles, actions, and the ONE table of who may do what. Pages ask it whether to show a button, services whether to act.
//! The proofs ([`Approver`], [`Insider`]) can only be had from the table; transitions ask for them as arguments.

use serde::{Deserialize, Serialize};

use crate::organisations::{Kind, Policy};
use crate::{Caller, OrganisationId, PersonId, Refusal};

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

/// Something that only some may do, at one organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Action {
    /// Approve or reject a request.
    DecideRequest,
    /// Revoke a member's access.
    RevokeMember,
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

/// The table. An action that is not allowed to a capacity here is allowed nowhere.
const TABLE: &[(Action, &[Capacity])] = &[
    (
        Action::DecideRequest,
        &[Capacity::Approver, Capacity::Commissioner, Capacity::Support],
    ),
    (
        Action::RevokeMember,
        &[Capacity::Approver, Capacity::Commissioner, Capacity::Support],
    ),
    (
        Action::EditProfile,
        &[
            Capacity::Member,
            Capacity::Approver,
            Capacity::Commissioner,
            Capacity::Support,
        ],
    ),
    (
        Action::SeeMembers,
        &[
            Capacity::Member,
            Capacity::Approver,
            Capacity::Commissioner,
            Capacity::Support,
        ],
    ),
    (
        Action::SeeHistory,
        &[
            Capacity::Member,
            Capacity::Approver,
            Capacity::Commissioner,
            Capacity::Support,
        ],
    ),
];

/// What a call of the service asks of the caller before it looks at anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Anyone may call it.
    Anyone,
    /// A signed-in person, for what is their own.
    SignedIn,
    /// A signed-in person whom the table allows this.
    May(Action),
    /// A signed-in person who may decide for some organisation; the answer holds only those.
    MayDecideSomewhere,
    /// Anyone, but only in the demo.
    Demo,
}

/// Every server function, by its name, with what it needs. A test fails when one is missing here.
pub const CALLS: &[(&str, Needs)] = &[
    ("visitor", Needs::Anyone),
    ("registration", Needs::Anyone),
    ("give_details", Needs::Anyone),
    ("choose_practice", Needs::Anyone),
    ("choose_role", Needs::Anyone),
    ("send_registration", Needs::Anyone),
    ("confirmation", Needs::Anyone),
    ("confirm_address", Needs::Anyone),
    ("send_confirmation_again", Needs::Anyone),
    ("sign_in", Needs::Anyone),
    ("sign_out", Needs::SignedIn),
    ("search_organisations", Needs::Anyone),
    ("organisation_to_ask", Needs::SignedIn),
    ("ask_to_join", Needs::SignedIn),
    ("my_requests", Needs::SignedIn),
    ("my_request", Needs::SignedIn),
    ("withdraw_join_request", Needs::SignedIn),
    ("pending_requests", Needs::MayDecideSomewhere),
    ("join_request_to_review", Needs::May(Action::DecideRequest)),
    ("approve_join_request", Needs::May(Action::DecideRequest)),
    ("reject_join_request", Needs::May(Action::DecideRequest)),
    ("practice_users", Needs::May(Action::SeeMembers)),
    ("member_to_revoke", Needs::May(Action::RevokeMember)),
    ("revoke_member", Needs::May(Action::RevokeMember)),
    ("practice_profile", Needs::May(Action::SeeMembers)),
    ("edit_practice_profile", Needs::May(Action::EditProfile)),
    ("what_happened", Needs::May(Action::SeeHistory)),
    ("demo_letters", Needs::Demo),
    ("demo_letter", Needs::Demo),
];

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
        if self.is_approver() {
            Some(Capacity::Approver)
        } else if self.commissioner_above {
            Some(Capacity::Commissioner)
        } else if support {
            Some(Capacity::Support)
        } else if self.roles.is_empty() {
            None
        } else {
            Some(Capacity::Member)
        }
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
        .any(|(row, capacities)| *row == action && capacities.contains(&capacity))
}

/// Proof that the caller may see or edit an organisation.
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
        let capacity = standing.capacity(caller.support).ok_or(Refusal::NotFound)?;
        if !allows(action, capacity) {
            return Err(Refusal::NotAllowed);
        }
        Ok(Self {
            person: caller.person,
            organisation: standing.organisation,
            capacity,
        })
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

/// Proof that the caller may decide for an organisation: approve, reject, revoke.
#[derive(Debug, Clone, Copy)]
pub struct Approver(Insider);

impl Approver {
    /// Asks the table for [`Action::DecideRequest`]; revoking goes by the same row.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] or [`Refusal::NotAllowed`].
    pub fn of(caller: &Caller, standing: &Standing) -> Result<Self, Refusal> {
        Insider::of(caller, standing, Action::DecideRequest).map(Self)
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
