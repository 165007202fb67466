//! What screens ask of members.

use domain::Receipt;
use domain::members::enabling::{EnableForm, EnableView};
use domain::members::{PracticeUsers, RevokeForm, RevokeView};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::{Json, Tables};

/// Both tables of *Practice enabled users*; the sort orders as they stand in the address.
#[server(name = PracticeUsersCall, client = Tables, output = Json, prefix = "/api", endpoint = "practice_users")]
pub async fn practice_users(code: String, requests: String, members: String) -> Result<PracticeUsers, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    let (requests, members) = (
        domain::members::Sort::parse(&requests),
        domain::members::Sort::parse(&members),
    );
    Ok(crate::services::services()
        .members
        .practice_users(&caller, &code, requests, members)
        .await?)
}

/// The member whose access is to be revoked.
#[server(name = MemberToRevoke, output = Json, prefix = "/api", endpoint = "member_to_revoke")]
pub async fn member_to_revoke(code: String, id: String) -> Result<RevokeView, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    let id = domain::MemberId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services()
        .members
        .to_revoke(&caller, &code, id)
        .await?)
}

/// Revokes.
#[server(name = RevokeMember, output = Json, prefix = "/api", endpoint = "revoke_member")]
pub async fn revoke_member(
    #[server(flatten)] form: RevokeForm,
    #[server(default)] ticked: Vec<String>,
) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let kept = domain::members::keeping::kept(&ticked)?;
    let wish = domain::members::RevokeWish { kept, ..form.parse()? };
    Ok(crate::services::services().members.revoke(&caller, wish).await?)
}

/// The member whose access is to be given back.
#[server(name = MemberToEnable, output = Json, prefix = "/api", endpoint = "member_to_enable")]
pub async fn member_to_enable(code: String, id: String) -> Result<EnableView, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    let id = domain::MemberId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services()
        .enables
        .to_enable(&caller, &code, id)
        .await?)
}

/// Gives a revoked access back.
#[server(name = EnableMember, output = Json, prefix = "/api", endpoint = "enable_member")]
pub async fn enable_member(#[server(flatten)] form: EnableForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().enables.enable(&caller, wish).await?)
}
