//! What screens ask of imports of rostered medics. The file itself is posted to a route of its own, for a form with a file is
//! no server function.

use domain::Receipt;
use domain::medics::{MedicsForm, MedicsImportView, MedicsView};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::Json;

/// The latest imports of an organisation.
#[server(name = MedicsImports, output = Json, prefix = "/api", endpoint = "medics_imports")]
pub async fn medics_imports(code: String) -> Result<MedicsView, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    Ok(crate::services::services().medics.latest(&caller, &code).await?)
}

/// One import.
#[server(name = MedicsImportCall, output = Json, prefix = "/api", endpoint = "medics_import")]
pub async fn medics_import(code: String, id: String) -> Result<MedicsImportView, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    let id = domain::BatchId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services().medics.one(&caller, &code, id).await?)
}

/// Applies what is staged.
#[server(name = ApplyMedics, output = Json, prefix = "/api", endpoint = "apply_medics")]
pub async fn apply_medics(#[server(flatten)] form: MedicsForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().medics.apply(&caller, wish).await?)
}

/// Gives an import up.
#[server(name = AbandonMedics, output = Json, prefix = "/api", endpoint = "abandon_medics")]
pub async fn abandon_medics(#[server(flatten)] form: MedicsForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().medics.abandon(&caller, wish).await?)
}
