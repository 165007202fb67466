//! Applying a list of medics, in statements that each concern many: accounts and what is listed; memberships and
//! roles are in `medics/roles.rs`. What is to change has been decided in `domain::medics`; audit and letters are for
//! `server`.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::accounts::{Account, AccountState};
use domain::medics::{Difference, GmcNumber, Holder, Matched, OnRoster};
use domain::{BatchId, Language, Moment, OrganisationId, PersonId, RosterId};
use uuid::Uuid;

use super::day;
use crate::error::readable;
use crate::imports::batch::applied;
use crate::people::many;
use crate::repositories::Medics;
use crate::sql::{Link, Statement};
use crate::{Change, Result, fresh};

/// How many rows one statement writes.
pub(super) const LOT: usize = 500;

/// What became of the people whom an import concerns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MedicsApplied {
    /// Who the new and changed medics are.
    pub people: HashMap<GmcNumber, PersonId>,
    /// Those who were unconfirmed, with addresses that are theirs no longer.
    pub readdressed: Vec<PersonId>,
    /// What became of those who are no longer listed.
    pub ended: MedicsEnding,
}

/// What became of those who are no longer listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MedicsEnding {
    /// Those who could act for the organisation until now.
    pub members: HashSet<PersonId>,
    /// Those of them who have no role left, and whose access was revoked.
    pub revoked: HashSet<PersonId>,
}

/// What an import changes, where, by whom and when.
pub(super) struct Applying<'a> {
    pub(super) organisation: OrganisationId,
    pub(super) difference: &'a Difference,
    /// The rosters that the file names, by [`OnRoster::place`].
    places: &'a HashMap<(Option<String>, String), RosterId>,
    pub(super) now: Moment,
}

impl Medics<'_, Change> {
    /// Applies a batch and forgets its rows. Every roster that it names has been made; the difference was found inside this
    /// change, after the organisation and the people were held.
    pub async fn apply(
        self,
        batch: BatchId,
        organisation: OrganisationId,
        difference: &Difference,
        places: &HashMap<(Option<String>, String), RosterId>,
        by: Option<PersonId>,
        now: Moment,
    ) -> Result<MedicsApplied> {
        let link = self.link;
        let is = Applying {
            organisation,
            difference,
            places,
            now,
        };
        let people = is.accounts(link, batch).await?;
        is.list(link, &people).await?;
        is.roles_listed(link).await?;
        let ended = is.end_listing(link).await?;
        is.let_in(link).await?;
        let members = is.members(link).await?;
        is.end_roles(link).await?;
        is.give_roles(link, &members).await?;
        let could_act = |person: &PersonId| members.get(person).is_some_and(|(_, active)| *active);
        let ended = MedicsEnding {
            members: ended.iter().copied().filter(could_act).collect(),
            revoked: is.revoke(link, &ended, by).await?,
        };
        applied(link, batch, now).await?;
        let readdressed = |medic: &Matched| match &medic.holder {
            Holder::Readdressed(account) => Some(account.id),
            _ => None,
        };
        Ok(MedicsApplied {
            readdressed: difference.touched().filter_map(readdressed).collect(),
            people,
            ended,
        })
    }
}

impl Applying<'_> {
    /// Makes the accounts that are missing, and puts right those that an import made; who the medics are.
    async fn accounts(&self, link: &mut Link, batch: BatchId) -> Result<HashMap<GmcNumber, PersonId>> {
        let missing = |medic: &Matched| match medic.holder {
            Holder::Made => Some(Account {
                id: PersonId::new(fresh(self.now)),
                email: medic.listed.email.clone(),
                first_name: medic.listed.first_name.clone(),
                last_name: medic.listed.last_name.clone(),
                language: Language::English,
                position: None,
                state: AccountState::Unconfirmed,
            }),
            _ => None,
        };
        let made: Vec<Account> = self.difference.touched().filter_map(missing).collect();
        many::make(link, &made, self.now).await?;
        let corrected: Vec<Account> = self.difference.touched().filter_map(Matched::corrected).collect();
        many::correct(link, &corrected).await?;
        // Read again: somebody may have taken an address for themselves between the difference and now.
        let rows: Vec<(String, Uuid)> = link
            .sql(
                "SELECT p.email_key, p.id FROM people AS p
                 WHERE p.email_key IN (SELECT s.email_key FROM staged_medics AS s WHERE s.batch_id = $1)",
            )
            .bind(batch.uuid())
            .all()
            .await?;
        let by_address: HashMap<String, Uuid> = rows.into_iter().collect();
        let who = |medic: &Matched| {
            let person = match medic.holder.account() {
                Some(account) => account.id,
                None => PersonId::new(*readable(
                    by_address.get(medic.listed.email.key()),
                    "account of a medic",
                )?),
            };
            Ok((medic.listed.gmc.clone(), person))
        };
        self.difference.touched().map(who).collect()
    }

    /// Keeps what the file says of new and changed medics.
    async fn list(&self, link: &mut Link, people: &HashMap<GmcNumber, PersonId>) -> Result<()> {
        let touched: Vec<&Matched> = self.difference.touched().collect();
        for lot in touched.chunks(LOT) {
            let mut statement = link.sql(format!(
                "INSERT INTO medics (id, organisation_id, gmc_number, first_name, last_name, email, email_key, person_id,
                     made_account, listed_at, in_at, letter_due)
                 VALUES {}
                 ON CONFLICT (organisation_id, gmc_number) DO UPDATE SET
                     first_name = excluded.first_name,
                     last_name = excluded.last_name,
                     email = excluded.email,
                     email_key = excluded.email_key,
                     person_id = excluded.person_id,
                     made_account = excluded.made_account,
                     listed_at = CASE WHEN medics.ended_at IS NULL THEN medics.listed_at ELSE excluded.listed_at END,
                     ended_at = NULL,
                     in_at = CASE
                         WHEN excluded.in_at IS NOT NULL AND medics.ended_at IS NULL
                             AND medics.person_id = excluded.person_id THEN COALESCE(medics.in_at, excluded.in_at)
                         ELSE excluded.in_at END,
                     letter_due = CASE
                         WHEN excluded.in_at IS NOT NULL THEN NULL
                         ELSE COALESCE(excluded.letter_due, medics.letter_due) END",
                link.tuples(12, lot.len())
            ));
            for medic in lot {
                let listed = &medic.listed;
                let at = |is_so: bool| is_so.then(|| self.now.utc());
                let (in_at, letter_due): (Option<DateTime<Utc>>, Option<DateTime<Utc>>) =
                    (at(medic.comes_in()), at(medic.letter_due()));
                statement = statement
                    .bind(fresh(self.now))
                    .bind(self.organisation.uuid())
                    .bind(listed.gmc.as_str())
                    .bind(listed.first_name.as_str())
                    .bind(listed.last_name.as_str())
                    .bind(listed.email.as_typed())
                    .bind(listed.email.key())
                    .bind(people.get(&listed.gmc).map(|person| person.uuid()))
                    .bind(medic.made_account())
                    .bind(self.now.utc())
                    .bind(in_at)
                    .bind(letter_due);
            }
            statement.run().await?;
        }
        Ok(())
    }

    /// Keeps for which rosters new and changed medics are listed, in place of what was kept.
    async fn roles_listed(&self, link: &mut Link) -> Result<()> {
        let ids = self.medics(link).await?;
        let known: Vec<Uuid> = self
            .difference
            .touched()
            .filter(|medic| medic.before.is_some())
            .filter_map(|medic| ids.get(medic.listed.gmc.as_str()).copied())
            .collect();
        for_each(link, &known, |list| {
            format!("DELETE FROM medic_roles WHERE medic_id IN (VALUES {list})")
        })
        .await?;
        let mut rows = Vec::new();
        for medic in self.difference.touched() {
            let id = *readable(ids.get(medic.listed.gmc.as_str()), "medic")?;
            for on in &medic.listed.rosters {
                rows.push((id, self.roster(on)?, on));
            }
        }
        for lot in rows.chunks(LOT) {
            let mut statement = link.sql(format!(
                "INSERT INTO medic_roles (medic_id, roster_id, starts_on, ends_on) VALUES {}",
                link.tuples(4, lot.len())
            ));
            for (medic, roster, on) in lot {
                statement = statement
                    .bind(*medic)
                    .bind(roster.uuid())
                    .bind(day(on.starts))
                    .bind(day(on.ends));
            }
            statement.run().await?;
        }
        Ok(())
    }

    /// Keeps who is no longer listed; whose roles end.
    async fn end_listing(&self, link: &mut Link) -> Result<Vec<PersonId>> {
        let ids = self.medics(link).await?;
        let gone: Vec<Uuid> = self
            .difference
            .unlisted
            .iter()
            .filter_map(|medic| ids.get(medic.gmc.as_str()).copied())
            .collect();
        for_each(link, &gone, |list| {
            format!("DELETE FROM medic_roles WHERE medic_id IN (VALUES {list})")
        })
        .await?;
        for lot in gone.chunks(LOT) {
            let text = format!(
                "UPDATE medics SET ended_at = ${}, letter_due = NULL WHERE id IN (VALUES {})",
                lot.len() + 1,
                link.tuples(1, lot.len())
            );
            bind(link.sql(text), lot).bind(self.now.utc()).run().await?;
        }
        let people = self.difference.unlisted.iter();
        Ok(people
            .filter_map(|medic| medic.account.as_ref().map(|account| account.id))
            .collect())
    }

    /// The rows of the organisation's medics, by GMC number.
    async fn medics(&self, link: &mut Link) -> Result<HashMap<String, Uuid>> {
        let rows: Vec<(String, Uuid)> = link
            .sql("SELECT gmc_number, id FROM medics WHERE organisation_id = $1")
            .bind(self.organisation.uuid())
            .all()
            .await?;
        Ok(rows.into_iter().collect())
    }

    pub(super) fn roster(&self, on: &OnRoster) -> Result<RosterId> {
        readable(self.places.get(&on.place()).copied(), "roster of a medic")
    }
}

/// Runs a statement over a list of ids, some of them at a time.
async fn for_each(link: &mut Link, ids: &[Uuid], text: impl Fn(&str) -> String) -> Result<()> {
    for lot in ids.chunks(LOT) {
        let text = text(&link.tuples(1, lot.len()));
        bind(link.sql(text), lot).run().await?;
    }
    Ok(())
}

pub(super) fn bind<'l>(mut statement: Statement<'l>, ids: &[Uuid]) -> Statement<'l> {
    for id in ids {
        statement = statement.bind(*id);
    }
    statement
}
