//! The last approver: what is said, before the act, of the one person who decides somewhere without an end date
//! (decision 6), and the ways out: somebody else becomes an approver first, or two support people let the person go all the
//! same ([`crate::proposals::overriding`]).

use serde::{Deserialize, Serialize};

use super::OtherApprovers;
use crate::organisations::{OrganisationView, Policy};
use crate::proposals::{Override, Usable};
use crate::{PersonId, ProposalId};

impl OtherApprovers {
    /// The same, where two support people agreed that nobody need be left: an override stands in for the one who is
    /// missing.
    #[must_use]
    pub fn or_overridden(self, by: Option<&Override>) -> Self {
        Self(if by.is_some() { self.0.max(1) } else { self.0 })
    }
}

/// Where somebody else is made an approver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WayOut {
    /// On the list of those who have access: one of them gets the role Approver.
    Members,
    /// By an invitation: nobody else is there to whom it could be given.
    Invite,
}

impl WayOut {
    /// The way out at an organisation with this policy where so many others have access.
    pub const fn of(policy: Policy, others: u32) -> Self {
        match policy {
            Policy::ApproverRole if others > 0 => Self::Members,
            // Where everybody decides, or nobody does, a role makes nobody an approver.
            Policy::ApproverRole | Policy::AnyMember => Self::Invite,
            Policy::SupportOnly => Self::Members,
        }
    }
}

/// Somebody is the last approver of an organisation: what a page says of it, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastApprover {
    /// Where.
    pub organisation: OrganisationView,
    /// Who.
    pub person: PersonId,
    /// Where somebody else is made an approver.
    pub way_out: WayOut,
    /// What the viewer can do about it besides; nothing but for support.
    pub support: Overriding,
}

/// How far an override is, for a viewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Overriding {
    /// None of the viewer's business.
    No,
    /// The viewer may propose one.
    MayPropose,
    /// One waits for a second support person.
    Proposed(ProposalId),
    /// Two support people have agreed: the viewer can act.
    Agreed(Usable),
}

impl LastApprover {
    /// Whether the viewer can act all the same.
    pub const fn is_overridden(&self) -> bool {
        matches!(self.support, Overriding::Agreed(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_given_where_there_is_somebody_to_give_it_to() {
        assert_eq!(WayOut::of(Policy::ApproverRole, 3), WayOut::Members);
        assert_eq!(WayOut::of(Policy::ApproverRole, 0), WayOut::Invite);
        assert_eq!(
            WayOut::of(Policy::AnyMember, 2),
            WayOut::Invite,
            "a role would change nothing"
        );
    }

    #[test]
    fn without_an_override_nobody_stands_in() {
        assert_eq!(OtherApprovers(0).or_overridden(None), OtherApprovers(0));
    }
}
