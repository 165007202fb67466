//! How asking to keep a role, extending it and turning that down are typed.

use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldErrors, Problem, REASON_MOST, optional_text, required_text};
use crate::members::RoleKey;
use crate::members::roles::Until;
use crate::{ExtensionId, OdsCode};

/// Asking, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AskToKeepForm {
    /// The organisation, as in the address.
    pub code: String,
    /// Which of one's roles there ([`RoleKey`]).
    pub role: String,
    /// Why; may be left out.
    #[serde(default)]
    pub reason: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskToKeepWish {
    /// The organisation.
    pub code: OdsCode,
    /// Which of one's roles there.
    pub role: RoleKey,
    /// Why.
    pub reason: Option<String>,
}

impl AskToKeepForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<AskToKeepWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        let role = errors.take(Field::Role, RoleKey::parse(&self.role).ok_or(Problem::NotAChoice));
        let reason = errors.take(Field::Reason, optional_text(&self.reason, REASON_MOST, true));
        match (code, role, reason) {
            (Some(code), Some(role), Some(reason)) => Ok(AskToKeepWish { code, role, reason }),
            _ => Err(errors),
        }
    }
}

/// Extending, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ExtendForm {
    /// The organisation, as in the address.
    pub code: String,
    /// What was asked ([`ExtensionId`]).
    pub id: String,
    /// Until when ([`Until::chosen`]).
    #[serde(default)]
    pub until: String,
    /// The last day, where that is another day.
    #[serde(default)]
    pub ends: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtendWish {
    /// The organisation.
    pub code: OdsCode,
    /// What was asked.
    pub id: ExtensionId,
    /// Until when.
    pub until: Until,
}

impl ExtendForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<ExtendWish, FieldErrors> {
        let (mut errors, code, id) = subject(&self.code, &self.id);
        let until = Until::chosen(&self.until, &self.ends, &mut errors);
        match (code, id, until) {
            (Some(code), Some(id), Some(until)) => Ok(ExtendWish { code, id, until }),
            _ => Err(errors),
        }
    }
}

/// Turning down, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TurnDownForm {
    /// The organisation, as in the address.
    pub code: String,
    /// What was asked ([`ExtensionId`]).
    pub id: String,
    /// Why; whoever asked reads it.
    #[serde(default)]
    pub reason: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnDownWish {
    /// The organisation.
    pub code: OdsCode,
    /// What was asked.
    pub id: ExtensionId,
    /// Why.
    pub reason: String,
}

impl TurnDownForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<TurnDownWish, FieldErrors> {
        let (mut errors, code, id) = subject(&self.code, &self.id);
        let reason = errors.take(Field::Reason, required_text(&self.reason, REASON_MOST, true));
        match (code, id, reason) {
            (Some(code), Some(id), Some(reason)) => Ok(TurnDownWish { code, id, reason }),
            _ => Err(errors),
        }
    }
}

fn subject(code: &str, id: &str) -> (FieldErrors, Option<OdsCode>, Option<ExtensionId>) {
    let mut errors = FieldErrors::default();
    let code = errors.take(Field::Organisation, OdsCode::parse(code));
    let id = errors.take(Field::Form, ExtensionId::parse(id).ok_or(Problem::NotAChoice));
    (errors, code, id)
}
