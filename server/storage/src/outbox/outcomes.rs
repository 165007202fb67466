//! What came of handing a letter to the mail server, at once or as the server reports it later.

use chrono::{DateTime, TimeDelta};
use domain::{LetterId, Moment};

use crate::repositories::Outbox;
use crate::{Change, Result};

impl Outbox<'_, Change> {
    /// Notes that the mail server took a letter; its token is blanked.
    pub async fn sent(self, id: LetterId, now: Moment, answer: &str) -> Result<()> {
        self.link
            .sql(
                "UPDATE outbox SET state = 'sent', sent_at = $2, deferred = FALSE, last_answer = $3, sealed = NULL
                 WHERE id = $1 AND state = 'waiting'",
            )
            .bind(id.uuid())
            .bind(now.utc())
            .bind(answer)
            .run()
            .await?;
        Ok(())
    }

    /// Notes that a letter is to be tried again, and what the mail server said.
    pub async fn retry(self, id: LetterId, due_at: Moment, answer: &str) -> Result<()> {
        self.link
            .sql(
                "UPDATE outbox SET due_at = $2, leased_until = $3, deferred = TRUE, last_answer = $4
                 WHERE id = $1 AND state = 'waiting'",
            )
            .bind(id.uuid())
            .bind(due_at.utc())
            .bind(DateTime::UNIX_EPOCH)
            .bind(answer)
            .run()
            .await?;
        Ok(())
    }

    /// Notes that a letter was given up, and why; its token is blanked.
    pub async fn give_up(self, id: LetterId, answer: &str) -> Result<()> {
        self.link
            .sql("UPDATE outbox SET state = 'gave_up', last_answer = $2, sealed = NULL WHERE id = $1 AND state = 'waiting'")
            .bind(id.uuid())
            .bind(answer)
            .run()
            .await?;
        Ok(())
    }

    /// Gives a leased letter back unsent, as when the service is stopped; it does not count as an attempt.
    pub async fn release(self, id: LetterId) -> Result<()> {
        self.link
            .sql(
                "UPDATE outbox SET leased_until = $2, attempts = attempts - 1
                 WHERE id = $1 AND state = 'waiting' AND leased_until > $2",
            )
            .bind(id.uuid())
            // Not as if it had never been leased: the mail server may have it.
            .bind(DateTime::UNIX_EPOCH + TimeDelta::seconds(1))
            .run()
            .await?;
        Ok(())
    }

    /// Notes that a letter which the mail server took could not be delivered, and why; false where there is no such letter,
    /// or it was given up before.
    pub async fn bounced(self, id: LetterId, answer: &str) -> Result<bool> {
        let bounced = self
            .link
            .sql(
                // It may wait still: the server that sent it stopped before it could note so.
                "UPDATE outbox SET state = 'gave_up', last_answer = $2, sealed = NULL
                 WHERE id = $1 AND state <> 'gave_up'",
            )
            .bind(id.uuid())
            .bind(answer)
            .run()
            .await?;
        Ok(bounced == 1)
    }

    /// Notes that a letter which the mail server took is not delivered yet, and why; false where there is no such letter, or
    /// it does not count as sent.
    pub async fn delayed(self, id: LetterId, answer: &str) -> Result<bool> {
        let delayed = self
            .link
            .sql("UPDATE outbox SET deferred = TRUE, last_answer = $2 WHERE id = $1 AND state = 'sent'")
            .bind(id.uuid())
            .bind(answer)
            .run()
            .await?;
        Ok(delayed == 1)
    }
}
