//! Organisations that are no longer open: their people keep their access until somebody decides, for each of them, that it
//! ends or that they move to the organisation's successor. Nobody new gets in meanwhile ([`Organisation::must_be_open`]).
//!
//! That people wait for such a decision is nowhere kept: an organisation that is not open and whose people have roles that
//! have not ended waits for one. So a register that opens it again, a role that ends by itself and somebody who leaves all
//! need nothing more. Which roles go along is told in [`moving`], what browsers post in [`forms`].

mod forms;
mod moving;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

pub use self::forms::{ClosureForm, ClosureWish, Fate};
pub use self::moving::{Moving, StaysBehind, There, moving};
use crate::join_requests::{JoinRequest, State, StateTag};
use crate::list::{Beside, Counted, Place};
use crate::members::roles::RoleRow;
use crate::members::{Member, Revocation, Standing};
use crate::organisations::{Organisation, OrganisationView};
use crate::permission::{Action, Insider};
use crate::{Answer, Caller, MemberId, Moment, OdsCode, Receipt, Refusal};

impl Organisation {
    /// Refuses organisations that are open: their people need no such decision.
    ///
    /// # Errors
    /// [`Refusal::StillOpen`].
    pub fn must_have_closed(&self) -> Result<(), Refusal> {
        if self.status.is_open() {
            Err(Refusal::StillOpen)
        } else {
            Ok(())
        }
    }
}

impl Member {
    /// Ends an access at an organisation that is no longer open. There no approver has to be left (decision 6).
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] for whoever may not decide about a closure; not on oneself; already revoked.
    pub fn end_with_organisation(
        self,
        by: &Insider,
        reason: Option<String>,
        now: Moment,
    ) -> Result<Revocation, Refusal> {
        if !crate::permission::allows(Action::DecideClosure, by.capacity()) {
            return Err(Refusal::NotAllowed);
        }
        if by.person() == self.person {
            return Err(Refusal::NotOnOneself);
        }
        if self.state != Standing::Active {
            return Err(Refusal::AlreadyRevoked);
        }
        let member = Self {
            state: Standing::Revoked { at: now },
            ..self
        };
        Ok(Revocation {
            member,
            by: by.person(),
            at: now,
            reason,
        })
    }
}

impl JoinRequest {
    /// Ends with the organisation's closing, whether or not the address is confirmed: nobody can decide about it any more,
    /// so it expires.
    ///
    /// # Errors
    /// It has ended.
    pub fn end_with_organisation(self, now: Moment) -> Result<Self, Refusal> {
        match self.state.tag() {
            StateTag::AwaitingConfirmation | StateTag::Pending => Ok(Self {
                state: State::Expired { at: now },
                ..self
            }),
            _ => Err(Refusal::ChangedMeanwhile),
        }
    }
}

/// An organisation whose people wait for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosureRow {
    /// The organisation.
    pub organisation: OrganisationView,
    /// How many people wait.
    pub people: u32,
}

/// A page of *Closed organisations*.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClosureList {
    /// Its rows, by name.
    pub rows: Vec<ClosureRow>,
    /// How many there are on all pages.
    pub count: Counted,
    /// The pages beside it.
    pub beside: Beside,
}

/// Somebody whose access waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingPerson {
    /// The member.
    pub id: MemberId,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The roles that have not ended.
    pub roles: Vec<RoleRow>,
    /// Whether it is the viewer, about whom somebody else decides.
    pub oneself: bool,
}

/// The page on which is decided what becomes of the people of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosureView {
    /// The organisation.
    pub organisation: OrganisationView,
    /// Whose access waits, by name.
    pub people: Vec<WaitingPerson>,
}

/// What becomes of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleFate {
    /// The role.
    pub row: RoleRow,
    /// Why it does not go along to the successor; it does where absent.
    pub stays: Option<StaysBehind>,
}

/// What becomes of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFate {
    /// The member.
    pub id: MemberId,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// What becomes of each role that has not ended.
    pub roles: Vec<RoleFate>,
    /// Whether the person has access to the successor afterwards.
    pub moves: bool,
}

/// The page that confirms the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenView {
    /// The organisation.
    pub organisation: OrganisationView,
    /// What was chosen; absent where nothing was, or nothing that still can be.
    pub chosen: Option<Chosen>,
}

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Where the people move; their access ends where absent.
    pub successor: Option<OrganisationView>,
    /// What becomes of each, by name.
    pub people: Vec<PersonFate>,
}

/// What can be asked about organisations that are no longer open.
#[async_trait]
pub trait Closures: Send + Sync {
    /// Those whose people wait for a decision of the caller's.
    async fn list(&self, caller: &Caller, place: Place) -> Answer<ClosureList>;
    /// The people of one of them.
    async fn one(&self, caller: &Caller, code: &OdsCode) -> Answer<ClosureView>;
    /// Keeps what is to become of them, and goes on to the page that confirms.
    async fn choose(&self, caller: &Caller, wish: ClosureWish) -> Answer<Receipt>;
    /// The page that confirms.
    async fn chosen(&self, caller: &Caller, code: &OdsCode) -> Answer<ChosenView>;
    /// Decides.
    async fn decide(&self, caller: &Caller, wish: ClosureWish) -> Answer<Receipt>;
}
