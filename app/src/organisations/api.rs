//! What screens ask of organisations.

use domain::Receipt;
use domain::organisations::{
    AddOrganisationForm, OrganisationDetails, OrganisationList, OrganisationsForm, OrganisationsFound, PolicyForm,
    PolicyView, ProfileForm, ProfileView,
};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::{Json, Tables};

/// Searches the register.
#[server(name = SearchOrganisations, output = Json, prefix = "/api", endpoint = "search_organisations")]
pub async fn search_organisations(words: String) -> Result<OrganisationsFound, AppError> {
    Ok(crate::services::services().organisations.search(&words).await?)
}

/// The profile of an organisation.
#[server(name = PracticeProfile, output = Json, prefix = "/api", endpoint = "practice_profile")]
pub async fn practice_profile(code: String) -> Result<ProfileView, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    Ok(crate::services::services()
        .organisations
        .profile(&caller, &code)
        .await?)
}

/// Changes the profile of an organisation.
#[server(name = EditPracticeProfile, output = Json, prefix = "/api", endpoint = "edit_practice_profile")]
pub async fn edit_practice_profile(#[server(flatten)] form: ProfileForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services()
        .organisations
        .edit_profile(&caller, wish)
        .await?)
}

/// The organisations that the caller may decide for; what is shown of them as it stands in the address.
#[server(name = ListOrganisations, client = Tables, output = Json, prefix = "/api", endpoint = "list_organisations")]
pub async fn list_organisations(#[server(flatten)] form: OrganisationsForm) -> Result<OrganisationList, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services()
        .organisations
        .list(&caller, form.read())
        .await?)
}

/// An organisation as administrators see it.
#[server(name = OrganisationDetailsCall, output = Json, prefix = "/api", endpoint = "organisation_details")]
pub async fn organisation_details(code: String) -> Result<OrganisationDetails, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    Ok(crate::services::services()
        .organisations
        .details(&caller, &code)
        .await?)
}

/// Who may decide at an organisation, and what a change would mean.
#[server(name = OrganisationPolicy, output = Json, prefix = "/api", endpoint = "organisation_policy")]
pub async fn organisation_policy(code: String) -> Result<PolicyView, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    Ok(crate::services::services().organisations.policy(&caller, &code).await?)
}

/// Changes who may decide at an organisation, and its kind.
#[server(name = ChangePolicy, output = Json, prefix = "/api", endpoint = "change_policy")]
pub async fn change_policy(#[server(flatten)] form: PolicyForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services()
        .organisations
        .change_policy(&caller, wish)
        .await?)
}

/// Whether the caller may add organisations.
#[server(name = OrganisationToAdd, output = Json, prefix = "/api", endpoint = "organisation_to_add")]
pub async fn organisation_to_add() -> Result<(), AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().organisations.may_add(&caller).await?)
}

/// Adds a trust or a commissioner.
#[server(name = AddOrganisation, output = Json, prefix = "/api", endpoint = "add_organisation")]
pub async fn add_organisation(#[server(flatten)] form: AddOrganisationForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().organisations.add(&caller, wish).await?)
}
