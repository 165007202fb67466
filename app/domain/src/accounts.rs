//! Accounts: how a person comes to have one. Registering (four steps and a draft), confirming the address, choosing a password.

mod registration;
mod reset;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

pub use self::registration::{
    Details, DetailsForm, PracticeForm, RegistrationDraft, RegistrationView, RoleForm, RoleWish, Step,
};
pub use self::reset::{RESET_HOURS, ResetForm, ResetView, Resets};
use crate::form::{Field, FieldErrors, never_printed};
use crate::password::{CommonPasswords, Password};
use crate::shared_mailbox::{self, Warning};
use crate::{Answer, DeadLink, EmailAddress, Language, LondonTime, PersonId, PersonName, Receipt, Visit};

/// What a person is at work; gives no right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// Practice manager.
    PracticeManager,
    /// Deputy practice manager.
    Deputy,
    /// Partner.
    Partner,
    /// Administrator.
    Administrator,
    /// Another member of staff.
    StaffMember,
}

impl Position {
    /// All positions, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::PracticeManager,
        Self::Deputy,
        Self::Partner,
        Self::Administrator,
        Self::StaffMember,
    ];

    /// How the position is stored and posted.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::PracticeManager => "practice_manager",
            Self::Deputy => "deputy",
            Self::Partner => "partner",
            Self::Administrator => "administrator",
            Self::StaffMember => "staff_member",
        }
    }

    /// Reads a stored or posted position.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|position| position.tag() == tag)
    }
}

/// Where an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// The address has not been confirmed; there is no password.
    Unconfirmed,
    /// The address is confirmed.
    Confirmed,
    /// Closed everywhere, by the person or by others (S58).
    Disabled,
}

impl AccountState {
    /// How the state is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Unconfirmed => "unconfirmed",
            Self::Confirmed => "confirmed",
            Self::Disabled => "disabled",
        }
    }

    /// Reads a stored state.
    pub fn from_tag(tag: &str) -> Option<Self> {
        [Self::Unconfirmed, Self::Confirmed, Self::Disabled]
            .into_iter()
            .find(|state| state.tag() == tag)
    }
}

/// A person's account as the rules need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The person.
    pub id: PersonId,
    /// The address.
    pub email: EmailAddress,
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// The language of pages and letters.
    pub language: Language,
    /// What the person is at work; absent for support people.
    pub position: Option<Position>,
    /// Where the account stands.
    pub state: AccountState,
}

impl Account {
    /// First and last name.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name.as_str(), self.last_name.as_str())
    }

    /// What a reviewer is warned of (decision 7).
    pub fn warning(&self) -> Option<Warning> {
        shared_mailbox::warning(&self.email, &self.first_name, &self.last_name)
    }
}

/// What the confirmation page shows. Nobody learns from it whether an account exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConfirmationView {
    /// The link can be used.
    Open {
        /// Whose account it is: first name only.
        first_name: String,
        /// Until when the link can be used.
        until: LondonTime,
    },
    /// It cannot.
    Dead(DeadLink),
}

/// Confirming as a browser posts it. Holds a password: never printed, never kept in a flash.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct ConfirmForm {
    /// The token of the link.
    pub token: String,
    /// The password chosen.
    pub password: String,
}

never_printed!(ConfirmForm);

/// Confirming, read.
pub struct ConfirmWish {
    /// The token of the link.
    pub token: String,
    /// The password chosen.
    pub password: Password,
}

impl ConfirmForm {
    /// Reads the form. The server calls it with the person's and the practice's names and the list of common passwords.
    ///
    /// # Errors
    /// Why the password cannot be had.
    pub fn parse(&self, names: &[&str], common: &impl CommonPasswords) -> Result<ConfirmWish, FieldErrors> {
        let all: Vec<&str> = names.iter().copied().chain(["Porthor"]).collect();
        Password::choose(&self.password, &all, common)
            .map(|password| ConfirmWish {
                token: self.token.clone(),
                password,
            })
            .map_err(|problem| FieldErrors::one(Field::Password, problem))
    }
}

/// Asking for a new confirmation link, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AgainForm {
    /// E-mail address.
    pub email: String,
}

impl AgainForm {
    /// Reads the form.
    ///
    /// # Errors
    /// What is wrong with the address.
    pub fn parse(&self) -> Result<EmailAddress, FieldErrors> {
        EmailAddress::parse(&self.email).map_err(|problem| FieldErrors::one(Field::Email, problem))
    }
}

/// How long a confirmation link lasts, in hours (S77).
pub const CONFIRMATION_HOURS: i64 = 24;

/// What can be asked about accounts. All of it is public and answers alike for known and unknown addresses.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// The answers given so far in this browser.
    async fn registration(&self, visit: &Visit) -> Answer<RegistrationView>;
    /// Step 1.
    async fn give_details(&self, visit: &Visit, form: DetailsForm) -> Answer<Receipt>;
    /// Step 2.
    async fn choose_practice(&self, visit: &Visit, form: PracticeForm) -> Answer<Receipt>;
    /// Step 3.
    async fn choose_role(&self, visit: &Visit, form: RoleForm) -> Answer<Receipt>;
    /// Step 4: everything is checked again, the account is made, the letter is posted.
    async fn send_registration(&self, visit: &Visit) -> Answer<Receipt>;
    /// What a confirmation link shows; changes nothing.
    async fn confirmation(&self, token: &str) -> Answer<ConfirmationView>;
    /// Confirms the address and sets the password; uses the link up.
    async fn confirm(&self, visit: &Visit, form: ConfirmForm) -> Answer<Receipt>;
    /// Sends a new confirmation link, replacing the old one.
    async fn send_confirmation_again(&self, visit: &Visit, email: EmailAddress) -> Answer<Receipt>;
}
