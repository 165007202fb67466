//! The pre-approvals of an organisation as its page lists them: what waits, and who came in.

use chrono::{DateTime, Utc};
use domain::pre_approvals::PreApproval;
use domain::{Moment, OrganisationId, PersonId, PersonName, PreApprovalId, RosterId};
use sqlx::FromRow;

use super::{PreApprovalRow, columns};
use crate::repositories::PreApprovals;
use crate::{Change, Result};

/// How many of those who came in are listed.
const LET_IN_MOST: i64 = 100;

/// A pre-approval that waits, as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingPreApproval {
    /// The pre-approval.
    pub pre_approval: PreApproval,
    /// First name, as given.
    pub first_name: String,
    /// Last name, as given.
    pub last_name: String,
    /// The address, as typed.
    pub email: String,
    /// Who gave it; absent for a register.
    pub given_by: Option<String>,
}

/// One that somebody came in by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedPreApproval {
    /// The pre-approval.
    pub pre_approval: PreApproval,
    /// The address, as typed.
    pub email: String,
    /// The name of the account that came in.
    pub name: String,
    /// Who gave it; absent for a register.
    pub given_by: Option<String>,
    /// When.
    pub at: Moment,
}

#[derive(FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    row: PreApprovalRow,
    giver_first: Option<String>,
    giver_last: Option<String>,
}

#[derive(FromRow)]
struct UsedRow {
    #[sqlx(flatten)]
    listed: ListedRow,
    used_at: DateTime<Utc>,
    user_first: String,
    user_last: String,
}

impl ListedRow {
    fn giver(&self) -> Option<String> {
        let names = self.giver_first.as_ref().zip(self.giver_last.as_ref());
        names.map(|(first, last)| format!("{first} {last}"))
    }
}

impl<Way> PreApprovals<'_, Way> {
    /// Those of an organisation that nobody has come in by, by name.
    pub async fn waiting(self, organisation: OrganisationId) -> Result<Vec<WaitingPreApproval>> {
        let rows: Vec<ListedRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                columns!("a."),
                ", g.first_name AS giver_first, g.last_name AS giver_last
                 FROM pre_approvals AS a
                 LEFT JOIN people AS g ON g.id = a.given_by
                 WHERE a.organisation_id = $1 AND a.used_at IS NULL AND a.ended_at IS NULL
                 ORDER BY a.last_name, a.first_name, a.id"
            ))
            .bind(organisation.uuid())
            .all()
            .await?;
        let waiting = rows.into_iter().map(|listed| {
            let given_by = listed.giver();
            let (first_name, last_name) = (listed.row.first_name.clone(), listed.row.last_name.clone());
            let given = listed.row.read()?;
            Ok(WaitingPreApproval {
                pre_approval: given.pre_approval,
                first_name,
                last_name,
                email: given.email,
                given_by,
            })
        });
        waiting.collect()
    }

    /// The latest that somebody came in by, the last one first.
    pub async fn used(self, organisation: OrganisationId) -> Result<Vec<UsedPreApproval>> {
        let rows: Vec<UsedRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                columns!("a."),
                ", g.first_name AS giver_first, g.last_name AS giver_last,
                   a.used_at, u.first_name AS user_first, u.last_name AS user_last
                 FROM pre_approvals AS a
                 JOIN people AS u ON u.id = a.used_by
                 LEFT JOIN people AS g ON g.id = a.given_by
                 WHERE a.organisation_id = $1 AND a.used_at IS NOT NULL
                 ORDER BY a.used_at DESC, a.id
                 LIMIT $2"
            ))
            .bind(organisation.uuid())
            .bind(LET_IN_MOST)
            .all()
            .await?;
        let used = rows.into_iter().map(|used| {
            let given_by = used.listed.giver();
            let given = used.listed.row.read()?;
            Ok(UsedPreApproval {
                pre_approval: given.pre_approval,
                email: given.email,
                name: format!("{} {}", used.user_first, used.user_last),
                given_by,
                at: Moment::new(used.used_at),
            })
        });
        used.collect()
    }
}

impl PreApprovals<'_, Change> {
    /// Changes what one gives, in whose name and since when; false where somebody came in by it or it was ended.
    pub async fn change(
        self,
        pre_approval: &PreApproval,
        first_name: &PersonName,
        last_name: &PersonName,
    ) -> Result<bool> {
        let changed = self
            .link
            .sql(
                "UPDATE pre_approvals
                 SET first_name = $2, last_name = $3, role = $4, roster_id = $5, given_by = $6, given_at = $7, ends_at = $8,
                     starts_at = $9
                 WHERE id = $1 AND source = 'person' AND used_at IS NULL AND ended_at IS NULL",
            )
            .bind(pre_approval.id.uuid())
            .bind(first_name.as_str())
            .bind(last_name.as_str())
            .bind(pre_approval.role.tag())
            .bind(pre_approval.roster.map(RosterId::uuid))
            .bind(pre_approval.giver().map(PersonId::uuid))
            .bind(pre_approval.given_at.utc())
            .bind(pre_approval.ends_at.map(Moment::utc))
            .bind(pre_approval.starts_at.map(Moment::utc))
            .run()
            .await?;
        Ok(changed == 1)
    }

    /// Ends one that nobody has come in by; false where somebody has, or where it was ended.
    pub async fn end(self, id: PreApprovalId, now: Moment) -> Result<bool> {
        let ended = self
            .link
            .sql("UPDATE pre_approvals SET ended_at = $2 WHERE id = $1 AND used_at IS NULL AND ended_at IS NULL")
            .bind(id.uuid())
            .bind(now.utc())
            .run()
            .await?;
        Ok(ended == 1)
    }
}
