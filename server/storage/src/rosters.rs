//! Rosters and roster groups of an organisation. The rules stand in `domain::rosters`; the roles that are limited to one
//! are found in `rosters/limited.rs`.

mod limited;

use chrono::{DateTime, Utc};
use domain::rosters::{RosterName, RosterRow as ListRow, RosterView};
use domain::{Moment, OrganisationId, PersonId, RosterId};
use sqlx::FromRow;
use uuid::Uuid;

pub use self::limited::{HeldThere, WaitingThere};
use crate::repositories::Rosters;
use crate::{Change, Result, fresh};

/// A roster or roster group that is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRoster {
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// Whether it is a group.
    pub is_group: bool,
    /// Its name.
    pub name: RosterName,
    /// The group that it stands in; a group stands in none.
    pub group: Option<RosterId>,
}

/// Everything of a [`RosterRow`] but its conditions.
macro_rules! rosters {
    () => {
        "SELECT r.id, r.name, r.is_group, g.name AS group_name, r.closed_at IS NOT NULL AS closed
         FROM rosters AS r
         LEFT JOIN rosters AS g ON g.id = r.group_id"
    };
}

/// Groups first, then by name.
macro_rules! by_name {
    () => {
        " ORDER BY r.is_group DESC, g.name_key NULLS FIRST, r.name_key, r.id"
    };
}

#[derive(FromRow)]
struct RosterRow {
    id: Uuid,
    name: String,
    is_group: bool,
    group_name: Option<String>,
    closed: bool,
}

impl RosterRow {
    fn read(self) -> RosterView {
        RosterView {
            id: RosterId::new(self.id),
            name: self.name,
            is_group: self.is_group,
            group: self.group_name,
            closed: self.closed,
        }
    }
}

/// A row of the page *Rosters*.
#[derive(FromRow)]
struct CountedRow {
    #[sqlx(flatten)]
    roster: RosterRow,
    group_id: Option<Uuid>,
    closed_at: Option<DateTime<Utc>>,
    held: i64,
    waiting: i64,
}

impl CountedRow {
    fn read(self) -> ListRow {
        let count = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        ListRow {
            roster: self.roster.read(),
            group: self.group_id.map(RosterId::new),
            closed: self.closed_at.map(|at| Moment::new(at).in_london()),
            held: count(self.held),
            waiting: count(self.waiting),
        }
    }
}

impl<Way> Rosters<'_, Way> {
    /// Every group of an organisation with its rosters beneath, then its other rosters, by name; closed ones too. With how
    /// many roles are limited to each.
    pub async fn list(self, organisation: OrganisationId, now: Moment) -> Result<Vec<ListRow>> {
        let rows: Vec<CountedRow> = self
            .link
            .sql(
                "SELECT r.id, r.name, r.is_group, g.name AS group_name, r.closed_at IS NOT NULL AS closed, r.group_id,
                     r.closed_at,
                     (SELECT COUNT(*)
                      FROM member_roles AS mr
                      JOIN members AS m ON m.id = mr.member_id
                      WHERE mr.roster_id = r.id AND m.state = 'active' AND (mr.ends_at IS NULL OR mr.ends_at > $2)
                     ) AS held,
                     (SELECT COUNT(*)
                      FROM new_user_roles AS nr
                      JOIN new_users AS n ON n.id = nr.new_user_id
                      WHERE nr.roster_id = r.id AND n.state = 'open' AND (nr.ends_at IS NULL OR nr.ends_at > $2)
                     ) AS waiting
                 FROM rosters AS r
                 LEFT JOIN rosters AS g ON g.id = r.group_id
                 WHERE r.organisation_id = $1
                 ORDER BY CASE WHEN r.is_group OR r.group_id IS NOT NULL THEN 0 ELSE 1 END,
                     COALESCE(g.name_key, r.name_key), COALESCE(g.id, r.id), r.is_group DESC, r.name_key, r.id",
            )
            .bind(organisation.uuid())
            .bind(now.utc())
            .all()
            .await?;
        Ok(rows.into_iter().map(CountedRow::read).collect())
    }

    /// One of an organisation, open or closed.
    pub async fn one(self, roster: RosterId, organisation: OrganisationId) -> Result<Option<RosterView>> {
        let text = concat!(rosters!(), " WHERE r.id = $1 AND r.organisation_id = $2");
        let statement = self.link.sql(text).bind(roster.uuid()).bind(organisation.uuid());
        let row: Option<RosterRow> = statement.optional().await?;
        Ok(row.map(RosterRow::read))
    }

    /// The open rosters that stand in a group, by name.
    pub async fn open_in(self, group: RosterId) -> Result<Vec<RosterView>> {
        let text = concat!(rosters!(), " WHERE r.group_id = $1 AND r.closed_at IS NULL", by_name!());
        let rows: Vec<RosterRow> = self.link.sql(text).bind(group.uuid()).all().await?;
        Ok(rows.into_iter().map(RosterRow::read).collect())
    }

    /// Every roster and roster group of an organisation, closed ones too: groups first, then by name.
    pub async fn of_organisation(self, organisation: OrganisationId) -> Result<Vec<RosterView>> {
        let text = concat!(rosters!(), " WHERE r.organisation_id = $1", by_name!());
        let rows: Vec<RosterRow> = self.link.sql(text).bind(organisation.uuid()).all().await?;
        Ok(rows.into_iter().map(RosterRow::read).collect())
    }

    /// Those to which roles of a person are limited, wherever they are.
    pub async fn limiting(self, person: PersonId) -> Result<Vec<RosterView>> {
        let text = concat!(
            rosters!(),
            " WHERE r.id IN (
                 SELECT mr.roster_id
                 FROM members AS m
                 JOIN member_roles AS mr ON mr.member_id = m.id
                 WHERE m.person_id = $1 AND mr.roster_id IS NOT NULL)",
            by_name!()
        );
        let rows: Vec<RosterRow> = self.link.sql(text).bind(person.uuid()).all().await?;
        Ok(rows.into_iter().map(RosterRow::read).collect())
    }

    /// Whether it is an open roster or roster group of an organisation.
    pub async fn is_open_at(self, roster: RosterId, organisation: OrganisationId) -> Result<bool> {
        let (count,): (i64,) = self
            .link
            .sql("SELECT COUNT(*) FROM rosters WHERE id = $1 AND organisation_id = $2 AND closed_at IS NULL")
            .bind(roster.uuid())
            .bind(organisation.uuid())
            .one()
            .await?;
        Ok(count == 1)
    }
}

impl Rosters<'_, Change> {
    /// Adds one; none where an open one has the name already, in the same group or beside the groups. Hold the organisation
    /// first.
    pub async fn add(self, new: &NewRoster, now: Moment) -> Result<Option<RosterId>> {
        let id = fresh(now);
        let added = self
            .link
            .sql(
                "INSERT INTO rosters (id, organisation_id, is_group, group_id, name, name_key, made_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT DO NOTHING",
            )
            .bind(id)
            .bind(new.organisation.uuid())
            .bind(new.is_group)
            .bind(new.group.map(RosterId::uuid))
            .bind(new.name.as_str())
            .bind(new.name.key())
            .bind(now.utc())
            .run()
            .await?;
        Ok((added == 1).then(|| RosterId::new(id)))
    }

    /// Gives an open one another name; false where another open one has it. Hold the organisation first.
    pub async fn rename(self, roster: RosterId, name: &RosterName) -> Result<bool> {
        let renamed = self
            .link
            .sql(
                "UPDATE rosters SET name = $2, name_key = $3
                 WHERE id = $1 AND closed_at IS NULL AND NOT EXISTS (
                     SELECT 1
                     FROM rosters AS other
                     WHERE other.organisation_id = rosters.organisation_id AND other.id <> rosters.id
                       AND other.name_key = $3 AND other.is_group = rosters.is_group
                       AND other.group_id IS NOT DISTINCT FROM rosters.group_id AND other.closed_at IS NULL)",
            )
            .bind(roster.uuid())
            .bind(name.as_str())
            .bind(name.key())
            .run()
            .await?;
        Ok(renamed == 1)
    }

    /// Keeps that one is closed, and, where it is a group, the open rosters in it. Hold the organisation first.
    pub async fn close(self, roster: RosterId, now: Moment) -> Result<()> {
        self.link
            .sql("UPDATE rosters SET closed_at = $2 WHERE (id = $1 OR group_id = $1) AND closed_at IS NULL")
            .bind(roster.uuid())
            .bind(now.utc())
            .run()
            .await?;
        Ok(())
    }
}
