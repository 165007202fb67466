//! Manage registrations (S31 to S34, decision 2): whoever asks for an account or a role, in one table. What is decided about
//! a request stands in [`crate::join_requests`]; this is the list, and what is done about those who have not confirmed.

mod search;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::search::{Age, Column, RegistrationsForm, Search, Shows, Sort};
use crate::form::{Field, FieldErrors, Problem};
use crate::join_requests::StateTag;
use crate::list::{Beside, Counted};
use crate::organisations::OrganisationView;
use crate::permission::Role;
use crate::rosters::RosterView;
use crate::shared_mailbox::Warning;
use crate::{Answer, Caller, JoinRequestId, LondonTime, NewUserId, OdsCode, PersonId, Receipt};

/// What can be done about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowAction {
    /// Review the request.
    Review(JoinRequestId),
    /// Send the confirmation letter again; the link before stops working.
    SendAgain(PersonId),
    /// Delete the registration; its address is free again.
    Delete(PersonId),
    /// Somebody who is being added: roles, resend, withdraw.
    NewUser(NewUserId),
}

/// A row of *Manage registrations*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationRow {
    /// Its place in the list.
    pub id: Uuid,
    /// When it was made.
    pub created: LondonTime,
    /// Why, in the person's words; empty where nothing was asked for.
    pub reason: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// The organisation that is asked, with its code.
    pub organisation: Option<(OdsCode, String)>,
    /// The role asked for, or those that wait for the person, each with the roster or roster group that it is limited to.
    pub roles: Vec<(Role, Option<RosterView>)>,
    /// E-mail address.
    pub email: String,
    /// Where it stands.
    pub state: StateTag,
    /// What the reviewer is warned of.
    pub warning: Option<Warning>,
    /// Whether it is the viewer's own.
    pub own: bool,
    /// Whether it stands here as a medic whom the organisation lists.
    pub listed: bool,
    /// What the viewer can do about it.
    pub actions: Vec<RowAction>,
}

impl RegistrationRow {
    /// The request that the viewer may decide, where the row is one that waits.
    pub fn decidable(&self) -> Option<JoinRequestId> {
        let review = self.actions.iter().find_map(|action| match action {
            RowAction::Review(id) => Some(*id),
            _ => None,
        });
        review.filter(|_| self.state == StateTag::Pending && !self.own)
    }
}

/// A page of *Manage registrations*.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RegistrationList {
    /// Its rows.
    pub rows: Vec<RegistrationRow>,
    /// How many there are on all pages.
    pub count: Counted,
    /// The pages beside it.
    pub beside: Beside,
}

/// A registration that is about to be deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationToDelete {
    /// Whose.
    pub id: PersonId,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The organisation that is asked, and for which role.
    pub asked: Option<(OrganisationView, Role)>,
}

/// A registration as a browser posts it: to send its letter again, or to delete it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RegistrationForm {
    /// The person.
    pub id: String,
}

impl RegistrationForm {
    /// Reads the form.
    ///
    /// # Errors
    /// It names nobody.
    pub fn parse(&self) -> Result<PersonId, FieldErrors> {
        PersonId::parse(&self.id).ok_or_else(|| FieldErrors::one(Field::Form, Problem::NotAChoice))
    }
}

/// What can be asked about registrations.
#[async_trait]
pub trait Registrations: Send + Sync {
    /// The registrations and requests of all organisations that the caller may decide for.
    async fn list(&self, caller: &Caller, search: Search) -> Answer<RegistrationList>;
    /// A registration that is to be deleted.
    async fn to_delete(&self, caller: &Caller, id: PersonId) -> Answer<RegistrationToDelete>;
    /// Deletes an unconfirmed registration: its address is free again, the audit keeps it. Not of a medic whom somebody
    /// lists: only a list without them ends that.
    async fn delete(&self, caller: &Caller, id: PersonId) -> Answer<Receipt>;
    /// Sends the confirmation letter again; the link before stops working.
    async fn send_again(&self, caller: &Caller, id: PersonId) -> Answer<Receipt>;
}
