//! Small coloured words: where something stands.

use domain::join_requests;
use leptos::prelude::*;

use super::word;
use crate::i18n::locale;

/// The colour of a tag; never the only thing that tells.
#[derive(Clone, Copy)]
pub(crate) enum TagColour {
    /// Done and good.
    Green,
    /// Refused.
    Red,
    /// Over.
    Grey,
    /// Waits for somebody.
    Blue,
    /// Look twice.
    Orange,
}

/// A tag.
#[component]
pub(crate) fn Tag(colour: TagColour, #[prop(into)] text: String) -> impl IntoView {
    let class = match colour {
        TagColour::Green => "nhsuk-tag nhsuk-tag--green",
        TagColour::Red => "nhsuk-tag nhsuk-tag--red",
        TagColour::Grey => "nhsuk-tag nhsuk-tag--grey",
        TagColour::Blue => "nhsuk-tag nhsuk-tag--blue",
        TagColour::Orange => "nhsuk-tag nhsuk-tag--orange",
    };
    view! { <strong class=class>{text}</strong> }
}

/// Where a request stands.
#[component]
pub(crate) fn StateTag(state: join_requests::StateTag) -> impl IntoView {
    use join_requests::StateTag as State;
    let colour = match state {
        State::Approved => TagColour::Green,
        State::Rejected => TagColour::Red,
        State::Withdrawn | State::Expired => TagColour::Grey,
        State::Pending | State::AwaitingConfirmation => TagColour::Blue,
    };
    view! { <Tag colour text=word::state(locale(), state)/> }
}
