//! The word, and the colour, for where a person stands and why an account is disabled.

use domain::people::{DisablingReason, UserState};

use crate::controls::TagColour;
use crate::i18n::{Locale, say};

/// Where a person stands.
pub(super) fn state(l: Locale, state: UserState) -> &'static str {
    match state {
        UserState::Active => say!(l, people.active),
        UserState::Dormant => say!(l, people.dormant),
        UserState::Revoked => say!(l, people.revoked),
        UserState::NoAccess => say!(l, people.no_access),
        UserState::Disabled => say!(l, people.disabled),
    }
}

/// Its colour; never the only thing that tells.
pub(super) const fn colour(state: UserState) -> TagColour {
    match state {
        UserState::Active => TagColour::Green,
        UserState::Dormant => TagColour::Orange,
        UserState::Revoked | UserState::NoAccess => TagColour::Grey,
        UserState::Disabled => TagColour::Red,
    }
}

/// Why an account is disabled.
pub(super) fn reason(l: Locale, reason: DisablingReason) -> &'static str {
    match reason {
        DisablingReason::Left => say!(l, people.reason_left),
        DisablingReason::NotNeeded => say!(l, people.reason_not_needed),
        DisablingReason::AnotherAccount => say!(l, people.reason_another_account),
        DisablingReason::Shared => say!(l, people.reason_shared),
        DisablingReason::Misused => say!(l, people.reason_misused),
        DisablingReason::Other => say!(l, people.reason_other),
    }
}
