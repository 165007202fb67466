//! The roles of a member, one by one, with their limits, starts and ends. The rules stand in `domain::members::roles`.

use chrono::{DateTime, Utc};
use domain::members::roles::RoleSpan;
use domain::permission::Role;
use domain::{MemberId, Moment, RosterId};
use sqlx::FromRow;
use uuid::Uuid;

use super::LetInBy;
use crate::error::readable;
use crate::repositories::Members;
use crate::sql::Link;
use crate::{Change, Result, fresh};

/// A role with its limit, its start and its end.
#[derive(FromRow)]
pub(crate) struct SpanRow {
    role: String,
    roster_id: Option<Uuid>,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
}

impl SpanRow {
    pub(crate) fn read(&self) -> Result<RoleSpan> {
        Ok(RoleSpan {
            role: readable(Role::from_tag(&self.role), "role")?,
            roster: self.roster_id.map(RosterId::new),
            starts_at: self.starts_at.map(Moment::new),
            ends_at: self.ends_at.map(Moment::new),
        })
    }
}

/// The same, where there may be none.
#[derive(FromRow)]
pub(crate) struct AnySpanRow {
    role: Option<String>,
    roster_id: Option<Uuid>,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
}

impl AnySpanRow {
    pub(crate) fn read(&self) -> Result<Option<RoleSpan>> {
        let Some(role) = self.role.clone() else {
            return Ok(None);
        };
        let span = SpanRow {
            role,
            roster_id: self.roster_id,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
        };
        span.read().map(Some)
    }
}

/// One of a member's roles: the member, the role and its limit are the first three parameters.
macro_rules! this_role {
    () => {
        "member_id = $1 AND role = $2 AND roster_id IS NOT DISTINCT FROM $3"
    };
}

impl<Way> Members<'_, Way> {
    /// The roles of a member that have not ended, those that have yet to begin included.
    pub async fn spans(self, member: MemberId, now: Moment) -> Result<Vec<RoleSpan>> {
        let rows: Vec<SpanRow> = self
            .link
            .sql(
                "SELECT role, roster_id, starts_at, ends_at FROM member_roles
                 WHERE member_id = $1 AND (ends_at IS NULL OR ends_at > $2)
                 ORDER BY role, roster_id NULLS FIRST",
            )
            .bind(member.uuid())
            .bind(now.utc())
            .all()
            .await?;
        rows.iter().map(SpanRow::read).collect()
    }
}

impl Members<'_, Change> {
    /// Gives a member a role, or changes when it holds; from now on where it has no start. Hold the organisation first.
    pub async fn place_role(self, member: MemberId, span: &RoleSpan, by: LetInBy, now: Moment) -> Result<()> {
        place(self.link, member, span, by, now).await
    }

    /// Takes a role from a member; false where there is none. Hold the organisation first.
    pub async fn remove_role(self, member: MemberId, role: Role, roster: Option<RosterId>) -> Result<bool> {
        let removed = self
            .link
            .sql(concat!("DELETE FROM member_roles WHERE ", this_role!()))
            .bind(member.uuid())
            .bind(role.tag())
            .bind(roster.map(RosterId::uuid))
            .run()
            .await?;
        Ok(removed == 1)
    }
}

/// Gives a member a role, or changes when it holds.
pub(super) async fn place(link: &mut Link, member: MemberId, span: &RoleSpan, by: LetInBy, now: Moment) -> Result<()> {
    let starts_at = span.starts_at.unwrap_or(now);
    let placed = link
        .sql(concat!(
            "UPDATE member_roles SET starts_at = $4, granted_by = $6, granted_how = $7, granted_at = $8,
                     end_told = CASE WHEN ends_at IS NOT DISTINCT FROM $5 THEN end_told ELSE 0 END, ends_at = $5
                 WHERE ",
            this_role!()
        ))
        .bind(member.uuid())
        .bind(span.role.tag())
        .bind(span.roster.map(RosterId::uuid))
        .bind(starts_at.utc())
        .bind(span.ends_at.map(Moment::utc))
        .bind(by.person())
        .bind(by.how())
        .bind(now.utc())
        .run()
        .await?;
    if placed > 0 {
        return Ok(());
    }
    link.sql(
        "INSERT INTO member_roles (id, member_id, role, roster_id, starts_at, ends_at, granted_by, granted_how,
                     granted_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(fresh(now))
    .bind(member.uuid())
    .bind(span.role.tag())
    .bind(span.roster.map(RosterId::uuid))
    .bind(starts_at.utc())
    .bind(span.ends_at.map(Moment::utc))
    .bind(by.person())
    .bind(by.how())
    .bind(now.utc())
    .run()
    .await?;
    Ok(())
}
