//! What screens ask of new users.

use domain::Receipt;
use domain::new_users::{
    CopyForm, CopyView, MarkForm, MarkView, NewUserForm, NewUserView, OfferView, OneForm, WaitingRoleForm, WhereView,
};
use domain::organisations::OrganisationView;
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::Json;

/// Where the caller may add somebody; the words as they stand in the address.
#[server(name = PlacesForNewUser, output = Json, prefix = "/api", endpoint = "places_for_new_user")]
pub async fn places_for_new_user(words: String) -> Result<WhereView, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().new_users.places(&caller, &words).await?)
}

/// The organisation to which somebody is to be added.
#[server(name = PlaceForNewUser, output = Json, prefix = "/api", endpoint = "place_for_new_user")]
pub async fn place_for_new_user(code: String) -> Result<OrganisationView, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    Ok(crate::services::services().new_users.place(&caller, &code).await?)
}

/// Adds somebody.
#[server(name = AddNewUser, output = Json, prefix = "/api", endpoint = "add_new_user")]
pub async fn add_new_user(#[server(flatten)] form: NewUserForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().new_users.add(&caller, wish).await?)
}

/// Somebody who was added.
#[server(name = NewUserCall, output = Json, prefix = "/api", endpoint = "new_user")]
pub async fn new_user(id: String) -> Result<NewUserView, AppError> {
    let caller = crate::services::signed_in()?;
    let id = OneForm { id }.parse()?;
    Ok(crate::services::services().new_users.new_user(&caller, id).await?)
}

/// Gives a role that waits.
#[server(name = GiveNewUserRole, output = Json, prefix = "/api", endpoint = "give_new_user_role")]
pub async fn give_new_user_role(#[server(flatten)] form: WaitingRoleForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().new_users.give_role(&caller, wish).await?)
}

/// Changes when a role that waits is to hold.
#[server(name = ChangeNewUserRole, output = Json, prefix = "/api", endpoint = "change_new_user_role")]
pub async fn change_new_user_role(#[server(flatten)] form: WaitingRoleForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().new_users.change_role(&caller, wish).await?)
}

/// Removes a role that waits.
#[server(name = RemoveNewUserRole, output = Json, prefix = "/api", endpoint = "remove_new_user_role")]
pub async fn remove_new_user_role(#[server(flatten)] form: WaitingRoleForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().new_users.remove_role(&caller, wish).await?)
}

/// Those whose access can be copied.
#[server(name = AccessToCopy, output = Json, prefix = "/api", endpoint = "access_to_copy")]
pub async fn access_to_copy(id: String) -> Result<CopyView, AppError> {
    let caller = crate::services::signed_in()?;
    let id = OneForm { id }.parse()?;
    Ok(crate::services::services().new_users.to_copy(&caller, id).await?)
}

/// Copies somebody's access.
#[server(name = CopyAccess, output = Json, prefix = "/api", endpoint = "copy_access")]
pub async fn copy_access(#[server(flatten)] form: CopyForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let (id, from) = form.parse()?;
    Ok(crate::services::services().new_users.copy(&caller, id, from).await?)
}

/// Sends the letter again.
#[server(name = SendNewUserLetterAgain, output = Json, prefix = "/api", endpoint = "send_new_user_letter_again")]
pub async fn send_new_user_letter_again(#[server(flatten)] form: OneForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = form.parse()?;
    Ok(crate::services::services().new_users.send_again(&caller, id).await?)
}

/// Takes the adding of somebody back.
#[server(name = WithdrawNewUser, output = Json, prefix = "/api", endpoint = "withdraw_new_user")]
pub async fn withdraw_new_user(#[server(flatten)] form: OneForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = form.parse()?;
    Ok(crate::services::services().new_users.withdraw(&caller, id).await?)
}

/// What the caller was added to.
#[server(name = OfferCall, output = Json, prefix = "/api", endpoint = "offer")]
pub async fn offer(id: String) -> Result<OfferView, AppError> {
    let caller = crate::services::signed_in()?;
    let id = OneForm { id }.parse()?;
    Ok(crate::services::services().new_users.offer(&caller, id).await?)
}

/// Accepts it.
#[server(name = AcceptOffer, output = Json, prefix = "/api", endpoint = "accept_offer")]
pub async fn accept_offer(#[server(flatten)] form: OneForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = form.parse()?;
    Ok(crate::services::services().new_users.accept(&caller, id).await?)
}

/// Declines it.
#[server(name = DeclineOffer, output = Json, prefix = "/api", endpoint = "decline_offer")]
pub async fn decline_offer(#[server(flatten)] form: OneForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = form.parse()?;
    Ok(crate::services::services().new_users.decline(&caller, id).await?)
}

/// Whether somebody bears the mark *medical secretary*.
#[server(name = MedicalSecretaryCall, output = Json, prefix = "/api", endpoint = "medical_secretary")]
pub async fn medical_secretary(id: String) -> Result<MarkView, AppError> {
    let caller = crate::services::signed_in()?;
    let person = domain::PersonId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services().new_users.to_mark(&caller, person).await?)
}

/// Sets or removes the mark.
#[server(name = MarkMedicalSecretary, output = Json, prefix = "/api", endpoint = "mark_medical_secretary")]
pub async fn mark_medical_secretary(#[server(flatten)] form: MarkForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().new_users.mark(&caller, wish).await?)
}
