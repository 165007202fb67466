//! Rostered medics (S68, decision 14): an organisation's own list of medics comes as a file. It is read and staged like the
//! [register](crate::imports), its difference is looked at, then it is applied or abandoned. What an import says of somebody
//! only the next import changes. Whoever is new gets an unconfirmed account, unless the address has an account, and the role
//! *Rostered Medic* for each roster listed; whoever is no longer listed loses these roles.
//!
//! A medic is known by the [GMC number](GmcNumber) at one organisation, then by the address. The address of a confirmed
//! account is never changed by a file: that is for its owner. Reading a line is for `server`; what a list changes is decided
//! in [`difference`].

mod difference;
mod forms;
mod gmc_number;
mod rosters;
mod views;

use async_trait::async_trait;

pub use self::difference::{Amended, Difference, Holder, Kept, KeptRole, Matched, Matching, difference};
pub use self::forms::{MedicsForm, MedicsWish};
pub use self::gmc_number::GmcNumber;
pub use self::rosters::{MissingRoster, groups, missing_rosters, places};
pub use self::views::{
    AlteredMedic, ListedRoster, MedicAspect, MedicView, MedicsDifferenceView, MedicsImportView, MedicsView,
};
use crate::imports::Upload;
use crate::rosters::RosterName;
use crate::{Answer, BatchId, Caller, EmailAddress, OdsCode, PersonName, Receipt};

/// The first line of a file of medics: the columns by their names.
pub const COLUMNS: [&str; 8] = [
    "gmc_number",
    "first_name",
    "last_name",
    "email",
    "roster",
    "roster_group",
    "starts",
    "ends",
];

/// A medic as a file lists them: one or several lines with the same GMC number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The GMC number.
    pub gmc: GmcNumber,
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// E-mail address.
    pub email: EmailAddress,
    /// For which rosters, at least one.
    pub rosters: Vec<OnRoster>,
}

/// A line's roster, and from when until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnRoster {
    /// The roster group that the roster stands in.
    pub group: Option<RosterName>,
    /// The roster.
    pub roster: RosterName,
    /// The first day; at once where absent.
    pub starts: Option<chrono::NaiveDate>,
    /// The last day; without end where absent.
    pub ends: Option<chrono::NaiveDate>,
}

impl OnRoster {
    /// What a roster is recognised by: the folded names of its group and its own.
    pub fn place(&self) -> (Option<String>, String) {
        (self.group.as_ref().map(RosterName::key), self.roster.key())
    }
}

/// What can be asked about imports of rostered medics; for approvers of the organisation and for support.
#[async_trait]
pub trait Medics: Send + Sync {
    /// The latest imports of an organisation, and how many medics it lists.
    async fn latest(&self, caller: &Caller, code: &OdsCode) -> Answer<MedicsView>;
    /// Whether the caller may upload a file now; asked before any of it is read.
    async fn may_upload(&self, caller: &Caller, code: &OdsCode) -> Answer<()>;
    /// Takes a file and begins to read it; reading goes on when the answer is given.
    async fn upload(&self, caller: &Caller, code: &OdsCode, file: Upload) -> Answer<Receipt>;
    /// One import.
    async fn one(&self, caller: &Caller, code: &OdsCode, id: BatchId) -> Answer<MedicsImportView>;
    /// Applies what is staged.
    async fn apply(&self, caller: &Caller, wish: MedicsWish) -> Answer<Receipt>;
    /// Gives it up.
    async fn abandon(&self, caller: &Caller, wish: MedicsWish) -> Answer<Receipt>;
}
