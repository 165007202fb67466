//! What screens ask of register imports. The file itself is posted to a route of its own, for a form with a file is no
//! server function.

use domain::Receipt;
use domain::imports::{ImportForm, ImportView, ImportsView};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::Json;

/// The latest imports.
#[server(name = RegisterImports, output = Json, prefix = "/api", endpoint = "register_imports")]
pub async fn register_imports() -> Result<ImportsView, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().imports.latest(&caller).await?)
}

/// One import.
#[server(name = RegisterImportCall, output = Json, prefix = "/api", endpoint = "register_import")]
pub async fn register_import(id: String) -> Result<ImportView, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::BatchId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services().imports.one(&caller, id).await?)
}

/// Applies what is staged.
#[server(name = ApplyRegister, output = Json, prefix = "/api", endpoint = "apply_register")]
pub async fn apply_register(#[server(flatten)] form: ImportForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = form.parse()?;
    Ok(crate::services::services().imports.apply(&caller, id).await?)
}

/// Gives an import up.
#[server(name = AbandonRegister, output = Json, prefix = "/api", endpoint = "abandon_register")]
pub async fn abandon_register(#[server(flatten)] form: ImportForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = form.parse()?;
    Ok(crate::services::services().imports.abandon(&caller, id).await?)
}
