//! People on the screen, as administrators see them: the list *Users* and its file, a person's page, disabling and
//! reopening accounts. Revoking and giving access back is in [`crate::members`].

pub(crate) mod api;
pub mod file;

mod access_table;
mod confirm_disabling_page;
mod disable_page;
mod ending;
mod letter_word;
mod list_page;
mod person_page;
mod person_tables;
mod reopen_page;
mod shown;
mod user_table;
mod ways;
mod word;

use confirm_disabling_page::ConfirmDisablingPage;
use disable_page::DisablePage;
pub(crate) use ending::{Ends, InTheWay};
use list_page::UsersPage;
use person_page::PersonPage;
use reopen_page::ReopenPage;

use crate::chunk::chunk;

chunk! {
    /// Users.
    users: UserPage { All => UsersPage }
}

chunk! {
    /// A person.
    person: OnePersonPage { One => PersonPage }
}

chunk! {
    /// What is done about their account.
    account_ending: AccountPage { Disable => DisablePage }
}

chunk! {
    /// Confirming it.
    account_confirming: ConfirmedPage {
        ConfirmDisabling => ConfirmDisablingPage,
        Reopen => ReopenPage,
    }
}
