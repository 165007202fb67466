//! Links that prove an address: only their hashes are kept. At most one is live for each purpose, person and
//! organisation; a new one replaces the old, and using one up is a conditional update.

use chrono::{DateTime, Utc};
use domain::{DeadLink, Moment, NewUserId, OrganisationId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::readable;
use crate::repositories::Tokens;
use crate::{Change, Result, fresh};

/// What a link is for; a token of one purpose opens nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Confirm an address and choose a password.
    ConfirmAddress,
    /// Choose a new password.
    ResetPassword,
    /// Confirm a new address.
    NewAddress,
    /// Accept or decline an invitation.
    Invitation,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 4] = [
        Self::ConfirmAddress,
        Self::ResetPassword,
        Self::NewAddress,
        Self::Invitation,
    ];

    const fn tag(self) -> &'static str {
        match self {
            Self::ConfirmAddress => "confirm_address",
            Self::ResetPassword => "reset_password",
            Self::NewAddress => "new_address",
            Self::Invitation => "invitation",
        }
    }

    fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.tag() == tag)
    }
}

/// A token that is about to be issued.
pub struct NewToken {
    /// What it is for.
    pub purpose: Purpose,
    /// Whose address it proves.
    pub person: PersonId,
    /// The organisation that it is bound to, if any.
    pub organisation: Option<OrganisationId>,
    /// The address that it proves, where that is not the account's own.
    pub address: Option<String>,
    /// The invitation that it opens, if any.
    pub invitation: Option<NewUserId>,
    /// SHA-256 of it.
    pub hash: Vec<u8>,
    /// When it is made.
    pub made_at: Moment,
    /// Until when it can be used.
    pub expires_at: Moment,
}

/// A token as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: Uuid,
    /// What it is for.
    pub purpose: Purpose,
    /// Whose address it proves.
    pub person: PersonId,
    /// The organisation that it is bound to, if any.
    pub organisation: Option<OrganisationId>,
    /// The address that it proves, as typed, where that is not the account's own.
    pub address: Option<String>,
    /// The invitation that it opens, if any.
    pub invitation: Option<NewUserId>,
    /// When it was made.
    pub made_at: Moment,
    /// Until when it can be used.
    pub expires_at: Moment,
    /// When it was used.
    pub used_at: Option<Moment>,
    /// When a newer one took its place.
    pub replaced_at: Option<Moment>,
}

impl Token {
    /// Why it cannot be used any more; `None` while it can.
    pub fn dead(&self, now: Moment) -> Option<DeadLink> {
        if self.used_at.is_some() {
            Some(DeadLink::Used)
        } else if self.replaced_at.is_some() {
            Some(DeadLink::Replaced)
        } else {
            (self.expires_at <= now).then_some(DeadLink::Expired)
        }
    }
}

#[derive(FromRow)]
struct TokenRow {
    id: Uuid,
    purpose: String,
    person_id: Uuid,
    organisation_id: Option<Uuid>,
    address: Option<String>,
    new_user_id: Option<Uuid>,
    made_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    used_at: Option<DateTime<Utc>>,
    replaced_at: Option<DateTime<Utc>>,
}

impl TokenRow {
    fn read(self) -> Result<Token> {
        Ok(Token {
            id: self.id,
            purpose: readable(Purpose::from_tag(&self.purpose), "purpose of a token")?,
            person: PersonId::new(self.person_id),
            organisation: self.organisation_id.map(OrganisationId::new),
            address: self.address,
            invitation: self.new_user_id.map(NewUserId::new),
            made_at: Moment::new(self.made_at),
            expires_at: Moment::new(self.expires_at),
            used_at: self.used_at.map(Moment::new),
            replaced_at: self.replaced_at.map(Moment::new),
        })
    }
}

/// Everything of a [`TokenRow`] but its conditions.
macro_rules! token {
    () => {
        "SELECT id, purpose, person_id, organisation_id, address, new_user_id, made_at, expires_at, used_at, replaced_at
         FROM tokens"
    };
}

impl<Way> Tokens<'_, Way> {
    /// The token with this hash, whether it can still be used or not.
    pub async fn by_hash(self, hash: &[u8]) -> Result<Option<Token>> {
        self.link
            .sql(concat!(token!(), " WHERE hash = $1"))
            .bind(hash)
            .optional::<TokenRow>()
            .await?
            .map(TokenRow::read)
            .transpose()
    }

    /// The token of a person for a purpose, bound to no organisation, that can be used now.
    pub async fn live(self, person: PersonId, purpose: Purpose, now: Moment) -> Result<Option<Token>> {
        self.link
            .sql(concat!(
                token!(),
                " WHERE purpose = $1 AND person_id = $2 AND organisation_id IS NULL
                    AND used_at IS NULL AND replaced_at IS NULL AND expires_at > $3"
            ))
            .bind(purpose.tag())
            .bind(person.uuid())
            .bind(now.utc())
            .optional::<TokenRow>()
            .await?
            .map(TokenRow::read)
            .transpose()
    }
}

impl Tokens<'_, Change> {
    /// Issues a token in place of the one that is live. Hold the person first: two at once would both want to be it.
    pub async fn issue(self, token: &NewToken) -> Result<()> {
        self.link
            .sql(
                "UPDATE tokens SET replaced_at = $4
                 WHERE purpose = $1 AND person_id = $2 AND used_at IS NULL AND replaced_at IS NULL
                   AND (organisation_id = $3 OR (organisation_id IS NULL AND $3 IS NULL))",
            )
            .bind(token.purpose.tag())
            .bind(token.person.uuid())
            .bind(token.organisation.map(OrganisationId::uuid))
            .bind(token.made_at.utc())
            .run()
            .await?;
        self.link
            .sql(
                "INSERT INTO tokens (id, purpose, person_id, organisation_id, address, new_user_id, hash, made_at,
                     expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(fresh(token.made_at))
            .bind(token.purpose.tag())
            .bind(token.person.uuid())
            .bind(token.organisation.map(OrganisationId::uuid))
            .bind(token.address.as_deref())
            .bind(token.invitation.map(NewUserId::uuid))
            .bind(token.hash.as_slice())
            .bind(token.made_at.utc())
            .bind(token.expires_at.utc())
            .run()
            .await?;
        Ok(())
    }

    /// Uses a token up; false where it no longer could be, whoever was first.
    pub async fn use_up(self, id: Uuid, now: Moment) -> Result<bool> {
        let used = self
            .link
            .sql(
                "UPDATE tokens SET used_at = $2
                 WHERE id = $1 AND used_at IS NULL AND replaced_at IS NULL AND expires_at > $2",
            )
            .bind(id)
            .bind(now.utc())
            .run()
            .await?;
        Ok(used == 1)
    }

    /// Ends the live tokens of a person for a purpose: their time is over; how many.
    pub async fn end(self, person: PersonId, purpose: Purpose, now: Moment) -> Result<u64> {
        self.link
            .sql(
                "UPDATE tokens SET expires_at = $3
                 WHERE purpose = $1 AND person_id = $2 AND used_at IS NULL AND replaced_at IS NULL AND expires_at > $3",
            )
            .bind(purpose.tag())
            .bind(person.uuid())
            .bind(now.utc())
            .run()
            .await
    }
}
