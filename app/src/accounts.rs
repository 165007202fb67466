//! Accounts on the screen: creating one in four steps, confirming the address, choosing a password, also a new one after
//! the old one was forgotten.

pub(crate) mod api;

mod check_page;
mod confirm_again_page;
mod confirm_page;
mod details_page;
mod forgotten_page;
mod forgotten_sent_page;
mod practice_page;
mod reset_page;
mod role_page;
mod sent_page;
mod step;

pub(crate) use check_page::CheckPage;
pub(crate) use confirm_again_page::ConfirmAgainPage;
pub(crate) use confirm_page::ConfirmPage;
pub(crate) use details_page::DetailsPage;
pub(crate) use forgotten_page::ForgottenPage;
pub(crate) use forgotten_sent_page::ForgottenSentPage;
pub(crate) use practice_page::PracticePage;
pub(crate) use reset_page::ResetPage;
pub(crate) use role_page::RolePage;
pub(crate) use sent_page::SentPage;
