//! What can go wrong in the store. All of it is a failure of ours, never a "no" for a person: those are
//! `domain::Refusal`, and rows that somebody else changed first are answered by each method in its own words.

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address of the database cannot be understood.
    #[error("DATABASE_URL is neither sqlite://path nor postgres://user@host/name: {0}")]
    Address(#[source] sqlx::Error),
    /// The database has migrations to come.
    #[error("the database has not been brought up to date; run `porthor migrate`")]
    OlderSchema,
    /// The database was migrated by a newer program.
    #[error("the database belongs to a newer version of porthor")]
    NewerSchema,
    /// A migration failed; the database is as it was before it.
    #[error("a migration failed: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Too many wait for the database, or it is held by another process.
    #[error("the database is too busy")]
    Busy(#[source] sqlx::Error),
    /// A row holds what the program cannot have written.
    #[error("a row holds an unreadable {0}")]
    Unreadable(&'static str),
    /// Anything else that the database reports.
    #[error("the database failed: {0}")]
    Database(#[source] sqlx::Error),
}

/// What every method of the store returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut => Self::Busy(error),
            // SQLITE_BUSY and its extended code for a snapshot that has grown old.
            sqlx::Error::Database(reported) if matches!(reported.code().as_deref(), Some("5" | "517")) => {
                Self::Busy(error)
            }
            _ => Self::Database(error),
        }
    }
}

/// Reads a stored word back, or says what could not be read.
pub(crate) fn readable<T>(value: Option<T>, what: &'static str) -> Result<T> {
    value.ok_or(Error::Unreadable(what))
}
