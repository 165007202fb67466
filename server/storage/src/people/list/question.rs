//! What the list *Users* asks of the databases: first who stands on a page, in the order of an index, and then their rows.

use chrono::TimeDelta;
use domain::Moment;
use domain::list::Place;
use domain::people::{Column, DORMANT_DAYS, Search, UserState};
use domain::permission::Scope;
use uuid::Uuid;

use super::UserRow;
use crate::Result;
use crate::members::role_holds;
use crate::paging::{self, Beginnings, Direction};
use crate::scope::{WITHIN, everything, viewer};
use crate::sql::{Link, Statement};

/// Whom the organisations in scope concern; for a scope that is not everything.
const CONCERNED: &str = "concerned AS MATERIALIZED (
         SELECT m.person_id FROM within CROSS JOIN members AS m WHERE m.organisation_id = within.id
         UNION
         SELECT r.person_id FROM within CROSS JOIN join_requests AS r WHERE r.organisation_id = within.id
     )";

/// How many places scope, present and dormancy take.
const PLACES: usize = 4;

/// A question of the list: what every one of its statements is bound to.
pub(super) struct Question<'s> {
    scope: Scope,
    now: Moment,
    search: &'s Search,
    beginnings: Beginnings,
}

/// Some of the list's rows that stand together in its order.
struct Part {
    /// Where it stands; parts are in the order of their tags.
    tag: &'static str,
    /// Which rows, from `people AS p`.
    which: String,
}

impl<'s> Question<'s> {
    pub(super) fn new(scope: Scope, search: &'s Search, now: Moment) -> Self {
        Self {
            scope,
            now,
            search,
            beginnings: Beginnings::of(&search.words),
        }
    }

    /// That an organisation is in scope; nothing where all are.
    fn there(&self, organisation: &str) -> String {
        if self.scope.is_everything() {
            String::new()
        } else {
            format!(" AND {organisation} IN (SELECT id FROM within)")
        }
    }

    /// What stands before a statement that names `within`, `concerned` and, if so asked, `found`: each word is the beginning
    /// of a name, of a piece of the address, or of what an organisation in scope is found by; all must meet (S79). It is
    /// found first and put in order then, or a database may walk all names to find the first few.
    pub(super) fn with(&self, finds: bool) -> String {
        let (members, requests) = (self.there("m.organisation_id"), self.there("r.organisation_id"));
        let words: Vec<String> = self
            .beginnings
            .between(PLACES)
            .map(|(from, to)| {
                format!(
                    "SELECT person_id FROM (
                         SELECT t.person_id FROM person_terms AS t WHERE t.term >= ${from} AND t.term < ${to}
                         UNION
                         SELECT m.person_id
                         FROM organisation_terms AS t
                         CROSS JOIN members AS m
                         WHERE m.organisation_id = t.organisation_id AND t.term >= ${from} AND t.term < ${to}{members}
                         UNION
                         SELECT r.person_id
                         FROM organisation_terms AS t
                         CROSS JOIN join_requests AS r
                         WHERE r.organisation_id = t.organisation_id AND t.term >= ${from} AND t.term < ${to}{requests}
                     ) AS met"
                )
            })
            .collect();
        let within = (!self.scope.is_everything()).then(|| format!("{WITHIN}, {CONCERNED}"));
        let found =
            (finds && !words.is_empty()).then(|| format!("found AS MATERIALIZED ({})", words.join(" INTERSECT ")));
        let all: Vec<String> = within.into_iter().chain(found).collect();
        if all.is_empty() {
            String::new()
        } else {
            format!("WITH {} ", all.join(", "))
        }
    }

    /// Everybody in scope whose address was confirmed, and who is found; conditions on `people AS p` follow. Where they are
    /// few, `CROSS JOIN` has `SQLite` begin with them, and not with everybody in the order of the list.
    pub(super) fn people(&self) -> &'static str {
        match (self.beginnings.is_empty(), self.scope.is_everything()) {
            (true, true) => " FROM people AS p WHERE p.state <> 'unconfirmed'",
            (true, false) => {
                " FROM concerned CROSS JOIN people AS p
                  WHERE p.id = concerned.person_id AND p.state <> 'unconfirmed'"
            }
            (false, true) => {
                " FROM found CROSS JOIN people AS p
                  WHERE p.id = found.person_id AND p.state <> 'unconfirmed'"
            }
            (false, false) => {
                " FROM found
                  JOIN concerned ON concerned.person_id = found.person_id
                  CROSS JOIN people AS p
                  WHERE p.id = found.person_id AND p.state <> 'unconfirmed'"
            }
        }
    }

    /// Those of [`Self::people`] among whom all are that [`Self::filter`] lets through, for counting: whoever no longer acts
    /// was revoked, or has a role that has ended or has yet to begin, and nobody else need be looked at. A page walks people
    /// in the order of the list and finds enough soon.
    pub(super) fn counted(&self) -> &'static str {
        let everybody = self.beginnings.is_empty() && self.scope.is_everything();
        if everybody && self.search.shows.0 == Some(UserState::Revoked) {
            " FROM (
                 SELECT h.person_id FROM members AS h WHERE h.state = 'revoked'
                 UNION
                 SELECT (SELECT h.person_id FROM members AS h WHERE h.id = mr.member_id)
                 FROM member_roles AS mr
                 WHERE mr.ends_at <= $3
                 UNION
                 SELECT (SELECT h.person_id FROM members AS h WHERE h.id = mr.member_id)
                 FROM member_roles AS mr
                 WHERE mr.starts_at > $3 AND mr.starts_at > mr.granted_at
             ) AS ended
             CROSS JOIN people AS p
             WHERE p.id = ended.person_id AND p.state <> 'unconfirmed'"
        } else {
            self.people()
        }
    }

    /// That somebody may act in scope.
    fn acts(&self) -> String {
        // PostgreSQL would read all memberships to answer `EXISTS`, where it guesses that many people are asked about; of
        // this it guesses that it holds for half of them.
        let holds = format!(
            "COALESCE((SELECT TRUE FROM members AS h JOIN member_roles AS mr ON mr.member_id = h.id
              WHERE h.person_id = p.id AND h.state = 'active' AND {}{}
              LIMIT 1), FALSE)",
            role_holds!("$3"),
            self.there("h.organisation_id")
        );
        if self.scope.is_everything() {
            format!("({holds} OR {SUPPORTS})")
        } else {
            holds
        }
    }

    /// That somebody is or was a member in scope.
    fn was(&self) -> String {
        format!(
            "COALESCE((SELECT TRUE FROM members AS h WHERE h.person_id = p.id{} LIMIT 1), FALSE)",
            self.there("h.organisation_id")
        )
    }

    /// That somebody stands so.
    fn stands(&self, state: UserState) -> String {
        let (acts, was) = (self.acts(), self.was());
        match state {
            UserState::Disabled => "p.state = 'disabled'".to_owned(),
            UserState::Active => format!("p.state <> 'disabled' AND NOT {LATE} AND {acts}"),
            UserState::Dormant => format!("p.state <> 'disabled' AND {LATE} AND {acts}"),
            UserState::Revoked => format!("p.state <> 'disabled' AND {was} AND NOT {acts}"),
            // Whoever never was a member acts for nobody; the support team may act without.
            UserState::NoAccess if self.scope.is_everything() => {
                format!("p.state <> 'disabled' AND NOT {was} AND NOT {SUPPORTS}")
            }
            UserState::NoAccess => format!("p.state <> 'disabled' AND NOT {was}"),
        }
    }

    /// That somebody has a request in scope that waits.
    fn asks(&self) -> String {
        format!(
            "COALESCE((SELECT TRUE FROM join_requests AS r WHERE r.person_id = p.id AND r.state = 'pending'{} LIMIT 1), FALSE)",
            self.there("r.organisation_id")
        )
    }

    /// The condition on how people stand, where only some are asked for.
    pub(super) fn filter(&self) -> String {
        let shows = self.search.shows.0;
        shows.map_or_else(String::new, |state| format!(" AND {}", self.stands(state)))
    }

    /// The list in parts, in ascending order. A column of few values has a part for each, which is then in the order of ids:
    /// no database has to sort everybody.
    fn parts(&self) -> Vec<Part> {
        let part = |tag, which: String| Part { tag, which };
        match self.search.sort.column {
            Column::Pending => {
                let (asks, filter) = (self.asks(), self.filter());
                vec![
                    part(ASKS, format!("{filter} AND {asks}")),
                    part(ASKS_NOT, format!("{filter} AND NOT {asks}")),
                ]
            }
            Column::State => {
                let mut states = UserState::ALL.to_vec();
                states.retain(|state| self.search.shows.0.is_none_or(|shown| shown == *state));
                states.sort_unstable_by_key(|state| state.tag());
                let of = |state: UserState| part(state.tag(), format!(" AND {}", self.stands(state)));
                states.into_iter().map(of).collect()
            }
            _ => vec![part("", self.filter())],
        }
    }

    /// In which part a row stands.
    fn part_of(&self, row: &UserRow) -> Option<&'static str> {
        match self.search.sort.column {
            Column::Pending if row.pending_id.is_some() => Some(ASKS),
            Column::Pending => Some(ASKS_NOT),
            Column::State => UserState::from_tag(&row.standing).map(UserState::tag),
            _ => Some(""),
        }
    }

    /// Binds what scope, present and dormancy are.
    fn bind_scope<'l>(&self, statement: Statement<'l>) -> Statement<'l> {
        statement
            .bind(everything(self.scope))
            .bind(viewer(self.scope))
            .bind(self.now.utc())
            .bind(self.now.plus(-TimeDelta::days(DORMANT_DAYS)).utc())
    }

    /// Binds what is searched for, too.
    pub(super) fn bind<'l>(&self, statement: Statement<'l>) -> Statement<'l> {
        self.beginnings.bind(self.bind_scope(statement))
    }

    /// Who stands on a page: right after a row, right before it, or the first; one more than `most`, where there is one.
    pub(super) async fn page(
        &self,
        link: &mut Link,
        place: Place,
        edge: Option<&UserRow>,
        most: u16,
    ) -> Result<Vec<Uuid>> {
        let Direction { order, compare } = Direction::to(place, self.search.sort.descending);
        let key = key(self.search.sort.column);
        let edge = edge.and_then(|row| self.part_of(row));
        let (with, people) = (self.with(true), self.people());
        let mut parts = self.parts();
        if order == "DESC" {
            parts.reverse();
        }
        let mut found: Vec<Uuid> = Vec::new();
        let row = PLACES + self.beginnings.places() + 1;
        // What lies before the part of the edge lies before the edge.
        for part in parts
            .iter()
            .skip_while(|part| edge.is_some_and(|edge| part.tag != edge))
        {
            let missing = usize::from(most) + 1 - found.len();
            if missing == 0 {
                break;
            }
            let at_edge = edge == Some(part.tag);
            let (beyond, sorted) = match key {
                Some(key) => (
                    format!(
                        " AND ({key}, p.id) {compare} (SELECT {}, e.id FROM people AS e WHERE e.id = ${row})",
                        key.replace("p.", "e.")
                    ),
                    format!("{key} {order}, "),
                ),
                None => (format!(" AND p.id {compare} ${row}"), String::new()),
            };
            let text = format!(
                "{with}SELECT p.id{people}{}{} ORDER BY {sorted}p.id {order} LIMIT {missing}",
                part.which,
                if at_edge { beyond.as_str() } else { "" },
            );
            let statement = self.bind(link.sql(text));
            let statement = if at_edge {
                paging::bind_edge(statement, place)
            } else {
                statement
            };
            let rows: Vec<(Uuid,)> = statement.all().await?;
            found.extend(rows.into_iter().map(|(id,)| id));
        }
        Ok(found)
    }

    /// The rows of people in scope, in the order in which they are named; whoever is not there is left out.
    pub(super) async fn rows(&self, link: &mut Link, people: &[Uuid]) -> Result<Vec<UserRow>> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let names: Vec<String> = (1..=people.len())
            .map(|place| format!("(${})", PLACES + place))
            .collect();
        let concerned = if self.scope.is_everything() {
            ""
        } else {
            " AND p.id IN (SELECT person_id FROM concerned)"
        };
        let pending = format!(
            "FROM join_requests AS r
             JOIN organisations AS o ON o.id = r.organisation_id
             WHERE r.person_id = p.id AND r.state = 'pending'{}
             ORDER BY r.made_at, r.id
             LIMIT 1",
            self.there("r.organisation_id")
        );
        let text = format!(
            "{}SELECT p.id AS person_id, p.first_name, p.last_name, p.email, p.last_signed_in_at,
                 CASE
                     WHEN p.state = 'disabled' THEN 'disabled'
                     WHEN {} THEN CASE WHEN {LATE} THEN 'dormant' ELSE 'active' END
                     WHEN {} THEN 'revoked'
                     ELSE 'no_access'
                 END AS standing,
                 (SELECT r.id {pending}) AS pending_id,
                 (SELECT o.code {pending}) AS pending_code
             FROM people AS p
             WHERE p.id IN (VALUES {}) AND p.state <> 'unconfirmed'{concerned}",
            self.with(false),
            self.acts(),
            self.was(),
            names.join(", ")
        );
        let statement = self.bind_scope(link.sql(text));
        let statement = people
            .iter()
            .fold(statement, |statement, person| statement.bind(*person));
        let mut rows: Vec<UserRow> = statement.all().await?;
        rows.sort_by_key(|row| people.iter().position(|person| *person == row.person_id));
        Ok(rows)
    }
}

/// That somebody is of the support team.
const SUPPORTS: &str = "EXISTS (SELECT 1 FROM service_members AS s WHERE s.person_id = p.id)";

/// That somebody has not signed in for long.
const LATE: &str = "COALESCE(p.last_signed_in_at, p.confirmed_at, p.created_at) < $4";

/// The parts of a list that is sorted by requests that wait.
const ASKS: &str = "0";
const ASKS_NOT: &str = "1";

/// What the list sorts by, as the indexes have it; text from here only, never from an address. Names are kept folded as
/// "last first"; folding leaves the number of characters as it was. Columns of few values are sorted by their parts.
const fn key(column: Column) -> Option<&'static str> {
    match column {
        Column::FirstName => Some("SUBSTR(p.name_key, LENGTH(p.name_key) - LENGTH(p.first_name) + 1)"),
        Column::LastName => Some("p.name_key"),
        Column::Email => Some("p.email_key"),
        Column::SignedIn => Some("COALESCE(p.last_signed_in_at, '1970-01-01T00:00:00+00:00')"),
        Column::Pending | Column::State => None,
    }
}
