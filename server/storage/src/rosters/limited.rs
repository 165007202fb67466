//! The roles that are limited to a roster, or to a roster group and the open rosters in it: of members, and of those who are
//! being added. Roles that have ended are left out, and so are those of revoked members, who have no access.

use domain::members::roles::RoleSpan;
use domain::{MemberId, Moment, NewUserId, PersonId, RosterId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::Result;
use crate::members::SpanRow;
use crate::repositories::Rosters;

/// A role of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldThere {
    /// The member.
    pub member: MemberId,
    /// Who.
    pub person: PersonId,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The role.
    pub span: RoleSpan,
    /// Whether the member has roles that are limited to nothing of this.
    pub has_others: bool,
}

/// A role that waits for a new user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingThere {
    /// Who is being added.
    pub user: NewUserId,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The role.
    pub span: RoleSpan,
}

/// The roster or roster group bound to the first placeholder, and the open rosters in it.
macro_rules! it_and_within {
    () => {
        "(SELECT id FROM rosters WHERE id = $1 OR (group_id = $1 AND closed_at IS NULL))"
    };
}

#[derive(FromRow)]
struct HeldRow {
    member_id: Uuid,
    person_id: Uuid,
    first_name: String,
    last_name: String,
    email: String,
    has_others: bool,
    #[sqlx(flatten)]
    span: SpanRow,
}

#[derive(FromRow)]
struct WaitingRow {
    user_id: Uuid,
    first_name: String,
    last_name: String,
    email: String,
    #[sqlx(flatten)]
    span: SpanRow,
}

impl<Way> Rosters<'_, Way> {
    /// The roles of members that are limited to it, by name.
    pub async fn held(self, roster: RosterId, now: Moment) -> Result<Vec<HeldThere>> {
        let rows: Vec<HeldRow> = self
            .link
            .sql(concat!(
                "SELECT m.id AS member_id, m.person_id, p.first_name, p.last_name, p.email,
                     mr.role, mr.roster_id, mr.starts_at, mr.ends_at,
                     COALESCE((
                         SELECT TRUE
                         FROM member_roles AS other
                         WHERE other.member_id = m.id AND (other.ends_at IS NULL OR other.ends_at > $2)
                           AND (other.roster_id IS NULL OR other.roster_id NOT IN ",
                it_and_within!(),
                ") LIMIT 1), FALSE) AS has_others
                 FROM member_roles AS mr
                 JOIN members AS m ON m.id = mr.member_id
                 JOIN people AS p ON p.id = m.person_id
                 WHERE m.state = 'active' AND (mr.ends_at IS NULL OR mr.ends_at > $2) AND mr.roster_id IN ",
                it_and_within!(),
                " ORDER BY p.name_key, m.id, mr.role, mr.roster_id"
            ))
            .bind(roster.uuid())
            .bind(now.utc())
            .all()
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(HeldThere {
                    member: MemberId::new(row.member_id),
                    person: PersonId::new(row.person_id),
                    name: format!("{} {}", row.first_name, row.last_name),
                    email: row.email,
                    span: row.span.read()?,
                    has_others: row.has_others,
                })
            })
            .collect()
    }

    /// The roles that wait for new users and are limited to it, by name.
    pub async fn waiting(self, roster: RosterId, now: Moment) -> Result<Vec<WaitingThere>> {
        let rows: Vec<WaitingRow> = self
            .link
            .sql(concat!(
                "SELECT n.id AS user_id, n.first_name, n.last_name, n.email, nr.role, nr.roster_id, nr.starts_at, nr.ends_at
                 FROM new_user_roles AS nr
                 JOIN new_users AS n ON n.id = nr.new_user_id
                 WHERE n.state = 'open' AND (nr.ends_at IS NULL OR nr.ends_at > $2) AND nr.roster_id IN ",
                it_and_within!(),
                " ORDER BY n.name_key, n.id, nr.role, nr.roster_id"
            ))
            .bind(roster.uuid())
            .bind(now.utc())
            .all()
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(WaitingThere {
                    user: NewUserId::new(row.user_id),
                    name: format!("{} {}", row.first_name, row.last_name),
                    email: row.email,
                    span: row.span.read()?,
                })
            })
            .collect()
    }

    /// How many listed medics stand there by an import today or from some day on, whether or not they have confirmed.
    pub async fn medics(self, roster: RosterId, now: Moment) -> Result<u32> {
        let (count,): (i64,) = self
            .link
            .sql(concat!(
                "SELECT COUNT(*)
                 FROM (
                     SELECT m.person_id AS who
                     FROM member_roles AS mr
                     JOIN members AS m ON m.id = mr.member_id
                     WHERE mr.role = 'rostered_medic' AND m.state = 'active' AND (mr.ends_at IS NULL OR mr.ends_at > $2)
                       AND mr.roster_id IN ",
                it_and_within!(),
                " UNION
                     SELECT COALESCE(listed.person_id, listed.id)
                     FROM medic_roles AS stands
                     JOIN medics AS listed ON listed.id = stands.medic_id
                     WHERE listed.ended_at IS NULL AND (stands.ends_on = '' OR stands.ends_on >= $3)
                       AND stands.roster_id IN ",
                it_and_within!(),
                ") AS there"
            ))
            .bind(roster.uuid())
            .bind(now.utc())
            .bind(now.in_london().date().to_string())
            .one()
            .await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }
}
