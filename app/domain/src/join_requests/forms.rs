//! What a browser posts about requests, and what is read from it.

use serde::{Deserialize, Serialize};

use crate::accounts::{RoleForm, RoleWish};
use crate::form::{Field, FieldErrors, Problem, REASON_MOST, choice, optional_text, required_text};
use crate::members::roles::Days;
use crate::permission::Role;
use crate::rosters;
use crate::{JoinRequestId, OdsCode, RosterId};

/// A signed-in person's request as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AskForm {
    /// ODS code.
    pub code: String,
    /// [`Role::tag`].
    #[serde(default)]
    pub role: String,
    /// Why the person needs it.
    pub reason: String,
}

/// A signed-in person's request, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskWish {
    /// The organisation.
    pub code: OdsCode,
    /// Role and reason.
    pub wish: RoleWish,
}

impl AskForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<AskWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        match (
            code,
            RoleForm {
                role: self.role.clone(),
                reason: self.reason.clone(),
            }
            .parse(),
        ) {
            (Some(code), Ok(wish)) => Ok(AskWish { code, wish }),
            (_, Ok(_)) => Err(errors),
            (_, Err(more)) => {
                more.iter().for_each(|(field, problem)| errors.add(field, problem));
                Err(errors)
            }
        }
    }
}

/// A decision as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DecisionForm {
    /// The organisation, as in the address.
    pub code: String,
    /// The request.
    pub id: String,
    /// Why; required to reject.
    #[serde(default)]
    pub reason: String,
    /// [`Role::tag`] of the role to give; empty for the one asked for.
    #[serde(default)]
    pub role: String,
    /// The roster or roster group that the role is limited to ([`RosterId`]); empty for the whole organisation.
    #[serde(default)]
    pub roster: String,
    /// The first day on which the role holds; empty for at once.
    #[serde(default)]
    pub starts: String,
    /// Until when ([`Until::read`](crate::members::roles::Until::read)).
    #[serde(default)]
    pub until: String,
    /// The last day on which the role holds, where that is another day; empty for no end.
    #[serde(default)]
    pub ends: String,
}

/// An approval, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApproveWish {
    /// The organisation.
    pub code: OdsCode,
    /// The request.
    pub id: JoinRequestId,
    /// Why; needed where there is a warning.
    pub reason: Option<String>,
    /// The role to give; the one asked for where absent.
    pub role: Option<Role>,
    /// The roster or roster group that it is limited to; the whole organisation where absent.
    pub roster: Option<RosterId>,
    /// When it holds.
    pub days: Days,
}

/// A rejection, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectWish {
    /// The organisation.
    pub code: OdsCode,
    /// The request.
    pub id: JoinRequestId,
    /// Why; the applicant reads it.
    pub reason: String,
}

impl DecisionForm {
    /// Reads an approval.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse_approval(&self) -> Result<ApproveWish, FieldErrors> {
        let (mut errors, code, id) = self.subject();
        let role = match self.role.as_str() {
            "" => Ok(None),
            tag => choice(tag, Role::from_tag).map(Some),
        };
        let role = errors.take(Field::Role, role);
        let roster = errors.take(Field::Roster, rosters::limit(&self.roster));
        let days = Days::read(&self.starts, &self.until, &self.ends, &mut errors);
        let reason = errors.take(Field::Reason, optional_text(&self.reason, REASON_MOST, true));
        match (code, id, role, roster, days, reason) {
            (Some(code), Some(id), Some(role), Some(roster), Some(days), Some(reason)) => Ok(ApproveWish {
                code,
                id,
                reason,
                role,
                roster,
                days,
            }),
            _ => Err(errors),
        }
    }

    /// Reads a rejection.
    ///
    /// # Errors
    /// Every field that is to be put right; a reason is required (S39).
    pub fn parse_rejection(&self) -> Result<RejectWish, FieldErrors> {
        let (mut errors, code, id) = self.subject();
        let reason = errors.take(Field::Reason, required_text(&self.reason, REASON_MOST, true));
        match (code, id, reason) {
            (Some(code), Some(id), Some(reason)) => Ok(RejectWish { code, id, reason }),
            _ => Err(errors),
        }
    }

    fn subject(&self) -> (FieldErrors, Option<OdsCode>, Option<JoinRequestId>) {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        let id = errors.take(Field::Form, JoinRequestId::parse(&self.id).ok_or(Problem::NotAChoice));
        (errors, code, id)
    }
}

/// Withdrawing as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WithdrawForm {
    /// The request.
    pub id: String,
}

impl WithdrawForm {
    /// Reads the form.
    ///
    /// # Errors
    /// It names no request.
    pub fn parse(&self) -> Result<JoinRequestId, FieldErrors> {
        JoinRequestId::parse(&self.id).ok_or_else(|| FieldErrors::one(Field::Form, Problem::NotAChoice))
    }
}
