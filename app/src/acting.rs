//! *Who may act?* on the screen: the question, which stands in the address, and the answer with its reasons.

pub(crate) mod api;

mod acting_page;
mod answer;
mod ask_form;
mod candidates;
mod shown;

use acting_page::ActingPage as WhoMayActPage;

use crate::chunk::chunk;

chunk! {
    /// Who may act?
    acting: ActingPage { Ask => WhoMayActPage }
}
