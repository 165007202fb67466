//! Pre-approvals: an address that is let in as soon as it asks (S5, S6, S25, S26; decision 9). Compared whole, confirmed
//! addresses only, and only while everything that made it hold still holds.

use crate::permission::Role;
use crate::{Moment, OrganisationId, PersonId, PreApprovalId};

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
pub struct Circumstances {
    /// Whether its giver could still give it: may decide there now. A register's entry counts as given by the register.
    pub giver_may_still_give: bool,
    /// Whether the organisation is open.
    pub organisation_open: bool,
    /// Whether the applicant's mailbox is generic; such addresses cannot be pre-approved (decision 7).
    pub generic_address: bool,
    /// The applicant's last revocation or rejection there.
    pub last_no: Option<Moment>,
}

impl PreApproval {
    /// Whether it lets this address in now.
    pub fn holds(&self, email_key: &str, circumstances: Circumstances, now: Moment) -> bool {
        self.email_key == email_key
            && circumstances.giver_may_still_give
            && circumstances.organisation_open
            && !circumstances.generic_address
            && self.starts_at.is_none_or(|start| start <= now)
            && self.ends_at.is_none_or(|end| now < end)
            && circumstances.last_no.is_none_or(|no| no < self.given_at)
    }
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
            source: Source::Register,
            given_at: now(),
            starts_at: None,
            ends_at: None,
        }
    }

    const FINE: Circumstances = Circumstances {
        giver_may_still_give: true,
        organisation_open: true,
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
