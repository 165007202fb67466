//! Keyboard shortcuts: single keys that act on the rows of a table. Each presses what stands in the row, so that a key does
//! nothing that the mouse could not; in a field they are letters, and whoever wants none switches them off (WCAG 2.2,
//! 2.1.4). Enter has no line here: the focus stands on the link that opens the row.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldErrors, Problem};
use crate::{Answer, Caller, Receipt};

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcut {
    /// Shows the keys.
    Keys,
    /// Goes to the next row.
    Next,
    /// Goes to the row before.
    Previous,
    /// Ticks the row, or takes the tick off.
    Tick,
    /// Approves what the row asks for.
    Approve,
    /// Rejects it.
    Reject,
    /// Goes to the field that searches or filters.
    Search,
}

impl Shortcut {
    /// What a key does, by what it writes; nothing for all others. Capitals count, for Caps Lock is easily on.
    pub fn of(key: &str) -> Option<Self> {
        Some(match key {
            "?" => Self::Keys,
            "j" | "J" => Self::Next,
            "k" | "K" => Self::Previous,
            "x" | "X" => Self::Tick,
            "a" | "A" => Self::Approve,
            "r" | "R" => Self::Reject,
            "/" => Self::Search,
            _ => return None,
        })
    }
}

/// Switching the shortcuts on or off, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ShortcutsForm {
    /// `on` or `off`.
    pub shortcuts: String,
}

impl ShortcutsForm {
    /// Reads the form: whether they are to be on.
    ///
    /// # Errors
    /// It says neither.
    pub fn parse(&self) -> Result<bool, FieldErrors> {
        match self.shortcuts.as_str() {
            "on" => Ok(true),
            "off" => Ok(false),
            _ => Err(FieldErrors::one(Field::Form, Problem::NotAChoice)),
        }
    }
}

/// What can be asked about one's own shortcuts. Whether they are on stands in
/// [`SignedInPerson`](crate::sessions::SignedInPerson).
#[async_trait]
pub trait Shortcuts: Send + Sync {
    /// Switches them on or off.
    async fn switch_shortcuts(&self, caller: &Caller, on: bool) -> Answer<Receipt>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_does_one_thing_and_all_others_do_nothing() {
        assert_eq!(Shortcut::of("j"), Some(Shortcut::Next));
        assert_eq!(Shortcut::of("J"), Some(Shortcut::Next), "Caps Lock");
        assert_eq!(Shortcut::of("?"), Some(Shortcut::Keys));
        for other in ["Enter", "Tab", "b", "", " ", "jj"] {
            assert_eq!(Shortcut::of(other), None, "{other}");
        }
    }

    #[test]
    fn they_are_on_or_off() {
        let form = |shortcuts: &str| ShortcutsForm {
            shortcuts: shortcuts.into(),
        };
        assert_eq!(form("on").parse(), Ok(true));
        assert_eq!(form("off").parse(), Ok(false));
        assert!(form("perhaps").parse().is_err());
    }
}
