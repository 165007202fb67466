//! The contract of the store: one suite, run on both databases. Each engine is one line of [`on_both`].

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise, helpers included")]

mod acting;
mod audit;
mod cases;
mod change;
mod closures;
mod country;
mod daily_letters;
mod databases;
mod ends_soon;
mod extensions;
mod factors;
mod following_up;
mod happenings;
mod housekeeping;
mod imports;
mod invitations;
mod jobs;
mod join_requests;
mod limited_roles;
mod managers;
mod medics;
mod members;
mod new_users;
mod organisation_list;
mod organisations;
mod outbox;
mod people;
mod plans;
mod pre_approvals;
mod primary_contacts;
mod profiles;
mod proposals;
mod registrations;
mod rosters;
mod sessions;
mod several;
mod several_invitations;
mod shortcuts;
mod tokens;
mod town;
mod twins;
mod undo;
mod users;
mod waiting_medics;

use databases::Database;
use storage::{Options, Store};

/// Makes a module with one test for each database.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn on_sqlite() {
                crate::with_sqlite(async |url| crate::in_store(&url, super::$name).await);
            }

            #[test]
            fn on_postgresql() {
                crate::with_postgresql(async |url| crate::in_store(&url, super::$name).await);
            }
        }
    )+};
}
pub(crate) use on_both;

/// The same over so many rows that planners are left to themselves; the test looks at its statements itself.
macro_rules! on_both_at_size {
    ($name:ident) => {
        mod $name {
            #[test]
            fn on_sqlite() {
                crate::with_sqlite(async |url| crate::in_large_store(&url, super::$name).await);
            }

            #[test]
            fn on_postgresql() {
                crate::with_postgresql(async |url| {
                    let url = url.replace(crate::THROUGH_NOTHING, "");
                    crate::in_large_store(&url, super::$name).await;
                });
            }
        }
    };
}
pub(crate) use on_both_at_size;

/// Has `PostgreSQL` read through a table, as it does with small ones, only where nothing else is left.
const THROUGH_NOTHING: &str = "options[enable_seqscan]=off&options[enable_hashjoin]=off&options[enable_mergejoin]=off";

fn run(test: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(2).enable_all().build().unwrap().block_on(test);
}

/// Opens a migrated store, and closes it after the test.
async fn in_store<F: Future<Output = ()>>(url: &str, test: impl FnOnce(Store) -> F) {
    let store = Store::open(url, Options::default()).await.unwrap();
    store.migrate().await.unwrap();
    let ((), plans) = storage::plans::noted(test(store.clone())).await;
    store.close().await;
    plans::no_full_scans(&plans);
}

async fn in_large_store<F: Future<Output = ()>>(url: &str, test: impl FnOnce(Store) -> F) {
    let store = Store::open(url, Options::default()).await.unwrap();
    store.migrate().await.unwrap();
    test(store.clone()).await;
    store.close().await;
}

/// Runs a test with the address of a fresh file.
fn with_sqlite(test: impl AsyncFnOnce(String)) {
    let database = Database::sqlite();
    run(test(database.url.clone()));
}

/// Runs a test with the address of a fresh database of the server.
fn with_postgresql(test: impl AsyncFnOnce(String)) {
    let Some(database) = Database::postgresql() else { return };
    let join = if database.url.contains('?') { '&' } else { '?' };
    run(test(format!("{}{join}{THROUGH_NOTHING}", database.url)));
}
