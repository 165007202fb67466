//! What screens ask of people.

use domain::Receipt;
use domain::people::{
    DisablingForm, DisablingView, PersonForm, PersonView, ReopenForm, ReopenView, UserList, UsersForm,
};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::{Json, Tables};

/// A page of *Users*; what it shows as it stands in the address.
#[server(name = UsersCall, client = Tables, output = Json, prefix = "/api", endpoint = "users")]
pub async fn users(#[server(flatten)] form: UsersForm) -> Result<UserList, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().people.list(&caller, form.read()).await?)
}

/// A person's page.
#[server(name = PersonCall, client = Tables, output = Json, prefix = "/api", endpoint = "person")]
pub async fn person(id: String) -> Result<PersonView, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::PersonId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services().people.person(&caller, id).await?)
}

/// What disabling an account would end, with the reason chosen so far.
#[server(name = DisablingAccount, output = Json, prefix = "/api", endpoint = "disabling_account")]
pub async fn disabling_account(id: String) -> Result<DisablingView, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::PersonId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services().people.disabling(&caller, id).await?)
}

/// Keeps the reason, and goes on to the page that confirms.
#[server(name = ChooseDisablingReason, output = Json, prefix = "/api", endpoint = "choose_disabling_reason")]
pub async fn choose_disabling_reason(#[server(flatten)] form: DisablingForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services()
        .people
        .choose_disabling_reason(&caller, wish)
        .await?)
}

/// Disables an account.
#[server(name = DisableAccount, output = Json, prefix = "/api", endpoint = "disable_account")]
pub async fn disable_account(
    #[server(flatten)] form: PersonForm,
    #[server(default)] ticked: Vec<String>,
) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let (id, kept) = (form.parse()?, domain::members::keeping::kept(&ticked)?);
    Ok(crate::services::services().people.disable(&caller, id, kept).await?)
}

/// The disabled account that is to be opened again.
#[server(name = AccountToReopen, output = Json, prefix = "/api", endpoint = "account_to_reopen")]
pub async fn account_to_reopen(id: String) -> Result<ReopenView, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::PersonId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services().people.to_reopen(&caller, id).await?)
}

/// Opens a disabled account again.
#[server(name = ReopenAccount, output = Json, prefix = "/api", endpoint = "reopen_account")]
pub async fn reopen_account(#[server(flatten)] form: ReopenForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().people.reopen(&caller, wish).await?)
}
