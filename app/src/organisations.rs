//! Organisations on the screen: finding one in the register, the heading and tabs of Practice Tools, the profile; for
//! administrators, the list, one organisation, who may decide there, and adding some.

pub(crate) mod api;

pub(crate) mod word;

mod add_page;
mod ask_page;
mod choices;
mod details_page;
mod found;
mod heading;
mod list_page;
mod organisation_table;
mod policy_page;
mod profile_form;
mod profile_page;
mod register_details;
mod search_box;
mod shown;

use add_page::AddOrganisationPage;
use ask_page::AskPage;
pub(crate) use choices::OrganisationChoices;
use details_page::DetailsPage;
pub(crate) use found::{AskSuccessor, detail};
pub(crate) use heading::{OrganisationHeading, Tab};
use list_page::OrganisationsPage;
use policy_page::PolicyPage;
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

chunk! {
    /// Organisations as administrators see them.
    organisations: ConsolePage { All => OrganisationsPage }
}

chunk! {
    /// One of them.
    organisation: GovernedPage {
        One => DetailsPage,
        Policy => PolicyPage,
    }
}

chunk! {
    /// One that support adds.
    add_organisation: AddedPage { Add => AddOrganisationPage }
}
