//! The demo: a page that lists the letters sent, so that a newcomer can follow their links. Never outside the demo.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::letter::Delivery;
use crate::{Answer, LetterId, LondonTime};

/// A letter in the demo's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoLetter {
    /// Its id.
    pub id: LetterId,
    /// To which address.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// When it was posted.
    pub at: LondonTime,
    /// Whether it has been sent.
    pub delivery: Delivery,
}

/// A letter of the demo, opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoLetterText {
    /// The letter.
    pub letter: DemoLetter,
    /// Its text, up to the link.
    pub before_link: String,
    /// The path that its link leads to; absent while the letter still waits.
    pub link: Option<String>,
    /// Its text after the link.
    pub after_link: String,
}

/// What can be asked of the demo; refused as not found outside it.
#[async_trait]
pub trait Demo: Send + Sync {
    /// The latest fifty letters, newest first.
    async fn letters(&self) -> Answer<Vec<DemoLetter>>;
    /// One letter.
    async fn letter(&self, id: LetterId) -> Answer<DemoLetterText>;
}
