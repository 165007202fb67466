//! What a browser posts about proposals, and what is read from it.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::form::{Field, FieldErrors, Problem, REASON_MOST, choice, required_text};
use crate::{EmailAddress, OdsCode, PersonId, ProposalId};

/// Proposing that somebody joins, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProposeForm {
    /// [`Kind::tag`] of one that joins.
    #[serde(default)]
    pub kind: String,
    /// The address of the person's account.
    pub email: String,
    /// ODS code of the commissioner; empty for the support team.
    #[serde(default)]
    pub commissioner: String,
    /// Why.
    pub reason: String,
}

/// What somebody is to become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Candidate {
    /// A support person.
    Support,
    /// The commissioning administrator of the commissioner with this code.
    Administrator(OdsCode),
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposeWish {
    /// As what.
    pub candidate: Candidate,
    /// The address of the person's account.
    pub email: EmailAddress,
    /// Why.
    pub why: String,
}

impl ProposeForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<ProposeWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let joins = |tag: &str| {
            Kind::from_tag(tag).filter(|kind| matches!(kind, Kind::SupportJoins | Kind::AdministratorJoins))
        };
        let kind = errors.take(Field::Kind, choice(&self.kind, joins));
        let candidate = match kind {
            Some(Kind::AdministratorJoins) => errors
                .take(Field::Commissioner, code(&self.commissioner))
                .map(Candidate::Administrator),
            Some(_) => Some(Candidate::Support),
            None => None,
        };
        let email = errors.take(Field::Email, EmailAddress::parse(&self.email));
        let why = errors.take(Field::Reason, required_text(&self.reason, REASON_MOST, true));
        match (candidate, email, why) {
            (Some(candidate), Some(email), Some(why)) => Ok(ProposeWish { candidate, email, why }),
            _ => Err(errors),
        }
    }
}

fn code(text: &str) -> Result<OdsCode, Problem> {
    if text.trim().is_empty() {
        return Err(Problem::Missing);
    }
    OdsCode::parse(text)
}

/// Proposing that somebody leaves, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RemovalForm {
    /// The person.
    pub id: String,
    /// ODS code of the commissioner; empty for the support team.
    #[serde(default)]
    pub organisation: String,
    /// Why.
    pub reason: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovalWish {
    /// The person.
    pub person: PersonId,
    /// The commissioner; the support team where absent.
    pub organisation: Option<OdsCode>,
    /// Why.
    pub why: String,
}

impl RemovalForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<RemovalWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let person = errors.take(Field::Form, PersonId::parse(&self.id).ok_or(Problem::NotAChoice));
        let organisation = match self.organisation.trim() {
            "" => Some(None),
            text => errors.take(Field::Form, OdsCode::parse(text)).map(Some),
        };
        let why = errors.take(Field::Reason, required_text(&self.reason, REASON_MOST, true));
        match (person, organisation, why) {
            (Some(person), Some(organisation), Some(why)) => Ok(RemovalWish {
                person,
                organisation,
                why,
            }),
            _ => Err(errors),
        }
    }
}

/// Confirming a proposal or turning it down, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProposalForm {
    /// The proposal.
    pub id: String,
}

impl ProposalForm {
    /// Reads the form.
    ///
    /// # Errors
    /// It names no proposal.
    pub fn parse(&self) -> Result<ProposalId, FieldErrors> {
        ProposalId::parse(&self.id).ok_or_else(|| FieldErrors::one(Field::Form, Problem::NotAChoice))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(kind: &str, commissioner: &str) -> ProposeForm {
        ProposeForm {
            kind: kind.into(),
            email: "gwen@board.example".into(),
            commissioner: commissioner.into(),
            reason: "Runs primary care there.".into(),
        }
    }

    #[test]
    fn an_administrator_is_one_of_a_commissioner_and_a_support_person_of_none() {
        let wish = form("administrator_joins", "7A1").parse().unwrap();
        assert!(matches!(wish.candidate, Candidate::Administrator(_)));
        let errors = form("administrator_joins", " ").parse().unwrap_err();
        assert_eq!(errors.of(Field::Commissioner), Some(Problem::Missing));
        let wish = form("support_joins", "").parse().unwrap();
        assert_eq!(wish.candidate, Candidate::Support);
    }

    #[test]
    fn leaving_is_not_proposed_by_the_form_for_joining() {
        let errors = form("support_leaves", "").parse().unwrap_err();
        assert_eq!(errors.of(Field::Kind), Some(Problem::NotAChoice));
        let empty = ProposeForm::default().parse().unwrap_err();
        for field in [Field::Kind, Field::Email, Field::Reason] {
            assert_eq!(empty.of(field), Some(Problem::Missing), "{field:?}");
        }
    }
}
