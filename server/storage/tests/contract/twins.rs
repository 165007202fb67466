//! The two databases are twins: the same migration files, tables, columns, kinds of value, nullability and unique
//! indexes; and no file of the crate but `sql.rs` names a driver.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sqlx::{Connection, PgConnection, Row, SqliteConnection};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn files(folder: &str) -> BTreeSet<String> {
    let names = std::fs::read_dir(here(folder))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap());
    names.collect()
}

#[test]
fn both_folders_have_the_same_migrations() {
    let names = files("../../migrations/sqlite");
    assert!(!names.is_empty());
    assert_eq!(names, files("../../migrations/postgres"));
}

/// A column: table, name, kind of value, whether it may be empty.
type Columns = BTreeSet<(String, String, &'static str, bool)>;
/// A unique index: its table, its columns in order, whether it is partial.
type Unique = BTreeSet<(String, String, bool)>;

#[test]
fn both_databases_have_the_same_tables() {
    crate::with_postgresql(async |postgresql_url| {
        crate::in_store(&postgresql_url, async |_| {}).await;
        let (postgresql_columns, postgresql_unique) = postgresql(&postgresql_url).await;
        let folder = tempfile::tempdir().unwrap();
        let sqlite_url = format!("sqlite://{}", folder.path().join("twin.db").display());
        crate::in_store(&sqlite_url, async |_| {}).await;
        let (sqlite_columns, sqlite_unique) = sqlite(&sqlite_url).await;
        assert!(sqlite_columns.len() > 100, "columns are seen at all");
        assert_eq!(sqlite_columns, postgresql_columns);
        assert!(sqlite_unique.len() > 20, "unique indexes are seen at all");
        assert_eq!(sqlite_unique, postgresql_unique);
    });
}

async fn sqlite(url: &str) -> (Columns, Unique) {
    let mut connection = SqliteConnection::connect(url).await.unwrap();
    let rows = sqlx::query(
        "SELECT t.name, c.name, c.type, c.\"notnull\" FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
         WHERE t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite%'",
    );
    let columns = rows.fetch_all(&mut connection).await.unwrap();
    let columns = columns.iter().map(|row| {
        let column: String = row.get(1);
        let kind = match row.get::<String, _>(2).as_str() {
            "BLOB" => "bytes",
            "TEXT" => "text",
            "INTEGER" => "number",
            other => panic!("{column} is {other}"),
        };
        (row.get(0), column, kind, row.get::<i64, _>(3) == 0)
    });
    let columns = columns.collect();
    let rows = sqlx::query(
        "SELECT t.name, i.partial, (SELECT group_concat(c.name, ',' ORDER BY c.seqno) FROM pragma_index_info(i.name) AS c)
         FROM sqlite_schema AS t, pragma_index_list(t.name) AS i
         WHERE t.type = 'table' AND i.\"unique\" = 1 AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\'",
    );
    let unique = rows.fetch_all(&mut connection).await.unwrap();
    let unique = unique
        .iter()
        .map(|row| (row.get(0), row.get(2), row.get::<i64, _>(1) == 1))
        .collect();
    (columns, unique)
}

async fn postgresql(url: &str) -> (Columns, Unique) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let rows = sqlx::query(
        "SELECT table_name::text, column_name::text, data_type::text, is_nullable = 'YES', collation_name::text
         FROM information_schema.columns WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_sqlx%'",
    );
    let columns = rows.fetch_all(&mut connection).await.unwrap();
    let columns = columns.iter().map(|row| {
        let column: String = row.get(1);
        let kind = match row.get::<String, _>(2).as_str() {
            "uuid" | "bytea" => "bytes",
            "text" => {
                assert_eq!(
                    row.get::<Option<String>, _>(4).as_deref(),
                    Some("C"),
                    "{column} sorts by code point"
                );
                "text"
            }
            "timestamp with time zone" => "text",
            "bigint" | "boolean" => "number",
            other => panic!("{column} is {other}"),
        };
        (row.get(0), column, kind, row.get(3))
    });
    let columns = columns.collect();
    let rows = sqlx::query(
        "SELECT t.relname::text, i.indpred IS NOT NULL,
             (SELECT string_agg(a.attname::text, ',' ORDER BY place.n)
              FROM unnest(i.indkey::int[]) WITH ORDINALITY AS place(attribute, n)
              JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = place.attribute)
         FROM pg_index AS i
         JOIN pg_class AS t ON t.oid = i.indrelid
         JOIN pg_namespace AS s ON s.oid = t.relnamespace
         WHERE i.indisunique AND s.nspname = current_schema() AND t.relname NOT LIKE '\\_sqlx%'",
    );
    let unique = rows.fetch_all(&mut connection).await.unwrap();
    let unique = unique.iter().map(|row| (row.get(0), row.get(2), row.get(1))).collect();
    (columns, unique)
}

/// Names by which a driver is meant; the folders of the migrations are written in small letters.
const DRIVERS: [&str; 4] = ["Sqlite", "Postgres", "PgPool", "PgConn"];

#[test]
fn no_file_but_sql_names_a_driver() {
    let mut seen = 0;
    let mut folders = vec![here("src")];
    while let Some(folder) = folders.pop() {
        for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
            if file.is_dir() {
                folders.push(file);
            } else if file != here("src/sql.rs") {
                seen += 1;
                let text = std::fs::read_to_string(&file).unwrap();
                for driver in DRIVERS {
                    let named = text.lines().filter(|line| !line.trim_start().starts_with("//"));
                    assert!(
                        !named.into_iter().any(|line| line.contains(driver)),
                        "{} names {driver}",
                        file.display()
                    );
                }
            }
        }
    }
    assert!(seen > 10, "files are seen at all");
}
