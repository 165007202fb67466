//! Rosters and roster groups on the screen: the list, adding, renaming, and closing with what becomes of the roles.

pub(crate) mod api;

mod add_page;
mod close_page;
mod limited_table;
mod list_page;
mod rename_page;

use add_page::AddRosterPage;
use close_page::CloseRosterPage;
use domain::organisations::OrganisationView;
use list_page::RostersPage;
use rename_page::RenameRosterPage;

use crate::chunk::chunk;

chunk! {
    /// The rosters of an organisation.
    rosters: RosterListPage { All => RostersPage }
}

chunk! {
    /// One of them, or one more.
    roster: RosterPage {
        Add => AddRosterPage,
        Rename => RenameRosterPage,
    }
}

chunk! {
    /// Closing one.
    close_roster: RosterEndingPage { Close => CloseRosterPage }
}

/// The organisation, above a heading.
fn caption(organisation: &OrganisationView) -> String {
    format!("{} · {}", organisation.name, organisation.code)
}
