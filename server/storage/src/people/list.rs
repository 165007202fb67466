//! The list *Users*: whoever has, had or asks for access to organisations within a viewer's [`Scope`], searched, filtered,
//! sorted and paged. A person's page is in `record.rs`.

mod question;

use chrono::{DateTime, Utc};
use domain::list::{Beside, Counted, Place};
use domain::people::{Search, UserState};
use domain::permission::Scope;
use domain::{EmailAddress, JoinRequestId, Moment, OdsCode, PersonId, PersonName};
use sqlx::FromRow;
use uuid::Uuid;

use self::question::Question;
use crate::Result;
use crate::error::readable;
use crate::organisations::read_code;
use crate::paging;
use crate::repositories::People;

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The person.
    pub id: PersonId,
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// E-mail address.
    pub email: EmailAddress,
    /// The request within the scope that has waited longest, with its organisation's code.
    pub pending: Option<(OdsCode, JoinRequestId)>,
    /// When the person last signed in.
    pub last_signed_in: Option<Moment>,
    /// Where the person stands within the scope.
    pub state: UserState,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserPage {
    /// Its rows.
    pub rows: Vec<User>,
    /// The pages beside it.
    pub beside: Beside,
}

#[derive(FromRow)]
struct UserRow {
    person_id: Uuid,
    first_name: String,
    last_name: String,
    email: String,
    last_signed_in_at: Option<DateTime<Utc>>,
    standing: String,
    pending_id: Option<Uuid>,
    pending_code: Option<String>,
}

impl UserRow {
    fn read(self) -> Result<User> {
        let pending = match self.pending_code.zip(self.pending_id) {
            Some((code, id)) => Some((read_code(&code)?, JoinRequestId::new(id))),
            None => None,
        };
        Ok(User {
            id: PersonId::new(self.person_id),
            first_name: readable(PersonName::parse(&self.first_name).ok(), "first name")?,
            last_name: readable(PersonName::parse(&self.last_name).ok(), "last name")?,
            email: readable(EmailAddress::parse(&self.email).ok(), "e-mail address")?,
            pending,
            last_signed_in: self.last_signed_in_at.map(Moment::new),
            state: readable(UserState::from_tag(&self.standing), "state of a person")?,
        })
    }
}

impl<Way> People<'_, Way> {
    /// How many people the list has, on all pages.
    pub async fn count_users(self, scope: Scope, search: &Search, now: Moment) -> Result<Counted> {
        let question = Question::new(scope, search, now);
        let rows = format!("SELECT 1 AS one{}{}", question.counted(), question.filter());
        let text = format!("{}{}", question.with(true), paging::counting(&rows));
        paging::counted(question.bind(self.link.sql(text))).await
    }

    /// A page of the list, of at most so many rows.
    pub async fn users(self, scope: Scope, search: &Search, most: u16, now: Moment) -> Result<UserPage> {
        let question = Question::new(scope, search, now);
        let mut place = search.place;
        let mut edge = None;
        if let Some(row) = place.row() {
            edge = question.rows(self.link, &[row]).await?.pop();
            if edge.is_none() {
                place = Place::First;
            }
        }
        let mut found = question.page(self.link, place, edge.as_ref(), most).await?;
        if paging::is_first_after_all(&found, place, most) {
            place = Place::First;
            found = question.page(self.link, place, None, most).await?;
        }
        let (people, beside) = paging::page(found, place, most, |person| *person);
        let rows = question.rows(self.link, &people).await?;
        Ok(UserPage {
            rows: rows.into_iter().map(UserRow::read).collect::<Result<_>>()?,
            beside,
        })
    }

    /// Somebody's row of the list; nothing for people who are not in scope.
    pub async fn user(self, person: PersonId, scope: Scope, now: Moment) -> Result<Option<User>> {
        let search = Search::default();
        let question = Question::new(scope, &search, now);
        let row = question.rows(self.link, &[person.uuid()]).await?.pop();
        row.map(UserRow::read).transpose()
    }
}
