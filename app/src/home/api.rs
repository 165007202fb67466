//! What the front page asks.

use domain::home::Tiles;
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::Json;

/// The tiles that the person may use.
#[server(name = TilesCall, output = Json, prefix = "/api", endpoint = "tiles")]
pub async fn tiles() -> Result<Tiles, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().home.tiles(&caller).await?)
}
