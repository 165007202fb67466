//! What browsers post about the people of an organisation that is no longer open: who is ticked, and what becomes of them.
//! The page that confirms posts the same again, with a reason.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldErrors, Problem, REASON_MOST, choice, optional_text};
use crate::{MemberId, OdsCode};

/// What becomes of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fate {
    /// Their access ends.
    End,
    /// They move to the organisation with this code.
    Move(OdsCode),
}

impl Fate {
    /// How the choice stands in a form.
    pub const END: &'static str = "end";
    /// The same.
    pub const MOVE: &'static str = "move";

    /// How it stands in a form.
    pub const fn tag(&self) -> &'static str {
        match self {
            Self::End => Self::END,
            Self::Move(_) => Self::MOVE,
        }
    }
}

/// The decision as a browser posts it; who is ticked stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClosureForm {
    /// The organisation, as in the address.
    pub code: String,
    /// [`Fate::tag`]; a radio button that was not chosen posts nothing.
    #[serde(default)]
    pub fate: String,
    /// Where they move: an ODS code.
    #[serde(default)]
    pub successor: String,
    /// Why their access ends; may be left out.
    #[serde(default)]
    pub reason: String,
}

/// The decision, read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosureWish {
    /// The organisation.
    pub code: OdsCode,
    /// Whom it is about.
    pub members: BTreeSet<MemberId>,
    /// What becomes of them.
    pub fate: Fate,
    /// Why.
    pub reason: Option<String>,
}

impl ClosureForm {
    /// Reads the form and what is ticked.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self, ticked: &[String]) -> Result<ClosureWish, FieldErrors> {
        self.read(members(ticked))
    }

    /// Reads what a browser reads before it posts the form: all but what is ticked.
    ///
    /// # Errors
    /// Every other field that is to be put right.
    pub fn check(&self) -> Result<(), FieldErrors> {
        self.read(Ok(BTreeSet::new())).map(drop)
    }

    fn read(&self, members: Result<BTreeSet<MemberId>, Problem>) -> Result<ClosureWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Form, OdsCode::parse(&self.code));
        let members = errors.take(Field::Ticked, members);
        let fate = choice(&self.fate, |tag| match tag {
            Fate::END => Some(false),
            Fate::MOVE => Some(true),
            _ => None,
        });
        let fate = match errors.take(Field::Fate, fate) {
            Some(true) => errors
                .take(Field::Successor, self.successor(code.as_ref()))
                .map(Fate::Move),
            Some(false) => Some(Fate::End),
            None => None,
        };
        let reason = errors.take(Field::Reason, optional_text(&self.reason, REASON_MOST, true));
        match (code, members, fate, reason) {
            (Some(code), Some(members), Some(fate), Some(reason)) => Ok(ClosureWish {
                code,
                members,
                fate,
                reason,
            }),
            _ => Err(errors),
        }
    }

    fn successor(&self, of: Option<&OdsCode>) -> Result<OdsCode, Problem> {
        if self.successor.trim().is_empty() {
            return Err(Problem::Missing);
        }
        let successor = OdsCode::parse(&self.successor)?;
        if Some(&successor) == of {
            return Err(Problem::SameOrganisation);
        }
        Ok(successor)
    }
}

fn members(ticked: &[String]) -> Result<BTreeSet<MemberId>, Problem> {
    if ticked.is_empty() {
        return Err(Problem::Missing);
    }
    let members = ticked.iter().map(|id| MemberId::parse(id));
    members.collect::<Option<_>>().ok_or(Problem::NotAChoice)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0190163d-8694-739b-aea5-966c26f8ad91";

    fn form(fate: &str, successor: &str) -> ClosureForm {
        ClosureForm {
            code: "W91001".into(),
            fate: fate.into(),
            successor: successor.into(),
            reason: " ".into(),
        }
    }

    #[test]
    fn whoever_is_ticked_ends_or_moves() {
        let ticked = [ID.to_owned()];
        let ends = form("end", "not looked at").parse(&ticked).unwrap();
        assert_eq!((ends.fate, ends.members.len(), ends.reason), (Fate::End, 1, None));
        let moves = form("move", " w91002 ").parse(&ticked).unwrap();
        assert_eq!(moves.fate, Fate::Move(OdsCode::parse("W91002").unwrap()));
    }

    #[test]
    fn all_that_is_missing_is_said_at_once() {
        let errors = form("", "").parse(&[]).unwrap_err();
        assert_eq!(errors.of(Field::Ticked), Some(Problem::Missing));
        assert_eq!(errors.of(Field::Fate), Some(Problem::Missing));
        let ticked = ["everybody".to_owned()];
        let errors = form("move", "").parse(&ticked).unwrap_err();
        assert_eq!(errors.of(Field::Ticked), Some(Problem::NotAChoice));
        assert_eq!(errors.of(Field::Successor), Some(Problem::Missing));
    }

    #[test]
    fn nothing_succeeds_itself() {
        let errors = form("move", "w91001").parse(&[ID.to_owned()]).unwrap_err();
        assert_eq!(errors.of(Field::Successor), Some(Problem::SameOrganisation));
    }
}
