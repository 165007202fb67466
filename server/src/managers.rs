//! The register of practice managers (S5, decision 14): how its file is imported. Every line is read first; a file that is no
//! list of managers changes nothing, and a bad line is refused with its reason while the rest goes in. Good lines are staged
//! in lots, then one short transaction applies what they change, with one line of the audit for each entry; the command line
//! and the page do that in one way, told in [`batch`]. How a line is read is told in [`row`]; what a file changes is decided
//! in `domain::managers`.

pub(crate) mod batch;
pub mod row;

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::path::Path;

use chrono::NaiveDate;
use domain::audit::Actor;
use domain::imports::{REFUSED_MOST, Unfit};
use domain::managers::{At, Becomes, COLUMNS, Difference, Listed};
use domain::organisations::Organisation;
use domain::{BatchId, Clock, OdsCode, RequestId};
use storage::{BatchOf, ManagerLine, Store};

use self::row::{Reason, Row};
use crate::lists::cell::{self, cells};
use crate::{Failure, batches, lists};

/// What a file of practice managers holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File {
    /// Lines, refused ones too; the first, which names the columns, is not among them.
    pub read: usize,
    /// Lines that are good.
    pub lines: Vec<ManagerLine>,
    /// Every line that was refused, and why.
    pub refused: Vec<(u64, String)>,
    /// Whom refused lines may be about (`domain::managers::doubt`), who lose nothing by them.
    pub doubts: BTreeSet<String>,
}

impl File {
    /// Whether so few of its lines are good that it is hardly a list of managers; then nothing of it goes in.
    pub const fn is_mostly_refused(&self) -> bool {
        lists::is_mostly_refused(self.read, self.lines.len())
    }

    /// The first lines that were refused, as many as are kept.
    fn first_refused(&self) -> &[(u64, String)] {
        &self.refused[..self.refused.len().min(REFUSED_MOST)]
    }

    fn refuse(&mut self, line: u64, reason: &Reason, about: Option<String>) {
        // What stands there already loses nothing by standing there twice; and what is over is listed no longer.
        if !matches!(
            reason,
            Reason::Cell(cell::Reason::Twice(_) | cell::Reason::HeaderAgain | cell::Reason::Over(_))
        ) {
            self.doubts.extend(about);
        }
        self.refused.push((line, reason.to_string()));
    }
}

/// A file whose lines are read, and whose practices have yet to be found.
#[derive(Debug, Default)]
pub struct Rows {
    file: File,
    rows: Vec<Row>,
}

/// Reads a file; `today` is the day in London. Blank lines are no lines.
///
/// # Errors
/// It is no list of managers.
pub fn read(bytes: &[u8], today: NaiveDate) -> Result<Rows, Unfit> {
    let mut read = Rows::default();
    let mut seen: HashMap<(OdsCode, String), Row> = HashMap::new();
    for (number, line) in lists::lines(bytes, &COLUMNS)? {
        read.file.read += 1;
        let cells = cells(line);
        let row = match &cells {
            Ok(cells) => row::read(number, cells, today),
            Err(reason) => Err(reason.clone().into()),
        };
        match row.and_then(|row| beside_others(row, &mut seen)) {
            Ok(row) => read.rows.push(row),
            Err(reason) => {
                let about = row::about(&cells.unwrap_or_else(|_| lists::broken(line)));
                read.file.refuse(number, &reason, about);
            }
        }
    }
    if read.file.read == 0 {
        Err(Unfit::NoLines)
    } else {
        Ok(read)
    }
}

/// Whether a line agrees with those before it: an address stands once for a practice.
fn beside_others(row: Row, seen: &mut HashMap<(OdsCode, String), Row>) -> Result<Row, Reason> {
    let key = (row.code.clone(), row.email.key().to_owned());
    match seen.get(&key) {
        None => {
            seen.insert(key, row.clone());
            Ok(row)
        }
        Some(before) if before.says_the_same(&row) => Err(cell::Reason::Twice(before.line).into()),
        Some(before) => Err(Reason::SameAddress(before.line)),
    }
}

impl Rows {
    /// Finds the practices of the lines. A line for what is no open practice is refused.
    ///
    /// # Errors
    /// The database failed.
    pub async fn at_practices(self, store: &Store) -> Result<File, storage::Error> {
        let Self { mut file, rows } = self;
        let mut found: HashMap<OdsCode, Result<At, Reason>> = HashMap::new();
        let mut read = store.read();
        for row in rows {
            let practice = if let Some(known) = found.get(&row.code) {
                known.clone()
            } else {
                let practice = at(&row.code, read.organisations().by_code(&row.code).await?);
                found.insert(row.code.clone(), practice.clone());
                practice
            };
            match practice {
                Ok(at) => file.lines.push(row.at(at)),
                Err(reason) => {
                    let about = row.about();
                    file.refuse(row.line, &reason, about);
                }
            }
        }
        file.refused.sort_by_key(|(line, _)| *line);
        Ok(file)
    }
}

fn at(code: &OdsCode, organisation: Option<Organisation>) -> Result<At, Reason> {
    let organisation = organisation.ok_or_else(|| Reason::NoSuchPractice(code.clone()))?;
    if organisation.kind != domain::organisations::Kind::Practice {
        return Err(Reason::NotAPractice(code.clone()));
    }
    if !organisation.status.is_open() {
        return Err(Reason::NotOpen(code.clone()));
    }
    Ok(At {
        organisation: organisation.id,
        code: organisation.code,
        name: organisation.name,
    })
}

/// How an import ended: lines read and refused, entries new, changed and unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Lines read, refused ones too.
    pub read: usize,
    /// Entries that were not listed.
    pub new: usize,
    /// Entries that changed.
    pub changed: usize,
    /// Entries that stayed as they were.
    pub unchanged: usize,
    /// Lines refused.
    pub refused: usize,
    /// Entries that are no longer listed.
    pub unlisted: usize,
}

impl Figures {
    /// Of a file and the difference that it makes.
    fn of(file: &File, difference: &Difference) -> Self {
        Self {
            read: file.read,
            new: difference.new.len(),
            changed: difference.changed.len(),
            unchanged: difference.unchanged,
            refused: file.refused.len(),
            unlisted: difference.unlisted.len(),
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            read,
            new,
            changed,
            unchanged,
            refused,
            ..
        } = self;
        write!(
            f,
            "{read} read: {new} new, {changed} changed, {unchanged} unchanged, {refused} refused"
        )
    }
}

/// Imports a file, or with `dry_run` only says what would change. `print` gets a line for each refusal and for each step of
/// progress.
///
/// # Errors
/// A sentence for the person at the command line.
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
    import_bytes(store, clock, &name, &bytes, dry_run, print).await
}

/// Imports the contents of a file.
///
/// # Errors
/// As [`import`].
pub async fn import_bytes(
    store: &Store,
    clock: &dyn Clock,
    name: &str,
    bytes: &[u8],
    dry_run: bool,
    print: &mut (dyn FnMut(&str) + Send),
) -> Result<Figures, Failure> {
    let no_list = |unfit| Failure::Said(lists::said(unfit, "practice managers", &COLUMNS));
    lists::must_not_be_too_large(bytes)?;
    let rows = read(bytes, clock.now().in_london().date()).map_err(no_list)?;
    let file = rows.at_practices(store).await?;
    for (line, reason) in &file.refused {
        print(&format!("line {line}: {reason}"));
    }
    if file.is_mostly_refused() {
        return Err(no_list(Unfit::MostlyRefused));
    }
    let id = BatchId::new(storage::fresh(clock.now()));
    batches::begin(store, clock, id, BatchOf::Managers, name, None).await?;
    batch::stage(store, clock, id, &file, print).await?;
    let difference = if dry_run {
        let difference = batch::difference(store, clock, id).await?;
        print_difference(&difference, print);
        batches::abandon(store, id).await?;
        difference
    } else {
        let request = RequestId::new(storage::fresh(clock.now()));
        let applied = batch::apply(store, clock, id, Actor::Command, request, &|| ()).await?;
        applied.ok_or_else(|| Failure::Said("somebody has abandoned this import; nothing has changed".to_owned()))?
    };
    print_consequences(&difference, print);
    Ok(Figures::of(&file, &difference))
}

/// An entry at the command line: the practice and the address.
fn named(listed: &Listed) -> String {
    format!("{} {}", listed.at.code, listed.email)
}

fn print_difference(difference: &Difference, print: &mut (dyn FnMut(&str) + Send)) {
    for new in &difference.new {
        print(&format!("{} would be new", named(&new.listed)));
    }
    for changed in &difference.changed {
        print(&format!("{} would change", named(&changed.manager.listed)));
    }
    for (unlisted, _) in &difference.unlisted {
        print(&format!("{} {} is no longer listed", unlisted.at.code, unlisted.email));
    }
}

/// What somebody should know or look at.
fn print_consequences(difference: &Difference, print: &mut (dyn FnMut(&str) + Send)) {
    let many = |becomes: &[Becomes]| {
        let so = difference.new.iter().filter(|one| becomes.contains(&one.becomes));
        so.count()
    };
    let already = many(&[Becomes::Member, Becomes::PreApprovedBySomebody]);
    if already > 0 {
        print(&format!(
            "{already} of the new gain nothing: they are in, or pre-approved, already"
        ));
    }
    let to_people = many(&[Becomes::ToPeople, Becomes::AsBefore]);
    if to_people > 0 {
        print(&format!(
            "{to_people} of the new are not let in by themselves: people decide about them"
        ));
    }
    if !difference.unlisted.is_empty() {
        let many = difference.unlisted.len();
        print(&format!("{many} no longer listed; they are pre-approved no more"));
    }
    let to_review = difference.unlisted.iter().filter(|(_, is_in)| *is_in).count();
    if to_review > 0 {
        print(&format!(
            "{to_review} of them are in, and stay; look at them on the page Practice managers"
        ));
    }
}

#[cfg(test)]
mod tests;
