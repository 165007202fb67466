//! Both databases for tests: a fresh file, or a fresh schema of the server named by `TEST_POSTGRES_URL`. Without one the
//! test fails, so that nobody takes half for the whole; `SKIP_POSTGRES` says that half is meant.

use std::process::{Command, Stdio};

use uuid::Uuid;

/// Makes a module with one test for each database: `on_both!(name, …)` runs `async fn name(app: TestApp)`.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn on_sqlite() {
                crate::engines::run(crate::Engine::sqlite(), super::$name);
            }

            #[test]
            fn on_postgresql() {
                if let Some(engine) = crate::Engine::postgresql() {
                    crate::engines::run(engine, super::$name);
                }
            }
        }
    )+};
}
pub(crate) use on_both;

/// An empty database, gone when this is dropped.
pub(crate) struct Engine {
    /// For `DATABASE_URL`.
    pub(crate) url: String,
    kept: Kept,
}

enum Kept {
    Folder(tempfile::TempDir),
    Schema { server: String, schema: String },
}

impl Engine {
    /// A fresh file.
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("porthor.db").display());
        Self {
            url,
            kept: Kept::Folder(folder),
        }
    }

    /// A fresh schema; `None` only where that database is left out on purpose.
    pub(crate) fn postgresql() -> Option<Self> {
        let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
            let meant = std::env::var_os("SKIP_POSTGRES").is_some();
            assert!(meant, "set TEST_POSTGRES_URL, or SKIP_POSTGRES to leave it out");
            return None;
        };
        let schema = format!("it_{}", fresh().simple());
        administer(&server, &format!("CREATE SCHEMA {schema}"));
        let url = format!(
            "{server}{}options[search_path]={schema}",
            if server.contains('?') { '&' } else { '?' }
        );
        Some(Self {
            url,
            kept: Kept::Schema { server, schema },
        })
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        match &self.kept {
            Kept::Folder(folder) => debug_assert!(folder.path().exists()),
            Kept::Schema { server, schema } => administer(server, &format!("DROP SCHEMA {schema} CASCADE")),
        }
    }
}

/// A name that no other test has.
#[expect(
    clippy::disallowed_methods,
    reason = "tests at the same time must not share a schema, whatever their clocks say"
)]
fn fresh() -> Uuid {
    Uuid::now_v7()
}

/// Only the crate `storage` knows the drivers, so the schema is made with the database's own client.
fn administer(server: &str, statement: &str) {
    let done = Command::new("psql")
        .args(["--quiet", "--no-psqlrc", "--command", statement, server])
        .env("PGOPTIONS", "--client-min-messages=warning")
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(done.success(), "{statement}");
}

/// Runs a test on an app with this database.
pub(crate) fn run<F: Future<Output = ()>>(engine: Engine, test: impl FnOnce(crate::TestApp) -> F) {
    block_on(async {
        let app = crate::TestApp::on(engine).await;
        let (store, engine) = (app.store.clone(), app.engine.clone());
        test(app).await;
        store.close().await;
        drop(engine);
    });
}

/// Runs a test.
pub(crate) fn block_on(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(test);
}
