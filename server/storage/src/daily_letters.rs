//! What waits for whom: the count on the front page, and the daily letter. The rules of who decides where stand in
//! `domain::permission`; when the letter is written, in `server/src/daily_letter.rs`.

use chrono::NaiveDate;
use domain::home::{COUNTED_MOST, Counted};
use domain::permission::Scope;
use domain::{Moment, PersonId};
use uuid::Uuid;

use crate::members::whole_role_holds;
use crate::repositories::DailyLetters;
use crate::scope::{everything, in_scope, viewer};
use crate::{Change, Result};

/// That a member of the organisation itself, or an administrator of the commissioner above it, may decide about the
/// request `r` at `organisations AS o`. Nobody decides about themselves; commissioning administrators are support's.
macro_rules! somebody_there_decides {
    ($now:literal) => {
        concat!(
            "(r.role <> 'commissioning_administrator' AND (EXISTS (
                 SELECT 1
                 FROM members AS sm
                 JOIN people AS sp ON sp.id = sm.person_id
                 JOIN member_roles AS mr ON mr.member_id = sm.id
                 WHERE sm.organisation_id = o.id AND sm.person_id <> r.person_id
                   AND sm.state = 'active' AND sp.state = 'confirmed' AND ",
            whole_role_holds!($now),
            " AND (o.policy = 'any_member' OR (o.policy = 'approver_role' AND mr.role = 'approver'))
             ) OR EXISTS (
                 SELECT 1
                 FROM organisations AS above
                 JOIN members AS sm ON sm.organisation_id = above.id
                 JOIN people AS sp ON sp.id = sm.person_id
                 JOIN member_roles AS mr ON mr.member_id = sm.id
                 WHERE above.code = o.commissioner_code AND sm.person_id <> r.person_id
                   AND sm.state = 'active' AND sp.state = 'confirmed' AND mr.role = 'commissioning_administrator' AND ",
            whole_role_holds!($now),
            ")))"
        )
    };
}

impl<Way> DailyLetters<'_, Way> {
    /// How many requests wait within a scope.
    pub async fn waiting(self, scope: Scope, now: Moment) -> Result<Counted> {
        let (count,): (i64,) = self
            .link
            .sql(concat!(
                "SELECT COUNT(*) FROM (
                     SELECT r.id
                     FROM join_requests AS r
                     JOIN organisations AS o ON o.id = r.organisation_id
                     WHERE r.state = 'pending' AND ",
                in_scope!("$1", "$2", "$3"),
                " LIMIT $4) AS counted"
            ))
            .bind(everything(scope))
            .bind(viewer(scope))
            .bind(now.utc())
            .bind(i64::from(COUNTED_MOST) + 1)
            .one()
            .await?;
        Ok(Counted::of(count))
    }

    /// Whether a person wants the daily letter.
    pub async fn is_on(self, person: PersonId) -> Result<bool> {
        let (on,): (bool,) = self
            .link
            .sql("SELECT daily_letter FROM people WHERE id = $1")
            .bind(person.uuid())
            .one()
            .await?;
        Ok(on)
    }

    /// Those who may be due a letter on a day: they may decide at an organisation where a request waits, or are of the
    /// support team, want the letter, and have not had that day's.
    pub async fn due(self, day: NaiveDate, now: Moment) -> Result<Vec<PersonId>> {
        let rows: Vec<(Uuid,)> = self
            .link
            .sql(concat!(
                "WITH waiting AS MATERIALIZED (
                     SELECT DISTINCT o.id, o.policy, o.commissioner_code
                     FROM join_requests AS r
                     JOIN organisations AS o ON o.id = r.organisation_id
                     WHERE r.state = 'pending'
                 ),
                 deciding AS (
                     SELECT m.person_id
                     FROM waiting AS o
                     JOIN members AS m ON m.organisation_id = o.id
                     JOIN member_roles AS mr ON mr.member_id = m.id
                     WHERE m.state = 'active' AND ",
                whole_role_holds!("$2"),
                " AND (o.policy = 'any_member' OR (o.policy = 'approver_role' AND mr.role = 'approver'))
                     UNION
                     SELECT m.person_id
                     FROM waiting AS o
                     JOIN organisations AS above ON above.code = o.commissioner_code
                     JOIN members AS m ON m.organisation_id = above.id
                     JOIN member_roles AS mr ON mr.member_id = m.id
                     WHERE m.state = 'active' AND mr.role = 'commissioning_administrator' AND ",
                whole_role_holds!("$2"),
                " UNION
                     SELECT t.person_id FROM service_members AS t
                 )
                 SELECT p.id
                 FROM deciding AS d
                 CROSS JOIN people AS p
                 WHERE p.id = d.person_id AND p.state = 'confirmed' AND p.daily_letter
                   AND (p.daily_letter_on IS NULL OR p.daily_letter_on < $1)
                 ORDER BY d.person_id"
            ))
            .bind(day.to_string())
            .bind(now.utc())
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| PersonId::new(id)).collect())
    }

    /// What waits for a person: the names of the organisations and how many requests wait there. For support people also
    /// what nobody else can decide. Their own requests are left out.
    pub async fn waiting_for(self, person: PersonId, now: Moment) -> Result<Vec<(String, u32)>> {
        let rows: Vec<(String, i64)> = self
            .link
            .sql(concat!(
                "SELECT o.name, COUNT(*)
                 FROM join_requests AS r
                 JOIN organisations AS o ON o.id = r.organisation_id
                 WHERE r.state = 'pending' AND r.person_id <> $2
                   AND ((r.role <> 'commissioning_administrator' AND ",
                in_scope!("$1", "$2", "$3"),
                ") OR (EXISTS (SELECT 1 FROM service_members AS t WHERE t.person_id = $2) AND NOT ",
                somebody_there_decides!("$3"),
                "))
                 GROUP BY o.id, o.name, o.name_key
                 ORDER BY o.name_key, o.id"
            ))
            .bind(false)
            .bind(person.uuid())
            .bind(now.utc())
            .all()
            .await?;
        let read = |(name, count): (String, i64)| (name, u32::try_from(count).unwrap_or(u32::MAX));
        Ok(rows.into_iter().map(read).collect())
    }
}

impl DailyLetters<'_, Change> {
    /// Switches the letter for a person; false where it was so already, or where the account is not open.
    pub async fn switch(self, person: PersonId, on: bool) -> Result<bool> {
        let switched = self
            .link
            .sql(
                "UPDATE people SET daily_letter = $2, version = version + 1
                 WHERE id = $1 AND state = 'confirmed' AND daily_letter <> $2",
            )
            .bind(person.uuid())
            .bind(on)
            .run()
            .await?;
        Ok(switched == 1)
    }

    /// Takes the letter of a day for a person: true for one of those who try at once, and once a day.
    pub async fn take(self, person: PersonId, day: NaiveDate) -> Result<bool> {
        let taken = self
            .link
            .sql(
                "UPDATE people SET daily_letter_on = $2
                 WHERE id = $1 AND state = 'confirmed' AND daily_letter
                   AND (daily_letter_on IS NULL OR daily_letter_on < $2)",
            )
            .bind(person.uuid())
            .bind(day.to_string())
            .run()
            .await?;
        Ok(taken == 1)
    }
}
