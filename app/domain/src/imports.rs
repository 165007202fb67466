//! The register import by page (decision 14): a file is read and staged, its difference is looked at, then it is applied
//! or abandoned. What the register's rows mean to organisations stands in [`crate::organisations`]; how a line is read,
//! in `server`. The command line imports the same way, without the page between.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldErrors, Problem};
use crate::organisations::OrganisationView;
use crate::{Answer, BatchId, Caller, LondonTime, Receipt};

/// The largest file that is taken, in megabytes (10^6 bytes); the register has about three.
pub const FILE_MOST_MEGABYTES: u16 = 60;

/// How many organisations, or lines, of one sort a page shows; all are counted.
pub const SHOWN_MOST: usize = 50;

/// How many refused lines are kept with their reasons; all are counted.
pub const REFUSED_MOST: usize = 1_000;

/// How many minutes a file may rest while it is read before its server is taken for dead.
pub const RESTS_MOST_MINUTES: i64 = 2;

/// What an import concerns, and how: lines read and refused; organisations, or [medics](crate::medics), that are new and so
/// on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Figures {
    /// Lines read, refused ones too.
    pub read: u32,
    /// Those that were not there.
    pub new: u32,
    /// Those that the file describes differently.
    pub changed: u32,
    /// Those that it describes as before.
    pub unchanged: u32,
    /// Those that are there and that it no longer lists: practices stay as they are, the imported roles of medics end.
    pub unlisted: u32,
    /// Lines refused.
    pub refused: u32,
}

/// Why an import came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// Most of its lines are none of a register.
    NotARegister,
    /// It is no list of the people that it was taken for.
    NotAList(Unfit),
    /// Something of ours failed.
    OurFault,
    /// The server stopped while it read.
    Stopped,
}

impl Trouble {
    /// How it is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::NotARegister => "not_a_register",
            Self::NotAList(unfit) => unfit.tag(),
            Self::OurFault => "our_fault",
            Self::Stopped => "stopped",
        }
    }

    /// Reads a stored one.
    pub fn from_tag(tag: &str) -> Option<Self> {
        [Self::NotARegister, Self::OurFault, Self::Stopped]
            .into_iter()
            .chain(Unfit::ALL.map(Self::NotAList))
            .find(|one| one.tag() == tag)
    }
}

/// Why a whole file is no list of people, such as [medics](crate::medics) or [practice managers](crate::managers); it has
/// changed nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unfit {
    /// Nothing is in it.
    Empty,
    /// It is no text: a spreadsheet's own format, a picture, or text of another encoding (UTF-16).
    NotText,
    /// Its lines end as on machines of long ago (carriage returns only), so that it is one line.
    LineEnds,
    /// Its columns are divided by semicolons.
    Semicolons,
    /// Its first line does not name the columns.
    Columns,
    /// The columns are named, and no line follows.
    NoLines,
    /// No line is good, or most of them are not.
    MostlyRefused,
}

impl Unfit {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Empty,
        Self::NotText,
        Self::LineEnds,
        Self::Semicolons,
        Self::Columns,
        Self::NoLines,
        Self::MostlyRefused,
    ];

    /// How it is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotText => "not_text",
            Self::LineEnds => "line_ends",
            Self::Semicolons => "semicolons",
            Self::Columns => "columns",
            Self::NoLines => "no_lines",
            Self::MostlyRefused => "mostly_refused",
        }
    }
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportState {
    /// The file is being read: so many of its good rows are staged, of how many (none until they are counted).
    Reading {
        /// Staged by now.
        staged: u32,
        /// Of how many.
        of: u32,
    },
    /// Everything is staged; nothing has changed.
    Ready {
        /// Whether somebody has tried to apply it, and it did not work.
        failed: bool,
    },
    /// It is being applied; nothing has changed yet.
    Applying {
        /// How many steps are done.
        done: u32,
        /// Of how many; the last is done when it is applied.
        of: u32,
    },
    /// It is applied.
    Applied {
        /// When.
        at: LondonTime,
    },
    /// It was given up; nothing has changed.
    Abandoned {
        /// Why, where nobody wanted it.
        trouble: Option<Trouble>,
    },
}

/// An import in the list of the latest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Its id.
    pub id: BatchId,
    /// What the file is called.
    pub file_name: String,
    /// When it was begun.
    pub begun: LondonTime,
    /// By whom; the command line has no name.
    pub by: Option<String>,
    /// Where it stands.
    pub state: ImportState,
}

/// The page that takes a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportsView {
    /// The latest imports, newest first.
    pub latest: Vec<ImportRow>,
    /// Whether a file will be taken now: else the person shows first that it is they, before a large file is sent in vain.
    pub proven: bool,
}

/// What an import changes of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Aspect {
    /// Its name.
    Name,
    /// Whether it is open.
    Status,
    /// Address, town or postcode.
    Address,
    /// Telephone.
    Telephone,
    /// The commissioner above it, or since when.
    Commissioner,
    /// Anything else that the register keeps.
    Other,
}

/// An organisation that an import changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Altered {
    /// As it is.
    pub before: OrganisationView,
    /// As the register has it.
    pub after: OrganisationView,
    /// What differs.
    pub aspects: Vec<Aspect>,
}

/// An organisation that an import closes, and whom that concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// As the register has it.
    pub organisation: OrganisationView,
    /// How many people will wait for a decision.
    pub people: u32,
    /// How many requests will end.
    pub requests: u32,
}

/// A line that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedLine {
    /// Its number, from 1.
    pub line: u32,
    /// Why; for whoever looks after the file, so in English only, as the command line says it.
    pub reason: String,
}

/// The difference that an import makes, the first [`SHOWN_MOST`] of each sort.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DifferenceView {
    /// Organisations that are closed by it and have people or requests.
    pub closing: Vec<Closing>,
    /// How many of these there are.
    pub closing_count: u32,
    /// Organisations that are not there yet.
    pub new: Vec<OrganisationView>,
    /// Organisations that change.
    pub changed: Vec<Altered>,
    /// Practices that are no longer listed.
    pub unlisted: Vec<OrganisationView>,
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportView {
    /// What it is, and where it stands.
    pub row: ImportRow,
    /// Its figures, as far as they are known.
    pub figures: Figures,
    /// Its difference; empty unless it is ready.
    pub difference: DifferenceView,
    /// The first refused lines.
    pub refused: Vec<RefusedLine>,
}

/// An import as a browser posts it: to apply it, or to abandon it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportForm {
    /// The import.
    pub id: String,
}

impl ImportForm {
    /// Reads the form.
    ///
    /// # Errors
    /// It names no import.
    pub fn parse(&self) -> Result<BatchId, FieldErrors> {
        BatchId::parse(&self.id).ok_or_else(|| FieldErrors::one(Field::Form, Problem::NotAChoice))
    }
}

/// A file that was uploaded and lies on the server's disk until it has been read.
#[derive(Debug)]
pub struct Upload {
    /// What the person calls it.
    pub name: String,
    /// The file, at its beginning.
    pub file: std::fs::File,
}

/// What can be asked about register imports; support only.
#[async_trait]
pub trait Imports: Send + Sync {
    /// The latest imports.
    async fn latest(&self, caller: &Caller) -> Answer<ImportsView>;
    /// Whether the caller may upload a file now; asked before any of it is read.
    async fn may_upload(&self, caller: &Caller) -> Answer<()>;
    /// Takes a file and begins to read it; reading goes on when the answer is given.
    async fn upload(&self, caller: &Caller, file: Upload) -> Answer<Receipt>;
    /// One import.
    async fn one(&self, caller: &Caller, id: BatchId) -> Answer<ImportView>;
    /// Applies what is staged.
    async fn apply(&self, caller: &Caller, id: BatchId) -> Answer<Receipt>;
    /// Gives it up.
    async fn abandon(&self, caller: &Caller, id: BatchId) -> Answer<Receipt>;
}
