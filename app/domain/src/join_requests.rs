//! Requests to join: a person asks to act for an organisation, somebody who may decides. A request ends in exactly one of
//! approved, rejected, withdrawn and expired (decision 4); a decision can be undone for seconds ([`Before`]).

pub mod following_up;
pub mod several;

mod forms;
mod undoing;
mod views;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

pub use self::following_up::{Ahead, FollowUpDays, FollowedUp, NUDGE_HOURS, may_nudge};
pub use self::forms::{ApproveWish, AskForm, AskWish, DecisionForm, RejectWish, WithdrawForm};
pub use self::undoing::{Before, FormerMember, FormerRole, UndoForm, UndoWish, UndoableView};
pub use self::views::{AskView, Besides, BesidesWhat, MyRequest, RequestRow, ReviewView};
#[cfg(not(target_arch = "wasm32"))]
use crate::cases::Agreement;
use crate::form::{Field, FieldErrors, Problem};
use crate::permission::{Approver, Capacity, Role};
use crate::shared_mailbox::Warning;
use crate::{
    Answer, Caller, JoinRequestId, Moment, OdsCode, OrganisationId, PersonId, PreApprovalId, Receipt, Refusal, RosterId,
};

/// A request as the rules need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinRequest {
    /// Its id.
    pub id: JoinRequestId,
    /// Who asks.
    pub person: PersonId,
    /// For which organisation.
    pub organisation: OrganisationId,
    /// For which role.
    pub role: Role,
    /// Why, in the person's words.
    pub reason: String,
    /// When it was made.
    pub made_at: Moment,
    /// Where it stands.
    pub state: State,
}

/// Where a request stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// The person has not confirmed their address; nobody is asked yet (decision 2).
    AwaitingConfirmation,
    /// Waits for those who may decide.
    Pending,
    /// Approved.
    Approved(Decided),
    /// Rejected.
    Rejected(Decided),
    /// Taken back by the person.
    Withdrawn {
        /// When.
        at: Moment,
    },
    /// Lapsed.
    Expired {
        /// When.
        at: Moment,
    },
}

/// Who decided, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Who.
    pub by: DecidedBy,
    /// When.
    pub at: Moment,
    /// Why; always there for a rejection.
    pub reason: Option<String>,
}

/// Who decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecidedBy {
    /// A person, in a capacity.
    Person(PersonId, Capacity),
    /// A pre-approval (S6).
    PreApproval(PreApprovalId),
}

/// The state alone, as lists show and stores keep it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateTag {
    /// [`State::AwaitingConfirmation`].
    AwaitingConfirmation,
    /// [`State::Pending`].
    Pending,
    /// [`State::Approved`].
    Approved,
    /// [`State::Rejected`].
    Rejected,
    /// [`State::Withdrawn`].
    Withdrawn,
    /// [`State::Expired`].
    Expired,
}

impl StateTag {
    /// Every state.
    pub const ALL: [Self; 6] = [
        Self::AwaitingConfirmation,
        Self::Pending,
        Self::Approved,
        Self::Rejected,
        Self::Withdrawn,
        Self::Expired,
    ];

    /// How the state is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::AwaitingConfirmation => "awaiting_confirmation",
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
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
            Self::AwaitingConfirmation => StateTag::AwaitingConfirmation,
            Self::Pending => StateTag::Pending,
            Self::Approved(_) => StateTag::Approved,
            Self::Rejected(_) => StateTag::Rejected,
            Self::Withdrawn { .. } => StateTag::Withdrawn,
            Self::Expired { .. } => StateTag::Expired,
        }
    }
}

/// A request that has just been decided; what is saved, posted and recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The request, in its new state.
    pub request: JoinRequest,
    /// The role granted; absent for a rejection.
    pub granted: Option<Role>,
    /// The roster or roster group that it is limited to; the whole organisation where absent.
    pub roster: Option<RosterId>,
    /// When that role begins; at once where absent.
    pub starts_at: Option<Moment>,
    /// When it ends; without end where absent.
    pub ends_at: Option<Moment>,
}

/// What an approval gives, where that differs from what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Grant {
    /// Another role, a lesser one say; the one asked for where absent.
    pub role: Option<Role>,
    /// The roster or roster group that it is limited to; the whole organisation where absent.
    pub roster: Option<RosterId>,
    /// When it begins; at once where absent.
    pub starts_at: Option<Moment>,
    /// When it ends; without end where absent.
    pub ends_at: Option<Moment>,
}

impl JoinRequest {
    /// Approves. `warning` is what the applicant's address and name give rise to (decision 7): a shared mailbox can only be
    /// rejected, but through a case, with a reason. Support approves through a case only ([`Self::approve_by_case`]), but for
    /// who administers for a commissioner, which takes two of the support team anyway.
    ///
    /// # Errors
    /// Not on oneself; not pending; above the decider's own rights; a shared mailbox; a warning without a reason; an end
    /// that has passed; or [`Refusal::CaseFirst`].
    pub fn approve(
        self,
        by: &Approver,
        grant: Grant,
        warning: Option<Warning>,
        reason: Option<String>,
        now: Moment,
    ) -> Result<Decision, Undecidable> {
        by.about(self.person)?;
        self.must_be_pending()?;
        if needs_case(by.capacity(), self.role) {
            return Err(Refusal::CaseFirst.into());
        }
        self.approved(by, grant, warning, reason, now)
    }

    /// Approves what two of the support team have agreed to, each in their turn: the role that was asked for, without end.
    ///
    /// # Errors
    /// Not on oneself; not pending; [`Refusal::NoLongerStands`] where they agreed to something else.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn approve_by_case(
        self,
        agreement: &Agreement,
        warning: Option<Warning>,
        now: Moment,
    ) -> Result<Decision, Undecidable> {
        let by = agreement.by().at(self.organisation);
        by.about(self.person)?;
        self.must_be_pending()?;
        if agreement.matter().request() != Some(self.id) {
            return Err(Refusal::NoLongerStands.into());
        }
        let reason = Some(agreement.reason().to_owned());
        self.approved(&by, Grant::default(), warning, reason, now)
    }

    fn approved(
        self,
        by: &Approver,
        grant: Grant,
        warning: Option<Warning>,
        reason: Option<String>,
        now: Moment,
    ) -> Result<Decision, Undecidable> {
        let role = grant.role.unwrap_or(self.role);
        by.granting(role)?;
        if grant.ends_at.is_some_and(|end| end <= now) {
            return Err(FieldErrors::one(Field::Ends, Problem::InThePast).into());
        }
        match warning {
            Some(Warning::SharedMailbox) if !may_override(by.capacity()) => return Err(Refusal::SharedMailbox.into()),
            Some(_) if reason.is_none() => {
                return Err(FieldErrors::one(Field::Reason, Problem::ReasonForWarning).into());
            }
            _ => {}
        }
        let decided = Decided {
            by: DecidedBy::Person(by.person(), by.capacity()),
            at: now,
            reason,
        };
        Ok(Decision {
            request: Self {
                state: State::Approved(decided),
                ..self
            },
            granted: Some(role),
            roster: grant.roster,
            starts_at: grant.starts_at.filter(|start| *start > now),
            ends_at: grant.ends_at,
        })
    }

    /// Rejects, with a reason that the applicant reads.
    ///
    /// # Errors
    /// Not on oneself; not pending.
    pub fn reject(self, by: &Approver, reason: String, now: Moment) -> Result<Decision, Refusal> {
        by.about(self.person)?;
        self.must_be_pending()?;
        let decided = Decided {
            by: DecidedBy::Person(by.person(), by.capacity()),
            at: now,
            reason: Some(reason),
        };
        Ok(Decision {
            request: Self {
                state: State::Rejected(decided),
                ..self
            },
            granted: None,
            roster: None,
            starts_at: None,
            ends_at: None,
        })
    }

    /// Approves at once, because the person was pre-approved (S6).
    ///
    /// # Errors
    /// Not pending.
    pub fn let_in_by(self, pre_approval: PreApprovalId, role: Role, now: Moment) -> Result<Decision, Refusal> {
        self.must_be_pending()?;
        let decided = Decided {
            by: DecidedBy::PreApproval(pre_approval),
            at: now,
            reason: None,
        };
        Ok(Decision {
            request: Self {
                state: State::Approved(decided),
                ..self
            },
            granted: Some(role),
            roster: None,
            starts_at: None,
            ends_at: None,
        })
    }

    /// Takes the request back.
    ///
    /// # Errors
    /// Not found for anyone but the requester; not pending.
    pub fn withdraw(self, by: PersonId, now: Moment) -> Result<Self, Refusal> {
        if by != self.person {
            return Err(Refusal::NotFound);
        }
        self.must_be_pending()?;
        Ok(Self {
            state: State::Withdrawn { at: now },
            ..self
        })
    }

    /// Once the address is confirmed, those who may decide are asked.
    #[must_use]
    pub fn confirmed(self) -> Self {
        match self.state {
            State::AwaitingConfirmation => Self {
                state: State::Pending,
                ..self
            },
            _ => self,
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn must_be_pending(&self) -> Result<(), Refusal> {
        match &self.state {
            State::Pending => Ok(()),
            State::AwaitingConfirmation => Err(Refusal::NotConfirmedYet),
            State::Withdrawn { .. } => Err(Refusal::Withdrawn),
            State::Expired { .. } => Err(Refusal::Expired),
            State::Approved(decided) => Err(Refusal::AlreadyDecided {
                approved: true,
                by: None,
                at: decided.at.in_london(),
            }),
            State::Rejected(decided) => Err(Refusal::AlreadyDecided {
                approved: false,
                by: None,
                at: decided.at.in_london(),
            }),
        }
    }

    /// Decisions are made on the server only; the browser has no time zone.
    #[cfg(target_arch = "wasm32")]
    fn must_be_pending(&self) -> Result<(), Refusal> {
        if self.state == State::Pending {
            Ok(())
        } else {
            Err(Refusal::NotFound)
        }
    }
}

/// Whether somebody in a capacity approves a request for a role through a case only.
pub fn needs_case(capacity: Capacity, role: Role) -> bool {
    capacity == Capacity::Support && role != Role::CommissioningAdministrator
}

/// Whether somebody in a capacity may approve a shared mailbox all the same, with a reason (decision 7).
pub const fn may_override(capacity: Capacity) -> bool {
    matches!(capacity, Capacity::Support)
}

/// Why a decision could not be made: a refusal, or a field to put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undecidable {
    /// A "no".
    Refused(Refusal),
    /// A field.
    Invalid(FieldErrors),
}

impl From<Refusal> for Undecidable {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<FieldErrors> for Undecidable {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

impl From<Undecidable> for crate::Declined {
    fn from(why: Undecidable) -> Self {
        match why {
            Undecidable::Refused(refusal) => Self::Refused(refusal),
            Undecidable::Invalid(errors) => Self::Invalid(errors),
        }
    }
}

/// What can be asked about requests.
#[async_trait]
pub trait JoinRequests: Send + Sync {
    /// The organisation that the caller is about to ask.
    async fn organisation_to_ask(&self, caller: &Caller, code: &OdsCode) -> Answer<AskView>;
    /// Asks; a pre-approved person is let in at once (S6).
    async fn ask(&self, caller: &Caller, wish: AskWish) -> Answer<Receipt>;
    /// The caller's own requests, newest first.
    async fn mine(&self, caller: &Caller) -> Answer<Vec<MyRequest>>;
    /// One of the caller's own requests.
    async fn my_request(&self, caller: &Caller, id: JoinRequestId) -> Answer<MyRequest>;
    /// Takes one's own request back.
    async fn withdraw(&self, caller: &Caller, id: JoinRequestId) -> Answer<Receipt>;
    /// Reminds those who may decide; once a day (decision 6).
    async fn nudge(&self, caller: &Caller, id: JoinRequestId) -> Answer<Receipt>;
    /// Requests that wait, of every organisation that the caller may decide for, oldest first; at most 100.
    async fn pending(&self, caller: &Caller) -> Answer<Vec<RequestRow>>;
    /// One request, for those who may decide it.
    async fn review(&self, caller: &Caller, code: &OdsCode, id: JoinRequestId) -> Answer<ReviewView>;
    /// Approves.
    async fn approve(&self, caller: &Caller, wish: ApproveWish) -> Answer<Receipt>;
    /// Rejects.
    async fn reject(&self, caller: &Caller, wish: RejectWish) -> Answer<Receipt>;
    /// The caller's own decisions that can still be undone, newest first, at most 100; or the one about a request.
    async fn undoable(&self, caller: &Caller, only: Option<JoinRequestId>) -> Answer<Vec<UndoableView>>;
    /// Undoes the caller's own decision.
    async fn undo(&self, caller: &Caller, wish: UndoWish) -> Answer<Receipt>;
}
