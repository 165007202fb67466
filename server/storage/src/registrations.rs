//! Manage registrations: whoever asks for an account or a role, in one list, as far as a viewer's [`Scope`] goes. Requests
//! themselves are kept in `join_requests.rs`, accounts in `people.rs`, those who are being added in `new_users.rs`. The rows
//! come from several tables; how they are asked for is told in `registrations/question.rs`.

mod question;
pub(crate) mod waiting_roles;

use chrono::{DateTime, Utc};
use domain::join_requests::StateTag;
use domain::list::{Beside, Counted, Place};
use domain::permission::{Role, Scope};
use domain::registrations::Search;
use domain::rosters::RosterView;
use domain::{EmailAddress, Moment, OdsCode, PersonId, PersonName};
use sqlx::FromRow;
use uuid::Uuid;

use self::question::Question;
use self::waiting_roles::WaitingRoles;
use crate::error::readable;
use crate::organisations::read_code;
use crate::paging;
use crate::repositories::Registrations;
use crate::{Change, Result};

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Its id: that of what it is.
    pub id: Uuid,
    /// What it is.
    pub what: RegisteredAs,
    /// The person, where there is an account.
    pub person: Option<PersonId>,
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// E-mail address.
    pub email: EmailAddress,
    /// The organisation that is asked, with its code.
    pub organisation: Option<(OdsCode, String)>,
    /// The role asked for, or those that wait for the person, each with the roster or roster group that it is limited to.
    pub roles: Vec<(Role, Option<RosterView>)>,
    /// Why; empty where nothing was asked for.
    pub reason: String,
    /// Where it stands.
    pub state: StateTag,
    /// When it was made.
    pub made_at: Moment,
    /// Whether the viewer is above the organisation: support, or of its commissioner.
    pub overseen: bool,
    /// Whether some organisation's list of medics waits for the person to confirm: only another list changes that.
    pub listed: bool,
}

/// What a row of the list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegisteredAs {
    /// A request.
    Request,
    /// An unconfirmed account that asks for nothing.
    Account,
    /// Somebody who is being added.
    NewUser,
    /// A medic whom an organisation lists, and who has not confirmed.
    Medic,
}

impl RegisteredAs {
    fn from_tag(tag: &str) -> Option<Self> {
        match tag {
            "request" => Some(Self::Request),
            "account" => Some(Self::Account),
            "new_user" => Some(Self::NewUser),
            "medic" => Some(Self::Medic),
            _ => None,
        }
    }
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredPage {
    /// Its rows.
    pub rows: Vec<Registered>,
    /// How many there are on all pages.
    pub count: Counted,
    /// The pages beside it.
    pub beside: Beside,
}

#[derive(FromRow)]
struct RegisteredRow {
    row_id: Uuid,
    kind: String,
    person_id: Option<Uuid>,
    first_name: String,
    last_name: String,
    email: String,
    organisation_code: String,
    organisation_name: String,
    role: String,
    reason: String,
    row_state: String,
    made_at: DateTime<Utc>,
    overseen: bool,
    listed: bool,
}

impl RegisteredRow {
    fn read(self, waiting: &mut WaitingRoles) -> Result<Registered> {
        let organisation = match self.organisation_code.as_str() {
            "" => None,
            code => Some((read_code(code)?, self.organisation_name)),
        };
        let roles = match self.role.as_str() {
            "" => waiting.remove(&self.row_id).unwrap_or_default(),
            tag => vec![(readable(Role::from_tag(tag), "role")?, None)],
        };
        Ok(Registered {
            id: self.row_id,
            what: readable(RegisteredAs::from_tag(&self.kind), "kind of a registration")?,
            person: self.person_id.map(PersonId::new),
            first_name: readable(PersonName::parse(&self.first_name).ok(), "first name")?,
            last_name: readable(PersonName::parse(&self.last_name).ok(), "last name")?,
            email: readable(EmailAddress::parse(&self.email).ok(), "e-mail address")?,
            organisation,
            roles,
            reason: self.reason,
            state: readable(StateTag::from_tag(&self.row_state), "state of a request")?,
            made_at: Moment::new(self.made_at),
            overseen: self.overseen,
            listed: self.listed,
        })
    }
}

impl<Way> Registrations<'_, Way> {
    /// A page of the list.
    pub async fn page(self, scope: Scope, search: &Search, now: Moment) -> Result<RegisteredPage> {
        let question = Question::new(scope, search, now);
        let count = question.count(self.link).await?;
        let mut place = search.place;
        if let Some(row) = place.row()
            && question.rows(self.link, &[row]).await?.is_empty()
        {
            place = Place::First;
        }
        let most = search.size.rows();
        let mut found = question.page(self.link, place).await?;
        if paging::is_first_after_all(&found, place, most) {
            place = Place::First;
            found = question.page(self.link, place).await?;
        }
        let (ids, beside) = paging::page(found, place, most, |id| *id);
        let rows = question.rows(self.link, &ids).await?;
        let mut waiting = waiting_roles::of(self.link, &ids).await?;
        Ok(RegisteredPage {
            rows: rows
                .into_iter()
                .map(|row| row.read(&mut waiting))
                .collect::<Result<_>>()?,
            count,
            beside,
        })
    }
}

impl Registrations<'_, Change> {
    /// Deletes an unconfirmed account with its links and requests, so that the address is free; false once it is confirmed,
    /// where it is of the support team, or while an organisation lists its owner as a medic.
    pub async fn delete(self, person: PersonId) -> Result<bool> {
        let deleted = self
            .link
            .sql(
                "DELETE FROM people
                 WHERE id = $1 AND state = 'unconfirmed'
                   AND NOT EXISTS (SELECT 1 FROM service_members AS s WHERE s.person_id = people.id)
                   AND NOT EXISTS (SELECT 1 FROM medics AS d WHERE d.person_id = people.id AND d.ended_at IS NULL)",
            )
            .bind(person.uuid())
            .run()
            .await?;
        Ok(deleted == 1)
    }
}
