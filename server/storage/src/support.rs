//! Support: the people of the service itself.

use domain::accounts::Account;
use domain::{Moment, PersonId};

use crate::people::{AccountRow, account_columns};
use crate::repositories::Support;
use crate::{Change, Result};

impl<Way> Support<'_, Way> {
    /// Whether a person is of the support team.
    pub async fn is(self, person: PersonId) -> Result<bool> {
        let (is,): (bool,) = self
            .link
            .sql("SELECT EXISTS (SELECT 1 FROM service_members WHERE person_id = $1)")
            .bind(person.uuid())
            .one()
            .await?;
        Ok(is)
    }

    /// How many support people there are.
    pub async fn count(self) -> Result<i64> {
        let (count,): (i64,) = self.link.sql("SELECT COUNT(*) FROM service_members").one().await?;
        Ok(count)
    }

    /// The support team, by name.
    pub async fn all(self) -> Result<Vec<Account>> {
        let rows: Vec<AccountRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                account_columns!(),
                " FROM service_members AS t JOIN people AS p ON p.id = t.person_id ORDER BY p.name_key, p.id"
            ))
            .all()
            .await?;
        rows.into_iter().map(AccountRow::read).collect()
    }
}

impl Support<'_, Change> {
    /// Appoints a support person; false where they are one.
    pub async fn appoint(self, person: PersonId, now: Moment) -> Result<bool> {
        let appointed = self
            .link
            .sql("INSERT INTO service_members (person_id, since) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(person.uuid())
            .bind(now.utc())
            .run()
            .await?;
        Ok(appointed == 1)
    }
}
