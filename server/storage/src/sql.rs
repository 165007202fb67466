//! THE file that knows that there are two databases: connections, transactions, statements, migrations. One SQL text
//! serves both; the rest of the crate says [`Link::sql`] and never names a driver (a test holds it to that).
//! What is asked of the databases stands in the module of each noun.

use std::borrow::Cow;
use std::panic::Location;
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgListener, PgPoolOptions, PgRow};
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{
    Arguments as _, AssertSqlSafe, Encode, Executor as _, FromRow, PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    Type,
};

use crate::error::{Error, Result};
use crate::happenings::{Happenings, Heard};
use crate::{Options, migrations, plans};

/// How much of an embedded database each connection keeps at hand, as its pragma says it: kilobytes, with a minus.
const CACHE: &str = "-16384";
/// How long to wait before listening is tried again, at first and at most.
const LISTEN_AGAIN: [Duration; 2] = [Duration::from_millis(50), Duration::from_secs(5)];

/// What can be bound to a placeholder: `Uuid`, text, `i64`, `bool`, `DateTime<Utc>`, bytes, and options of them.
pub(crate) trait Value<'v>:
    Send + Type<Sqlite> + Type<Postgres> + Encode<'v, Sqlite> + Encode<'v, Postgres>
{
}
impl<'v, T> Value<'v> for T where T: Send + Type<Sqlite> + Type<Postgres> + Encode<'v, Sqlite> + Encode<'v, Postgres> {}

/// What a row can be read into; `#[derive(FromRow)]` gives it.
pub(crate) trait Row: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}
impl<T> Row for T where T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}

/// The open database. `SQLite`: one connection writes, the others only read. `PostgreSQL`: one pool for both.
#[derive(Clone)]
pub(crate) enum Engine {
    Sqlite { readers: SqlitePool, writer: SqlitePool },
    Postgres(PgPool),
}

/// How a statement reaches the database: through a pool, or inside a transaction.
pub(crate) enum Link {
    SqlitePool(SqlitePool),
    PgPool(PgPool),
    SqliteTx(Transaction<'static, Sqlite>),
    PgTx(Transaction<'static, Postgres>),
}

impl Engine {
    /// Opens `sqlite://path` (made where it is missing) or `postgres://…`.
    pub(crate) async fn open(url: &str, options: Options) -> Result<Self> {
        let wait = Duration::from_secs(10);
        let many = options.connections;
        if url.starts_with("sqlite:") {
            let connect = SqliteConnectOptions::from_str(url)
                .map_err(Error::Address)?
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                // An answered decision outlives a power cut, too: every commit reaches the disk.
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(wait)
                .statement_cache_capacity(256)
                .pragma("temp_store", "memory")
                .pragma("cache_size", CACHE);
            let writer = SqlitePoolOptions::new().max_connections(1).acquire_timeout(wait);
            let writer = writer.connect_with(connect.clone()).await?;
            let readers = SqlitePoolOptions::new().max_connections(many).acquire_timeout(wait);
            let readers = readers.connect_lazy_with(connect.pragma("query_only", "ON"));
            Ok(Self::Sqlite { readers, writer })
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let connect = PgConnectOptions::from_str(url)
                .map_err(Error::Address)?
                .application_name("porthor");
            // One more listens.
            let pool = PgPoolOptions::new().max_connections(many + 1).acquire_timeout(wait);
            // Every statement takes milliseconds: compiling one to machine code takes longer than it does. Not told when
            // connecting, for a pooler in between may refuse what it does not know.
            let pool = pool.after_connect(|connection, _| {
                Box::pin(async move {
                    connection.execute("SET jit = off").await?;
                    Ok(())
                })
            });
            Ok(Self::Postgres(
                pool.connect_with(connect.statement_cache_capacity(256)).await?,
            ))
        } else {
            Err(Error::Address(sqlx::Error::Configuration(
                "it begins with neither sqlite: nor postgres:".into(),
            )))
        }
    }

    /// A link for reading outside a transaction.
    pub(crate) fn read(&self) -> Link {
        match self {
            Self::Sqlite { readers, .. } => Link::SqlitePool(readers.clone()),
            Self::Postgres(pool) => Link::PgPool(pool.clone()),
        }
    }

    /// A link for a write transaction; `SQLite` takes the write lock at once, so that it never has to be upgraded.
    pub(crate) async fn begin(&self) -> Result<Link> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Link::SqliteTx(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Link::PgTx(pool.begin().await?),
        })
    }

    /// Brings the database up to this program's schema.
    pub(crate) async fn migrate(&self) -> Result<()> {
        match self {
            Self::Sqlite { writer, .. } => self.migrator().run(writer).await?,
            Self::Postgres(pool) => self.migrator().run(pool).await?,
        }
        Ok(())
    }

    /// The migrations that this program carries for this database.
    pub(crate) fn migrator(&self) -> &'static Migrator {
        match self {
            Self::Sqlite { .. } => &migrations::SQLITE,
            Self::Postgres(_) => &migrations::POSTGRESQL,
        }
    }

    /// Begins to pass on what other processes tell; an embedded database has no others.
    pub(crate) fn listen(&self, happenings: &Happenings) {
        if let Self::Postgres(pool) = self {
            tokio::spawn(listen(pool.clone(), happenings.clone()));
        }
    }

    /// Waits for what is running, then closes every connection.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Passes on what is told between processes until the pool is closed. After each time that it did not listen, whatever
/// happened meanwhile is made up for by looking at everything again.
async fn listen(pool: PgPool, happenings: Happenings) {
    let [first, most] = LISTEN_AGAIN;
    let mut wait = first;
    loop {
        let stopped = match listener(&pool).await {
            Ok(mut listener) => {
                wait = first;
                happenings.tell(Heard::Everything);
                loop {
                    match listener.try_recv().await {
                        Ok(Some(told)) => happenings.tell(Heard::read(told.payload())),
                        Ok(None) => happenings.tell(Heard::Everything),
                        Err(error) => break error,
                    }
                }
            }
            Err(error) => error,
        };
        if matches!(stopped, sqlx::Error::PoolClosed) {
            return;
        }
        tracing::warn!(error = %stopped, "what other processes tell cannot be heard; trying again");
        tokio::time::sleep(wait).await;
        wait = most.min(wait * 2);
    }
}

/// A connection that listens on the channel of this database's schema.
async fn listener(pool: &PgPool) -> std::result::Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    let (channel,): (String,) = sqlx::query_as("SELECT 'porthor_' || current_schema()")
        .fetch_one(pool)
        .await?;
    listener.listen(&channel).await?;
    Ok(listener)
}

/// A statement with its values, in the form its driver wants them.
enum Bound<'l> {
    SqlitePool(&'l SqlitePool, SqliteArguments),
    PgPool(&'l PgPool, PgArguments),
    SqliteTx(&'l mut Transaction<'static, Sqlite>, SqliteArguments),
    PgTx(&'l mut Transaction<'static, Postgres>, PgArguments),
}

/// A statement that is being filled with values.
#[must_use = "a statement does nothing until it is run"]
pub(crate) struct Statement<'l> {
    text: Cow<'static, str>,
    bound: Bound<'l>,
    broken: Option<Error>,
    from: &'static Location<'static>,
}

impl Link {
    /// Starts a statement in the house dialect (`ARCHITECTURE.md` §3). Generated text holds placeholders, never values.
    #[track_caller]
    pub(crate) fn sql(&mut self, text: impl Into<Cow<'static, str>>) -> Statement<'_> {
        let bound = match self {
            Self::SqlitePool(pool) => Bound::SqlitePool(pool, SqliteArguments::default()),
            Self::PgPool(pool) => Bound::PgPool(pool, PgArguments::default()),
            Self::SqliteTx(transaction) => Bound::SqliteTx(transaction, SqliteArguments::default()),
            Self::PgTx(transaction) => Bound::PgTx(transaction, PgArguments::default()),
        };
        Statement {
            text: text.into(),
            bound,
            broken: None,
            from: Location::caller(),
        }
    }

    /// The rows of a `VALUES` list, for inserting many at once. `SQLite` looks every numbered place up in a list, which
    /// takes seconds for some thousands of them; places without numbers are not looked up.
    pub(crate) fn tuples(&self, columns: usize, rows: usize) -> String {
        match self {
            Self::SqlitePool(_) | Self::SqliteTx(_) => unnumbered(columns, rows),
            Self::PgPool(_) | Self::PgTx(_) => numbered(columns, rows),
        }
    }

    /// Has the commit tell every process, this one included; `false` where there are no others and this one is yet to be
    /// told.
    pub(crate) async fn tell(&mut self, happened: &[Heard]) -> Result<bool> {
        let Self::PgTx(transaction) = self else {
            return Ok(false);
        };
        if !happened.is_empty() {
            let told: Vec<String> = happened.iter().map(|heard| heard.text()).collect();
            sqlx::query("SELECT pg_notify('porthor_' || current_schema(), t.told) FROM UNNEST($1::text[]) AS t (told)")
                .bind(told)
                .execute(&mut **transaction)
                .await?;
        }
        Ok(true)
    }

    /// Makes a transaction's work last; a pool has nothing to commit.
    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Self::SqliteTx(transaction) => transaction.commit().await?,
            Self::PgTx(transaction) => transaction.commit().await?,
            Self::SqlitePool(_) | Self::PgPool(_) => {}
        }
        Ok(())
    }
}

/// Runs one expression against whichever database the statement is bound to.
macro_rules! on_its_database {
    ($statement:ident, |$text:ident, $arguments:ident, $executor:ident| $call:expr) => {{
        if let Some(error) = $statement.broken {
            return Err(error);
        }
        let $text = AssertSqlSafe($statement.text);
        match $statement.bound {
            Bound::SqlitePool($executor, $arguments) => $call,
            Bound::PgPool($executor, $arguments) => $call,
            Bound::SqliteTx(transaction, $arguments) => {
                let $executor = &mut **transaction;
                $call
            }
            Bound::PgTx(transaction, $arguments) => {
                let $executor = &mut **transaction;
                $call
            }
        }
    }};
}

impl Statement<'_> {
    /// Gives the next placeholder its value; one that cannot be encoded is reported when the statement runs.
    pub(crate) fn bind<'v>(mut self, value: impl Value<'v>) -> Self {
        let added = match &mut self.bound {
            Bound::SqlitePool(_, arguments) | Bound::SqliteTx(_, arguments) => arguments.add(value),
            Bound::PgPool(_, arguments) | Bound::PgTx(_, arguments) => arguments.add(value),
        };
        if let Err(error) = added {
            self.broken = Some(Error::Database(sqlx::Error::Encode(error)));
        }
        self
    }

    /// Notes how the database would go about it, where a test wants to know.
    async fn note_plan(&mut self) -> Result<()> {
        if self.broken.is_some() || !plans::wanted(self.from, &self.text) {
            return Ok(());
        }
        let (on_sqlite, on_postgres) = (
            format!("EXPLAIN QUERY PLAN {}", self.text),
            format!("EXPLAIN {}", self.text),
        );
        let (on_sqlite, on_postgres) = (AssertSqlSafe(on_sqlite), AssertSqlSafe(on_postgres));
        let step = |(_, _, _, step): (i64, i64, i64, String)| step;
        let steps: Vec<String> = match &mut self.bound {
            Bound::SqlitePool(pool, values) => {
                let steps = sqlx::query_as_with(on_sqlite, values.clone()).fetch_all(*pool);
                steps.await?.into_iter().map(step).collect()
            }
            Bound::SqliteTx(transaction, values) => {
                let steps = sqlx::query_as_with(on_sqlite, values.clone()).fetch_all(&mut ***transaction);
                steps.await?.into_iter().map(step).collect()
            }
            Bound::PgPool(pool, values) => {
                let steps = sqlx::query_scalar_with(on_postgres, values.clone()).fetch_all(*pool);
                steps.await?
            }
            Bound::PgTx(transaction, values) => {
                let steps = sqlx::query_scalar_with(on_postgres, values.clone()).fetch_all(&mut ***transaction);
                steps.await?
            }
        };
        plans::note(self.from, &self.text, steps);
        Ok(())
    }

    /// The one row that there must be.
    pub(crate) async fn one<R: Row>(mut self) -> Result<R> {
        self.note_plan().await?;
        Ok(on_its_database!(self, |text, arguments, executor| sqlx::query_as_with(
            text, arguments
        )
        .fetch_one(executor)
        .await?))
    }

    /// The first row, if there is one.
    pub(crate) async fn optional<R: Row>(mut self) -> Result<Option<R>> {
        self.note_plan().await?;
        Ok(on_its_database!(self, |text, arguments, executor| sqlx::query_as_with(
            text, arguments
        )
        .fetch_optional(executor)
        .await?))
    }

    /// All rows.
    pub(crate) async fn all<R: Row>(mut self) -> Result<Vec<R>> {
        self.note_plan().await?;
        Ok(on_its_database!(self, |text, arguments, executor| sqlx::query_as_with(
            text, arguments
        )
        .fetch_all(executor)
        .await?))
    }

    /// Runs it; the number of rows that it changed.
    pub(crate) async fn run(mut self) -> Result<u64> {
        self.note_plan().await?;
        Ok(on_its_database!(self, |text, arguments, executor| sqlx::query_with(
            text, arguments
        )
        .execute(executor)
        .await?
        .rows_affected()))
    }
}

/// `($1, $2), ($3, $4)`
fn numbered(columns: usize, rows: usize) -> String {
    let tuple = |row: usize| {
        let places: Vec<String> = (1..=columns)
            .map(|column| format!("${}", row * columns + column))
            .collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(tuple).collect::<Vec<_>>().join(", ")
}

/// `(?, ?), (?, ?)`
fn unnumbered(columns: usize, rows: usize) -> String {
    vec![format!("({})", vec!["?"; columns].join(", ")); rows].join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_values_list_has_a_place_for_every_value() {
        assert_eq!(numbered(2, 3), "($1, $2), ($3, $4), ($5, $6)");
        assert_eq!(unnumbered(2, 3), "(?, ?), (?, ?), (?, ?)");
    }
}
