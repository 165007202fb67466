//! What screens ask about keeping roles that end.

use domain::Receipt;
use domain::extensions::{AskToKeepForm, ExtendForm, ExtensionView, ToKeepView, TurnDownForm};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::Json;

/// A role of one's own, before one asks to keep it.
#[server(name = RoleToKeep, output = Json, prefix = "/api", endpoint = "role_to_keep")]
pub async fn role_to_keep(code: String, role: String) -> Result<ToKeepView, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    let role = domain::members::RoleKey::parse(&role).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services()
        .extensions
        .to_keep(&caller, &code, role)
        .await?)
}

/// Asks to keep it.
#[server(name = AskToKeep, output = Json, prefix = "/api", endpoint = "ask_to_keep")]
pub async fn ask_to_keep(#[server(flatten)] form: AskToKeepForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services()
        .extensions
        .ask_to_keep(&caller, wish)
        .await?)
}

/// What a member asks to keep, for those who may answer.
#[server(name = ExtensionCall, output = Json, prefix = "/api", endpoint = "extension")]
pub async fn extension(code: String, id: String) -> Result<ExtensionView, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    let id = domain::ExtensionId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services()
        .extensions
        .extension(&caller, &code, id)
        .await?)
}

/// Extends the role.
#[server(name = ExtendRole, output = Json, prefix = "/api", endpoint = "extend_role")]
pub async fn extend_role(#[server(flatten)] form: ExtendForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().extensions.extend(&caller, wish).await?)
}

/// Turns it down.
#[server(name = TurnDownExtension, output = Json, prefix = "/api", endpoint = "turn_down_extension")]
pub async fn turn_down_extension(#[server(flatten)] form: TurnDownForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services()
        .extensions
        .turn_down_extension(&caller, wish)
        .await?)
}
