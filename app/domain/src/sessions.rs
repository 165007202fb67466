//! Sessions: signing in and out, and who the visitor of a page is.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldErrors, never_printed};
use crate::organisations::{OrganisationView, telephone as telephone_number};
use crate::password::Password;
use crate::{Answer, Caller, EmailAddress, Language, Receipt, Visit};

/// Signing in as a browser posts it. Holds a password: never printed, never kept in a flash.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct SignInForm {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
    /// The page that the person wanted, or nothing.
    #[serde(default)]
    pub next: String,
}

never_printed!(SignInForm);

/// Signing in, read.
pub struct SignInWish {
    /// E-mail address.
    pub email: EmailAddress,
    /// Password, as typed.
    pub password: Password,
    /// The page that the person wanted.
    pub next: Option<crate::Page>,
}

impl SignInForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<SignInWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let email = errors.take(Field::Email, EmailAddress::parse(&self.email));
        let password = errors.take(Field::Password, Password::typed(&self.password));
        match (email, password) {
            (Some(email), Some(password)) => {
                let next = crate::Page::parse(&self.next).map(|(page, _)| page);
                Ok(SignInWish { email, password, next })
            }
            _ => Err(errors),
        }
    }
}

/// What a successful sign-in hands out.
pub struct SignedIn {
    /// The new session's secret, for the cookie.
    pub secret: String,
    /// The language that the person chose.
    pub language: Language,
    /// Where the person goes next.
    pub receipt: Receipt,
}

/// Who is looking at a page, for the frame around it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Visitor {
    /// The signed-in person; absent for anyone else.
    pub person: Option<SignedInPerson>,
    /// Whether this is the demo.
    pub demo: bool,
    /// Whom to ask for help.
    pub contact: Contact,
    /// Whether passkeys work at the service's address.
    pub passkeys: bool,
}

/// Whom to ask for help (S27, S66); a setting of the deployment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Contact {
    /// E-mail address; empty where there is none.
    pub email: String,
    /// Telephone; empty where there is none.
    pub telephone: String,
}

impl Contact {
    /// Reads both; either may be left out.
    ///
    /// # Errors
    /// What is wrong with the address or the number.
    pub fn parse(email: &str, telephone: &str) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let email = match email.trim() {
            "" => Some(String::new()),
            email => errors
                .take(Field::Email, EmailAddress::parse(email))
                .map(|email| email.to_string()),
        };
        let telephone = errors.take(Field::Telephone, telephone_number(telephone));
        match (email, telephone) {
            (Some(email), Some(telephone)) => Ok(Self {
                email,
                telephone: telephone.unwrap_or_default(),
            }),
            _ => Err(errors),
        }
    }
}

/// How long a session may still rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TimeLeft {
    /// Seconds until the session ends unless its person does something; 0 when it has ended.
    pub seconds: u32,
    /// Whether that is its absolute end, which nothing puts off.
    pub absolute: bool,
}

/// How many seconds before the end of a session its person is warned (issue: from minute 28 of 30).
pub const WARNED_SECONDS: u32 = 120;

/// The signed-in person, for the frame around a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedInPerson {
    /// First and last name.
    pub name: String,
    /// The organisations that the person may act for now, by name; each has Practice Tools.
    pub organisations: Vec<OrganisationView>,
    /// Whether the person may decide for any organisation.
    pub decides: bool,
    /// Whether the person is of the support team.
    pub support: bool,
    /// Whether the person has keyboard shortcuts on.
    pub shortcuts: bool,
    /// How long the session may rest from now on.
    pub time_left: TimeLeft,
}

/// What can be asked about sessions.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Who is looking.
    async fn visitor(&self, caller: Option<&Caller>) -> Answer<Visitor>;
    /// Signs in. One hash whatever the address; the same answer for unknown, unconfirmed and wrong.
    async fn sign_in(&self, visit: &Visit, wish: SignInWish) -> Answer<SignedIn>;
    /// How long the session may still rest. Asking does not count as doing something.
    async fn time_left(&self, caller: &Caller) -> Answer<TimeLeft>;
    /// Ends this session.
    async fn sign_out(&self, caller: &Caller) -> Answer<Receipt>;
}
