//! Second factors and recovery codes. Keys of apps come sealed and codes hashed: nothing here opens a door. Each step of
//! an app and each recovery code is accepted once, by a conditional update. What waits between a question and its answer
//! is in `ceremonies.rs`.

use chrono::{DateTime, Utc};
use domain::factors::FactorKind;
use domain::{FactorId, Moment, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::readable;
use crate::repositories::Factors;
use crate::{Change, Error, Result};

/// A second factor, as it is kept.
#[derive(Clone)]
pub struct KeptFactor {
    /// Its id.
    pub id: FactorId,
    /// Whose.
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// What it is known by.
    pub key: FactorKey,
    /// When it was added.
    pub added_at: Moment,
    /// When it was last used.
    pub last_used_at: Option<Moment>,
}

/// What a second factor is known by.
#[derive(Clone)]
pub enum FactorKey {
    /// An authenticator app.
    App {
        /// Its key, sealed with the service's key.
        sealed: Vec<u8>,
        /// The newest step whose code was accepted.
        last_step: i64,
    },
    /// A passkey.
    Passkey {
        /// The id by which the browser names it.
        credential_id: Vec<u8>,
        /// Public key, counter and flags, as JSON.
        credential: String,
    },
}

impl KeptFactor {
    /// What it is.
    pub const fn kind(&self) -> FactorKind {
        match self.key {
            FactorKey::App { .. } => FactorKind::App,
            FactorKey::Passkey { .. } => FactorKind::Passkey,
        }
    }
}

#[derive(FromRow)]
struct FactorRow {
    id: Uuid,
    person_id: Uuid,
    kind: String,
    name: String,
    sealed: Option<Vec<u8>>,
    last_step: Option<i64>,
    credential: Option<String>,
    credential_id: Option<Vec<u8>>,
    added_at: DateTime<Utc>,
    last_used_at: Option<DateTime<Utc>>,
}

impl FactorRow {
    fn read(self) -> Result<KeptFactor> {
        let key = match readable(FactorKind::from_tag(&self.kind), "kind of second factor")? {
            FactorKind::App => FactorKey::App {
                sealed: readable(self.sealed, "key of an app")?,
                last_step: self.last_step.unwrap_or_default(),
            },
            FactorKind::Passkey => FactorKey::Passkey {
                credential_id: readable(self.credential_id, "passkey's id")?,
                credential: readable(self.credential, "passkey")?,
            },
        };
        Ok(KeptFactor {
            id: FactorId::new(self.id),
            person: PersonId::new(self.person_id),
            name: self.name,
            key,
            added_at: Moment::new(self.added_at),
            last_used_at: self.last_used_at.map(Moment::new),
        })
    }
}

/// The columns of a [`FactorRow`].
macro_rules! factor_columns {
    () => {
        "id, person_id, kind, name, sealed, last_step, credential, credential_id, added_at, last_used_at"
    };
}

impl<Way> Factors<'_, Way> {
    /// A person's factors, oldest first.
    pub async fn of_person(self, person: PersonId) -> Result<Vec<KeptFactor>> {
        let rows: Vec<FactorRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                factor_columns!(),
                " FROM factors WHERE person_id = $1 ORDER BY id"
            ))
            .bind(person.uuid())
            .all()
            .await?;
        rows.into_iter().map(FactorRow::read).collect()
    }

    /// The passkey that a browser names.
    pub async fn by_credential(self, credential_id: &[u8]) -> Result<Option<KeptFactor>> {
        let row: Option<FactorRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                factor_columns!(),
                " FROM factors WHERE credential_id = $1"
            ))
            .bind(credential_id)
            .optional()
            .await?;
        row.map(FactorRow::read).transpose()
    }

    /// Whether a person has a second factor.
    pub async fn has(self, person: PersonId) -> Result<bool> {
        let (has,): (bool,) = self
            .link
            .sql("SELECT EXISTS (SELECT 1 FROM factors WHERE person_id = $1) AS has")
            .bind(person.uuid())
            .one()
            .await?;
        Ok(has)
    }

    /// How many recovery codes a person has left.
    pub async fn codes_left(self, person: PersonId) -> Result<u8> {
        let (left,): (i64,) = self
            .link
            .sql("SELECT COUNT(*) FROM recovery_codes WHERE person_id = $1 AND used_at IS NULL")
            .bind(person.uuid())
            .one()
            .await?;
        u8::try_from(left).map_err(|_| Error::Unreadable("number of recovery codes"))
    }

    /// Whether any key of an app is kept: without the service's key it could never be opened again.
    pub async fn any_sealed(self) -> Result<bool> {
        let (any,): (bool,) = self
            .link
            .sql("SELECT EXISTS (SELECT 1 FROM factors WHERE sealed IS NOT NULL) AS held")
            .one()
            .await?;
        Ok(any)
    }
}

impl Factors<'_, Change> {
    /// Adds a factor; false where the passkey is somebody's already.
    pub async fn add(self, factor: &KeptFactor) -> Result<bool> {
        let (sealed, last_step, credential, credential_id) = match &factor.key {
            FactorKey::App { sealed, last_step } => (Some(sealed.as_slice()), Some(*last_step), None, None),
            FactorKey::Passkey {
                credential_id,
                credential,
            } => (None, None, Some(credential.as_str()), Some(credential_id.as_slice())),
        };
        let added = self
            .link
            .sql(concat!(
                "INSERT INTO factors (",
                factor_columns!(),
                ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                 ON CONFLICT (credential_id) DO NOTHING"
            ))
            .bind(factor.id.uuid())
            .bind(factor.person.uuid())
            .bind(factor.kind().tag())
            .bind(factor.name.as_str())
            .bind(sealed)
            .bind(last_step)
            .bind(credential)
            .bind(credential_id)
            .bind(factor.added_at.utc())
            .bind(factor.last_used_at.map(Moment::utc))
            .run()
            .await?;
        Ok(added == 1)
    }

    /// Gives a person's own factor another name; false where it is not theirs.
    pub async fn rename(self, person: PersonId, id: FactorId, name: &str) -> Result<bool> {
        let renamed = self
            .link
            .sql("UPDATE factors SET name = $3 WHERE id = $1 AND person_id = $2")
            .bind(id.uuid())
            .bind(person.uuid())
            .bind(name)
            .run()
            .await?;
        Ok(renamed == 1)
    }

    /// Removes a person's own factor; false where it is not theirs.
    pub async fn remove(self, person: PersonId, id: FactorId) -> Result<bool> {
        let removed = self
            .link
            .sql("DELETE FROM factors WHERE id = $1 AND person_id = $2")
            .bind(id.uuid())
            .bind(person.uuid())
            .run()
            .await?;
        Ok(removed == 1)
    }

    /// Accepts a step of an app; false where that step or a newer one was accepted before.
    pub async fn accept_step(self, id: FactorId, step: i64, now: Moment) -> Result<bool> {
        let accepted = self
            .link
            .sql("UPDATE factors SET last_step = $2, last_used_at = $3 WHERE id = $1 AND last_step < $2")
            .bind(id.uuid())
            .bind(step)
            .bind(now.utc())
            .run()
            .await?;
        Ok(accepted == 1)
    }

    /// Keeps what a passkey's use changed of it.
    pub async fn passkey_used(self, id: FactorId, credential: &str, now: Moment) -> Result<()> {
        self.link
            .sql("UPDATE factors SET credential = $2, last_used_at = $3 WHERE id = $1 AND kind = 'passkey'")
            .bind(id.uuid())
            .bind(credential)
            .bind(now.utc())
            .run()
            .await?;
        Ok(())
    }

    /// Keeps recovery codes (their hashes) in place of those before, used or not; none takes them away.
    pub async fn replace_codes(self, person: PersonId, hashes: &[Vec<u8>]) -> Result<()> {
        self.link
            .sql("DELETE FROM recovery_codes WHERE person_id = $1")
            .bind(person.uuid())
            .run()
            .await?;
        for hash in hashes {
            self.link
                .sql("INSERT INTO recovery_codes (person_id, hash) VALUES ($1, $2)")
                .bind(person.uuid())
                .bind(hash.as_slice())
                .run()
                .await?;
        }
        Ok(())
    }

    /// Uses a recovery code up; false where it is not the person's, or was used before.
    pub async fn use_code(self, person: PersonId, hash: &[u8], now: Moment) -> Result<bool> {
        let used = self
            .link
            .sql("UPDATE recovery_codes SET used_at = $3 WHERE person_id = $1 AND hash = $2 AND used_at IS NULL")
            .bind(person.uuid())
            .bind(hash)
            .bind(now.utc())
            .run()
            .await?;
        Ok(used == 1)
    }
}
