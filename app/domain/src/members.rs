//! Members: the people who may act for an organisation now, and how that ends.

pub mod enabling;
#[cfg(not(target_arch = "wasm32"))]
pub mod ending;
pub mod keeping;
pub mod last_approver;
mod role_key;
pub mod roles;

use std::collections::BTreeSet;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use self::keeping::GivenRow;
use self::last_approver::LastApprover;
pub use self::role_key::RoleKey;
use self::roles::{HeldRole, RoleSpan};
use crate::accounts::Position;
use crate::extensions::KeepRow;
use crate::form::{Field, FieldErrors, Problem, REASON_MOST, optional_text};
use crate::join_requests::RequestRow;
use crate::list::{self, Sortable};
use crate::organisations::{Organisation, OrganisationView};
use crate::permission::{Action, Approver};
use crate::{Answer, Caller, LondonTime, MemberId, Moment, OdsCode, OrganisationId, PersonId, Receipt, Refusal};

/// A person's standing in an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub id: MemberId,
    /// Who.
    pub person: PersonId,
    /// For which organisation.
    pub organisation: OrganisationId,
    /// The roles, each with its limit and when it holds; kept after a revocation, so that *enable* can give them back.
    pub roles: Vec<RoleSpan>,
    /// Since when the person may act, or when that was revoked.
    pub state: Standing,
}

/// Whether a person may act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// May act.
    Active,
    /// May no longer.
    Revoked {
        /// When.
        at: Moment,
    },
}

/// Who else may decide without an end date, counted inside the transaction that revokes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherApprovers(pub u32);

impl Organisation {
    /// Who is left besides somebody who goes: an organisation that is not open needs nobody (decision 6), so there are always
    /// enough.
    pub const fn left(&self, others: OtherApprovers) -> OtherApprovers {
        if self.status.is_open() {
            others
        } else {
            OtherApprovers(u32::MAX)
        }
    }
}

/// An access that has just been revoked; what is saved, posted and recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// The member, revoked.
    pub member: Member,
    /// Who revoked.
    pub by: PersonId,
    /// When.
    pub at: Moment,
    /// Why.
    pub reason: Option<String>,
}

impl Member {
    /// Revokes at once (S15). `is_approver` says whether the member decides there without an end date.
    ///
    /// # Errors
    /// Not on oneself; already revoked; the last approver (decision 6).
    pub fn revoke(
        self,
        by: &Approver,
        is_approver: bool,
        others: OtherApprovers,
        reason: Option<String>,
        now: Moment,
    ) -> Result<Revocation, Refusal> {
        by.about(self.person)?;
        if self.state != Standing::Active {
            return Err(Refusal::AlreadyRevoked);
        }
        if is_approver && others.0 == 0 {
            return Err(Refusal::LastApprover);
        }
        Ok(self.revoked(by.person(), reason, now))
    }

    /// Leaves of one's own accord; kept like a revocation by oneself.
    ///
    /// # Errors
    /// Already gone; the last approver (decision 6).
    pub fn leave(self, is_approver: bool, others: OtherApprovers, now: Moment) -> Result<Revocation, Refusal> {
        if self.state != Standing::Active {
            return Err(Refusal::AlreadyRevoked);
        }
        if is_approver && others.0 == 0 {
            return Err(Refusal::LastApprover);
        }
        let by = self.person;
        Ok(self.revoked(by, None, now))
    }

    fn revoked(self, by: PersonId, reason: Option<String>, now: Moment) -> Revocation {
        let member = Self {
            state: Standing::Revoked { at: now },
            ..self
        };
        Revocation {
            member,
            by,
            at: now,
            reason,
        }
    }
}

/// Whether a row offers *Revoke*, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Revocable {
    /// It does.
    Yes,
    /// The viewer may not.
    No,
    /// Nobody revokes themselves.
    Oneself,
    /// Nobody would be left to decide (decision 6).
    LastApprover,
}

/// A row of the second table of *Practice enabled users* (S12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRow {
    /// The member.
    pub id: MemberId,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// What the person is at work.
    pub position: Option<Position>,
    /// The roles that hold now.
    pub roles: Vec<HeldRole>,
    /// Since when.
    pub since: LondonTime,
    /// Who let the person in, by name; absent when the service's set-up did.
    pub let_in_by: Option<String>,
    /// Whether *Revoke* is offered.
    pub revocable: Revocable,
    /// The roles that the member asks to keep beyond their ends; for those who may answer.
    pub keep: Vec<KeepRow>,
}

/// The tab *Practice enabled users*: both tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeUsers {
    /// The organisation.
    pub organisation: OrganisationView,
    /// Those who asked and are confirmed.
    pub requests: Vec<RequestRow>,
    /// Those who may act now.
    pub members: Vec<MemberRow>,
    /// What the viewer may do here.
    pub may: Vec<Action>,
    /// Whether one person alone may decide here without an end; a second should (decision 6).
    pub one_decider: bool,
    /// When this was read; printed on the list.
    pub as_of: LondonTime,
}

/// The page that revokes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokeView {
    /// The organisation.
    pub organisation: OrganisationView,
    /// Whose access.
    pub row: MemberRow,
    /// What the person gave there and that ends with it, unless it is kept.
    pub given: Vec<GivenRow>,
    /// That the person is the last who decides there; where two support people agreed, the viewer may revoke all the same.
    pub last_approver: Option<LastApprover>,
}

/// A column by which both tables can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Last name, then first.
    #[default]
    Name,
    /// E-mail address.
    Email,
    /// Role.
    Role,
    /// When it was asked, or since when the person may act.
    Date,
}

impl Sortable for Column {
    const ALL: &'static [Self] = &[Self::Name, Self::Email, Self::Role, Self::Date];

    fn tag(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Role => "role",
            Self::Date => "date",
        }
    }
}

/// How either table is sorted; by name, unless somebody says otherwise.
pub type Sort = list::Sort<Column>;

/// Revoking as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RevokeForm {
    /// The organisation, as in the address.
    pub code: String,
    /// The member.
    pub id: String,
    /// Why; may be left out.
    #[serde(default)]
    pub reason: String,
}

/// Revoking, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevokeWish {
    /// The organisation.
    pub code: OdsCode,
    /// The member.
    pub id: MemberId,
    /// Why.
    pub reason: Option<String>,
    /// What of all that the person gave there is kept ([`GivenRow::id`]).
    pub kept: BTreeSet<Uuid>,
}

impl RevokeForm {
    /// Reads the form, with nothing kept.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<RevokeWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        let id = errors.take(Field::Form, MemberId::parse(&self.id).ok_or(Problem::NotAChoice));
        let reason = errors.take(Field::Reason, optional_text(&self.reason, REASON_MOST, true));
        match (code, id, reason) {
            (Some(code), Some(id), Some(reason)) => Ok(RevokeWish {
                code,
                id,
                reason,
                kept: BTreeSet::new(),
            }),
            _ => Err(errors),
        }
    }
}

/// What can be asked about members.
#[async_trait]
pub trait Members: Send + Sync {
    /// Both tables of *Practice enabled users*.
    async fn practice_users(
        &self,
        caller: &Caller,
        code: &OdsCode,
        requests: Sort,
        members: Sort,
    ) -> Answer<PracticeUsers>;
    /// The page that revokes.
    async fn to_revoke(&self, caller: &Caller, code: &OdsCode, id: MemberId) -> Answer<RevokeView>;
    /// Revokes.
    async fn revoke(&self, caller: &Caller, wish: RevokeWish) -> Answer<Receipt>;
}
