//! Makes sure that what `.ci/site` and `.ci/passwords` build can be compiled in, also before they have run: a fresh
//! `cargo check` sees an empty site and an empty list.
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let target = PathBuf::from(variable("CARGO_MANIFEST_DIR")).join("../target");
    let site = target.join("site");
    let passwords = target.join("passwords");
    ensure_folder(&site);
    ensure_folder(&passwords);

    let common = fs::read(passwords.join("common.txt")).unwrap_or_default();
    let copy = PathBuf::from(variable("OUT_DIR")).join("common_passwords.txt");
    fs::write(&copy, common).unwrap_or_else(|error| panic!("cannot write {}: {error}", copy.display()));

    println!("cargo::rerun-if-changed={}", passwords.display());
    // A debug binary reads the site from disk as it runs, so a new site need not rebuild it.
    if variable("PROFILE") == "release" {
        println!("cargo::rerun-if-changed={}", site.display());
    }
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("cargo sets {name} for every build script"))
}

fn ensure_folder(folder: &Path) {
    fs::create_dir_all(folder).unwrap_or_else(|error| panic!("cannot make {}: {error}", folder.display()));
}
