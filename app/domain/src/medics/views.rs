//! What the pages of an import of medics may show. Whether an address has an account already is not among it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::GmcNumber;
use crate::imports::{Figures, ImportRow, RefusedLine};
use crate::organisations::OrganisationView;

/// The page that takes a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MedicsView {
    /// The organisation.
    pub organisation: OrganisationView,
    /// How many medics its imports list now.
    pub listed: u32,
    /// The latest imports, newest first.
    pub latest: Vec<ImportRow>,
    /// Whether a file will be taken now: else the person shows first that it is they, before a large file is sent in vain.
    pub proven: bool,
}

/// A roster for which a medic is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedRoster {
    /// The roster.
    pub roster: String,
    /// The roster group that it stands in.
    pub group: Option<String>,
    /// The first day; at once where absent.
    pub starts: Option<NaiveDate>,
    /// The last day; without end where absent.
    pub ends: Option<NaiveDate>,
}

/// A medic as a file lists them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MedicView {
    /// The GMC number.
    pub gmc: GmcNumber,
    /// First and last name.
    pub name: String,
    /// E-mail address, as the file has it.
    pub email: String,
    /// For which rosters.
    pub rosters: Vec<ListedRoster>,
}

/// What an import changes of a medic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MedicAspect {
    /// First or last name.
    Name,
    /// The e-mail address that the file has; that of a confirmed account stays.
    Address,
    /// For which rosters, and from when until when.
    Rosters,
    /// The account: made again after it had lapsed unconfirmed, or let in at last.
    Account,
}

/// A medic whom an import changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlteredMedic {
    /// As the import before said.
    pub before: MedicView,
    /// As the file says.
    pub after: MedicView,
    /// What differs.
    pub aspects: Vec<MedicAspect>,
}

/// The difference that an import makes, the first [`crate::imports::SHOWN_MOST`] of each sort.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MedicsDifferenceView {
    /// Medics who were not listed.
    pub new: Vec<MedicView>,
    /// Medics who change.
    pub changed: Vec<AlteredMedic>,
    /// Medics who are no longer listed; their imported roles end.
    pub unlisted: Vec<MedicView>,
    /// Medics whose address belongs to another listed medic; their lines are refused.
    pub clashing: Vec<MedicView>,
    /// Medics whose access was revoked; their lines are refused until somebody enables it.
    pub revoked: Vec<MedicView>,
    /// Rosters and roster groups that are made, by full name.
    pub rosters: Vec<String>,
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MedicsImportView {
    /// The organisation.
    pub organisation: OrganisationView,
    /// What it is, and where it stands.
    pub row: ImportRow,
    /// Its figures, as far as they are known: lines read and refused; medics new, changed, unchanged, no longer listed.
    pub figures: Figures,
    /// Its difference; empty unless it is ready.
    pub difference: MedicsDifferenceView,
    /// The first refused lines.
    pub refused: Vec<RefusedLine>,
}
