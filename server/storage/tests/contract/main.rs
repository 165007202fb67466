//! The contract of the store: one suite, run on both databases. Each engine is one line of [`on_both`].

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise, helpers included")]

mod audit;
mod change;
mod housekeeping;
mod imports;
mod join_requests;
mod members;
mod organisations;
mod outbox;
mod people;
mod pre_approvals;
mod profiles;
mod sessions;
mod tokens;
mod town;
mod twins;

use std::future::Future;

use storage::{Options, Store};
use uuid::Uuid;

/// Makes a module with one test for each database.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn on_sqlite() {
                crate::on_sqlite(super::$name);
            }

            #[test]
            fn on_postgresql() {
                crate::on_postgresql(super::$name);
            }
        }
    )+};
}
pub(crate) use on_both;

fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(test);
}

/// Runs a test on a fresh file.
fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(Store) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("porthor.db").display());
    run(async {
        let store = Store::open(&url, Options::default()).await.unwrap();
        store.migrate().await.unwrap();
        test(store.clone()).await;
        store.close().await;
    });
}

/// Runs a test in a fresh schema of the server named by `TEST_POSTGRES_URL`. Without one the test fails, so that nobody
/// takes half of the contract for the whole; `SKIP_POSTGRES` says that half is meant.
fn on_postgresql<F: Future<Output = ()>>(test: impl FnOnce(Store) -> F) {
    let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
        assert!(
            std::env::var_os("SKIP_POSTGRES").is_some(),
            "set TEST_POSTGRES_URL, or SKIP_POSTGRES to leave it out"
        );
        return;
    };
    let schema = format!("test_{}", Uuid::now_v7().simple());
    let url = format!(
        "{server}{}options[search_path]={schema}",
        if server.contains('?') { '&' } else { '?' }
    );
    run(async {
        twins::administer(&server, &format!("CREATE SCHEMA {schema}")).await;
        let store = Store::open(&url, Options::default()).await.unwrap();
        store.migrate().await.unwrap();
        test(store.clone()).await;
        store.close().await;
        twins::administer(&server, &format!("DROP SCHEMA {schema} CASCADE")).await;
    });
}
