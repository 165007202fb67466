//! Requests that nobody decides: which are to be followed up, and which have lapsed. Each step is taken in the change that
//! posts its letters, so that however many servers run, it is one letter.

use domain::join_requests::FollowedUp;
use domain::{JoinRequestId, Moment, OrganisationId};
use uuid::Uuid;

use crate::error::readable;
use crate::repositories::JoinRequests;
use crate::{Change, Result};

/// How many are looked at in one round.
const LOT: u16 = 500;

impl<Way> JoinRequests<'_, Way> {
    /// The requests for which a step is due: those that came before its moment and have not been followed up so far. Each
    /// with its organisation and the furthest step that is due, those that have waited longest first.
    pub async fn to_follow_up(self, before: [Moment; 3]) -> Result<Vec<(JoinRequestId, OrganisationId, FollowedUp)>> {
        let rows: Vec<(Uuid, Uuid, i64)> = self
            .link
            .sql(format!(
                "SELECT id, organisation_id,
                        CAST(CASE WHEN confirmed_at < $3 THEN 3 WHEN confirmed_at < $2 THEN 2 ELSE 1 END AS BIGINT)
                 FROM join_requests
                 WHERE state = 'pending' AND followed_up < 3 AND confirmed_at < $1
                   AND followed_up < CASE WHEN confirmed_at < $3 THEN 3 WHEN confirmed_at < $2 THEN 2 ELSE 1 END
                 ORDER BY confirmed_at, id
                 LIMIT {LOT}"
            ))
            .bind(before[0].utc())
            .bind(before[1].utc())
            .bind(before[2].utc())
            .all()
            .await?;
        let read = |(id, organisation, step): (Uuid, Uuid, i64)| {
            let step = readable(FollowedUp::from_number(step), "step of following up")?;
            Ok((JoinRequestId::new(id), OrganisationId::new(organisation), step))
        };
        rows.into_iter().map(read).collect()
    }

    /// The requests that wait and came before a moment, those that have waited longest first.
    pub async fn to_lapse(self, before: Moment) -> Result<Vec<JoinRequestId>> {
        let rows: Vec<(Uuid,)> = self
            .link
            .sql(format!(
                "SELECT id FROM join_requests
                 WHERE state = 'pending' AND confirmed_at < $1
                 ORDER BY confirmed_at, id
                 LIMIT {LOT}"
            ))
            .bind(before.utc())
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| JoinRequestId::new(id)).collect())
    }
}

impl JoinRequests<'_, Change> {
    /// Takes a step of following up; false where another server did, or where the request no longer waits.
    pub async fn follow_up(self, id: JoinRequestId, step: FollowedUp) -> Result<bool> {
        let taken = self
            .link
            .sql("UPDATE join_requests SET followed_up = $2 WHERE id = $1 AND state = 'pending' AND followed_up < $2")
            .bind(id.uuid())
            .bind(step.number())
            .run()
            .await?;
        Ok(taken == 1)
    }
}
