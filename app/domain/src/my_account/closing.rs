//! Closing one's own account: a reason from a list, then a page that says what ends and asks for the password (S61–S65).

use serde::{Deserialize, Serialize};

use super::MyOrganisation;
use crate::form::{Field, FieldErrors, Problem, required_text};
use crate::members::keeping::GivenRow;
use crate::members::last_approver::LastApprover;
use crate::organisations::OrganisationView;
use crate::password::Password;

/// The longest reason in the person's own words, in characters (S64).
pub const OTHER_MOST: u16 = 250;

/// Why an account is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosingReason {
    /// Does not need it any more.
    NotNeeded,
    /// Has another job.
    ChangedJob,
    /// Has retired, or stopped working in health care.
    StoppedWorking,
    /// Has another account.
    AnotherAccount,
    /// Something else, in words.
    Other,
}

impl ClosingReason {
    /// All reasons, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::NotNeeded,
        Self::ChangedJob,
        Self::StoppedWorking,
        Self::AnotherAccount,
        Self::Other,
    ];

    /// How the reason is stored and posted.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::NotNeeded => "not_needed",
            Self::ChangedJob => "changed_job",
            Self::StoppedWorking => "stopped_working",
            Self::AnotherAccount => "another_account",
            Self::Other => "other",
        }
    }

    /// Reads a stored or posted reason.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.tag() == tag)
    }
}

/// The reason as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClosingReasonForm {
    /// [`ClosingReason::tag`].
    #[serde(default)]
    pub reason: String,
    /// In the person's own words, for [`ClosingReason::Other`].
    #[serde(default)]
    pub other: String,
}

/// The reason, read; kept between the two pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingDraft {
    /// Why.
    pub reason: ClosingReason,
    /// In the person's own words; only for [`ClosingReason::Other`].
    pub other: Option<String>,
}

impl ClosingReasonForm {
    /// Reads the form.
    ///
    /// # Errors
    /// No reason, or *Other* without words or with more than [`OTHER_MOST`] characters.
    pub fn parse(&self) -> Result<ClosingDraft, FieldErrors> {
        let reason = match self.reason.as_str() {
            "" => Err(Problem::Missing),
            tag => ClosingReason::from_tag(tag).ok_or(Problem::NotAChoice),
        };
        match reason {
            Ok(ClosingReason::Other) => required_text(&self.other, OTHER_MOST, true)
                .map(|other| ClosingDraft {
                    reason: ClosingReason::Other,
                    other: Some(other),
                })
                .map_err(|problem| FieldErrors::one(Field::Other, problem)),
            Ok(reason) => Ok(ClosingDraft { reason, other: None }),
            Err(problem) => Err(FieldErrors::one(Field::Reason, problem)),
        }
    }
}

/// Closing, read: the reason kept and the password typed.
pub struct ClosingWish {
    /// The account's password, as typed.
    pub password: Password,
}

/// What both pages show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingView {
    /// The reason chosen so far.
    pub draft: Option<ClosingDraft>,
    /// Organisations that the person may no longer act for afterwards.
    pub organisations: Vec<MyOrganisation>,
    /// Organisations with an open request that lapses.
    pub requests: Vec<OrganisationView>,
    /// What the person gave and that ends too.
    pub given: Vec<GivenRow>,
    /// The organisations that must have another approver first (decision 6); while there are any, nothing is closed.
    pub in_the_way: Vec<LastApprover>,
    /// Whether fewer than two support people would be left; then nothing is closed either.
    pub few_support_people: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(reason: &str, other: &str) -> ClosingReasonForm {
        ClosingReasonForm {
            reason: reason.to_owned(),
            other: other.to_owned(),
        }
    }

    #[test]
    fn other_takes_250_characters_and_no_more() {
        assert!(form("other", &"ŵ".repeat(250)).parse().is_ok());
        let errors = form("other", &"ŵ".repeat(251)).parse().unwrap_err();
        assert_eq!(errors.of(Field::Other), Some(Problem::TooLong { most: OTHER_MOST }));
        assert_eq!(
            form("other", " ").parse().unwrap_err().of(Field::Other),
            Some(Problem::Missing)
        );
    }

    #[test]
    fn words_count_only_for_other() {
        let draft = form("changed_job", "left over").parse().unwrap();
        assert_eq!(draft.other, None);
        assert_eq!(
            form("", "").parse().unwrap_err().of(Field::Reason),
            Some(Problem::Missing)
        );
        assert_eq!(
            form("bored", "").parse().unwrap_err().of(Field::Reason),
            Some(Problem::NotAChoice)
        );
    }

    #[test]
    fn reasons_read_back_from_their_tags() {
        for reason in ClosingReason::ALL {
            assert_eq!(ClosingReason::from_tag(reason.tag()), Some(reason));
        }
    }
}
