//! Accounts on the screen: creating one in four steps, confirming the address, choosing a password.

pub(crate) mod api;

mod check_page;
mod confirm_again_page;
mod confirm_page;
mod details_page;
mod practice_page;
mod role_page;
mod sent_page;
mod step;

pub(crate) use check_page::CheckPage;
pub(crate) use confirm_again_page::ConfirmAgainPage;
pub(crate) use confirm_page::ConfirmPage;
pub(crate) use details_page::DetailsPage;
pub(crate) use practice_page::PracticePage;
pub(crate) use role_page::RolePage;
pub(crate) use sent_page::SentPage;
