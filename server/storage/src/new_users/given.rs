//! Those whom somebody added or invited, and who have neither confirmed nor answered: what becomes of them with the access of
//! whoever gave it.

use domain::new_users::NewUser;
use domain::{NewUserId, OrganisationId, PersonId};

use super::{NewUserRow, columns};
use crate::repositories::NewUsers;
use crate::{Change, Result};

impl<Way> NewUsers<'_, Way> {
    /// Those who wait at an organisation for what a person gave, oldest first.
    pub async fn given_by(self, by: PersonId, organisation: OrganisationId) -> Result<Vec<NewUser>> {
        let given = self.given_anywhere(by).await?.into_iter();
        Ok(given.filter(|user| user.organisation == organisation).collect())
    }

    /// Those who wait anywhere for what a person gave, oldest first.
    pub async fn given_anywhere(self, by: PersonId) -> Result<Vec<NewUser>> {
        let rows: Vec<NewUserRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                columns!(),
                " FROM new_users WHERE given_by = $1 AND state = 'open' ORDER BY made_at, id"
            ))
            .bind(by.uuid())
            .all()
            .await?;
        let mut given = Vec::new();
        for row in rows {
            given.push(row.read(self.link).await?);
        }
        Ok(given)
    }
}

impl NewUsers<'_, Change> {
    /// Has somebody else answer for it from now on; false unless it is open.
    pub async fn take_over(self, id: NewUserId, by: PersonId) -> Result<bool> {
        let taken = self
            .link
            .sql("UPDATE new_users SET given_by = $2 WHERE id = $1 AND state = 'open'")
            .bind(id.uuid())
            .bind(by.uuid())
            .run()
            .await?;
        Ok(taken == 1)
    }
}
