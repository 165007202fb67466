//! What pages ask about accounts.

use domain::Receipt;
use domain::accounts::{
    AgainForm, ConfirmForm, ConfirmationView, DetailsForm, PracticeForm, RegistrationView, ResetForm, ResetView,
    RoleForm,
};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::Json;

/// The answers given so far in this browser.
#[server(output = Json, prefix = "/api", endpoint = "registration")]
pub async fn registration() -> Result<RegistrationView, AppError> {
    Ok(crate::services::services()
        .accounts
        .registration(&crate::services::visit())
        .await?)
}

/// Step 1: details.
#[server(output = Json, prefix = "/api", endpoint = "give_details")]
pub async fn give_details(#[server(flatten)] form: DetailsForm) -> Result<Receipt, AppError> {
    Ok(crate::services::services()
        .accounts
        .give_details(&crate::services::visit(), form)
        .await?)
}

/// Step 2: which practice?
#[server(output = Json, prefix = "/api", endpoint = "choose_practice")]
pub async fn choose_practice(#[server(flatten)] form: PracticeForm) -> Result<Receipt, AppError> {
    Ok(crate::services::services()
        .accounts
        .choose_practice(&crate::services::visit(), form)
        .await?)
}

/// Step 3: role and reason.
#[server(output = Json, prefix = "/api", endpoint = "choose_role")]
pub async fn choose_role(#[server(flatten)] form: RoleForm) -> Result<Receipt, AppError> {
    Ok(crate::services::services()
        .accounts
        .choose_role(&crate::services::visit(), form)
        .await?)
}

/// Step 4: send.
#[server(output = Json, prefix = "/api", endpoint = "send_registration")]
pub async fn send_registration() -> Result<Receipt, AppError> {
    Ok(crate::services::services()
        .accounts
        .send_registration(&crate::services::visit())
        .await?)
}

/// What a confirmation link shows.
#[server(output = Json, prefix = "/api", endpoint = "confirmation")]
pub async fn confirmation(token: String) -> Result<ConfirmationView, AppError> {
    Ok(crate::services::services().accounts.confirmation(&token).await?)
}

/// Confirms an address and sets the password.
#[server(output = Json, prefix = "/api", endpoint = "confirm_address")]
pub async fn confirm_address(#[server(flatten)] form: ConfirmForm) -> Result<Receipt, AppError> {
    Ok(crate::services::services()
        .accounts
        .confirm(&crate::services::visit(), form)
        .await?)
}

/// Sends a new confirmation link.
#[server(output = Json, prefix = "/api", endpoint = "send_confirmation_again")]
pub async fn send_confirmation_again(#[server(flatten)] form: AgainForm) -> Result<Receipt, AppError> {
    let email = form.parse()?;
    Ok(crate::services::services()
        .accounts
        .send_confirmation_again(&crate::services::visit(), email)
        .await?)
}

/// Sends a link to a new password, whatever the address.
#[server(output = Json, prefix = "/api", endpoint = "ask_for_reset")]
pub async fn ask_for_reset(#[server(flatten)] form: AgainForm) -> Result<Receipt, AppError> {
    let email = form.parse()?;
    Ok(crate::services::services()
        .resets
        .ask_for_reset(&crate::services::visit(), email)
        .await?)
}

/// What a link to a new password shows.
#[server(output = Json, prefix = "/api", endpoint = "password_reset")]
pub async fn password_reset(token: String) -> Result<ResetView, AppError> {
    Ok(crate::services::services().resets.reset(&token).await?)
}

/// Sets the new password, with the link.
#[server(output = Json, prefix = "/api", endpoint = "reset_password")]
pub async fn reset_password(#[server(flatten)] form: ResetForm) -> Result<Receipt, AppError> {
    Ok(crate::services::services()
        .resets
        .reset_password(&crate::services::visit(), form)
        .await?)
}
