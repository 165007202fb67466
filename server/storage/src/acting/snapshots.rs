//! How people stand after lines of the audit that may have changed it, kept with these lines: *Who may act?* is answered
//! from them for any moment that has passed. Read in the transaction of the change itself, as the last thing before its
//! lines, so that all lines of a change say how it ended.

use std::collections::{BTreeMap, BTreeSet};

use domain::PersonId;
use domain::audit::Entry;
use sqlx::FromRow;
use uuid::Uuid;

use super::facts::{FactRow, fact_columns};
use crate::Result;
use crate::error::readable;
use crate::sql::{Link, Statement};

/// How a person stands after a line of the audit.
pub(crate) struct Snapshot {
    /// Its number among those of the person.
    pub(crate) number: i64,
    /// The state of the account.
    pub(crate) account: &'static str,
    /// The access to the organisation of the line, where it names one and may have changed it.
    pub(crate) access: Option<String>,
}

#[derive(FromRow)]
struct PersonRow {
    person_id: Uuid,
    organisation_id: Option<Uuid>,
    #[sqlx(flatten)]
    fact: FactRow,
}

/// A person, as the lines of one change leave them.
struct Person {
    account: &'static str,
    /// By organisation.
    access: BTreeMap<Uuid, String>,
    /// The number of the last snapshot.
    last: i64,
}

/// Whom a line may have changed.
fn touched(entry: &Entry) -> Option<Uuid> {
    let touches = entry.event.touches_account() || entry.event.touches_access();
    entry.person.filter(|_| touches).map(PersonId::uuid)
}

/// How each line leaves the person whom it may have changed; nothing for other lines, and for people who are gone.
pub(crate) async fn after(link: &mut Link, entries: &[Entry]) -> Result<Vec<Option<Snapshot>>> {
    let asked: BTreeSet<Uuid> = entries.iter().filter_map(touched).collect();
    let mut people = if asked.is_empty() {
        BTreeMap::new()
    } else {
        read(link, &asked).await?
    };
    let snapshot = |entry: &Entry| {
        let person = people.get_mut(&touched(entry)?)?;
        person.last += 1;
        let there = entry.organisation.filter(|_| entry.event.touches_access());
        let none = || "null".to_owned();
        Some(Snapshot {
            number: person.last,
            account: person.account,
            access: there.map(|at| person.access.get(&at.uuid()).cloned().unwrap_or_else(none)),
        })
    };
    Ok(entries.iter().map(snapshot).collect())
}

async fn read(link: &mut Link, asked: &BTreeSet<Uuid>) -> Result<BTreeMap<Uuid, Person>> {
    let places = link.tuples(1, asked.len());
    // Other changes to the same people wait, so that numbers count the snapshots in the order in which they come to last.
    let hold = format!("UPDATE people SET version = version + 1 WHERE id IN (VALUES {places})");
    bind(link.sql(hold), asked).run().await?;
    let rows = format!(
        "WITH asked (id) AS (VALUES {places})
         SELECT h.id AS person_id, m.organisation_id, {}
         FROM asked
         JOIN people AS h ON h.id = asked.id
         LEFT JOIN members AS m ON m.person_id = h.id
         LEFT JOIN member_roles AS mr ON mr.member_id = m.id
         ORDER BY asked.id, m.organisation_id, mr.role, mr.roster_id NULLS FIRST",
        fact_columns!()
    );
    let rows: Vec<PersonRow> = bind(link.sql(rows), asked).all().await?;
    let last = format!(
        "WITH asked (id) AS (VALUES {places})
         SELECT a.person_id, MAX(a.standing_no)
         FROM asked
         JOIN audit AS a ON a.person_id = asked.id
         WHERE a.standing_no IS NOT NULL
         GROUP BY a.person_id"
    );
    let last: Vec<(Uuid, i64)> = bind(link.sql(last), asked).all().await?;
    let mut people = BTreeMap::new();
    for own in rows.chunk_by(|one, next| one.person_id == next.person_id) {
        let Some(first) = own.first() else { continue };
        let state = readable(first.fact.account()?, "state of an account")?;
        let mut access = BTreeMap::new();
        for there in own.chunk_by(|one, next| one.organisation_id == next.organisation_id) {
            let Some(organisation) = there.first().and_then(|row| row.organisation_id) else {
                continue;
            };
            let facts: Vec<&FactRow> = there.iter().map(|row| &row.fact).collect();
            let text = serde_json::to_string(&FactRow::access(&facts)?);
            access.insert(organisation, readable(text.ok(), "access")?);
        }
        let person = Person {
            account: state.tag(),
            access,
            last: 0,
        };
        people.insert(first.person_id, person);
    }
    for (id, number) in last {
        if let Some(person) = people.get_mut(&id) {
            person.last = number;
        }
    }
    Ok(people)
}

fn bind<'l>(mut statement: Statement<'l>, people: &BTreeSet<Uuid>) -> Statement<'l> {
    for person in people {
        statement = statement.bind(*person);
    }
    statement
}
