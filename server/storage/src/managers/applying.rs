//! Applying a file of practice managers: what is listed, and the pre-approvals that it gives, changes and ends. What is to
//! change has been decided in `domain::managers`; the audit is for `server`.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::managers::{Becomes, Difference, Listed, Matched};
use domain::{BatchId, Moment, PreApprovalId, end_of, start_of};
use uuid::Uuid;

use super::day;
use crate::imports::batch::applied;
use crate::repositories::Managers;
use crate::sql::{Link, Statement};
use crate::{Change, Result, fresh};

/// How many rows one statement writes.
const LOT: usize = 500;
/// What is written first, so that two imports of managers are applied one after the other; it says which was the last.
const HELD: &str = "managers_imported";

impl Managers<'_, Change> {
    /// Makes other imports of practice managers that are being applied wait for the end of this one. Call it before reading
    /// what the difference is found from.
    pub async fn hold(self, batch: BatchId) -> Result<()> {
        self.link
            .sql(
                "INSERT INTO settings (name, value) VALUES ($1, $2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )
            .bind(HELD)
            .bind(batch.to_string())
            .run()
            .await?;
        Ok(())
    }

    /// Applies a batch and forgets its rows. The difference was found inside this change, after it was held.
    pub async fn apply(self, batch: BatchId, difference: &Difference, now: Moment) -> Result<()> {
        let link = self.link;
        let given = give(link, difference, now).await?;
        list(link, difference, &given, now).await?;
        amend(link, difference).await?;
        end(link, difference, now).await?;
        applied(link, batch, now).await
    }
}

/// From when until when a listing holds.
fn starts_at(day: Option<NaiveDate>) -> Option<Moment> {
    day.map(start_of)
}

fn ends_at(day: Option<NaiveDate>) -> Option<Moment> {
    day.map(end_of)
}

type Key = (domain::OrganisationId, String);

/// Gives the pre-approvals that are new, as of the moment at which each was listed for the first time.
async fn give(link: &mut Link, difference: &Difference, now: Moment) -> Result<HashMap<Key, PreApprovalId>> {
    let given: Vec<(&Matched, PreApprovalId)> = difference
        .touched()
        .filter(|manager| manager.becomes == Becomes::PreApproved)
        .map(|manager| (manager, PreApprovalId::new(fresh(now))))
        .collect();
    for lot in given.chunks(LOT) {
        let mut statement = link.sql(format!(
            "INSERT INTO pre_approvals (id, organisation_id, email, email_key, first_name, last_name, role, source, given_at,
                 starts_at, ends_at)
             VALUES {}",
            link.tuples(11, lot.len())
        ));
        for (manager, id) in lot {
            let listed = &manager.listed;
            statement = statement
                .bind(id.uuid())
                .bind(listed.at.organisation.uuid())
                .bind(listed.email.as_typed())
                .bind(listed.email.key())
                .bind(listed.first_name.as_str())
                .bind(listed.last_name.as_str())
                .bind(listed.role.tag())
                .bind("register")
                .bind(manager.since.utc())
                .bind(starts_at(listed.starts).map(Moment::utc))
                .bind(ends_at(listed.ends).map(Moment::utc));
        }
        statement.run().await?;
    }
    Ok(given
        .into_iter()
        .map(|(manager, id)| (manager.listed.key(), id))
        .collect())
}

/// Keeps what the file says of new and changed entries. The moment of the first listing stays.
async fn list(
    link: &mut Link,
    difference: &Difference,
    given: &HashMap<Key, PreApprovalId>,
    now: Moment,
) -> Result<()> {
    let touched: Vec<&Matched> = difference.touched().collect();
    for lot in touched.chunks(LOT) {
        let mut statement = link.sql(format!(
            "INSERT INTO managers (id, organisation_id, first_name, last_name, email, email_key, role, starts_on, ends_on,
                 listed_at, pre_approval_id)
             VALUES {}
             ON CONFLICT (organisation_id, email_key) DO UPDATE SET
                 first_name = excluded.first_name,
                 last_name = excluded.last_name,
                 email = excluded.email,
                 role = excluded.role,
                 starts_on = excluded.starts_on,
                 ends_on = excluded.ends_on,
                 ended_at = NULL,
                 pre_approval_id = COALESCE(excluded.pre_approval_id, managers.pre_approval_id)",
            link.tuples(11, lot.len())
        ));
        for manager in lot {
            let listed = &manager.listed;
            statement = statement
                .bind(fresh(now))
                .bind(listed.at.organisation.uuid())
                .bind(listed.first_name.as_str())
                .bind(listed.last_name.as_str())
                .bind(listed.email.as_typed())
                .bind(listed.email.key())
                .bind(listed.role.tag())
                .bind(day(listed.starts))
                .bind(day(listed.ends))
                .bind(manager.since.utc())
                .bind(given.get(&listed.key()).map(|id| id.uuid()));
        }
        statement.run().await?;
    }
    Ok(())
}

/// Has the pre-approvals that changed entries gave say the same as these, where nobody has come in by them or ended them.
/// They stay as old as they are.
async fn amend(link: &mut Link, difference: &Difference) -> Result<()> {
    let waiting = difference.changed.iter().filter_map(|changed| {
        let id = changed.before.pre_approval?;
        Some((id, &changed.manager.listed))
    });
    for (id, listed) in waiting {
        let Listed {
            first_name,
            last_name,
            role,
            starts,
            ends,
            ..
        } = listed;
        link.sql(
            "UPDATE pre_approvals
             SET first_name = $2, last_name = $3, role = $4, starts_at = $5, ends_at = $6
             WHERE id = $1 AND source = 'register' AND used_at IS NULL AND ended_at IS NULL",
        )
        .bind(id.uuid())
        .bind(first_name.as_str())
        .bind(last_name.as_str())
        .bind(role.tag())
        .bind(starts_at(*starts).map(Moment::utc))
        .bind(ends_at(*ends).map(Moment::utc))
        .run()
        .await?;
    }
    Ok(())
}

/// Keeps who is no longer listed, and ends what waits of their pre-approvals. An entry forgets the pre-approval that ended
/// so: listed again, it may give another. One that somebody used, or ended, is remembered for good.
async fn end(link: &mut Link, difference: &Difference, now: Moment) -> Result<()> {
    for lot in difference.unlisted.chunks(LOT) {
        let text = format!(
            "WITH gone (organisation_id, email_key) AS (VALUES {})
             SELECT g.id, g.pre_approval_id FROM managers AS g
             JOIN gone ON gone.organisation_id = g.organisation_id AND gone.email_key = g.email_key",
            link.tuples(2, lot.len())
        );
        let mut statement = link.sql(text);
        for (kept, _) in lot {
            statement = statement.bind(kept.at.organisation.uuid()).bind(kept.email.key());
        }
        let gone: Vec<(Uuid, Option<Uuid>)> = statement.all().await?;
        let entries: Vec<Uuid> = gone.iter().map(|(id, _)| *id).collect();
        let text = format!(
            "UPDATE managers SET
                 ended_at = ${},
                 pre_approval_id = (
                     SELECT a.id FROM pre_approvals AS a
                     WHERE a.id = managers.pre_approval_id AND (a.used_at IS NOT NULL OR a.ended_at IS NOT NULL))
             WHERE id IN (VALUES {})",
            entries.len() + 1,
            link.tuples(1, entries.len())
        );
        if !entries.is_empty() {
            bind(link.sql(text), &entries).bind(now.utc()).run().await?;
        }
        let given: Vec<Uuid> = gone.into_iter().filter_map(|(_, given)| given).collect();
        let text = format!(
            "UPDATE pre_approvals SET ended_at = ${} WHERE used_at IS NULL AND ended_at IS NULL AND id IN (VALUES {})",
            given.len() + 1,
            link.tuples(1, given.len())
        );
        if !given.is_empty() {
            bind(link.sql(text), &given).bind(now.utc()).run().await?;
        }
    }
    Ok(())
}

fn bind<'l>(mut statement: Statement<'l>, ids: &[Uuid]) -> Statement<'l> {
    for id in ids {
        statement = statement.bind(*id);
    }
    statement
}
