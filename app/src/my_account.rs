//! My account on the screen: what a person sees of, and does to, what is their own. The requests, which stand in the same
//! row of tabs, are in [`crate::join_requests`].

pub(crate) mod api;

mod account_page;
mod change_email_page;
mod change_password_page;
mod close_confirm_page;
mod close_page;
mod details_page;
mod heading;
mod leave_page;
mod new_address_page;
mod organisation_table;
mod organisations_page;
mod session_table;
mod sessions_page;
mod switch;
mod user_name;

pub(crate) use account_page::MyAccountPage;
pub(crate) use change_email_page::ChangeEmailPage;
pub(crate) use change_password_page::ChangePasswordPage;
pub(crate) use close_confirm_page::CloseAccountConfirmPage;
pub(crate) use close_page::CloseAccountPage;
pub(crate) use details_page::MyDetailsPage;
pub(crate) use heading::{MyAccountHeading, Tab};
pub(crate) use leave_page::LeavePage;
pub(crate) use new_address_page::NewAddressPage;
pub(crate) use organisations_page::MyOrganisationsPage;
pub(crate) use sessions_page::MySessionsPage;
