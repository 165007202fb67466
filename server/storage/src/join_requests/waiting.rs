//! Lists of requests that wait: at one organisation, and for one person who may decide.

use domain::members::{Column, Sort};
use domain::{Moment, OrganisationId, PersonId};

use super::{Applied, read_all};
use crate::Result;
use crate::members::whole_role_holds;
use crate::organisations::view_columns;
use crate::people::account_columns;
use crate::repositories::JoinRequests;

impl<Way> JoinRequests<'_, Way> {
    /// The requests that wait at an organisation.
    pub async fn pending_at(self, organisation: OrganisationId, sort: Sort) -> Result<Vec<Applied>> {
        let text = format!(
            "{} WHERE r.organisation_id = $1 AND r.state = 'pending' ORDER BY {}",
            applied!(),
            order(sort)
        );
        read_all(self.link.sql(text).bind(organisation.uuid()).all().await?)
    }

    /// The requests that wait at all organisations that a person may decide for, those that have waited longest first.
    pub async fn pending_for(self, person: PersonId, support: bool, now: Moment, most: u16) -> Result<Vec<Applied>> {
        // First which they are, by an index that has them in order; all that is shown of them is read for these alone.
        let oldest = |among: &str, most: &str| {
            format!(
                "{} WHERE r.id IN (
                     SELECT w.id FROM join_requests AS w
                     WHERE {among}w.state = 'pending'
                     ORDER BY w.confirmed_at, w.id
                     LIMIT {most}
                 )
                 ORDER BY r.confirmed_at, r.id",
                applied!()
            )
        };
        if support {
            let text = oldest("", "$1");
            return read_all(self.link.sql(text).bind(i64::from(most)).all().await?);
        }
        let mine = concat!(
            "WITH held AS MATERIALIZED (
                 SELECT m.organisation_id, mr.role
                 FROM members AS m
                 JOIN people AS h ON h.id = m.person_id
                 JOIN member_roles AS mr ON mr.member_id = m.id
                 WHERE m.person_id = $1 AND m.state = 'active' AND h.state = 'confirmed' AND ",
            whole_role_holds!("$2"),
            "),
             mine AS MATERIALIZED (
                 SELECT o.id
                 FROM held
                 JOIN organisations AS o ON o.id = held.organisation_id
                 WHERE o.policy = 'any_member' OR (o.policy = 'approver_role' AND held.role = 'approver')
                 UNION
                 SELECT beneath.id
                 FROM held
                 JOIN organisations AS above ON above.id = held.organisation_id
                 JOIN organisations AS beneath ON beneath.commissioner_code = above.code
                 WHERE held.role = 'commissioning_administrator'
             ) "
        );
        let text = format!(
            "{mine}{}",
            oldest("w.organisation_id IN (SELECT id FROM mine) AND ", "$3")
        );
        let statement = self
            .link
            .sql(text)
            .bind(person.uuid())
            .bind(now.utc())
            .bind(i64::from(most));
        read_all(statement.all().await?)
    }
}

/// What a list sorts by; text from here only, never from an address.
fn order(sort: Sort) -> &'static str {
    match (sort.column, sort.descending) {
        (Column::Name, false) => "p.name_key, r.id",
        (Column::Name, true) => "p.name_key DESC, r.id DESC",
        (Column::Email, false) => "p.email_key, r.id",
        (Column::Email, true) => "p.email_key DESC, r.id DESC",
        (Column::Role, false) => "r.role, p.name_key, r.id",
        (Column::Role, true) => "r.role DESC, p.name_key DESC, r.id DESC",
        (Column::Date, false) => "r.made_at, r.id",
        (Column::Date, true) => "r.made_at DESC, r.id DESC",
    }
}
