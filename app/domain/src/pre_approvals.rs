//! Pre-approvals: an address that is let in as soon as it asks (S5, S6, S25, S26; decision 9). Compared whole, confirmed
//! addresses only, and only while everything that made it hold still holds.

mod forms;
mod views;

use async_trait::async_trait;

pub use self::forms::{ChangePreApprovalForm, ChangePreApprovalWish, PreApproveForm, PreApproveWish, Terms};
pub use self::views::{Hindrance, LetInRow, PreApprovals, WaitingRow};
use crate::permission::Role;
use crate::{Answer, Caller, Moment, OdsCode, OrganisationId, PersonId, PreApprovalId, Receipt, RosterId};

/// One pre-approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreApproval {
    /// Its id.
    pub id: PreApprovalId,
    /// For which organisation.
    pub organisation: OrganisationId,
    /// The address's key ([`crate::EmailAddress::key`]).
    pub email_key: String,
    /// The role that it grants.
    pub role: Role,
    /// The roster or roster group that the role is limited to; the whole organisation where absent.
    pub roster: Option<RosterId>,
    /// Where it comes from.
    pub source: Source,
    /// When it was given.
    pub given_at: Moment,
    /// From when it holds; from the start where absent.
    pub starts_at: Option<Moment>,
    /// Until when it holds; without end where absent.
    pub ends_at: Option<Moment>,
}

/// Where a pre-approval comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Given by a person.
    GivenBy(PersonId),
    /// From the register of practice managers.
    Register,
}

/// What must be known, at the moment of applying, about everything that the pre-approval depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one fact of its own, named where it is read"
)]
pub struct Circumstances {
    /// Whether its giver could still give it: may decide there now. A register's entry counts as given by the register.
    pub giver_may_still_give: bool,
    /// Whether the organisation is open.
    pub organisation_open: bool,
    /// Whether what the role is limited to is open, or the role is not limited.
    pub limit_open: bool,
    /// Whether the applicant's mailbox is generic; such addresses cannot be pre-approved (decision 7).
    pub generic_address: bool,
    /// The applicant's last revocation or rejection there.
    pub last_no: Option<Moment>,
}

impl PreApproval {
    /// Who gave it; nobody where it comes from a register.
    pub const fn giver(&self) -> Option<PersonId> {
        match self.source {
            Source::GivenBy(giver) => Some(giver),
            Source::Register => None,
        }
    }

    /// Whether it lets this address in now.
    pub fn holds(&self, email_key: &str, circumstances: Circumstances, now: Moment) -> bool {
        self.hindrance(email_key, circumstances, now).is_none()
    }

    /// Why it does not let this address in now; nothing where it does.
    pub fn hindrance(&self, email_key: &str, circumstances: Circumstances, now: Moment) -> Option<Hindrance> {
        let hindrances = [
            (Hindrance::Address, self.email_key != email_key),
            (Hindrance::Over, self.ends_at.is_some_and(|end| end <= now)),
            (Hindrance::NotYet, self.starts_at.is_some_and(|start| now < start)),
            (Hindrance::Giver, !circumstances.giver_may_still_give),
            (Hindrance::Organisation, !circumstances.organisation_open),
            (Hindrance::Roster, !circumstances.limit_open),
            (Hindrance::GenericAddress, circumstances.generic_address),
            (
                Hindrance::LastNo,
                circumstances.last_no.is_some_and(|no| self.given_at <= no),
            ),
        ];
        hindrances.into_iter().find(|(_, stands)| *stands).map(|(why, _)| why)
    }
}

/// What can be asked about the pre-approvals of an organisation.
#[async_trait]
pub trait PreApproving: Send + Sync {
    /// Who is pre-approved, and who came in by it.
    async fn list(&self, caller: &Caller, code: &OdsCode) -> Answer<PreApprovals>;
    /// Pre-approves somebody; whoever has asked already is to be decided about instead.
    async fn give(&self, caller: &Caller, wish: PreApproveWish) -> Answer<Receipt>;
    /// Changes one that nobody has come in by; whoever changes it answers for it from then on.
    async fn change(&self, caller: &Caller, wish: ChangePreApprovalWish) -> Answer<Receipt>;
    /// Ends one that nobody has come in by.
    async fn end(&self, caller: &Caller, code: &OdsCode, id: PreApprovalId) -> Answer<Receipt>;
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone, Utc};
    use uuid::Uuid;

    use super::*;

    fn now() -> Moment {
        Moment::new(Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap())
    }

    fn given() -> PreApproval {
        PreApproval {
            id: PreApprovalId::new(Uuid::nil()),
            organisation: OrganisationId::new(Uuid::nil()),
            email_key: "alice@practice.example".into(),
            role: Role::PracticeEnabledUser,
            roster: None,
            source: Source::Register,
            given_at: now(),
            starts_at: None,
            ends_at: None,
        }
    }

    const FINE: Circumstances = Circumstances {
        giver_may_still_give: true,
        organisation_open: true,
        limit_open: true,
        generic_address: false,
        last_no: None,
    };

    #[test]
    fn it_holds_for_the_whole_address_only() {
        assert!(given().holds("alice@practice.example", FINE, now()));
        assert!(!given().holds("ice@practice.example", FINE, now()));
    }

    #[test]
    fn a_revoked_manager_does_not_walk_back_in() {
        let revoked = Circumstances {
            last_no: Some(now().plus(TimeDelta::hours(1))),
            ..FINE
        };
        assert!(!given().holds("alice@practice.example", revoked, now().plus(TimeDelta::hours(2))));
    }

    #[test]
    fn it_says_why_it_does_not_hold() {
        let closed = Circumstances {
            limit_open: false,
            ..FINE
        };
        assert_eq!(
            given().hindrance("alice@practice.example", closed, now()),
            Some(Hindrance::Roster)
        );
        assert_eq!(given().hindrance("alice@practice.example", FINE, now()), None);
    }

    #[test]
    fn it_ends_with_its_giver_its_organisation_and_its_dates() {
        assert!(!given().holds(
            "alice@practice.example",
            Circumstances {
                giver_may_still_give: false,
                ..FINE
            },
            now()
        ));
        assert!(!given().holds(
            "alice@practice.example",
            Circumstances {
                organisation_open: false,
                ..FINE
            },
            now()
        ));
        let ended = PreApproval {
            ends_at: Some(now()),
            ..given()
        };
        assert!(!ended.holds("alice@practice.example", FINE, now()));
        let later = PreApproval {
            starts_at: Some(now().plus(TimeDelta::seconds(1))),
            ..given()
        };
        assert!(!later.holds("alice@practice.example", FINE, now()));
    }
}
