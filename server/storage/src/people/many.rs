//! Many accounts at once, as an import of medics makes them and puts them right.

use domain::Moment;
use domain::accounts::{Account, Position};
use uuid::Uuid;

use super::{name_key, terms};
use crate::Result;
use crate::sql::Link;

/// How many rows one statement writes.
const LOT: usize = 500;

/// Makes accounts, unconfirmed and without a password; where an address has one by now, that one stays. Which were made.
pub(crate) async fn make(link: &mut Link, accounts: &[Account], now: Moment) -> Result<Vec<Uuid>> {
    let mut made = Vec::new();
    for lot in accounts.chunks(LOT) {
        let mut statement = link.sql(format!(
            "INSERT INTO people (id, email, email_key, first_name, last_name, name_key, language, position, state,
                 created_at, version)
             VALUES {}
             ON CONFLICT (email_key) DO NOTHING
             RETURNING id",
            link.tuples(11, lot.len())
        ));
        for account in lot {
            statement = statement
                .bind(account.id.uuid())
                .bind(account.email.as_typed())
                .bind(account.email.key())
                .bind(account.first_name.as_str())
                .bind(account.last_name.as_str())
                .bind(name_key(account))
                .bind(account.language.tag())
                .bind(account.position.map(Position::tag))
                .bind("unconfirmed")
                .bind(now.utc())
                .bind(0_i64);
        }
        let rows: Vec<(Uuid,)> = statement.all().await?;
        made.extend(rows.into_iter().map(|(id,)| id));
    }
    let mut ids = made.clone();
    ids.sort_unstable();
    let new: Vec<&Account> = accounts
        .iter()
        .filter(|account| ids.binary_search(&account.id.uuid()).is_ok())
        .collect();
    terms::insert_all(link, &new).await?;
    Ok(made)
}

/// Gives accounts other names and addresses.
pub(crate) async fn correct(link: &mut Link, accounts: &[Account]) -> Result<()> {
    for lot in accounts.chunks(LOT) {
        let mut statement = link.sql(format!(
            "WITH corrected (id, email, email_key, first_name, last_name, name_key) AS (VALUES {})
             UPDATE people
             SET email = corrected.email, email_key = corrected.email_key, first_name = corrected.first_name,
                 last_name = corrected.last_name, name_key = corrected.name_key, version = version + 1
             FROM corrected
             WHERE people.id = corrected.id",
            link.tuples(6, lot.len())
        ));
        for account in lot {
            statement = statement
                .bind(account.id.uuid())
                .bind(account.email.as_typed())
                .bind(account.email.key())
                .bind(account.first_name.as_str())
                .bind(account.last_name.as_str())
                .bind(name_key(account));
        }
        statement.run().await?;
        let mut statement = link.sql(format!(
            "DELETE FROM person_terms WHERE person_id IN (VALUES {})",
            link.tuples(1, lot.len())
        ));
        for account in lot {
            statement = statement.bind(account.id.uuid());
        }
        statement.run().await?;
        terms::insert_all(link, &lot.iter().collect::<Vec<_>>()).await?;
    }
    Ok(())
}
