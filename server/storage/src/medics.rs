//! The medics whom organisations' imports list: what a file says is staged and compared here, and applied in
//! `medics/applying.rs`; who has not come in yet is in `medics/waiting.rs`. The rules stand in `domain::medics`, reading a file is for `server`; batches, which bring the
//! register too, are in `imports/batch.rs`.

mod applying;
mod roles;
mod waiting;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::accounts::Account;
use domain::medics::{GmcNumber, Kept, KeptRole, Listed, Matching, OnRoster};
use domain::rosters::RosterName;
use domain::{BatchId, EmailAddress, OrganisationId, PersonId, PersonName, RosterId};
use sqlx::FromRow;
use uuid::Uuid;

pub use self::applying::{MedicsApplied, MedicsEnding};
pub use self::waiting::WaitingMedic;
use crate::error::readable;
use crate::organisations::read_day;
use crate::people::{AccountRow, account_columns};
use crate::repositories::Medics;
use crate::sql::Link;
use crate::{Change, Result};

/// A good line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MedicLine {
    /// Its number, from 1.
    pub line: u64,
    /// The GMC number.
    pub gmc: GmcNumber,
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// E-mail address.
    pub email: EmailAddress,
    /// For which roster, and when.
    pub on: OnRoster,
}

#[derive(FromRow)]
struct LineRow {
    gmc_number: String,
    first_name: String,
    last_name: String,
    email: String,
    roster: String,
    roster_group: String,
    starts_on: String,
    ends_on: String,
}

#[derive(FromRow)]
struct KeptRow {
    id: Uuid,
    gmc_number: String,
    first_name: String,
    last_name: String,
    email: String,
    person_id: Option<Uuid>,
    made_account: bool,
    ended_at: Option<DateTime<Utc>>,
    in_at: Option<DateTime<Utc>>,
}

#[derive(FromRow)]
struct RoleRow {
    medic_id: Uuid,
    roster_id: Uuid,
    roster: String,
    roster_group: Option<String>,
    starts_on: String,
    ends_on: String,
}

fn person_name(text: &str) -> Result<PersonName> {
    readable(PersonName::parse(text).ok(), "name of a medic")
}

fn on_roster(roster: &str, group: Option<&str>, starts_on: &str, ends_on: &str) -> Result<OnRoster> {
    let name = |text: &str| readable(RosterName::parse(text).ok(), "name of a roster");
    Ok(OnRoster {
        group: group.map(name).transpose()?,
        roster: name(roster)?,
        starts: read_day(starts_on)?,
        ends: read_day(ends_on)?,
    })
}

impl<Way> Medics<'_, Way> {
    /// How many medics the imports of an organisation list now.
    pub async fn listed(self, organisation: OrganisationId) -> Result<i64> {
        let (count,): (i64,) = self
            .link
            .sql("SELECT COUNT(*) FROM medics WHERE organisation_id = $1 AND ended_at IS NULL")
            .bind(organisation.uuid())
            .one()
            .await?;
        Ok(count)
    }

    /// What the difference that a batch makes is found from.
    pub async fn matching(self, batch: BatchId, organisation: OrganisationId) -> Result<Matching> {
        let with_address = accounts(
            self.link,
            "p.email_key IN (SELECT s.email_key FROM staged_medics AS s WHERE s.batch_id = $1)",
            batch.uuid(),
        )
        .await?;
        let doubts: Vec<(String,)> = self
            .link
            .sql("SELECT who FROM staged_doubts WHERE batch_id = $1")
            .bind(batch.uuid())
            .all()
            .await?;
        // What an import ended, it ended at one moment.
        let revoked: Vec<(Uuid,)> = self
            .link
            .sql(
                "SELECT m.person_id FROM members AS m
                 WHERE m.organisation_id = $1 AND m.state = 'revoked'
                   AND NOT EXISTS (
                       SELECT 1 FROM medics AS d
                       WHERE d.person_id = m.person_id AND d.organisation_id = m.organisation_id
                         AND d.ended_at = m.revoked_at)",
            )
            .bind(organisation.uuid())
            .all()
            .await?;
        Ok(Matching {
            listed: listed(self.link, batch).await?,
            kept: kept(self.link, organisation).await?,
            accounts: with_address
                .into_iter()
                .map(|account| (account.email.key().to_owned(), account))
                .collect(),
            revoked: revoked.into_iter().map(|(person,)| PersonId::new(person)).collect(),
            doubts: doubts.into_iter().map(|(who,)| who).collect::<HashSet<_>>(),
        })
    }
}

impl Medics<'_, Change> {
    /// Stages good lines.
    pub async fn stage(self, batch: BatchId, lines: &[MedicLine]) -> Result<()> {
        for lot in lines.chunks(500) {
            let mut statement = self.link.sql(format!(
                "INSERT INTO staged_medics (batch_id, line, gmc_number, first_name, last_name, email, email_key, roster,
                     roster_group, starts_on, ends_on)
                 VALUES {}",
                self.link.tuples(11, lot.len())
            ));
            for line in lot {
                statement = statement
                    .bind(batch.uuid())
                    .bind(i64::try_from(line.line).unwrap_or(i64::MAX))
                    .bind(line.gmc.as_str())
                    .bind(line.first_name.as_str())
                    .bind(line.last_name.as_str())
                    .bind(line.email.as_typed())
                    .bind(line.email.key())
                    .bind(line.on.roster.as_str())
                    .bind(line.on.group.as_ref().map_or("", RosterName::as_str))
                    .bind(day(line.on.starts))
                    .bind(day(line.on.ends));
            }
            statement.run().await?;
        }
        Ok(())
    }

    /// Stages the GMC numbers and addresses that stand on refused lines.
    pub async fn doubt(self, batch: BatchId, who: &[String]) -> Result<()> {
        for lot in who.chunks(500) {
            let mut statement = self.link.sql(format!(
                "INSERT INTO staged_doubts (batch_id, who) VALUES {} ON CONFLICT (batch_id, who) DO NOTHING",
                self.link.tuples(2, lot.len())
            ));
            for who in lot {
                statement = statement.bind(batch.uuid()).bind(who.as_str());
            }
            statement.run().await?;
        }
        Ok(())
    }

    /// Makes other changes to the people whom a batch may concern wait for the end of this one. Hold the organisation first,
    /// and call it before reading what the difference is found from.
    pub async fn hold_people(self, batch: BatchId, organisation: OrganisationId) -> Result<()> {
        self.link
            .sql(
                "UPDATE people SET version = version + 1
                 WHERE email_key IN (SELECT s.email_key FROM staged_medics AS s WHERE s.batch_id = $1)",
            )
            .bind(batch.uuid())
            .run()
            .await?;
        self.link
            .sql(
                "UPDATE people SET version = version + 1
                 WHERE id IN (SELECT d.person_id FROM medics AS d WHERE d.organisation_id = $1)",
            )
            .bind(organisation.uuid())
            .run()
            .await?;
        Ok(())
    }
}

/// A day as it is kept.
fn day(day: Option<chrono::NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// The medics of a staged file.
async fn listed(link: &mut Link, batch: BatchId) -> Result<Vec<Listed>> {
    let rows: Vec<LineRow> = link
        .sql(
            "SELECT gmc_number, first_name, last_name, email, roster, roster_group, starts_on, ends_on
             FROM staged_medics
             WHERE batch_id = $1
             ORDER BY gmc_number, line",
        )
        .bind(batch.uuid())
        .all()
        .await?;
    let one = |own: &[LineRow]| {
        let first = readable(own.first(), "staged medic")?;
        let on = |row: &LineRow| {
            let group = Some(row.roster_group.as_str()).filter(|group| !group.is_empty());
            on_roster(&row.roster, group, &row.starts_on, &row.ends_on)
        };
        Ok(Listed {
            gmc: readable(GmcNumber::parse(&first.gmc_number).ok(), "GMC number")?,
            first_name: person_name(&first.first_name)?,
            last_name: person_name(&first.last_name)?,
            email: readable(EmailAddress::parse(&first.email).ok(), "e-mail address")?,
            rosters: own.iter().map(on).collect::<Result<_>>()?,
        })
    };
    rows.chunk_by(|one, next| one.gmc_number == next.gmc_number)
        .map(one)
        .collect()
}

/// Everybody whom an organisation's imports have ever listed.
async fn kept(link: &mut Link, organisation: OrganisationId) -> Result<Vec<Kept>> {
    let rows: Vec<KeptRow> = link
        .sql(
            "SELECT id, gmc_number, first_name, last_name, email, person_id, made_account, ended_at, in_at
             FROM medics
             WHERE organisation_id = $1
             ORDER BY gmc_number",
        )
        .bind(organisation.uuid())
        .all()
        .await?;
    let mut roles = roles(link, organisation).await?;
    let theirs = "p.id IN (SELECT d.person_id FROM medics AS d WHERE d.organisation_id = $1)";
    let accounts = accounts(link, theirs, organisation.uuid()).await?;
    let accounts: HashMap<PersonId, Account> = accounts.into_iter().map(|account| (account.id, account)).collect();
    let read = |row: KeptRow| {
        Ok(Kept {
            gmc: readable(GmcNumber::parse(&row.gmc_number).ok(), "GMC number")?,
            first_name: person_name(&row.first_name)?,
            last_name: person_name(&row.last_name)?,
            email: readable(EmailAddress::parse(&row.email).ok(), "e-mail address")?,
            listed: row.ended_at.is_none(),
            is_in: row.in_at.is_some(),
            made_account: row.made_account,
            account: row.person_id.and_then(|id| accounts.get(&PersonId::new(id)).cloned()),
            roles: roles.remove(&row.id).unwrap_or_default(),
        })
    };
    rows.into_iter().map(read).collect()
}

/// The rosters of everybody listed, by the medic's row.
async fn roles(link: &mut Link, organisation: OrganisationId) -> Result<HashMap<Uuid, Vec<KeptRole>>> {
    let rows: Vec<RoleRow> = link
        .sql(
            "SELECT mr.medic_id, mr.roster_id, r.name AS roster, g.name AS roster_group, mr.starts_on, mr.ends_on
             FROM medics AS d
             JOIN medic_roles AS mr ON mr.medic_id = d.id
             JOIN rosters AS r ON r.id = mr.roster_id
             LEFT JOIN rosters AS g ON g.id = r.group_id
             WHERE d.organisation_id = $1
             ORDER BY mr.medic_id, r.name_key, r.id",
        )
        .bind(organisation.uuid())
        .all()
        .await?;
    let mut roles: HashMap<Uuid, Vec<KeptRole>> = HashMap::new();
    for row in rows {
        let on = on_roster(&row.roster, row.roster_group.as_deref(), &row.starts_on, &row.ends_on)?;
        let roster = RosterId::new(row.roster_id);
        roles.entry(row.medic_id).or_default().push(KeptRole { roster, on });
    }
    Ok(roles)
}

/// The accounts that meet a condition on `people AS p`.
async fn accounts(link: &mut Link, condition: &str, id: Uuid) -> Result<Vec<Account>> {
    let rows: Vec<AccountRow> = link
        .sql(format!(
            "SELECT {} FROM people AS p WHERE {condition}",
            account_columns!()
        ))
        .bind(id)
        .all()
        .await?;
    rows.into_iter().map(AccountRow::read).collect()
}
