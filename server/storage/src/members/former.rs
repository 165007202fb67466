//! A membership as it was before a decision, and putting it back when the decision is undone.

use chrono::{DateTime, Utc};
use domain::join_requests::{FormerMember, FormerRole};
use domain::{MemberId, Moment, OrganisationId, PersonId, RosterId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::repositories::Members;
use crate::{Change, Result, fresh};

#[derive(FromRow)]
struct FormerRow {
    id: Uuid,
    since: DateTime<Utc>,
    let_in_by: Option<Uuid>,
    let_in_how: String,
    revoked_at: Option<DateTime<Utc>>,
    revoked_by: Option<Uuid>,
    revoke_reason: Option<String>,
}

#[derive(FromRow)]
struct FormerRoleRow {
    role: String,
    roster_id: Option<Uuid>,
    starts_at: DateTime<Utc>,
    ends_at: Option<DateTime<Utc>>,
    granted_by: Option<Uuid>,
    granted_how: String,
    granted_at: DateTime<Utc>,
}

impl FormerRoleRow {
    fn read(self) -> FormerRole {
        FormerRole {
            role: self.role,
            roster: self.roster_id.map(RosterId::new),
            starts_at: Moment::new(self.starts_at),
            ends_at: self.ends_at.map(Moment::new),
            granted_by: self.granted_by.map(PersonId::new),
            granted_how: self.granted_how,
            granted_at: Moment::new(self.granted_at),
        }
    }
}

impl Members<'_, Change> {
    /// A person's membership of an organisation with everything that letting them in replaces. Hold the organisation
    /// first.
    pub async fn as_it_is(self, person: PersonId, organisation: OrganisationId) -> Result<Option<FormerMember>> {
        let row: Option<FormerRow> = self
            .link
            .sql(
                "SELECT id, since, let_in_by, let_in_how, revoked_at, revoked_by, revoke_reason FROM members
                 WHERE person_id = $1 AND organisation_id = $2",
            )
            .bind(person.uuid())
            .bind(organisation.uuid())
            .optional()
            .await?;
        let Some(row) = row else { return Ok(None) };
        let roles: Vec<FormerRoleRow> = self
            .link
            .sql(
                "SELECT role, roster_id, starts_at, ends_at, granted_by, granted_how, granted_at FROM member_roles
                 WHERE member_id = $1
                 ORDER BY role, roster_id NULLS FIRST",
            )
            .bind(row.id)
            .all()
            .await?;
        Ok(Some(FormerMember {
            id: MemberId::new(row.id),
            since: Moment::new(row.since),
            let_in_by: row.let_in_by.map(PersonId::new),
            let_in_how: row.let_in_how,
            revoked_at: row.revoked_at.map(Moment::new),
            revoked_by: row.revoked_by.map(PersonId::new),
            revoke_reason: row.revoke_reason,
            roles: roles.into_iter().map(FormerRoleRow::read).collect(),
        }))
    }

    /// Puts a membership back as it was, or takes it away where there was none; false where there is none now. Hold the
    /// organisation first.
    pub async fn put_back(
        self,
        person: PersonId,
        organisation: OrganisationId,
        former: Option<&FormerMember>,
        now: Moment,
    ) -> Result<bool> {
        self.link
            .sql(
                "DELETE FROM member_roles WHERE member_id IN (
                     SELECT id FROM members WHERE person_id = $1 AND organisation_id = $2)",
            )
            .bind(person.uuid())
            .bind(organisation.uuid())
            .run()
            .await?;
        let Some(former) = former else {
            let gone = self
                .link
                .sql("DELETE FROM members WHERE person_id = $1 AND organisation_id = $2")
                .bind(person.uuid())
                .bind(organisation.uuid())
                .run()
                .await?;
            return Ok(gone == 1);
        };
        let back = self
            .link
            .sql(
                "UPDATE members
                 SET state = $2, since = $3, let_in_by = $4, let_in_how = $5, revoked_at = $6, revoked_by = $7,
                     revoke_reason = $8
                 WHERE id = $1",
            )
            .bind(former.id.uuid())
            .bind(if former.revoked_at.is_some() {
                "revoked"
            } else {
                "active"
            })
            .bind(former.since.utc())
            .bind(former.let_in_by.map(PersonId::uuid))
            .bind(former.let_in_how.as_str())
            .bind(former.revoked_at.map(Moment::utc))
            .bind(former.revoked_by.map(PersonId::uuid))
            .bind(former.revoke_reason.as_deref())
            .run()
            .await?;
        for role in &former.roles {
            self.link
                .sql(
                    "INSERT INTO member_roles (id, member_id, role, roster_id, starts_at, ends_at, granted_by, granted_how,
                         granted_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                )
                .bind(fresh(now))
                .bind(former.id.uuid())
                .bind(role.role.as_str())
                .bind(role.roster.map(RosterId::uuid))
                .bind(role.starts_at.utc())
                .bind(role.ends_at.map(Moment::utc))
                .bind(role.granted_by.map(PersonId::uuid))
                .bind(role.granted_how.as_str())
                .bind(role.granted_at.utc())
                .run()
                .await?;
        }
        Ok(back == 1)
    }
}
