//! The words of cases and calls.

use domain::cases::{Because, MatterKind, OutcomeTag, Shows, StateTag};

use crate::controls::TagColour;
use crate::i18n::{Locale, say};

/// What a case is about.
pub(super) fn matter(l: Locale, kind: MatterKind) -> &'static str {
    match kind {
        MatterKind::Join => say!(l, cases.matter.join),
        MatterKind::LostFactor => say!(l, cases.matter.lost_factor),
        MatterKind::NewAddress => say!(l, cases.matter.new_address),
    }
}

/// Why it is a case.
pub(super) fn because(l: Locale, because: Because) -> &'static str {
    match because {
        Because::SupportOnly => say!(l, cases.because.support_only),
        Because::NobodyDecides => say!(l, cases.because.nobody_decides),
        Because::Unanswered => say!(l, cases.because.unanswered),
        Because::LockedOut => say!(l, cases.because.locked_out),
    }
}

/// Where it stands.
pub(super) fn state(l: Locale, state: StateTag) -> &'static str {
    match state {
        StateTag::Open => say!(l, cases.state.open),
        StateTag::Agreed => say!(l, cases.state.agreed),
        StateTag::Confirmed => say!(l, cases.state.confirmed),
        StateTag::Declined => say!(l, cases.state.declined),
        StateTag::Ended => say!(l, cases.state.ended),
    }
}

/// The colour of that.
pub(super) const fn colour(state: StateTag) -> TagColour {
    match state {
        StateTag::Open => TagColour::Blue,
        StateTag::Agreed => TagColour::Orange,
        StateTag::Confirmed => TagColour::Green,
        StateTag::Declined => TagColour::Red,
        StateTag::Ended => TagColour::Grey,
    }
}

/// How a call went.
pub(super) fn outcome(l: Locale, outcome: OutcomeTag) -> &'static str {
    match outcome {
        OutcomeTag::Agreed => say!(l, cases.outcome.agreed),
        OutcomeTag::Declined => say!(l, cases.outcome.declined),
        OutcomeTag::NotReached => say!(l, cases.outcome.not_reached),
        OutcomeTag::Engaged => say!(l, cases.outcome.engaged),
        OutcomeTag::CallBack => say!(l, cases.outcome.call_back),
    }
}

/// What a list is called.
pub(super) fn shows(l: Locale, shows: Shows) -> &'static str {
    match shows {
        Shows::Now => say!(l, cases.shows.now),
        Shows::Later => say!(l, cases.shows.later),
        Shows::Second => say!(l, cases.shows.second),
        Shows::Ended => say!(l, cases.shows.ended),
    }
}
