//! Adding, renaming and closing, as a browser posts them, and what they come to when read.

use serde::{Deserialize, Serialize};

use super::{Fate, RosterName};
use crate::form::{Field, FieldErrors, Problem, REASON_MOST, choice, optional_text};
use crate::{OdsCode, RosterId};

/// A roster or roster group that is to be added, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AddRosterForm {
    /// The organisation, as in the address.
    pub code: String,
    /// `roster` or `group`.
    #[serde(default)]
    pub kind: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// The group that a roster is to stand in ([`RosterId`]); empty for none.
    #[serde(default)]
    pub roster_group: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRoster {
    /// The organisation.
    pub code: OdsCode,
    /// Whether it is a group.
    pub is_group: bool,
    /// Its name.
    pub name: RosterName,
    /// The group that it is to stand in; a group stands in none.
    pub group: Option<RosterId>,
}

impl AddRosterForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<NewRoster, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        let is_group = errors.take(Field::Kind, choice(&self.kind, is_group));
        let name = errors.take(Field::Name, RosterName::parse(&self.name));
        let group = match self.roster_group.as_str() {
            "" => Ok(None),
            _ if is_group == Some(true) => Err(Problem::NotAChoice),
            text => RosterId::parse(text).map(Some).ok_or(Problem::NotAChoice),
        };
        let group = errors.take(Field::RosterGroup, group);
        match (code, is_group, name, group) {
            (Some(code), Some(is_group), Some(name), Some(group)) => Ok(NewRoster {
                code,
                is_group,
                name,
                group,
            }),
            _ => Err(errors),
        }
    }
}

fn is_group(kind: &str) -> Option<bool> {
    match kind {
        "roster" => Some(false),
        "group" => Some(true),
        _ => None,
    }
}

/// A new name, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RenameRosterForm {
    /// The organisation, as in the address.
    pub code: String,
    /// The roster or roster group.
    pub id: String,
    /// Its name from now on.
    #[serde(default)]
    pub name: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenameWish {
    /// The organisation.
    pub code: OdsCode,
    /// The roster or roster group.
    pub id: RosterId,
    /// Its name from now on.
    pub name: RosterName,
}

impl RenameRosterForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<RenameWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        let id = errors.take(Field::Form, RosterId::parse(&self.id).ok_or(Problem::NotAChoice));
        let name = errors.take(Field::Name, RosterName::parse(&self.name));
        match (code, id, name) {
            (Some(code), Some(id), Some(name)) => Ok(RenameWish { code, id, name }),
            _ => Err(errors),
        }
    }
}

/// Closing, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CloseRosterForm {
    /// The organisation, as in the address.
    pub code: String,
    /// The roster or roster group.
    pub id: String,
    /// How many roles the page listed.
    #[serde(default)]
    pub seen: String,
    /// [`Fate::tag`]; empty where the page listed no role.
    #[serde(default)]
    pub fate: String,
    /// Why; may be left out.
    #[serde(default)]
    pub reason: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseWish {
    /// The organisation.
    pub code: OdsCode,
    /// The roster or roster group.
    pub id: RosterId,
    /// How many roles the person has seen to be limited to it.
    pub seen: usize,
    /// What happens to them.
    pub fate: Option<Fate>,
    /// Why.
    pub reason: Option<String>,
}

impl CloseRosterForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<CloseWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        let id = errors.take(Field::Form, RosterId::parse(&self.id).ok_or(Problem::NotAChoice));
        let seen = errors.take(Field::Form, self.seen.parse::<u32>().map_err(|_| Problem::NotAChoice));
        let fate = match (self.fate.as_str(), seen) {
            ("", Some(0)) => Ok(None),
            (text, _) => choice(text, Fate::parse).map(Some),
        };
        let fate = errors.take(Field::Fate, fate);
        let reason = errors.take(Field::Reason, optional_text(&self.reason, REASON_MOST, true));
        match (code, id, seen, fate, reason) {
            (Some(code), Some(id), Some(seen), Some(fate), Some(reason)) => Ok(CloseWish {
                code,
                id,
                seen: usize::try_from(seen).unwrap_or(usize::MAX),
                fate,
                reason,
            }),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0190163d-8694-739b-aea5-966c26f8ad91";

    #[test]
    fn a_group_stands_in_no_group() {
        let roster = AddRosterForm {
            code: "R9Z".into(),
            kind: "roster".into(),
            name: " Ward  7 ".into(),
            roster_group: ID.into(),
        };
        let read = roster.parse().unwrap();
        assert_eq!((read.name.as_str(), read.group), ("Ward 7", RosterId::parse(ID)));
        let group = AddRosterForm {
            kind: "group".into(),
            ..roster
        };
        let errors = group.parse().unwrap_err();
        assert_eq!(errors.of(Field::RosterGroup), Some(Problem::NotAChoice));
    }

    #[test]
    fn what_happens_to_roles_must_be_said_where_there_are_some() {
        let form = |seen: &str, fate: &str| CloseRosterForm {
            code: "R9Z".into(),
            id: ID.into(),
            seen: seen.into(),
            fate: fate.into(),
            reason: String::new(),
        };
        assert_eq!(form("0", "").parse().unwrap().fate, None);
        assert_eq!(form("3", "end").parse().unwrap().fate, Some(Fate::End));
        assert_eq!(
            form("3", "").parse().unwrap_err().of(Field::Fate),
            Some(Problem::Missing)
        );
        assert_eq!(
            form("3", "widen").parse().unwrap_err().of(Field::Fate),
            Some(Problem::NotAChoice)
        );
        assert!(form("", "end").parse().is_err(), "what was seen is always said");
    }
}
