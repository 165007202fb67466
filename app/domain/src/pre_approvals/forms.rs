//! How pre-approving is typed: whom, with which role, for what and until when. The address of one that is given cannot be
//! changed: it is what the pre-approval is about, so another address takes another pre-approval.

use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldErrors, Problem, choice};
use crate::members::roles::Days;
use crate::permission::Role;
use crate::rosters;
use crate::shared_mailbox::is_generic_address;
use crate::{EmailAddress, OdsCode, PersonName, PreApprovalId, RosterId};

/// Pre-approving somebody, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PreApproveForm {
    /// The organisation, as in the address.
    pub code: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// E-mail address.
    pub email: String,
    /// [`Role::tag`]; a radio button that was not chosen posts nothing.
    #[serde(default)]
    pub role: String,
    /// The roster or roster group that the role is to be limited to ([`RosterId`]); empty for the whole organisation.
    #[serde(default)]
    pub roster: String,
    /// The first day on which it lets somebody in, `2026-11-22`; empty for at once.
    #[serde(default)]
    pub starts: String,
    /// Until when ([`Until::read`](crate::members::roles::Until::read)).
    #[serde(default)]
    pub until: String,
    /// The last day of pre-approval and access, where that is another day; empty for none.
    #[serde(default)]
    pub ends: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreApproveWish {
    /// The organisation.
    pub code: OdsCode,
    /// E-mail address.
    pub email: EmailAddress,
    /// What is to be given, and under which name.
    pub terms: Terms,
}

/// Changing a pre-approval, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChangePreApprovalForm {
    /// The organisation, as in the address.
    pub code: String,
    /// Which ([`PreApprovalId`]).
    pub id: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// [`Role::tag`].
    #[serde(default)]
    pub role: String,
    /// [`RosterId`]; empty for the whole organisation.
    #[serde(default)]
    pub roster: String,
    /// The first day; empty for at once.
    #[serde(default)]
    pub starts: String,
    /// Until when ([`Until::read`](crate::members::roles::Until::read)).
    #[serde(default)]
    pub until: String,
    /// The last day, where that is another day; empty for none.
    #[serde(default)]
    pub ends: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangePreApprovalWish {
    /// The organisation.
    pub code: OdsCode,
    /// Which.
    pub id: PreApprovalId,
    /// What is to be given, and under which name.
    pub terms: Terms,
}

/// What a pre-approval gives, and under which name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// The role.
    pub role: Role,
    /// What it is limited to.
    pub roster: Option<RosterId>,
    /// Its last day; and the first on which it lets somebody in: the role holds from then on.
    pub days: Days,
}

impl Terms {
    /// First and last name.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name.as_str(), self.last_name.as_str())
    }
}

/// What was chosen of the role: which, what it is limited to, its days.
fn role_with_limit(
    role: &str,
    roster: &str,
    [starts, until, ends]: [&str; 3],
    errors: &mut FieldErrors,
) -> Option<(Role, Option<RosterId>, Days)> {
    let role = errors.take(Field::Role, choice(role, Role::from_tag));
    let roster = errors.take(Field::Roster, rosters::limit(roster));
    let days = Days::read(starts, until, ends, errors);
    Some((role?, roster?, days?))
}

impl PreApproveForm {
    /// Reads the form. A generic address cannot be pre-approved (decision 7): nobody would know who came in by it.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<PreApproveWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        let first_name = errors.take(Field::FirstName, PersonName::parse(&self.first_name));
        let last_name = errors.take(Field::LastName, PersonName::parse(&self.last_name));
        let email = errors.take(Field::Email, personal(&self.email));
        let role = role_with_limit(
            &self.role,
            &self.roster,
            [&self.starts, &self.until, &self.ends],
            &mut errors,
        );
        match (code, first_name, last_name, email, role) {
            (Some(code), Some(first_name), Some(last_name), Some(email), Some((role, roster, days))) => {
                let terms = Terms {
                    first_name,
                    last_name,
                    role,
                    roster,
                    days,
                };
                Ok(PreApproveWish { code, email, terms })
            }
            _ => Err(errors),
        }
    }
}

impl ChangePreApprovalForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<ChangePreApprovalWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        let id = errors.take(Field::Form, PreApprovalId::parse(&self.id).ok_or(Problem::NotAChoice));
        let first_name = errors.take(Field::FirstName, PersonName::parse(&self.first_name));
        let last_name = errors.take(Field::LastName, PersonName::parse(&self.last_name));
        let role = role_with_limit(
            &self.role,
            &self.roster,
            [&self.starts, &self.until, &self.ends],
            &mut errors,
        );
        match (code, id, first_name, last_name, role) {
            (Some(code), Some(id), Some(first_name), Some(last_name), Some((role, roster, days))) => {
                let terms = Terms {
                    first_name,
                    last_name,
                    role,
                    roster,
                    days,
                };
                Ok(ChangePreApprovalWish { code, id, terms })
            }
            _ => Err(errors),
        }
    }
}

fn personal(text: &str) -> Result<EmailAddress, Problem> {
    let email = EmailAddress::parse(text)?;
    if is_generic_address(&email) {
        Err(Problem::GenericAddress)
    } else {
        Ok(email)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> PreApproveForm {
        PreApproveForm {
            code: "W91001".into(),
            first_name: "Elin".into(),
            last_name: "Morgan".into(),
            email: "Elin.Morgan@bont.example".into(),
            role: Role::PracticeEnabledUser.tag().into(),
            ..PreApproveForm::default()
        }
    }

    #[test]
    fn all_that_is_missing_is_named_in_the_order_of_the_form() {
        let errors = PreApproveForm {
            code: "W91001".into(),
            ends: "soon".into(),
            ..PreApproveForm::default()
        }
        .parse()
        .unwrap_err();
        let fields: Vec<Field> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(
            fields,
            [
                Field::FirstName,
                Field::LastName,
                Field::Email,
                Field::Role,
                Field::Ends
            ]
        );
    }

    #[test]
    fn a_generic_address_cannot_be_pre_approved_whoever_is_named() {
        let form = PreApproveForm {
            email: "reception@bont.example".into(),
            ..typed()
        };
        let errors = form.parse().unwrap_err();
        assert_eq!(errors, FieldErrors::one(Field::Email, Problem::GenericAddress));
        assert_eq!(typed().parse().unwrap().terms.full_name(), "Elin Morgan");
    }

    #[test]
    fn nothing_chosen_is_the_whole_organisation_without_end() {
        let terms = typed().parse().unwrap().terms;
        assert_eq!((terms.roster, terms.days), (None, Days::default()));
    }
}
