//! Taking letters back that have not left, because the decision that they tell of is undone.

use chrono::DateTime;
use domain::JoinRequestId;

use crate::repositories::Outbox;
use crate::{Change, Result};

impl Outbox<'_, Change> {
    /// Takes the letters of a decision out of the outbox, as if they had never been posted; false where one of them was
    /// leased, for it may have reached the mail server, whatever became of it since. Then leave the change.
    pub async fn take_back(self, decided: JoinRequestId) -> Result<bool> {
        // One statement: of this and a lease of the same letter at the same moment, one finds it gone or leased.
        let taken = self
            .link
            .sql(
                "DELETE FROM outbox
                 WHERE join_request_id = $1 AND state = 'waiting' AND attempts = 0 AND leased_until = $2",
            )
            .bind(decided.uuid())
            .bind(DateTime::UNIX_EPOCH)
            .run()
            .await?;
        let (left,): (bool,) = self
            .link
            .sql("SELECT EXISTS (SELECT 1 FROM outbox WHERE join_request_id = $1)")
            .bind(decided.uuid())
            .one()
            .await?;
        Ok(taken > 0 && !left)
    }
}
