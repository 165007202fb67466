//! What screens ask of one's own keyboard shortcuts.

use domain::Receipt;
use domain::shortcuts::ShortcutsForm;
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::Json;

/// Switches them on or off.
#[server(name = SwitchShortcuts, output = Json, prefix = "/api", endpoint = "switch_shortcuts")]
pub async fn switch_shortcuts(#[server(flatten)] form: ShortcutsForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let on = form.parse()?;
    Ok(crate::services::services()
        .shortcuts
        .switch_shortcuts(&caller, on)
        .await?)
}
