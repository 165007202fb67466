//! Sessions: who is signed in, and where. Only the hash of a session's secret is kept. How long one may rest or last is
//! for the services to say.

use chrono::{DateTime, Utc};
use domain::{Language, Moment, PersonId, SessionId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::readable;
use crate::repositories::Sessions;
use crate::{Change, Result};

/// A session that is about to start.
pub struct NewSession {
    /// Its id.
    pub id: SessionId,
    /// SHA-256 of its secret.
    pub hash: Vec<u8>,
    /// Whose it is.
    pub person: PersonId,
    /// When it starts.
    pub made_at: Moment,
    /// What the browser calls itself.
    pub device: String,
    /// The client's network address.
    pub address: String,
}

/// A session that has not been ended, of a person whose account is open.
#[derive(Clone)]
pub struct LiveSession {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub person: PersonId,
    /// Whether the person is of the support team.
    pub support: bool,
    /// First and last name.
    pub full_name: String,
    /// The language of pages and letters.
    pub language: Language,
    /// When it started.
    pub made_at: Moment,
    /// When it was last seen.
    pub seen_at: Moment,
    /// When its person last showed that it is they.
    pub proven_at: Option<Moment>,
    /// Whether the person has a second factor.
    pub second_factor: bool,
}

/// A session that lacks its second step. It opens nothing but that step.
#[derive(Clone)]
pub struct StartedSession {
    /// Its id.
    pub id: SessionId,
    /// Whose password it was.
    pub person: PersonId,
    /// When it started.
    pub made_at: Moment,
    /// The page that the person wanted.
    pub wanted: Option<String>,
}

/// A session in its owner's list.
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// When it started.
    pub made_at: Moment,
    /// When it was last seen.
    pub seen_at: Moment,
    /// When it was ended.
    pub ended_at: Option<Moment>,
    /// What the browser calls itself.
    pub device: String,
    /// The client's network address.
    pub address: String,
}

#[derive(FromRow)]
struct Live {
    id: Uuid,
    person_id: Uuid,
    support: bool,
    first_name: String,
    last_name: String,
    language: String,
    made_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
    proven_at: Option<DateTime<Utc>>,
    second_factor: bool,
}

#[derive(FromRow)]
struct Started {
    id: Uuid,
    person_id: Uuid,
    made_at: DateTime<Utc>,
    wanted: Option<String>,
}

#[derive(FromRow)]
struct Listed {
    id: Uuid,
    made_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    device: String,
    address: String,
}

impl Started {
    fn read(self) -> StartedSession {
        StartedSession {
            id: SessionId::new(self.id),
            person: PersonId::new(self.person_id),
            made_at: Moment::new(self.made_at),
            wanted: self.wanted,
        }
    }
}

impl Listed {
    fn read(self) -> SessionRow {
        SessionRow {
            id: SessionId::new(self.id),
            made_at: Moment::new(self.made_at),
            seen_at: Moment::new(self.seen_at),
            ended_at: self.ended_at.map(Moment::new),
            device: self.device,
            address: self.address,
        }
    }
}

impl<Way> Sessions<'_, Way> {
    /// The session with this hash, unless it was ended, lacks its second step, or its person's account is not open.
    pub async fn live(self, hash: &[u8]) -> Result<Option<LiveSession>> {
        let row: Option<Live> = self
            .link
            .sql(
                "SELECT s.id, s.person_id, p.first_name, p.last_name, p.language, s.made_at, s.seen_at, s.proven_at,
                     EXISTS (SELECT 1 FROM service_members AS t WHERE t.person_id = s.person_id) AS support,
                     EXISTS (SELECT 1 FROM factors AS f WHERE f.person_id = s.person_id) AS second_factor
                 FROM sessions AS s
                 JOIN people AS p ON p.id = s.person_id
                 WHERE s.hash = $1 AND s.ended_at IS NULL AND NOT s.awaits AND p.state = 'confirmed'",
            )
            .bind(hash)
            .optional()
            .await?;
        row.map(|row| {
            Ok(LiveSession {
                id: SessionId::new(row.id),
                person: PersonId::new(row.person_id),
                support: row.support,
                full_name: format!("{} {}", row.first_name, row.last_name),
                language: readable(Language::from_tag(&row.language), "language")?,
                made_at: Moment::new(row.made_at),
                seen_at: Moment::new(row.seen_at),
                proven_at: row.proven_at.map(Moment::new),
                second_factor: row.second_factor,
            })
        })
        .transpose()
    }

    /// The session with this hash that lacks its second step, unless it was ended or its person's account is not open.
    pub async fn started(self, hash: &[u8]) -> Result<Option<StartedSession>> {
        let row: Option<Started> = self
            .link
            .sql(
                "SELECT s.id, s.person_id, s.made_at, s.wanted
                 FROM sessions AS s
                 JOIN people AS p ON p.id = s.person_id
                 WHERE s.hash = $1 AND s.ended_at IS NULL AND s.awaits AND p.state = 'confirmed'",
            )
            .bind(hash)
            .optional()
            .await?;
        Ok(row.map(Started::read))
    }

    /// The same, by its id.
    pub async fn started_by_id(self, id: SessionId) -> Result<Option<StartedSession>> {
        let row: Option<Started> = self
            .link
            .sql("SELECT id, person_id, made_at, wanted FROM sessions WHERE id = $1 AND ended_at IS NULL AND awaits")
            .bind(id.uuid())
            .optional()
            .await?;
        Ok(row.map(Started::read))
    }

    /// Whose session it is or was, however it ended: who may have what was left in its browser.
    pub async fn whose(self, hash: &[u8]) -> Result<Option<PersonId>> {
        let row: Option<(Uuid,)> = self
            .link
            .sql("SELECT person_id FROM sessions WHERE hash = $1")
            .bind(hash)
            .optional()
            .await?;
        Ok(row.map(|(person,)| PersonId::new(person)))
    }

    /// When a session that has not been ended was made, and when it was last seen.
    pub async fn times(self, id: SessionId) -> Result<Option<(Moment, Moment)>> {
        let row: Option<(DateTime<Utc>, DateTime<Utc>)> = self
            .link
            .sql("SELECT made_at, seen_at FROM sessions WHERE id = $1 AND ended_at IS NULL")
            .bind(id.uuid())
            .optional()
            .await?;
        Ok(row.map(|(made_at, seen_at)| (Moment::new(made_at), Moment::new(seen_at))))
    }

    /// A person's sessions, the last seen first.
    pub async fn of_person(self, person: PersonId) -> Result<Vec<SessionRow>> {
        let rows: Vec<Listed> = self
            .link
            .sql(
                "SELECT id, made_at, seen_at, ended_at, device, address
                 FROM sessions
                 WHERE person_id = $1 AND NOT awaits
                 ORDER BY seen_at DESC, id DESC",
            )
            .bind(person.uuid())
            .all()
            .await?;
        Ok(rows.into_iter().map(Listed::read).collect())
    }

    /// A person's sessions that have not been ended, were seen after one moment and made after another, the last seen
    /// first.
    pub async fn live_of(self, person: PersonId, seen_after: Moment, made_after: Moment) -> Result<Vec<SessionRow>> {
        let rows: Vec<Listed> = self
            .link
            .sql(
                "SELECT id, made_at, seen_at, ended_at, device, address
                 FROM sessions
                 WHERE person_id = $1 AND NOT awaits AND ended_at IS NULL AND seen_at > $2 AND made_at > $3
                 ORDER BY seen_at DESC, id DESC",
            )
            .bind(person.uuid())
            .bind(seen_after.utc())
            .bind(made_after.utc())
            .all()
            .await?;
        Ok(rows.into_iter().map(Listed::read).collect())
    }
}

impl Sessions<'_, Change> {
    /// Starts a session; its person has just shown that it is they.
    pub async fn start(self, session: &NewSession) -> Result<()> {
        self.insert(session, false, None).await
    }

    /// Starts a session that lacks its second step, and keeps the page that the person wanted.
    pub async fn begin(self, session: &NewSession, wanted: Option<&str>) -> Result<()> {
        self.insert(session, true, wanted).await
    }

    async fn insert(self, session: &NewSession, awaits: bool, wanted: Option<&str>) -> Result<()> {
        let proven_at = (!awaits).then(|| session.made_at.utc());
        self.link
            .sql(
                "INSERT INTO sessions (id, hash, person_id, made_at, seen_at, device, address, proven_at, awaits, wanted)
                 VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9)",
            )
            .bind(session.id.uuid())
            .bind(session.hash.as_slice())
            .bind(session.person.uuid())
            .bind(session.made_at.utc())
            .bind(session.device.as_str())
            .bind(session.address.as_str())
            .bind(proven_at)
            .bind(awaits)
            .bind(wanted)
            .run()
            .await?;
        Ok(())
    }

    /// Notes that the person of a session has shown that it is they.
    pub async fn prove(self, id: SessionId, now: Moment) -> Result<()> {
        self.link
            .sql("UPDATE sessions SET proven_at = $2 WHERE id = $1 AND ended_at IS NULL AND NOT awaits")
            .bind(id.uuid())
            .bind(now.utc())
            .run()
            .await?;
        Ok(())
    }

    /// Puts a new secret in place of the old one, which opens nothing any more.
    pub async fn renew(self, id: SessionId, hash: &[u8]) -> Result<()> {
        self.link
            .sql("UPDATE sessions SET hash = $2 WHERE id = $1 AND ended_at IS NULL")
            .bind(id.uuid())
            .bind(hash)
            .run()
            .await?;
        Ok(())
    }

    /// Notes that a session was seen.
    pub async fn seen(self, id: SessionId, now: Moment) -> Result<()> {
        self.link
            .sql("UPDATE sessions SET seen_at = $2 WHERE id = $1 AND ended_at IS NULL AND seen_at < $2")
            .bind(id.uuid())
            .bind(now.utc())
            .run()
            .await?;
        Ok(())
    }

    /// Ends a session; false where it had been ended.
    pub async fn end(self, id: SessionId, now: Moment) -> Result<bool> {
        let ended = self
            .link
            .sql("UPDATE sessions SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL")
            .bind(id.uuid())
            .bind(now.utc())
            .run()
            .await?;
        Ok(ended == 1)
    }

    /// Ends all sessions of a person; how many.
    pub async fn end_all(self, person: PersonId, now: Moment) -> Result<u64> {
        self.link
            .sql("UPDATE sessions SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL")
            .bind(person.uuid())
            .bind(now.utc())
            .run()
            .await
    }

    /// Ends all sessions of a person but one; how many.
    pub async fn end_all_but(self, person: PersonId, but: SessionId, now: Moment) -> Result<u64> {
        self.link
            .sql("UPDATE sessions SET ended_at = $3 WHERE person_id = $1 AND id <> $2 AND ended_at IS NULL")
            .bind(person.uuid())
            .bind(but.uuid())
            .bind(now.utc())
            .run()
            .await
    }

    /// Removes the sessions that were last seen, and thus also ended, before a moment; how many.
    pub async fn sweep(self, before: Moment) -> Result<u64> {
        self.link
            .sql("DELETE FROM sessions WHERE seen_at < $1 AND (ended_at IS NULL OR ended_at < $1)")
            .bind(before.utc())
            .run()
            .await
    }
}
