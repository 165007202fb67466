//! What screens ask of organisations.

use domain::Receipt;
use domain::organisations::{OrganisationsFound, ProfileForm, ProfileView};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::Json;

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
