//! The audit: rows are added by a change's commit and never touched again; the databases refuse it by trigger.

use chrono::{DateTime, Utc};
use domain::audit::{Entry, Event};
use domain::{AuditId, BatchId, Moment, OrganisationId, PersonId, RequestId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::readable;
use crate::repositories::AuditTrail;
use crate::sql::Link;
use crate::{Result, acting, fresh};

/// A line of the audit, with names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its id.
    pub id: AuditId,
    /// When.
    pub at: Moment,
    /// What.
    pub event: Event,
    /// Who, where it was a person with an account.
    pub actor: Option<PersonId>,
    /// Who, by name.
    pub by: Option<String>,
    /// For which organisation.
    pub organisation: Option<OrganisationId>,
    /// About whom.
    pub person: Option<PersonId>,
    /// About whom, by name.
    pub about: Option<String>,
    /// How it was.
    pub before: Option<String>,
    /// How it is now.
    pub after: Option<String>,
    /// Why.
    pub why: Option<String>,
    /// The request in which it happened.
    pub request: RequestId,
}

/// A line of the audit as the person whom it is about may know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concerning {
    /// When.
    pub at: Moment,
    /// What.
    pub event: Event,
    /// The organisation's code.
    pub organisation: Option<String>,
    /// Why.
    pub why: Option<String>,
}

#[derive(FromRow)]
struct ConcerningRow {
    at: DateTime<Utc>,
    event: String,
    code: Option<String>,
    why: Option<String>,
}

/// Everything of a [`ToldRow`] but its conditions.
macro_rules! told {
    () => {
        "SELECT a.id, a.at, a.event, a.actor_id, a.organisation_id, a.person_id, a.before, a.after, a.why, a.request_id,
             b.first_name AS by_first_name, b.last_name AS by_last_name,
             s.first_name AS about_first_name, s.last_name AS about_last_name
         FROM audit AS a
         LEFT JOIN people AS b ON b.id = a.actor_id
         LEFT JOIN people AS s ON s.id = a.person_id"
    };
}

#[derive(FromRow)]
struct ToldRow {
    id: Uuid,
    at: DateTime<Utc>,
    event: String,
    actor_id: Option<Uuid>,
    organisation_id: Option<Uuid>,
    person_id: Option<Uuid>,
    before: Option<String>,
    after: Option<String>,
    why: Option<String>,
    request_id: Uuid,
    by_first_name: Option<String>,
    by_last_name: Option<String>,
    about_first_name: Option<String>,
    about_last_name: Option<String>,
}

impl ToldRow {
    fn read(self) -> Result<Told> {
        let name = |(first, last): (String, String)| format!("{first} {last}");
        Ok(Told {
            id: AuditId::new(self.id),
            at: Moment::new(self.at),
            event: readable(Event::from_tag(&self.event), "event")?,
            actor: self.actor_id.map(PersonId::new),
            by: self.by_first_name.zip(self.by_last_name).map(name),
            organisation: self.organisation_id.map(OrganisationId::new),
            person: self.person_id.map(PersonId::new),
            about: self.about_first_name.zip(self.about_last_name).map(name),
            before: self.before,
            after: self.after,
            why: self.why,
            request: RequestId::new(self.request_id),
        })
    }
}

impl<Way> AuditTrail<'_, Way> {
    /// What happened at an organisation, newest first: only some events, if so asked, and only what is older than a line
    /// of the same organisation.
    pub async fn of_organisation(
        self,
        organisation: OrganisationId,
        events: Option<&[Event]>,
        before: Option<AuditId>,
        most: u16,
    ) -> Result<Vec<Told>> {
        let events = events.unwrap_or(&Event::ALL);
        let older = match before {
            Some(_) => {
                "AND (a.at, a.id) < (SELECT c.at, c.id FROM audit AS c WHERE c.id = $2 AND c.organisation_id = $1)"
            }
            None => "",
        };
        let first = if before.is_some() { 3 } else { 2 };
        let names: Vec<String> = (0..events.len()).map(|event| format!("${}", first + event)).collect();
        let text = format!(
            "{} WHERE a.organisation_id = $1 {older} AND a.event IN ({}) ORDER BY a.at DESC, a.id DESC LIMIT ${}",
            told!(),
            names.join(", "),
            first + events.len()
        );
        let mut statement = self.link.sql(text).bind(organisation.uuid());
        if let Some(before) = before {
            statement = statement.bind(before.uuid());
        }
        for event in events {
            statement = statement.bind(event.tag());
        }
        let rows: Vec<ToldRow> = statement.bind(i64::from(most)).all().await?;
        rows.into_iter().map(ToldRow::read).collect()
    }

    /// What happened that was about a person, newest first.
    pub async fn of_person(self, person: PersonId, most: u16) -> Result<Vec<Told>> {
        let rows: Vec<ToldRow> = self
            .link
            .sql(concat!(
                told!(),
                " WHERE a.person_id = $1 ORDER BY a.at DESC, a.id DESC LIMIT $2"
            ))
            .bind(person.uuid())
            .bind(i64::from(most))
            .all()
            .await?;
        rows.into_iter().map(ToldRow::read).collect()
    }

    /// How many lines tell of an applicant: of what happened to them at an organisation, and of what may have changed the
    /// account, the address or the name ([`Event::touches_applicant`]). With one more than a while ago, something changed.
    pub async fn about_applicant(self, person: PersonId, organisation: OrganisationId) -> Result<i64> {
        let events: Vec<Event> = Event::ALL
            .into_iter()
            .filter(|event| event.touches_applicant())
            .collect();
        let names: Vec<String> = (3..3 + events.len()).map(|place| format!("${place}")).collect();
        let mut statement = self
            .link
            .sql(format!(
                "SELECT COUNT(*) FROM audit AS a
                 WHERE a.person_id = $1 AND (a.organisation_id = $2 OR a.event IN ({}))",
                names.join(", ")
            ))
            .bind(person.uuid())
            .bind(organisation.uuid());
        for event in events {
            statement = statement.bind(event.tag());
        }
        let (count,): (i64,) = statement.one().await?;
        Ok(count)
    }

    /// Whether somebody has done something for an organisation since a moment, other than for themselves.
    pub async fn acted_since(self, person: PersonId, organisation: OrganisationId, since: Moment) -> Result<bool> {
        let (any,): (bool,) = self
            .link
            .sql(
                "SELECT EXISTS (
                     SELECT 1 FROM audit AS a
                     WHERE a.organisation_id = $1 AND a.at >= $2 AND a.actor_id = $3
                       AND (a.person_id IS NULL OR a.person_id <> $3))",
            )
            .bind(organisation.uuid())
            .bind(since.utc())
            .bind(person.uuid())
            .one()
            .await?;
        Ok(any)
    }

    /// Every line about a person, newest first, as that person may know of it.
    pub async fn concerning(self, person: PersonId) -> Result<Vec<Concerning>> {
        let rows: Vec<ConcerningRow> = self
            .link
            .sql(
                "SELECT a.at, a.event, o.code, a.why
                 FROM audit AS a
                 LEFT JOIN organisations AS o ON o.id = a.organisation_id
                 WHERE a.person_id = $1
                 ORDER BY a.at DESC, a.id DESC",
            )
            .bind(person.uuid())
            .all()
            .await?;
        let read = |row: ConcerningRow| {
            Ok(Concerning {
                at: Moment::new(row.at),
                event: readable(Event::from_tag(&row.event), "event")?,
                organisation: row.code,
                why: row.why,
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// How many lines an import has.
    pub async fn count_in_batch(self, batch: BatchId) -> Result<i64> {
        let (count,): (i64,) = self
            .link
            .sql("SELECT COUNT(*) FROM audit WHERE batch_id = $1")
            .bind(batch.uuid())
            .one()
            .await?;
        Ok(count)
    }
}

/// Adds lines, many at once; their ids are in the order of the lines. A line that may have changed how a person stands keeps
/// how they stand after it.
pub(crate) async fn record(link: &mut Link, entries: &[Entry]) -> Result<()> {
    for lot in entries.chunks(1_000) {
        let snapshots = acting::after(link, lot).await?;
        let mut statement = link.sql(format!(
            "INSERT INTO audit (id, at, event, actor_kind, actor_id, organisation_id, person_id, before, after, why,
                 request_id, batch_id, standing_no, account_state, access)
             VALUES {}",
            link.tuples(15, lot.len())
        ));
        for (entry, snapshot) in lot.iter().zip(&snapshots) {
            let snapshot = snapshot.as_ref();
            statement = statement
                .bind(fresh(entry.at))
                .bind(entry.at.utc())
                .bind(entry.event.tag())
                .bind(entry.actor.tag())
                .bind(entry.actor.person().map(PersonId::uuid))
                .bind(entry.organisation.map(OrganisationId::uuid))
                .bind(entry.person.map(PersonId::uuid))
                .bind(entry.before.as_deref())
                .bind(entry.after.as_deref())
                .bind(entry.why.as_deref())
                .bind(entry.request.uuid())
                .bind(entry.batch.map(BatchId::uuid))
                .bind(snapshot.map(|snapshot| snapshot.number))
                .bind(snapshot.map(|snapshot| snapshot.account))
                .bind(snapshot.and_then(|snapshot| snapshot.access.as_deref()));
        }
        statement.run().await?;
    }
    Ok(())
}
