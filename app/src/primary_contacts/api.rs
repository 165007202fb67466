//! What screens ask of primary contacts.

use domain::Receipt;
use domain::primary_contacts::{HandOverForm, HandOverView};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::Json;

/// Who is the primary contact, and to whom it can be handed over.
#[server(name = PrimaryContactCall, output = Json, prefix = "/api", endpoint = "primary_contact")]
pub async fn primary_contact(code: String) -> Result<HandOverView, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    Ok(crate::services::services()
        .primary_contacts
        .to_hand_over(&caller, &code)
        .await?)
}

/// Hands it over.
#[server(name = HandOver, output = Json, prefix = "/api", endpoint = "hand_over_primary_contact")]
pub async fn hand_over_primary_contact(#[server(flatten)] form: HandOverForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services()
        .primary_contacts
        .hand_over(&caller, wish)
        .await?)
}
