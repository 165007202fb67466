//! What the service does at its times (jobs): which server does it now (its lease), and when it was last done. What there is
//! to do stands in `server/src/scheduler.rs`.

use domain::Moment;
use uuid::Uuid;

use crate::repositories::Jobs;
use crate::{Change, Result};

impl<Way> Jobs<'_, Way> {
    /// Whether a job may be taken: nobody holds it at this moment, and it was last done by `before`, if ever.
    pub async fn due(self, name: &str, now: Moment, before: Moment) -> Result<bool> {
        let held: Option<(i64,)> = self
            .link
            .sql(
                "SELECT CAST(1 AS BIGINT) FROM jobs
                 WHERE name = $1 AND (leased_until > $2 OR (leased_until IS NULL AND done_at > $3))",
            )
            .bind(name)
            .bind(now.utc())
            .bind(before.utc())
            .optional()
            .await?;
        Ok(held.is_none())
    }
}

impl Jobs<'_, Change> {
    /// Takes a job until a moment; of those who try at once, one does. A server that stops without giving it back loses it
    /// when its lease is over.
    pub async fn take(self, name: &str, holder: Uuid, now: Moment, until: Moment, before: Moment) -> Result<bool> {
        let taken = self
            .link
            .sql(
                "INSERT INTO jobs (name, holder, leased_until) VALUES ($1, $2, $4)
                 ON CONFLICT (name) DO UPDATE SET holder = $2, leased_until = $4
                 WHERE (jobs.leased_until IS NULL OR jobs.leased_until <= $3)
                   AND (jobs.done_at IS NULL OR jobs.done_at <= $5)",
            )
            .bind(name)
            .bind(holder)
            .bind(now.utc())
            .bind(until.utc())
            .bind(before.utc())
            .run()
            .await?;
        Ok(taken == 1)
    }

    /// Gives a job back: done at a moment, or not done, so that it is taken again; false where another server has it by
    /// now.
    pub async fn give_back(self, name: &str, holder: Uuid, done_at: Option<Moment>) -> Result<bool> {
        let given = self
            .link
            .sql(
                "UPDATE jobs SET leased_until = NULL, done_at = COALESCE($3, done_at)
                 WHERE name = $1 AND holder = $2 AND leased_until IS NOT NULL",
            )
            .bind(name)
            .bind(holder)
            .bind(done_at.map(Moment::utc))
            .run()
            .await?;
        Ok(given == 1)
    }
}
