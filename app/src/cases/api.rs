//! What screens ask of cases.

use domain::Receipt;
use domain::cases::{CallForm, CaseForm, CaseList, CaseView, LockedOutForm, LockedOutView, NumberForm, ReasonForm};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::{Json, Tables};

/// The cases of one of the lists ([`domain::cases::Shows::tag`]).
#[server(name = CasesCall, client = Tables, output = Json, prefix = "/api", endpoint = "cases")]
pub async fn cases(shows: String) -> Result<CaseList, AppError> {
    let caller = crate::services::signed_in()?;
    let shows = domain::cases::Shows::from_tag(&shows);
    Ok(crate::services::services().cases.list(&caller, shows).await?)
}

/// One case, with its calls.
#[server(name = CaseCall, client = Tables, output = Json, prefix = "/api", endpoint = "case")]
pub async fn case(id: String) -> Result<CaseView, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::CaseId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services().cases.case(&caller, id).await?)
}

/// Keeps a call.
#[server(name = KeepCall, output = Json, prefix = "/api", endpoint = "keep_call")]
pub async fn keep_call(#[server(flatten)] form: CallForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let call = form.parse()?;
    Ok(crate::services::services().cases.call(&caller, call).await?)
}

/// Wants to act without the organisation's agreement.
#[server(name = OverrideCase, output = Json, prefix = "/api", endpoint = "override_case")]
pub async fn override_case(#[server(flatten)] form: ReasonForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().cases.override_case(&caller, wish).await?)
}

/// Confirms a case: a second support person.
#[server(name = ConfirmCase, output = Json, prefix = "/api", endpoint = "confirm_case")]
pub async fn confirm_case(#[server(flatten)] form: CaseForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = form.parse()?;
    Ok(crate::services::services().cases.confirm(&caller, id).await?)
}

/// Does not confirm a case, or takes back what was kept.
#[server(name = SendCaseBack, output = Json, prefix = "/api", endpoint = "send_case_back")]
pub async fn send_case_back(#[server(flatten)] form: ReasonForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().cases.send_back(&caller, wish).await?)
}

/// Ends a case: what was asked is not done.
#[server(name = TurnDownCase, output = Json, prefix = "/api", endpoint = "turn_down_case")]
pub async fn turn_down_case(#[server(flatten)] form: ReasonForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().cases.turn_down(&caller, wish).await?)
}

/// Gives the telephone number of an organisation for which the register has none.
#[server(name = GiveNumber, output = Json, prefix = "/api", endpoint = "give_number")]
pub async fn give_number(#[server(flatten)] form: NumberForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().cases.give_number(&caller, wish).await?)
}

/// Confirms that number: a second support person.
#[server(name = ConfirmNumber, output = Json, prefix = "/api", endpoint = "confirm_number")]
pub async fn confirm_number(#[server(flatten)] form: CaseForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = form.parse()?;
    Ok(crate::services::services().cases.confirm_number(&caller, id).await?)
}

/// Somebody who may be locked out.
#[server(name = LockedOut, output = Json, prefix = "/api", endpoint = "locked_out")]
pub async fn locked_out(id: String) -> Result<LockedOutView, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::PersonId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services().cases.locked_out(&caller, id).await?)
}

/// Opens a case about a locked-out account.
#[server(name = OpenCase, output = Json, prefix = "/api", endpoint = "open_case")]
pub async fn open_case(#[server(flatten)] form: LockedOutForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().cases.open(&caller, wish).await?)
}
