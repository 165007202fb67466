//! The number that support calls: the register's own, never one that the organisation gives of itself (decision 10). Where
//! the register has none, one support person gives it with its source, and a second confirms it.

use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldErrors, Problem, REASON_MOST, required_text};
use crate::organisations;
#[cfg(not(target_arch = "wasm32"))]
use crate::permission::SupportPerson;
use crate::{CaseId, Moment, PersonId, Refusal};

/// A number that a support person gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenNumber {
    /// The number, as typed.
    pub number: String,
    /// Where it was found.
    pub source: String,
    /// Who gave it.
    pub by: PersonId,
    /// When.
    pub at: Moment,
    /// Who confirmed it, and when.
    pub confirmed: Option<(PersonId, Moment)>,
}

/// The number of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Telephone {
    /// The register has it.
    Register(String),
    /// Support gave it.
    Given(GivenNumber),
    /// There is none.
    Missing,
}

impl Telephone {
    /// What the register says comes first; then what support gave.
    pub fn of(register: String, given: Option<GivenNumber>) -> Self {
        if register.is_empty() {
            given.map_or(Self::Missing, Self::Given)
        } else {
            Self::Register(register)
        }
    }

    /// The number, where it may be called.
    ///
    /// # Errors
    /// [`Refusal::NoTelephone`]: there is none, or nobody has confirmed it.
    pub fn callable(&self) -> Result<&str, Refusal> {
        match self {
            Self::Register(number) => Ok(number),
            Self::Given(given) if given.confirmed.is_some() => Ok(&given.number),
            Self::Given(_) | Self::Missing => Err(Refusal::NoTelephone),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Telephone {
    /// Gives a number where the register has none, in place of one that was given before.
    ///
    /// # Errors
    /// [`Refusal::NumberInRegister`].
    pub fn give(&self, by: SupportPerson, number: String, source: String, now: Moment) -> Result<GivenNumber, Refusal> {
        match self {
            Self::Register(_) => Err(Refusal::NumberInRegister),
            Self::Given(_) | Self::Missing => Ok(GivenNumber {
                number,
                source,
                by: by.person(),
                at: now,
                confirmed: None,
            }),
        }
    }

    /// Confirms it: a second support person.
    ///
    /// # Errors
    /// [`Refusal::NumberInRegister`]; [`Refusal::NoTelephone`] where none was given; [`Refusal::SecondPersonNeeded`] for
    /// whoever gave it; confirmed already.
    pub fn confirm(self, by: SupportPerson, now: Moment) -> Result<GivenNumber, Refusal> {
        match self {
            Self::Register(_) => Err(Refusal::NumberInRegister),
            Self::Missing => Err(Refusal::NoTelephone),
            Self::Given(given) if given.confirmed.is_some() => Err(Refusal::ChangedMeanwhile),
            Self::Given(given) if given.by == by.person() => Err(Refusal::SecondPersonNeeded),
            Self::Given(given) => Ok(GivenNumber {
                confirmed: Some((by.person(), now)),
                ..given
            }),
        }
    }
}

/// Giving a number, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NumberForm {
    /// The case for which it is given.
    pub id: String,
    /// The number.
    #[serde(default)]
    pub telephone: String,
    /// Where it was found.
    #[serde(default)]
    pub source: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberWish {
    /// The case for which it is given.
    pub id: CaseId,
    /// The number.
    pub number: String,
    /// Where it was found.
    pub source: String,
}

impl NumberForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<NumberWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = errors.take(Field::Form, CaseId::parse(&self.id).ok_or(Problem::NotAChoice));
        let number = organisations::telephone(&self.telephone).and_then(|number| number.ok_or(Problem::Missing));
        let number = errors.take(Field::Telephone, number);
        let source = errors.take(Field::Source, required_text(&self.source, REASON_MOST, false));
        match (id, number, source) {
            (Some(id), Some(number), Some(source)) => Ok(NumberWish { id, number, source }),
            _ => Err(errors),
        }
    }
}
