//! Cases: what is in the hands of support (S18 to S24, decision 10). A request to join becomes a case where nobody at the
//! organisation decides; a person who is locked out of an account is one, too. Support calls the organisation at the
//! number of the register and keeps each [call](Call). What somebody there agrees to happens only when a second support
//! person confirms it. What a browser posts is in [`forms`], what screens show in [`views`], the call itself in [`call`],
//! the number in [`telephone`]; where a case stands in [`state`], and how it comes to stand elsewhere in [`transitions`].

mod call;
mod forms;
mod state;
mod telephone;
#[cfg(test)]
mod tests;
// Cases are worked on at the server only; the browser has no time zone.
#[cfg(not(target_arch = "wasm32"))]
mod transitions;
mod views;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

pub use self::call::{CALL_BACK_DAYS, Call, CallForm, CallWish, Outcome, OutcomeTag, ReadCall, may_agree};
pub use self::forms::{CaseForm, LockedOutForm, LockedOutWish, ReasonForm, ReasonWish, Shows};
pub use self::state::{Grounds, Proposed, State, StateTag};
pub use self::telephone::{GivenNumber, NumberForm, NumberWish, Telephone};
#[cfg(not(target_arch = "wasm32"))]
pub use self::transitions::{Agreement, Called};
pub use self::views::{
    CallRow, CaseList, CaseRow, CaseView, Confirmable, LockedOutView, NumberView, WhatWasAgreed, WithSupport,
};
pub use crate::proposals::Settled;
use crate::{Answer, Caller, CaseId, EmailAddress, JoinRequestId, Moment, OrganisationId, PersonId, Receipt};

/// What a case is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// A request to join.
    Join(JoinRequestId),
    /// The person has lost every second factor; all of them are to be removed.
    LostFactor,
    /// The person cannot read letters to the account's address any more; it is to have this one.
    NewAddress(EmailAddress),
}

/// What a case is about, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatterKind {
    /// [`Matter::Join`].
    Join,
    /// [`Matter::LostFactor`].
    LostFactor,
    /// [`Matter::NewAddress`].
    NewAddress,
}

impl MatterKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Join, Self::LostFactor, Self::NewAddress];

    /// How the kind is stored and posted.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::LostFactor => "lost_factor",
            Self::NewAddress => "new_address",
        }
    }

    /// Reads a stored or posted kind.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.tag() == tag)
    }
}

impl Matter {
    /// In a word.
    pub const fn kind(&self) -> MatterKind {
        match self {
            Self::Join(_) => MatterKind::Join,
            Self::LostFactor => MatterKind::LostFactor,
            Self::NewAddress(_) => MatterKind::NewAddress,
        }
    }

    /// The request that it is about.
    pub const fn request(&self) -> Option<JoinRequestId> {
        match self {
            Self::Join(request) => Some(*request),
            Self::LostFactor | Self::NewAddress(_) => None,
        }
    }

    /// The address that the account is to have.
    pub const fn new_address(&self) -> Option<&EmailAddress> {
        match self {
            Self::NewAddress(email) => Some(email),
            Self::Join(_) | Self::LostFactor => None,
        }
    }
}

/// Why it is a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// The organisation leaves every decision to support.
    SupportOnly,
    /// Nobody there can decide.
    NobodyDecides,
    /// Those who can were reminded for the last time, and have not.
    Unanswered,
    /// The person asked support for help with their account.
    LockedOut,
}

impl Because {
    /// Every reason.
    pub const ALL: [Self; 4] = [
        Self::SupportOnly,
        Self::NobodyDecides,
        Self::Unanswered,
        Self::LockedOut,
    ];

    /// How the reason is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::SupportOnly => "support_only",
            Self::NobodyDecides => "nobody_decides",
            Self::Unanswered => "unanswered",
            Self::LockedOut => "locked_out",
        }
    }

    /// Reads a stored reason.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|because| because.tag() == tag)
    }
}

/// A case as the rules need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// What it is about.
    pub matter: Matter,
    /// Who asked, or is locked out.
    pub person: PersonId,
    /// The organisation that is called.
    pub organisation: OrganisationId,
    /// Why it is a case.
    pub because: Because,
    /// What support wrote on opening it; empty where the service opened it.
    pub why: String,
    /// Who of the support team opened it; nobody where the service did.
    pub opened_by: Option<PersonId>,
    /// When.
    pub opened_at: Moment,
    /// When it is to be worked on next: when it was opened, or when somebody asked to be called back.
    pub due_at: Moment,
    /// Where it stands.
    pub state: State,
}

/// What can be asked about cases. For others than support none of it exists.
#[async_trait]
pub trait Cases: Send + Sync {
    /// The cases of one of the lists, what is to be done first on top; at most a hundred.
    async fn list(&self, caller: &Caller, shows: Shows) -> Answer<CaseList>;
    /// One case, with its calls.
    async fn case(&self, caller: &Caller, id: CaseId) -> Answer<CaseView>;
    /// Keeps a call.
    async fn call(&self, caller: &Caller, call: ReadCall) -> Answer<Receipt>;
    /// Wants to act without the organisation's agreement.
    async fn override_case(&self, caller: &Caller, wish: ReasonWish) -> Answer<Receipt>;
    /// Confirms: a second support person.
    async fn confirm(&self, caller: &Caller, id: CaseId) -> Answer<Receipt>;
    /// Does not confirm, or takes back: the case is open again.
    async fn send_back(&self, caller: &Caller, wish: ReasonWish) -> Answer<Receipt>;
    /// Ends a case: what was asked is not done.
    async fn turn_down(&self, caller: &Caller, wish: ReasonWish) -> Answer<Receipt>;
    /// Gives the telephone number of an organisation for which the register has none.
    async fn give_number(&self, caller: &Caller, wish: NumberWish) -> Answer<Receipt>;
    /// Confirms that number: a second support person.
    async fn confirm_number(&self, caller: &Caller, id: CaseId) -> Answer<Receipt>;
    /// Somebody who may be locked out, and whom support could call.
    async fn locked_out(&self, caller: &Caller, person: PersonId) -> Answer<LockedOutView>;
    /// Opens a case about a locked-out account.
    async fn open(&self, caller: &Caller, wish: LockedOutWish) -> Answer<Receipt>;
}
