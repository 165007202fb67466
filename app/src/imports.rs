//! The register import by page: uploading a file, watching it being read, its difference, applying it or not. What
//! imports of [medics](crate::medics) and [practice managers](crate::managers) show alike is here too: the form with a file, what
//! a file looks like, the latest imports, how far one is.

pub(crate) mod api;
pub(crate) mod file_form;
pub(crate) mod format;
pub(crate) mod latest;
pub(crate) mod progress;

mod difference;
mod import_page;
mod upload_page;

use import_page::ImportPage;
use upload_page::UploadPage;

use crate::chunk::chunk;

chunk! {
    /// The register import.
    imports: RegisterPage {
        Upload => UploadPage,
        One => ImportPage,
    }
}
