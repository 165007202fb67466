//! Asking to keep a role that ends, and answering that.

pub(crate) mod api;

mod ask_page;
mod review_page;

use ask_page::AskToKeepPage;
use review_page::ExtensionPage;

use crate::chunk::chunk;

chunk! {
    /// Asking to keep a role of one's own.
    keeping: KeepingPage { Ask => AskToKeepPage }
}

chunk! {
    /// Extending somebody's role, or turning that down.
    extension: ExtensionPages { One => ExtensionPage }
}
