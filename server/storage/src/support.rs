//! Support: the people of the service itself, and those whom only they appoint, the commissioning administrators.

use chrono::{DateTime, Utc};
use domain::accounts::Account;
use domain::{MemberId, Moment, OdsCode, PersonId};
use sqlx::FromRow;

use crate::error::readable;
use crate::members::whole_role_holds;
use crate::people::{AccountRow, account_columns};
use crate::repositories::Support;
use crate::{Change, Result};

/// The setting that changes to the team touch first, so that they queue.
const TEAM: &str = "support appointed";

/// A commissioning administrator of a commissioner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Administrator {
    /// Who.
    pub account: Account,
    /// The commissioner's code.
    pub code: OdsCode,
    /// The commissioner's name.
    pub organisation: String,
    /// Since when.
    pub since: Moment,
}

#[derive(FromRow)]
struct AdministratorRow {
    #[sqlx(flatten)]
    account: AccountRow,
    code: String,
    name: String,
    starts_at: DateTime<Utc>,
}

#[derive(FromRow)]
struct TeamRow {
    #[sqlx(flatten)]
    account: AccountRow,
    since: DateTime<Utc>,
}

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

    /// How many of them can sign in.
    pub async fn count_open(self) -> Result<i64> {
        let (count,): (i64,) = self
            .link
            .sql(
                "SELECT COUNT(*)
                 FROM service_members AS t
                 WHERE (SELECT p.state FROM people AS p WHERE p.id = t.person_id) = 'confirmed'",
            )
            .one()
            .await?;
        Ok(count)
    }

    /// The support team with since when, by name.
    pub async fn team(self) -> Result<Vec<(Account, Moment)>> {
        let rows: Vec<TeamRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                account_columns!(),
                ", t.since
                 FROM service_members AS t
                 CROSS JOIN people AS p
                 WHERE p.id = t.person_id
                 ORDER BY p.name_key, p.id"
            ))
            .all()
            .await?;
        rows.into_iter()
            .map(|row| Ok((row.account.read()?, Moment::new(row.since))))
            .collect()
    }

    /// The commissioning administrators of every commissioner, by its name.
    pub async fn administrators(self, now: Moment) -> Result<Vec<Administrator>> {
        let rows: Vec<AdministratorRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                account_columns!(),
                ", o.code, o.name, mr.starts_at
                 FROM member_roles AS mr
                 JOIN members AS m ON m.id = mr.member_id
                 JOIN organisations AS o ON o.id = m.organisation_id
                 JOIN people AS p ON p.id = m.person_id
                 WHERE mr.role = 'commissioning_administrator' AND m.state = 'active' AND p.state = 'confirmed' AND ",
                whole_role_holds!("$1"),
                " ORDER BY o.name_key, o.code, p.name_key, p.id"
            ))
            .bind(now.utc())
            .all()
            .await?;
        let read = |row: AdministratorRow| {
            Ok(Administrator {
                account: row.account.read()?,
                code: readable(OdsCode::parse(&row.code).ok(), "ODS code")?,
                organisation: row.name,
                since: Moment::new(row.starts_at),
            })
        };
        rows.into_iter().map(read).collect()
    }
}

impl Support<'_, Change> {
    /// Makes other changes to the team wait for the end of this one. Call it before anything else of the change.
    pub async fn hold(self, now: Moment) -> Result<()> {
        self.link
            .sql(
                "INSERT INTO settings (name, value) VALUES ($1, $2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )
            .bind(TEAM)
            .bind(now.utc().to_rfc3339())
            .run()
            .await?;
        Ok(())
    }

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

    /// Takes a person out of the support team; false where they were not of it.
    pub async fn end(self, person: PersonId) -> Result<bool> {
        let ended = self
            .link
            .sql("DELETE FROM service_members WHERE person_id = $1")
            .bind(person.uuid())
            .run()
            .await?;
        Ok(ended == 1)
    }

    /// Takes the role of a commissioning administrator from a member who keeps others; false where they had it not.
    pub async fn end_administrator(self, member: MemberId) -> Result<bool> {
        let ended = self
            .link
            .sql("DELETE FROM member_roles WHERE member_id = $1 AND role = 'commissioning_administrator'")
            .bind(member.uuid())
            .run()
            .await?;
        Ok(ended == 1)
    }
}
