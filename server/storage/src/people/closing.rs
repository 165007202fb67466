//! Closing an account, and opening it again. Who may do so, and what ends with it, stands in `domain::people::disabling`
//! and `domain::my_account::closing`.

use domain::{Moment, PersonId};

use crate::repositories::People;
use crate::{Change, Result};

/// An account that is about to be closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    /// Whose.
    pub person: PersonId,
    /// By whom.
    pub by: PersonId,
    /// Why: a word of the list.
    pub reason: &'static str,
    /// Why, in words.
    pub note: Option<String>,
    /// When.
    pub at: Moment,
}

impl People<'_, Change> {
    /// Closes an account everywhere; false unless it is open. What it was stays for the audit.
    pub async fn disable(self, closure: &Closure) -> Result<bool> {
        let closed = self
            .link
            .sql(
                "UPDATE people
                 SET state = 'disabled', disabled_at = $2, disabled_by = $3, disabled_reason = $4, disabled_note = $5,
                     version = version + 1
                 WHERE id = $1 AND state = 'confirmed'",
            )
            .bind(closure.person.uuid())
            .bind(closure.at.utc())
            .bind(closure.by.uuid())
            .bind(closure.reason)
            .bind(closure.note.as_deref())
            .run()
            .await?;
        Ok(closed == 1)
    }

    /// Opens a closed account again; false unless it is closed.
    pub async fn reopen(self, person: PersonId) -> Result<bool> {
        let opened = self
            .link
            .sql(
                "UPDATE people
                 SET state = 'confirmed', disabled_at = NULL, disabled_by = NULL, disabled_reason = NULL,
                     disabled_note = NULL, version = version + 1
                 WHERE id = $1 AND state = 'disabled'",
            )
            .bind(person.uuid())
            .run()
            .await?;
        Ok(opened == 1)
    }
}
