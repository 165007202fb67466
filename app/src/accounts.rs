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

use check_page::CheckPage;
use confirm_again_page::ConfirmAgainPage;
use confirm_page::ConfirmPage;
use details_page::DetailsPage;
use forgotten_page::ForgottenPage;
use forgotten_sent_page::ForgottenSentPage;
use practice_page::PracticePage;
use reset_page::ResetPage;
use role_page::RolePage;
use sent_page::SentPage;

use crate::chunk::chunk;

chunk! {
    /// Creating an account, step by step.
    create_account: CreateAccountPage {
        Details => DetailsPage,
        Role => RolePage,
        Check => CheckPage,
        Sent => SentPage,
    }
}

chunk! {
    /// The step that searches the register.
    find_practice: FindPracticePage { Practice => PracticePage }
}

chunk! {
    /// By a link of a letter: confirming the address, choosing another password.
    links: LinkPage {
        Confirm => ConfirmPage,
        ConfirmAgain => ConfirmAgainPage,
        Forgotten => ForgottenPage,
        ForgottenSent => ForgottenSentPage,
        Reset => ResetPage,
    }
}
