//! What screens ask of second factors.

use domain::Receipt;
use domain::factors::{
    AddAppForm, AppToAdd, CodeForm, FactorsView, PasskeyForm, PasskeyJson, ProveForm, RecoveryCodes as Codes,
    RenameFactorForm, Ways,
};
use domain::my_account::PasswordForm;
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::Json;

/// The person's factors.
#[server(name = MyFactors, output = Json, prefix = "/api", endpoint = "my_factors")]
pub async fn my_factors() -> Result<FactorsView, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().factors.factors(&caller).await?)
}

/// Makes a key for an authenticator app.
#[server(name = StartApp, output = Json, prefix = "/api", endpoint = "start_app")]
pub async fn start_app(#[server(flatten)] form: PasswordForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().factors.start_app(&caller, form).await?)
}

/// The key that was made.
#[server(name = AppToAddCall, output = Json, prefix = "/api", endpoint = "app_to_add")]
pub async fn app_to_add() -> Result<AppToAdd, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().factors.app_to_add(&caller).await?)
}

/// Adds the app.
#[server(name = AddApp, output = Json, prefix = "/api", endpoint = "add_app")]
pub async fn add_app(#[server(flatten)] form: AddAppForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().factors.add_app(&caller, wish).await?)
}

/// What the browser asks a new passkey.
#[server(name = StartPasskey, output = Json, prefix = "/api", endpoint = "start_passkey")]
pub async fn start_passkey(#[server(flatten)] form: PasswordForm) -> Result<PasskeyJson, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().factors.start_passkey(&caller, form).await?)
}

/// Adds the passkey that answered.
#[server(name = AddPasskey, output = Json, prefix = "/api", endpoint = "add_passkey")]
pub async fn add_passkey(#[server(flatten)] form: PasskeyForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse_new()?;
    Ok(crate::services::services().factors.add_passkey(&caller, wish).await?)
}

/// Gives a factor another name.
#[server(name = RenameFactor, output = Json, prefix = "/api", endpoint = "rename_factor")]
pub async fn rename_factor(#[server(flatten)] form: RenameFactorForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().factors.rename(&caller, wish).await?)
}

/// Removes a factor.
#[server(name = RemoveFactor, output = Json, prefix = "/api", endpoint = "remove_factor")]
pub async fn remove_factor(id: String) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::FactorId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services().factors.remove(&caller, id).await?)
}

/// Makes new recovery codes in place of those before.
#[server(name = MakeRecoveryCodes, output = Json, prefix = "/api", endpoint = "make_recovery_codes")]
pub async fn make_recovery_codes() -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().factors.make_recovery_codes(&caller).await?)
}

/// The codes just made, until they are noted.
#[server(name = RecoveryCodesCall, output = Json, prefix = "/api", endpoint = "recovery_codes")]
pub async fn recovery_codes() -> Result<Codes, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().factors.recovery_codes(&caller).await?)
}

/// The codes are noted.
#[server(name = RecoveryCodesNoted, output = Json, prefix = "/api", endpoint = "recovery_codes_noted")]
pub async fn recovery_codes_noted() -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services()
        .factors
        .recovery_codes_noted(&caller)
        .await?)
}

/// What the second step of signing in asks for.
#[server(name = SecondStep, output = Json, prefix = "/api", endpoint = "second_step")]
pub async fn second_step() -> Result<Ways, AppError> {
    Ok(crate::services::services()
        .factors
        .second_step(&crate::services::visit())
        .await?)
}

/// The second step with a code.
#[server(name = GiveCode, output = Json, prefix = "/api", endpoint = "give_code")]
pub async fn give_code(#[server(flatten)] form: CodeForm) -> Result<Receipt, AppError> {
    let wish = form.parse()?;
    let signed_in = crate::services::services()
        .factors
        .give_code(&crate::services::visit(), wish)
        .await?;
    crate::services::hand_out_session(signed_in.secret);
    Ok(signed_in.receipt)
}

/// What the browser asks a passkey in the second step.
#[server(name = StartPasskeyStep, output = Json, prefix = "/api", endpoint = "start_passkey_step")]
pub async fn start_passkey_step() -> Result<PasskeyJson, AppError> {
    Ok(crate::services::services()
        .factors
        .start_passkey_step(&crate::services::visit())
        .await?)
}

/// The second step with a passkey.
#[server(name = PasskeyStep, output = Json, prefix = "/api", endpoint = "passkey_step")]
pub async fn passkey_step(#[server(flatten)] form: PasskeyForm) -> Result<Receipt, AppError> {
    let signed_in = crate::services::services()
        .factors
        .passkey_step(&crate::services::visit(), form.parse_known())
        .await?;
    crate::services::hand_out_session(signed_in.secret);
    Ok(signed_in.receipt)
}

/// What the browser asks any passkey of this service.
#[server(name = StartPasskeySignIn, output = Json, prefix = "/api", endpoint = "start_passkey_sign_in")]
pub async fn start_passkey_sign_in() -> Result<PasskeyJson, AppError> {
    Ok(crate::services::services()
        .factors
        .start_passkey_sign_in(&crate::services::visit())
        .await?)
}

/// Signs in with a passkey alone.
#[server(name = PasskeySignIn, output = Json, prefix = "/api", endpoint = "passkey_sign_in")]
pub async fn passkey_sign_in(#[server(flatten)] form: PasskeyForm) -> Result<Receipt, AppError> {
    let signed_in = crate::services::services()
        .factors
        .passkey_sign_in(&crate::services::visit(), form.parse_known())
        .await?;
    crate::services::hand_out_session(signed_in.secret);
    Ok(signed_in.receipt)
}

/// What the person can show again.
#[server(name = ProofToGive, output = Json, prefix = "/api", endpoint = "proof_to_give")]
pub async fn proof_to_give() -> Result<Ways, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().factors.proof_to_give(&caller).await?)
}

/// Shows again that it is they.
#[server(name = Prove, output = Json, prefix = "/api", endpoint = "prove")]
pub async fn prove(#[server(flatten)] form: ProveForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    let proven = crate::services::services().factors.prove(&caller, wish).await?;
    crate::services::hand_out_session(proven.secret);
    Ok(proven.receipt)
}

/// What the browser asks a passkey to show again that it is they.
#[server(name = StartPasskeyProof, output = Json, prefix = "/api", endpoint = "start_passkey_proof")]
pub async fn start_passkey_proof() -> Result<PasskeyJson, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().factors.start_passkey_proof(&caller).await?)
}

/// The same, answered.
#[server(name = ProveByPasskey, output = Json, prefix = "/api", endpoint = "prove_by_passkey")]
pub async fn prove_by_passkey(#[server(flatten)] form: PasskeyForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let proven = crate::services::services()
        .factors
        .prove_by_passkey(&caller, form.parse_known())
        .await?;
    crate::services::hand_out_session(proven.secret);
    Ok(proven.receipt)
}
