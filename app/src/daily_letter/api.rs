//! What screens ask of one's own daily letter.

use domain::Receipt;
use domain::daily_letter::{DailyLetterForm, DailyLetterView};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::Json;

/// Whether it is on.
#[server(name = DailyLetterCall, output = Json, prefix = "/api", endpoint = "daily_letter")]
pub async fn daily_letter() -> Result<DailyLetterView, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().daily_letter.daily_letter(&caller).await?)
}

/// Switches it on or off.
#[server(name = SwitchDailyLetter, output = Json, prefix = "/api", endpoint = "switch_daily_letter")]
pub async fn switch_daily_letter(#[server(flatten)] form: DailyLetterForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let on = form.parse()?;
    Ok(crate::services::services()
        .daily_letter
        .switch_daily_letter(&caller, on)
        .await?)
}
