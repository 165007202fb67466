//! What waits between a question and its answer (*ceremony* is `WebAuthn`'s word): the key of an app to be added, a
//! question to a passkey, recovery codes to be noted. At most one of a kind for each key; sealed by the services.

use chrono::{DateTime, Utc};
use domain::{Moment, PersonId};

use crate::repositories::Ceremonies;
use crate::{Change, Result, id};

/// What waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CeremonyKind {
    /// The key of an app that is being added.
    AppKey,
    /// The question to a passkey that is being added.
    NewPasskey,
    /// The question to a passkey in the second step of signing in, or to show again that it is they.
    PasskeyProof,
    /// The question to any passkey, to sign in with it alone.
    PasskeySignIn,
    /// Recovery codes that are shown until they are noted.
    RecoveryCodes,
}

impl CeremonyKind {
    /// How the kind is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::AppKey => "app_key",
            Self::NewPasskey => "new_passkey",
            Self::PasskeyProof => "passkey_proof",
            Self::PasskeySignIn => "passkey_sign_in",
            Self::RecoveryCodes => "recovery_codes",
        }
    }
}

/// A question that is about to wait for its answer.
pub struct NewCeremony<'a> {
    /// What it is found by: the session's id, or the hash of the browser's visit cookie.
    pub key: &'a [u8],
    /// What waits.
    pub kind: CeremonyKind,
    /// Whose; absent while nobody is known yet.
    pub person: Option<PersonId>,
    /// What is needed when the answer comes, sealed.
    pub sealed: Vec<u8>,
    /// Until when.
    pub expires_at: Moment,
}

impl<Way> Ceremonies<'_, Way> {
    /// What waits under a key, unless its time has passed.
    pub async fn of(self, key: &[u8], kind: CeremonyKind, now: Moment) -> Result<Option<Vec<u8>>> {
        let row: Option<(Vec<u8>,)> = self
            .link
            .sql("SELECT sealed FROM ceremonies WHERE key = $1 AND kind = $2 AND expires_at > $3")
            .bind(key)
            .bind(kind.tag())
            .bind(now.utc())
            .optional()
            .await?;
        Ok(row.map(|(sealed,)| sealed))
    }
}

impl Ceremonies<'_, Change> {
    /// Keeps a question in place of one of the same kind before it.
    pub async fn put(self, ceremony: &NewCeremony<'_>, now: Moment) -> Result<()> {
        self.link
            .sql(
                "INSERT INTO ceremonies (id, key, kind, person_id, sealed, expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (key, kind) DO UPDATE SET
                     id = excluded.id, person_id = excluded.person_id, sealed = excluded.sealed,
                     expires_at = excluded.expires_at",
            )
            .bind(id::fresh(now))
            .bind(ceremony.key)
            .bind(ceremony.kind.tag())
            .bind(ceremony.person.map(PersonId::uuid))
            .bind(ceremony.sealed.as_slice())
            .bind(ceremony.expires_at.utc())
            .run()
            .await?;
        Ok(())
    }

    /// Takes what waits under a key: of many who try at once, one gets it, and nobody after its time.
    pub async fn take(self, key: &[u8], kind: CeremonyKind, now: Moment) -> Result<Option<Vec<u8>>> {
        let row: Option<(Vec<u8>, DateTime<Utc>)> = self
            .link
            .sql("DELETE FROM ceremonies WHERE key = $1 AND kind = $2 RETURNING sealed, expires_at")
            .bind(key)
            .bind(kind.tag())
            .optional()
            .await?;
        Ok(row
            .filter(|(_, expires_at)| *expires_at > now.utc())
            .map(|(sealed, _)| sealed))
    }

    /// Removes all that waits for a person, whatever session it stands in.
    pub async fn forget_person(self, person: PersonId) -> Result<()> {
        self.link
            .sql("DELETE FROM ceremonies WHERE person_id = $1")
            .bind(person.uuid())
            .run()
            .await?;
        Ok(())
    }

    /// Removes those whose time passed before a moment; how many.
    pub async fn sweep(self, before: Moment) -> Result<u64> {
        self.link
            .sql("DELETE FROM ceremonies WHERE expires_at < $1")
            .bind(before.utc())
            .run()
            .await
    }
}
