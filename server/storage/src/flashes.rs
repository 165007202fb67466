//! Flashes: what a form without scripts shows again after the redirect. One for each browser; a GET does not use it up.

use domain::{Moment, PersonId};
use uuid::Uuid;

use crate::repositories::Flashes;
use crate::{Change, Result};

impl<Way> Flashes<'_, Way> {
    /// What is kept for anyone at the browser with this hashed key, unless its time has passed.
    pub async fn of(self, key_hash: &[u8], now: Moment) -> Result<Option<String>> {
        let row: Option<(String,)> = self
            .link
            .sql("SELECT body FROM flashes WHERE key_hash = $1 AND expires_at > $2 AND person_id IS NULL")
            .bind(key_hash)
            .bind(now.utc())
            .optional()
            .await?;
        Ok(row.map(|(body,)| body))
    }

    /// The person for whom alone something is kept, unless its time has passed.
    pub async fn whose(self, key_hash: &[u8], now: Moment) -> Result<Option<PersonId>> {
        let row: Option<(Uuid,)> = self
            .link
            .sql("SELECT person_id FROM flashes WHERE key_hash = $1 AND expires_at > $2 AND person_id IS NOT NULL")
            .bind(key_hash)
            .bind(now.utc())
            .optional()
            .await?;
        Ok(row.map(|(person,)| PersonId::new(person)))
    }

    /// The same, for a signed-in person: also what is kept for that person alone.
    pub async fn of_person(self, key_hash: &[u8], person: PersonId, now: Moment) -> Result<Option<String>> {
        let row: Option<(String,)> = self
            .link
            .sql(
                "SELECT body FROM flashes
                 WHERE key_hash = $1 AND expires_at > $2 AND (person_id IS NULL OR person_id = $3)",
            )
            .bind(key_hash)
            .bind(now.utc())
            .bind(person.uuid())
            .optional()
            .await?;
        Ok(row.map(|(body,)| body))
    }
}

impl Flashes<'_, Change> {
    /// Keeps a flash in place of the one before.
    pub async fn put(self, key_hash: &[u8], body: &str, expires_at: Moment) -> Result<()> {
        self.keep(key_hash, body, None, expires_at).await
    }

    /// Keeps a flash for one person alone, in place of the one before.
    pub async fn put_for(self, key_hash: &[u8], body: &str, person: PersonId, expires_at: Moment) -> Result<()> {
        self.keep(key_hash, body, Some(person), expires_at).await
    }

    async fn keep(self, key_hash: &[u8], body: &str, person: Option<PersonId>, expires_at: Moment) -> Result<()> {
        self.link
            .sql(
                "INSERT INTO flashes (key_hash, body, person_id, expires_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (key_hash) DO UPDATE SET
                     body = excluded.body, person_id = excluded.person_id, expires_at = excluded.expires_at",
            )
            .bind(key_hash)
            .bind(body)
            .bind(person.map(PersonId::uuid))
            .bind(expires_at.utc())
            .run()
            .await?;
        Ok(())
    }

    /// Hands a person's own flash on to the browser's next key, which signing in gives it; whether there was one.
    pub async fn hand_on(self, from: &[u8], to: &[u8], person: PersonId) -> Result<bool> {
        let handed_on = self
            .link
            .sql("UPDATE flashes SET key_hash = $2 WHERE key_hash = $1 AND person_id = $3")
            .bind(from)
            .bind(to)
            .bind(person.uuid())
            .run()
            .await?;
        Ok(handed_on == 1)
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
