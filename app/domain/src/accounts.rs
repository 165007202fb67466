//! Accounts: how a person comes to have one. Registering (four steps and a draft), confirming the address, choosing a password.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldErrors, Problem, REASON_MOST, required_text};
use crate::organisations::OrganisationView;
use crate::password::{CommonPasswords, Password};
use crate::permission::Role;
use crate::shared_mailbox::{self, Warning};
use crate::{Answer, DeadLink, EmailAddress, Language, LondonTime, OdsCode, PersonId, PersonName, Receipt, Visit};

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

/// Step 1 as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DetailsForm {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// E-mail address.
    pub email: String,
    /// [`Position::tag`].
    #[serde(default)]
    pub position: String,
    /// [`Language::tag`].
    #[serde(default)]
    pub language: String,
}

/// Step 1, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// E-mail address.
    pub email: EmailAddress,
    /// What the person is at work.
    pub position: Position,
    /// Language of pages and letters.
    pub language: Language,
}

impl DetailsForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<Details, FieldErrors> {
        let mut errors = FieldErrors::default();
        let first_name = errors.take(Field::FirstName, PersonName::parse(&self.first_name));
        let last_name = errors.take(Field::LastName, PersonName::parse(&self.last_name));
        let email = errors.take(Field::Email, EmailAddress::parse(&self.email));
        let position = errors.take(Field::Position, choice(&self.position, Position::from_tag));
        let language = errors.take(Field::Language, choice(&self.language, Language::from_tag));
        match (first_name, last_name, email, position, language) {
            (Some(first_name), Some(last_name), Some(email), Some(position), Some(language)) => Ok(Details {
                first_name,
                last_name,
                email,
                position,
                language,
            }),
            _ => Err(errors),
        }
    }
}

/// Reads one of several choices.
fn choice<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, Problem> {
    match text.trim() {
        "" => Err(Problem::Missing),
        text => read(text).ok_or(Problem::NotAChoice),
    }
}

/// Step 2 as a browser posts it: the code of a practice, or nothing for "later".
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PracticeForm {
    /// ODS code, or [`PracticeForm::LATER`]; a radio button that was not chosen posts nothing.
    #[serde(default)]
    pub organisation: String,
}

impl PracticeForm {
    /// What "I will choose later" posts.
    pub const LATER: &'static str = "later";

    /// Reads the form; `None` for later.
    ///
    /// # Errors
    /// Nothing was chosen, or what was chosen is no code.
    pub fn parse(&self) -> Result<Option<OdsCode>, FieldErrors> {
        if self.organisation == Self::LATER {
            return Ok(None);
        }
        OdsCode::parse(&self.organisation)
            .map(Some)
            .map_err(|problem| FieldErrors::one(Field::Organisation, problem))
    }
}

/// Step 3 as a browser posts it; also the body of a signed-in person's request.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RoleForm {
    /// [`Role::tag`].
    #[serde(default)]
    pub role: String,
    /// Why the person needs it, in their words.
    pub reason: String,
}

/// Step 3, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleWish {
    /// The role asked for.
    pub role: Role,
    /// Why.
    pub reason: String,
}

impl RoleForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<RoleWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let role = errors.take(Field::Role, choice(&self.role, Role::from_tag));
        let reason = errors.take(Field::Reason, required_text(&self.reason, REASON_MOST, true));
        match (role, reason) {
            (Some(role), Some(reason)) => Ok(RoleWish { role, reason }),
            _ => Err(errors),
        }
    }
}

/// The answers given so far; a row in the store, one address a step.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RegistrationDraft {
    /// Step 1.
    pub details: Option<DetailsForm>,
    /// Step 2: the practice's code, or [`PracticeForm::LATER`].
    pub organisation: Option<String>,
    /// Step 3.
    pub role: Option<RoleForm>,
}

/// A step of creating an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Step {
    /// Details.
    Details,
    /// Which practice?
    Practice,
    /// Role and reason.
    Role,
    /// Check answers.
    Check,
}

impl RegistrationDraft {
    /// The first step that has not been answered rightly.
    pub fn next_step(&self) -> Step {
        let later = self.organisation.as_deref() == Some(PracticeForm::LATER);
        if self.details.as_ref().is_none_or(|form| form.parse().is_err()) {
            Step::Details
        } else if self.organisation.is_none() {
            Step::Practice
        } else if !later && self.role.as_ref().is_none_or(|form| form.parse().is_err()) {
            Step::Role
        } else {
            Step::Check
        }
    }

    /// Whether a step can be shown: it, or all before it, have been answered. "Later" leaves no role to ask for.
    pub fn allows(&self, step: Step) -> bool {
        let skipped = step == Step::Role && self.organisation.as_deref() == Some(PracticeForm::LATER);
        step <= self.next_step() && !skipped
    }
}

/// Creating an account, as its pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationView {
    /// The answers so far.
    pub draft: RegistrationDraft,
    /// Where the person has got to.
    pub next_step: Step,
    /// The practice that was chosen.
    pub organisation: Option<OrganisationView>,
    /// The roles that can be asked for there.
    pub roles: Vec<Role>,
    /// What the applicant is warned of (decision 7).
    pub warning: Option<Warning>,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn details() -> DetailsForm {
        DetailsForm {
            first_name: "Siân".into(),
            last_name: "Prydderch".into(),
            email: "sian@practice.example".into(),
            position: "partner".into(),
            language: "cy".into(),
        }
    }

    #[test]
    fn a_draft_leads_through_the_steps_in_order() {
        let mut draft = RegistrationDraft::default();
        assert_eq!(draft.next_step(), Step::Details);
        draft.details = Some(details());
        assert_eq!(draft.next_step(), Step::Practice);
        assert!(!draft.allows(Step::Check));
        draft.organisation = Some("W91001".into());
        assert_eq!(draft.next_step(), Step::Role);
        draft.role = Some(RoleForm {
            role: "provider_user".into(),
            reason: "I run the desk".into(),
        });
        assert_eq!(draft.next_step(), Step::Check);
        assert!(draft.allows(Step::Details));
    }

    #[test]
    fn who_chooses_later_is_not_asked_for_a_role() {
        let draft = RegistrationDraft {
            details: Some(details()),
            organisation: Some("later".into()),
            role: None,
        };
        assert_eq!(draft.next_step(), Step::Check);
        assert!(!draft.allows(Step::Role));
    }

    #[test]
    fn an_empty_form_names_every_field() {
        let errors = DetailsForm::default().parse().unwrap_err();
        assert_eq!(errors.iter().count(), 5);
        assert!(errors.iter().all(|(_, problem)| problem == Problem::Missing));
    }
}
