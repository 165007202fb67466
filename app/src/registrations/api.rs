//! What screens ask of registrations.

use domain::Receipt;
use domain::registrations::{RegistrationForm, RegistrationList, RegistrationToDelete, RegistrationsForm};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::{Json, Tables};

/// A page of the list; what it shows as it stands in the address.
#[server(name = RegistrationsCall, client = Tables, output = Json, prefix = "/api", endpoint = "registrations")]
pub async fn registrations(#[server(flatten)] form: RegistrationsForm) -> Result<RegistrationList, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services()
        .registrations
        .list(&caller, form.read())
        .await?)
}

/// The registration that is to be deleted.
#[server(name = RegistrationToDeleteCall, output = Json, prefix = "/api", endpoint = "registration_to_delete")]
pub async fn registration_to_delete(id: String) -> Result<RegistrationToDelete, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::PersonId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services().registrations.to_delete(&caller, id).await?)
}

/// Deletes an unconfirmed registration.
#[server(name = DeleteRegistration, output = Json, prefix = "/api", endpoint = "delete_registration")]
pub async fn delete_registration(#[server(flatten)] form: RegistrationForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = form.parse()?;
    Ok(crate::services::services().registrations.delete(&caller, id).await?)
}

/// Sends the confirmation letter again.
#[server(name = SendRegistrationAgain, output = Json, prefix = "/api", endpoint = "send_registration_again")]
pub async fn send_registration_again(#[server(flatten)] form: RegistrationForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = form.parse()?;
    Ok(crate::services::services()
        .registrations
        .send_again(&caller, id)
        .await?)
}
