//! The register of organisations: how its file is imported (decision 14). Every line is read first; a file that is no
//! register changes nothing. Good rows are staged in lots, then one short transaction applies them with one line of the
//! audit for each organisation that is new or changed; the command line and the page do that in one way, told in
//! [`batch`]; what closing one means to people, in [`closing`]. How a line is read is told in [`row`], how registers are made up for tests and the demo in [`synthetic`];
//! how rows are staged and compared is kept in `storage`.

pub(crate) mod batch;
pub(crate) mod closing;
mod commissioners;
pub mod row;
pub mod synthetic;
mod town;

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::path::Path;

use domain::audit::Actor;
use domain::imports::REFUSED_MOST;
use domain::{BatchId, Clock, OdsCode, RequestId};
use storage::{BatchOf, RegisterRow, Store};

use self::row::Reason;
use crate::{Failure, batches};

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
    /// An organisation would close; said in a dry run where that concerns anybody.
    Closes {
        /// Its code.
        code: OdsCode,
        /// How many people would wait for a decision.
        people: u32,
        /// How many requests would end.
        requests: usize,
    },
    /// A practice is no longer listed; said in a dry run.
    Unlisted(OdsCode),
    /// So many practices are no longer listed.
    Stay(usize),
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { line, reason } => write!(f, "line {line}: {reason}"),
            Self::Staged { rows, of } => write!(f, "staged {rows} of {of}"),
            Self::Differs(code) => write!(f, "{code} would change"),
            Self::Closes { code, people, requests } => write!(
                f,
                "{code} would close: people who would wait for a decision: {people}, requests that would end: {requests}"
            ),
            Self::Unlisted(code) => write!(f, "{code} is no longer listed"),
            Self::Stay(many) => write!(f, "{many} no longer listed; they stay as they are"),
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
    if !file.is_a_register() {
        return Err(Failure::Said(format!(
            "the file is no register of organisations: {refused} of its {} lines were refused; nothing has changed",
            file.read
        )));
    }
    let batch = BatchId::new(storage::fresh(clock.now()));
    batches::begin(store, clock, batch, BatchOf::Register, name, None).await?;
    batch::stage(store, clock, batch, &file, say).await?;
    let difference = if dry_run {
        let difference = store.read().imports().difference(batch).await?;
        for changed in &difference.changed {
            say(Word::Differs(changed.after.code.clone()));
        }
        for closing in closing::closing(&mut store.read(), &difference, clock.now()).await? {
            say(Word::Closes {
                code: closing.changed.after.code.clone(),
                people: closing.people,
                requests: closing.requests,
            });
        }
        for unlisted in &difference.unlisted {
            say(Word::Unlisted(unlisted.row.code.clone()));
        }
        batches::abandon(store, batch).await?;
        difference
    } else {
        let request = RequestId::new(storage::fresh(clock.now()));
        let applied = batch::apply(store, clock, batch, Actor::Command, request, &|| ()).await?;
        applied.ok_or_else(|| Failure::Said("somebody has abandoned this import; nothing has changed".to_owned()))?
    };
    if !difference.unlisted.is_empty() {
        say(Word::Stay(difference.unlisted.len()));
    }
    Ok(Figures {
        read: file.read,
        new: difference.new.len(),
        changed: difference.changed.len(),
        unchanged: file.rows.len() - difference.new.len() - difference.changed.len(),
        refused,
    })
}

/// What a file holds.
pub(crate) struct File {
    /// Lines, refused ones too.
    pub(crate) read: usize,
    /// Rows that are good.
    pub(crate) rows: Vec<RegisterRow>,
    /// The first lines that were refused, and why.
    pub(crate) refused: Vec<(u64, String)>,
}

impl File {
    /// Whether it is a register at all: most of its lines are good.
    pub(crate) fn is_a_register(&self) -> bool {
        !self.rows.is_empty() && self.read - self.rows.len() <= self.rows.len()
    }
}

/// Reads every line; blank lines are no lines.
pub(crate) fn read(bytes: &[u8], say: &mut (dyn FnMut(Word) + Send)) -> File {
    // The current dialect may begin with a byte order mark.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut file = File {
        read: 0,
        rows: Vec::new(),
        refused: Vec::new(),
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
            Err(reason) => {
                if file.refused.len() < REFUSED_MOST {
                    file.refused.push((number, reason.to_string()));
                }
                say(Word::Refused { line: number, reason });
            }
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
