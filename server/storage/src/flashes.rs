//! Flashes: what a form without scripts shows again after the redirect. One for each browser; a GET does not use it up.

use domain::Moment;

use crate::repositories::Flashes;
use crate::{Change, Result};

impl<Way> Flashes<'_, Way> {
    /// What is kept for the browser with this hashed key, unless its time has passed.
    pub async fn of(self, key_hash: &[u8], now: Moment) -> Result<Option<String>> {
        let row: Option<(String,)> = self
            .link
            .sql("SELECT body FROM flashes WHERE key_hash = $1 AND expires_at > $2")
            .bind(key_hash)
            .bind(now.utc())
            .optional()
            .await?;
        Ok(row.map(|(body,)| body))
    }
}

impl Flashes<'_, Change> {
    /// Keeps a flash in place of the one before.
    pub async fn put(self, key_hash: &[u8], body: &str, expires_at: Moment) -> Result<()> {
        self.link
            .sql(
                "INSERT INTO flashes (key_hash, body, expires_at) VALUES ($1, $2, $3)
                 ON CONFLICT (key_hash) DO UPDATE SET body = excluded.body, expires_at = excluded.expires_at",
            )
            .bind(key_hash)
            .bind(body)
            .bind(expires_at.utc())
            .run()
            .await?;
        Ok(())
    }

    /// Takes a browser's flash away.
    pub async fn remove(self, key_hash: &[u8]) -> Result<()> {
        self.link
            .sql("DELETE FROM flashes WHERE key_hash = $1")
            .bind(key_hash)
            .run()
            .await?;
        Ok(())
    }

    /// Takes away those whose time has passed; how many.
    pub async fn sweep(self, now: Moment) -> Result<u64> {
        self.link
            .sql("DELETE FROM flashes WHERE expires_at <= $1")
            .bind(now.utc())
            .run()
            .await
    }
}
