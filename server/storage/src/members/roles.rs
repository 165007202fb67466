//! The roles of a member, one by one, with their starts and ends. The rules stand in `domain::members::roles`.

use domain::members::roles::RoleSpan;
use domain::permission::Role;
use domain::{MemberId, Moment};

use crate::new_users::SpanRow;
use crate::repositories::Members;
use crate::{Change, Result, fresh};

impl<Way> Members<'_, Way> {
    /// The roles of a member that have not ended, those that have yet to begin included.
    pub async fn spans(self, member: MemberId, now: Moment) -> Result<Vec<RoleSpan>> {
        let rows: Vec<SpanRow> = self
            .link
            .sql(
                "SELECT role, starts_at, ends_at FROM member_roles
                 WHERE member_id = $1 AND (ends_at IS NULL OR ends_at > $2)
                 ORDER BY role",
            )
            .bind(member.uuid())
            .bind(now.utc())
            .all()
            .await?;
        rows.into_iter().map(SpanRow::read).collect()
    }
}

impl Members<'_, Change> {
    /// Gives a member a role, or changes when it holds; from now on where it has no start. Hold the organisation first.
    pub async fn place_role(self, member: MemberId, span: &RoleSpan, now: Moment) -> Result<()> {
        self.link
            .sql(
                "INSERT INTO member_roles (id, member_id, role, starts_at, ends_at) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (member_id, role) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at",
            )
            .bind(fresh(now))
            .bind(member.uuid())
            .bind(span.role.tag())
            .bind(span.starts_at.unwrap_or(now).utc())
            .bind(span.ends_at.map(Moment::utc))
            .run()
            .await?;
        Ok(())
    }

    /// Takes a role from a member; false where there is none. Hold the organisation first.
    pub async fn remove_role(self, member: MemberId, role: Role) -> Result<bool> {
        let removed = self
            .link
            .sql("DELETE FROM member_roles WHERE member_id = $1 AND role = $2")
            .bind(member.uuid())
            .bind(role.tag())
            .run()
            .await?;
        Ok(removed == 1)
    }
}
