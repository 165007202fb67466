//! Creating an account in four steps: the forms, the draft that keeps the answers, and which step comes next (decision 1).

use serde::{Deserialize, Serialize};

use super::Position;
use crate::form::{Field, FieldErrors, REASON_MOST, choice, required_text};
use crate::organisations::OrganisationView;
use crate::permission::Role;
use crate::shared_mailbox::Warning;
use crate::{EmailAddress, Language, OdsCode, PersonName};

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
#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Problem;

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
