//! Decisions that can still be undone: until when, what they replaced, and whether the access that they gave was used.
//! What an undo puts back in other tables stands with those: `members/former.rs`, and `reopen` of each noun.

use chrono::{DateTime, Utc};
use domain::join_requests::{Before, JoinRequest, StateTag, UndoableView};
use domain::{JoinRequestId, Moment, OdsCode, OrganisationId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::readable;
use crate::repositories::JoinRequests;
use crate::{Change, Result};

/// What is kept of a decision while it can be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoable {
    /// The last moment at which it can be undone.
    pub until: Moment,
    /// When whoever was approved first used the access.
    pub used_at: Option<Moment>,
    /// How many lines of the audit told of the applicant when it was made, its own included
    /// ([`crate::AuditTrail::about_applicant`]).
    pub lines: i64,
    /// What it replaced and closed.
    pub before: Before,
}

#[derive(FromRow)]
struct UndoableRow {
    undo_until: DateTime<Utc>,
    used_at: Option<DateTime<Utc>>,
    lines: i64,
    replaced: String,
}

#[derive(FromRow)]
struct OwnRow {
    join_request_id: Uuid,
    organisation_id: Uuid,
    undo_until: DateTime<Utc>,
    decided_at: DateTime<Utc>,
    state: String,
    code: String,
    name: String,
    first_name: String,
    last_name: String,
}

impl OwnRow {
    fn read(self, now: Moment) -> Result<(OrganisationId, UndoableView)> {
        let seconds = |from: DateTime<Utc>| u32::try_from((self.undo_until - from).num_seconds()).unwrap_or(0);
        Ok((
            OrganisationId::new(self.organisation_id),
            UndoableView {
                id: JoinRequestId::new(self.join_request_id),
                left: seconds(now.utc()),
                seconds: seconds(self.decided_at),
                code: readable(OdsCode::parse(&self.code).ok(), "ODS code")?,
                organisation: self.name,
                name: format!("{} {}", self.first_name, self.last_name),
                approved: self.state == StateTag::Approved.tag(),
                until: Moment::new(self.undo_until).in_london(),
            },
        ))
    }
}

impl<Way> JoinRequests<'_, Way> {
    /// What is kept of the decision about a request.
    pub async fn undoable(self, id: JoinRequestId) -> Result<Option<Undoable>> {
        let row: Option<UndoableRow> = self
            .link
            .sql("SELECT undo_until, used_at, lines, replaced FROM undoable_decisions WHERE join_request_id = $1")
            .bind(id.uuid())
            .optional()
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Undoable {
            until: Moment::new(row.undo_until),
            used_at: row.used_at.map(Moment::new),
            lines: row.lines,
            before: readable(serde_json::from_str(&row.replaced).ok(), "what a decision replaced")?,
        }))
    }

    /// The decisions of a person that can still be undone, newest first; each with its organisation.
    pub async fn undoable_by(
        self,
        decider: PersonId,
        now: Moment,
        most: u16,
    ) -> Result<Vec<(OrganisationId, UndoableView)>> {
        let rows: Vec<OwnRow> = self
            .link
            .sql(
                "SELECT u.join_request_id, u.organisation_id, u.undo_until, r.decided_at, r.state, o.code, o.name,
                     p.first_name, p.last_name
                 FROM undoable_decisions AS u
                 JOIN join_requests AS r ON r.id = u.join_request_id
                 JOIN organisations AS o ON o.id = u.organisation_id
                 JOIN people AS p ON p.id = u.person_id
                 WHERE u.decided_by = $1 AND u.undo_until >= $2 AND r.decided_at IS NOT NULL
                 ORDER BY u.undo_until DESC, u.join_request_id DESC
                 LIMIT $3",
            )
            .bind(decider.uuid())
            .bind(now.utc())
            .bind(i64::from(most))
            .all()
            .await?;
        rows.into_iter().map(|row| row.read(now)).collect()
    }

    /// Whether an access of a person that an undo could take back has not been used: at an organisation, or anywhere.
    pub async fn unused_access(self, person: PersonId, organisation: Option<OrganisationId>) -> Result<bool> {
        let (any,): (bool,) = self
            .link
            .sql(
                "SELECT EXISTS (
                     SELECT 1
                     FROM undoable_decisions AS u
                     JOIN join_requests AS r ON r.id = u.join_request_id
                     WHERE u.person_id = $1 AND u.used_at IS NULL AND u.organisation_id = COALESCE($2, u.organisation_id)
                       AND r.state = 'approved')",
            )
            .bind(person.uuid())
            .bind(organisation.map(OrganisationId::uuid))
            .one()
            .await?;
        Ok(any)
    }
}

impl JoinRequests<'_, Change> {
    /// Keeps what it takes to undo a decision that was just made.
    pub async fn keep_undoable(self, decided: &JoinRequest, by: PersonId, undoable: &Undoable) -> Result<()> {
        let before = readable(serde_json::to_string(&undoable.before).ok(), "what a decision replaced")?;
        self.link
            .sql(
                "INSERT INTO undoable_decisions (join_request_id, person_id, organisation_id, decided_by, undo_until,
                     lines, replaced)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(decided.id.uuid())
            .bind(decided.person.uuid())
            .bind(decided.organisation.uuid())
            .bind(by.uuid())
            .bind(undoable.until.utc())
            .bind(undoable.lines)
            .bind(before)
            .run()
            .await?;
        Ok(())
    }

    /// Takes what was kept, so that a decision is undone at most once; false where it is gone, or the access was used a
    /// moment ago.
    pub async fn take_undoable(self, id: JoinRequestId) -> Result<bool> {
        let taken = self
            .link
            .sql("DELETE FROM undoable_decisions WHERE join_request_id = $1 AND used_at IS NULL")
            .bind(id.uuid())
            .run()
            .await?;
        Ok(taken == 1)
    }

    /// Lets a decided request wait again; false unless it stands as this person decided it.
    pub async fn reopen(self, id: JoinRequestId, decider: PersonId) -> Result<bool> {
        let reopened = self
            .link
            .sql(
                "UPDATE join_requests
                 SET state = 'pending', decided_at = NULL, decided_by = NULL, decided_as = NULL, decision_reason = NULL
                 WHERE id = $1 AND decided_by = $2 AND state IN ('approved', 'rejected')
                   AND NOT EXISTS (
                       SELECT 1 FROM join_requests AS o
                       WHERE o.person_id = join_requests.person_id
                         AND o.organisation_id = join_requests.organisation_id
                         AND o.state IN ('awaiting_confirmation', 'pending'))",
            )
            .bind(id.uuid())
            .bind(decider.uuid())
            .run()
            .await?;
        Ok(reopened == 1)
    }

    /// Notes that a person has used what they were given, at an organisation or anywhere: it can no longer be undone.
    pub async fn access_used(self, person: PersonId, organisation: Option<OrganisationId>, now: Moment) -> Result<()> {
        self.link
            .sql(
                "UPDATE undoable_decisions SET used_at = $3
                 WHERE person_id = $1 AND used_at IS NULL AND organisation_id = COALESCE($2, organisation_id)
                   AND EXISTS (SELECT 1 FROM join_requests AS r WHERE r.id = join_request_id AND r.state = 'approved')",
            )
            .bind(person.uuid())
            .bind(organisation.map(OrganisationId::uuid))
            .bind(now.utc())
            .run()
            .await?;
        Ok(())
    }

    /// Removes what can no longer be undone.
    pub async fn sweep_undoable(self, now: Moment) -> Result<u64> {
        self.link
            .sql("DELETE FROM undoable_decisions WHERE undo_until < $1")
            .bind(now.utc())
            .run()
            .await
    }
}
