//! What a browser posts about cases, and what is read from it.

use serde::{Deserialize, Serialize};

use super::{Matter, MatterKind};
use crate::form::{Field, FieldErrors, Problem, REASON_MOST, choice, required_text};
use crate::{CaseId, EmailAddress, OdsCode, PersonId};

/// Which cases a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shows {
    /// Those to call about now.
    #[default]
    Now,
    /// Those to call about later.
    Later,
    /// Those that wait for a second support person.
    Second,
    /// Those that have ended.
    Ended,
}

impl Shows {
    /// Every list.
    pub const ALL: [Self; 4] = [Self::Now, Self::Later, Self::Second, Self::Ended];

    /// How it stands in an address.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Later => "later",
            Self::Second => "second",
            Self::Ended => "ended",
        }
    }

    /// Reads it from an address; what is not there is what is to be done now.
    pub fn from_tag(tag: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|shows| shows.tag() == tag)
            .unwrap_or_default()
    }
}

/// Something about a case that needs no more words, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CaseForm {
    /// The case.
    pub id: String,
}

impl CaseForm {
    /// Reads the form.
    ///
    /// # Errors
    /// It names no case.
    pub fn parse(&self) -> Result<CaseId, FieldErrors> {
        CaseId::parse(&self.id).ok_or_else(|| FieldErrors::one(Field::Form, Problem::NotAChoice))
    }
}

/// Something about a case that needs a reason, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReasonForm {
    /// The case.
    pub id: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonWish {
    /// The case.
    pub id: CaseId,
    /// Why.
    pub reason: String,
}

impl ReasonForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<ReasonWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = errors.take(Field::Form, CaseId::parse(&self.id).ok_or(Problem::NotAChoice));
        let reason = errors.take(Field::Reason, required_text(&self.reason, REASON_MOST, true));
        match (id, reason) {
            (Some(id), Some(reason)) => Ok(ReasonWish { id, reason }),
            _ => Err(errors),
        }
    }
}

/// Opening a case about a locked-out account, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LockedOutForm {
    /// The person.
    pub id: String,
    /// [`MatterKind::tag`] of one about an account.
    #[serde(default)]
    pub matter: String,
    /// The address that the account is to have, for [`MatterKind::NewAddress`].
    #[serde(default)]
    pub email: String,
    /// ODS code of the organisation that is called.
    #[serde(default)]
    pub organisation: String,
    /// What the person said.
    #[serde(default)]
    pub reason: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedOutWish {
    /// The person.
    pub person: PersonId,
    /// What is asked for.
    pub matter: Matter,
    /// The organisation that is called.
    pub organisation: OdsCode,
    /// What the person said.
    pub why: String,
}

impl LockedOutForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<LockedOutWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let person = errors.take(Field::Form, PersonId::parse(&self.id).ok_or(Problem::NotAChoice));
        let of_an_account = |tag: &str| MatterKind::from_tag(tag).filter(|kind| *kind != MatterKind::Join);
        let matter = match errors.take(Field::Matter, choice(&self.matter, of_an_account)) {
            Some(MatterKind::NewAddress) => errors
                .take(Field::Email, EmailAddress::parse(&self.email))
                .map(Matter::NewAddress),
            Some(_) => Some(Matter::LostFactor),
            None => None,
        };
        let code = |code: &str| OdsCode::parse(code).ok();
        let organisation = errors.take(Field::Organisation, choice(&self.organisation, code));
        let why = errors.take(Field::Reason, required_text(&self.reason, REASON_MOST, true));
        match (person, matter, organisation, why) {
            (Some(person), Some(matter), Some(organisation), Some(why)) => Ok(LockedOutWish {
                person,
                matter,
                organisation,
                why,
            }),
            _ => Err(errors),
        }
    }
}
