//! What screens ask while somebody writes an invitation.

use domain::Receipt;
use domain::invitations::{
    CorrectForm, EmailForm, InvitationDraftView, InvitationList, InvitationsForm, LanguageForm, NamesForm, OfferForm,
    PlaceForm, SendForm,
};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::{Json, Tables};

/// One's own draft, as far as it has got.
#[server(name = InvitationDraftCall, output = Json, prefix = "/api", endpoint = "invitation_draft")]
pub async fn invitation_draft(id: String) -> Result<InvitationDraftView, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::invitations::InvitationForm { id }.parse()?;
    Ok(crate::services::services().invitations.draft(&caller, id).await?)
}

/// Begins a draft, or changes its address.
#[server(name = GiveInvitationEmail, output = Json, prefix = "/api", endpoint = "give_invitation_email")]
pub async fn give_invitation_email(#[server(flatten)] form: EmailForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services()
        .invitations
        .give_email(&caller, wish)
        .await?)
}

/// Keeps the names.
#[server(name = GiveInvitationNames, output = Json, prefix = "/api", endpoint = "give_invitation_names")]
pub async fn give_invitation_names(#[server(flatten)] form: NamesForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let (id, wish) = form.parse()?;
    Ok(crate::services::services()
        .invitations
        .give_names(&caller, id, wish)
        .await?)
}

/// Keeps the organisation.
#[server(name = ChooseInvitationPlace, output = Json, prefix = "/api", endpoint = "choose_invitation_place")]
pub async fn choose_invitation_place(#[server(flatten)] form: PlaceForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let (id, code) = form.parse()?;
    Ok(crate::services::services()
        .invitations
        .choose_place(&caller, id, code)
        .await?)
}

/// Keeps the role, its limit and its end.
#[server(name = ChooseInvitationRole, output = Json, prefix = "/api", endpoint = "choose_invitation_role")]
pub async fn choose_invitation_role(#[server(flatten)] form: OfferForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let (id, wish) = form.parse()?;
    Ok(crate::services::services()
        .invitations
        .choose_offer(&caller, id, wish)
        .await?)
}

/// Keeps the language of the letter.
#[server(name = ChooseInvitationLanguage, output = Json, prefix = "/api", endpoint = "choose_invitation_language")]
pub async fn choose_invitation_language(#[server(flatten)] form: LanguageForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let (id, language) = form.parse()?;
    Ok(crate::services::services()
        .invitations
        .choose_language(&caller, id, language)
        .await?)
}

/// Sends the invitation.
#[server(name = SendInvitation, output = Json, prefix = "/api", endpoint = "send_invitation")]
pub async fn send_invitation(#[server(flatten)] form: SendForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::invitations::InvitationForm { id: form.id }.parse()?;
    Ok(crate::services::services()
        .invitations
        .send(&caller, id, &form.seen)
        .await?)
}

/// A page of the list of invitations; what it shows as it stands in the address.
#[server(name = InvitationsCall, client = Tables, output = Json, prefix = "/api", endpoint = "invitations")]
pub async fn invitations(#[server(flatten)] form: InvitationsForm) -> Result<InvitationList, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services()
        .invitations
        .list(&caller, form.read())
        .await?)
}

/// Begins a draft that takes the place of an invitation whose address is wrong.
#[server(name = CorrectInvitation, output = Json, prefix = "/api", endpoint = "correct_invitation")]
pub async fn correct_invitation(#[server(flatten)] form: CorrectForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let (id, email) = form.parse()?;
    Ok(crate::services::services()
        .invitations
        .correct(&caller, id, email)
        .await?)
}
