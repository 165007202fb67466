//! What screens ask of the roles of members.

use domain::Receipt;
use domain::members::roles::{MemberRoleForm, RolesView};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::Json;

/// The roles of a member.
#[server(name = RolesOfMember, output = Json, prefix = "/api", endpoint = "roles_of_member")]
pub async fn roles_of_member(code: String, id: String) -> Result<RolesView, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    let id = domain::MemberId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services().roles.of_member(&caller, &code, id).await?)
}

/// Gives a member a role.
#[server(name = GrantRole, output = Json, prefix = "/api", endpoint = "grant_role")]
pub async fn grant_role(#[server(flatten)] form: MemberRoleForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().roles.grant(&caller, wish).await?)
}

/// Changes when a member's role holds.
#[server(name = ChangeRole, output = Json, prefix = "/api", endpoint = "change_role")]
pub async fn change_role(#[server(flatten)] form: MemberRoleForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().roles.change(&caller, wish).await?)
}

/// Takes a role from a member.
#[server(name = RemoveRole, output = Json, prefix = "/api", endpoint = "remove_role")]
pub async fn remove_role(#[server(flatten)] form: MemberRoleForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().roles.remove(&caller, wish).await?)
}
