//! What screens ask of the audit.

use domain::audit::History;
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::{Json, Tables};

/// What happened at an organisation.
#[server(name = WhatHappened, client = Tables, output = Json, prefix = "/api", endpoint = "what_happened")]
pub async fn what_happened(code: String, what: String, before: String) -> Result<History, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    Ok(crate::services::services()
        .audit
        .history(&caller, &code, domain::audit::HistoryFilter { what, before })
        .await?)
}
