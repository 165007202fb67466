//! Which one of somebody's roles: the role and its limit together, as an address says it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::RosterId;
use crate::permission::Role;

/// One of a member's roles, or of those that wait for a new user: in an address `reporting`, or `reporting.` with the id
/// of the roster or roster group that it is limited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleKey {
    /// The role.
    pub role: Role,
    /// The roster or roster group that it is limited to; the whole organisation where absent.
    pub roster: Option<RosterId>,
}

impl RoleKey {
    /// Reads it from an address.
    pub fn parse(text: &str) -> Option<Self> {
        let (role, roster) = match text.split_once('.') {
            Some((role, roster)) => (role, Some(RosterId::parse(roster)?)),
            None => (text, None),
        };
        Some(Self {
            role: Role::from_tag(role)?,
            roster,
        })
    }
}

impl fmt::Display for RoleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.role.tag())?;
        match self.roster {
            Some(roster) => write!(f, ".{roster}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_back_from_an_address() {
        let limited = "reporting.0190163d-8694-739b-aea5-966c26f8ad91";
        for text in ["reporting", limited] {
            assert_eq!(RoleKey::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(RoleKey::parse("reporting."), None);
        assert_eq!(RoleKey::parse("king"), None);
    }
}
