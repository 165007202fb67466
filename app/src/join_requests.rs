//! Requests to join on the screen: asking, one's own requests, and deciding about other people's.

pub(crate) mod api;

mod ask_form;
mod ask_organisation_page;
mod decision_form;
mod my_request_page;
mod my_requests_page;
mod pending_requests_page;
mod reject_page;
mod request_details;
mod request_table;
mod review_page;

pub(crate) use ask_organisation_page::AskOrganisationPage;
pub(crate) use my_request_page::MyRequestPage;
pub(crate) use my_requests_page::MyRequestsPage;
pub(crate) use pending_requests_page::PendingRequestsPage;
pub(crate) use reject_page::RejectPage;
pub(crate) use request_table::{RequestTable, RowDecided};
pub(crate) use review_page::ReviewPage;
