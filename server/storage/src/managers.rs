//! Whom the register of practice managers lists: what a file says is staged and compared here, and applied in
//! `managers/applying.rs`. The rules stand in `domain::managers`, reading a file is for `server`; batches, which bring other
//! things too, are in `imports/batch.rs`, and what a listing gives in `pre_approvals.rs`.

mod applying;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::managers::{At, Kept, Listed, Matching, ToReview};
use domain::permission::Role;
use domain::{BatchId, EmailAddress, Moment, OrganisationId, PersonId, PersonName, PreApprovalId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::readable;
use crate::organisations::{read_code, read_day};
use crate::repositories::Managers;
use crate::sql::Link;
use crate::{Change, Result};

/// A good line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManagerLine {
    /// Its number, from 1.
    pub line: u64,
    /// What it says.
    pub listed: Listed,
}

#[derive(FromRow)]
struct ListedRow {
    organisation_id: Uuid,
    code: String,
    organisation: String,
    first_name: String,
    last_name: String,
    email: String,
    role: String,
    starts_on: String,
    ends_on: String,
}

#[derive(FromRow)]
struct KeptRow {
    #[sqlx(flatten)]
    row: ListedRow,
    listed_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    pre_approval_id: Option<Uuid>,
}

#[derive(FromRow)]
struct ToReviewRow {
    person_id: Uuid,
    first_name: String,
    last_name: String,
    email: String,
    code: String,
    organisation: String,
    ended_at: DateTime<Utc>,
}

impl ListedRow {
    fn read(self) -> Result<Listed> {
        let name = |text: &str| readable(PersonName::parse(text).ok(), "name of a manager");
        Ok(Listed {
            at: At {
                organisation: OrganisationId::new(self.organisation_id),
                code: read_code(&self.code)?,
                name: self.organisation,
            },
            first_name: name(&self.first_name)?,
            last_name: name(&self.last_name)?,
            email: readable(EmailAddress::parse(&self.email).ok(), "e-mail address")?,
            role: readable(Role::from_tag(&self.role), "role")?,
            starts: read_day(&self.starts_on)?,
            ends: read_day(&self.ends_on)?,
        })
    }
}

impl KeptRow {
    fn read(self) -> Result<Kept> {
        let listed = self.row.read()?;
        Ok(Kept {
            at: listed.at,
            first_name: listed.first_name,
            last_name: listed.last_name,
            email: listed.email,
            role: listed.role,
            starts: listed.starts,
            ends: listed.ends,
            listed: self.ended_at.is_none(),
            listed_at: Moment::new(self.listed_at),
            pre_approval: self.pre_approval_id.map(PreApprovalId::new),
        })
    }
}

/// Those who are in by an address that is no longer listed, whichever address their account has by now.
macro_rules! to_review {
    () => {
        "FROM managers AS g
         JOIN organisations AS o ON o.id = g.organisation_id
         LEFT JOIN pre_approvals AS a ON a.id = g.pre_approval_id
         LEFT JOIN people AS w ON w.email_key = g.email_key
         JOIN members AS m ON m.person_id = COALESCE(a.used_by, w.id) AND m.organisation_id = g.organisation_id
         JOIN people AS p ON p.id = m.person_id
         WHERE g.ended_at IS NOT NULL AND m.state = 'active' AND p.state = 'confirmed'"
    };
}

impl<Way> Managers<'_, Way> {
    /// How many entries the register lists now.
    pub async fn listed(self) -> Result<i64> {
        let (count,): (i64,) = self
            .link
            .sql("SELECT COUNT(*) FROM managers WHERE ended_at IS NULL")
            .one()
            .await?;
        Ok(count)
    }

    /// The latest of those who are in but no longer listed, and how many they are.
    pub async fn to_review(self, most: usize) -> Result<(Vec<ToReview>, i64)> {
        let (count,): (i64,) = self.link.sql(concat!("SELECT COUNT(*) ", to_review!())).one().await?;
        let rows: Vec<ToReviewRow> = self
            .link
            .sql(format!(
                "SELECT p.id AS person_id, p.first_name, p.last_name, g.email, o.code, o.name AS organisation, g.ended_at
                 {}
                 ORDER BY g.ended_at DESC, o.code, g.id
                 LIMIT {most}",
                to_review!()
            ))
            .all()
            .await?;
        let read = |row: ToReviewRow| {
            Ok(ToReview {
                person: PersonId::new(row.person_id),
                name: format!("{} {}", row.first_name, row.last_name),
                email: row.email,
                code: read_code(&row.code)?,
                organisation: row.organisation,
                since: Moment::new(row.ended_at).in_london(),
            })
        };
        Ok((rows.into_iter().map(read).collect::<Result<_>>()?, count))
    }

    /// What the difference that a batch makes is found from.
    pub async fn matching(self, batch: BatchId) -> Result<Matching> {
        let doubts: Vec<(String,)> = self
            .link
            .sql("SELECT who FROM staged_doubts WHERE batch_id = $1")
            .bind(batch.uuid())
            .all()
            .await?;
        Ok(Matching {
            listed: staged(self.link, batch).await?,
            kept: kept(self.link).await?,
            members: members(self.link, batch).await?,
            last_no: last_no(self.link, batch).await?,
            pre_approved: pre_approved(self.link, batch).await?,
            doubts: doubts.into_iter().map(|(who,)| who).collect(),
        })
    }
}

impl Managers<'_, Change> {
    /// Stages good lines.
    pub async fn stage(self, batch: BatchId, lines: &[ManagerLine]) -> Result<()> {
        for lot in lines.chunks(500) {
            let mut statement = self.link.sql(format!(
                "INSERT INTO staged_managers (batch_id, line, organisation_id, first_name, last_name, email, email_key, role,
                     starts_on, ends_on)
                 VALUES {}",
                self.link.tuples(10, lot.len())
            ));
            for ManagerLine { line, listed } in lot {
                statement = statement
                    .bind(batch.uuid())
                    .bind(i64::try_from(*line).unwrap_or(i64::MAX))
                    .bind(listed.at.organisation.uuid())
                    .bind(listed.first_name.as_str())
                    .bind(listed.last_name.as_str())
                    .bind(listed.email.as_typed())
                    .bind(listed.email.key())
                    .bind(listed.role.tag())
                    .bind(day(listed.starts))
                    .bind(day(listed.ends));
            }
            statement.run().await?;
        }
        Ok(())
    }
}

/// A day as it is kept.
fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// The entries of a staged file.
async fn staged(link: &mut Link, batch: BatchId) -> Result<Vec<Listed>> {
    let rows: Vec<ListedRow> = link
        .sql(
            "SELECT s.organisation_id, o.code, o.name AS organisation, s.first_name, s.last_name, s.email, s.role,
                 s.starts_on, s.ends_on
             FROM staged_managers AS s
             JOIN organisations AS o ON o.id = s.organisation_id
             WHERE s.batch_id = $1
             ORDER BY s.line",
        )
        .bind(batch.uuid())
        .all()
        .await?;
    rows.into_iter().map(ListedRow::read).collect()
}

/// Every entry that an import has ever listed.
async fn kept(link: &mut Link) -> Result<Vec<Kept>> {
    let rows: Vec<KeptRow> = link
        .sql(
            "SELECT g.organisation_id, o.code, o.name AS organisation, g.first_name, g.last_name, g.email, g.role,
                 g.starts_on, g.ends_on, g.listed_at, g.ended_at, g.pre_approval_id
             FROM managers AS g
             JOIN organisations AS o ON o.id = g.organisation_id",
        )
        .all()
        .await?;
    rows.into_iter().map(KeptRow::read).collect()
}

type Key = (OrganisationId, String);

fn key((organisation, email_key): (Uuid, String)) -> Key {
    (OrganisationId::new(organisation), email_key)
}

/// The entries of a file, and those that are kept, whose people are members of their practices.
async fn members(link: &mut Link, batch: BatchId) -> Result<HashSet<Key>> {
    let rows: Vec<(Uuid, String)> = link
        .sql(
            "SELECT s.organisation_id, s.email_key
             FROM staged_managers AS s
             JOIN people AS p ON p.email_key = s.email_key
             JOIN members AS m ON m.person_id = p.id AND m.organisation_id = s.organisation_id
             WHERE s.batch_id = $1 AND m.state = 'active'
             UNION
             SELECT g.organisation_id, g.email_key
             FROM managers AS g
             LEFT JOIN pre_approvals AS a ON a.id = g.pre_approval_id
             LEFT JOIN people AS p ON p.email_key = g.email_key
             JOIN members AS m ON m.person_id = COALESCE(a.used_by, p.id) AND m.organisation_id = g.organisation_id
             WHERE m.state = 'active'",
        )
        .bind(batch.uuid())
        .all()
        .await?;
    Ok(rows.into_iter().map(key).collect())
}

/// When whoever has the address of an entry was last revoked or rejected there.
async fn last_no(link: &mut Link, batch: BatchId) -> Result<HashMap<Key, Moment>> {
    let rows: Vec<(Uuid, String, DateTime<Utc>)> = link
        .sql(
            "SELECT said.organisation_id, said.email_key, MAX(said.at) FROM (
                 SELECT s.organisation_id, s.email_key, r.decided_at AS at
                 FROM staged_managers AS s
                 JOIN people AS p ON p.email_key = s.email_key
                 JOIN join_requests AS r ON r.person_id = p.id AND r.organisation_id = s.organisation_id
                 WHERE s.batch_id = $1 AND r.state = 'rejected'
                 UNION ALL
                 SELECT s.organisation_id, s.email_key, m.revoked_at AS at
                 FROM staged_managers AS s
                 JOIN people AS p ON p.email_key = s.email_key
                 JOIN members AS m ON m.person_id = p.id AND m.organisation_id = s.organisation_id
                 WHERE s.batch_id = $1 AND m.state = 'revoked'
             ) AS said
             GROUP BY said.organisation_id, said.email_key",
        )
        .bind(batch.uuid())
        .all()
        .await?;
    let read = |(organisation, email_key, at)| (key((organisation, email_key)), Moment::new(at));
    Ok(rows.into_iter().map(read).collect())
}

/// The entries of a file whose addresses have a live pre-approval there.
async fn pre_approved(link: &mut Link, batch: BatchId) -> Result<HashSet<Key>> {
    let rows: Vec<(Uuid, String)> = link
        .sql(
            "SELECT s.organisation_id, s.email_key
             FROM staged_managers AS s
             JOIN pre_approvals AS a ON a.organisation_id = s.organisation_id AND a.email_key = s.email_key
             WHERE s.batch_id = $1 AND a.used_at IS NULL AND a.ended_at IS NULL",
        )
        .bind(batch.uuid())
        .all()
        .await?;
    Ok(rows.into_iter().map(key).collect())
}
