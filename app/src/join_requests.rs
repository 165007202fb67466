//! Requests to join on the screen: asking, one's own requests, and deciding about other people's.

pub(crate) mod api;

mod approve_page;
mod ask_form;
mod ask_organisation_page;
mod besides;
mod decision_form;
mod my_request_page;
mod my_requests_page;
mod pending_requests_page;
mod reject_page;
mod request_details;
mod request_table;
mod review_page;
mod several_bar;
mod several_page;
mod several_table;
mod undo;

use approve_page::ApprovePage;
use ask_organisation_page::AskOrganisationPage;
use my_request_page::MyRequestPage;
use my_requests_page::MyRequestsPage;
use pending_requests_page::PendingRequestsPage;
use reject_page::RejectPage;
pub(crate) use request_table::{RequestTable, RowDecided};
use review_page::ReviewPage;
pub(crate) use several_bar::{SeveralBar, fetch_several_bar, ticks};
use several_page::SeveralPage;
pub(crate) use undo::{UndoOffers, fetch_undo};

use crate::chunk::chunk;

chunk! {
    /// Asking an organisation.
    asking: AskingPage { Organisation => AskOrganisationPage }
}

chunk! {
    /// One's own requests.
    own_requests: OwnRequestPage {
        Mine => MyRequestsPage,
        One => MyRequestPage,
    }
}

chunk! {
    /// The requests that wait.
    pending: WaitingPage { Pending => PendingRequestsPage }
}

chunk! {
    /// Deciding about somebody's request.
    review: DecisionPage { Review => ReviewPage }
}

chunk! {
    /// Approving it.
    approval: ApprovalPage { Approve => ApprovePage }
}

chunk! {
    /// Rejecting it.
    decisions: RejectionPage { Reject => RejectPage }
}

chunk! {
    /// Deciding several at once.
    several: SeveralRequestsPage { One => SeveralPage }
}
