//! Roles that end soon, and how far that has been told: taken in the change that posts the letters, so that however many
//! servers run, it is one letter. What an import brought ends as its list says, and is not told.

use chrono::{DateTime, Utc};
use domain::members::ending::Told;
use domain::members::roles::RoleSpan;
use domain::{Moment, OrganisationId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use super::roles::SpanRow;
use crate::error::readable;
use crate::repositories::Members;
use crate::{Change, Result};

/// How many are looked at in one round.
const LOT: u16 = 500;

/// A role whose end is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndingRole {
    /// The role's own id.
    pub id: Uuid,
    /// At which organisation.
    pub organisation: OrganisationId,
    /// Whose it is.
    pub person: PersonId,
    /// Which, and until when.
    pub span: RoleSpan,
    /// When it ends.
    pub ends_at: Moment,
    /// When it was given, or given this end.
    pub since: Moment,
    /// The furthest step that is due.
    pub due: Told,
}

#[derive(FromRow)]
struct EndingRow {
    id: Uuid,
    organisation_id: Uuid,
    person_id: Uuid,
    #[sqlx(flatten)]
    span: SpanRow,
    last: DateTime<Utc>,
    granted_at: DateTime<Utc>,
    due: i64,
}

impl EndingRow {
    fn read(self) -> Result<EndingRole> {
        Ok(EndingRole {
            id: self.id,
            organisation: OrganisationId::new(self.organisation_id),
            person: PersonId::new(self.person_id),
            span: self.span.read()?,
            ends_at: Moment::new(self.last),
            since: Moment::new(self.granted_at),
            due: readable(Told::from_number(self.due), "step of telling an end")?,
        })
    }
}

impl<Way> Members<'_, Way> {
    /// The roles that hold at `now` and of whose end a step is to be told: those that end by the moment of each step and
    /// of which that has not been told, those that end first before the others.
    pub async fn ending(self, now: Moment, until: [Moment; 2]) -> Result<Vec<EndingRole>> {
        let rows: Vec<EndingRow> = self
            .link
            .sql(format!(
                "SELECT mr.id, m.organisation_id, m.person_id, mr.role, mr.roster_id, mr.starts_at, mr.ends_at,
                        mr.ends_at AS last, mr.granted_at,
                        CAST(CASE WHEN mr.ends_at <= $3 THEN 2 ELSE 1 END AS BIGINT) AS due
                 FROM member_roles AS mr
                 JOIN members AS m ON m.id = mr.member_id
                 JOIN people AS p ON p.id = m.person_id
                 WHERE mr.ends_at IS NOT NULL AND mr.end_told < 2 AND mr.ends_at > $1 AND mr.ends_at <= $2
                   AND mr.end_told < CASE WHEN mr.ends_at <= $3 THEN 2 ELSE 1 END
                   AND mr.granted_how <> 'import' AND m.state = 'active' AND p.state = 'confirmed'
                 ORDER BY mr.ends_at, mr.id
                 LIMIT {LOT}"
            ))
            .bind(now.utc())
            .bind(until[0].utc())
            .bind(until[1].utc())
            .all()
            .await?;
        rows.into_iter().map(EndingRow::read).collect()
    }
}

impl Members<'_, Change> {
    /// Takes a step of telling that a role ends; false where another server did, or where there is no such role any more.
    pub async fn tell_end(self, role: Uuid, step: Told) -> Result<bool> {
        let taken = self
            .link
            .sql("UPDATE member_roles SET end_told = $2 WHERE id = $1 AND end_told < $2")
            .bind(role)
            .bind(step.number())
            .run()
            .await?;
        Ok(taken == 1)
    }
}
