//! Access that is given back, and access that ends everywhere with an account. Revoking at one organisation is in
//! `members.rs`; the rules stand in `domain::members`.

use domain::members::enabling::Enabling;
use domain::{Moment, OrganisationId, PersonId};
use uuid::Uuid;

use super::commissioner_above;
use crate::repositories::Members;
use crate::{Change, Result};

impl<Way> Members<'_, Way> {
    /// The organisations whose active member a person is, whether or not a role holds now.
    pub async fn active_at(self, person: PersonId) -> Result<Vec<OrganisationId>> {
        let rows: Vec<(Uuid,)> = self
            .link
            .sql("SELECT organisation_id FROM members WHERE person_id = $1 AND state = 'active' ORDER BY organisation_id")
            .bind(person.uuid())
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| OrganisationId::new(id)).collect())
    }

    /// Whether a person is a member somewhere, and everywhere beneath a commissioner that the viewer administers.
    pub async fn all_beneath(self, person: PersonId, viewer: PersonId, now: Moment) -> Result<bool> {
        let (all, beneath): (i64, i64) = self
            .link
            .sql(concat!(
                "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN ",
                commissioner_above!("$1", "$2"),
                " THEN 1 ELSE 0 END), 0) AS BIGINT)
                 FROM members AS own
                 JOIN organisations AS o ON o.id = own.organisation_id
                 WHERE own.person_id = $3 AND own.state = 'active'"
            ))
            .bind(viewer.uuid())
            .bind(now.utc())
            .bind(person.uuid())
            .one()
            .await?;
        Ok(all > 0 && all == beneath)
    }
}

impl Members<'_, Change> {
    /// Keeps that a revoked access was given back, without the roles that have ended or are limited to what is closed; false
    /// where it is not revoked. Hold the organisation first.
    pub async fn enable(self, enabling: &Enabling) -> Result<bool> {
        let id = enabling.member.id.uuid();
        let enabled = self
            .link
            .sql(
                "UPDATE members
                 SET state = 'active', since = $2, let_in_by = $3, let_in_how = 'person', revoked_at = NULL,
                     revoked_by = NULL, revoke_reason = NULL
                 WHERE id = $1 AND state = 'revoked'",
            )
            .bind(id)
            .bind(enabling.at.utc())
            .bind(enabling.by.uuid())
            .run()
            .await?;
        self.link
            .sql(
                "DELETE FROM member_roles
                 WHERE member_id = $1
                   AND (ends_at <= $2 OR roster_id IN (SELECT id FROM rosters WHERE closed_at IS NOT NULL))",
            )
            .bind(id)
            .bind(enabling.at.utc())
            .run()
            .await?;
        Ok(enabled == 1)
    }

    /// Ends a person's access everywhere, with the account; where. The roles stay, as after a revocation. Hold the
    /// organisations first.
    pub async fn end_everywhere(self, person: PersonId, by: PersonId, now: Moment) -> Result<Vec<OrganisationId>> {
        let rows: Vec<(Uuid,)> = self
            .link
            .sql(
                "UPDATE members SET state = 'revoked', revoked_at = $2, revoked_by = $3
                 WHERE person_id = $1 AND state = 'active'
                 RETURNING organisation_id",
            )
            .bind(person.uuid())
            .bind(now.utc())
            .bind(by.uuid())
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| OrganisationId::new(id)).collect())
    }
}
