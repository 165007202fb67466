//! Giving a revoked access back: exactly the former roles, except those whose end has passed (S57, decision 5).

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::{Member, Standing};
use crate::form::{Field, FieldErrors, Problem};
use crate::members::roles::RoleRow;
use crate::organisations::OrganisationView;
use crate::permission::Approver;
use crate::rosters::RosterView;
use crate::{Answer, Caller, LondonTime, MemberId, Moment, OdsCode, PersonId, Receipt, Refusal};

/// An access that has just been given back; what is saved, posted and recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enabling {
    /// The member, with the roles that there are again.
    pub member: Member,
    /// Who gave it back.
    pub by: PersonId,
    /// When.
    pub at: Moment,
}

impl Member {
    /// Gives a revoked access back, but for roles that have ended, and those limited to what is closed. `rosters` are those
    /// of the organisation.
    ///
    /// # Errors
    /// Not to oneself; not revoked; roles above the giver's own rights; no role left ([`Refusal::NothingToEnable`]).
    pub fn enable(self, by: &Approver, rosters: &[RosterView], now: Moment) -> Result<Enabling, Refusal> {
        by.about(self.person)?;
        if self.state == Standing::Active {
            return Err(Refusal::NotRevoked);
        }
        let roles: Vec<_> = self
            .roles
            .iter()
            .copied()
            .filter(|span| span.can_be_given_now(rosters, now))
            .collect();
        if roles.is_empty() {
            return Err(Refusal::NothingToEnable);
        }
        for span in &roles {
            by.granting(span.role)?;
        }
        Ok(Enabling {
            member: Self {
                roles,
                state: Standing::Active,
                ..self
            },
            by: by.person(),
            at: now,
        })
    }
}

/// The page that gives a revoked access back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnableView {
    /// The organisation.
    pub organisation: OrganisationView,
    /// The member.
    pub id: MemberId,
    /// The person.
    pub person: PersonId,
    /// First and last name.
    pub name: String,
    /// When it was revoked.
    pub revoked: LondonTime,
    /// The roles that there will be again.
    pub back: Vec<RoleRow>,
    /// The roles that have ended meanwhile, or that are limited to what is closed.
    pub ended: Vec<RoleRow>,
}

/// Giving access back, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EnableForm {
    /// The organisation, as in the address.
    pub code: String,
    /// The member.
    pub id: String,
}

/// Giving access back, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnableWish {
    /// The organisation.
    pub code: OdsCode,
    /// The member.
    pub id: MemberId,
}

impl EnableForm {
    /// Reads the form.
    ///
    /// # Errors
    /// It names no organisation or nobody.
    pub fn parse(&self) -> Result<EnableWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        let id = errors.take(Field::Form, MemberId::parse(&self.id).ok_or(Problem::NotAChoice));
        code.zip(id).map(|(code, id)| EnableWish { code, id }).ok_or(errors)
    }
}

/// What can be asked about access that was revoked.
#[async_trait]
pub trait Enables: Send + Sync {
    /// The page that gives it back.
    async fn to_enable(&self, caller: &Caller, code: &OdsCode, id: MemberId) -> Answer<EnableView>;
    /// Gives it back at once.
    async fn enable(&self, caller: &Caller, wish: EnableWish) -> Answer<Receipt>;
}
