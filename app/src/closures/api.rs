//! What screens ask of organisations that are no longer open.

use domain::Receipt;
use domain::closures::{ChosenView, ClosureForm, ClosureList, ClosureView};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::{Json, Tables};

/// A page of those whose people wait for a decision; its place as it stands in the address.
#[server(name = ClosuresCall, client = Tables, output = Json, prefix = "/api", endpoint = "closures")]
pub async fn closures(#[server(default)] place: String) -> Result<ClosureList, AppError> {
    let caller = crate::services::signed_in()?;
    let place = domain::list::Place::parse(&place);
    Ok(crate::services::services().closures.list(&caller, place).await?)
}

/// The people of one of them.
#[server(name = ClosureCall, output = Json, prefix = "/api", endpoint = "closure")]
pub async fn closure(code: String) -> Result<ClosureView, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    Ok(crate::services::services().closures.one(&caller, &code).await?)
}

/// Keeps what is to become of them, and goes on to the page that confirms.
#[server(name = ChooseClosure, output = Json, prefix = "/api", endpoint = "choose_closure")]
pub async fn choose_closure(
    #[server(flatten)] form: ClosureForm,
    #[server(default)] ticked: Vec<String>,
) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse(&ticked)?;
    Ok(crate::services::services().closures.choose(&caller, wish).await?)
}

/// What was chosen, and what it means for each.
#[server(name = ChosenClosure, output = Json, prefix = "/api", endpoint = "chosen_closure")]
pub async fn chosen_closure(code: String) -> Result<ChosenView, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    Ok(crate::services::services().closures.chosen(&caller, &code).await?)
}

/// Decides.
#[server(name = DecideClosure, output = Json, prefix = "/api", endpoint = "decide_closure")]
pub async fn decide_closure(
    #[server(flatten)] form: ClosureForm,
    #[server(default)] ticked: Vec<String>,
) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse(&ticked)?;
    Ok(crate::services::services().closures.decide(&caller, wish).await?)
}
