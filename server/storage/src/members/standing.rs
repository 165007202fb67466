//! How people stand to organisations, and who may decide there: what `domain::permission` is asked with.

use domain::accounts::Account;
use domain::members::{Member, OtherApprovers};
use domain::organisations::OrganisationView;
use domain::permission::Standing;
use domain::{Moment, OrganisationId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::Result;
use crate::acting::{FactRow, fact_columns};
use crate::organisations::{ViewRow, read_policy, view_columns};
use crate::people::{AccountRow, account_columns};
use crate::repositories::Members;

/// That a person administers the commissioner above `organisations AS o`.
macro_rules! commissioner_above {
    ($person:literal, $now:literal) => {
        concat!(
            "EXISTS (
                 SELECT 1
                 FROM organisations AS above
                 JOIN members AS m ON m.organisation_id = above.id
                 JOIN people AS h ON h.id = m.person_id
                 JOIN member_roles AS mr ON mr.member_id = m.id
                 WHERE above.code = o.commissioner_code AND m.person_id = ",
            $person,
            " AND m.state = 'active' AND h.state = 'confirmed' AND mr.role = 'commissioning_administrator' AND ",
            $crate::members::whole_role_holds!($now),
            ")"
        )
    };
}

pub(crate) use commissioner_above;

/// The members (`members AS m`, `people AS p`, `member_roles AS mr`) who may decide at an organisation, and when; the
/// organisation as what follows its id: `= $1`, `IN (…)`.
macro_rules! deciding {
    ($organisation:literal, $now:literal) => {
        concat!(
            " FROM members AS m
              JOIN people AS p ON p.id = m.person_id
              JOIN organisations AS o ON o.id = m.organisation_id
              JOIN member_roles AS mr ON mr.member_id = m.id
              WHERE m.organisation_id ",
            $organisation,
            " AND m.state = 'active' AND p.state = 'confirmed' AND ",
            $crate::members::whole_role_holds!($now),
            " AND (o.policy = 'any_member' OR (o.policy = 'approver_role' AND mr.role = 'approver'))"
        )
    };
}

pub(crate) use deciding;

#[derive(FromRow)]
struct StandingRow {
    organisation_id: Uuid,
    policy: String,
    commissioner_above: bool,
    #[sqlx(flatten)]
    fact: FactRow,
}

#[derive(FromRow)]
struct StandingThere {
    #[sqlx(flatten)]
    view: ViewRow,
    #[sqlx(flatten)]
    standing: StandingRow,
}

impl StandingRow {
    /// A standing from its rows, one for each role. Which roles act is decided where *Who may act?* is answered.
    fn read(rows: &[&Self], now: Moment) -> Result<Option<Standing>> {
        let Some(first) = rows.first() else { return Ok(None) };
        let facts = FactRow::read(&rows.iter().map(|row| &row.fact).collect::<Vec<_>>())?;
        let roles = |limited: bool| {
            let acting = facts.acting(now).filter(|held| held.roster.is_some() == limited);
            acting.map(|held| held.role).collect()
        };
        Ok(Some(Standing {
            organisation: OrganisationId::new(first.organisation_id),
            policy: read_policy(&first.policy)?,
            roles: roles(false),
            limited: roles(true),
            commissioner_above: first.commissioner_above,
        }))
    }
}

impl<Way> Members<'_, Way> {
    /// How a person stands to an organisation now; `None` where there is no such organisation.
    pub async fn standing(
        self,
        person: PersonId,
        organisation: OrganisationId,
        now: Moment,
    ) -> Result<Option<Standing>> {
        let rows: Vec<StandingRow> = self
            .link
            .sql(concat!(
                "SELECT o.id AS organisation_id, o.policy, ",
                commissioner_above!("$2", "$3"),
                " AS commissioner_above, ",
                fact_columns!(),
                " FROM organisations AS o
                 LEFT JOIN members AS m ON m.organisation_id = o.id AND m.person_id = $2
                 LEFT JOIN people AS h ON h.id = m.person_id
                 LEFT JOIN member_roles AS mr ON mr.member_id = m.id
                 WHERE o.id = $1
                 ORDER BY mr.role, mr.roster_id NULLS FIRST"
            ))
            .bind(organisation.uuid())
            .bind(person.uuid())
            .bind(now.utc())
            .all()
            .await?;
        StandingRow::read(&rows.iter().collect::<Vec<_>>(), now)
    }

    /// The organisations that a person may act for now, by name, with how they stand there.
    pub async fn standings_of(self, person: PersonId, now: Moment) -> Result<Vec<(OrganisationView, Standing)>> {
        let mut rows: Vec<StandingThere> = self
            .link
            .sql(concat!(
                "SELECT ",
                view_columns!(),
                ", o.id AS organisation_id, o.policy, ",
                commissioner_above!("$1", "$2"),
                " AS commissioner_above, ",
                fact_columns!(),
                " FROM members AS m
                 JOIN people AS h ON h.id = m.person_id
                 JOIN organisations AS o ON o.id = m.organisation_id
                 LEFT JOIN member_roles AS mr ON mr.member_id = m.id
                 WHERE m.person_id = $1
                 ORDER BY o.name_key, o.code, mr.role, mr.roster_id NULLS FIRST"
            ))
            .bind(person.uuid())
            .bind(now.utc())
            .all()
            .await?;
        let mut standings = Vec::new();
        while let Some(organisation) = rows.first().map(|row| row.standing.organisation_id) {
            let others = rows.partition_point(|row| row.standing.organisation_id == organisation);
            let rest = rows.split_off(others);
            let there: Vec<&StandingRow> = rows.iter().map(|row| &row.standing).collect();
            let standing = StandingRow::read(&there, now)?.filter(Standing::is_member);
            if let Some((standing, first)) = standing.zip(rows.into_iter().next()) {
                standings.push((first.view.read()?, standing));
            }
            rows = rest;
        }
        Ok(standings)
    }

    /// The members who may decide at an organisation now, by name.
    pub async fn approvers(self, organisation: OrganisationId, now: Moment) -> Result<Vec<Account>> {
        let rows: Vec<AccountRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                account_columns!(),
                " FROM people AS p WHERE p.id IN (SELECT m.person_id",
                deciding!("= $1", "$2"),
                ") ORDER BY p.name_key, p.id"
            ))
            .bind(organisation.uuid())
            .bind(now.utc())
            .all()
            .await?;
        rows.into_iter().map(AccountRow::read).collect()
    }

    /// How many others may decide at an organisation without an end date. Hold the organisation before counting.
    pub async fn other_approvers(
        self,
        organisation: OrganisationId,
        except: PersonId,
        now: Moment,
    ) -> Result<OtherApprovers> {
        let (count,): (i64,) = self
            .link
            .sql(concat!(
                "SELECT COUNT(DISTINCT m.person_id)",
                deciding!("= $1", "$2"),
                " AND mr.ends_at IS NULL AND m.person_id <> $3"
            ))
            .bind(organisation.uuid())
            .bind(now.utc())
            .bind(except.uuid())
            .one()
            .await?;
        Ok(OtherApprovers(u32::try_from(count).unwrap_or(u32::MAX)))
    }

    /// The open organisations where a person is the only one who may decide without an end date; where it is not open, none
    /// is needed (decision 6). Hold them before asking.
    pub async fn lone_approver_at(self, person: PersonId, now: Moment) -> Result<Vec<OrganisationId>> {
        let rows: Vec<(Uuid,)> = self
            .link
            .sql(concat!(
                "SELECT m.organisation_id",
                deciding!(
                    "IN (SELECT own.organisation_id FROM members AS own WHERE own.person_id = $1 AND own.state = 'active')",
                    "$2"
                ),
                " AND mr.ends_at IS NULL AND o.status = 'active'
                 GROUP BY m.organisation_id
                 HAVING COUNT(DISTINCT m.person_id) = 1 AND MAX(CASE WHEN m.person_id = $1 THEN 1 ELSE 0 END) = 1
                 ORDER BY m.organisation_id"
            ))
            .bind(person.uuid())
            .bind(now.utc())
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| OrganisationId::new(id)).collect())
    }

    /// How many others may decide now at each organisation that a person has an open request with; those with nobody
    /// are left out.
    pub async fn deciders_for(self, person: PersonId, now: Moment) -> Result<Vec<(OrganisationId, u32)>> {
        let rows: Vec<(Uuid, i64)> = self
            .link
            .sql(concat!(
                "SELECT m.organisation_id, COUNT(DISTINCT m.person_id)",
                deciding!(
                    "IN (SELECT r.organisation_id FROM join_requests AS r
                         WHERE r.person_id = $1 AND r.state IN ('awaiting_confirmation', 'pending'))",
                    "$2"
                ),
                " AND m.person_id <> $1
                 GROUP BY m.organisation_id
                 ORDER BY m.organisation_id"
            ))
            .bind(person.uuid())
            .bind(now.utc())
            .all()
            .await?;
        let read = |(id, count): (Uuid, i64)| (OrganisationId::new(id), u32::try_from(count).unwrap_or(u32::MAX));
        Ok(rows.into_iter().map(read).collect())
    }

    /// Whether a member may decide there without an end date.
    pub async fn decides_without_end(self, member: &Member, now: Moment) -> Result<bool> {
        let (count,): (i64,) = self
            .link
            .sql(concat!(
                "SELECT COUNT(*)",
                deciding!("= $1", "$2"),
                " AND mr.ends_at IS NULL AND m.id = $3"
            ))
            .bind(member.organisation.uuid())
            .bind(now.utc())
            .bind(member.id.uuid())
            .one()
            .await?;
        Ok(count > 0)
    }
}
