//! What a person sees of their own memberships: where they may act now, in which roles, and who let them in.

use chrono::{DateTime, Utc};
use domain::members::roles::RoleSpan;
use domain::organisations::OrganisationView;
use domain::{MemberId, Moment, OrganisationId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::Result;
use crate::members::{SpanRow, role_holds};
use crate::organisations::{ViewRow, view_columns};
use crate::repositories::Members;

/// An organisation that a person may act for now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The person's standing there.
    pub id: MemberId,
    /// The organisation's id.
    pub organisation: OrganisationId,
    /// The organisation.
    pub view: OrganisationView,
    /// The roles that hold now.
    pub roles: Vec<RoleSpan>,
    /// Since when.
    pub since: Moment,
    /// First and last name of the person who let them in.
    pub let_in_by: Option<String>,
}

/// One row for each role.
#[derive(FromRow)]
struct MembershipRow {
    member_id: Uuid,
    organisation_id: Uuid,
    since: DateTime<Utc>,
    opener_first_name: Option<String>,
    opener_last_name: Option<String>,
    #[sqlx(flatten)]
    span: SpanRow,
    #[sqlx(flatten)]
    view: ViewRow,
}

impl MembershipRow {
    fn read(self) -> Result<Membership> {
        Ok(Membership {
            roles: vec![self.span.read()?],
            id: MemberId::new(self.member_id),
            organisation: OrganisationId::new(self.organisation_id),
            since: Moment::new(self.since),
            let_in_by: self
                .opener_first_name
                .zip(self.opener_last_name)
                .map(|(first, last)| format!("{first} {last}")),
            view: self.view.read()?,
        })
    }
}

impl<Way> Members<'_, Way> {
    /// The organisations that a person may act for now, by name.
    pub async fn memberships_of(self, person: PersonId, now: Moment) -> Result<Vec<Membership>> {
        let rows: Vec<MembershipRow> = self
            .link
            .sql(concat!(
                "SELECT m.id AS member_id, m.organisation_id, m.since, mr.role, mr.roster_id,
                     mr.starts_at, mr.ends_at,
                     b.first_name AS opener_first_name, b.last_name AS opener_last_name, ",
                view_columns!(),
                " FROM members AS m
                 JOIN people AS p ON p.id = m.person_id
                 JOIN organisations AS o ON o.id = m.organisation_id
                 JOIN member_roles AS mr ON mr.member_id = m.id
                 LEFT JOIN people AS b ON b.id = m.let_in_by
                 WHERE m.person_id = $1 AND m.state = 'active' AND p.state = 'confirmed' AND ",
                role_holds!("$2"),
                " ORDER BY o.name_key, o.code, mr.role, mr.roster_id NULLS FIRST"
            ))
            .bind(person.uuid())
            .bind(now.utc())
            .all()
            .await?;
        let mut memberships: Vec<Membership> = Vec::new();
        for row in rows {
            match memberships.last_mut().filter(|last| last.id.uuid() == row.member_id) {
                Some(last) => last.roles.push(row.span.read()?),
                None => memberships.push(row.read()?),
            }
        }
        Ok(memberships)
    }
}
