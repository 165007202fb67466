//! Requests to join: a person asks to act for an organisation, somebody who may decides. A request ends in exactly one of
//! approved, rejected, withdrawn and expired (decision 4).

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::accounts::{Position, RoleForm, RoleWish};
use crate::form::{Field, FieldErrors, Problem, REASON_MOST, optional_text, required_text};
use crate::organisations::{OrganisationView, Policy};
use crate::permission::{Approver, Capacity, Role};
use crate::shared_mailbox::Warning;
use crate::{
    Answer, Caller, JoinRequestId, LondonTime, Moment, OdsCode, OrganisationId, PersonId, PreApprovalId, Receipt,
    Refusal,
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
}

impl JoinRequest {
    /// Approves. `warning` is what the applicant's address and name give rise to (decision 7).
    ///
    /// # Errors
    /// Not on oneself; not pending; a shared mailbox; or a warning without a reason.
    pub fn approve(
        self,
        by: &Approver,
        warning: Option<Warning>,
        reason: Option<String>,
        now: Moment,
    ) -> Result<Decision, Undecidable> {
        by.about(self.person)?;
        self.must_be_pending()?;
        match warning {
            Some(Warning::SharedMailbox) => return Err(Refusal::SharedMailbox.into()),
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
        let granted = Some(self.role);
        Ok(Decision {
            request: Self {
                state: State::Approved(decided),
                ..self
            },
            granted,
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

/// A signed-in person's request as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AskForm {
    /// ODS code.
    pub code: String,
    /// [`Role::tag`].
    #[serde(default)]
    pub role: String,
    /// Why the person needs it.
    pub reason: String,
}

/// A signed-in person's request, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskWish {
    /// The organisation.
    pub code: OdsCode,
    /// Role and reason.
    pub wish: RoleWish,
}

impl AskForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<AskWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        match (
            code,
            RoleForm {
                role: self.role.clone(),
                reason: self.reason.clone(),
            }
            .parse(),
        ) {
            (Some(code), Ok(wish)) => Ok(AskWish { code, wish }),
            (_, Ok(_)) => Err(errors),
            (_, Err(more)) => {
                more.iter().for_each(|(field, problem)| errors.add(field, problem));
                Err(errors)
            }
        }
    }
}

/// A decision as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DecisionForm {
    /// The organisation, as in the address.
    pub code: String,
    /// The request.
    pub id: String,
    /// Why; required to reject.
    #[serde(default)]
    pub reason: String,
}

/// An approval, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApproveWish {
    /// The organisation.
    pub code: OdsCode,
    /// The request.
    pub id: JoinRequestId,
    /// Why; needed where there is a warning.
    pub reason: Option<String>,
}

/// A rejection, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectWish {
    /// The organisation.
    pub code: OdsCode,
    /// The request.
    pub id: JoinRequestId,
    /// Why; the applicant reads it.
    pub reason: String,
}

impl DecisionForm {
    /// Reads an approval.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse_approval(&self) -> Result<ApproveWish, FieldErrors> {
        let (mut errors, code, id) = self.subject();
        let reason = errors.take(Field::Reason, optional_text(&self.reason, REASON_MOST, true));
        match (code, id, reason) {
            (Some(code), Some(id), Some(reason)) => Ok(ApproveWish { code, id, reason }),
            _ => Err(errors),
        }
    }

    /// Reads a rejection.
    ///
    /// # Errors
    /// Every field that is to be put right; a reason is required (S39).
    pub fn parse_rejection(&self) -> Result<RejectWish, FieldErrors> {
        let (mut errors, code, id) = self.subject();
        let reason = errors.take(Field::Reason, required_text(&self.reason, REASON_MOST, true));
        match (code, id, reason) {
            (Some(code), Some(id), Some(reason)) => Ok(RejectWish { code, id, reason }),
            _ => Err(errors),
        }
    }

    fn subject(&self) -> (FieldErrors, Option<OdsCode>, Option<JoinRequestId>) {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        let id = errors.take(Field::Form, JoinRequestId::parse(&self.id).ok_or(Problem::NotAChoice));
        (errors, code, id)
    }
}

/// Withdrawing as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WithdrawForm {
    /// The request.
    pub id: String,
}

impl WithdrawForm {
    /// Reads the form.
    ///
    /// # Errors
    /// It names no request.
    pub fn parse(&self) -> Result<JoinRequestId, FieldErrors> {
        JoinRequestId::parse(&self.id).ok_or_else(|| FieldErrors::one(Field::Form, Problem::NotAChoice))
    }
}

/// An organisation that a signed-in person is about to ask, with what can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskView {
    /// The organisation.
    pub organisation: OrganisationView,
    /// The roles that can be asked for there.
    pub roles: Vec<Role>,
    /// What the applicant is warned of.
    pub warning: Option<Warning>,
}

/// One of the person's own requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyRequest {
    /// Its id; the reference.
    pub id: JoinRequestId,
    /// The organisation.
    pub organisation: OrganisationView,
    /// The role asked for.
    pub role: Role,
    /// Why the person asked.
    pub reason: String,
    /// Where it stands.
    pub state: StateTag,
    /// When it was made.
    pub made_at: LondonTime,
    /// When it ended.
    pub ended_at: Option<LondonTime>,
    /// What the decider wrote.
    pub decision_reason: Option<String>,
    /// How many people may decide, not who.
    pub deciders: u32,
}

/// A row of the first table of *Practice enabled users* (S11), and of the list of pending requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRow {
    /// The request.
    pub id: JoinRequestId,
    /// The organisation's code.
    pub code: OdsCode,
    /// The organisation's name.
    pub organisation: String,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// What the person is at work.
    pub position: Option<Position>,
    /// The role asked for.
    pub role: Role,
    /// Why.
    pub reason: String,
    /// When it was made.
    pub made_at: LondonTime,
    /// What the reviewer is warned of; such a row offers Review only (decision 4).
    pub warning: Option<Warning>,
    /// Whether it is the viewer's own, so that somebody else must decide.
    pub own: bool,
}

/// A request on its review page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewView {
    /// The request.
    pub row: RequestRow,
    /// The organisation.
    pub organisation: OrganisationView,
    /// Who may decide there.
    pub policy: Policy,
    /// Where it stands.
    pub state: StateTag,
    /// Who decided, by name, where somebody has.
    pub decided_by: Option<String>,
    /// When it ended.
    pub ended_at: Option<LondonTime>,
    /// What the decider wrote.
    pub decision_reason: Option<String>,
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
    /// Requests that wait, of every organisation that the caller may decide for, oldest first; at most 100.
    async fn pending(&self, caller: &Caller) -> Answer<Vec<RequestRow>>;
    /// One request, for those who may decide it.
    async fn review(&self, caller: &Caller, code: &OdsCode, id: JoinRequestId) -> Answer<ReviewView>;
    /// Approves.
    async fn approve(&self, caller: &Caller, wish: ApproveWish) -> Answer<Receipt>;
    /// Rejects.
    async fn reject(&self, caller: &Caller, wish: RejectWish) -> Answer<Receipt>;
}
