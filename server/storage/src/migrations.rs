//! The migrations, carried inside the program. The files stand in `/migrations`, one folder for each database with the
//! same file names. Which folder a database takes is decided in `sql.rs`.

use sqlx::FromRow;
use sqlx::migrate::Migrator;

use crate::error::{Error, Result};
use crate::sql::Engine;

pub(crate) static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
pub(crate) static POSTGRESQL: Migrator = sqlx::migrate!("../../migrations/postgres");

#[derive(FromRow)]
struct Applied {
    version: i64,
}

/// Whether the database answers and has exactly this program's migrations.
pub(crate) async fn check(engine: &Engine) -> Result<()> {
    let mut link = engine.read();
    let _: (i64,) = link.sql("SELECT CAST(1 AS BIGINT)").one().await?;
    let applied: Vec<Applied> = match link
        .sql("SELECT version FROM _sqlx_migrations WHERE success")
        .all()
        .await
    {
        Ok(applied) => applied,
        // The table of migrations is not there: a new database.
        Err(Error::Database(sqlx::Error::Database(_))) => Vec::new(),
        Err(error) => return Err(error),
    };
    let ours = engine.migrator();
    if applied.iter().any(|applied| !ours.version_exists(applied.version)) {
        return Err(Error::NewerSchema);
    }
    if applied.len() < ours.iter().count() {
        return Err(Error::OlderSchema);
    }
    Ok(())
}
