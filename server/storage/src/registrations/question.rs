//! What the list *Manage registrations* asks of the databases: first which rows stand on a page, in the order of an index
//! where there is one, and then the rows themselves.

use std::fmt::Write as _;

use chrono::TimeDelta;
use domain::Moment;
use domain::join_requests::StateTag;
use domain::list::{Counted, Place};
use domain::permission::Scope;
use domain::registrations::{Column, Search, Shows};
use uuid::Uuid;

use super::RegisteredRow;
use crate::Result;
use crate::members::commissioner_above;
use crate::paging::{self, Beginnings, Direction};
use crate::scope::{WITHIN, everything, in_scope, viewer};
use crate::sql::{Link, Statement};

/// The columns that a person gives a row, from `people AS p`.
macro_rules! person_columns {
    () => {
        "p.id AS person_id, p.first_name, p.last_name, p.email"
    };
}

/// That a list of medics waits for an account to be confirmed: of `medics AS d`.
macro_rules! list_waits {
    () => {
        "d.ended_at IS NULL AND d.in_at IS NULL"
    };
}

/// That such a list names `people AS p`.
macro_rules! listed {
    () => {
        concat!(
            "EXISTS (SELECT 1 FROM medics AS d WHERE d.person_id = p.id AND ",
            list_waits!(),
            ")"
        )
    };
}

/// Requests at organisations in scope; conditions on `join_requests AS r` and `organisations AS o` follow.
const REQUESTS: &str = concat!(
    "SELECT r.id AS row_id, 'request' AS kind, ",
    person_columns!(),
    ", o.code AS organisation_code, o.name AS organisation_name, r.role, r.reason,
       r.state AS row_state, r.made_at, ($1 OR ",
    commissioner_above!("$2", "$3"),
    ") AS overseen, ",
    listed!(),
    " AS listed
     FROM join_requests AS r
     JOIN people AS p ON p.id = r.person_id
     JOIN organisations AS o ON o.id = r.organisation_id
     WHERE ",
    in_scope!("$1", "$2", "$3")
);

/// That an account is unconfirmed and asks for nothing. Support people who have yet to confirm are none: they are appointed,
/// and stand with the support team; nor are those who stand in the list as medics or as being added.
macro_rules! asking_for_nothing {
    () => {
        concat!(
            "p.state = 'unconfirmed'
           AND NOT EXISTS (
               SELECT 1 FROM join_requests AS r WHERE r.person_id = p.id AND r.state = 'awaiting_confirmation'
           )
           AND NOT EXISTS (SELECT 1 FROM service_members AS s WHERE s.person_id = p.id)
           AND NOT EXISTS (SELECT 1 FROM new_users AS n WHERE n.email_key = p.email_key AND n.state = 'open')
           AND NOT ",
            listed!()
        )
    };
}

const ASKING_FOR_NOTHING: &str = asking_for_nothing!();

/// Such accounts, for support only; conditions on `people AS p` follow.
const ACCOUNTS: &str = concat!(
    "SELECT p.id AS row_id, 'account' AS kind, ",
    person_columns!(),
    ", '' AS organisation_code, '' AS organisation_name, '' AS role, '' AS reason,
       'awaiting_confirmation' AS row_state, p.created_at AS made_at, $1 AS overseen, FALSE AS listed
     FROM people AS p
     WHERE $1 AND ",
    asking_for_nothing!()
);

/// People who are being added at organisations in scope, alike whether or not their address has an account; conditions on
/// `new_users AS n` and `organisations AS o` follow.
const NEW_USERS: &str = concat!(
    "SELECT n.id AS row_id, 'new_user' AS kind, NULL AS person_id, n.first_name, n.last_name, n.email,
       o.code AS organisation_code, o.name AS organisation_name,
       '' AS role, '' AS reason, 'awaiting_confirmation' AS row_state, n.made_at, $1 AS overseen, FALSE AS listed
     FROM new_users AS n
     JOIN organisations AS o ON o.id = n.organisation_id
     WHERE n.state = 'open' AND ",
    in_scope!("$1", "$2", "$3")
);

/// Medics whom organisations in scope list and who have not confirmed, once for each organisation: by the names that it lists,
/// which are not those that somebody may have registered with. Conditions on `medics AS d` and `organisations AS o` follow.
const MEDICS: &str = concat!(
    "SELECT d.id AS row_id, 'medic' AS kind, p.id AS person_id, d.first_name, d.last_name, p.email,
       o.code AS organisation_code, o.name AS organisation_name, '' AS role, '' AS reason,
       'awaiting_confirmation' AS row_state, d.listed_at AS made_at, ($1 OR ",
    commissioner_above!("$2", "$3"),
    ") AS overseen, TRUE AS listed
     FROM medics AS d
     JOIN people AS p ON p.id = d.person_id
     JOIN organisations AS o ON o.id = d.organisation_id
     WHERE p.state = 'unconfirmed' AND ",
    list_waits!(),
    " AND ",
    in_scope!("$1", "$2", "$3")
);

/// A question of the list: what every one of its statements is bound to.
pub(super) struct Question<'s> {
    scope: Scope,
    now: Moment,
    search: &'s Search,
    beginnings: Beginnings,
}

/// How many places scope and present take, with the age that is asked for.
const PLACES: usize = 4;

/// One of the tables that rows come from, as far as it is asked for: first which rows stand on a page is found, in the order
/// of an index where there is one, and the rows themselves are read then.
struct Branch {
    /// The row's id.
    id: &'static str,
    /// What the list is sorted by.
    key: &'static str,
    /// From where, and which.
    which: String,
}

impl Branch {
    /// In which order its rows are found. Where all have the same key it is that of the ids, which an index has.
    fn order(&self, order: &str) -> String {
        if is_constant(self.key) {
            format!("row_id {order}")
        } else {
            format!("sort_key {order}, row_id {order}")
        }
    }
}

impl<'s> Question<'s> {
    pub(super) fn new(scope: Scope, search: &'s Search, now: Moment) -> Self {
        Self {
            scope,
            now,
            search,
            beginnings: Beginnings::of(&search.organisation),
        }
    }

    /// What stands before a statement: `within`, where the scope is not everything, and `found`, the organisations that are
    /// searched for.
    fn with(&self) -> String {
        let within = (!self.scope.is_everything()).then(|| WITHIN.to_owned());
        let found = (!self.beginnings.is_empty()).then(|| self.beginnings.found(PLACES));
        let all: Vec<String> = within.into_iter().chain(found).collect();
        if all.is_empty() {
            String::new()
        } else {
            format!("WITH {} ", all.join(", "))
        }
    }

    /// Whether everything is looked through: then rows are found in the order of an index, and not sorted.
    fn is_everything(&self) -> bool {
        self.scope.is_everything() && self.beginnings.is_empty()
    }

    /// A table with the organisations of its rows: in scope, found, and named where the list is sorted by them. `CROSS JOIN`
    /// has `SQLite` begin with the few.
    fn from(&self, table: &str, alias: &str, key: &str) -> (String, String) {
        let (mut from, mut conditions) = (String::new(), String::new());
        if !self.scope.is_everything() {
            from.push_str("within CROSS JOIN ");
            // Writing into a string cannot fail.
            let _ = write!(conditions, " AND {alias}.organisation_id = within.id");
        }
        if !self.beginnings.is_empty() {
            from.push_str("found CROSS JOIN ");
            let _ = write!(conditions, " AND {alias}.organisation_id = found.organisation_id");
        }
        // Of a medic it matters whatever the order whether the account is confirmed.
        if table == "medics" {
            let _ = write!(conditions, " AND p.id = {alias}.person_id");
            if self.is_everything() && key.contains("p.") {
                let _ = write!(from, "people AS p CROSS JOIN {table} AS {alias}");
            } else {
                let _ = write!(from, "{table} AS {alias} CROSS JOIN people AS p");
            }
        } else {
            let _ = write!(from, "{table} AS {alias}");
        }
        if key.starts_with("o.") {
            from.push_str(" JOIN organisations AS o ON o.id = ");
            let _ = write!(from, "{alias}.organisation_id");
        }
        (from, conditions)
    }

    /// Where the rows come from.
    fn branches(&self) -> Vec<Branch> {
        let [_, of_accounts, of_new_users, of_medics] = keys(self.search.sort.column);
        let mut branches = self.requests();
        if matches!(
            self.search.shows,
            Shows::Waiting | Shows::AwaitingConfirmation | Shows::All
        ) {
            if self.is_everything() {
                branches.push(Branch {
                    id: "p.id",
                    key: of_accounts,
                    which: format!(" FROM people AS p WHERE {ASKING_FOR_NOTHING} AND p.created_at <= $4"),
                });
            }
            let (from, conditions) = self.from("new_users", "n", of_new_users);
            branches.push(Branch {
                id: "n.id",
                key: of_new_users,
                which: format!(" FROM {from} WHERE n.state = 'open' AND n.made_at <= $4{conditions}"),
            });
            let (from, conditions) = self.from("medics", "d", of_medics);
            branches.push(Branch {
                id: "d.id",
                key: of_medics,
                which: format!(
                    " FROM {from} WHERE {} AND p.state = 'unconfirmed' AND d.listed_at <= $4{conditions}",
                    list_waits!()
                ),
            });
        }
        branches
    }

    /// Requests: of everything, those of each state by themselves, for so the indexes have them in order.
    fn requests(&self) -> Vec<Branch> {
        let column = self.search.sort.column;
        let [key, ..] = keys(column);
        let states = self.search.shows.states();
        let (from, conditions) = self.from("join_requests", "r", key);
        if self.is_everything() {
            let branches = states.iter().map(|state| Branch {
                id: "r.id",
                key: match (column, state) {
                    (Column::Approved, StateTag::Approved) => "1",
                    (Column::Approved, _) => "0",
                    _ => key,
                },
                which: format!(
                    " FROM {from} WHERE r.state = '{}' AND r.made_at <= $4{conditions}",
                    state.tag()
                ),
            });
            return branches.collect();
        }
        let mut which = format!(" FROM {from} WHERE r.made_at <= $4{conditions}");
        if self.search.shows != Shows::All {
            let states: Vec<String> = states.iter().map(|state| format!("'{}'", state.tag())).collect();
            // Writing into a string cannot fail.
            let _ = write!(which, " AND r.state IN ({})", states.join(", "));
        }
        vec![Branch { id: "r.id", key, which }]
    }

    /// Binds what scope, present and age are, and what is searched for.
    fn bind<'l>(&self, statement: Statement<'l>) -> Statement<'l> {
        self.beginnings.bind(self.bind_scope(statement))
    }

    fn bind_scope<'l>(&self, statement: Statement<'l>) -> Statement<'l> {
        let before = self.now.plus(-TimeDelta::days(self.search.age.days().into()));
        statement
            .bind(everything(self.scope))
            .bind(viewer(self.scope))
            .bind(self.now.utc())
            .bind(before.utc())
    }

    /// How many rows there are on all pages.
    pub(super) async fn count(&self, link: &mut Link) -> Result<Counted> {
        let rows: Vec<String> = self
            .branches()
            .iter()
            .map(|branch| format!("SELECT 1 AS one{}", branch.which))
            .collect();
        let counting = paging::counting(&format!("SELECT one FROM ({}) AS seen", rows.join(" UNION ALL ")));
        paging::counted(self.bind(link.sql(format!("{}{counting}", self.with())))).await
    }

    /// Which rows stand on a page: right after a row, right before it, or the first; one more than it holds, where there is
    /// one. The row at the edge is the last that is bound.
    pub(super) async fn page(&self, link: &mut Link, place: Place) -> Result<Vec<Uuid>> {
        let Direction { order, compare } = Direction::to(place, self.search.sort.descending);
        let most = self.search.size.rows() + 1;
        let found: Vec<String> = self
            .branches()
            .iter()
            .map(|branch| {
                let Branch { id, key, which } = branch;
                let order = branch.order(order);
                let edge = place.row().map_or_else(String::new, |_| {
                    format!(
                        " AND ({key}, {id}) {compare} (SELECT edge.sort_key, edge.row_id FROM ({}) AS edge)",
                        self.at_edge()
                    )
                });
                let rows = format!("SELECT {id} AS row_id, {key} AS sort_key{which}{edge}");
                // Few wait, and at the organisations that come last: all of them are found, then sorted. Otherwise
                // PostgreSQL may walk all organisations in the order of their names to find the first few.
                let rows = if key.starts_with("o.") {
                    format!("WITH few AS MATERIALIZED ({rows}) SELECT row_id, sort_key FROM few")
                } else {
                    rows
                };
                format!("SELECT row_id, sort_key FROM ({rows} ORDER BY {order} LIMIT {most}) AS seen")
            })
            .collect();
        let text = format!(
            "{}SELECT row_id FROM ({}) AS page ORDER BY sort_key {order}, row_id {order} LIMIT {most}",
            self.with(),
            found.join(" UNION ALL ")
        );
        let statement = self.bind(link.sql(text));
        let rows: Vec<(Uuid,)> = paging::bind_edge(statement, place).all().await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// What the row at the edge is sorted by, wherever it stands by now: a page that begins after a row goes on even when
    /// that row has been decided.
    fn at_edge(&self) -> String {
        let place = PLACES + self.beginnings.places() + 1;
        let [of_requests, of_accounts, of_new_users, of_medics] = keys(self.search.sort.column);
        format!(
            "SELECT r.id AS row_id, {of_requests} AS sort_key
             FROM join_requests AS r
             WHERE r.id = ${place}
             UNION ALL
             SELECT p.id AS row_id, {of_accounts} AS sort_key FROM people AS p WHERE p.id = ${place}
             UNION ALL
             SELECT n.id AS row_id, {of_new_users} AS sort_key
             FROM new_users AS n
             JOIN organisations AS o ON o.id = n.organisation_id
             WHERE n.id = ${place}
             UNION ALL
             SELECT d.id AS row_id, {of_medics} AS sort_key
             FROM medics AS d
             JOIN people AS p ON p.id = d.person_id
             JOIN organisations AS o ON o.id = d.organisation_id
             WHERE d.id = ${place}"
        )
    }

    /// The rows in scope with these ids, in their order; whatever is not there is left out.
    pub(super) async fn rows(&self, link: &mut Link, ids: &[Uuid]) -> Result<Vec<RegisteredRow>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let names: Vec<String> = (1..=ids.len()).map(|place| format!("(${})", PLACES + place)).collect();
        let names = names.join(", ");
        let text = format!(
            "{REQUESTS} AND r.id IN (VALUES {names})
             UNION ALL {ACCOUNTS} AND p.id IN (VALUES {names})
             UNION ALL {NEW_USERS} AND n.id IN (VALUES {names})
             UNION ALL {MEDICS} AND d.id IN (VALUES {names})"
        );
        let statement = self.bind_scope(link.sql(text));
        let statement = ids.iter().fold(statement, |statement, id| statement.bind(*id));
        let mut rows: Vec<RegisteredRow> = statement.all().await?;
        rows.sort_by_key(|row| ids.iter().position(|id| *id == row.row_id));
        Ok(rows)
    }
}

/// What the list sorts by, of requests, accounts, people who are being added and medics, as the indexes have it; text from
/// here only, never from an address.
const fn keys(column: Column) -> [&'static str; 4] {
    match column {
        Column::Created => ["r.made_at", "p.created_at", "n.made_at", "d.listed_at"],
        Column::Reason => ["LOWER(r.reason)", "''", "''", "''"],
        Column::FirstName => [
            "r.first_name_key",
            "SUBSTR(p.name_key, LENGTH(p.name_key) - LENGTH(p.first_name) + 1)",
            "SUBSTR(n.name_key, LENGTH(n.name_key) - LENGTH(n.first_name) + 1)",
            "SUBSTR(p.name_key, LENGTH(p.name_key) - LENGTH(p.first_name) + 1)",
        ],
        Column::LastName => ["r.name_key", "p.name_key", "n.name_key", "p.name_key"],
        Column::Organisation => ["r.organisation_key", "''", "o.name_key", "o.name_key"],
        Column::Role => [
            "r.role",
            "''",
            "COALESCE((SELECT MIN(w.role) FROM new_user_roles AS w WHERE w.new_user_id = n.id), '')",
            "'rostered_medic'",
        ],
        Column::Email => ["r.email_key", "p.email_key", "n.email_key", "p.email_key"],
        Column::Approved => ["CASE WHEN r.state = 'approved' THEN 1 ELSE 0 END", "0", "0", "0"],
    }
}

/// Whether a key is the same for all rows.
fn is_constant(key: &str) -> bool {
    !key.contains('.')
}
