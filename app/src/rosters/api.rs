//! What screens ask of rosters.

use domain::Receipt;
use domain::rosters::{AddRosterForm, CloseRosterForm, ClosingView, RenameRosterForm, RosterList};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::{Json, Tables};

/// The rosters and roster groups of an organisation.
#[server(name = RostersCall, client = Tables, output = Json, prefix = "/api", endpoint = "rosters")]
pub async fn rosters(code: String) -> Result<RosterList, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    Ok(crate::services::services().rosters.list(&caller, &code).await?)
}

/// Adds one.
#[server(name = AddRoster, output = Json, prefix = "/api", endpoint = "add_roster")]
pub async fn add_roster(#[server(flatten)] form: AddRosterForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().rosters.add(&caller, wish).await?)
}

/// Gives one another name.
#[server(name = RenameRoster, output = Json, prefix = "/api", endpoint = "rename_roster")]
pub async fn rename_roster(#[server(flatten)] form: RenameRosterForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().rosters.rename(&caller, wish).await?)
}

/// The one that is to be closed, with the roles limited to it.
#[server(name = RosterToClose, output = Json, prefix = "/api", endpoint = "roster_to_close")]
pub async fn roster_to_close(code: String, id: String) -> Result<ClosingView, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    let id = domain::RosterId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services().rosters.to_close(&caller, &code, id).await?)
}

/// Closes it.
#[server(name = CloseRoster, output = Json, prefix = "/api", endpoint = "close_roster")]
pub async fn close_roster(#[server(flatten)] form: CloseRosterForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().rosters.close(&caller, wish).await?)
}
