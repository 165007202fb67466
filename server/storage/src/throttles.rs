//! Throttles: how often something was tried within a window. What is too often is decided by the services.

use chrono::{DateTime, TimeDelta, Utc};
use domain::Moment;

use crate::repositories::Throttles;
use crate::{Change, Result};

/// How often something was tried, and since when that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    /// How often, within the window.
    pub count: i64,
    /// When the window began.
    pub since: Moment,
}

impl<Way> Throttles<'_, Way> {
    /// The tries under a key whose window began after `since`.
    pub async fn of(self, key: &str, since: Moment) -> Result<Option<Tries>> {
        let row: Option<(i64, DateTime<Utc>)> = self
            .link
            .sql("SELECT count, window_start FROM throttles WHERE key = $1 AND window_start > $2")
            .bind(key)
            .bind(since.utc())
            .optional()
            .await?;
        Ok(row.map(|(count, since)| Tries {
            count,
            since: Moment::new(since),
        }))
    }
}

impl Throttles<'_, Change> {
    /// Counts one more try under a key (a hash; the purpose is part of it), in a new window if the old one is over.
    pub async fn count(self, key: &str, now: Moment, window: TimeDelta) -> Result<Tries> {
        let (count, since): (i64, DateTime<Utc>) = self
            .link
            .sql(
                "INSERT INTO throttles (key, window_start, count) VALUES ($1, $2, 1)
                 ON CONFLICT (key) DO UPDATE SET
                     count = CASE WHEN throttles.window_start <= $3 THEN 1 ELSE throttles.count + 1 END,
                     window_start = CASE WHEN throttles.window_start <= $3 THEN $2 ELSE throttles.window_start END
                 RETURNING count, window_start",
            )
            .bind(key)
            .bind(now.utc())
            .bind(now.plus(-window).utc())
            .one()
            .await?;
        Ok(Tries {
            count,
            since: Moment::new(since),
        })
    }

    /// Forgets the tries under a key, after a success.
    pub async fn forget(self, key: &str) -> Result<()> {
        self.link
            .sql("DELETE FROM throttles WHERE key = $1")
            .bind(key)
            .run()
            .await?;
        Ok(())
    }

    /// Forgets the windows that began before a moment, but not those whose key begins with `lasting`; how many.
    pub async fn sweep(self, before: Moment, lasting: &str) -> Result<u64> {
        self.link
            .sql("DELETE FROM throttles WHERE window_start < $1 AND (key < $2 OR key >= $3)")
            .bind(before.utc())
            .bind(lasting)
            .bind(format!("{lasting}\u{10FFFF}"))
            .run()
            .await
    }
}
