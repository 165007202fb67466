//! Both databases for tests, each fresh and with today's tables: a file, or a database of the server named by
//! `TEST_POSTGRES_URL`. Without one the test fails, so that nobody takes half for the whole; `SKIP_POSTGRES` says that
//! half is meant.
//!
//! To run every migration takes longer than most tests. So it is done once on each engine, and tests get a copy.
//!
//! The contract of the store and the tests of the service (`server/tests/it`) both have this file.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use storage::{Options, Store};
use uuid::Uuid;

/// A database of one test, gone when this is dropped.
pub(crate) struct Database {
    /// For `DATABASE_URL`.
    pub(crate) url: String,
    kept: Kept,
}

enum Kept {
    Folder(tempfile::TempDir),
    Server { server: String, name: String },
}

impl Database {
    /// A fresh file.
    pub(crate) fn sqlite() -> Self {
        static MIGRATED: OnceLock<Vec<u8>> = OnceLock::new();
        let migrated = MIGRATED.get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("porthor.db");
            migrate(&format!("sqlite://{}", file.display()));
            std::fs::read(file).unwrap()
        });
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("porthor.db");
        std::fs::write(&file, migrated).unwrap();
        Self {
            url: format!("sqlite://{}", file.display()),
            kept: Kept::Folder(folder),
        }
    }

    /// A fresh database of the server; `None` only where that engine is left out on purpose.
    pub(crate) fn postgresql() -> Option<Self> {
        static MIGRATED: OnceLock<String> = OnceLock::new();
        let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
            let meant = std::env::var_os("SKIP_POSTGRES").is_some();
            assert!(meant, "set TEST_POSTGRES_URL, or SKIP_POSTGRES to leave it out");
            return None;
        };
        let migrated = MIGRATED.get_or_init(|| migrated_on(&server));
        let name = format!("porthor_test_{}", fresh().simple());
        administer(&server, &format!("CREATE DATABASE {name} TEMPLATE {migrated}"));
        Some(Self {
            url: address(&server, &name),
            kept: Kept::Server { server, name },
        })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        match &self.kept {
            Kept::Folder(folder) => debug_assert!(folder.path().exists()),
            Kept::Server { server, name } => administer(server, &format!("DROP DATABASE {name} WITH (FORCE)")),
        }
    }
}

/// The name of the server's migrated database. It stays there for the next test program, named by what its migrations say.
fn migrated_on(server: &str) -> String {
    let name = format!("porthor_migrated_{:016x}", migrations());
    let there = || !ask(server, &format!("SELECT 1 FROM pg_database WHERE datname = '{name}'")).is_empty();
    if !there() {
        // Under another name until it is whole, and closed to everybody: whoever is connected keeps it from being copied.
        let making = format!("porthor_making_{}", fresh().simple());
        administer(server, &format!("CREATE DATABASE {making}"));
        migrate(&address(server, &making));
        administer(server, &format!("ALTER DATABASE {making} ALLOW_CONNECTIONS false"));
        if !tell(server, &format!("ALTER DATABASE {making} RENAME TO {name}")) {
            assert!(there(), "{name} is made by nobody");
            administer(server, &format!("DROP DATABASE {making}"));
        }
    }
    name
}

/// One number for all that `PostgreSQL`'s migrations say.
fn migrations() -> u64 {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let folder = above
        .map(|above| above.join("migrations/postgres"))
        .find(|it| it.exists());
    let files = std::fs::read_dir(folder.unwrap()).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        std::fs::read(file).unwrap().hash(&mut hasher);
    }
    hasher.finish()
}

/// Brings an empty database up to today's tables. On a thread of its own: a test may have begun to wait already.
fn migrate(url: &str) {
    std::thread::scope(|scope| {
        let migrating = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let store = Store::open(url, Options::default()).await.unwrap();
                store.migrate().await.unwrap();
                store.close().await;
            });
        });
        migrating.join().unwrap();
    });
}

/// A name that no other test has.
#[expect(
    clippy::disallowed_methods,
    reason = "tests at the same time must not share a database, whatever their clocks say"
)]
fn fresh() -> Uuid {
    Uuid::now_v7()
}

/// The address of another database of a server.
fn address(server: &str, name: &str) -> String {
    let (path, query) = server
        .split_once('?')
        .map_or((server, ""), |(path, query)| (path, query));
    let (host, _) = path.rsplit_once('/').unwrap();
    format!("{host}/{name}{}{query}", if query.is_empty() { "" } else { "?" })
}

fn administer(server: &str, statement: &str) {
    assert!(tell(server, statement), "{statement}");
}

fn tell(server: &str, statement: &str) -> bool {
    client(server, statement)
        .stdout(Stdio::null())
        .status()
        .unwrap()
        .success()
}

fn ask(server: &str, question: &str) -> String {
    let answer = client(server, question).output().unwrap();
    assert!(answer.status.success(), "{question}");
    String::from_utf8(answer.stdout).unwrap()
}

/// Only the crate `storage` knows the drivers, so the server is told with the database's own client.
fn client(server: &str, statement: &str) -> Command {
    let mut client = Command::new("psql");
    client
        .args([
            "--quiet",
            "--no-psqlrc",
            "--tuples-only",
            "--no-align",
            "--command",
            statement,
            server,
        ])
        .env("PGOPTIONS", "--client-min-messages=warning");
    client
}
