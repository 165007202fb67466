//! Organisations on the screen: finding one in the register, the heading and tabs of Practice Tools, the profile.

pub(crate) mod api;

mod ask_page;
mod choices;
mod found;
mod heading;
mod profile_form;
mod profile_page;
mod register_details;
mod search_box;

use ask_page::AskPage;
pub(crate) use choices::OrganisationChoices;
pub(crate) use found::detail;
pub(crate) use heading::{OrganisationHeading, Tab};
use profile_page::ProfilePage;
pub(crate) use search_box::OrganisationSearchBox;

use crate::chunk::chunk;

chunk! {
    /// Finding the organisation to ask.
    asking: FindingPage { Ask => AskPage }
}

chunk! {
    /// What an organisation says of itself.
    profile: OrganisationPage { Profile => ProfilePage }
}
