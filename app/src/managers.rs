//! The register of practice managers on the screen, for support: a file is uploaded, watched being read, its difference looked
//! at, applied or not; and whoever is in but no longer listed is shown, for people to look at.

pub(crate) mod api;

mod difference;
mod import_page;
mod upload_page;

use import_page::ManagersImportPage;
use upload_page::ManagersPage;

use crate::chunk::chunk;

chunk! {
    /// The register of practice managers, and one import of it.
    managers: ManagerPage {
        Upload => ManagersPage,
        One => ManagersImportPage,
    }
}
