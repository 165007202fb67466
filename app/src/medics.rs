//! Rostered medics on the screen: an organisation uploads its list, watches it being read, looks at the difference, applies
//! it or not. What a list says changes only by the next one, so that nothing here is edited.

pub(crate) mod api;

mod difference;
mod import_page;
mod upload_page;

use import_page::MedicsImportPage;
use upload_page::MedicsPage;

use crate::chunk::chunk;

chunk! {
    /// The rostered medics of an organisation.
    medics: MedicPage { Upload => MedicsPage }
}

chunk! {
    /// One import of them.
    medics_import: OneImportPage { One => MedicsImportPage }
}
