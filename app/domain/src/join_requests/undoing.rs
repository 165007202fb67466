//! Undoing a decision: whoever decided takes it back within seconds, before anybody was told, and everything is as it was
//! before. It is a transition of its own, not a decision unmade: the audit keeps both. While it can be undone, the letter
//! of the decision waits in the outbox.

use serde::{Deserialize, Serialize};

use super::{DecidedBy, JoinRequest, State};
use crate::form::{Field, FieldErrors, Problem};
use crate::permission::Approver;
use crate::{
    JoinRequestId, LondonTime, MemberId, Moment, NewUserId, OdsCode, PersonId, PreApprovalId, ProposalId, Refusal,
};

impl JoinRequest {
    /// Undoes its decision; the request waits again. `until` is the last moment at which that can be done.
    ///
    /// # Errors
    /// Not found for anyone but the person who decided; not on oneself; changed since, where no decision is in force; too
    /// late.
    pub fn undo(self, by: &Approver, until: Option<Moment>, now: Moment) -> Result<Self, Refusal> {
        by.about(self.person)?;
        let (State::Approved(decided) | State::Rejected(decided)) = &self.state else {
            return Err(Refusal::ChangedSince);
        };
        match decided.by {
            DecidedBy::Person(person, _) if person == by.person() => {}
            DecidedBy::Person(..) | DecidedBy::PreApproval(_) => return Err(Refusal::NotFound),
        }
        if until.is_none_or(|until| now > until) {
            return Err(Refusal::TooLateToUndo);
        }
        Ok(Self {
            state: State::Pending,
            ..self
        })
    }
}

/// What a decision replaced and closed, as it was before: what an undo puts back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// The membership, where there was one.
    pub member: Option<FormerMember>,
    /// Whoever else was adding the person there, and the person, where they had confirmed the address for it.
    pub new_users: Vec<(NewUserId, Option<PersonId>)>,
    /// The pre-approval that waited for the address.
    pub pre_approval: Option<PreApprovalId>,
    /// The proposals that rested on the request.
    pub proposals: Vec<ProposalId>,
    /// How many others could decide there without an end.
    pub others: u32,
}

/// A membership as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerMember {
    /// Its id.
    pub id: MemberId,
    /// Since when.
    pub since: Moment,
    /// Who let the person in, where somebody did.
    pub let_in_by: Option<PersonId>,
    /// How, as the store keeps it.
    pub let_in_how: String,
    /// Since when it had been revoked, if it had.
    pub revoked_at: Option<Moment>,
    /// By whom.
    pub revoked_by: Option<PersonId>,
    /// Why.
    pub revoke_reason: Option<String>,
    /// Its roles.
    pub roles: Vec<FormerRole>,
}

/// A role as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerRole {
    /// [`crate::permission::Role::tag`].
    pub role: String,
    /// To what it was limited.
    pub roster: Option<crate::RosterId>,
    /// When it started.
    pub starts_at: Moment,
    /// When it was to end.
    pub ends_at: Option<Moment>,
    /// Who gave it, where somebody did.
    pub granted_by: Option<PersonId>,
    /// How, as the store keeps it.
    pub granted_how: String,
    /// When.
    pub granted_at: Moment,
}

/// A decision that its maker can still undo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoableView {
    /// The request.
    pub id: JoinRequestId,
    /// The organisation's code.
    pub code: OdsCode,
    /// The organisation's name.
    pub organisation: String,
    /// Whose request, by name.
    pub name: String,
    /// Whether it was approved; else it was rejected.
    pub approved: bool,
    /// Until when, for reading.
    pub until: LondonTime,
    /// How many seconds that is from now.
    pub left: u32,
    /// How many seconds there were.
    pub seconds: u32,
}

/// Undoing as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UndoForm {
    /// The organisation.
    pub code: String,
    /// The request.
    pub id: String,
}

/// Undoing, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoWish {
    /// The organisation.
    pub code: OdsCode,
    /// The request.
    pub id: JoinRequestId,
}

impl UndoForm {
    /// Reads the form.
    ///
    /// # Errors
    /// It names no organisation, or no request.
    pub fn parse(&self) -> Result<UndoWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        let id = errors.take(Field::Form, JoinRequestId::parse(&self.id).ok_or(Problem::NotAChoice));
        match (code, id) {
            (Some(code), Some(id)) => Ok(UndoWish { code, id }),
            _ => Err(errors),
        }
    }
}
