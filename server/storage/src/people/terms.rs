//! What people are found by: the words of their names and of their address, folded, and each name as one word. Written
//! whenever an account gets a name or an address; [`fill`] does it for accounts from before there were terms.

use std::collections::BTreeSet;

use domain::accounts::Account;
use domain::text::{folded, words};
use uuid::Uuid;

use super::{AccountRow, account_columns};
use crate::sql::Link;
use crate::{Housekeeping, Result, Store};

/// How many accounts one transaction fills.
const LOT: usize = 500;

/// What an account is found by.
fn terms(account: &Account) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    for name in [account.first_name.as_str(), account.last_name.as_str()] {
        terms.extend(words(name));
        // Whoever looks for "oneill" finds O'Neill.
        terms.insert(folded(name).chars().filter(|one| one.is_alphanumeric()).collect());
    }
    terms.extend(words(account.email.as_typed()));
    terms
}

/// Keeps what an account is found by, in place of what was.
pub(super) async fn keep(link: &mut Link, account: &Account) -> Result<()> {
    link.sql("DELETE FROM person_terms WHERE person_id = $1")
        .bind(account.id.uuid())
        .run()
        .await?;
    insert(link, account.id.uuid(), &terms(account)).await
}

/// Keeps what accounts without any terms are found by.
pub(crate) async fn insert_all(link: &mut Link, accounts: &[&Account]) -> Result<()> {
    let all = |account: &&Account| {
        let id = account.id.uuid();
        terms(account).into_iter().map(move |term| (term, id))
    };
    let mut rows: Vec<(String, Uuid)> = accounts.iter().flat_map(all).collect();
    // In the order of the index, for which the database has less to move.
    rows.sort_unstable();
    for lot in rows.chunks(1_000) {
        let mut statement = link.sql(format!(
            "INSERT INTO person_terms (term, person_id) VALUES {} ON CONFLICT (term, person_id) DO NOTHING",
            link.tuples(2, lot.len())
        ));
        for (term, person) in lot {
            statement = statement.bind(term.as_str()).bind(*person);
        }
        statement.run().await?;
    }
    Ok(())
}

async fn insert(link: &mut Link, person: Uuid, terms: &BTreeSet<String>) -> Result<()> {
    let mut statement = link.sql(format!(
        "INSERT INTO person_terms (term, person_id) VALUES {} ON CONFLICT (term, person_id) DO NOTHING",
        link.tuples(2, terms.len())
    ));
    for term in terms {
        statement = statement.bind(term.as_str()).bind(person);
    }
    statement.run().await?;
    Ok(())
}

/// Fills the terms of accounts that have none. Several processes may do it at once.
pub(crate) async fn fill(store: &Store) -> Result<()> {
    loop {
        let mut change = store.change().await?;
        let rows: Vec<AccountRow> = change
            .link
            .sql(format!(
                "SELECT {} FROM people AS p
                 WHERE NOT EXISTS (SELECT 1 FROM person_terms AS t WHERE t.person_id = p.id)
                 ORDER BY p.id
                 LIMIT {LOT}",
                account_columns!()
            ))
            .all()
            .await?;
        let last = rows.len() < LOT;
        for row in rows {
            let account = row.read()?;
            insert(&mut change.link, account.id.uuid(), &terms(&account)).await?;
        }
        change.commit_housekeeping(Housekeeping::SearchTerms).await?;
        if last {
            return Ok(());
        }
    }
}
