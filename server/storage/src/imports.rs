//! Imports of the register: rows are staged in lots, compared with what is there, and applied in one short transaction.
//! Reading the file is for `server`; an import that is broken off has changed nothing. Batches,
//! which bring medics too, are in `imports/batch.rs`.

pub(crate) mod batch;

use domain::organisations::Kind;
use domain::{BatchId, Moment, OrganisationId};
use sqlx::FromRow;
use uuid::Uuid;

use self::batch::applied;
pub use self::batch::{Batch, BatchOf, BatchState, CameTo};
use crate::organisations::register_row::{REGISTER_COLUMNS, bind_register, insert_terms, register_columns};
use crate::organisations::{RegisterRow, read_code, read_day, read_kind, read_lines, read_status};
use crate::repositories::Imports;
use crate::{Change, Result, fresh};

/// What an import changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Practices that are not there yet, by code.
    pub new: Vec<Listed>,
    /// Practices that the register describes otherwise, by code.
    pub changed: Vec<Changed>,
    /// How many practices are as they were.
    pub unchanged: i64,
    /// Commissioners that are not there yet, by code.
    pub commissioners: Vec<Listed>,
    /// Practices that are there and that the register no longer lists, by code; they stay as they are.
    pub unlisted: Vec<Listed>,
}

/// An organisation that an import adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The id that it gets.
    pub organisation: OrganisationId,
    /// As the register has it.
    pub row: RegisterRow,
}

/// An organisation that an import changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Its id.
    pub organisation: OrganisationId,
    /// As the register had it.
    pub before: RegisterRow,
    /// As the register has it now.
    pub after: RegisterRow,
}

/// A row of the register as it is kept.
#[derive(FromRow)]
struct KeptRow {
    organisation_id: Uuid,
    code: String,
    kind: String,
    name: String,
    status: String,
    national_grouping: String,
    geography: String,
    address_lines: String,
    town: String,
    postcode: String,
    opened_on: String,
    closed_on: String,
    sub_type: String,
    commissioner_code: String,
    joined_on: String,
    left_on: String,
    telephone: String,
    amended: String,
    provider: String,
    setting: String,
}

impl KeptRow {
    fn read(self) -> Result<Listed> {
        let commissioner = if self.commissioner_code.is_empty() {
            None
        } else {
            Some(read_code(&self.commissioner_code)?)
        };
        Ok(Listed {
            organisation: OrganisationId::new(self.organisation_id),
            row: RegisterRow {
                code: read_code(&self.code)?,
                name: self.name,
                kind: read_kind(&self.kind)?,
                status: read_status(&self.status)?,
                national_grouping: self.national_grouping,
                geography: self.geography,
                address: read_lines(&self.address_lines),
                town: self.town,
                postcode: self.postcode,
                opened_on: read_day(&self.opened_on)?,
                closed_on: read_day(&self.closed_on)?,
                sub_type: self.sub_type,
                commissioner,
                joined_on: read_day(&self.joined_on)?,
                left_on: read_day(&self.left_on)?,
                telephone: self.telephone,
                amended: self.amended,
                provider: self.provider,
                setting: self.setting,
            },
        })
    }
}

/// That a staged practice (`s`) is described otherwise than it is kept (`o`).
macro_rules! differs {
    () => {
        concat!(
            "s.kind = 'practice' AND (",
            register_columns!("s."),
            ") <> (",
            register_columns!("o."),
            ")"
        )
    };
}

impl<Way> Imports<'_, Way> {
    /// What applying a batch would change now.
    pub async fn difference(self, batch: BatchId) -> Result<Difference> {
        let new: Vec<KeptRow> = self
            .link
            .sql(concat!(
                "SELECT s.organisation_id, s.code, s.kind, ",
                register_columns!("s."),
                " FROM staged_organisations AS s
                 WHERE s.batch_id = $1 AND NOT EXISTS (SELECT 1 FROM organisations AS o WHERE o.code = s.code)
                 ORDER BY s.code"
            ))
            .bind(batch.uuid())
            .all()
            .await?;
        // Twice the same rows in the same order: as they are kept, and as they are staged.
        let before: Vec<KeptRow> = self
            .link
            .sql(concat!(
                "SELECT o.id AS organisation_id, o.code, o.kind, ",
                register_columns!("o."),
                " FROM staged_organisations AS s
                 JOIN organisations AS o ON o.code = s.code
                 WHERE s.batch_id = $1 AND ",
                differs!(),
                " ORDER BY s.code"
            ))
            .bind(batch.uuid())
            .all()
            .await?;
        let after: Vec<KeptRow> = self
            .link
            .sql(concat!(
                "SELECT o.id AS organisation_id, o.code, o.kind, ",
                register_columns!("s."),
                " FROM staged_organisations AS s
                 JOIN organisations AS o ON o.code = s.code
                 WHERE s.batch_id = $1 AND ",
                differs!(),
                " ORDER BY s.code"
            ))
            .bind(batch.uuid())
            .all()
            .await?;
        let unlisted: Vec<KeptRow> = self
            .link
            .sql(concat!(
                "SELECT o.id AS organisation_id, o.code, o.kind, ",
                register_columns!("o."),
                " FROM organisations AS o
                 WHERE o.kind = 'practice'
                   AND EXISTS (SELECT 1 FROM staged_organisations AS s WHERE s.batch_id = $1)
                   AND NOT EXISTS (SELECT 1 FROM staged_organisations AS s WHERE s.batch_id = $1 AND s.code = o.code)
                 ORDER BY o.code"
            ))
            .bind(batch.uuid())
            .all()
            .await?;
        let (practices,): (i64,) = self
            .link
            .sql("SELECT COUNT(*) FROM staged_organisations WHERE batch_id = $1 AND kind = 'practice'")
            .bind(batch.uuid())
            .one()
            .await?;
        let new = new.into_iter().map(KeptRow::read).collect::<Result<Vec<_>>>()?;
        let (new, commissioners): (Vec<_>, Vec<_>) =
            new.into_iter().partition(|listed| listed.row.kind == Kind::Practice);
        let changed = before
            .into_iter()
            .zip(after)
            .map(|(before, after)| {
                let (before, after) = (before.read()?, after.read()?);
                Ok(Changed {
                    organisation: after.organisation,
                    before: before.row,
                    after: after.row,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let touched = i64::try_from(new.len() + changed.len()).unwrap_or(i64::MAX);
        Ok(Difference {
            unchanged: practices - touched,
            new,
            changed,
            commissioners,
            unlisted: unlisted.into_iter().map(KeptRow::read).collect::<Result<_>>()?,
        })
    }
}

impl Imports<'_, Change> {
    /// Stages rows; of a code staged twice the first stays.
    pub async fn stage(self, batch: BatchId, rows: &[RegisterRow], now: Moment) -> Result<()> {
        for lot in rows.chunks(500) {
            let mut statement = self.link.sql(format!(
                "INSERT INTO staged_organisations (batch_id, code, organisation_id, kind, policy, terms, {})
                 VALUES {}
                 ON CONFLICT (batch_id, code) DO NOTHING",
                register_columns!(""),
                self.link.tuples(6 + REGISTER_COLUMNS, lot.len())
            ));
            for row in lot {
                let terms: Vec<String> = row.terms().into_iter().collect();
                statement = statement
                    .bind(batch.uuid())
                    .bind(row.code.as_str())
                    .bind(fresh(now))
                    .bind(row.kind.tag())
                    .bind(row.kind.default_policy().tag())
                    .bind(terms.join(" "));
                statement = bind_register(statement, row);
            }
            statement.run().await?;
        }
        Ok(())
    }

    /// Applies a batch and forgets its rows. Call it in the change whose audit tells of the difference.
    pub async fn apply(self, batch: BatchId, now: Moment) -> Result<()> {
        let touched: Vec<(Uuid, String)> = self
            .link
            .sql(concat!(
                "SELECT s.organisation_id, s.terms FROM staged_organisations AS s
                 WHERE s.batch_id = $1 AND NOT EXISTS (SELECT 1 FROM organisations AS o WHERE o.code = s.code)
                 UNION ALL
                 SELECT o.id, s.terms FROM staged_organisations AS s
                 JOIN organisations AS o ON o.code = s.code
                 WHERE s.batch_id = $1 AND ",
                differs!()
            ))
            .bind(batch.uuid())
            .all()
            .await?;
        self.link
            .sql(concat!(
                "DELETE FROM organisation_terms WHERE organisation_id IN (
                     SELECT o.id FROM staged_organisations AS s
                     JOIN organisations AS o ON o.code = s.code
                     WHERE s.batch_id = $1 AND ",
                differs!(),
                ")"
            ))
            .bind(batch.uuid())
            .run()
            .await?;
        self.link
            .sql(concat!(
                "UPDATE organisations SET (",
                register_columns!(""),
                ", version, changed_at) = (SELECT ",
                register_columns!("s."),
                ", organisations.version + 1, $2 FROM staged_organisations AS s
                     WHERE s.batch_id = $1 AND s.code = organisations.code)
                 WHERE id IN (
                     SELECT o.id FROM staged_organisations AS s
                     JOIN organisations AS o ON o.code = s.code
                     WHERE s.batch_id = $1 AND ",
                differs!(),
                ")"
            ))
            .bind(batch.uuid())
            .bind(now.utc())
            .run()
            .await?;
        self.link
            .sql(concat!(
                "INSERT INTO organisations (id, code, kind, policy, ",
                register_columns!(""),
                ", version, created_at, changed_at)
                 SELECT s.organisation_id, s.code, s.kind, s.policy, ",
                register_columns!("s."),
                ", 0, $2, $2
                 FROM staged_organisations AS s
                 WHERE s.batch_id = $1 AND NOT EXISTS (SELECT 1 FROM organisations AS o WHERE o.code = s.code)"
            ))
            .bind(batch.uuid())
            .bind(now.utc())
            .run()
            .await?;
        let mut terms: Vec<(String, Uuid)> = touched
            .iter()
            .flat_map(|(organisation, terms)| terms.split(' ').map(|term| (term.to_owned(), *organisation)))
            .collect();
        terms.sort_unstable();
        insert_terms(self.link, &terms).await?;
        applied(self.link, batch, now).await
    }
}
