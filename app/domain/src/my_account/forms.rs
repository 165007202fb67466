//! The forms of *My account*: details, a new address, a new password. Those that hold a password are never printed and
//! never kept in a flash.

use serde::{Deserialize, Serialize};

use crate::accounts::Position;
use crate::form::{Field, FieldErrors, Problem, choice, never_printed};
use crate::organisations::telephone;
use crate::password::{CommonPasswords, Password};
use crate::{EmailAddress, Language, PersonName};

/// Names, position, telephone and language as a browser posts them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MyDetailsForm {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// [`Position::tag`]; empty for support people who have none.
    #[serde(default)]
    pub position: String,
    /// Telephone; may be left out.
    #[serde(default)]
    pub telephone: String,
    /// [`Language::tag`].
    #[serde(default)]
    pub language: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyDetailsWish {
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// What the person is at work; absent for support people only.
    pub position: Option<Position>,
    /// Telephone, as typed.
    pub telephone: Option<String>,
    /// Language of pages and letters.
    pub language: Language,
}

impl MyDetailsForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<MyDetailsWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let first_name = errors.take(Field::FirstName, PersonName::parse(&self.first_name));
        let last_name = errors.take(Field::LastName, PersonName::parse(&self.last_name));
        let position = match self.position.as_str() {
            "" => Some(None),
            tag => errors.take(Field::Position, choice(tag, Position::from_tag)).map(Some),
        };
        let telephone = errors.take(Field::Telephone, telephone(&self.telephone));
        let language = errors.take(Field::Language, choice(&self.language, Language::from_tag));
        match (first_name, last_name, position, telephone, language) {
            (Some(first_name), Some(last_name), Some(position), Some(telephone), Some(language)) => Ok(MyDetailsWish {
                first_name,
                last_name,
                position,
                telephone,
                language,
            }),
            _ => Err(errors),
        }
    }
}

never_printed!(ChangeEmailForm, NewAddressForm, ChangePasswordForm, PasswordForm);

/// Asking for another address, as a browser posts it.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct ChangeEmailForm {
    /// The new address.
    pub email: String,
    /// The account's password.
    pub password: String,
}

/// The same, read.
pub struct ChangeEmailWish {
    /// The new address.
    pub email: EmailAddress,
    /// The account's password, as typed.
    pub password: Password,
}

impl ChangeEmailForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<ChangeEmailWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let email = errors.take(Field::Email, EmailAddress::parse(&self.email));
        let password = errors.take(Field::Password, Password::typed(&self.password));
        match (email, password) {
            (Some(email), Some(password)) => Ok(ChangeEmailWish { email, password }),
            _ => Err(errors),
        }
    }
}

/// Taking a new address, as a browser posts it: the token of the link and the account's password.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct NewAddressForm {
    /// The token of the link.
    pub token: String,
    /// The account's password.
    pub password: String,
}

/// The same, read.
pub struct NewAddressWish {
    /// The token of the link.
    pub token: String,
    /// The account's password, as typed.
    pub password: Password,
}

impl NewAddressForm {
    /// Reads the form.
    ///
    /// # Errors
    /// What is wrong with the password.
    pub fn parse(&self) -> Result<NewAddressWish, FieldErrors> {
        Password::typed(&self.password)
            .map(|password| NewAddressWish {
                token: self.token.clone(),
                password,
            })
            .map_err(|problem| FieldErrors::one(Field::Password, problem))
    }
}

/// Changing the password, as a browser posts it.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct ChangePasswordForm {
    /// The password until now.
    pub old_password: String,
    /// The password from now on.
    pub password: String,
}

/// The same, read.
pub struct ChangePasswordWish {
    /// The password until now, as typed.
    pub old: Password,
    /// The password from now on.
    pub new: Password,
}

impl ChangePasswordForm {
    /// Reads the form. The server calls it with the person's names and the list of common passwords.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self, names: &[&str], common: &impl CommonPasswords) -> Result<ChangePasswordWish, FieldErrors> {
        let all: Vec<&str> = names.iter().copied().chain(["Porthor"]).collect();
        let mut errors = FieldErrors::default();
        let old = errors.take(Field::OldPassword, Password::typed(&self.old_password));
        let new = if self.old_password == self.password && !self.password.is_empty() {
            errors.add(Field::Password, Problem::SameAsBefore);
            None
        } else {
            errors.take(Field::Password, Password::choose(&self.password, &all, common))
        };
        match (old, new) {
            (Some(old), Some(new)) => Ok(ChangePasswordWish { old, new }),
            _ => Err(errors),
        }
    }
}

/// A form that asks for nothing but the account's password, as a browser posts it.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct PasswordForm {
    /// The account's password; absent where the form does not ask for it.
    #[serde(default)]
    pub password: String,
}

impl PasswordForm {
    /// Reads the form.
    ///
    /// # Errors
    /// What is wrong with the password.
    pub fn parse(&self) -> Result<Password, FieldErrors> {
        Password::typed(&self.password).map_err(|problem| FieldErrors::one(Field::Password, problem))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::password::NoList;

    #[test]
    fn a_new_password_differs_from_the_old() {
        let form = ChangePasswordForm {
            old_password: "seven green kettles".into(),
            password: "seven green kettles".into(),
        };
        let errors = form.parse(&[], &NoList).err().unwrap();
        assert_eq!(errors.of(Field::Password), Some(Problem::SameAsBefore));
        assert_eq!(format!("{form:?}"), "ChangePasswordForm(…)");
    }

    #[test]
    fn support_people_need_no_position() {
        let form = MyDetailsForm {
            first_name: "Siân".into(),
            last_name: "Prydderch".into(),
            language: "cy".into(),
            ..MyDetailsForm::default()
        };
        let wish = form.parse().unwrap();
        assert_eq!((wish.position, wish.telephone), (None, None));
    }
}
