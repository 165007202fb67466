//! What pages ask about sessions.

use domain::Receipt;
use domain::sessions::{self, SignInForm};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::{Json, Tables};

/// Who is looking.
#[server(client = Tables, output = Json, prefix = "/api", endpoint = "visitor")]
pub async fn visitor() -> Result<sessions::Visitor, AppError> {
    let caller = crate::services::caller();
    Ok(crate::services::services().sessions.visitor(caller.as_ref()).await?)
}

/// How long the session may still rest. Asking does not count as doing something: a page may ask while nobody is there.
#[server(output = Json, prefix = "/api", endpoint = "session_left")]
pub async fn session_left() -> Result<sessions::TimeLeft, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().sessions.time_left(&caller).await?)
}

/// Signs in.
#[server(output = Json, prefix = "/api", endpoint = "sign_in")]
pub async fn sign_in(#[server(flatten)] form: SignInForm) -> Result<Receipt, AppError> {
    let wish = form.parse()?;
    let signed_in = crate::services::services()
        .sessions
        .sign_in(&crate::services::visit(), wish)
        .await?;
    crate::services::hand_out_session(signed_in.secret);
    Ok(signed_in.receipt)
}

/// Signs out.
#[server(output = Json, prefix = "/api", endpoint = "sign_out")]
pub async fn sign_out() -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let receipt = crate::services::services().sessions.sign_out(&caller).await?;
    crate::services::forget_session();
    Ok(receipt)
}
