//! Asks to keep a role that ends, and what came of them. One is open while its row says so and the role is as it was when
//! its holder asked: whatever changes, removes, revokes or ends the role since leaves nothing to answer, and needs not know
//! of it. The rules stand in `domain::extensions`.

use chrono::{DateTime, Utc};
use domain::extensions::{Extension, State};
use domain::members::roles::RoleSpan;
use domain::permission::Role;
use domain::{ExtensionId, MemberId, Moment, OrganisationId, PersonId, RosterId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::readable;
use crate::repositories::Extensions;
use crate::{Change, Result};

/// The columns of an [`ExtensionRow`], from `extensions AS e` with the role as it was (`member_roles AS mr`) and its member
/// (`members AS m`) at the moment bound to a placeholder.
macro_rules! extensions {
    ($now:literal) => {
        concat!(
            "SELECT e.id, e.member_id, m.person_id, m.organisation_id, e.role, e.roster_id, e.ends_at, e.reason,
                    e.asked_at, e.state, e.answered_at, e.extended_to, e.answer,
                    CASE WHEN m.state = 'active' AND m.since <= e.asked_at THEN mr.starts_at END AS starts_at,
                    a.first_name, a.last_name
             FROM extensions AS e
             JOIN members AS m ON m.id = e.member_id
             LEFT JOIN member_roles AS mr
                 ON mr.member_id = e.member_id AND mr.role = e.role AND mr.roster_id IS NOT DISTINCT FROM e.roster_id
                 AND mr.granted_at <= e.asked_at AND mr.ends_at = e.ends_at AND mr.ends_at > ",
            $now,
            " LEFT JOIN people AS a ON a.id = e.answered_by"
        )
    };
}

#[derive(FromRow)]
struct ExtensionRow {
    id: Uuid,
    member_id: Uuid,
    person_id: Uuid,
    organisation_id: Uuid,
    role: String,
    roster_id: Option<Uuid>,
    ends_at: DateTime<Utc>,
    reason: Option<String>,
    asked_at: DateTime<Utc>,
    state: String,
    answered_at: Option<DateTime<Utc>>,
    extended_to: Option<DateTime<Utc>>,
    answer: Option<String>,
    /// When the role began; absent where it is not as it was.
    starts_at: Option<DateTime<Utc>>,
    first_name: Option<String>,
    last_name: Option<String>,
}

impl ExtensionRow {
    fn read(self) -> Result<Extension> {
        let answered = || readable(self.answered_at.map(Moment::new), "moment of an answer");
        let state = match self.state.as_str() {
            "open" if self.starts_at.is_some() => State::Open,
            "open" | "over" => State::Over,
            "extended" => State::Extended {
                at: answered()?,
                to: self.extended_to.map(Moment::new),
            },
            "turned_down" => State::TurnedDown {
                at: answered()?,
                why: self.answer.clone().unwrap_or_default(),
            },
            _ => return readable(None, "state of an ask to keep a role"),
        };
        Ok(Extension {
            id: ExtensionId::new(self.id),
            member: MemberId::new(self.member_id),
            person: PersonId::new(self.person_id),
            organisation: OrganisationId::new(self.organisation_id),
            span: RoleSpan {
                role: readable(Role::from_tag(&self.role), "role")?,
                roster: self.roster_id.map(RosterId::new),
                starts_at: self.starts_at.map(Moment::new),
                ends_at: Some(Moment::new(self.ends_at)),
            },
            reason: self.reason,
            asked_at: Moment::new(self.asked_at),
            state,
        })
    }

    /// Who answered, by name.
    fn answerer(&self) -> Option<String> {
        let names = self.first_name.as_ref().zip(self.last_name.as_ref());
        names.map(|(first, last)| format!("{first} {last}"))
    }
}

impl<Way> Extensions<'_, Way> {
    /// An ask with the name of whoever answered it.
    pub async fn by_id(self, id: ExtensionId, now: Moment) -> Result<Option<(Extension, Option<String>)>> {
        let row: Option<ExtensionRow> = self
            .link
            .sql(concat!(extensions!("$2"), " WHERE e.id = $1"))
            .bind(id.uuid())
            .bind(now.utc())
            .optional()
            .await?;
        let read = |row: ExtensionRow| {
            let by = row.answerer();
            Ok((row.read()?, by))
        };
        row.map(read).transpose()
    }

    /// What waits for an answer at an organisation, the oldest first.
    pub async fn open_at(self, organisation: OrganisationId, now: Moment) -> Result<Vec<Extension>> {
        let rows: Vec<ExtensionRow> = self
            .link
            .sql(concat!(
                extensions!("$2"),
                " WHERE m.organisation_id = $1 AND e.state = 'open' ORDER BY e.asked_at, e.id"
            ))
            .bind(organisation.uuid())
            .bind(now.utc())
            .all()
            .await?;
        open(rows)
    }

    /// What a person awaits an answer to, anywhere.
    pub async fn open_of(self, person: PersonId, now: Moment) -> Result<Vec<Extension>> {
        let rows: Vec<ExtensionRow> = self
            .link
            .sql(concat!(
                extensions!("$2"),
                " WHERE m.person_id = $1 AND e.state = 'open' ORDER BY e.asked_at, e.id"
            ))
            .bind(person.uuid())
            .bind(now.utc())
            .all()
            .await?;
        open(rows)
    }
}

fn open(rows: Vec<ExtensionRow>) -> Result<Vec<Extension>> {
    let mut all = rows.into_iter().map(ExtensionRow::read).collect::<Result<Vec<_>>>()?;
    all.retain(|one| one.state == State::Open);
    Ok(all)
}

impl Extensions<'_, Change> {
    /// Keeps an ask, in place of one about the same role that is over. Hold the organisation first.
    pub async fn ask(self, extension: &Extension) -> Result<()> {
        let span = &extension.span;
        self.link
            .sql(
                "UPDATE extensions SET state = 'over'
                 WHERE member_id = $1 AND role = $2 AND roster_id IS NOT DISTINCT FROM $3 AND state = 'open'",
            )
            .bind(extension.member.uuid())
            .bind(span.role.tag())
            .bind(span.roster.map(RosterId::uuid))
            .run()
            .await?;
        self.link
            .sql(
                "INSERT INTO extensions (id, member_id, role, roster_id, ends_at, reason, asked_at, state)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, 'open')",
            )
            .bind(extension.id.uuid())
            .bind(extension.member.uuid())
            .bind(span.role.tag())
            .bind(span.roster.map(RosterId::uuid))
            .bind(span.ends_at.map(Moment::utc))
            .bind(extension.reason.as_deref())
            .bind(extension.asked_at.utc())
            .run()
            .await?;
        Ok(())
    }

    /// Keeps that a role was extended, and until when; false where somebody else was first. The role itself is changed with
    /// [`Members::place_role`](crate::Members::place_role).
    pub async fn extended(self, id: ExtensionId, by: PersonId, to: Option<Moment>, now: Moment) -> Result<bool> {
        let answered = self
            .link
            .sql(
                "UPDATE extensions SET state = 'extended', answered_by = $2, answered_at = $3, extended_to = $4
                 WHERE id = $1 AND state = 'open'",
            )
            .bind(id.uuid())
            .bind(by.uuid())
            .bind(now.utc())
            .bind(to.map(Moment::utc))
            .run()
            .await?;
        Ok(answered == 1)
    }

    /// Keeps that it was turned down, and why; false where somebody else was first.
    pub async fn turned_down(self, id: ExtensionId, by: PersonId, why: &str, now: Moment) -> Result<bool> {
        let answered = self
            .link
            .sql(
                "UPDATE extensions SET state = 'turned_down', answered_by = $2, answered_at = $3, answer = $4
                 WHERE id = $1 AND state = 'open'",
            )
            .bind(id.uuid())
            .bind(by.uuid())
            .bind(now.utc())
            .bind(why)
            .run()
            .await?;
        Ok(answered == 1)
    }
}
