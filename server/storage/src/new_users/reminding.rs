//! Invitations that nobody has answered: whom to remind, and of which to tell whoever gave them that the time is over. Both
//! are taken in the change that posts the letter, so that however many servers run, it is one letter.

use domain::{Moment, NewUserId};
use uuid::Uuid;

use crate::repositories::NewUsers;
use crate::{Change, Result};

/// How many are looked at in one round.
const LOT: u16 = 500;

impl<Way> NewUsers<'_, Way> {
    /// The invitations that hold and of which fewer reminders went than are due: one for each of these moments that the
    /// letter is older than.
    pub async fn to_remind(self, now: Moment, older_than: [Moment; 2]) -> Result<Vec<NewUserId>> {
        let rows: Vec<(Uuid,)> = self
            .link
            .sql(format!(
                "SELECT id FROM new_users
                 WHERE state = 'open' AND invited_until > $1
                   AND ((sent_at <= $2 AND reminded < 1) OR (sent_at <= $3 AND reminded < 2))
                 ORDER BY sent_at, id
                 LIMIT {LOT}"
            ))
            .bind(now.utc())
            .bind(older_than[0].utc())
            .bind(older_than[1].utc())
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| NewUserId::new(id)).collect())
    }

    /// The invitations whose time is over, and of which nobody has been told.
    pub async fn to_tell_of(self, now: Moment) -> Result<Vec<NewUserId>> {
        let rows: Vec<(Uuid,)> = self
            .link
            .sql(format!(
                "SELECT id FROM new_users
                 WHERE state = 'open' AND invited_until <= $1 AND NOT expiry_told
                 ORDER BY invited_until, id
                 LIMIT {LOT}"
            ))
            .bind(now.utc())
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| NewUserId::new(id)).collect())
    }
}

impl NewUsers<'_, Change> {
    /// Takes the reminder with this number, of a letter that was sent at a moment; false where another server did, the
    /// letter was sent again, or somebody answered.
    pub async fn remind(self, id: NewUserId, number: i64, sent_at: Moment) -> Result<bool> {
        let taken = self
            .link
            .sql(
                "UPDATE new_users SET reminded = $2
                 WHERE id = $1 AND state = 'open' AND reminded < $2 AND sent_at = $3",
            )
            .bind(id.uuid())
            .bind(number)
            .bind(sent_at.utc())
            .run()
            .await?;
        Ok(taken == 1)
    }

    /// Takes telling that the time of an invitation is over; false where another server did, or the letter was sent again.
    pub async fn tell_of_expiry(self, id: NewUserId, now: Moment) -> Result<bool> {
        let taken = self
            .link
            .sql(
                "UPDATE new_users SET expiry_told = TRUE
                 WHERE id = $1 AND state = 'open' AND NOT expiry_told AND invited_until <= $2",
            )
            .bind(id.uuid())
            .bind(now.utc())
            .run()
            .await?;
        Ok(taken == 1)
    }
}
