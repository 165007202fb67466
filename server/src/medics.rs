//! Rostered medics of an organisation (S68, decision 14): how their file is imported. Every line is read first; a file that
//! is no list of medics changes nothing, and a bad line is refused with its reason while the rest goes in. Good lines are
//! staged in lots, then one short transaction applies what they change, with one line of the audit for each person; the
//! command line and the page do that in one way, told in [`batch`]. How a line is read is told in [`row`]; what a list
//! changes is decided in `domain::medics`.

pub(crate) mod batch;
pub mod letters;
pub mod row;

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::path::Path;

use chrono::NaiveDate;
use domain::audit::Actor;
use domain::imports::{FILE_MOST_MEGABYTES, REFUSED_MOST};
use domain::medics::{Difference, GmcNumber, OnRoster, Unfit};
use domain::rosters::has_rosters;
use domain::{BatchId, Clock, OdsCode, RequestId};
use storage::{BatchOf, MedicLine, Store};

use self::row::Reason;
use crate::{Failure, batches};

/// What a file of medics holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File {
    /// Lines, refused ones too; the first, which names the columns, is not among them.
    pub read: usize,
    /// Lines that are good.
    pub lines: Vec<MedicLine>,
    /// The first lines that were refused, and why.
    pub refused: Vec<(u64, String)>,
    /// GMC numbers and addresses on refused lines, by which nobody loses anything.
    pub doubts: BTreeSet<String>,
}

impl File {
    /// Whether so few of its lines are good that it is hardly a list of medics; then nothing of it goes in.
    pub const fn is_mostly_refused(&self) -> bool {
        let good = self.lines.len();
        good == 0 || self.read - good > good
    }
}

/// What has been read of somebody until now.
struct Seen {
    first: u64,
    line: MedicLine,
    rosters: HashMap<(Option<String>, String), (u64, OnRoster)>,
}

/// Reads a file; `today` is the day in London. Blank lines are no lines.
///
/// # Errors
/// It is no list of medics.
pub fn read(bytes: &[u8], today: NaiveDate) -> Result<File, Unfit> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return Err(Unfit::Empty);
    }
    // Where every other byte is none, it is UTF-16, whatever mark it begins with.
    if bytes.contains(&0) || bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(Unfit::NotText);
    }
    if !bytes.contains(&b'\n') && bytes.trim_ascii().contains(&b'\r') {
        return Err(Unfit::LineEnds);
    }
    let lines = (1u64..).zip(bytes.split(|byte| *byte == b'\n'));
    let mut lines = lines.filter(|(_, line)| !line.trim_ascii().is_empty());
    let (_, columns) = lines.next().ok_or(Unfit::Empty)?;
    must_name_columns(columns.trim_ascii_end())?;
    let mut file = File::default();
    let mut seen: HashMap<GmcNumber, Seen> = HashMap::new();
    let mut addresses: HashMap<String, (u64, GmcNumber)> = HashMap::new();
    for (number, line) in lines {
        file.read += 1;
        let cells = row::cells(line.trim_ascii_end());
        let read = cells.clone().and_then(|cells| row::read(number, &cells, today));
        match read.and_then(|line| beside_others(line, &mut seen, &mut addresses)) {
            Ok(line) => file.lines.push(line),
            Err(reason) => {
                // What stands there already loses nothing by standing there twice.
                if !matches!(reason, Reason::Twice(_) | Reason::HeaderAgain) {
                    file.doubts.extend(row::about(&cells.unwrap_or_else(|_| broken(line))));
                }
                if file.refused.len() < REFUSED_MOST {
                    file.refused.push((number, reason.to_string()));
                }
            }
        }
    }
    if file.read == 0 { Err(Unfit::NoLines) } else { Ok(file) }
}

/// The first line names the columns.
fn must_name_columns(line: &[u8]) -> Result<(), Unfit> {
    match row::cells(line) {
        Ok(cells) if row::are_columns(&cells) => Ok(()),
        Ok(cells) if cells.len() < 2 && line.contains(&b';') => Err(Unfit::Semicolons),
        Err(Reason::NotText) => Err(Unfit::NotText),
        _ => Err(Unfit::Columns),
    }
}

/// The cells of a line that cannot be read, as well as can be: to know whom it may be about.
fn broken(line: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(line);
    text.split(',')
        .map(|cell| cell.trim_matches(['"', ' ', '\r']).to_owned())
        .collect()
}

/// Whether a line agrees with those before it.
fn beside_others(
    line: MedicLine,
    seen: &mut HashMap<GmcNumber, Seen>,
    addresses: &mut HashMap<String, (u64, GmcNumber)>,
) -> Result<MedicLine, Reason> {
    if let Some((first, gmc)) = addresses.get(line.email.key())
        && *gmc != line.gmc
    {
        return Err(Reason::OtherNumber {
            line: *first,
            gmc: gmc.clone(),
        });
    }
    let place = line.on.place();
    let Some(person) = seen.get_mut(&line.gmc) else {
        addresses.insert(line.email.key().to_owned(), (line.line, line.gmc.clone()));
        seen.insert(
            line.gmc.clone(),
            Seen {
                first: line.line,
                rosters: HashMap::from([(place, (line.line, line.on.clone()))]),
                line: line.clone(),
            },
        );
        return Ok(line);
    };
    if (&person.line.first_name, &person.line.last_name) != (&line.first_name, &line.last_name) {
        return Err(Reason::OtherNames(person.first));
    }
    if person.line.email.key() != line.email.key() {
        return Err(Reason::OtherAddress(person.first));
    }
    if let Some((before, on)) = person.rosters.get(&place) {
        return Err(if (on.starts, on.ends) == (line.on.starts, line.on.ends) {
            Reason::Twice(*before)
        } else {
            Reason::SameRoster(*before)
        });
    }
    person.rosters.insert(place, (line.line, line.on.clone()));
    Ok(line)
}

/// Why a file is no list of medics, for the command line.
fn said(unfit: Unfit) -> String {
    let why = match unfit {
        Unfit::Empty => "the file is empty".to_owned(),
        Unfit::NotText => "the file is no UTF-8 text; save it as CSV (UTF-8)".to_owned(),
        Unfit::LineEnds => "the lines of the file end with carriage returns only; save it as CSV (UTF-8)".to_owned(),
        Unfit::Semicolons => "the columns of the file are divided by semicolons, not by commas".to_owned(),
        Unfit::Columns => format!(
            "the first line of the file does not name the columns {}",
            domain::medics::COLUMNS.join(",")
        ),
        Unfit::NoLines => "the file names its columns and lists nobody".to_owned(),
        Unfit::MostlyRefused => "the file is no list of medics: most of its lines were refused".to_owned(),
    };
    format!("{why}; nothing has changed")
}

/// How an import ended: lines read and refused, people new, changed and unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Lines read, refused ones too.
    pub read: usize,
    /// People who were not listed.
    pub new: usize,
    /// People who changed.
    pub changed: usize,
    /// People who stayed as they were.
    pub unchanged: usize,
    /// Lines refused.
    pub refused: usize,
    /// People who are no longer listed.
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
            refused: file.read - file.lines.len() + batch::lines_left_out(difference),
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

/// Imports a file for an organisation, or with `dry_run` only says what would change. `print` gets a line for each refusal
/// and for each step of progress.
///
/// # Errors
/// A sentence for the person at the command line.
pub async fn import(
    store: &Store,
    clock: &dyn Clock,
    file: &Path,
    organisation: &str,
    dry_run: bool,
    print: &mut (dyn FnMut(&str) + Send),
) -> Result<Figures, Failure> {
    let bytes = tokio::fs::read(file)
        .await
        .map_err(Failure::io(format!("{} cannot be read", file.display())))?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    import_bytes(store, clock, &name, &bytes, organisation, dry_run, print).await
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
    organisation: &str,
    dry_run: bool,
    print: &mut (dyn FnMut(&str) + Send),
) -> Result<Figures, Failure> {
    let found = match OdsCode::parse(organisation) {
        Ok(code) => store.read().organisations().by_code(&code).await?,
        Err(_) => None,
    };
    let organisation = found.filter(|one| has_rosters(one.kind) && one.status.is_open());
    let organisation = organisation
        .ok_or_else(|| Failure::Said("no open practice or trust has this code; nothing has changed".to_owned()))?;
    if bytes.len() > usize::from(FILE_MOST_MEGABYTES) * 1_000_000 {
        let most = FILE_MOST_MEGABYTES;
        return Err(Failure::Said(format!(
            "the file has more than {most} megabytes; nothing has changed"
        )));
    }
    let file = read(bytes, clock.now().in_london().date()).map_err(|unfit| Failure::Said(said(unfit)))?;
    for (line, reason) in &file.refused {
        print(&format!("line {line}: {reason}"));
    }
    if file.is_mostly_refused() {
        return Err(Failure::Said(said(Unfit::MostlyRefused)));
    }
    let id = BatchId::new(storage::fresh(clock.now()));
    batches::begin(store, clock, id, BatchOf::Medics(organisation.id), name, None).await?;
    batch::stage(store, clock, id, &file, print).await?;
    let difference = if dry_run {
        let difference = batch::difference(store, id, organisation.id).await?;
        print_difference(&difference, print);
        batches::abandon(store, id).await?;
        difference
    } else {
        let request = RequestId::new(storage::fresh(clock.now()));
        let applied = batch::apply(store, clock, id, organisation.id, Actor::Command, request).await?;
        applied.ok_or_else(|| Failure::Said("somebody has abandoned this import; nothing has changed".to_owned()))?
    };
    for clashing in &difference.clashing {
        let gmc = &clashing.gmc;
        print(&format!(
            "GMC number {gmc}: the address is that of another medic of the organisation"
        ));
    }
    if !difference.unlisted.is_empty() {
        let many = difference.unlisted.len();
        print(&format!("{many} no longer listed; their imported roles end"));
    }
    for revoked in &difference.revoked {
        let gmc = &revoked.gmc;
        print(&format!(
            "GMC number {gmc}: the access to the organisation was revoked; somebody enables it first"
        ));
    }
    Ok(Figures::of(&file, &difference))
}

fn print_difference(difference: &Difference, print: &mut (dyn FnMut(&str) + Send)) {
    for new in &difference.new {
        print(&format!("GMC number {} would be new", new.listed.gmc));
    }
    for changed in &difference.changed {
        print(&format!("GMC number {} would change", changed.before.gmc));
    }
    for unlisted in &difference.unlisted {
        print(&format!("GMC number {} is no longer listed", unlisted.gmc));
    }
}

#[cfg(test)]
mod tests;
