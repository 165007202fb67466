//! What screens ask of the register of practice managers. The file itself is posted to a route of its own, for a form with a
//! file is no server function.

use domain::Receipt;
use domain::imports::ImportForm;
use domain::managers::{ManagersImportView, ManagersView};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::Json;

/// The register as it is now, and the latest imports.
#[server(name = ManagersImports, output = Json, prefix = "/api", endpoint = "managers_imports")]
pub async fn managers_imports() -> Result<ManagersView, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().managers.latest(&caller).await?)
}

/// One import.
#[server(name = ManagersImportCall, output = Json, prefix = "/api", endpoint = "managers_import")]
pub async fn managers_import(id: String) -> Result<ManagersImportView, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::BatchId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services().managers.one(&caller, id).await?)
}

/// Applies what is staged.
#[server(name = ApplyManagers, output = Json, prefix = "/api", endpoint = "apply_managers")]
pub async fn apply_managers(#[server(flatten)] form: ImportForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = form.parse()?;
    Ok(crate::services::services().managers.apply(&caller, id).await?)
}

/// Gives an import up.
#[server(name = AbandonManagers, output = Json, prefix = "/api", endpoint = "abandon_managers")]
pub async fn abandon_managers(#[server(flatten)] form: ImportForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = form.parse()?;
    Ok(crate::services::services().managers.abandon(&caller, id).await?)
}
