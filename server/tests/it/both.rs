//! Each test on both databases.

use crate::databases::Database;

/// Makes a module with one test for each database: `on_both!(name, …)` runs `async fn name(app: TestApp)`.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn on_sqlite() {
                crate::both::run(crate::Database::sqlite(), super::$name);
            }

            #[test]
            fn on_postgresql() {
                if let Some(database) = crate::Database::postgresql() {
                    crate::both::run(database, super::$name);
                }
            }
        }
    )+};
}
pub(crate) use on_both;

/// Runs a test on an app with this database.
pub(crate) fn run<F: Future<Output = ()>>(database: Database, test: impl FnOnce(crate::TestApp) -> F) {
    block_on(async {
        let app = crate::TestApp::on(database).await;
        let (store, database) = (app.store.clone(), app.database.clone());
        test(app).await;
        store.close().await;
        drop(database);
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
