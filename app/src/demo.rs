//! The demo on the screen: the letters sent, so that a newcomer can follow their links. Refused as not found elsewhere.

pub(crate) mod api;

mod letter_page;
mod letters_page;

use letter_page::LetterPage;
use letters_page::LettersPage;

use domain::letter::Delivery;

use crate::controls::TagColour;
use crate::i18n::{Locale, say};

use crate::chunk::chunk;

chunk! {
    /// The letters that the demo has sent.
    demo: DemoPage {
        Letters => LettersPage,
        Letter => LetterPage,
    }
}

/// Where a letter stands, in a word and a colour.
fn delivery(l: Locale, delivery: Delivery) -> (TagColour, &'static str) {
    match delivery {
        Delivery::Waiting => (TagColour::Blue, say!(l, demo.waiting)),
        Delivery::Deferred => (TagColour::Orange, say!(l, demo.deferred)),
        Delivery::Sent => (TagColour::Green, say!(l, demo.sent)),
        Delivery::GaveUp => (TagColour::Red, say!(l, demo.gave_up)),
    }
}
