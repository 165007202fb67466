//! Pre-approvals: addresses that are let in as soon as they ask. Whether one holds is for `domain::pre_approvals`.

mod listing;

use chrono::{DateTime, Utc};
use domain::permission::Role;
use domain::pre_approvals::{PreApproval, Source};
use domain::{EmailAddress, Moment, OrganisationId, PersonId, PersonName, PreApprovalId, RosterId};
use sqlx::FromRow;
use uuid::Uuid;

pub use self::listing::{UsedPreApproval, WaitingPreApproval};
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

/// The columns of a [`PreApprovalRow`], of a table that goes by this name.
macro_rules! columns {
    ($of:literal) => {
        concat!(
            $of,
            "id, ",
            $of,
            "organisation_id, ",
            $of,
            "email, ",
            $of,
            "email_key, ",
            $of,
            "first_name, ",
            $of,
            "last_name, ",
            $of,
            "role, ",
            $of,
            "roster_id, ",
            $of,
            "given_by, ",
            $of,
            "source, ",
            $of,
            "given_at, ",
            $of,
            "starts_at, ",
            $of,
            "ends_at"
        )
    };
}
use columns;

#[derive(FromRow)]
struct PreApprovalRow {
    id: Uuid,
    organisation_id: Uuid,
    email: String,
    email_key: String,
    first_name: String,
    last_name: String,
    role: String,
    roster_id: Option<Uuid>,
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
                roster: self.roster_id.map(RosterId::new),
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
                columns!(""),
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
                columns!(""),
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
                columns!(""),
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
        let source = match pre_approval.source {
            Source::GivenBy(_) => "person",
            Source::Register => "register",
        };
        let rows = self
            .link
            .sql(
                "INSERT INTO pre_approvals (id, organisation_id, email, email_key, first_name, last_name, role, given_by,
                     source, given_at, starts_at, ends_at, roster_id)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                 ON CONFLICT DO NOTHING",
            )
            .bind(pre_approval.id.uuid())
            .bind(pre_approval.organisation.uuid())
            .bind(email.as_typed())
            .bind(email.key())
            .bind(first_name.as_str())
            .bind(last_name.as_str())
            .bind(pre_approval.role.tag())
            .bind(pre_approval.giver().map(PersonId::uuid))
            .bind(source)
            .bind(pre_approval.given_at.utc())
            .bind(pre_approval.starts_at.map(Moment::utc))
            .bind(pre_approval.ends_at.map(Moment::utc))
            .bind(pre_approval.roster.map(RosterId::uuid))
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

    /// Gives a pre-approval back that was used up by a decision that is undone; false where the address has another by now.
    pub async fn reopen(self, id: PreApprovalId) -> Result<bool> {
        let reopened = self
            .link
            .sql(
                "UPDATE pre_approvals SET used_at = NULL, used_by = NULL
                 WHERE id = $1 AND used_at IS NOT NULL AND ended_at IS NULL
                   AND NOT EXISTS (
                       SELECT 1 FROM pre_approvals AS o
                       WHERE o.organisation_id = pre_approvals.organisation_id
                         AND o.email_key = pre_approvals.email_key AND o.used_at IS NULL AND o.ended_at IS NULL)",
            )
            .bind(id.uuid())
            .run()
            .await?;
        Ok(reopened == 1)
    }

    /// Has somebody else answer for it from now on; false where it has been used or ended.
    pub async fn take_over(self, id: PreApprovalId, by: PersonId) -> Result<bool> {
        let taken = self
            .link
            .sql("UPDATE pre_approvals SET given_by = $2 WHERE id = $1 AND used_at IS NULL AND ended_at IS NULL")
            .bind(id.uuid())
            .bind(by.uuid())
            .run()
            .await?;
        Ok(taken == 1)
    }
}
