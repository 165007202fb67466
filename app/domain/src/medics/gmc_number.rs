//! GMC numbers: by which the General Medical Council registers a doctor.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::form::Problem;

/// A GMC reference number: seven digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct GmcNumber(String);

impl GmcNumber {
    /// Reads a number.
    ///
    /// # Errors
    /// [`Problem::Missing`] or [`Problem::Characters`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let number = text.trim();
        if number.is_empty() {
            return Err(Problem::Missing);
        }
        if number.len() == 7 && number.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(number.to_owned()))
        } else {
            Err(Problem::Characters)
        }
    }

    /// The seven digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GmcNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gmc_number_has_seven_digits() {
        assert_eq!(GmcNumber::parse(" 0123456 ").unwrap().as_str(), "0123456");
        assert_eq!(GmcNumber::parse(""), Err(Problem::Missing));
        for text in ["123456", "12345678", "123456a", "12345é", "１２３４５６７", "123 4567"] {
            assert_eq!(GmcNumber::parse(text), Err(Problem::Characters), "{text}");
        }
    }
}
