//! Disabling somebody else's account: a reason from a list, then a page that says what ends (S62 to S65); and opening it
//! again.

use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldErrors, Problem, REASON_MOST, optional_text, required_text};
use crate::members::keeping::GivenRow;
use crate::members::last_approver::LastApprover;
use crate::my_account::OTHER_MOST;
use crate::organisations::OrganisationView;
use crate::{LondonTime, PersonId};

/// Why somebody else's account is disabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisablingReason {
    /// Has left, or works elsewhere.
    Left,
    /// Does not need it any more.
    NotNeeded,
    /// Has another account.
    AnotherAccount,
    /// Several people used it.
    Shared,
    /// It was used as it should not be, or may be in wrong hands.
    Misused,
    /// Something else, in words.
    Other,
}

impl DisablingReason {
    /// All reasons, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Left,
        Self::NotNeeded,
        Self::AnotherAccount,
        Self::Shared,
        Self::Misused,
        Self::Other,
    ];

    /// How the reason is stored and posted.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::NotNeeded => "not_needed",
            Self::AnotherAccount => "another_account",
            Self::Shared => "shared",
            Self::Misused => "misused",
            Self::Other => "other",
        }
    }

    /// Reads a stored or posted reason.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.tag() == tag)
    }
}

/// A person, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PersonForm {
    /// The person.
    pub id: String,
}

impl PersonForm {
    /// Reads the form.
    ///
    /// # Errors
    /// It names nobody.
    pub fn parse(&self) -> Result<PersonId, FieldErrors> {
        whom(&self.id)
    }
}

fn whom(id: &str) -> Result<PersonId, FieldErrors> {
    PersonId::parse(id).ok_or_else(|| FieldErrors::one(Field::Form, Problem::NotAChoice))
}

/// The reason as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DisablingForm {
    /// The person.
    pub id: String,
    /// [`DisablingReason::tag`].
    #[serde(default)]
    pub reason: String,
    /// In words, for [`DisablingReason::Other`].
    #[serde(default)]
    pub other: String,
}

/// The reason, read; kept between the two pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisablingDraft {
    /// Why.
    pub reason: DisablingReason,
    /// In words; only for [`DisablingReason::Other`].
    pub other: Option<String>,
}

/// Whose account is to be disabled, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisablingWish {
    /// Whose.
    pub person: PersonId,
    /// Why.
    pub draft: DisablingDraft,
}

impl DisablingForm {
    /// Reads the form.
    ///
    /// # Errors
    /// No reason, or *Other* without words or with more than [`OTHER_MOST`] characters.
    pub fn parse(&self) -> Result<DisablingWish, FieldErrors> {
        let person = whom(&self.id)?;
        let reason = match self.reason.as_str() {
            "" => Err(Problem::Missing),
            tag => DisablingReason::from_tag(tag).ok_or(Problem::NotAChoice),
        };
        let reason = reason.map_err(|problem| FieldErrors::one(Field::Reason, problem))?;
        let other = match reason {
            DisablingReason::Other => {
                let other = required_text(&self.other, OTHER_MOST, true);
                Some(other.map_err(|problem| FieldErrors::one(Field::Other, problem))?)
            }
            _ => None,
        };
        Ok(DisablingWish {
            person,
            draft: DisablingDraft { reason, other },
        })
    }
}

/// What both pages show. What concerns organisations that the viewer may not decide for is counted, not named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisablingView {
    /// Whose account.
    pub id: PersonId,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The reason chosen so far.
    pub draft: Option<DisablingDraft>,
    /// Organisations that the person may no longer act for afterwards.
    pub organisations: Vec<OrganisationView>,
    /// Organisations with an open request that lapses.
    pub requests: Vec<OrganisationView>,
    /// What the person gave and that ends, unless it is kept.
    pub given: Vec<GivenRow>,
    /// Organisations that must have another approver first (decision 6); while there are any for which no
    /// override stands, nothing is disabled.
    pub in_the_way: Vec<LastApprover>,
    /// Whether the person is of the support team, which has to be left first.
    pub support: bool,
}

/// A disabled account that is to be opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReopenView {
    /// Whose account.
    pub id: PersonId,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// When it was disabled.
    pub disabled: Option<LondonTime>,
    /// By whom, by name.
    pub by: Option<String>,
    /// Whether by the person.
    pub by_themselves: bool,
}

/// Opening an account again, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReopenForm {
    /// The person.
    pub id: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// Opening an account again, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReopenWish {
    /// Whose.
    pub person: PersonId,
    /// Why.
    pub reason: Option<String>,
}

impl ReopenForm {
    /// Reads the form.
    ///
    /// # Errors
    /// It names nobody, or the reason is too long.
    pub fn parse(&self) -> Result<ReopenWish, FieldErrors> {
        let reason = optional_text(&self.reason, REASON_MOST, true);
        Ok(ReopenWish {
            person: whom(&self.id)?,
            reason: reason.map_err(|problem| FieldErrors::one(Field::Reason, problem))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(reason: &str, other: &str) -> DisablingForm {
        DisablingForm {
            id: "018f0000-0000-7000-8000-000000000001".to_owned(),
            reason: reason.to_owned(),
            other: other.to_owned(),
        }
    }

    #[test]
    fn a_reason_must_be_chosen_and_other_takes_250_characters() {
        let problem = |form: DisablingForm, field| form.parse().unwrap_err().of(field);
        assert_eq!(problem(form("", ""), Field::Reason), Some(Problem::Missing));
        assert_eq!(problem(form("bored", ""), Field::Reason), Some(Problem::NotAChoice));
        assert_eq!(problem(form("other", " "), Field::Other), Some(Problem::Missing));
        assert_eq!(
            problem(form("other", &"ŵ".repeat(251)), Field::Other),
            Some(Problem::TooLong { most: OTHER_MOST })
        );
        assert!(form("other", &"ŵ".repeat(250)).parse().is_ok());
        assert_eq!(form("left", "left over").parse().unwrap().draft.other, None);
    }

    #[test]
    fn reasons_read_back_from_their_tags() {
        for reason in DisablingReason::ALL {
            assert_eq!(DisablingReason::from_tag(reason.tag()), Some(reason));
        }
    }
}
