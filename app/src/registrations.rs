//! Manage registrations on the screen: the list of whoever asks for an account or a role, and deleting a registration.
//! Reviewing a request is in [`crate::join_requests`].

pub(crate) mod api;

mod delete_page;
mod filter_form;
mod list_page;
mod registration_table;
mod shown;

use delete_page::DeleteRegistrationPage;
use list_page::RegistrationsPage;

use crate::chunk::chunk;

chunk! {
    /// Manage registrations.
    registrations: RegistrationPage { All => RegistrationsPage }
}

chunk! {
    /// Deleting one.
    ending: RegistrationEndingPage { Delete => DeleteRegistrationPage }
}
