//! Drafts: the answers given so far in a wizard, found by the hash of the browser's visit cookie. What they mean, and
//! which step comes next, is for `domain`.

use domain::{Moment, PersonId};

use crate::repositories::Drafts;
use crate::{Change, Result, id};

impl<Way> Drafts<'_, Way> {
    /// The answers that a browser has given in a wizard, as JSON.
    pub async fn of(self, key_hash: &[u8], kind: &str) -> Result<Option<String>> {
        let row: Option<(String,)> = self
            .link
            .sql("SELECT body FROM drafts WHERE key_hash = $1 AND kind = $2")
            .bind(key_hash)
            .bind(kind)
            .optional()
            .await?;
        Ok(row.map(|(body,)| body))
    }

    /// The same, where they are a signed-in person's own: whoever uses the browser next does not find them.
    pub async fn of_person(self, key_hash: &[u8], kind: &str, person: PersonId) -> Result<Option<String>> {
        let row: Option<(String,)> = self
            .link
            .sql("SELECT body FROM drafts WHERE key_hash = $1 AND kind = $2 AND person_id = $3")
            .bind(key_hash)
            .bind(kind)
            .bind(person.uuid())
            .optional()
            .await?;
        Ok(row.map(|(body,)| body))
    }
}

impl Drafts<'_, Change> {
    /// Keeps the answers in place of the ones before.
    pub async fn put(
        self,
        key_hash: &[u8],
        kind: &str,
        body: &str,
        person: Option<PersonId>,
        now: Moment,
    ) -> Result<()> {
        self.link
            .sql(
                "INSERT INTO drafts (id, key_hash, kind, body, person_id, made_at, changed_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $6)
                 ON CONFLICT (key_hash, kind) DO UPDATE SET
                     body = excluded.body, person_id = excluded.person_id, changed_at = excluded.changed_at",
            )
            .bind(id::fresh(now))
            .bind(key_hash)
            .bind(kind)
            .bind(body)
            .bind(person.map(PersonId::uuid))
            .bind(now.utc())
            .run()
            .await?;
        Ok(())
    }

    /// Takes a browser's answers away, once they have been acted on.
    pub async fn remove(self, key_hash: &[u8], kind: &str) -> Result<()> {
        self.link
            .sql("DELETE FROM drafts WHERE key_hash = $1 AND kind = $2")
            .bind(key_hash)
            .bind(kind)
            .run()
            .await?;
        Ok(())
    }

    /// Takes away those not touched since a moment; how many.
    pub async fn sweep(self, before: Moment) -> Result<u64> {
        self.link
            .sql("DELETE FROM drafts WHERE changed_at < $1")
            .bind(before.utc())
            .run()
            .await
    }
}
