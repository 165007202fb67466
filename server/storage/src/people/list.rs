//! The list *Users*: whoever has, had or asks for access to organisations within a viewer's [`Scope`], searched, filtered,
//! sorted and paged. A person's page is in `record.rs`.

use chrono::{DateTime, TimeDelta, Utc};
use domain::list::{Beside, COUNTED_MOST, Counted, Place};
use domain::people::{Column, DORMANT_DAYS, Search, UserState};
use domain::permission::Scope;
use domain::text::{prefix_end, words};
use domain::{EmailAddress, JoinRequestId, Moment, OdsCode, PersonId, PersonName};
use sqlx::FromRow;
use uuid::Uuid;

use crate::Result;
use crate::error::readable;
use crate::members::{commissioner_above, role_holds};
use crate::organisations::read_code;
use crate::repositories::People;
use crate::scope::{everything, in_scope, viewer};
use crate::sql::Statement;

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

/// The organisations in scope, and whom they concern. Only organisations that the viewer has anything to do with are
/// asked about.
const WITHIN: &str = concat!(
    "WITH within AS MATERIALIZED (
         SELECT o.id
         FROM organisations AS o
         WHERE ($1
             OR o.id IN (SELECT own.organisation_id FROM members AS own WHERE own.person_id = $2)
             OR o.commissioner_code IN (
                 SELECT c.code FROM members AS own JOIN organisations AS c ON c.id = own.organisation_id
                 WHERE own.person_id = $2
             ))
           AND ",
    in_scope!("$1", "$2", "$3"),
    "), concerned AS MATERIALIZED (
         SELECT m.person_id FROM within JOIN members AS m ON m.organisation_id = within.id WHERE NOT $1
         UNION
         SELECT r.person_id FROM within JOIN join_requests AS r ON r.organisation_id = within.id WHERE NOT $1
     ) "
);

/// Everybody in scope whose address was confirmed, with what the list sorts by; conditions on `people AS p` follow. Names
/// are kept folded as "last first"; folding leaves the number of characters as it was.
const PEOPLE: &str = concat!(
    "SELECT p.id AS person_id, p.first_name, p.last_name, p.email, p.last_signed_in_at,
       SUBSTR(p.name_key, LENGTH(p.name_key) - LENGTH(p.first_name) + 1) AS first_name_key,
       p.name_key AS last_name_key, p.email_key,
       COALESCE(p.last_signed_in_at, $5) AS signed_in_key,
       CASE
           WHEN p.state = 'disabled' THEN 'disabled'
           WHEN EXISTS (
               SELECT 1 FROM members AS h JOIN member_roles AS mr ON mr.member_id = h.id
               WHERE h.person_id = p.id AND h.state = 'active' AND h.organisation_id IN (SELECT id FROM within) AND ",
    role_holds!("$3"),
    ") OR ($1 AND EXISTS (SELECT 1 FROM service_members AS s WHERE s.person_id = p.id)) THEN
               CASE WHEN COALESCE(p.last_signed_in_at, p.confirmed_at, p.created_at) < $4 THEN 'dormant' ELSE 'active' END
           WHEN EXISTS (
               SELECT 1 FROM members AS h
               WHERE h.person_id = p.id AND h.organisation_id IN (SELECT id FROM within)
           ) THEN 'revoked'
           ELSE 'no_access'
       END AS standing,
       (SELECT r.id FROM join_requests AS r
        WHERE r.person_id = p.id AND r.state = 'pending' AND r.organisation_id IN (SELECT id FROM within)
        ORDER BY r.made_at, r.id
        LIMIT 1) AS pending_id,
       CASE WHEN EXISTS (
           SELECT 1 FROM join_requests AS r
           WHERE r.person_id = p.id AND r.state = 'pending' AND r.organisation_id IN (SELECT id FROM within)
       ) THEN 0 ELSE 1 END AS pending_key
     FROM people AS p
     WHERE p.state <> 'unconfirmed' AND ($1 OR p.id IN (SELECT person_id FROM concerned))"
);

/// The most words of a search that are looked at; what follows would hardly narrow it.
const WORDS_MOST: usize = 6;
/// How many places [`WITHIN`] and [`PEOPLE`] have.
const PLACES: usize = 5;

/// A question of the list: what every one of its statements is bound to.
struct Question<'s> {
    scope: Scope,
    now: Moment,
    search: &'s Search,
    beginnings: Vec<String>,
}

impl<'s> Question<'s> {
    fn new(scope: Scope, search: &'s Search, now: Moment) -> Self {
        let mut beginnings = words(&search.words);
        beginnings.truncate(WORDS_MOST);
        Self {
            scope,
            now,
            search,
            beginnings,
        }
    }

    /// Everybody who is asked for, on all pages: each word is the beginning of a name, of a piece of the address, or of
    /// what an organisation in scope is found by; all must meet (S79).
    fn rows(&self) -> String {
        let meets = (0..self.beginnings.len()).map(|word| {
            let (from, to) = (PLACES + 2 * word + 1, PLACES + 2 * word + 2);
            format!(
                " AND p.id IN (
                     SELECT t.person_id FROM person_terms AS t WHERE t.term >= ${from} AND t.term < ${to}
                     UNION
                     SELECT m.person_id
                     FROM organisation_terms AS t
                     JOIN within ON within.id = t.organisation_id
                     JOIN members AS m ON m.organisation_id = t.organisation_id
                     WHERE t.term >= ${from} AND t.term < ${to}
                     UNION
                     SELECT r.person_id
                     FROM organisation_terms AS t
                     JOIN within ON within.id = t.organisation_id
                     JOIN join_requests AS r ON r.organisation_id = t.organisation_id
                     WHERE t.term >= ${from} AND t.term < ${to}
                 )"
            )
        });
        let rows = format!("{PEOPLE}{}", meets.collect::<Vec<_>>().concat());
        match self.search.shows.0 {
            Some(state) => format!(
                "SELECT {COLUMNS} FROM ({rows}) AS seen WHERE seen.standing = '{}'",
                state.tag()
            ),
            None => rows,
        }
    }

    /// Binds what [`WITHIN`] and [`PEOPLE`] speak of.
    fn bind_scope<'l>(&self, statement: Statement<'l>) -> Statement<'l> {
        statement
            .bind(everything(self.scope))
            .bind(viewer(self.scope))
            .bind(self.now.utc())
            .bind(self.now.plus(-TimeDelta::days(DORMANT_DAYS)).utc())
            .bind(DateTime::UNIX_EPOCH)
    }

    /// Binds what [`Question::rows`] speaks of, too.
    fn bind<'l>(&self, statement: Statement<'l>) -> Statement<'l> {
        let mut statement = self.bind_scope(statement);
        for beginning in &self.beginnings {
            statement = statement.bind(beginning.clone()).bind(prefix_end(beginning));
        }
        statement
    }

    /// One page of the rows: right after a row, right before it, or the first; one row more than `most`, where there is
    /// one. The row at the edge is the last that is bound.
    fn page(&self, place: Place, most: u16) -> String {
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
                " WHERE (seen.{key}, seen.person_id) {compare} (SELECT edge.{key}, edge.person_id FROM ({PEOPLE} AND p.id = ${}) AS edge)",
                PLACES + 2 * self.beginnings.len() + 1
            ),
        };
        format!(
            "{WITHIN} SELECT page.person_id, page.first_name, page.last_name, page.email, page.last_signed_in_at,
                 page.standing, page.pending_id, o.code AS pending_code
             FROM (
                 SELECT {COLUMNS}
                 FROM ({}) AS seen{edge}
                 ORDER BY seen.{key} {order}, seen.person_id {order}
                 LIMIT {}
             ) AS page
             LEFT JOIN join_requests AS r ON r.id = page.pending_id
             LEFT JOIN organisations AS o ON o.id = r.organisation_id
             ORDER BY page.{key} {order}, page.person_id {order}",
            self.rows(),
            most + 1
        )
    }
}

/// The columns of [`PEOPLE`], from `seen`.
const COLUMNS: &str = "seen.person_id, seen.first_name, seen.last_name, seen.email, seen.last_signed_in_at,
    seen.first_name_key, seen.last_name_key, seen.email_key, seen.signed_in_key, seen.standing, seen.pending_id,
    seen.pending_key";

/// What the list sorts by; text from here only, never from an address.
const fn key(column: Column) -> &'static str {
    match column {
        Column::FirstName => "first_name_key",
        Column::LastName => "last_name_key",
        Column::Email => "email_key",
        Column::Pending => "pending_key",
        Column::SignedIn => "signed_in_key",
        Column::State => "standing",
    }
}

impl<Way> People<'_, Way> {
    /// How many people the list has, on all pages.
    pub async fn count_users(self, scope: Scope, search: &Search, now: Moment) -> Result<Counted> {
        let question = Question::new(scope, search, now);
        let text = format!(
            "{WITHIN} SELECT COUNT(*) FROM (SELECT 1 AS one FROM ({}) AS seen LIMIT {}) AS counted",
            question.rows(),
            COUNTED_MOST + 1
        );
        let (count,): (i64,) = question.bind(self.link.sql(text)).one().await?;
        Ok(Counted::of(count))
    }

    /// A page of the list, of at most so many rows.
    pub async fn users(self, scope: Scope, search: &Search, most: u16, now: Moment) -> Result<UserPage> {
        let question = Question::new(scope, search, now);
        let mut place = search.place;
        if let Some(row) = place.row() {
            let text = format!("{WITHIN} SELECT edge.person_id FROM ({PEOPLE} AND p.id = $6) AS edge");
            let there: Option<(Uuid,)> = question.bind_scope(self.link.sql(text)).bind(row).optional().await?;
            if there.is_none() {
                place = Place::First;
            }
        }
        let mut found = fetch(question.bind(self.link.sql(question.page(place, most))), place).await?;
        let most_rows = usize::from(most);
        if matches!(place, Place::Before(_)) && found.len() <= most_rows {
            // Nothing lies before this page: it is the first, and a full one.
            place = Place::First;
            found = fetch(question.bind(self.link.sql(question.page(place, most))), place).await?;
        }
        let more = found.len() > most_rows;
        found.truncate(most_rows);
        if matches!(place, Place::Before(_)) {
            found.reverse();
        }
        let first = found.first().map(|row| Place::Before(row.person_id));
        let last = found.last().map(|row| Place::After(row.person_id));
        let (previous, next) = match place {
            Place::First => (None, last.filter(|_| more)),
            Place::After(_) => (first, last.filter(|_| more)),
            Place::Before(_) => (first.filter(|_| more), last),
        };
        Ok(UserPage {
            rows: found.into_iter().map(UserRow::read).collect::<Result<_>>()?,
            beside: Beside { previous, next },
        })
    }

    /// A person as the list has them; `None` for whoever is not in scope.
    pub async fn user(self, person: PersonId, scope: Scope, now: Moment) -> Result<Option<User>> {
        let search = Search::default();
        let question = Question::new(scope, &search, now);
        let text = format!(
            "{WITHIN} SELECT seen.person_id, seen.first_name, seen.last_name, seen.email, seen.last_signed_in_at,
                 seen.standing, seen.pending_id, o.code AS pending_code
             FROM ({PEOPLE} AND p.id = $6) AS seen
             LEFT JOIN join_requests AS r ON r.id = seen.pending_id
             LEFT JOIN organisations AS o ON o.id = r.organisation_id"
        );
        let row: Option<UserRow> = question
            .bind_scope(self.link.sql(text))
            .bind(person.uuid())
            .optional()
            .await?;
        row.map(UserRow::read).transpose()
    }
}

async fn fetch(statement: Statement<'_>, place: Place) -> Result<Vec<UserRow>> {
    match place.row() {
        None => statement.all().await,
        Some(row) => statement.bind(row).all().await,
    }
}
