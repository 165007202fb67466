//! What pages ask of the demo.

use domain::demo::{DemoLetter, DemoLetterText};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::Json;

/// The latest letters.
#[server(output = Json, prefix = "/api", endpoint = "demo_letters")]
pub async fn demo_letters() -> Result<Vec<DemoLetter>, AppError> {
    Ok(crate::services::services().demo.letters().await?)
}

/// One letter.
#[server(name = OneDemoLetter, output = Json, prefix = "/api", endpoint = "demo_letter")]
pub async fn demo_letter(id: String) -> Result<DemoLetterText, AppError> {
    let id = domain::LetterId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services().demo.letter(id).await?)
}
