//! What the pages of the register of practice managers may show; support sees them alone. Whether an address has an account
//! already is not among it, but for members, whom every list of users names.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::imports::{Figures, ImportRow, RefusedLine};
use crate::permission::Role;
use crate::{LondonTime, OdsCode, PersonId};

/// The page that takes a file, with the register as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagersView {
    /// How many entries it lists now.
    pub listed: u32,
    /// When it was last imported.
    pub imported: Option<LondonTime>,
    /// Those who are in but no longer listed, the latest first; the first [`crate::imports::SHOWN_MOST`].
    pub to_review: Vec<ToReview>,
    /// How many these are.
    pub to_review_count: u32,
    /// The latest imports, newest first.
    pub latest: Vec<ImportRow>,
    /// Whether a file will be taken now: else the person shows first that it is they, before a large file is sent in vain.
    pub proven: bool,
}

/// Somebody who is in but no longer listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToReview {
    /// Who.
    pub person: PersonId,
    /// First and last name of the account.
    pub name: String,
    /// The address that was listed.
    pub email: String,
    /// The practice.
    pub code: OdsCode,
    /// Its name.
    pub organisation: String,
    /// Since when they are not listed.
    pub since: LondonTime,
}

/// An entry as a file lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagerView {
    /// First and last name.
    pub name: String,
    /// E-mail address, as the file has it.
    pub email: String,
    /// The practice.
    pub code: OdsCode,
    /// Its name.
    pub organisation: String,
    /// The role that they come in with.
    pub role: Role,
    /// The first day; at once where absent.
    #[serde(with = "crate::moment::days")]
    pub starts: Option<NaiveDate>,
    /// The last day; without end where absent.
    #[serde(with = "crate::moment::days")]
    pub ends: Option<NaiveDate>,
}

/// What an import changes of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ManagerAspect {
    /// First or last name.
    Name,
    /// The role that they come in with.
    Role,
    /// From when until when it holds.
    Days,
    /// They are pre-approved at last.
    PreApproval,
}

/// An entry that an import changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlteredManager {
    /// As the import before said.
    pub before: ManagerView,
    /// As the file says.
    pub after: ManagerView,
    /// What differs.
    pub aspects: Vec<ManagerAspect>,
}

/// The difference that an import makes, the first [`crate::imports::SHOWN_MOST`] of each sort.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ManagersDifferenceView {
    /// Entries that were not listed, and that pre-approve somebody.
    pub new: Vec<ManagerView>,
    /// Entries that were not listed, of people who are members already or whose address somebody has pre-approved: they
    /// give nothing new.
    pub in_already: Vec<ManagerView>,
    /// Entries that were not listed, of people who were revoked or rejected since they were first listed: people decide.
    pub to_people: Vec<ManagerView>,
    /// Entries that change.
    pub changed: Vec<AlteredManager>,
    /// Entries that are no longer listed; they are pre-approved no more.
    pub unlisted: Vec<ManagerView>,
    /// How many entries of the first three sorts there are.
    pub counts: [u32; 3],
    /// How many of those no longer listed are in, and stay.
    pub to_review: u32,
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagersImportView {
    /// What it is, and where it stands.
    pub row: ImportRow,
    /// Its figures, as far as they are known.
    pub figures: Figures,
    /// Its difference; empty unless it is ready.
    pub difference: ManagersDifferenceView,
    /// The first refused lines.
    pub refused: Vec<RefusedLine>,
}
