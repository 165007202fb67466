//! Cases: what is in the hands of support (S18 to S24, decision 10). A request to join becomes a case where nobody at the
//! organisation decides; a person who is locked out of an account is one, too. Support calls the organisation at the
//! number of the register and keeps each [call](Call). What somebody there agrees to happens only when a second support
//! person confirms it. What a browser posts is in [`forms`], what screens show in [`views`], the call itself in [`call`],
//! the number in [`telephone`].

mod call;
mod forms;
mod telephone;
#[cfg(test)]
mod tests;
mod views;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

pub use self::call::{CALL_BACK_DAYS, Call, CallForm, CallWish, Outcome, OutcomeTag, ReadCall, may_agree};
pub use self::forms::{CaseForm, LockedOutForm, LockedOutWish, ReasonForm, ReasonWish, Shows};
pub use self::telephone::{GivenNumber, NumberForm, NumberWish, Telephone};
pub use self::views::{
    CallRow, CaseList, CaseRow, CaseView, Confirmable, LockedOutView, NumberView, WhatWasAgreed, WithSupport,
};
#[cfg(not(target_arch = "wasm32"))]
use crate::Refusal;
#[cfg(not(target_arch = "wasm32"))]
use crate::permission::SupportPerson;
use crate::{Answer, CallId, Caller, CaseId, EmailAddress, JoinRequestId, Moment, OrganisationId, PersonId, Receipt};

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

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// To be called about.
    Open,
    /// Waits for a second support person.
    Agreed(Proposed),
    /// A second support person confirmed it, and it happened.
    Confirmed {
        /// What was confirmed.
        proposed: Proposed,
        /// By whom, and when.
        settled: Settled,
    },
    /// The organisation said no, or support ended it.
    Declined {
        /// Who kept that, and when.
        settled: Settled,
        /// Why; the person reads it.
        reason: String,
    },
    /// Ended by itself: the request was decided by others, was withdrawn or lapsed, or the account was closed.
    Ended {
        /// When.
        at: Moment,
    },
}

/// What a second support person is to confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// Who of the support team called, or wants to override.
    pub by: PersonId,
    /// When.
    pub at: Moment,
    /// On what grounds.
    pub grounds: Grounds,
}

/// On what grounds support acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grounds {
    /// Somebody at the organisation agreed on the telephone.
    Call(CallId),
    /// Nobody was asked, for this reason.
    Override(String),
}

/// Who settled a case, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Moment,
}

/// The state alone, as screens show and stores keep it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateTag {
    /// [`State::Open`].
    Open,
    /// [`State::Agreed`].
    Agreed,
    /// [`State::Confirmed`].
    Confirmed,
    /// [`State::Declined`].
    Declined,
    /// [`State::Ended`].
    Ended,
}

impl StateTag {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Open, Self::Agreed, Self::Confirmed, Self::Declined, Self::Ended];

    /// How the state is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Agreed => "agreed",
            Self::Confirmed => "confirmed",
            Self::Declined => "declined",
            Self::Ended => "ended",
        }
    }

    /// Reads a stored state.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.tag() == tag)
    }
}

impl State {
    /// The state alone.
    pub const fn tag(&self) -> StateTag {
        match self {
            Self::Open => StateTag::Open,
            Self::Agreed(_) => StateTag::Agreed,
            Self::Confirmed { .. } => StateTag::Confirmed,
            Self::Declined { .. } => StateTag::Declined,
            Self::Ended { .. } => StateTag::Ended,
        }
    }

    /// What a second support person is to confirm, or has.
    pub const fn proposed(&self) -> Option<&Proposed> {
        match self {
            Self::Agreed(proposed) | Self::Confirmed { proposed, .. } => Some(proposed),
            _ => None,
        }
    }

    /// Who settled it, and when.
    pub const fn settled(&self) -> Option<Settled> {
        match self {
            Self::Confirmed { settled, .. } | Self::Declined { settled, .. } => Some(*settled),
            _ => None,
        }
    }

    /// When it ended, in whatever way.
    pub const fn ended_at(&self) -> Option<Moment> {
        match self {
            Self::Open | Self::Agreed(_) => None,
            Self::Confirmed { settled, .. } | Self::Declined { settled, .. } => Some(settled.at),
            Self::Ended { at } => Some(*at),
        }
    }
}

/// Proof that two support people have agreed to what a case is about. Only [`Case::confirm`] makes one; what a case leads
/// to asks for it.
#[derive(Debug)]
#[cfg(not(target_arch = "wasm32"))]
pub struct Agreement {
    by: SupportPerson,
    matter: Matter,
    reason: String,
}

#[cfg(not(target_arch = "wasm32"))]
impl Agreement {
    /// The second support person.
    pub const fn by(&self) -> SupportPerson {
        self.by
    }

    /// What was agreed to.
    pub const fn matter(&self) -> &Matter {
        &self.matter
    }

    /// Why, as it is kept with what happens.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// Cases are worked on at the server only; the browser has no time zone.
#[cfg(not(target_arch = "wasm32"))]
impl Case {
    /// Keeps what came of a call: the case in its new state, and the call.
    ///
    /// # Errors
    /// Not on oneself; no longer open, or waiting for a second support person.
    pub fn call(self, by: SupportPerson, call: CallWish, id: CallId, number: String, now: Moment) -> Called {
        by.about(self.person)?;
        self.must_be_open()?;
        let mut case = self;
        match &call.outcome {
            Outcome::Agreed => {
                case.state = State::Agreed(Proposed {
                    by: by.person(),
                    at: now,
                    grounds: Grounds::Call(id),
                });
            }
            Outcome::Declined { reason } => {
                case.state = State::Declined {
                    settled: Settled {
                        by: by.person(),
                        at: now,
                    },
                    reason: reason.clone(),
                };
            }
            Outcome::NotReached | Outcome::Engaged => {}
            Outcome::CallBack { at } => case.due_at = *at,
        }
        let call = Call {
            id,
            case: case.id,
            by: by.person(),
            at: now,
            number,
            answered_by: call.answered_by,
            position: call.position,
            outcome: call.outcome,
            notes: call.notes,
        };
        Ok((case, call))
    }

    /// Wants to act without the organisation's agreement.
    ///
    /// # Errors
    /// Not on oneself; no longer open.
    pub fn override_with(self, by: SupportPerson, reason: String, now: Moment) -> Result<Self, Refusal> {
        by.about(self.person)?;
        self.must_be_open()?;
        Ok(Self {
            state: State::Agreed(Proposed {
                by: by.person(),
                at: now,
                grounds: Grounds::Override(reason),
            }),
            ..self
        })
    }

    /// Confirms: the second support person. `first_supports` says whether the first is of the support team still,
    /// `heard` what the audit keeps of the grounds.
    ///
    /// # Errors
    /// Not on oneself; [`Refusal::SecondPersonNeeded`] for the first; nothing waits to be confirmed.
    pub fn confirm(
        self,
        by: SupportPerson,
        first_supports: bool,
        heard: String,
        now: Moment,
    ) -> Result<(Self, Agreement), Refusal> {
        by.about(self.person)?;
        let State::Agreed(proposed) = self.state else {
            self.must_be_open()?;
            return Err(Refusal::ChangedMeanwhile);
        };
        if proposed.by == by.person() {
            return Err(Refusal::SecondPersonNeeded);
        }
        if !first_supports {
            return Err(Refusal::NoLongerStands);
        }
        let agreement = Agreement {
            by,
            matter: self.matter.clone(),
            reason: match &proposed.grounds {
                Grounds::Call(_) => heard,
                Grounds::Override(reason) => reason.clone(),
            },
        };
        let settled = Settled {
            by: by.person(),
            at: now,
        };
        let case = Self {
            state: State::Confirmed { proposed, settled },
            ..self
        };
        Ok((case, agreement))
    }

    /// Opens it again: what the first support person kept is not confirmed, or is taken back. It is to be worked on at once.
    ///
    /// # Errors
    /// Not on oneself; nothing waits to be confirmed.
    pub fn send_back(self, by: SupportPerson, now: Moment) -> Result<Self, Refusal> {
        by.about(self.person)?;
        if !matches!(self.state, State::Agreed(_)) {
            self.must_be_open()?;
            return Err(Refusal::ChangedMeanwhile);
        }
        Ok(Self {
            state: State::Open,
            due_at: now,
            ..self
        })
    }

    /// Support ends it: what was asked is not done. A request to join is rejected with it.
    ///
    /// # Errors
    /// Not on oneself; settled already.
    pub fn turn_down(self, by: SupportPerson, reason: String, now: Moment) -> Result<Self, Refusal> {
        by.about(self.person)?;
        if !matches!(self.state, State::Agreed(_)) {
            self.must_be_open()?;
        }
        Ok(Self {
            state: State::Declined {
                settled: Settled {
                    by: by.person(),
                    at: now,
                },
                reason,
            },
            ..self
        })
    }

    fn must_be_open(&self) -> Result<(), Refusal> {
        match &self.state {
            State::Open => Ok(()),
            State::Agreed(_) => Err(Refusal::AwaitsSecondPerson),
            State::Ended { .. } => Err(Refusal::NoLongerStands),
            State::Confirmed { settled, .. } | State::Declined { settled, .. } => Err(Refusal::AlreadyDecided {
                approved: self.state.tag() == StateTag::Confirmed,
                by: None,
                at: settled.at.in_london(),
            }),
        }
    }
}

/// What came of a call.
#[cfg(not(target_arch = "wasm32"))]
pub type Called = Result<(Case, Call), Refusal>;

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
