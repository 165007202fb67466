//! The primary contact on the screen: handing it over. Who it is stands in the profile ([`crate::organisations`]).

pub(crate) mod api;

mod hand_over_page;

use hand_over_page::HandOverPage;

use crate::chunk::chunk;

chunk! {
    /// Handing over the primary contact.
    primary_contact: ContactPage { HandOver => HandOverPage }
}
