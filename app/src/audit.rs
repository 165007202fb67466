//! The audit on the screen: what happened at an organisation, in sentences.

pub(crate) mod api;

mod filter_form;
mod history_page;
mod sentence;

pub(crate) use history_page::HistoryPage;
