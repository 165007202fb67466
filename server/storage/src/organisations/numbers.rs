//! The numbers of organisations as administrators see them: how many may act, how many of them decide, how many wait; and
//! what else is shown of one. The list of them is in [`super::list`].

use domain::organisations::{Kind, Policy, RegisterDetails, Staffing};
use domain::{Moment, OdsCode, OrganisationId};
use sqlx::FromRow;

use super::{read_code, read_day, read_lines};
use crate::members::whole_role_holds;
use crate::repositories::Organisations;
use crate::{Change, Result};

/// Who may act for `organisations AS o` now: rows of `members AS pm`, one for each role.
macro_rules! who_acts {
    ($now:literal) => {
        concat!(
            "FROM members AS pm
              JOIN people AS pp ON pp.id = pm.person_id
              JOIN member_roles AS mr ON mr.member_id = pm.id
              WHERE pm.organisation_id = o.id AND pm.state = 'active' AND pp.state = 'confirmed' AND ",
            $crate::members::role_holds!($now)
        )
    };
}

/// Who of them may decide: rows of `members AS am`, one for each role by which they may.
macro_rules! who_decides {
    ($now:literal) => {
        concat!(
            "FROM members AS am
              JOIN people AS ap ON ap.id = am.person_id
              JOIN member_roles AS mr ON mr.member_id = am.id
              WHERE am.organisation_id = o.id AND am.state = 'active' AND ap.state = 'confirmed' AND ",
            $crate::members::whole_role_holds!($now),
            " AND (o.policy = 'any_member' OR (o.policy = 'approver_role' AND mr.role = 'approver'))"
        )
    };
}

/// How many may act for `organisations AS o` now.
macro_rules! people {
    ($now:literal) => {
        concat!("(SELECT COUNT(DISTINCT pm.person_id) ", who_acts!($now), ")")
    };
}

/// How many of them may decide.
macro_rules! approvers {
    ($now:literal) => {
        concat!("(SELECT COUNT(DISTINCT am.person_id) ", who_decides!($now), ")")
    };
}

/// How many of them may without an end date.
macro_rules! lasting {
    ($now:literal) => {
        concat!(
            "(SELECT COUNT(DISTINCT am.person_id) ",
            who_decides!($now),
            " AND mr.ends_at IS NULL)"
        )
    };
}

/// How many wait for a decision there.
macro_rules! waiting {
    () => {
        "(SELECT COUNT(*) FROM join_requests AS wr WHERE wr.organisation_id = o.id AND wr.state = 'pending')"
    };
}

pub(super) use {approvers, lasting, people, waiting, who_acts, who_decides};

#[derive(FromRow)]
pub(super) struct StaffingRow {
    pub(super) policy: String,
    people: i64,
    approvers: i64,
    lasting: i64,
    waiting: i64,
}

impl StaffingRow {
    pub(super) fn staffing(&self) -> Staffing {
        let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        Staffing {
            people: number(self.people),
            approvers: number(self.approvers),
            lasting: number(self.lasting),
            waiting: number(self.waiting),
        }
    }
}

impl<Way> Organisations<'_, Way> {
    /// How many people there are at an organisation now.
    pub async fn staffing(self, id: OrganisationId, now: Moment) -> Result<Staffing> {
        let row: Option<StaffingRow> = self
            .link
            .sql(concat!(
                "SELECT o.policy, ",
                people!("$2"),
                " AS people, ",
                approvers!("$2"),
                " AS approvers, ",
                lasting!("$2"),
                " AS lasting, ",
                waiting!(),
                " AS waiting FROM organisations AS o WHERE o.id = $1"
            ))
            .bind(id.uuid())
            .bind(now.utc())
            .optional()
            .await?;
        Ok(row.map(|row| row.staffing()).unwrap_or_default())
    }

    /// How many could decide at an organisation without an end date, were this its policy. Hold it before counting.
    pub async fn lasting_under(self, id: OrganisationId, policy: Policy, now: Moment) -> Result<u32> {
        let (count,): (i64,) = self
            .link
            .sql(concat!(
                "SELECT COUNT(DISTINCT m.person_id)
                 FROM members AS m
                 JOIN people AS p ON p.id = m.person_id
                 JOIN member_roles AS mr ON mr.member_id = m.id
                 WHERE m.organisation_id = $1 AND m.state = 'active' AND p.state = 'confirmed' AND mr.ends_at IS NULL AND ",
                whole_role_holds!("$2"),
                " AND ($3 = 'any_member' OR ($3 = 'approver_role' AND mr.role = 'approver'))"
            ))
            .bind(id.uuid())
            .bind(now.utc())
            .bind(policy.tag())
            .one()
            .await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// What the register says of an organisation besides what tells it from others.
    pub async fn register_details(self, id: OrganisationId) -> Result<RegisterDetails> {
        let row: Option<(String, String, String, String, Option<String>)> = self
            .link
            .sql(
                "SELECT o.address_lines, o.telephone, o.opened_on, o.commissioner_code, above.name
                 FROM organisations AS o
                 LEFT JOIN organisations AS above ON above.code = o.commissioner_code
                 WHERE o.id = $1",
            )
            .bind(id.uuid())
            .optional()
            .await?;
        let Some((lines, telephone, opened_on, commissioner, name)) = row else {
            return Ok(RegisterDetails::default());
        };
        Ok(RegisterDetails {
            address: read_lines(&lines),
            telephone,
            opened_on: read_day(&opened_on)?,
            commissioner: match commissioner.as_str() {
                "" => None,
                code => Some((read_code(code)?, name)),
            },
        })
    }

    /// How many organisations are beneath a commissioner.
    pub async fn beneath(self, code: &OdsCode) -> Result<u32> {
        let (count,): (i64,) = self
            .link
            .sql("SELECT COUNT(*) FROM organisations WHERE commissioner_code = $1")
            .bind(code.as_str())
            .one()
            .await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }
}

impl Organisations<'_, Change> {
    /// Sets the kind of an organisation.
    pub async fn set_kind(self, id: OrganisationId, kind: Kind, now: Moment) -> Result<()> {
        self.link
            .sql("UPDATE organisations SET kind = $2, changed_at = $3 WHERE id = $1")
            .bind(id.uuid())
            .bind(kind.tag())
            .bind(now.utc())
            .run()
            .await?;
        Ok(())
    }
}
