//! Organisations that are no longer open, on the screen: those whose people wait for a decision, what becomes of the people
//! of one, and the banner that stands on every page of such an organisation.

pub(crate) mod api;

mod banner;
mod closure_page;
mod confirm_page;
mod list_page;
mod people_table;

pub(crate) use banner::{ClosureBanner, fetch_closure_banner};
use closure_page::ClosurePage;
use confirm_page::ClosureConfirmPage;
use list_page::ClosuresPage;

use crate::chunk::chunk;

chunk! {
    /// Those whose people wait.
    closures: ClosedPage { All => ClosuresPage }
}

chunk! {
    /// Deciding about them.
    closure: ClosurePages { One => ClosurePage }
}

chunk! {
    /// What that comes to, before it happens.
    closure_check: ClosureCheckPage { Confirm => ClosureConfirmPage }
}
