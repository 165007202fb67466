//! Passwords: 12 to 128 characters, no composition rules; refused when common or made of a known name (NHS, NCSC, ASVS 5.0 §6.2).
//! The same code runs in the browser and on the server; only the server holds the list of common ones, which is too big to send.

use crate::form::Problem;
use crate::text::{folded, words};
use crate::unicode::composed;

/// The fewest characters.
pub const PASSWORD_FEWEST: u16 = 12;
/// The most characters.
pub const PASSWORD_MOST: u16 = 128;

/// A list of passwords that too many people use.
pub trait CommonPasswords {
    /// Whether the list has this password, letter case aside.
    fn has(&self, password: &str) -> bool;
}

/// No list at all: what the browser knows.
pub struct NoList;

impl CommonPasswords for NoList {
    fn has(&self, _: &str) -> bool {
        false
    }
}

/// A password that may be chosen. Never printed, never serialised.
pub struct Password(String);

impl Password {
    /// Checks a password that a person wants to have. `names` are the person's, the organisation's and the product's.
    ///
    /// # Errors
    /// The [`Problem`] that says why it is refused.
    pub fn choose(text: &str, names: &[&str], common: &impl CommonPasswords) -> Result<Self, Problem> {
        let password = Self::typed(text)?;
        if password.0.chars().count() < usize::from(PASSWORD_FEWEST) {
            return Err(Problem::TooShort {
                fewest: PASSWORD_FEWEST,
            });
        }
        if repeats(&password.0) {
            return Err(Problem::PasswordRepeats);
        }
        if made_of_names(&password.0, names) {
            return Err(Problem::PasswordFromName);
        }
        if common.has(&password.0) {
            return Err(Problem::CommonPassword);
        }
        Ok(password)
    }

    /// A password typed to sign in: whatever it is, as long as it can be one.
    ///
    /// # Errors
    /// [`Problem::Missing`] or [`Problem::TooLong`].
    pub fn typed(text: &str) -> Result<Self, Problem> {
        if text.is_empty() {
            return Err(Problem::Missing);
        }
        let password = composed(text);
        if password.chars().count() > usize::from(PASSWORD_MOST) {
            return Err(Problem::TooLong { most: PASSWORD_MOST });
        }
        Ok(Self(password))
    }

    /// The bytes to be hashed (NFC, UTF-8).
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// One run of at most four characters, over and over.
fn repeats(password: &str) -> bool {
    let characters: Vec<char> = password.chars().collect();
    (1..=4).any(|length| {
        characters
            .iter()
            .zip(characters.iter().skip(length))
            .all(|(one, next)| one == next)
    })
}

/// Whether fewer than eight characters are left once every word of the names (three letters or more) is taken out.
fn made_of_names(password: &str, names: &[&str]) -> bool {
    let mut rest: String = folded(password)
        .chars()
        .filter(|character| character.is_alphanumeric())
        .collect();
    let mut taken = names
        .iter()
        .flat_map(|name| words(name))
        .filter(|word| word.chars().count() >= 3)
        .collect::<Vec<_>>();
    taken.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
    let mut found = false;
    for word in taken {
        if rest.contains(&word) {
            found = true;
            rest = rest.replace(&word, "");
        }
    }
    found && rest.chars().count() < 8
}

#[cfg(test)]
mod tests {
    use super::*;

    struct List;
    impl CommonPasswords for List {
        fn has(&self, password: &str) -> bool {
            password.to_lowercase() == "password1234"
        }
    }

    fn refused(text: &str) -> Option<Problem> {
        Password::choose(text, &["Siân", "Jones", "High Street Surgery", "Porthor"], &List).err()
    }

    #[test]
    fn a_good_password_passes_and_a_bad_one_is_told_why() {
        assert_eq!(refused("cwpwrdd gwag heddiw"), None);
        assert_eq!(refused("short"), Some(Problem::TooShort { fewest: 12 }));
        assert_eq!(refused(&"ab1-".repeat(33)), Some(Problem::TooLong { most: 128 }));
        assert_eq!(refused("Password1234"), Some(Problem::CommonPassword));
        assert_eq!(refused("SianJones1234"), Some(Problem::PasswordFromName));
        assert_eq!(refused("porthor-porthor-1"), Some(Problem::PasswordFromName));
        assert_eq!(refused("abcabcabcabcabc"), Some(Problem::PasswordRepeats));
        assert_eq!(refused(""), Some(Problem::Missing));
    }

    #[test]
    fn a_long_phrase_may_hold_a_name() {
        assert_eq!(refused("jones and seven green kettles"), None);
    }
}
