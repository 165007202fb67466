//! The outbox: letters that wait, and letters that went. A letter is put in by [`crate::Change::post`], in the transaction
//! that it tells of; sending it is for `server/src/mail`, and what came of that is noted in `outbox/outcomes.rs`. Taking it
//! back with a decision that is undone is in `outbox/taking_back.rs`; giving up letters that wait for what is no more, in
//! `outbox/giving_up.rs`.

mod giving_up;
mod outcomes;
mod taking_back;

use chrono::{DateTime, Utc};
use domain::letter::{Delivery, Letter, LetterText, Recipient};
use domain::text::normalised;
use domain::{JoinRequestId, Language, LetterId, Moment, OrganisationId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::readable;
use crate::repositories::Outbox;
use crate::sql::Link;
use crate::{Change, Result, fresh};

/// A letter in the outbox.
#[derive(Clone)]
pub struct Posted {
    /// Its id; also its Message-ID.
    pub id: LetterId,
    /// The letter; absent once its text has been forgotten. Its token is gone once it was sent or given up.
    pub letter: Option<Letter>,
    /// The address, as typed.
    pub address: String,
    /// Where it stands.
    pub delivery: Delivery,
    /// When it was posted.
    pub made_at: Moment,
    /// When it is to be sent, or tried again.
    pub due_at: Moment,
    /// When the mail server took it.
    pub sent_at: Option<Moment>,
    /// How often it has been tried, this time included.
    pub attempts: i64,
    /// What the mail server last said.
    pub last_answer: Option<String>,
}

/// A letter as its recipient may know of it: that it was posted, not what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressed {
    /// When it was posted.
    pub made_at: Moment,
    /// Which letter (`domain::letter::LetterText::name`).
    pub letter: String,
    /// The address, as typed.
    pub address: String,
    /// Where it stands.
    pub delivery: Delivery,
}

/// How many letters one statement forgets.
const LOT: u64 = 1_000;

#[derive(FromRow)]
struct AddressedRow {
    made_at: DateTime<Utc>,
    letter: String,
    address: String,
    state: String,
}

/// What waits to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// How many letters.
    pub count: i64,
    /// When the oldest of them was posted.
    pub oldest: Option<Moment>,
}

/// Where a letter stands, as [`Delivery::from_tag`] reads it.
macro_rules! delivery {
    () => {
        "CASE WHEN deferred AND outbox.state <> 'gave_up' THEN 'deferred' ELSE outbox.state END AS state"
    };
}
pub(crate) use delivery;

/// The columns of a [`PostedRow`].
macro_rules! columns {
    () => {
        concat!(
            "id, person_id, organisation_id, address, first_name, language, body, sealed, made_at, due_at, sent_at,
             attempts, last_answer, ",
            delivery!()
        )
    };
}

#[derive(FromRow)]
struct PostedRow {
    id: Uuid,
    person_id: Uuid,
    organisation_id: Option<Uuid>,
    address: String,
    first_name: String,
    language: String,
    body: Option<String>,
    sealed: Option<Vec<u8>>,
    state: String,
    made_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
    attempts: i64,
    last_answer: Option<String>,
}

impl PostedRow {
    fn read(self) -> Result<Posted> {
        let letter = match &self.body {
            Some(body) => Some(Letter {
                to: Recipient {
                    person: PersonId::new(self.person_id),
                    address: self.address.clone(),
                    first_name: self.first_name,
                    language: readable(Language::from_tag(&self.language), "language")?,
                },
                organisation: self.organisation_id.map(OrganisationId::new),
                text: readable(serde_json::from_str::<LetterText>(body).ok(), "letter")?,
                sealed_token: self.sealed,
            }),
            None => None,
        };
        Ok(Posted {
            id: LetterId::new(self.id),
            letter,
            address: self.address,
            delivery: readable(Delivery::from_tag(&self.state), "delivery of a letter")?,
            made_at: Moment::new(self.made_at),
            due_at: Moment::new(self.due_at),
            sent_at: self.sent_at.map(Moment::new),
            attempts: self.attempts,
            last_answer: self.last_answer,
        })
    }
}

impl<Way> Outbox<'_, Way> {
    /// The letter with this id.
    pub async fn by_id(self, id: LetterId) -> Result<Option<Posted>> {
        self.link
            .sql(concat!("SELECT ", columns!(), " FROM outbox WHERE id = $1"))
            .bind(id.uuid())
            .optional::<PostedRow>()
            .await?
            .map(PostedRow::read)
            .transpose()
    }

    /// The latest letters, newest first.
    pub async fn latest(self, most: u16) -> Result<Vec<Posted>> {
        let rows: Vec<PostedRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                columns!(),
                " FROM outbox ORDER BY made_at DESC, id DESC LIMIT $1"
            ))
            .bind(i64::from(most))
            .all()
            .await?;
        rows.into_iter().map(PostedRow::read).collect()
    }

    /// The letters to a person, newest first.
    pub async fn of_person(self, person: PersonId) -> Result<Vec<Addressed>> {
        let rows: Vec<AddressedRow> = self
            .link
            .sql(concat!(
                "SELECT made_at, letter, address, ",
                delivery!(),
                " FROM outbox WHERE person_id = $1 ORDER BY made_at DESC, id DESC"
            ))
            .bind(person.uuid())
            .all()
            .await?;
        let read = |row: AddressedRow| {
            Ok(Addressed {
                made_at: Moment::new(row.made_at),
                letter: row.letter,
                address: row.address,
                delivery: readable(Delivery::from_tag(&row.state), "delivery of a letter")?,
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// How many letters were posted to an address (by its key) since a moment.
    pub async fn posted_since(self, address_key: &str, since: Moment) -> Result<i64> {
        let (count,): (i64,) = self
            .link
            .sql("SELECT COUNT(*) FROM outbox WHERE address_key = $1 AND made_at > $2")
            .bind(address_key)
            .bind(since.utc())
            .one()
            .await?;
        Ok(count)
    }

    /// Whether any waiting letter holds a token sealed with the service's key.
    pub async fn any_sealed(self) -> Result<bool> {
        let (any,): (bool,) = self
            .link
            .sql("SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'waiting' AND sealed IS NOT NULL)")
            .one()
            .await?;
        Ok(any)
    }

    /// What waits to be sent.
    pub async fn waiting(self) -> Result<Waiting> {
        let (count, oldest): (i64, Option<DateTime<Utc>>) = self
            .link
            .sql("SELECT COUNT(*), MIN(made_at) FROM outbox WHERE state = 'waiting'")
            .one()
            .await?;
        Ok(Waiting {
            count,
            oldest: oldest.map(Moment::new),
        })
    }
}

impl Outbox<'_, Change> {
    /// Leases the letter that has been due longest, so that nobody else sends it meanwhile; `None` when nothing is due.
    /// Counts as an attempt: a crash while sending is one, too.
    pub async fn lease(self, now: Moment, until: Moment) -> Result<Option<Posted>> {
        loop {
            // No SKIP LOCKED: where another server process leased the same row first, none comes back.
            let leased: Option<PostedRow> = self
                .link
                .sql(concat!(
                    "UPDATE outbox SET leased_until = $2, attempts = attempts + 1
                     WHERE id = (
                         SELECT id FROM outbox
                         WHERE state = 'waiting' AND due_at <= $1 AND leased_until <= $1
                         ORDER BY due_at, id
                         LIMIT 1
                     ) AND state = 'waiting' AND leased_until <= $1
                     RETURNING ",
                    columns!()
                ))
                .bind(now.utc())
                .bind(until.utc())
                .optional()
                .await?;
            if let Some(leased) = leased {
                return leased.read().map(Some);
            }
            let (more,): (bool,) = self
                .link
                .sql(
                    "SELECT EXISTS (
                         SELECT 1 FROM outbox WHERE state = 'waiting' AND due_at <= $1 AND leased_until <= $1)",
                )
                .bind(now.utc())
                .one()
                .await?;
            if !more {
                return Ok(None);
            }
        }
    }

    /// Forgets the texts of letters posted before a moment that no longer wait; how many.
    pub async fn forget(self, before: Moment) -> Result<u64> {
        let mut forgotten = 0;
        loop {
            let lot = self
                .link
                .sql(format!(
                    "UPDATE outbox SET body = NULL WHERE id IN (
                         SELECT l.id FROM outbox AS l
                         WHERE l.made_at < $1 AND l.state <> 'waiting' AND l.body IS NOT NULL
                         ORDER BY l.made_at
                         LIMIT {LOT})"
                ))
                .bind(before.utc())
                .run()
                .await?;
            forgotten += lot;
            if lot < LOT {
                return Ok(forgotten);
            }
        }
    }
}

/// Puts a letter in.
pub(crate) async fn post(link: &mut Link, letter: &Letter, now: Moment) -> Result<LetterId> {
    let ids = post_all(link, std::slice::from_ref(letter), now).await?;
    readable(ids.first().copied(), "letter")
}

/// The decision about a request of which a letter tells, and until when the letter waits for it to be undone.
#[derive(Clone, Copy)]
pub(crate) struct Telling {
    /// The request.
    pub(crate) request: JoinRequestId,
    /// When the letter leaves.
    pub(crate) due_at: Moment,
}

/// Puts letters in; their ids, in the same order.
pub(crate) async fn post_all(link: &mut Link, letters: &[Letter], now: Moment) -> Result<Vec<LetterId>> {
    post_telling(link, letters, None, now).await
}

/// The same for letters that tell of a decision.
pub(crate) async fn post_telling(
    link: &mut Link,
    letters: &[Letter],
    telling: Option<Telling>,
    now: Moment,
) -> Result<Vec<LetterId>> {
    let mut ids = Vec::with_capacity(letters.len());
    for lot in letters.chunks(500) {
        let mut statement = link.sql(format!(
            "INSERT INTO outbox (id, person_id, organisation_id, address, address_key, first_name, language, letter, body,
                 sealed, state, made_at, due_at, leased_until, attempts, join_request_id)
             VALUES {}",
            link.tuples(16, lot.len())
        ));
        for letter in lot {
            let id = fresh(now);
            let body = readable(serde_json::to_string(&letter.text).ok(), "letter")?;
            statement = statement
                .bind(id)
                .bind(letter.to.person.uuid())
                .bind(letter.organisation.map(OrganisationId::uuid))
                .bind(letter.to.address.as_str())
                .bind(normalised(&letter.to.address))
                .bind(letter.to.first_name.as_str())
                .bind(letter.to.language.tag())
                .bind(letter.text.name())
                .bind(body)
                .bind(letter.sealed_token.as_deref())
                .bind(Delivery::Waiting.tag())
                .bind(now.utc())
                .bind(telling.map_or(now, |telling| telling.due_at).utc())
                .bind(DateTime::UNIX_EPOCH)
                .bind(0_i64)
                .bind(telling.map(|telling| telling.request.uuid()));
            ids.push(LetterId::new(id));
        }
        statement.run().await?;
    }
    Ok(ids)
}
