//! What a person's page shows, as far as a viewer's [`Scope`] goes: access, requests, letters, and what happened.

use chrono::{DateTime, Utc};
use domain::audit::Event;
use domain::join_requests::StateTag;
use domain::letter::Delivery;
use domain::members::roles::RoleSpan;
use domain::organisations::OrganisationView;
use domain::permission::{Role, Scope};
use domain::{AuditId, JoinRequestId, MemberId, Moment, OdsCode, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::Result;
use crate::error::readable;
use crate::members::AnySpanRow;
use crate::organisations::{ViewRow, read_code, view_columns};
use crate::outbox::delivery;
use crate::repositories::People;
use crate::scope::{everything, in_scope, viewer};
use crate::sql::Statement;

/// What is kept of an account besides what its rules need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRecord {
    /// When it was made.
    pub created: Moment,
    /// Whether the person bears the mark *medical secretary*.
    pub medical_secretary: bool,
    /// When it was disabled.
    pub disabled: Option<Moment>,
    /// Who disabled it.
    pub disabled_by: Option<PersonId>,
    /// The same, by name.
    pub disabled_by_name: Option<String>,
}

/// Access to an organisation, now or formerly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The member.
    pub id: MemberId,
    /// The organisation.
    pub organisation: OrganisationView,
    /// The roles, ended ones too.
    pub roles: Vec<RoleSpan>,
    /// Since when.
    pub since: Moment,
    /// Who let the person in, by name.
    pub let_in_by: Option<String>,
    /// When it was revoked, and by whom.
    pub revoked: Option<(Moment, Option<String>)>,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedFor {
    /// The request.
    pub id: JoinRequestId,
    /// The organisation's code.
    pub code: OdsCode,
    /// The organisation's name.
    pub organisation: String,
    /// The role asked for.
    pub role: Role,
    /// Why.
    pub reason: String,
    /// When it was made.
    pub made_at: Moment,
    /// Where it stands.
    pub state: StateTag,
}

/// A letter, without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterTo {
    /// When it was posted.
    pub at: Moment,
    /// Which letter (`domain::letter::LetterText::name`).
    pub letter: String,
    /// The organisation that it is about, by name.
    pub organisation: Option<String>,
    /// The address, as typed.
    pub address: String,
    /// Where it stands.
    pub delivery: Delivery,
    /// What the mail server last said.
    pub answer: Option<String>,
}

/// A line of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineAbout {
    /// Its id.
    pub id: AuditId,
    /// When.
    pub at: Moment,
    /// What.
    pub event: Event,
    /// Who, by name.
    pub by: Option<String>,
    /// For which organisation, by name.
    pub organisation: Option<String>,
    /// Why.
    pub why: Option<String>,
}

/// The most letters, requests and lines that are shown of each, the newest.
const SHOWN_MOST: u16 = 50;

#[derive(FromRow)]
struct RecordRow {
    created_at: DateTime<Utc>,
    medical_secretary: bool,
    disabled_at: Option<DateTime<Utc>>,
    disabled_by: Option<Uuid>,
    first_name: Option<String>,
    last_name: Option<String>,
}

#[derive(FromRow)]
struct AccessRow {
    member_id: Uuid,
    since: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
    opener_first_name: Option<String>,
    opener_last_name: Option<String>,
    closer_first_name: Option<String>,
    closer_last_name: Option<String>,
    #[sqlx(flatten)]
    span: AnySpanRow,
    #[sqlx(flatten)]
    view: ViewRow,
}

impl AccessRow {
    fn read(self) -> Result<Access> {
        Ok(Access {
            id: MemberId::new(self.member_id),
            roles: self.span.read()?.into_iter().collect(),
            since: Moment::new(self.since),
            let_in_by: name(self.opener_first_name, self.opener_last_name),
            revoked: self
                .revoked_at
                .map(|at| (Moment::new(at), name(self.closer_first_name, self.closer_last_name))),
            organisation: self.view.read()?,
        })
    }
}

fn name(first: Option<String>, last: Option<String>) -> Option<String> {
    first.zip(last).map(|(first, last)| format!("{first} {last}"))
}

#[derive(FromRow)]
struct AskedRow {
    id: Uuid,
    code: String,
    name: String,
    role: String,
    reason: String,
    made_at: DateTime<Utc>,
    request_state: String,
}

#[derive(FromRow)]
struct LetterRow {
    made_at: DateTime<Utc>,
    letter: String,
    name: Option<String>,
    address: String,
    state: String,
    last_answer: Option<String>,
}

#[derive(FromRow)]
struct LineRow {
    id: Uuid,
    at: DateTime<Utc>,
    event: String,
    first_name: Option<String>,
    last_name: Option<String>,
    name: Option<String>,
    why: Option<String>,
}

/// Binds a scope, the moment, and whose page it is.
fn bind(statement: Statement<'_>, scope: Scope, now: Moment, person: PersonId) -> Statement<'_> {
    statement
        .bind(everything(scope))
        .bind(viewer(scope))
        .bind(now.utc())
        .bind(person.uuid())
}

impl<Way> People<'_, Way> {
    /// What is kept of an account.
    pub async fn record(self, person: PersonId) -> Result<Option<AccountRecord>> {
        let row: Option<RecordRow> = self
            .link
            .sql(
                "SELECT p.created_at, p.medical_secretary, p.disabled_at, p.disabled_by, b.first_name, b.last_name
                 FROM people AS p
                 LEFT JOIN people AS b ON b.id = p.disabled_by
                 WHERE p.id = $1",
            )
            .bind(person.uuid())
            .optional()
            .await?;
        Ok(row.map(|row| AccountRecord {
            created: Moment::new(row.created_at),
            medical_secretary: row.medical_secretary,
            disabled: row.disabled_at.map(Moment::new),
            disabled_by: row.disabled_by.map(PersonId::new),
            disabled_by_name: name(row.first_name, row.last_name),
        }))
    }

    /// A person's access to organisations in scope, by name.
    pub async fn access(self, person: PersonId, scope: Scope, now: Moment) -> Result<Vec<Access>> {
        let text = concat!(
            "SELECT a.id AS member_id, a.since, a.revoked_at, b.first_name AS opener_first_name,
                 b.last_name AS opener_last_name, c.first_name AS closer_first_name, c.last_name AS closer_last_name,
                 held.role, held.roster_id, held.starts_at, held.ends_at, ",
            view_columns!(),
            " FROM members AS a
             JOIN organisations AS o ON o.id = a.organisation_id
             LEFT JOIN member_roles AS held ON held.member_id = a.id
             LEFT JOIN people AS b ON b.id = a.let_in_by
             LEFT JOIN people AS c ON c.id = a.revoked_by
             WHERE a.person_id = $4 AND ",
            in_scope!("$1", "$2", "$3"),
            " ORDER BY o.name_key, o.code, held.role, held.roster_id NULLS FIRST"
        );
        let rows: Vec<AccessRow> = bind(self.link.sql(text), scope, now, person).all().await?;
        let mut found: Vec<Access> = Vec::new();
        for row in rows {
            match found.last_mut().filter(|last| last.id.uuid() == row.member_id) {
                Some(last) => last.roles.extend(row.span.read()?),
                None => found.push(row.read()?),
            }
        }
        Ok(found)
    }

    /// A person's requests at organisations in scope, the newest first.
    pub async fn requests(self, person: PersonId, scope: Scope, now: Moment) -> Result<Vec<AskedFor>> {
        let text = format!(
            "SELECT r.id, o.code, o.name, r.role, r.reason, r.made_at, r.state AS request_state
             FROM join_requests AS r
             JOIN organisations AS o ON o.id = r.organisation_id
             WHERE r.person_id = $4 AND r.state <> 'awaiting_confirmation' AND {}
             ORDER BY r.made_at DESC, r.id DESC
             LIMIT {SHOWN_MOST}",
            in_scope!("$1", "$2", "$3")
        );
        let rows: Vec<AskedRow> = bind(self.link.sql(text), scope, now, person).all().await?;
        let read = |row: AskedRow| {
            Ok(AskedFor {
                id: JoinRequestId::new(row.id),
                code: read_code(&row.code)?,
                organisation: row.name,
                role: readable(Role::from_tag(&row.role), "role")?,
                reason: row.reason,
                made_at: Moment::new(row.made_at),
                state: readable(StateTag::from_tag(&row.request_state), "state of a request")?,
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// The letters to a person that are about organisations in scope; all, where the scope is everything.
    pub async fn letters(self, person: PersonId, scope: Scope, now: Moment) -> Result<Vec<LetterTo>> {
        let text = format!(
            "SELECT outbox.made_at, outbox.letter, o.name, outbox.address, outbox.last_answer, {}
             FROM outbox
             LEFT JOIN organisations AS o ON o.id = outbox.organisation_id
             WHERE outbox.person_id = $4 AND ($1 OR (o.id IS NOT NULL AND {}))
             ORDER BY outbox.made_at DESC, outbox.id DESC
             LIMIT {SHOWN_MOST}",
            delivery!(),
            in_scope!("$1", "$2", "$3")
        );
        let rows: Vec<LetterRow> = bind(self.link.sql(text), scope, now, person).all().await?;
        let read = |row: LetterRow| {
            Ok(LetterTo {
                at: Moment::new(row.made_at),
                letter: row.letter,
                organisation: row.name,
                address: row.address,
                delivery: readable(Delivery::from_tag(&row.state), "delivery of a letter")?,
                answer: row.last_answer,
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// What happened that is about a person and about organisations in scope; all, where the scope is everything.
    pub async fn lines(self, person: PersonId, scope: Scope, now: Moment) -> Result<Vec<LineAbout>> {
        let text = format!(
            "SELECT a.id, a.at, a.event, b.first_name, b.last_name, o.name, a.why
             FROM audit AS a
             LEFT JOIN people AS b ON b.id = a.actor_id
             LEFT JOIN organisations AS o ON o.id = a.organisation_id
             WHERE a.person_id = $4 AND ($1 OR (o.id IS NOT NULL AND {}))
             ORDER BY a.at DESC, a.id DESC
             LIMIT {SHOWN_MOST}",
            in_scope!("$1", "$2", "$3")
        );
        let rows: Vec<LineRow> = bind(self.link.sql(text), scope, now, person).all().await?;
        let read = |row: LineRow| {
            Ok(LineAbout {
                id: AuditId::new(row.id),
                at: Moment::new(row.at),
                event: readable(Event::from_tag(&row.event), "event")?,
                by: name(row.first_name, row.last_name),
                organisation: row.name,
                why: row.why,
            })
        };
        rows.into_iter().map(read).collect()
    }
}
