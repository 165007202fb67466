//! What screens ask of invitations.

use domain::Receipt;
use domain::new_users::{DeclineInvitationForm, InvitationView};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::Json;

/// What the link of an invitation opens.
#[server(name = InvitationCall, output = Json, prefix = "/api", endpoint = "invitation")]
pub async fn invitation(token: String) -> Result<InvitationView, AppError> {
    let caller = crate::services::caller();
    Ok(crate::services::services()
        .new_users
        .invitation(caller.as_ref(), &token)
        .await?)
}

/// Declines an invitation with its link.
#[server(name = DeclineInvitation, output = Json, prefix = "/api", endpoint = "decline_invitation")]
pub async fn decline_invitation(#[server(flatten)] form: DeclineInvitationForm) -> Result<Receipt, AppError> {
    let wish = form.parse()?;
    let visit = crate::services::visit();
    Ok(crate::services::services()
        .new_users
        .decline_invitation(&visit, wish)
        .await?)
}

/// Asks for a new invitation in place of one that is over.
#[server(name = AskForInvitation, output = Json, prefix = "/api", endpoint = "ask_for_invitation")]
pub async fn ask_for_invitation(token: String) -> Result<Receipt, AppError> {
    let visit = crate::services::visit();
    Ok(crate::services::services()
        .new_users
        .ask_for_invitation(&visit, token)
        .await?)
}

/// Signs out, so that somebody else can answer an invitation in this browser.
#[server(name = LeaveForInvitation, output = Json, prefix = "/api", endpoint = "leave_for_invitation")]
pub async fn leave_for_invitation(token: String) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    crate::services::services().sessions.sign_out(&caller).await?;
    crate::services::forget_session();
    Ok(Receipt::go_to(domain::Page::Invitation(token)))
}
