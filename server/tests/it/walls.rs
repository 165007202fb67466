//! The walls of the house: who imports whom, every noun in its places, every server function in the permission table.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};
use domain::permission::CALLS;

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .other_options(["--offline".to_owned()])
        .exec()
        .unwrap()
}

#[test]
fn crates_import_only_what_the_drawing_shows() {
    let metadata = metadata();
    let ours: BTreeSet<&str> = metadata
        .workspace_packages()
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    let imports: BTreeMap<&str, BTreeSet<&str>> = metadata
        .workspace_packages()
        .into_iter()
        .map(|package| {
            let named = package.dependencies.iter().map(|dependency| dependency.name.as_str());
            (
                package.name.as_str(),
                named.filter(|name| ours.contains(name)).collect(),
            )
        })
        .collect();
    let drawn = BTreeMap::from([
        ("domain", BTreeSet::new()),
        ("app", BTreeSet::from(["domain"])),
        ("frontend", BTreeSet::from(["app"])),
        ("storage", BTreeSet::from(["domain"])),
        ("server", BTreeSet::from(["app", "domain", "storage"])),
    ]);
    assert_eq!(imports, drawn);
}

#[test]
fn databases_mail_and_hashing_stay_behind_their_walls() {
    let metadata = metadata();
    for (tool, crates) in [
        ("sqlx", &["storage"] as &[&str]),
        ("lettre", &["server"]),
        ("argon2", &["server"]),
        ("minijinja", &["server"]),
        ("leptos", &["app", "frontend", "server"]),
        ("leptos_axum", &["app", "server"]),
        ("axum", &["server"]),
        ("tokio", &["server", "storage"]),
    ] {
        for package in metadata.workspace_packages() {
            let names_it = package
                .dependencies
                .iter()
                .any(|dependency| dependency.name == tool && dependency.kind == DependencyKind::Normal);
            assert!(
                !names_it || crates.contains(&package.name.as_str()),
                "{} names {tool}",
                package.name
            );
        }
    }
}

#[test]
fn what_runs_in_the_browser_can_reach_neither_the_database_nor_mail() {
    let metadata = metadata();
    let forbidden = BTreeSet::from(["sqlx", "sqlx-core", "storage", "lettre", "argon2", "server"]);
    for (from, also) in [
        ("frontend", &[] as &[&str]),
        ("app", &[]),
        ("domain", &["leptos", "tokio", "axum"]),
    ] {
        let reached = reachable(&metadata, from);
        let wrong: Vec<&String> = reached
            .iter()
            .filter(|name| forbidden.contains(name.as_str()) || also.contains(&name.as_str()))
            .collect();
        assert!(wrong.is_empty(), "{from} reaches {wrong:?}");
    }
}

/// The names of all packages that a crate needs to run, directly or through others.
fn reachable(metadata: &Metadata, from: &str) -> BTreeSet<String> {
    let nodes: BTreeMap<&PackageId, _> = metadata
        .resolve
        .as_ref()
        .unwrap()
        .nodes
        .iter()
        .map(|node| (&node.id, node))
        .collect();
    let start = metadata
        .workspace_packages()
        .into_iter()
        .find(|package| package.name.as_str() == from)
        .unwrap();
    let mut seen: BTreeSet<&PackageId> = BTreeSet::new();
    let mut next = vec![&start.id];
    while let Some(id) = next.pop() {
        for dependency in &nodes[id].deps {
            let runs = dependency
                .dep_kinds
                .iter()
                .any(|kind| kind.kind == DependencyKind::Normal);
            if runs && seen.insert(&dependency.pkg) {
                next.push(&dependency.pkg);
            }
        }
    }
    seen.into_iter().map(|id| metadata[id].name.to_string()).collect()
}

#[test]
fn every_server_function_has_a_row_in_the_permission_table_and_every_row_a_server_function() {
    let registered: BTreeSet<&str> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, _)| path.trim_start_matches("/api/"))
        .collect();
    let listed: BTreeSet<&str> = CALLS.iter().map(|(name, _)| *name).collect();
    assert_eq!(registered, listed);
    assert_eq!(listed.len(), CALLS.len(), "a row stands twice");
}

/// The nouns that stand in every layer.
const NOUNS: [&str; 20] = [
    "accounts",
    "sessions",
    "factors",
    "my_account",
    "organisations",
    "imports",
    "join_requests",
    "registrations",
    "members",
    "people",
    "new_users",
    "invitations",
    "rosters",
    "medics",
    "managers",
    "proposals",
    "cases",
    "acting",
    "shortcuts",
    "audit",
];

#[test]
fn every_noun_is_found_under_the_same_word_in_every_layer() {
    let migrations = |engine: &str| -> Vec<String> {
        let folder = root().join("migrations").join(engine);
        let files = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap());
        files.collect()
    };
    for noun in NOUNS {
        for place in [
            format!("app/domain/src/{noun}.rs"),
            format!("app/src/{noun}.rs"),
            format!("app/src/{noun}/api.rs"),
            format!("server/src/services/{noun}.rs"),
            format!("server/tests/it/{noun}.rs"),
        ] {
            assert!(root().join(&place).exists(), "{place} is missing");
        }
        for engine in ["sqlite", "postgres"] {
            let ending = format!("_{noun}.sql");
            assert!(
                migrations(engine).iter().any(|file| file.ends_with(&ending)),
                "{engine} has no {ending}"
            );
        }
    }
}

#[test]
fn the_map_in_the_readme_names_every_noun_and_leads_nowhere_wrong() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let links: BTreeSet<&str> = readme
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(|link| link.split('#').next().unwrap_or_default())
        .filter(|link| !link.is_empty() && !link.contains("://"))
        .collect();
    for link in &links {
        assert!(
            root().join(link).exists(),
            "README.md links to {link}, which is not there"
        );
    }
    for noun in NOUNS {
        let meaning = format!("app/domain/src/{noun}.rs");
        assert!(
            links.contains(meaning.as_str()),
            "the map in README.md has no row for {noun}"
        );
    }
}
