//! Where a letter stands in the outbox, as its sender is shown it.

use serde::{Deserialize, Serialize};

/// Where a letter stands in the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Waits to be sent.
    Waiting,
    /// Not delivered yet: the mail server did not take it and it is tried again, or it said so later (RFC 3464); its answer
    /// is kept.
    Deferred,
    /// Handed to the mail server.
    Sent,
    /// Given up, or returned as undeliverable (RFC 3464); the mail server's answer is kept.
    GaveUp,
}

impl Delivery {
    /// How it is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Deferred => "deferred",
            Self::Sent => "sent",
            Self::GaveUp => "gave_up",
        }
    }

    /// Reads a stored state.
    pub fn from_tag(tag: &str) -> Option<Self> {
        [Self::Waiting, Self::Deferred, Self::Sent, Self::GaveUp]
            .into_iter()
            .find(|delivery| delivery.tag() == tag)
    }
}
