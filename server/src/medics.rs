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
use domain::imports::{REFUSED_MOST, Unfit};
use domain::medics::{COLUMNS, Difference, GmcNumber, OnRoster};
use domain::rosters::has_rosters;
use domain::{BatchId, Clock, OdsCode, RequestId};
use storage::{BatchOf, MedicLine, Store};

use self::row::Reason;
use crate::lists::cell::{self, cells};
use crate::{Failure, batches, lists};

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
        lists::is_mostly_refused(self.read, self.lines.len())
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
    let lines = lists::lines(bytes, &COLUMNS)?;
    let mut file = File::default();
    let mut seen: HashMap<GmcNumber, Seen> = HashMap::new();
    let mut addresses: HashMap<String, (u64, GmcNumber)> = HashMap::new();
    for (number, line) in lines {
        file.read += 1;
        let cells = cells(line);
        let read = match &cells {
            Ok(cells) => row::read(number, cells, today),
            Err(reason) => Err(reason.clone().into()),
        };
        match read.and_then(|line| beside_others(line, &mut seen, &mut addresses)) {
            Ok(line) => file.lines.push(line),
            Err(reason) => {
                // What stands there already loses nothing by standing there twice.
                if !matches!(reason, Reason::Cell(cell::Reason::Twice(_) | cell::Reason::HeaderAgain)) {
                    file.doubts
                        .extend(row::about(&cells.unwrap_or_else(|_| lists::broken(line))));
                }
                if file.refused.len() < REFUSED_MOST {
                    file.refused.push((number, reason.to_string()));
                }
            }
        }
    }
    if file.read == 0 { Err(Unfit::NoLines) } else { Ok(file) }
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
            cell::Reason::Twice(*before).into()
        } else {
            Reason::SameRoster(*before)
        });
    }
    person.rosters.insert(place, (line.line, line.on.clone()));
    Ok(line)
}

/// Why a file is no list of medics, for the command line.
fn said(unfit: Unfit) -> String {
    lists::said(unfit, "medics", &COLUMNS)
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
    lists::must_not_be_too_large(bytes)?;
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
