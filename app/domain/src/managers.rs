//! The register of practice managers (S5, S6; decisions 9, 14): a file lists who manages which practice. It is read and staged
//! like the [register of organisations](crate::imports), its difference is looked at, then it is applied. Whoever is listed
//! is [pre-approved](crate::pre_approvals) for that practice and no other, for as long as the listing holds; whoever is no
//! longer listed is pre-approved no more. Nobody is a member by being listed, and nobody stops being one by being listed
//! no longer: those are shown, for people to look at.
//!
//! An entry is known by practice and address. It keeps the moment at which it was listed for the first time, and what it
//! gives is given at that moment: somebody whose access was revoked since does not walk back in because the register still
//! lists them, or lists them again. Reading a line is for `server`; what a file changes is decided in [`difference`].

mod difference;
mod views;

use async_trait::async_trait;
use chrono::NaiveDate;

pub use self::difference::{Amended, Becomes, Difference, Kept, Matched, Matching, difference, doubt};
pub use self::views::{
    AlteredManager, ManagerAspect, ManagerView, ManagersDifferenceView, ManagersImportView, ManagersView, ToReview,
};
use crate::accounts::Position;
use crate::imports::Upload;
use crate::members::roles::can_be_given;
use crate::organisations::Kind;
use crate::permission::Role;
use crate::text::words;
use crate::{Answer, BatchId, Caller, EmailAddress, OdsCode, OrganisationId, PersonName, Receipt};

/// The first line of a file of practice managers: the columns by their names.
pub const COLUMNS: [&str; 7] = [
    "ods_code",
    "first_name",
    "last_name",
    "email",
    "role",
    "valid_from",
    "valid_to",
];

/// The practice that an entry is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At {
    /// Its id.
    pub organisation: OrganisationId,
    /// Its ODS code.
    pub code: OdsCode,
    /// Its name.
    pub name: String,
}

/// What the register says of somebody at a practice: one line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The practice.
    pub at: At,
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// E-mail address.
    pub email: EmailAddress,
    /// The role that they come in with.
    pub role: Role,
    /// The first day; at once where absent.
    pub starts: Option<NaiveDate>,
    /// The last day; without end where absent.
    pub ends: Option<NaiveDate>,
}

impl Listed {
    /// First and last name.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name.as_str(), self.last_name.as_str())
    }

    /// What an entry is recognised by: the practice and the whole address.
    pub fn key(&self) -> (OrganisationId, String) {
        (self.at.organisation, self.email.key().to_owned())
    }
}

/// Reads what a line says somebody is: *Practice Manager*, for whom it is the role *Practice Enabled User*; or the name of
/// a role that can be given at a practice. Case, hyphens and underscores do not matter. Any other position gives nothing
/// (S5).
pub fn role(text: &str) -> Option<Role> {
    let says = |name: &str| words(name) == words(text);
    if says(Position::PracticeManager.tag()) || says("Rheolwr Practis") {
        return Some(Role::PracticeEnabledUser);
    }
    Role::ALL
        .into_iter()
        .find(|role| can_be_given(*role, Kind::Practice) && says(role.tag()))
}

/// What can be asked about the register of practice managers; support only.
#[async_trait]
pub trait Managers: Send + Sync {
    /// The register as it is now, the latest imports, and who is in but no longer listed.
    async fn latest(&self, caller: &Caller) -> Answer<ManagersView>;
    /// Whether the caller may upload a file now; asked before any of it is read.
    async fn may_upload(&self, caller: &Caller) -> Answer<()>;
    /// Takes a file and begins to read it; reading goes on when the answer is given.
    async fn upload(&self, caller: &Caller, file: Upload) -> Answer<Receipt>;
    /// One import.
    async fn one(&self, caller: &Caller, id: BatchId) -> Answer<ManagersImportView>;
    /// Applies what is staged.
    async fn apply(&self, caller: &Caller, id: BatchId) -> Answer<Receipt>;
    /// Gives it up.
    async fn abandon(&self, caller: &Caller, id: BatchId) -> Answer<Receipt>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_practice_manager_comes_in_as_a_practice_enabled_user() {
        for text in [
            "Practice Manager",
            " practice_manager ",
            "PRACTICE-MANAGER",
            "Rheolwr Practis",
        ] {
            assert_eq!(role(text), Some(Role::PracticeEnabledUser), "{text}");
        }
    }

    #[test]
    fn a_role_that_can_be_given_at_a_practice_is_given_and_no_other() {
        assert_eq!(role("Practice Enabled User"), Some(Role::PracticeEnabledUser));
        assert_eq!(role("provider_user"), Some(Role::ProviderUser));
        for text in [
            "",
            "Partner",
            "Deputy",
            "Manager",
            "Practice",
            "Support",
            "Rostered Medic",
            "Commissioning Administrator",
            "Practice Manager and more",
        ] {
            assert_eq!(role(text), None, "{text}");
        }
    }
}
