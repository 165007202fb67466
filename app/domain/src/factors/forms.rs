//! The forms of second factors. Codes and passkeys' answers are secrets of a moment: never printed, never kept in a flash.

use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldErrors, Problem, never_printed, required_text};
use crate::password::Password;
use crate::{FactorId, Page};

/// Digits of an authenticator app's code (RFC 6238).
pub const CODE_DIGITS: usize = 6;
/// Letters and digits of a recovery code, without the hyphens: with an alphabet of 32 these are 120 random bits, enough to
/// be kept under a plain hash (ASVS 5.0, 6.5.2 asks for 112).
pub const RECOVERY_CHARACTERS: usize = 24;
/// The longest name of a factor, in characters.
pub const FACTOR_NAME_MOST: u16 = 40;

/// A code as it was typed, read: spaces and hyphens do not count, nor does letter case.
#[derive(Clone, PartialEq, Eq)]
pub enum TypedCode {
    /// Six digits of an authenticator app.
    App(String),
    /// A recovery code, in small letters and digits without hyphens.
    Recovery(String),
}

impl TypedCode {
    /// Reads a code.
    ///
    /// # Errors
    /// [`Problem::Missing`], or [`Problem::WrongCode`] for what cannot be a code.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let code: String = text
            .chars()
            .filter(|character| !character.is_whitespace() && *character != '-')
            .map(|character| character.to_ascii_lowercase())
            .collect();
        if code.is_empty() {
            Err(Problem::Missing)
        } else if code.len() == CODE_DIGITS && code.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self::App(code))
        } else if code.len() == RECOVERY_CHARACTERS && code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            Ok(Self::Recovery(code))
        } else {
            Err(Problem::WrongCode)
        }
    }
}

never_printed!(AddAppForm, CodeForm, ProveForm, PasskeyForm);

/// Adding an authenticator app, as a browser posts it.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct AddAppForm {
    /// A code that the app shows now.
    pub code: String,
    /// What to call it.
    #[serde(default)]
    pub factor_name: String,
}

/// The same, read.
pub struct AddAppWish {
    /// A code that the app shows now: six digits.
    pub code: String,
    /// What to call it.
    pub name: String,
}

impl AddAppForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<AddAppWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(
            Field::Code,
            TypedCode::parse(&self.code).and_then(|code| match code {
                TypedCode::App(digits) => Ok(digits),
                TypedCode::Recovery(_) => Err(Problem::WrongCode),
            }),
        );
        let name = errors.take(
            Field::FactorName,
            required_text(&self.factor_name, FACTOR_NAME_MOST, false),
        );
        match (code, name) {
            (Some(code), Some(name)) => Ok(AddAppWish { code, name }),
            _ => Err(errors),
        }
    }
}

/// The second step of signing in, as a browser posts it.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct CodeForm {
    /// A code of the app, or a recovery code.
    pub code: String,
    /// The page that the person wanted, or nothing.
    #[serde(default)]
    pub next: String,
}

/// The same, read.
pub struct CodeWish {
    /// The code.
    pub code: TypedCode,
    /// The address that the person wanted, with its query; one of our own pages.
    pub next: Option<Page>,
}

impl CodeForm {
    /// Reads the form.
    ///
    /// # Errors
    /// What is wrong with the code.
    pub fn parse(&self) -> Result<CodeWish, FieldErrors> {
        TypedCode::parse(&self.code)
            .map(|code| CodeWish {
                code,
                next: page(&self.next),
            })
            .map_err(|problem| FieldErrors::one(Field::Code, problem))
    }
}

/// Showing again that it is they, as a browser posts it: the password or a code.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct ProveForm {
    /// The account's password; for a person without a second factor.
    #[serde(default)]
    pub password: String,
    /// A code of the app, or a recovery code.
    #[serde(default)]
    pub code: String,
    /// The page to go back to.
    #[serde(default)]
    pub next: String,
}

/// The same, read.
pub struct ProveWish {
    /// What is shown.
    pub proof: Proof,
    /// The page to go back to.
    pub next: Option<Page>,
}

/// What is shown to prove that it is they.
pub enum Proof {
    /// The account's password, as typed.
    Password(Password),
    /// A code.
    Code(TypedCode),
}

impl ProveForm {
    /// Reads the form: a code where one was typed, else the password.
    ///
    /// # Errors
    /// What is wrong with the code or the password.
    pub fn parse(&self) -> Result<ProveWish, FieldErrors> {
        let proof = if self.code.trim().is_empty() && !self.password.is_empty() {
            Password::typed(&self.password)
                .map(Proof::Password)
                .map_err(|problem| FieldErrors::one(Field::Password, problem))
        } else if self.code.trim().is_empty() {
            let mut errors = FieldErrors::one(Field::Password, Problem::Missing);
            errors.add(Field::Code, Problem::Missing);
            Err(errors)
        } else {
            TypedCode::parse(&self.code)
                .map(Proof::Code)
                .map_err(|problem| FieldErrors::one(Field::Code, problem))
        };
        proof.map(|proof| ProveWish {
            proof,
            next: page(&self.next),
        })
    }
}

/// What a passkey answered, as the page's script posts it.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct PasskeyForm {
    /// The browser's answer: JSON as `WebAuthn` defines it (`PublicKeyCredential`). No input of the form: the script adds it.
    #[serde(default)]
    pub credential: String,
    /// What to call a new passkey.
    #[serde(default)]
    pub factor_name: String,
    /// The page that the person wanted, or nothing.
    #[serde(default)]
    pub next: String,
}

/// The same, read.
pub struct PasskeyWish {
    /// The browser's answer; read by the server.
    pub credential: String,
    /// What to call a new passkey; empty where it is none.
    pub name: String,
    /// The page that the person wanted.
    pub next: Option<Page>,
}

impl PasskeyForm {
    /// Reads the answer of a passkey that is being added.
    ///
    /// # Errors
    /// What is wrong with its name.
    pub fn parse_new(&self) -> Result<PasskeyWish, FieldErrors> {
        required_text(&self.factor_name, FACTOR_NAME_MOST, false)
            .map(|name| self.read(name))
            .map_err(|problem| FieldErrors::one(Field::FactorName, problem))
    }

    /// Reads the answer of a passkey that is known.
    pub fn parse_known(&self) -> PasskeyWish {
        self.read(String::new())
    }

    fn read(&self, name: String) -> PasskeyWish {
        PasskeyWish {
            credential: self.credential.clone(),
            name,
            next: page(&self.next),
        }
    }
}

/// Another name for a factor, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RenameFactorForm {
    /// The factor.
    pub id: String,
    /// What to call it.
    pub factor_name: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenameFactorWish {
    /// The factor.
    pub id: FactorId,
    /// What to call it.
    pub name: String,
}

impl RenameFactorForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<RenameFactorWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = errors.take(Field::Form, FactorId::parse(&self.id).ok_or(Problem::NotAChoice));
        let name = errors.take(
            Field::FactorName,
            required_text(&self.factor_name, FACTOR_NAME_MOST, false),
        );
        match (id, name) {
            (Some(id), Some(name)) => Ok(RenameFactorWish { id, name }),
            _ => Err(errors),
        }
    }
}

fn page(address: &str) -> Option<Page> {
    Page::parse(address).map(|(page, _)| page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        assert!(matches!(TypedCode::parse(" 123 456 "), Ok(TypedCode::App(code)) if code == "123456"));
        assert!(matches!(
            TypedCode::parse("ABCD-efgh-2345-6789-jkmn-pqrs"),
            Ok(TypedCode::Recovery(code)) if code == "abcdefgh23456789jkmnpqrs"
        ));
        for text in ["12345", "1234567", "١٢٣٤٥٦", "abc!", "<script>"] {
            assert!(matches!(TypedCode::parse(text), Err(Problem::WrongCode)), "{text}");
        }
    }

    #[test]
    fn an_app_is_added_with_its_own_code_only() {
        let form = AddAppForm {
            code: "abcdefgh23456789jkmnpqrs".into(),
            factor_name: "Phone".into(),
        };
        assert_eq!(form.parse().err().unwrap().of(Field::Code), Some(Problem::WrongCode));
    }
}
