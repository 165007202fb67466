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
mod hindrances;
mod leave_page;
mod new_address_page;
mod organisation_table;
mod organisations_page;
mod session_table;
mod sessions_page;
mod switch;
mod user_name;

use account_page::MyAccountPage;
use change_email_page::ChangeEmailPage;
use change_password_page::ChangePasswordPage;
use close_confirm_page::CloseAccountConfirmPage;
use close_page::CloseAccountPage;
use details_page::MyDetailsPage;
pub(crate) use heading::{MyAccountHeading, Tab};
use leave_page::LeavePage;
use new_address_page::NewAddressPage;
use organisations_page::MyOrganisationsPage;
use sessions_page::MySessionsPage;

use crate::chunk::chunk;

chunk! {
    /// What is one's own.
    my_account: OwnPage {
        Account => MyAccountPage,
        Sessions => MySessionsPage,
    }
}

chunk! {
    /// Name and position.
    my_details: OwnDetailsPage { Details => MyDetailsPage }
}

chunk! {
    /// With what one signs in.
    my_sign_in: OwnSignInPage {
        ChangeEmail => ChangeEmailPage,
        NewAddress => NewAddressPage,
        ChangePassword => ChangePasswordPage,
    }
}

chunk! {
    /// For whom one acts.
    my_organisations: OwnOrganisationPage {
        All => MyOrganisationsPage,
        Leave => LeavePage,
    }
}

chunk! {
    /// Closing the account.
    closing: ClosingPage {
        Reason => CloseAccountPage,
        Confirm => CloseAccountConfirmPage,
    }
}
