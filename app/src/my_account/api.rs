//! What pages ask about what is a person's own: details, address, password, organisations, sessions, closing the account.

use domain::Receipt;
use domain::my_account::{
    ChangeEmailForm, ChangePasswordForm, ClosingReasonForm, ClosingView, LeaveView, MyAccountView, MyDetailsForm,
    MyOrganisation, MySession, NewAddressForm, NewAddressView, PasswordForm,
};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::{Json, Tables};

/// Details, address and password.
#[server(name = MyAccountCall, output = Json, prefix = "/api", endpoint = "my_account")]
pub async fn my_account() -> Result<MyAccountView, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().my_account.my_account(&caller).await?)
}

/// Changes names, position, telephone and language.
#[server(output = Json, prefix = "/api", endpoint = "change_my_details")]
pub async fn change_my_details(#[server(flatten)] form: MyDetailsForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services()
        .my_account
        .change_details(&caller, wish)
        .await?)
}

/// Asks for another address.
#[server(output = Json, prefix = "/api", endpoint = "change_email")]
pub async fn change_email(#[server(flatten)] form: ChangeEmailForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services()
        .my_account
        .change_email(&caller, wish)
        .await?)
}

/// What the link to a new address shows.
#[server(output = Json, prefix = "/api", endpoint = "new_address")]
pub async fn new_address(token: String) -> Result<NewAddressView, AppError> {
    Ok(crate::services::services().my_account.new_address(&token).await?)
}

/// Takes the new address.
#[server(output = Json, prefix = "/api", endpoint = "confirm_new_address")]
pub async fn confirm_new_address(#[server(flatten)] form: NewAddressForm) -> Result<Receipt, AppError> {
    let wish = form.parse()?;
    Ok(crate::services::services()
        .my_account
        .confirm_new_address(&crate::services::visit(), wish)
        .await?)
}

/// Changes the password.
#[server(output = Json, prefix = "/api", endpoint = "change_password")]
pub async fn change_password(#[server(flatten)] form: ChangePasswordForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services()
        .my_account
        .change_password(&caller, form)
        .await?)
}

/// The organisations that the person may act for.
#[server(client = Tables, output = Json, prefix = "/api", endpoint = "my_organisations")]
pub async fn my_organisations() -> Result<Vec<MyOrganisation>, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().my_account.my_organisations(&caller).await?)
}

/// What leaving an organisation would end.
#[server(output = Json, prefix = "/api", endpoint = "organisation_to_leave")]
pub async fn organisation_to_leave(code: String) -> Result<LeaveView, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    Ok(crate::services::services().my_account.to_leave(&caller, &code).await?)
}

/// Leaves an organisation.
#[server(output = Json, prefix = "/api", endpoint = "leave_organisation")]
pub async fn leave_organisation(code: String) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    Ok(crate::services::services().my_account.leave(&caller, &code).await?)
}

/// Where the person is signed in.
#[server(output = Json, prefix = "/api", endpoint = "my_sessions")]
pub async fn my_sessions() -> Result<Vec<MySession>, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().my_account.my_sessions(&caller).await?)
}

/// Ends one of the person's sessions.
#[server(output = Json, prefix = "/api", endpoint = "end_my_session")]
pub async fn end_my_session(id: String) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::SessionId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services().my_account.end_session(&caller, id).await?)
}

/// Ends all of the person's sessions but this one.
#[server(output = Json, prefix = "/api", endpoint = "end_my_other_sessions")]
pub async fn end_my_other_sessions() -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services()
        .my_account
        .end_other_sessions(&caller)
        .await?)
}

/// What closing the account would end.
#[server(output = Json, prefix = "/api", endpoint = "closing_my_account")]
pub async fn closing_my_account() -> Result<ClosingView, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().my_account.closing(&caller).await?)
}

/// Keeps the reason for closing.
#[server(output = Json, prefix = "/api", endpoint = "choose_closing_reason")]
pub async fn choose_closing_reason(#[server(flatten)] form: ClosingReasonForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let draft = form.parse()?;
    Ok(crate::services::services()
        .my_account
        .choose_closing_reason(&caller, draft)
        .await?)
}

/// Closes the account; this browser is signed out with all others.
#[server(output = Json, prefix = "/api", endpoint = "close_my_account")]
pub async fn close_my_account(#[server(flatten)] form: PasswordForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let password = form.parse()?;
    let receipt = crate::services::services()
        .my_account
        .close(&caller, domain::my_account::ClosingWish { password })
        .await?;
    crate::services::forget_session();
    Ok(receipt)
}
