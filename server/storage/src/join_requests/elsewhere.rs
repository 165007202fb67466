//! What else of an applicant concerns organisations that a viewer may decide for: memberships, former ones, and other
//! requests, as far as the viewer's [`Scope`] goes.

use chrono::{DateTime, Utc};
use domain::join_requests::StateTag;
use domain::members::roles::RoleSpan;
use domain::permission::{Role, Scope};
use domain::{JoinRequestId, Moment, OdsCode, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::Result;
use crate::error::readable;
use crate::members::{AnySpanRow, role_holds};
use crate::organisations::read_code;
use crate::repositories::JoinRequests;
use crate::scope::{everything, in_scope, viewer};

/// How an applicant stands to an organisation, or what they asked there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The organisation's code.
    pub code: OdsCode,
    /// The organisation's name.
    pub organisation: String,
    /// What.
    pub what: ElsewhereAs,
}

/// See [`Elsewhere`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ElsewhereAs {
    /// May act for it, in the roles that hold now.
    Member(Vec<RoleSpan>, Moment),
    /// Could act for it until then.
    Revoked(Moment),
    /// Asked for a role.
    Asked(JoinRequestId, Role, StateTag, Moment),
}

/// One row for each role.
#[derive(FromRow)]
struct StandingRow {
    code: String,
    name: String,
    since: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
    #[sqlx(flatten)]
    span: AnySpanRow,
}

#[derive(FromRow)]
struct AskedRow {
    code: String,
    name: String,
    id: Uuid,
    role: String,
    state: String,
    made_at: DateTime<Utc>,
}

impl AskedRow {
    fn read(self) -> Result<Elsewhere> {
        let role = readable(Role::from_tag(&self.role), "role")?;
        let state = readable(StateTag::from_tag(&self.state), "state of a request")?;
        Ok(Elsewhere {
            code: read_code(&self.code)?,
            organisation: self.name,
            what: ElsewhereAs::Asked(JoinRequestId::new(self.id), role, state, Moment::new(self.made_at)),
        })
    }
}

/// The most other requests of one person that are shown, the newest.
const ASKED_MOST: u16 = 25;

impl<Way> JoinRequests<'_, Way> {
    /// What else of a person, besides this request, concerns organisations in scope: memberships by name, then requests,
    /// the newest first.
    pub async fn elsewhere(
        self,
        person: PersonId,
        but: JoinRequestId,
        scope: Scope,
        now: Moment,
    ) -> Result<Vec<Elsewhere>> {
        let standings: Vec<StandingRow> = self
            .link
            .sql(concat!(
                "SELECT o.code, o.name, held.since, held.revoked_at, held.role, held.roster_id, held.starts_at, held.ends_at
                 FROM organisations AS o
                 JOIN (
                     SELECT m.organisation_id, m.since, m.revoked_at, mr.role, mr.roster_id, mr.starts_at, mr.ends_at
                     FROM members AS m
                     LEFT JOIN member_roles AS mr ON mr.member_id = m.id AND m.state = 'active' AND ",
                role_holds!("$3"),
                " WHERE m.person_id = $4
                 ) AS held ON held.organisation_id = o.id
                 WHERE ",
                in_scope!("$1", "$2", "$3"),
                " ORDER BY o.name_key, o.code, held.role, held.roster_id NULLS FIRST"
            ))
            .bind(everything(scope))
            .bind(viewer(scope))
            .bind(now.utc())
            .bind(person.uuid())
            .all()
            .await?;
        let mut found: Vec<Elsewhere> = Vec::new();
        for row in standings {
            let code = read_code(&row.code)?;
            let role = row.span.read()?;
            match found.last_mut() {
                Some(Elsewhere {
                    code: last,
                    what: ElsewhereAs::Member(roles, _),
                    ..
                }) if *last == code => roles.extend(role),
                _ => found.push(Elsewhere {
                    code,
                    organisation: row.name,
                    what: match row.revoked_at {
                        Some(at) => ElsewhereAs::Revoked(Moment::new(at)),
                        None => ElsewhereAs::Member(role.into_iter().collect(), Moment::new(row.since)),
                    },
                }),
            }
        }
        // Whose roles have all ended may not act, though nobody revoked it.
        found.retain(|one| !matches!(&one.what, ElsewhereAs::Member(roles, _) if roles.is_empty()));
        let asked: Vec<AskedRow> = self
            .link
            .sql(format!(
                "SELECT o.code, o.name, r.id, r.role, r.state, r.made_at
                 FROM join_requests AS r
                 JOIN organisations AS o ON o.id = r.organisation_id
                 WHERE r.person_id = $4 AND r.id <> $5 AND {}
                 ORDER BY r.made_at DESC, r.id DESC
                 LIMIT {ASKED_MOST}",
                in_scope!("$1", "$2", "$3")
            ))
            .bind(everything(scope))
            .bind(viewer(scope))
            .bind(now.utc())
            .bind(person.uuid())
            .bind(but.uuid())
            .all()
            .await?;
        for row in asked {
            found.push(row.read()?);
        }
        Ok(found)
    }
}
