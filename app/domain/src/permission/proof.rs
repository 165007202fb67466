//! The proofs that the table allowed something. They can only be had from it; transitions ask for them as arguments.

use super::{Action, Capacity, Role, Standing, SupportPerson, allows, asks_for_proof, may_grant};
use crate::{Caller, OrganisationId, PersonId, Refusal, SecondFactor};

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

    /// Of somebody who has been proven to be of the support team: at an organisation, in that capacity and no other.
    pub(super) const fn by_support(person: SupportPerson, organisation: OrganisationId) -> Self {
        Self(Insider {
            person: person.person(),
            organisation,
            capacity: Capacity::Support,
        })
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

/// Step-up: whoever is to act must have a second factor where the deployment asks for one, and must have shown lately
/// that it is they.
pub(super) fn recently_proven(caller: &Caller) -> Result<(), Refusal> {
    if caller.second_factor == SecondFactor::Missing {
        Err(Refusal::SecondFactorFirst)
    } else if caller.proven {
        Ok(())
    } else {
        Err(Refusal::ProveItIsYou)
    }
}
