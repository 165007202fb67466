//! The outbox: letters that wait, and letters that went. A letter is put in by [`crate::Change::post`], in the transaction
//! that it tells of; sending it is for `server/src/mail`.

use chrono::{DateTime, Utc};
use domain::letter::{Delivery, Letter, LetterText, Recipient};
use domain::text::normalised;
use domain::{Language, LetterId, Moment, OrganisationId, PersonId};
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

/// The columns of a [`PostedRow`].
macro_rules! columns {
    () => {
        "id, person_id, organisation_id, address, first_name, language, body, sealed, state, made_at, due_at, sent_at,
         attempts, last_answer"
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
            .sql(
                "SELECT made_at, letter, address, state FROM outbox WHERE person_id = $1
                 ORDER BY made_at DESC, id DESC",
            )
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

    /// Notes that the mail server took a letter; its token is blanked.
    pub async fn sent(self, id: LetterId, now: Moment, answer: &str) -> Result<()> {
        self.link
            .sql(
                "UPDATE outbox SET state = 'sent', sent_at = $2, last_answer = $3, sealed = NULL
                 WHERE id = $1 AND state = 'waiting'",
            )
            .bind(id.uuid())
            .bind(now.utc())
            .bind(answer)
            .run()
            .await?;
        Ok(())
    }

    /// Notes that a letter is to be tried again, and what the mail server said.
    pub async fn retry(self, id: LetterId, due_at: Moment, answer: &str) -> Result<()> {
        self.link
            .sql(
                "UPDATE outbox SET due_at = $2, leased_until = $3, last_answer = $4
                 WHERE id = $1 AND state = 'waiting'",
            )
            .bind(id.uuid())
            .bind(due_at.utc())
            .bind(DateTime::UNIX_EPOCH)
            .bind(answer)
            .run()
            .await?;
        Ok(())
    }

    /// Notes that a letter was given up, and why; its token is blanked.
    pub async fn give_up(self, id: LetterId, answer: &str) -> Result<()> {
        self.link
            .sql("UPDATE outbox SET state = 'gave_up', last_answer = $2, sealed = NULL WHERE id = $1 AND state = 'waiting'")
            .bind(id.uuid())
            .bind(answer)
            .run()
            .await?;
        Ok(())
    }

    /// Gives a leased letter back unsent, as when the service is stopped; it does not count as an attempt.
    pub async fn release(self, id: LetterId) -> Result<()> {
        self.link
            .sql(
                "UPDATE outbox SET leased_until = $2, attempts = attempts - 1
                 WHERE id = $1 AND state = 'waiting' AND leased_until > $2",
            )
            .bind(id.uuid())
            .bind(DateTime::UNIX_EPOCH)
            .run()
            .await?;
        Ok(())
    }

    /// Forgets the texts of letters posted before a moment that no longer wait; how many.
    pub async fn forget(self, before: Moment) -> Result<u64> {
        self.link
            .sql("UPDATE outbox SET body = NULL WHERE made_at < $1 AND state <> 'waiting' AND body IS NOT NULL")
            .bind(before.utc())
            .run()
            .await
    }
}

/// Puts a letter in.
pub(crate) async fn post(link: &mut Link, letter: &Letter, now: Moment) -> Result<LetterId> {
    let id = fresh(now);
    let body = readable(serde_json::to_string(&letter.text).ok(), "letter")?;
    link.sql(
        "INSERT INTO outbox (id, person_id, organisation_id, address, address_key, first_name, language, letter, body,
             sealed, state, made_at, due_at, leased_until, attempts)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', $11, $11, $12, 0)",
    )
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
    .bind(now.utc())
    .bind(DateTime::UNIX_EPOCH)
    .run()
    .await?;
    Ok(LetterId::new(id))
}
