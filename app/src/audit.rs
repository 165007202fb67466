//! The audit on the screen: what happened at an organisation, in sentences.

pub(crate) mod api;

mod filter_form;
mod history_page;
mod sentence;

use history_page::HistoryPage;
pub(crate) use sentence::sentence;

use crate::chunk::chunk;

chunk! {
    /// What happened at an organisation.
    history: AuditPage { History => HistoryPage }
}
