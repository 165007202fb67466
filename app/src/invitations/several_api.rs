//! What screens ask while somebody invites several people at once.

use domain::Receipt;
use domain::invitations::several::{
    SeveralDraftView, SeveralInvitationsForm, SeveralInvitationsView, SeveralPlaceForm,
};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::Json;

/// Begins several invitations, or changes their organisation.
#[server(name = ChoosePlaceForSeveral, output = Json, prefix = "/api", endpoint = "choose_place_for_several")]
pub async fn choose_place_for_several(#[server(flatten)] form: SeveralPlaceForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let (id, code) = form.parse()?;
    Ok(crate::services::services()
        .several_invitations
        .choose_place(&caller, id, code)
        .await?)
}

/// What was written to invite several.
#[server(name = SeveralInvitationsDraftCall, output = Json, prefix = "/api", endpoint = "several_invitations_draft")]
pub async fn several_invitations_draft(id: String) -> Result<SeveralDraftView, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::SeveralInvitationsId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services()
        .several_invitations
        .draft(&caller, id)
        .await?)
}

/// Keeps what is offered and to whom. The form is read beyond, for what was pasted is kept whatever is wrong with it.
#[server(name = WriteSeveralInvitations, output = Json, prefix = "/api", endpoint = "write_several_invitations")]
pub async fn write_several_invitations(#[server(flatten)] form: SeveralInvitationsForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services()
        .several_invitations
        .write(&caller, form)
        .await?)
}

/// What would come of each line, or what came of it.
#[server(name = SeveralInvitationsCall, output = Json, prefix = "/api", endpoint = "several_invitations")]
pub async fn several_invitations(id: String) -> Result<SeveralInvitationsView, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::SeveralInvitationsId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services()
        .several_invitations
        .show(&caller, id)
        .await?)
}

/// Sends what can be sent, one line after the other.
#[server(name = SendSeveralInvitations, output = Json, prefix = "/api", endpoint = "send_several_invitations")]
pub async fn send_several_invitations(
    id: String,
    seen: String,
    #[server(default)] ticked: Vec<String>,
) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = domain::invitations::several::SendSeveralForm { id, seen, ticked }.parse()?;
    Ok(crate::services::services()
        .several_invitations
        .send(&caller, wish)
        .await?)
}
