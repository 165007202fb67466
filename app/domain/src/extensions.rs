//! Asking to keep a role that ends. Whoever holds it asks those who may decide there; one of them extends it or turns that
//! down, and nobody extends their own (REQUIREMENTS, *Who may do what*; invariant 7).
//!
//! An ask is open only while the role is as it was when its holder asked: once it is changed, removed, revoked or over, there
//! is nothing left to answer, whatever did that. Until when a role holds is asked as anywhere ([`Until`]), but how long is
//! counted from the day after its present end.

mod forms;
mod views;

#[cfg(test)]
mod tests;

use async_trait::async_trait;

pub use self::forms::{AskToKeepForm, AskToKeepWish, ExtendForm, ExtendWish, TurnDownForm, TurnDownWish};
pub use self::views::{ExtensionOutcome, ExtensionView, KeepRow, ToKeepView};
#[cfg(not(target_arch = "wasm32"))]
use crate::form::{Field, FieldErrors, Problem};
use crate::members::RoleKey;
use crate::members::roles::RoleSpan;
#[cfg(not(target_arch = "wasm32"))]
use crate::members::{
    ending::last_day,
    roles::{Until, can_be_given},
};
#[cfg(not(target_arch = "wasm32"))]
use crate::organisations::Kind;
use crate::permission::Approver;
use crate::{Answer, Caller, ExtensionId, MemberId, Moment, OdsCode, OrganisationId, PersonId, Receipt, Refusal};
#[cfg(not(target_arch = "wasm32"))]
use crate::{Declined, end_of};

/// How many days before its last day somebody may ask to keep a role.
pub const ASK_DAYS: i64 = 30;

/// That a member asked to keep a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// Its id.
    pub id: ExtensionId,
    /// Who asks, as a member of the organisation.
    pub member: MemberId,
    /// Who that is.
    pub person: PersonId,
    /// At which organisation.
    pub organisation: OrganisationId,
    /// Which role, and the end that it had when the member asked.
    pub span: RoleSpan,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub asked_at: Moment,
    /// Where it stands.
    pub state: State,
}

/// Where an ask stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It waits for an answer.
    Open,
    /// The role has been changed, removed or revoked since, or has ended.
    Over,
    /// The role was extended.
    Extended {
        /// When.
        at: Moment,
        /// Until when; without end where absent.
        to: Option<Moment>,
    },
    /// It was turned down.
    TurnedDown {
        /// When.
        at: Moment,
        /// Why.
        why: String,
    },
}

/// Whether whoever holds this role may ask to keep it: it holds, somebody can give it by hand, and its last day is near.
#[cfg(not(target_arch = "wasm32"))]
pub fn may_be_asked(span: &RoleSpan, kind: Kind, now: Moment) -> bool {
    let near = |end: Moment| {
        let left = last_day(end).signed_duration_since(now.in_london().date());
        left.num_days() <= ASK_DAYS
    };
    span.holds(now) && can_be_given(span.role, kind) && span.ends_at.is_some_and(near)
}

impl Extension {
    /// Whoever answers may give the role, has not asked themselves, and is the first.
    fn answerable(&self, by: &Approver) -> Result<(), Refusal> {
        by.about(self.person)?;
        by.granting(self.span.role)?;
        match self.state {
            State::Open => Ok(()),
            _ => Err(Refusal::ExtensionOver),
        }
    }

    /// Extends the role; how it is then.
    ///
    /// # Errors
    /// Nobody extends their own, or above their own rights; it was answered or is over; the day is not later than the end
    /// that the role has.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn extend(&self, by: &Approver, until: Until) -> Result<RoleSpan, Declined> {
        self.answerable(by)?;
        let end = self.span.ends_at.ok_or(Refusal::ExtensionOver)?;
        let next = last_day(end).succ_opt().unwrap_or_else(|| last_day(end));
        let ends_at = until.last_day(next).map(end_of);
        if ends_at.is_some_and(|later| later <= end) {
            return Err(FieldErrors::one(Field::Ends, Problem::NotLater).into());
        }
        Ok(RoleSpan { ends_at, ..self.span })
    }

    /// Turns it down; the role ends as it was to.
    ///
    /// # Errors
    /// Nobody answers their own, or above their own rights; it was answered or is over.
    pub fn turn_down(&self, by: &Approver) -> Result<(), Refusal> {
        self.answerable(by)
    }
}

/// What can be asked about keeping roles that end.
#[async_trait]
pub trait Extensions: Send + Sync {
    /// The page on which one asks to keep a role of one's own.
    async fn to_keep(&self, caller: &Caller, code: &OdsCode, role: RoleKey) -> Answer<ToKeepView>;
    /// Asks those who may decide there; where there is nobody else, support.
    async fn ask_to_keep(&self, caller: &Caller, wish: AskToKeepWish) -> Answer<Receipt>;
    /// What somebody asked, for those who may answer.
    async fn extension(&self, caller: &Caller, code: &OdsCode, id: ExtensionId) -> Answer<ExtensionView>;
    /// Extends the role.
    async fn extend(&self, caller: &Caller, wish: ExtendWish) -> Answer<Receipt>;
    /// Turns it down.
    async fn turn_down_extension(&self, caller: &Caller, wish: TurnDownWish) -> Answer<Receipt>;
}
