//! How the databases go about every statement that a test of this suite runs: none may read through all people, memberships,
//! requests, letters or lines of the audit. Each test is looked at once it has run, so that no statement is forgotten.
//!
//! On a small database `SQLite` plans as for a large one; `PostgreSQL` is told that reading through a table costs a fortune
//! (`enable_seqscan` and its like), so that where it still does, no index would have helped. Lists are looked at once more over 20,000
//! people, as their planners see them then (`country.rs`).

use std::collections::BTreeSet;

use storage::plans::Plan;

/// The tables that grow with the number of people.
const LARGE: [&str; 6] = ["people", "members", "member_roles", "join_requests", "outbox", "audit"];

/// Files whose statements may read through everything, and why.
const MAY: [(&str, &str); 5] = [
    (
        "support.rs",
        "lists the support team, who are few, in the order of names",
    ),
    (
        "daily_letters.rs",
        "goes once a day through whom a waiting request concerns",
    ),
    (
        "registrations/question.rs",
        "walks a list in its order until a page is full, and merges four tables",
    ),
    (
        "people/terms.rs",
        "looks once, at the start, whether anybody has no terms yet",
    ),
    ("country.rs", "fills an empty database"),
];

/// Stops at plans that read through a large table.
pub(crate) fn no_full_scans(plans: &[Plan]) {
    let partial = partial_indexes();
    let found: Vec<String> = plans
        .iter()
        .filter(|plan| !MAY.iter().any(|(file, _)| plan.from.contains(file)))
        .filter_map(|plan| {
            let step = full_scan(plan, &partial)?;
            Some(format!(
                "{}: {step}\n{}\n{}",
                plan.from,
                plan.text,
                plan.steps.join("\n")
            ))
        })
        .collect();
    assert!(found.is_empty(), "{} full scans:\n{}", found.len(), found.join("\n\n"));
}

/// The first step that reads through a large table.
fn full_scan(plan: &Plan, partial: &BTreeSet<String>) -> Option<String> {
    let on_sqlite = !plan.steps.iter().any(|step| step.contains("(cost="));
    let bad = |at: &usize| {
        if on_sqlite {
            scans_on_sqlite(plan, &plan.steps[*at], partial)
        } else {
            scans_on_postgres(&plan.steps, *at, partial)
        }
    };
    (0..plan.steps.len())
        .find(bad)
        .map(|at| plan.steps[at].trim().to_owned())
}

/// `SCAN alias …`: all rows of a table. Along a partial index they are few by its meaning; along another index they are few
/// where the statement stops at its limit, for which it must not sort first.
fn scans_on_sqlite(plan: &Plan, step: &str, partial: &BTreeSet<String>) -> bool {
    let words: Vec<&str> = step.split_whitespace().collect();
    let ["SCAN", alias, rest @ ..] = words.as_slice() else {
        return false;
    };
    if !is_large(&plan.text, alias) {
        return false;
    }
    let index = rest.iter().skip_while(|word| **word != "INDEX").nth(1);
    if index.is_some_and(|index| partial.contains(*index)) {
        return false;
    }
    let sorts = plan
        .steps
        .iter()
        .any(|step| step.contains("USE TEMP B-TREE FOR ORDER BY"));
    !plan.text.contains("LIMIT") || sorts
}

/// Whether a name in a statement is that of a large table.
fn is_large(text: &str, name: &str) -> bool {
    let words: Vec<&str> = text
        .split(|one: char| one.is_whitespace() || "(),".contains(one))
        .collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    LARGE.contains(&name)
        || words
            .windows(3)
            .any(|three| LARGE.contains(&three[0]) && three[1] == "AS" && three[2] == name)
}

/// `Seq Scan on table`, or a walk along an index without a condition; the same exceptions. Counting ends at 1,001, so that its
/// scan stops early, too.
fn scans_on_postgres(steps: &[String], at: usize, partial: &BTreeSet<String>) -> bool {
    let step = steps[at].trim_start().trim_start_matches("->").trim_start();
    let Some((how, on)) = step.split_once(" on ") else {
        return false;
    };
    let table = on.split_whitespace().next().unwrap_or_default();
    if !LARGE.contains(&table) || how.starts_with("Bitmap") {
        return false;
    }
    if how.ends_with("Seq Scan") {
        return !stops_early(steps, at);
    }
    let Some((_, index)) = how.split_once(" using ") else {
        return false;
    };
    let is_node = |step: &&String| step.contains("(cost=");
    let told = steps[at + 1..].iter().take_while(|step| !is_node(step));
    if told.into_iter().any(|step| step.contains("Index Cond:")) || partial.contains(index) {
        return false;
    }
    !stops_early(steps, at)
}

/// Whether a step stands beneath a limit, and nothing between them has to see all of its rows first.
fn stops_early(steps: &[String], at: usize) -> bool {
    let depth = |step: &str| step.find("->").map_or(0, |at| at + 1);
    let mut above = depth(&steps[at]);
    for step in steps[..at].iter().rev().filter(|step| step.contains("(cost=")) {
        if depth(step) >= above {
            continue;
        }
        above = depth(step);
        let node = step.trim_start().trim_start_matches("->").trim_start();
        if node.starts_with("Limit") {
            return true;
        }
        if ["Sort", "Aggregate", "HashAggregate", "Hash "]
            .iter()
            .any(|kind| node.starts_with(kind))
        {
            return false;
        }
    }
    false
}

/// The indexes that hold some rows only.
fn partial_indexes() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/sqlite");
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for statement in text
            .split(';')
            .filter(|statement| statement.contains(" INDEX ") && statement.contains(" WHERE "))
        {
            let index = statement.split(" INDEX ").nth(1).unwrap();
            names.insert(index.split_whitespace().next().unwrap().to_owned());
        }
    }
    assert!(names.len() > 10, "indexes are seen at all");
    names
}

fn plan(text: &str, steps: &[&str]) -> Plan {
    Plan {
        from: String::new(),
        text: text.to_owned(),
        steps: steps.iter().map(|&step| step.to_owned()).collect(),
    }
}

#[test]
fn a_full_scan_is_told_from_a_walk_that_stops() {
    let partial = partial_indexes();
    let is_full = |text: &str, steps: &[&str]| full_scan(&plan(text, steps), &partial).is_some();
    let all = "SELECT p.id FROM people AS p ORDER BY p.email_key";
    let some = "SELECT p.id FROM people AS p ORDER BY p.email_key LIMIT 10";
    assert!(is_full(all, &["SCAN p"]));
    assert!(is_full(all, &["SCAN p USING COVERING INDEX people_email"]));
    assert!(!is_full(some, &["SCAN p USING INDEX people_email"]));
    assert!(is_full(some, &["SCAN p", "USE TEMP B-TREE FOR ORDER BY"]));
    assert!(!is_full(all, &["SEARCH p USING INDEX people_email (email_key=?)"]));
    assert!(!is_full("SELECT p.id FROM seen AS p", &["SCAN p"]));
    assert!(!is_full(all, &["SCAN p USING INDEX people_unconfirmed"]));
    assert!(is_full(
        all,
        &["Seq Scan on people p  (cost=0.00..1.00 rows=1 width=1)"]
    ));
    let limit = "Limit  (cost=0.00..1.00 rows=1 width=1)";
    assert!(!is_full(
        some,
        &[limit, "  ->  Seq Scan on people p  (cost=0.00..1.00 rows=1 width=1)"]
    ));
    let walk = "  ->  Index Scan using people_email on people p  (cost=0.00..1.00 rows=1 width=1)";
    assert!(!is_full(some, &[limit, walk]));
    assert!(is_full(some, &["Sort  (cost=0.00..1.00 rows=1 width=1)", walk]));
    assert!(!is_full(
        all,
        &[
            "Sort  (cost=0.00..1.00 rows=1 width=1)",
            walk,
            "        Index Cond: (id = $1)"
        ]
    ));
}
