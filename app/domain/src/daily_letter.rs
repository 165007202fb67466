//! The daily letter: once a day, what waits for somebody's decision, to everybody who has not switched it off. Who decides
//! where stands in [`crate::permission`]; when it is written, in `server/src/daily_letter.rs`.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldErrors, Problem};
use crate::{Answer, Caller, Receipt};

/// From which hour on, by a clock in London, the letter of the day is written.
pub const WRITTEN_FROM_HOUR: u32 = 8;

/// The page that switches it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DailyLetterView {
    /// Whether the person gets it on days when something waits.
    pub on: bool,
}

/// Switching it, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DailyLetterForm {
    /// `on` or `off`.
    pub daily_letter: String,
}

impl DailyLetterForm {
    /// Reads the form: whether it is to be on.
    ///
    /// # Errors
    /// It says neither.
    pub fn parse(&self) -> Result<bool, FieldErrors> {
        match self.daily_letter.as_str() {
            "on" => Ok(true),
            "off" => Ok(false),
            _ => Err(FieldErrors::one(Field::Form, Problem::NotAChoice)),
        }
    }
}

/// What can be asked about one's own daily letter.
#[async_trait]
pub trait DailyLetter: Send + Sync {
    /// Whether it is on.
    async fn daily_letter(&self, caller: &Caller) -> Answer<DailyLetterView>;
    /// Switches it on or off.
    async fn switch_daily_letter(&self, caller: &Caller, on: bool) -> Answer<Receipt>;
}
