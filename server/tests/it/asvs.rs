//! The table of ASVS 5.0 (`server/ASVS.md`): every test that it names is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::walls::root;

const TABLE: &str = include_str!("../../ASVS.md");

#[test]
fn every_line_of_the_asvs_table_names_tests_that_are_there_or_says_why_not() {
    let tests = tests();
    let mut numbers = BTreeSet::new();
    for line in TABLE
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| No."))
    {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [number, level, _, shown_by] = cells.as_slice() else {
            panic!("a line has four cells: {line}");
        };
        assert!(["1", "2"].contains(level), "{line}");
        assert!(numbers.insert(*number), "{number} stands twice");
        let named: Vec<&str> = shown_by
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|name| !name.starts_with("domain"))
            .collect();
        assert!(
            !named.is_empty() || shown_by.starts_with("does not apply"),
            "{number} names no test and does not say why"
        );
        for name in named {
            assert!(tests.contains(name), "{number} names a test that is not there: {name}");
        }
    }
    assert!(numbers.len() > 50, "the table has lost its lines");
}

/// The names of all tests: Rust's functions, and the sentences of the browser tests.
fn tests() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for folder in ["app", "server", "end2end/specs"] {
        for file in files(&root().join(folder)) {
            let text = fs::read_to_string(&file).unwrap();
            for line in text.lines().map(str::trim) {
                let function = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ");
                let sentence = ["test('", "test(`"].iter().find_map(|start| line.strip_prefix(start));
                let name = function
                    .and_then(|rest| rest.split('(').next())
                    .or_else(|| sentence.and_then(|rest| rest.split("',").next()));
                names.extend(name.map(str::to_owned));
            }
        }
    }
    names
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|end| end == "rs" || end == "js") {
            found.push(path);
        }
    }
    found
}
