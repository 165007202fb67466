//! What screens ask of pre-approvals.

use domain::Receipt;
use domain::pre_approvals::{ChangePreApprovalForm, PreApprovals, PreApproveForm};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::{Json, Tables};

/// Who is pre-approved at an organisation, and who came in by it.
#[server(name = PreApprovalsCall, client = Tables, output = Json, prefix = "/api", endpoint = "pre_approvals")]
pub async fn pre_approvals(code: String) -> Result<PreApprovals, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    Ok(crate::services::services().pre_approvals.list(&caller, &code).await?)
}

/// Pre-approves somebody.
#[server(name = PreApprove, output = Json, prefix = "/api", endpoint = "pre_approve")]
pub async fn pre_approve(#[server(flatten)] form: PreApproveForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().pre_approvals.give(&caller, wish).await?)
}

/// Changes what a pre-approval gives.
#[server(name = ChangePreApproval, output = Json, prefix = "/api", endpoint = "change_pre_approval")]
pub async fn change_pre_approval(#[server(flatten)] form: ChangePreApprovalForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().pre_approvals.change(&caller, wish).await?)
}

/// Ends a pre-approval.
#[server(name = EndPreApproval, output = Json, prefix = "/api", endpoint = "end_pre_approval")]
pub async fn end_pre_approval(code: String, id: String) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    let id = domain::PreApprovalId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services()
        .pre_approvals
        .end(&caller, &code, id)
        .await?)
}
