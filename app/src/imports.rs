//! The register import by page: uploading a file, watching it being read, its difference, applying it or not.

pub(crate) mod api;

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
