//! What the pages of inviting show: what was typed, and what the inviter may see anyway.

use serde::{Deserialize, Serialize};

use super::{Hindrance, Step};
use crate::organisations::OrganisationView;
use crate::permission::Role;
use crate::rosters::RosterView;
use crate::shared_mailbox::Warning;
use crate::{InvitationDraftId, Language, LondonTime};

/// A draft, as far as it has got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationDraftView {
    /// Its id.
    pub id: InvitationDraftId,
    /// The first step that has not been answered.
    pub next_step: Step,
    /// To which address, as typed.
    pub email: String,
    /// First name; filled in where the inviter may see whose address it is.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// To which organisation.
    pub organisation: Option<OrganisationView>,
    /// The role that is offered.
    pub role: Option<Role>,
    /// What it is limited to.
    pub roster: Option<RosterView>,
    /// Its first day as a form shows it, `2026-11-22`; empty for at once.
    pub starts_day: String,
    /// Its last day as a form shows it; empty for none.
    pub ends_day: String,
    /// From when it holds; at once where absent.
    pub starts: Option<LondonTime>,
    /// The last moment at which it holds.
    pub ends: Option<LondonTime>,
    /// Language of the letter.
    pub language: Language,
    /// The roles that the inviter may give there.
    pub grantable: Vec<Role>,
    /// The open rosters and roster groups there.
    pub rosters: Vec<RosterView>,
    /// What is odd about address and name (decision 7).
    pub warning: Option<Warning>,
    /// What stands in the way of sending.
    pub hindrance: Option<Hindrance>,
    /// The letter as it will be sent, once all is answered.
    pub letter: Option<LetterView>,
    /// What people quote when they ask about it, and until when it holds, once it was sent.
    pub sent: Option<(String, LondonTime)>,
}

/// A letter before it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterView {
    /// Its subject.
    pub subject: String,
    /// Its text, with `[link]` for the link.
    pub text: String,
    /// What tells this letter from any other: sent along, so that nothing else goes out than what was checked.
    pub seen: String,
}

impl LetterView {
    /// What stands in place of the link.
    pub const LINK: &'static str = "[link]";
}
