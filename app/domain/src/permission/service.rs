//! What is done for the whole service rather than at one organisation: what somebody sees of people and lists, and what
//! only the support team does.

use super::Approver;
use super::proof::recently_proven;
use crate::{Caller, OrganisationId, PersonId, Refusal};

/// Which organisations somebody may decide for; what they see of people, requests and lists is only what concerns those
/// (REQUIREMENTS, *Who may do what*). The store turns it into a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every organisation: the support team.
    Everything,
    /// Those where this person is an approver, and those beneath a commissioner that they administer.
    DecidedBy(PersonId),
}

impl Scope {
    /// The caller's.
    pub const fn of(caller: &Caller) -> Self {
        if caller.support {
            Self::Everything
        } else {
            Self::DecidedBy(caller.person)
        }
    }

    /// Whether it is everything.
    pub const fn is_everything(self) -> bool {
        matches!(self, Self::Everything)
    }
}

/// Proof that the caller is of the support team, and has shown lately that it is they.
#[derive(Debug, Clone, Copy)]
pub struct SupportPerson(PersonId);

impl SupportPerson {
    /// For what only shows: asks for no recent proof.
    ///
    /// # Errors
    /// [`Refusal::NotFound`]: what is for support only does not exist for others.
    pub const fn looking(caller: &Caller) -> Result<PersonId, Refusal> {
        if caller.support {
            Ok(caller.person)
        } else {
            Err(Refusal::NotFound)
        }
    }

    /// For what changes something.
    ///
    /// # Errors
    /// [`Refusal::NotFound`]; else [`Refusal::SecondFactorFirst`] or [`Refusal::ProveItIsYou`].
    pub fn of(caller: &Caller) -> Result<Self, Refusal> {
        let person = Self::looking(caller)?;
        recently_proven(caller)?;
        Ok(Self(person))
    }

    /// Who.
    pub const fn person(self) -> PersonId {
        self.0
    }

    /// The same person as one who decides at an organisation, in the capacity of support and no other.
    pub const fn at(self, organisation: OrganisationId) -> Approver {
        Approver::by_support(self, organisation)
    }

    /// Nobody acts on themselves.
    ///
    /// # Errors
    /// [`Refusal::NotOnOneself`].
    pub fn about(self, person: PersonId) -> Result<(), Refusal> {
        if self.0 == person {
            Err(Refusal::NotOnOneself)
        } else {
            Ok(())
        }
    }
}

/// Whether the caller may take a list away as a file, and has shown lately that it is they: whoever may see it.
/// `decides` says whether the caller may decide for some organisation.
///
/// # Errors
/// [`Refusal::NotAllowed`]; else [`Refusal::SecondFactorFirst`] or [`Refusal::ProveItIsYou`].
pub fn may_export(caller: &Caller, decides: bool) -> Result<(), Refusal> {
    if caller.support || decides {
        recently_proven(caller)
    } else {
        Err(Refusal::NotAllowed)
    }
}

/// Whether the caller may disable somebody else's account, and has shown lately that it is they.
///
/// # Errors
/// Those of [`could_disable`]; else [`Refusal::SecondFactorFirst`] or [`Refusal::ProveItIsYou`].
pub fn may_disable(caller: &Caller, person: PersonId, seen: bool, all_beneath: bool) -> Result<(), Refusal> {
    could_disable(caller, person, seen, all_beneath)?;
    recently_proven(caller)
}

/// The same for what only shows: asks for no recent proof. It is for support, and for a commissioning administrator when
/// every membership is beneath them. `all_beneath` says that the person has memberships and that all are at organisations
/// beneath a commissioner that the caller administers; `seen` that the caller sees the person at all.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::NotAllowed`], [`Refusal::NotOnOneself`].
pub fn could_disable(caller: &Caller, person: PersonId, seen: bool, all_beneath: bool) -> Result<(), Refusal> {
    if !caller.support && !seen {
        Err(Refusal::NotFound)
    } else if caller.person == person {
        Err(Refusal::NotOnOneself)
    } else if !caller.support && !all_beneath {
        Err(Refusal::NotAllowed)
    } else {
        Ok(())
    }
}
