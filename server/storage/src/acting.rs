//! Who may act: what is known of a person at an organisation, now or at a moment of the past, and who can be asked about.
//! What the past is known from is written with the audit (`acting/snapshots.rs`). The rule stands in `domain::acting`.

mod facts;
mod snapshots;

use chrono::{DateTime, Utc};
use domain::accounts::{Account, AccountState};
use domain::acting::{Access, Facts, Known, Place};
use domain::audit::Event;
use domain::text::{prefix_end, words};
use domain::{Moment, OrganisationId, PersonId, RosterId};
use sqlx::FromRow;
use uuid::Uuid;

pub(crate) use self::facts::{FactRow, fact_columns};
pub(crate) use self::snapshots::after;
use crate::Result;
use crate::error::readable;
use crate::people::{AccountRow, account_columns};
use crate::repositories::Acting;
use crate::sql::Link;

/// The most words of a search that are looked at; what follows would hardly narrow it.
const WORDS_MOST: usize = 6;

/// How many lines of the audit may have changed something up to a moment, and after it.
#[derive(FromRow)]
struct Lines {
    before: i64,
    later: i64,
}

impl<Way> Acting<'_, Way> {
    /// What is known of a person at an organisation at a moment: as it is kept, where the moment has not passed, else as
    /// the audit tells.
    pub async fn facts(self, person: PersonId, organisation: OrganisationId, at: Moment, now: Moment) -> Result<Facts> {
        if at >= now {
            return live(self.link, person, organisation).await;
        }
        Ok(Facts {
            account: account_at(self.link, person, organisation, at).await?,
            access: access_at(self.link, person, organisation, at).await?,
        })
    }

    /// A roster or roster group of an organisation, closed ones too, with the group that it stands in.
    pub async fn place(self, roster: RosterId, organisation: OrganisationId) -> Result<Option<Place>> {
        let row: Option<(Option<Uuid>,)> = self
            .link
            .sql("SELECT group_id FROM rosters WHERE id = $1 AND organisation_id = $2")
            .bind(roster.uuid())
            .bind(organisation.uuid())
            .optional()
            .await?;
        Ok(row.map(|(group,)| Place::Roster {
            id: roster,
            group: group.map(RosterId::new),
        }))
    }

    /// Those who are or were members of an organisation and whom all these words find, by name; each word is the
    /// beginning of a name or of a piece of the address.
    pub async fn found_there(self, organisation: OrganisationId, who: &str, most: u16) -> Result<Vec<Account>> {
        let mut beginnings = words(who);
        beginnings.truncate(WORDS_MOST);
        if beginnings.is_empty() {
            return Ok(Vec::new());
        }
        let meets = (0..beginnings.len()).map(|word| {
            let (from, to) = (2 * word + 2, 2 * word + 3);
            format!(
                " AND m.person_id IN (
                     SELECT t.person_id FROM person_terms AS t WHERE t.term >= ${from} AND t.term < ${to})"
            )
        });
        let text = format!(
            "WITH found AS MATERIALIZED (
                 SELECT m.person_id AS id FROM members AS m WHERE m.organisation_id = $1{}
             )
             SELECT {}
             FROM found
             JOIN people AS p ON p.id = found.id
             ORDER BY p.name_key, p.id
             LIMIT {most}",
            meets.collect::<Vec<_>>().concat(),
            account_columns!()
        );
        let mut statement = self.link.sql(text).bind(organisation.uuid());
        for beginning in &beginnings {
            statement = statement.bind(beginning.clone()).bind(prefix_end(beginning));
        }
        let rows: Vec<AccountRow> = statement.all().await?;
        rows.into_iter().map(AccountRow::read).collect()
    }

    /// Somebody who is or was a member of an organisation.
    pub async fn one_there(self, organisation: OrganisationId, person: PersonId) -> Result<Option<Account>> {
        let row: Option<AccountRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                account_columns!(),
                " FROM members AS m
                 JOIN people AS p ON p.id = m.person_id
                 WHERE m.organisation_id = $1 AND m.person_id = $2"
            ))
            .bind(organisation.uuid())
            .bind(person.uuid())
            .optional()
            .await?;
        row.map(AccountRow::read).transpose()
    }

    /// First and last names of people; whoever is gone has none.
    pub async fn names(self, people: &[PersonId]) -> Result<Vec<(PersonId, String)>> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let mut statement = self.link.sql(format!(
            "SELECT p.id, p.first_name, p.last_name FROM people AS p WHERE p.id IN (VALUES {})",
            self.link.tuples(1, people.len())
        ));
        for person in people {
            statement = statement.bind(person.uuid());
        }
        let rows: Vec<(Uuid, String, String)> = statement.all().await?;
        let read = |(id, first, last): (Uuid, String, String)| (PersonId::new(id), format!("{first} {last}"));
        Ok(rows.into_iter().map(read).collect())
    }
}

/// As it is kept now.
async fn live(link: &mut Link, person: PersonId, organisation: OrganisationId) -> Result<Facts> {
    let rows: Vec<FactRow> = link
        .sql(concat!(
            "SELECT ",
            fact_columns!(),
            " FROM people AS h
             LEFT JOIN members AS m ON m.person_id = h.id AND m.organisation_id = $2
             LEFT JOIN member_roles AS mr ON mr.member_id = m.id
             WHERE h.id = $1
             ORDER BY mr.role, mr.roster_id NULLS FIRST"
        ))
        .bind(person.uuid())
        .bind(organisation.uuid())
        .all()
        .await?;
    FactRow::read(&rows.iter().collect::<Vec<_>>())
}

/// The account at a moment that has passed.
async fn account_at(
    link: &mut Link,
    person: PersonId,
    organisation: OrganisationId,
    at: Moment,
) -> Result<Known<AccountState>> {
    let kept: Option<(Option<String>,)> = link
        .sql(
            "SELECT a.account_state FROM audit AS a
             WHERE a.person_id = $1 AND a.standing_no IS NOT NULL AND a.at <= $2
             ORDER BY a.standing_no DESC
             LIMIT 1",
        )
        .bind(person.uuid())
        .bind(at.utc())
        .optional()
        .await?;
    if let Some((Some(state),)) = kept {
        return Ok(Known::As(readable(
            AccountState::from_tag(&state),
            "state of an account",
        )?));
    }
    let lines = lines(link, person, None, at).await?;
    without_snapshot(&lines, async || Ok(live(link, person, organisation).await?.account)).await
}

/// The access at a moment that has passed.
async fn access_at(
    link: &mut Link,
    person: PersonId,
    organisation: OrganisationId,
    at: Moment,
) -> Result<Known<Access>> {
    let kept: Option<(Option<String>,)> = link
        .sql(
            "SELECT a.access FROM audit AS a
             WHERE a.person_id = $1 AND a.organisation_id = $2 AND a.access IS NOT NULL AND a.at <= $3
             ORDER BY a.standing_no DESC
             LIMIT 1",
        )
        .bind(person.uuid())
        .bind(organisation.uuid())
        .bind(at.utc())
        .optional()
        .await?;
    if let Some((Some(text),)) = kept {
        let access: Option<Access> = readable(serde_json::from_str(&text).ok(), "access")?;
        return Ok(access.map_or(Known::Nothing, Known::As));
    }
    let lines = lines(link, person, Some(organisation), at).await?;
    without_snapshot(&lines, async || Ok(live(link, person, organisation).await?.access)).await
}

/// What is known without a snapshot: it was as it is now, where nothing has changed since; else lines that tell nothing
/// leave it open, and where there is none there was nothing.
async fn without_snapshot<T>(lines: &Lines, live: impl AsyncFnOnce() -> Result<Known<T>>) -> Result<Known<T>> {
    match (lines.before, lines.later) {
        (_, 0) => live().await,
        (0, _) => Ok(Known::Nothing),
        _ => Ok(Known::Unknown),
    }
}

/// The lines that may have changed a person's account, or the access to an organisation.
async fn lines(link: &mut Link, person: PersonId, organisation: Option<OrganisationId>, at: Moment) -> Result<Lines> {
    let (there, first) = if organisation.is_some() {
        ("AND a.organisation_id = $3", 4)
    } else {
        ("", 3)
    };
    let touches = |event: &Event| match organisation {
        Some(_) => event.touches_access(),
        None => event.touches_account(),
    };
    let events: Vec<Event> = Event::ALL.into_iter().filter(touches).collect();
    let names: Vec<String> = (0..events.len()).map(|event| format!("${}", first + event)).collect();
    let moment: DateTime<Utc> = at.utc();
    let mut statement = link
        .sql(format!(
            "SELECT CAST(COALESCE(SUM(CASE WHEN a.at <= $2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS before,
                 CAST(COALESCE(SUM(CASE WHEN a.at <= $2 THEN 0 ELSE 1 END), 0) AS BIGINT) AS later
             FROM audit AS a
             WHERE a.person_id = $1 {there} AND a.event IN ({})",
            names.join(", ")
        ))
        .bind(person.uuid())
        .bind(moment);
    if let Some(organisation) = organisation {
        statement = statement.bind(organisation.uuid());
    }
    for event in events {
        statement = statement.bind(event.tag());
    }
    statement.one().await
}
