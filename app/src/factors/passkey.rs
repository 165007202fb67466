//! Asking the browser for a passkey: the server's question in, the passkey's answer out, both JSON as `WebAuthn` defines
//! it. Whoever cancels, and a browser that knows no passkeys, is told the same: try again, or use a code.

use domain::Refusal;
use js_sys::{Function, JSON, Object, Promise, Reflect};
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys;
use wasm_bindgen_futures::JsFuture;

use crate::error::AppError;

/// What a passkey is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ceremony {
    /// To be made.
    Create,
    /// To be used.
    Get,
}

/// Puts the server's question to a passkey.
pub(super) async fn ask(ceremony: Ceremony, question: &str) -> Result<String, AppError> {
    answer(ceremony, question)
        .await
        .map_err(|_| AppError::Refused(Refusal::PasskeyFailed))
}

async fn answer(ceremony: Ceremony, question: &str) -> Result<String, JsValue> {
    let (method, reader) = match ceremony {
        Ceremony::Create => ("create", "parseCreationOptionsFromJSON"),
        Ceremony::Get => ("get", "parseRequestOptionsFromJSON"),
    };
    let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
    let kind = Reflect::get(&window, &"PublicKeyCredential".into())?;
    let question = Reflect::get(&JSON::parse(question)?, &"publicKey".into())?;
    let question = function(&kind, reader)?.call1(&kind, &question)?;
    let asked = Object::new();
    Reflect::set(&asked, &"publicKey".into(), &question)?;
    let credentials = Reflect::get(&window.navigator(), &"credentials".into())?;
    let promise: Promise = function(&credentials, method)?
        .call1(&credentials, &asked)?
        .dyn_into()?;
    let credential = JsFuture::from(promise).await?;
    let plain = function(&credential, "toJSON")?.call0(&credential)?;
    Ok(JSON::stringify(&plain)?.into())
}

fn function(of: &JsValue, name: &str) -> Result<Function, JsValue> {
    Reflect::get(of, &name.into())?.dyn_into()
}
