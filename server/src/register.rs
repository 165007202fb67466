//! The register of organisations: how its file is imported (decision 14). Every line is read first; a file that is no
//! register changes nothing. Good rows are staged in lots, then one short transaction applies them with one line of the
//! audit for each organisation that is new or changed. How a line is read is told in [`row`], how registers are made up
//! for tests and the demo in [`synthetic`]; how rows are staged and compared is kept in `storage`.

mod commissioners;
pub mod row;
pub mod synthetic;
mod town;

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::path::Path;

use domain::audit::{Actor, Entry, Event};
use domain::{BatchId, Clock, OdsCode, RequestId};
use storage::{Difference, Housekeeping, RegisterRow, Store};

use self::row::Reason;
use crate::Failure;

/// How many rows are staged at a time.
const LOT: usize = 1_000;

/// What an import has to say while it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// A line was refused.
    Refused {
        /// Its number, from 1.
        line: u64,
        /// Why.
        reason: Reason,
    },
    /// So many of the good rows have been staged.
    Staged {
        /// How many by now.
        rows: usize,
        /// Of how many.
        of: usize,
    },
    /// An organisation differs from what is kept; said in a dry run.
    Differs(OdsCode),
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { line, reason } => write!(f, "line {line}: {reason}"),
            Self::Staged { rows, of } => write!(f, "staged {rows} of {of}"),
            Self::Differs(code) => write!(f, "{code} would change"),
        }
    }
}

/// How an import ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Lines read, refused ones too.
    pub read: usize,
    /// Organisations that were not there.
    pub new: usize,
    /// Organisations that the register describes differently.
    pub changed: usize,
    /// Organisations that it describes as before.
    pub unchanged: usize,
    /// Lines refused.
    pub refused: usize,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            read,
            new,
            changed,
            unchanged,
            refused,
        } = self;
        write!(
            f,
            "{read} read: {new} new, {changed} changed, {unchanged} unchanged, {refused} refused"
        )
    }
}

/// Imports a register's file, or with `dry_run` only says what would change. `print` gets a line for each refusal and
/// for each step of progress.
pub async fn import(
    store: &Store,
    clock: &dyn Clock,
    file: &Path,
    dry_run: bool,
    print: &mut (dyn FnMut(&str) + Send),
) -> Result<Figures, Failure> {
    let bytes = tokio::fs::read(file)
        .await
        .map_err(Failure::io(format!("{} cannot be read", file.display())))?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    import_bytes(store, clock, &name, &bytes, dry_run, &mut |word| {
        print(&word.to_string());
    })
    .await
}

/// Imports the contents of a register's file.
pub async fn import_bytes(
    store: &Store,
    clock: &dyn Clock,
    name: &str,
    bytes: &[u8],
    dry_run: bool,
    say: &mut (dyn FnMut(Word) + Send),
) -> Result<Figures, Failure> {
    let file = read(bytes, say);
    let refused = file.read - file.rows.len();
    if file.rows.is_empty() || refused > file.rows.len() {
        return Err(Failure::Said(format!(
            "the file is no register of organisations: {refused} of its {} lines were refused; nothing has changed",
            file.read
        )));
    }
    let batch = BatchId::new(storage::fresh(clock.now()));
    stage(store, clock, batch, name, &file.rows, say).await?;
    let difference = if dry_run {
        let difference = store.read().imports().difference(batch).await?;
        for changed in &difference.changed {
            say(Word::Differs(changed.after.code.clone()));
        }
        let mut change = store.change().await?;
        change.imports().abandon(batch).await?;
        change.commit_housekeeping(Housekeeping::Staging).await?;
        difference
    } else {
        apply(store, clock, batch).await?
    };
    Ok(Figures {
        read: file.read,
        new: difference.new.len(),
        changed: difference.changed.len(),
        unchanged: file.rows.len() - difference.new.len() - difference.changed.len(),
        refused,
    })
}

/// What a file holds.
struct File {
    read: usize,
    rows: Vec<RegisterRow>,
}

/// Reads every line; blank lines are no lines.
fn read(bytes: &[u8], say: &mut (dyn FnMut(Word) + Send)) -> File {
    // The current dialect may begin with a byte order mark.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut file = File {
        read: 0,
        rows: Vec::new(),
    };
    let mut lines: HashMap<OdsCode, u64> = HashMap::new();
    for (number, line) in (1u64..).zip(bytes.split(|byte| *byte == b'\n')) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        file.read += 1;
        let row = row::read(line.trim_ascii_end()).and_then(|row| match lines.get(&row.code) {
            Some(&first) => Err(Reason::Twice { code: row.code, first }),
            None => Ok(row),
        });
        match row {
            Ok(row) => {
                lines.insert(row.code.clone(), number);
                file.rows.push(row);
            }
            Err(reason) => say(Word::Refused { line: number, reason }),
        }
    }
    file
}

/// The rows of a register that is known to be good, with the commissioners that arise from them; for the demo.
pub(crate) fn rows(text: &str) -> Vec<RegisterRow> {
    let mut rows = read(text.as_bytes(), &mut |_| ()).rows;
    rows.extend(arising(&rows));
    rows
}

fn arising(rows: &[RegisterRow]) -> Vec<RegisterRow> {
    let codes: BTreeSet<&OdsCode> = rows.iter().filter_map(|row| row.commissioner.as_ref()).collect();
    codes.into_iter().map(commissioners::commissioner).collect()
}

/// Stages the rows, and the commissioners that arise from them.
async fn stage(
    store: &Store,
    clock: &dyn Clock,
    batch: BatchId,
    name: &str,
    rows: &[RegisterRow],
    say: &mut (dyn FnMut(Word) + Send),
) -> Result<(), storage::Error> {
    let mut change = store.change().await?;
    change.imports().begin(batch, name, clock.now()).await?;
    change.commit_housekeeping(Housekeeping::Staging).await?;
    let mut staged = 0;
    for lot in rows.chunks(LOT) {
        let mut change = store.change().await?;
        change.imports().stage(batch, lot, clock.now()).await?;
        change.commit_housekeeping(Housekeeping::Staging).await?;
        staged += lot.len();
        say(Word::Staged {
            rows: staged,
            of: rows.len(),
        });
    }
    let mut change = store.change().await?;
    change.imports().stage(batch, &arising(rows), clock.now()).await?;
    change.commit_housekeeping(Housekeeping::Staging).await
}

/// Applies what has been staged, with one line of the audit for each organisation, in one transaction.
async fn apply(store: &Store, clock: &dyn Clock, batch: BatchId) -> Result<Difference, storage::Error> {
    let now = clock.now();
    let mut change = store.change().await?;
    let difference = change.imports().difference(batch).await?;
    change.imports().apply(batch, now).await?;
    let request = RequestId::new(storage::fresh(now));
    let entry = |event| Entry::new(event, Actor::Command, now, request).in_batch(batch);
    let mut entries: Vec<Entry> = difference
        .new
        .iter()
        .chain(&difference.commissioners)
        .map(|listed| {
            entry(Event::OrganisationAdded)
                .for_organisation(listed.organisation)
                .changing(None, described(&listed.row))
        })
        .chain(difference.changed.iter().map(|changed| {
            entry(Event::OrganisationChanged)
                .for_organisation(changed.organisation)
                .changing(described(&changed.before), described(&changed.after))
        }))
        .collect();
    match entries.pop() {
        Some(first) => change.commit_all(first, entries).await?,
        None => change.commit_housekeeping(Housekeeping::Staging).await?,
    }
    Ok(difference)
}

/// What the audit keeps of a row: what a person would look for.
fn described(row: &RegisterRow) -> String {
    let closed = row.closed_on.map(|day| format!(", closed {day}")).unwrap_or_default();
    let RegisterRow {
        code,
        name,
        town,
        postcode,
        ..
    } = row;
    let text = format!("{code} {name} ({}{closed}), {town} {postcode}", row.status.tag());
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::synthetic::{Dialect, Synthetic};
    use super::*;

    fn read_all(bytes: &[u8]) -> (File, Vec<String>) {
        let mut words = Vec::new();
        let file = read(bytes, &mut |word| words.push(word.to_string()));
        (file, words)
    }

    #[test]
    fn the_closing_line_reads_as_promised() {
        let figures = Figures {
            read: 14_303,
            new: 14_303,
            changed: 0,
            unchanged: 0,
            refused: 0,
        };
        assert_eq!(
            figures.to_string(),
            "14303 read: 14303 new, 0 changed, 0 unchanged, 0 refused"
        );
    }

    #[test]
    fn every_trap_of_the_register_is_taken_in_both_dialects() {
        for dialect in [Dialect::Legacy, Dialect::Current] {
            let text = Synthetic {
                seed: 7,
                rows: 600,
                dialect,
            }
            .csv();
            let (file, words) = read_all(text.as_bytes());
            assert_eq!(words, Vec::<String>::new());
            assert_eq!(file.rows.len(), 600);
        }
    }

    #[test]
    fn a_code_counts_once() {
        let text = Synthetic {
            seed: 7,
            rows: 2,
            dialect: Dialect::Legacy,
        }
        .csv();
        let again = format!("{text}\r\n{}", text.lines().next().unwrap());
        let (file, words) = read_all(again.as_bytes());
        assert_eq!((file.read, file.rows.len()), (3, 2));
        assert!(
            words[0].starts_with("line 4: the code ") && words[0].ends_with(" already stands on line 1"),
            "{words:?}"
        );
    }
}
