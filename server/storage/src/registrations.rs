//! Manage registrations: whoever asks for an account or a role, in one list, as far as a viewer's [`Scope`] goes. Requests
//! themselves are kept in `join_requests.rs`, accounts in `people.rs`, those who are being added in `new_users.rs`. The rows come from several tables; each is a branch
//! of [`rows`] with the same columns and conditions of its own.

use chrono::{DateTime, TimeDelta, Utc};
use domain::join_requests::StateTag;
use domain::list::{Beside, COUNTED_MOST, Counted, Place};
use domain::permission::{Role, Scope};
use domain::registrations::{Column, Search, Shows};
use domain::text::{prefix_end, words};
use domain::{EmailAddress, Moment, OdsCode, PersonId, PersonName};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::readable;
use crate::members::{commissioner_above, role_holds};
use crate::organisations::read_code;
use crate::repositories::Registrations;
use crate::scope::{everything, in_scope, viewer};
use crate::sql::Statement;
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
    /// The role asked for.
    pub role: Option<Role>,
    /// Why; empty where nothing was asked for.
    pub reason: String,
    /// Where it stands.
    pub state: StateTag,
    /// When it was made.
    pub made_at: Moment,
    /// Whether the viewer is above the organisation: support, or of its commissioner.
    pub overseen: bool,
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
}

impl RegisteredAs {
    fn from_tag(tag: &str) -> Option<Self> {
        match tag {
            "request" => Some(Self::Request),
            "account" => Some(Self::Account),
            "new_user" => Some(Self::NewUser),
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

/// The columns that a person gives a row, from `people AS p`. Names are kept folded as "last first"; folding leaves the
/// number of characters as it was, so that what is left of the key after the last name is the first name, folded.
macro_rules! person_columns {
    () => {
        "p.id AS person_id, p.first_name, p.last_name, p.email,
         SUBSTR(p.name_key, LENGTH(p.name_key) - LENGTH(p.first_name) + 1) AS first_name_key,
         p.name_key AS last_name_key, p.email_key"
    };
}

/// Requests at organisations in scope; conditions on `join_requests AS r` and `organisations AS o` follow.
const REQUESTS: &str = concat!(
    "SELECT r.id AS row_id, 'request' AS kind, ",
    person_columns!(),
    ", o.code AS organisation_code, o.name AS organisation_name, o.name_key AS organisation_key, r.role, r.reason,
       LOWER(r.reason) AS reason_key, r.state AS row_state, r.made_at,
       CASE WHEN r.state = 'approved' THEN 1 ELSE 0 END AS approved_key, ($1 OR ",
    commissioner_above!("$2", "$3"),
    ") AS overseen
     FROM join_requests AS r
     JOIN people AS p ON p.id = r.person_id
     JOIN organisations AS o ON o.id = r.organisation_id
     WHERE ",
    in_scope!("$1", "$2", "$3")
);

/// Unconfirmed accounts that ask for nothing, for support only; conditions on `people AS p` follow. Support people who
/// have yet to confirm are none: they are appointed, and stand with the support team.
const ACCOUNTS: &str = concat!(
    "SELECT p.id AS row_id, 'account' AS kind, ",
    person_columns!(),
    ", '' AS organisation_code, '' AS organisation_name, '' AS organisation_key, '' AS role, '' AS reason,
       '' AS reason_key, 'awaiting_confirmation' AS row_state, p.created_at AS made_at, 0 AS approved_key, $1 AS overseen
     FROM people AS p
     WHERE $1 AND p.state = 'unconfirmed'
       AND NOT EXISTS (
           SELECT 1 FROM join_requests AS r WHERE r.person_id = p.id AND r.state = 'awaiting_confirmation'
       )
       AND NOT EXISTS (SELECT 1 FROM service_members AS s WHERE s.person_id = p.id)
       AND NOT EXISTS (SELECT 1 FROM new_users AS n WHERE n.email_key = p.email_key AND n.state = 'open')"
);

/// People who are being added at organisations in scope, alike whether or not their address has an account; conditions on
/// `new_users AS n` and `organisations AS o` follow.
const NEW_USERS: &str = concat!(
    "SELECT n.id AS row_id, 'new_user' AS kind, NULL AS person_id, n.first_name, n.last_name, n.email,
       SUBSTR(n.name_key, LENGTH(n.name_key) - LENGTH(n.first_name) + 1) AS first_name_key,
       n.name_key AS last_name_key, n.email_key, o.code AS organisation_code, o.name AS organisation_name,
       o.name_key AS organisation_key,
       COALESCE((SELECT MIN(w.role) FROM new_user_roles AS w WHERE w.new_user_id = n.id), '') AS role, '' AS reason,
       '' AS reason_key, 'awaiting_confirmation' AS row_state, n.made_at, 0 AS approved_key, $1 AS overseen
     FROM new_users AS n
     JOIN organisations AS o ON o.id = n.organisation_id
     WHERE n.state = 'open' AND ",
    in_scope!("$1", "$2", "$3")
);

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
}

impl RegisteredRow {
    fn read(self) -> Result<Registered> {
        let organisation = match self.organisation_code.as_str() {
            "" => None,
            code => Some((read_code(code)?, self.organisation_name)),
        };
        let role = match self.role.as_str() {
            "" => None,
            tag => Some(readable(Role::from_tag(tag), "role")?),
        };
        Ok(Registered {
            id: self.row_id,
            what: readable(RegisteredAs::from_tag(&self.kind), "kind of a registration")?,
            person: self.person_id.map(PersonId::new),
            first_name: readable(PersonName::parse(&self.first_name).ok(), "first name")?,
            last_name: readable(PersonName::parse(&self.last_name).ok(), "last name")?,
            email: readable(EmailAddress::parse(&self.email).ok(), "e-mail address")?,
            organisation,
            role,
            reason: self.reason,
            state: readable(StateTag::from_tag(&self.row_state), "state of a request")?,
            made_at: Moment::new(self.made_at),
            overseen: self.overseen,
        })
    }
}

/// A question of the list: what every one of its statements is bound to.
struct Question<'s> {
    scope: Scope,
    now: Moment,
    search: &'s Search,
    beginnings: Vec<String>,
}

/// The most words of a search for an organisation that are looked at.
const WORDS_MOST: usize = 6;

impl<'s> Question<'s> {
    fn new(scope: Scope, search: &'s Search, now: Moment) -> Self {
        let mut beginnings = words(&search.organisation);
        beginnings.truncate(WORDS_MOST);
        Self {
            scope,
            now,
            search,
            beginnings,
        }
    }

    /// Every row that is asked for, on all pages.
    fn rows(&self) -> String {
        let states: Vec<String> = self
            .search
            .shows
            .states()
            .iter()
            .map(|state| format!("'{}'", state.tag()))
            .collect();
        let found: Vec<String> = (0..self.beginnings.len())
            .map(|word| {
                format!(
                    " AND EXISTS (
                         SELECT 1 FROM organisation_terms AS t
                         WHERE t.organisation_id = o.id AND t.term >= ${} AND t.term < ${}
                     )",
                    2 * word + 5,
                    2 * word + 6
                )
            })
            .collect();
        let found = found.concat();
        let requests = format!(" AND r.state IN ({}) AND r.made_at <= $4{found}", states.join(", "));
        let with_unconfirmed = matches!(
            self.search.shows,
            Shows::Waiting | Shows::AwaitingConfirmation | Shows::All
        );
        let accounts = (with_unconfirmed && self.beginnings.is_empty()).then_some(" AND p.created_at <= $4");
        let new_users = with_unconfirmed.then(|| format!(" AND n.made_at <= $4{found}"));
        rows(&requests, accounts, new_users.as_deref())
    }

    /// Binds what [`Question::rows`] speaks of.
    fn bind<'l>(&self, statement: Statement<'l>) -> Statement<'l> {
        let before = self.now.plus(-TimeDelta::days(self.search.age.days().into()));
        let mut statement = statement
            .bind(everything(self.scope))
            .bind(viewer(self.scope))
            .bind(self.now.utc())
            .bind(before.utc());
        for beginning in &self.beginnings {
            statement = statement.bind(beginning.clone()).bind(prefix_end(beginning));
        }
        statement
    }

    /// One page of the rows: right after a row, right before it, or the first; one row more than it holds, where there is
    /// one. `$n`, the row at the edge, comes last.
    fn page(&self, place: Place) -> String {
        let key = key(self.search.sort.column);
        let backwards = matches!(place, Place::Before(_));
        let (order, compare) = if self.search.sort.descending == backwards {
            ("ASC", ">")
        } else {
            ("DESC", "<")
        };
        let edge = match place {
            Place::First => String::new(),
            Place::After(_) | Place::Before(_) => format!(
                " WHERE (seen.{key}, seen.row_id) {compare} (SELECT edge.{key}, edge.row_id FROM ({}) AS edge)",
                at_edge(2 * self.beginnings.len() + 5)
            ),
        };
        format!(
            "SELECT seen.row_id, seen.kind, seen.person_id, seen.first_name, seen.last_name, seen.email,
                 seen.organisation_code, seen.organisation_name, seen.role, seen.reason, seen.row_state, seen.made_at,
                 seen.overseen
             FROM ({}) AS seen{edge}
             ORDER BY seen.{key} {order}, seen.row_id {order}
             LIMIT {}",
            self.rows(),
            self.search.size.rows() + 1
        )
    }
}

/// The branches of the list, each with its conditions.
fn rows(requests: &str, accounts: Option<&str>, new_users: Option<&str>) -> String {
    let accounts = accounts.map(|conditions| format!(" UNION ALL {ACCOUNTS}{conditions}"));
    let new_users = new_users.map(|conditions| format!(" UNION ALL {NEW_USERS}{conditions}"));
    format!(
        "{REQUESTS}{requests}{}{}",
        accounts.unwrap_or_default(),
        new_users.unwrap_or_default()
    )
}

/// The row with the id bound to a place, wherever it stands by now: a page that begins after a row goes on even when that
/// row has been decided.
fn at_edge(place: usize) -> String {
    rows(
        &format!(" AND r.id = ${place}"),
        Some(&format!(" AND p.id = ${place}")),
        Some(&format!(" AND n.id = ${place}")),
    )
}

/// What the list sorts by; text from here only, never from an address.
const fn key(column: Column) -> &'static str {
    match column {
        Column::Created => "made_at",
        Column::Reason => "reason_key",
        Column::FirstName => "first_name_key",
        Column::LastName => "last_name_key",
        Column::Organisation => "organisation_key",
        Column::Role => "role",
        Column::Email => "email_key",
        Column::Approved => "approved_key",
    }
}

impl<Way> Registrations<'_, Way> {
    /// A page of the list.
    pub async fn page(self, scope: Scope, search: &Search, now: Moment) -> Result<RegisteredPage> {
        let question = Question::new(scope, search, now);
        let counted = format!(
            "SELECT COUNT(*) FROM (SELECT 1 AS one FROM ({}) AS seen LIMIT {}) AS counted",
            question.rows(),
            COUNTED_MOST + 1
        );
        let (count,): (i64,) = question.bind(self.link.sql(counted)).one().await?;
        let mut place = search.place;
        if let Some(row) = place.row() {
            let there: Option<(Uuid,)> = self
                .link
                .sql(format!("SELECT edge.row_id FROM ({}) AS edge", at_edge(4)))
                .bind(everything(scope))
                .bind(viewer(scope))
                .bind(now.utc())
                .bind(row)
                .optional()
                .await?;
            if there.is_none() {
                place = Place::First;
            }
        }
        let mut found = fetch(question.bind(self.link.sql(question.page(place))), place).await?;
        let most = usize::from(search.size.rows());
        if matches!(place, Place::Before(_)) && found.len() <= most {
            // Nothing lies before this page: it is the first, and a full one.
            place = Place::First;
            found = fetch(question.bind(self.link.sql(question.page(place))), place).await?;
        }
        let more = found.len() > most;
        found.truncate(most);
        if matches!(place, Place::Before(_)) {
            found.reverse();
        }
        let first = found.first().map(|row| Place::Before(row.row_id));
        let last = found.last().map(|row| Place::After(row.row_id));
        let (previous, next) = match place {
            Place::First => (None, last.filter(|_| more)),
            Place::After(_) => (first, last.filter(|_| more)),
            Place::Before(_) => (first.filter(|_| more), last),
        };
        Ok(RegisteredPage {
            rows: found.into_iter().map(RegisteredRow::read).collect::<Result<_>>()?,
            count: Counted::of(count),
            beside: Beside { previous, next },
        })
    }
}

async fn fetch(statement: Statement<'_>, place: Place) -> Result<Vec<RegisteredRow>> {
    match place.row() {
        None => statement.all().await,
        Some(row) => statement.bind(row).all().await,
    }
}

impl Registrations<'_, Change> {
    /// Deletes an unconfirmed account with its links and requests, so that the address is free; false once it is confirmed,
    /// or where it is of the support team.
    pub async fn delete(self, person: PersonId) -> Result<bool> {
        let deleted = self
            .link
            .sql(
                "DELETE FROM people
                 WHERE id = $1 AND state = 'unconfirmed'
                   AND NOT EXISTS (SELECT 1 FROM service_members AS s WHERE s.person_id = people.id)",
            )
            .bind(person.uuid())
            .run()
            .await?;
        Ok(deleted == 1)
    }
}
