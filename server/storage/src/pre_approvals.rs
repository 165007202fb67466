//! Pre-approvals: addresses that are let in as soon as they ask. Whether one holds is for `domain::pre_approvals`.

use chrono::{DateTime, Utc};
use domain::permission::Role;
use domain::pre_approvals::{PreApproval, Source};
use domain::{EmailAddress, Moment, OrganisationId, PersonId, PersonName, PreApprovalId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::readable;
use crate::repositories::PreApprovals;
use crate::{Change, Result};

/// A pre-approval with whom it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The pre-approval.
    pub pre_approval: PreApproval,
    /// First and last name, as given.
    pub full_name: String,
    /// The address, as typed.
    pub email: String,
}

/// The columns of a [`PreApprovalRow`].
macro_rules! columns {
    () => {
        "id, organisation_id, email, email_key, first_name, last_name, role, given_by, source, given_at, starts_at, ends_at"
    };
}

#[derive(FromRow)]
struct PreApprovalRow {
    id: Uuid,
    organisation_id: Uuid,
    email: String,
    email_key: String,
    first_name: String,
    last_name: String,
    role: String,
    given_by: Option<Uuid>,
    source: String,
    given_at: DateTime<Utc>,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
}

impl PreApprovalRow {
    fn read(self) -> Result<Given> {
        let source = match (self.source.as_str(), self.given_by) {
            ("person", Some(giver)) => Some(Source::GivenBy(PersonId::new(giver))),
            ("register", _) => Some(Source::Register),
            _ => None,
        };
        Ok(Given {
            pre_approval: PreApproval {
                id: PreApprovalId::new(self.id),
                organisation: OrganisationId::new(self.organisation_id),
                email_key: self.email_key,
                role: readable(Role::from_tag(&self.role), "role")?,
                source: readable(source, "source of a pre-approval")?,
                given_at: Moment::new(self.given_at),
                starts_at: self.starts_at.map(Moment::new),
                ends_at: self.ends_at.map(Moment::new),
            },
            full_name: format!("{} {}", self.first_name, self.last_name),
            email: self.email,
        })
    }
}

impl<Way> PreApprovals<'_, Way> {
    /// The pre-approval of an address at an organisation that has been neither used nor ended.
    pub async fn live(self, organisation: OrganisationId, email_key: &str) -> Result<Option<PreApproval>> {
        let row: Option<PreApprovalRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                columns!(),
                " FROM pre_approvals
                 WHERE organisation_id = $1 AND email_key = $2 AND used_at IS NULL AND ended_at IS NULL"
            ))
            .bind(organisation.uuid())
            .bind(email_key)
            .optional()
            .await?;
        row.map(|row| Ok(row.read()?.pre_approval)).transpose()
    }

    /// The live pre-approvals that a person gave at an organisation, oldest first.
    pub async fn given_by(self, giver: PersonId, organisation: OrganisationId) -> Result<Vec<Given>> {
        let rows: Vec<PreApprovalRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                columns!(),
                " FROM pre_approvals
                 WHERE given_by = $1 AND organisation_id = $2 AND used_at IS NULL AND ended_at IS NULL
                 ORDER BY given_at, id"
            ))
            .bind(giver.uuid())
            .bind(organisation.uuid())
            .all()
            .await?;
        rows.into_iter().map(PreApprovalRow::read).collect()
    }

    /// The live pre-approvals that a person gave anywhere, oldest first.
    pub async fn given_anywhere(self, giver: PersonId) -> Result<Vec<Given>> {
        let rows: Vec<PreApprovalRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                columns!(),
                " FROM pre_approvals
                 WHERE given_by = $1 AND used_at IS NULL AND ended_at IS NULL
                 ORDER BY given_at, id"
            ))
            .bind(giver.uuid())
            .all()
            .await?;
        rows.into_iter().map(PreApprovalRow::read).collect()
    }
}

impl PreApprovals<'_, Change> {
    /// Keeps a pre-approval; false where the address has a live one at the organisation.
    pub async fn give(
        self,
        pre_approval: &PreApproval,
        email: &EmailAddress,
        first_name: &PersonName,
        last_name: &PersonName,
    ) -> Result<bool> {
        let (giver, source) = match pre_approval.source {
            Source::GivenBy(giver) => (Some(giver), "person"),
            Source::Register => (None, "register"),
        };
        let rows = self
            .link
            .sql(
                "INSERT INTO pre_approvals (id, organisation_id, email, email_key, first_name, last_name, role, given_by,
                     source, given_at, starts_at, ends_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                 ON CONFLICT DO NOTHING",
            )
            .bind(pre_approval.id.uuid())
            .bind(pre_approval.organisation.uuid())
            .bind(email.as_typed())
            .bind(email.key())
            .bind(first_name.as_str())
            .bind(last_name.as_str())
            .bind(pre_approval.role.tag())
            .bind(giver.map(PersonId::uuid))
            .bind(source)
            .bind(pre_approval.given_at.utc())
            .bind(pre_approval.starts_at.map(Moment::utc))
            .bind(pre_approval.ends_at.map(Moment::utc))
            .run()
            .await?;
        Ok(rows == 1)
    }

    /// Uses a pre-approval up; false where it had been used or ended.
    pub async fn use_up(self, id: PreApprovalId, by: PersonId, now: Moment) -> Result<bool> {
        let used = self
            .link
            .sql(
                "UPDATE pre_approvals SET used_at = $2, used_by = $3
                 WHERE id = $1 AND used_at IS NULL AND ended_at IS NULL",
            )
            .bind(id.uuid())
            .bind(now.utc())
            .bind(by.uuid())
            .run()
            .await?;
        Ok(used == 1)
    }

    /// Ends the live pre-approvals that a person gave at an organisation; which.
    pub async fn end_given_by(
        self,
        giver: PersonId,
        organisation: OrganisationId,
        now: Moment,
    ) -> Result<Vec<PreApproval>> {
        let rows: Vec<PreApprovalRow> = self
            .link
            .sql(concat!(
                "UPDATE pre_approvals SET ended_at = $3
                 WHERE given_by = $1 AND organisation_id = $2 AND used_at IS NULL AND ended_at IS NULL
                 RETURNING ",
                columns!()
            ))
            .bind(giver.uuid())
            .bind(organisation.uuid())
            .bind(now.utc())
            .all()
            .await?;
        rows.into_iter().map(|row| Ok(row.read()?.pre_approval)).collect()
    }
}
