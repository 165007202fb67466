//! What rosters and roster groups are called: one line, up to 80 characters, that a spreadsheet does not take for a formula.

use crate::form::Problem;
use crate::text;
use crate::unicode::composed;

/// The longest name, in characters.
pub const ROSTER_NAME_MOST: u16 = 80;

/// The name of a roster or roster group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterName(String);

impl RosterName {
    /// Reads a name: composed (NFC), with runs of spaces made one.
    ///
    /// # Errors
    /// [`Problem::Missing`], [`Problem::TooLong`] or [`Problem::Characters`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let name = composed(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        if name.is_empty() {
            return Err(Problem::Missing);
        }
        if name.chars().count() > usize::from(ROSTER_NAME_MOST) {
            return Err(Problem::TooLong { most: ROSTER_NAME_MOST });
        }
        // Lists are taken away as files, where these begin a formula (OWASP: CSV injection).
        let formula = name.starts_with(['=', '+', '-', '@']);
        if formula || name.chars().any(char::is_control) || !name.chars().any(char::is_alphanumeric) {
            return Err(Problem::Characters);
        }
        Ok(Self(name))
    }

    /// The name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Folded, for comparing and sorting: two names that differ only in case or accents are one.
    pub fn key(&self) -> String {
        text::folded(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_hospitals_have_them() {
        for name in ["Ward 7", "A&E / Brys", "24-hour on-call", "Plant Sâl (nos)", "7"] {
            assert_eq!(RosterName::parse(name).unwrap().as_str(), name);
        }
        assert_eq!(RosterName::parse("  Ward \t 7 ").unwrap().as_str(), "Ward 7");
        assert_eq!(
            RosterName::parse("PLANT SÂL").unwrap().key(),
            RosterName::parse("plant sal").unwrap().key()
        );
    }

    #[test]
    fn what_says_nothing_or_is_a_formula_is_no_name() {
        assert_eq!(RosterName::parse("  "), Err(Problem::Missing));
        for name in ["=1+1", "+1", "-2", "@SUM(A1)", "…", "Ward\u{7}7"] {
            assert_eq!(RosterName::parse(name), Err(Problem::Characters), "{name}");
        }
        assert_eq!(
            RosterName::parse(&"w".repeat(81)),
            Err(Problem::TooLong { most: ROSTER_NAME_MOST })
        );
    }
}
