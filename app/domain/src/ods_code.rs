//! ODS codes: the codes of the NHS register of organisations. Unique, never changed, never reused.

use serde::{Deserialize, Serialize};

use crate::form::Problem;

/// The code of an organisation: 3 to 12 of `A–Z` and `0–9`, after trimming and upper-casing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OdsCode(String);

impl OdsCode {
    /// Reads a code.
    ///
    /// # Errors
    /// [`Problem::Missing`] or [`Problem::NotAnOdsCode`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let code = text.trim().to_ascii_uppercase();
        match code.len() {
            0 => Err(Problem::Missing),
            3..=12
                if code
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()) =>
            {
                Ok(Self(code))
            }
            _ => Err(Problem::NotAnOdsCode),
        }
    }

    /// The code, in capitals.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has the shape of a practice's code: `[A-HJ-NP-WY]` and five digits, or `ALD`, `GUE`, `JER` and three.
    pub fn is_practice_shaped(&self) -> bool {
        let digits = |text: &str, many: usize| text.len() == many && text.bytes().all(|byte| byte.is_ascii_digit());
        let islands = ["ALD", "GUE", "JER"];
        islands
            .iter()
            .any(|island| self.0.strip_prefix(island).is_some_and(|rest| digits(rest, 3)))
            || self.0.chars().next().is_some_and(|first| {
                matches!(first, 'A'..='H' | 'J'..='N' | 'P'..='W' | 'Y') && digits(&self.0[1..], 5)
            })
    }

    /// Whether it is the code of a Welsh practice (`W` and five digits).
    pub fn is_welsh(&self) -> bool {
        self.0.starts_with('W') && self.is_practice_shaped()
    }
}

impl std::fmt::Display for OdsCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn practice_codes_follow_the_register() {
        for code in ["W91001", "a81001 ", "GUE001", "Y00352"] {
            assert!(OdsCode::parse(code).unwrap().is_practice_shaped(), "{code}");
        }
        for code in ["I81001", "X12345", "7A1", "W9100", "ZZZ999"] {
            assert!(!OdsCode::parse(code).unwrap().is_practice_shaped(), "{code}");
        }
        assert!(OdsCode::parse("W91001").unwrap().is_welsh());
        assert_eq!(OdsCode::parse("W9 001"), Err(Problem::NotAnOdsCode));
    }
}
