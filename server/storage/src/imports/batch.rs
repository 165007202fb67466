//! Batches, whatever they bring: how far one is, and what came of it; what the page of an import shows.

use chrono::{DateTime, TimeDelta, Utc};
use domain::imports::{Figures, RESTS_MOST_MINUTES, RefusedLine, Trouble};
use domain::{BatchId, Moment, OrganisationId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::readable;
use crate::repositories::Imports;
use crate::sql::Link;
use crate::{Change, Result};

/// What a batch brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchOf {
    /// The register of organisations.
    Register,
    /// The rostered medics of an organisation.
    Medics(OrganisationId),
    /// The register of practice managers.
    Managers,
}

impl BatchOf {
    /// How it is stored.
    const fn tag(self) -> &'static str {
        match self {
            Self::Register => "organisations",
            Self::Medics(_) => "medics",
            Self::Managers => "managers",
        }
    }

    /// Whose it is, where it is an organisation's.
    fn organisation(self) -> Option<Uuid> {
        match self {
            Self::Register | Self::Managers => None,
            Self::Medics(organisation) => Some(organisation.uuid()),
        }
    }

    /// Reads what is stored.
    fn read(tag: &str, organisation: Option<Uuid>) -> Option<Self> {
        match (tag, organisation) {
            ("organisations", None) => Some(Self::Register),
            ("managers", None) => Some(Self::Managers),
            ("medics", Some(organisation)) => Some(Self::Medics(OrganisationId::new(organisation))),
            _ => None,
        }
    }
}

/// What came of a batch that is being applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CameTo {
    /// How many were new.
    pub new: usize,
    /// How many changed.
    pub changed: usize,
    /// How many stayed as they were.
    pub unchanged: usize,
    /// How many are no longer listed.
    pub unlisted: usize,
    /// How many lines that were good came to nothing after all.
    pub refused: usize,
}

/// A batch as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its id.
    pub id: BatchId,
    /// What it brings.
    pub of: BatchOf,
    /// What the file is called.
    pub file_name: String,
    /// When it was begun.
    pub begun: Moment,
    /// First and last name of who began it; the command line is nobody.
    pub by: Option<String>,
    /// Where it stands.
    pub state: BatchState,
    /// Its figures, as far as they are known.
    pub figures: Figures,
}

/// Where a batch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchState {
    /// So many rows are staged, of how many.
    Staging {
        /// Staged by now.
        staged: u32,
        /// Of how many.
        of: u32,
    },
    /// Everything is staged.
    Ready,
    /// Applied, and when.
    Applied(Moment),
    /// Given up, and why where nobody wanted it.
    Abandoned(Option<Trouble>),
}

#[derive(FromRow)]
struct BatchRow {
    id: Uuid,
    kind: String,
    organisation_id: Option<Uuid>,
    file_name: String,
    state: String,
    made_at: DateTime<Utc>,
    applied_at: Option<DateTime<Utc>>,
    alive_at: Option<DateTime<Utc>>,
    ready_at: Option<DateTime<Utc>>,
    staged: i64,
    good_rows: i64,
    lines_read: i64,
    new_ones: i64,
    changed_ones: i64,
    unlisted_ones: i64,
    unchanged_ones: Option<i64>,
    trouble: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
}

/// The columns of a [`BatchRow`].
const BATCH: &str =
    "SELECT b.id, b.kind, b.organisation_id, b.file_name, b.state, b.made_at, b.applied_at, b.alive_at, b.ready_at,
        b.staged, b.good_rows, b.lines_read, b.new_ones, b.changed_ones, b.unlisted_ones, b.unchanged_ones, b.trouble,
        p.first_name, p.last_name
     FROM batches AS b
     LEFT JOIN people AS p ON p.id = b.begun_by";

impl BatchRow {
    fn read(self, now: Moment) -> Result<Batch> {
        let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        let trouble = match self.trouble.as_deref() {
            None => None,
            Some(tag) => Some(readable(Trouble::from_tag(tag), "trouble of an import")?),
        };
        let alive = Moment::new(self.alive_at.unwrap_or(self.made_at));
        let state = match (self.state.as_str(), self.applied_at, self.ready_at) {
            ("applied", at, _) => BatchState::Applied(Moment::new(at.unwrap_or(self.made_at))),
            ("abandoned", ..) => BatchState::Abandoned(trouble),
            (_, _, Some(_)) => BatchState::Ready,
            // Its server has not been heard of: it is dead, and what it staged is swept in time.
            _ if alive.plus(TimeDelta::minutes(RESTS_MOST_MINUTES)) < now => {
                BatchState::Abandoned(Some(Trouble::Stopped))
            }
            _ => BatchState::Staging {
                staged: number(self.staged),
                of: number(self.good_rows),
            },
        };
        let (new, changed) = (number(self.new_ones), number(self.changed_ones));
        let applied = matches!(state, BatchState::Applied(_));
        Ok(Batch {
            id: BatchId::new(self.id),
            of: readable(BatchOf::read(&self.kind, self.organisation_id), "kind of an import")?,
            file_name: self.file_name,
            begun: Moment::new(self.made_at),
            by: self
                .first_name
                .zip(self.last_name)
                .map(|(first, last)| format!("{first} {last}")),
            state,
            figures: Figures {
                read: number(self.lines_read),
                new,
                changed,
                unchanged: match self.unchanged_ones {
                    Some(unchanged) => number(unchanged),
                    // From before it was kept.
                    None if applied => number(self.good_rows).saturating_sub(new).saturating_sub(changed),
                    None => 0,
                },
                unlisted: number(self.unlisted_ones),
                refused: number(self.lines_read).saturating_sub(number(self.good_rows)),
            },
        })
    }
}

impl<Way> Imports<'_, Way> {
    /// The latest batches of a kind, newest first.
    pub async fn latest(self, of: BatchOf, most: u16, now: Moment) -> Result<Vec<Batch>> {
        let whose = match of {
            BatchOf::Register | BatchOf::Managers => "b.organisation_id IS NULL AND b.kind = $1",
            BatchOf::Medics(_) => "b.kind = $1 AND b.organisation_id = $2",
        };
        let mut statement = self
            .link
            .sql(format!(
                "{BATCH} WHERE {whose} ORDER BY b.made_at DESC, b.id DESC LIMIT {most}"
            ))
            .bind(of.tag());
        if let Some(organisation) = of.organisation() {
            statement = statement.bind(organisation);
        }
        let rows: Vec<BatchRow> = statement.all().await?;
        rows.into_iter().map(|row| row.read(now)).collect()
    }

    /// One batch.
    pub async fn batch(self, id: BatchId, now: Moment) -> Result<Option<Batch>> {
        let row: Option<BatchRow> = self
            .link
            .sql(format!("{BATCH} WHERE b.id = $1"))
            .bind(id.uuid())
            .optional()
            .await?;
        row.map(|row| row.read(now)).transpose()
    }

    /// When something was last applied of what is nobody's own: a register.
    pub async fn last_applied(self, of: BatchOf) -> Result<Option<Moment>> {
        let (last,): (Option<DateTime<Utc>>,) = self
            .link
            .sql("SELECT MAX(applied_at) FROM batches WHERE organisation_id IS NULL AND kind = $1")
            .bind(of.tag())
            .one()
            .await?;
        Ok(last.map(Moment::new))
    }

    /// The first refused lines of a batch.
    pub async fn refused(self, id: BatchId, most: usize) -> Result<Vec<RefusedLine>> {
        let rows: Vec<(i64, String)> = self
            .link
            .sql(format!(
                "SELECT line, reason FROM refused_lines WHERE batch_id = $1 ORDER BY line LIMIT {most}"
            ))
            .bind(id.uuid())
            .all()
            .await?;
        let read = |(line, reason)| RefusedLine {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            reason,
        };
        Ok(rows.into_iter().map(read).collect())
    }
}

impl Imports<'_, Change> {
    /// Begins a batch; the command line is nobody.
    pub async fn begin(
        self,
        batch: BatchId,
        of: BatchOf,
        file_name: &str,
        by: Option<PersonId>,
        now: Moment,
    ) -> Result<()> {
        self.link
            .sql(
                "INSERT INTO batches (id, kind, organisation_id, file_name, state, made_at, begun_by, alive_at)
                 VALUES ($1, $2, $3, $4, 'staging', $5, $6, $5)",
            )
            .bind(batch.uuid())
            .bind(of.tag())
            .bind(of.organisation())
            .bind(file_name)
            .bind(now.utc())
            .bind(by.map(PersonId::uuid))
            .run()
            .await?;
        Ok(())
    }

    /// Keeps what was read: so many lines, so many of them good, and the first that were refused.
    pub async fn has_read(self, id: BatchId, lines: usize, good: usize, refused: &[(u64, String)]) -> Result<()> {
        self.link
            .sql("UPDATE batches SET lines_read = $2, good_rows = $3 WHERE id = $1")
            .bind(id.uuid())
            .bind(i64::try_from(lines).unwrap_or(i64::MAX))
            .bind(i64::try_from(good).unwrap_or(i64::MAX))
            .run()
            .await?;
        for lot in refused.chunks(500) {
            let mut statement = self.link.sql(format!(
                "INSERT INTO refused_lines (batch_id, line, reason) VALUES {}",
                self.link.tuples(3, lot.len())
            ));
            for (line, reason) in lot {
                statement = statement
                    .bind(id.uuid())
                    .bind(i64::try_from(*line).unwrap_or(i64::MAX))
                    .bind(reason.as_str());
            }
            statement.run().await?;
        }
        Ok(())
    }

    /// Keeps how many rows are staged by now; false where somebody has given the batch up meanwhile.
    pub async fn progress(self, id: BatchId, staged: usize, now: Moment) -> Result<bool> {
        let wanted = self
            .link
            .sql("UPDATE batches SET staged = $2, alive_at = $3 WHERE id = $1 AND state = 'staging'")
            .bind(id.uuid())
            .bind(i64::try_from(staged).unwrap_or(i64::MAX))
            .bind(now.utc())
            .run()
            .await?;
        Ok(wanted == 1)
    }

    /// Everything is staged; false where somebody has given the batch up meanwhile.
    pub async fn ready(self, id: BatchId, now: Moment) -> Result<bool> {
        let wanted = self
            .link
            .sql("UPDATE batches SET ready_at = $2, alive_at = $2 WHERE id = $1 AND state = 'staging'")
            .bind(id.uuid())
            .bind(now.utc())
            .run()
            .await?;
        Ok(wanted == 1)
    }

    /// Makes others that want to apply or abandon the same batch wait, and says whether it still waits to be applied.
    pub async fn hold_ready(self, id: BatchId) -> Result<bool> {
        let held = self
            .link
            .sql("UPDATE batches SET state = 'staging' WHERE id = $1 AND state = 'staging' AND ready_at IS NOT NULL")
            .bind(id.uuid())
            .run()
            .await?;
        Ok(held == 1)
    }

    /// Keeps what came of a batch that is being applied.
    pub async fn came_to(self, id: BatchId, came: CameTo) -> Result<()> {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        self.link
            .sql(
                "UPDATE batches
                 SET new_ones = $2, changed_ones = $3, unchanged_ones = $4, unlisted_ones = $5, good_rows = good_rows - $6
                 WHERE id = $1",
            )
            .bind(id.uuid())
            .bind(number(came.new))
            .bind(number(came.changed))
            .bind(number(came.unchanged))
            .bind(number(came.unlisted))
            .bind(number(came.refused))
            .run()
            .await?;
        Ok(())
    }

    /// Gives a batch up and forgets its rows.
    pub async fn abandon(self, batch: BatchId) -> Result<()> {
        forget_rows(self.link, batch).await?;
        self.link
            .sql("UPDATE batches SET state = 'abandoned' WHERE id = $1 AND state = 'staging'")
            .bind(batch.uuid())
            .run()
            .await?;
        Ok(())
    }

    /// Gives a batch up because of some trouble, and forgets its rows.
    pub async fn fail(self, id: BatchId, trouble: Trouble) -> Result<()> {
        forget_rows(self.link, id).await?;
        self.link
            .sql("UPDATE batches SET state = 'abandoned', trouble = $2 WHERE id = $1 AND state = 'staging'")
            .bind(id.uuid())
            .bind(trouble.tag())
            .run()
            .await?;
        Ok(())
    }

    /// Forgets the batches that were begun before a moment and never applied, with their rows; how many.
    pub async fn sweep(self, before: Moment) -> Result<u64> {
        self.link
            .sql("DELETE FROM batches WHERE state <> 'applied' AND made_at < $1")
            .bind(before.utc())
            .run()
            .await
    }
}

/// Keeps that a batch is applied, and forgets its rows.
pub(crate) async fn applied(link: &mut Link, batch: BatchId, now: Moment) -> Result<()> {
    link.sql("UPDATE batches SET state = 'applied', applied_at = $2 WHERE id = $1")
        .bind(batch.uuid())
        .bind(now.utc())
        .run()
        .await?;
    forget_rows(link, batch).await
}

/// Forgets the rows that wait in a batch, whatever it brings.
async fn forget_rows(link: &mut Link, batch: BatchId) -> Result<()> {
    for forgotten in [
        "DELETE FROM staged_organisations WHERE batch_id = $1",
        "DELETE FROM staged_medics WHERE batch_id = $1",
        "DELETE FROM staged_managers WHERE batch_id = $1",
        "DELETE FROM staged_doubts WHERE batch_id = $1",
    ] {
        link.sql(forgotten).bind(batch.uuid()).run().await?;
    }
    Ok(())
}
