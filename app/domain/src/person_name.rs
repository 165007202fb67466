//! First and last names: letters, marks, spaces, `'`, `-` and `.`, up to 60 characters, never a link (decision 16).

use crate::form::Problem;
use crate::unicode::{composed, is_combining_mark};

/// The longest name, in characters.
pub const NAME_MOST: u16 = 60;

/// A first or a last name.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonName(String);

impl PersonName {
    /// Reads a name: composed (NFC), with runs of spaces made one and curly apostrophes made plain.
    ///
    /// # Errors
    /// [`Problem::Missing`], [`Problem::TooLong`], [`Problem::LooksLikeALink`] or [`Problem::Characters`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let name = text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace(['’', '‘', 'ʼ'], "'");
        let name = composed(&name);
        if name.is_empty() {
            return Err(Problem::Missing);
        }
        if name.chars().count() > usize::from(NAME_MOST) {
            return Err(Problem::TooLong { most: NAME_MOST });
        }
        if looks_like_a_link(&name) {
            return Err(Problem::LooksLikeALink);
        }
        let taken =
            |character: char| character.is_alphabetic() || is_combining_mark(character) || " '-.".contains(character);
        if !name.chars().all(taken) || !name.chars().any(char::is_alphabetic) {
            return Err(Problem::Characters);
        }
        Ok(Self(name))
    }

    /// The name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A scheme, a `www.`, or a dot with letters on both sides and no space after it ("evil.example").
fn looks_like_a_link(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let dotted = lower.split(' ').any(|word| {
        word.split_once('.').is_some_and(|(before, after)| {
            before.chars().count() > 1 && after.chars().filter(|character| character.is_alphabetic()).count() > 1
        })
    });
    lower.contains("://") || lower.contains("www.") || dotted
}

impl std::fmt::Debug for PersonName {
    /// Never the name itself: debug output ends up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonName(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_names_pass() {
        for name in [
            "Siân",
            "O’Neill",
            "Llŷr-Owen",
            "J. R. R.",
            "St. John",
            "Nguyễn",
            "X",
            "van den Berg",
            "Mary Ann",
        ] {
            assert!(PersonName::parse(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn links_and_markup_do_not() {
        assert_eq!(PersonName::parse("evil.example"), Err(Problem::LooksLikeALink));
        assert_eq!(PersonName::parse("www.win"), Err(Problem::LooksLikeALink));
        assert_eq!(PersonName::parse("http://x"), Err(Problem::LooksLikeALink));
        for name in ["<b>", "a@b", "R2D2", "=SUM", "..", "a\u{202E}b"] {
            assert_eq!(PersonName::parse(name), Err(Problem::Characters), "{name}");
        }
        assert_eq!(PersonName::parse(&"a".repeat(61)), Err(Problem::TooLong { most: 60 }));
    }
}
