//! People and their accounts. What an account may do stands in `domain::accounts`; links that prove an address in
//! `tokens.rs`. Disabling and reopening is in `people/closing.rs`; what administrators see of people in `people/list.rs`
//! and `people/record.rs`, what people are found by in `people/terms.rs`; many at once are made in `people/many.rs`.

mod closing;
mod list;
pub(crate) mod many;
mod record;
pub(crate) mod terms;

use chrono::{DateTime, Utc};
use domain::accounts::{Account, AccountState, Position};
use domain::text::folded;
use domain::{EmailAddress, Language, Moment, PersonId, PersonName};
use sqlx::FromRow;
use uuid::Uuid;

pub use self::closing::Closure;
pub use self::list::{User, UserPage};
pub use self::record::{Access, AccountRecord, AskedFor, LetterTo, LineAbout};
use crate::error::readable;
use crate::repositories::People;
use crate::{Change, Error, Result};

/// An account with what proves that somebody is its owner.
pub struct Credentials {
    /// The account.
    pub account: Account,
    /// The password's hash (PHC string); absent until the address is confirmed.
    pub password_hash: Option<String>,
}

/// An account with what its owner alone sees of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Particulars {
    /// The account.
    pub account: Account,
    /// Telephone, as typed.
    pub telephone: Option<String>,
    /// When the password was last chosen.
    pub password_chosen_at: Option<Moment>,
}

/// The columns of an [`AccountRow`], from `people AS p`.
macro_rules! account_columns {
    () => {
        "p.id AS person_id, p.email, p.first_name, p.last_name, p.language, p.position, p.state AS account_state"
    };
}
pub(crate) use account_columns;

#[derive(FromRow)]
pub(crate) struct AccountRow {
    person_id: Uuid,
    email: String,
    first_name: String,
    last_name: String,
    language: String,
    position: Option<String>,
    account_state: String,
}

impl AccountRow {
    pub(crate) fn read(self) -> Result<Account> {
        Ok(Account {
            id: PersonId::new(self.person_id),
            email: readable(EmailAddress::parse(&self.email).ok(), "e-mail address")?,
            first_name: readable(PersonName::parse(&self.first_name).ok(), "first name")?,
            last_name: readable(PersonName::parse(&self.last_name).ok(), "last name")?,
            language: readable(Language::from_tag(&self.language), "language")?,
            position: match self.position {
                Some(tag) => Some(readable(Position::from_tag(&tag), "position")?),
                None => None,
            },
            state: readable(AccountState::from_tag(&self.account_state), "account state")?,
        })
    }
}

#[derive(FromRow)]
struct CredentialsRow {
    #[sqlx(flatten)]
    account: AccountRow,
    password_hash: Option<String>,
}

impl CredentialsRow {
    fn read(self) -> Result<Credentials> {
        Ok(Credentials {
            account: self.account.read()?,
            password_hash: self.password_hash,
        })
    }
}

#[derive(FromRow)]
struct ParticularsRow {
    #[sqlx(flatten)]
    account: AccountRow,
    telephone: Option<String>,
    password_chosen_at: Option<DateTime<Utc>>,
}

impl<Way> People<'_, Way> {
    /// A person's account.
    pub async fn account(self, person: PersonId) -> Result<Option<Account>> {
        self.link
            .sql(concat!(
                "SELECT ",
                account_columns!(),
                " FROM people AS p WHERE p.id = $1"
            ))
            .bind(person.uuid())
            .optional::<AccountRow>()
            .await?
            .map(AccountRow::read)
            .transpose()
    }

    /// The account with this address.
    pub async fn by_email(self, email: &EmailAddress) -> Result<Option<Account>> {
        Ok(self.credentials(email).await?.map(|credentials| credentials.account))
    }

    /// The account with this address, and the hash of its password.
    pub async fn credentials(self, email: &EmailAddress) -> Result<Option<Credentials>> {
        let row: Option<CredentialsRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                account_columns!(),
                ", p.password_hash FROM people AS p WHERE p.email_key = $1"
            ))
            .bind(email.key())
            .optional()
            .await?;
        row.map(CredentialsRow::read).transpose()
    }

    /// A person's account, and the hash of its password.
    pub async fn credentials_of(self, person: PersonId) -> Result<Option<Credentials>> {
        let row: Option<CredentialsRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                account_columns!(),
                ", p.password_hash FROM people AS p WHERE p.id = $1"
            ))
            .bind(person.uuid())
            .optional()
            .await?;
        row.map(CredentialsRow::read).transpose()
    }

    /// A person's account, with what its owner alone sees of it.
    pub async fn particulars(self, person: PersonId) -> Result<Option<Particulars>> {
        let row: Option<ParticularsRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                account_columns!(),
                ", p.telephone, p.password_chosen_at FROM people AS p WHERE p.id = $1"
            ))
            .bind(person.uuid())
            .optional()
            .await?;
        row.map(|row| {
            Ok(Particulars {
                account: row.account.read()?,
                telephone: row.telephone,
                password_chosen_at: row.password_chosen_at.map(Moment::new),
            })
        })
        .transpose()
    }
}

impl People<'_, Change> {
    /// Makes an account, unconfirmed and without a password; false where the address has one already.
    pub async fn create(self, account: &Account, now: Moment) -> Result<bool> {
        let made = self
            .link
            .sql(
                "INSERT INTO people (id, email, email_key, first_name, last_name, name_key, language, position, state,
                     created_at, version)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'unconfirmed', $9, 0)
                 ON CONFLICT (email_key) DO NOTHING",
            )
            .bind(account.id.uuid())
            .bind(account.email.as_typed())
            .bind(account.email.key())
            .bind(account.first_name.as_str())
            .bind(account.last_name.as_str())
            .bind(name_key(account))
            .bind(account.language.tag())
            .bind(account.position.map(Position::tag))
            .bind(now.utc())
            .run()
            .await?;
        if made == 1 {
            terms::keep(self.link, account).await?;
        }
        Ok(made == 1)
    }

    /// Puts names, position and language right, while the address is unconfirmed; false once it is confirmed.
    pub async fn correct_unconfirmed(self, account: &Account) -> Result<bool> {
        let corrected = self
            .link
            .sql(
                "UPDATE people
                 SET first_name = $2, last_name = $3, name_key = $4, language = $5, position = $6, version = version + 1
                 WHERE id = $1 AND state = 'unconfirmed'",
            )
            .bind(account.id.uuid())
            .bind(account.first_name.as_str())
            .bind(account.last_name.as_str())
            .bind(name_key(account))
            .bind(account.language.tag())
            .bind(account.position.map(Position::tag))
            .run()
            .await?;
        if corrected == 1 {
            terms::keep(self.link, account).await?;
        }
        Ok(corrected == 1)
    }

    /// Confirms the address and sets the first password; false unless the account was unconfirmed.
    pub async fn confirm(self, person: PersonId, password_hash: &str, now: Moment) -> Result<bool> {
        let confirmed = self
            .link
            .sql(
                "UPDATE people
                 SET state = 'confirmed', password_hash = $2, confirmed_at = $3, password_chosen_at = $3,
                     version = version + 1
                 WHERE id = $1 AND state = 'unconfirmed'",
            )
            .bind(person.uuid())
            .bind(password_hash)
            .bind(now.utc())
            .run()
            .await?;
        Ok(confirmed == 1)
    }

    /// Keeps the same password under a stronger hash.
    pub async fn rehash(self, person: PersonId, password_hash: &str) -> Result<()> {
        self.link
            .sql("UPDATE people SET password_hash = $2 WHERE id = $1 AND state = 'confirmed'")
            .bind(person.uuid())
            .bind(password_hash)
            .run()
            .await?;
        Ok(())
    }

    /// Changes names, position, telephone and language; false unless the account is open.
    pub async fn change_details(self, account: &Account, telephone: Option<&str>) -> Result<bool> {
        let changed = self
            .link
            .sql(
                "UPDATE people
                 SET first_name = $2, last_name = $3, name_key = $4, language = $5, position = $6, telephone = $7,
                     version = version + 1
                 WHERE id = $1 AND state = 'confirmed'",
            )
            .bind(account.id.uuid())
            .bind(account.first_name.as_str())
            .bind(account.last_name.as_str())
            .bind(name_key(account))
            .bind(account.language.tag())
            .bind(account.position.map(Position::tag))
            .bind(telephone)
            .run()
            .await?;
        if changed == 1 {
            terms::keep(self.link, account).await?;
        }
        Ok(changed == 1)
    }

    /// Keeps another password in place of the one before; false unless the account is open.
    pub async fn set_password(self, person: PersonId, password_hash: &str, now: Moment) -> Result<bool> {
        let set = self
            .link
            .sql(
                "UPDATE people SET password_hash = $2, password_chosen_at = $3, version = version + 1
                 WHERE id = $1 AND state = 'confirmed'",
            )
            .bind(person.uuid())
            .bind(password_hash)
            .bind(now.utc())
            .run()
            .await?;
        Ok(set == 1)
    }

    /// Gives the account another address; false where another account has it, or where this one is not open. After a
    /// false nothing more can be done in the same change.
    pub async fn take_address(self, person: PersonId, email: &EmailAddress) -> Result<bool> {
        let taken = self
            .link
            .sql(
                "UPDATE people SET email = $2, email_key = $3, version = version + 1
                 WHERE id = $1 AND state = 'confirmed'",
            )
            .bind(person.uuid())
            .bind(email.as_typed())
            .bind(email.key())
            .run()
            .await;
        match taken {
            Ok(0) => Ok(false),
            Ok(_) => {
                let row: AccountRow = self
                    .link
                    .sql(concat!(
                        "SELECT ",
                        account_columns!(),
                        " FROM people AS p WHERE p.id = $1"
                    ))
                    .bind(person.uuid())
                    .one()
                    .await?;
                terms::keep(self.link, &row.read()?).await?;
                Ok(true)
            }
            Err(Error::Database(sqlx::Error::Database(reported))) if reported.is_unique_violation() => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Notes when a person last signed in.
    pub async fn signed_in(self, person: PersonId, now: Moment) -> Result<()> {
        self.link
            .sql("UPDATE people SET last_signed_in_at = $2 WHERE id = $1")
            .bind(person.uuid())
            .bind(now.utc())
            .run()
            .await?;
        Ok(())
    }

    /// Removes the accounts made before a moment and never confirmed, with their links, drafts and requests; whose. Whoever
    /// was appointed to the support team stays: the appointment has to be ended by somebody.
    pub async fn sweep_unconfirmed(self, before: Moment) -> Result<Vec<PersonId>> {
        let gone: Vec<(Uuid,)> = self
            .link
            .sql(
                "DELETE FROM people
                 WHERE state = 'unconfirmed' AND created_at < $1
                   AND NOT EXISTS (SELECT 1 FROM service_members AS s WHERE s.person_id = people.id)
                 RETURNING id",
            )
            .bind(before.utc())
            .all()
            .await?;
        Ok(gone.into_iter().map(|(id,)| PersonId::new(id)).collect())
    }
}

/// Last and first name, folded, by which lists sort.
pub(crate) fn name_key(account: &Account) -> String {
    format!(
        "{} {}",
        folded(account.last_name.as_str()),
        folded(account.first_name.as_str())
    )
}
