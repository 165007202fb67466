//! An import as a browser posts it: to apply it, or to abandon it.

use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldErrors, Problem};
use crate::{BatchId, OdsCode};

/// An import of medics that is to be applied or abandoned.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MedicsForm {
    /// The organisation, as in the address.
    pub code: String,
    /// The import.
    pub id: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MedicsWish {
    /// The organisation.
    pub code: OdsCode,
    /// The import.
    pub id: BatchId,
}

impl MedicsForm {
    /// Reads the form.
    ///
    /// # Errors
    /// It names no organisation, or no import.
    pub fn parse(&self) -> Result<MedicsWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        let id = errors.take(Field::Form, BatchId::parse(&self.id).ok_or(Problem::NotAChoice));
        match (code, id) {
            (Some(code), Some(id)) => Ok(MedicsWish { code, id }),
            _ => Err(errors),
        }
    }
}
