//! What screens ask about who may act.

use domain::acting::{ActingForm, ActingView};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::Json;

/// Whether somebody may act, and why; the question as it stands in the address.
#[server(name = WhoMayAct, output = Json, prefix = "/api", endpoint = "who_may_act")]
pub async fn who_may_act(#[server(flatten)] form: ActingForm) -> Result<ActingView, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().acting.who_may_act(&caller, form).await?)
}
