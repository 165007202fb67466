//! What screens ask of requests to join.

use domain::Receipt;
use domain::join_requests::several::{SeveralForm, SeveralView};
use domain::join_requests::{
    AskForm, AskView, DecisionForm, MyRequest, RequestRow, ReviewView, UndoForm, UndoableView, WithdrawForm,
};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::{Json, Tables};

/// The organisation that a person is about to ask.
#[server(name = OrganisationToAsk, output = Json, prefix = "/api", endpoint = "organisation_to_ask")]
pub async fn organisation_to_ask(code: String) -> Result<AskView, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    Ok(crate::services::services()
        .join_requests
        .organisation_to_ask(&caller, &code)
        .await?)
}

/// Asks to act for an organisation.
#[server(name = AskToJoin, output = Json, prefix = "/api", endpoint = "ask_to_join")]
pub async fn ask_to_join(#[server(flatten)] form: AskForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().join_requests.ask(&caller, wish).await?)
}

/// The person's own requests.
#[server(name = MyRequests, client = Tables, output = Json, prefix = "/api", endpoint = "my_requests")]
pub async fn my_requests() -> Result<Vec<MyRequest>, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().join_requests.mine(&caller).await?)
}

/// One of the person's own requests.
#[server(name = MyRequestCall, output = Json, prefix = "/api", endpoint = "my_request")]
pub async fn my_request(id: String) -> Result<MyRequest, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::JoinRequestId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services()
        .join_requests
        .my_request(&caller, id)
        .await?)
}

/// Takes one's own request back.
#[server(name = WithdrawJoinRequest, output = Json, prefix = "/api", endpoint = "withdraw_join_request")]
pub async fn withdraw_join_request(#[server(flatten)] form: WithdrawForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = form.parse()?;
    Ok(crate::services::services().join_requests.withdraw(&caller, id).await?)
}

/// Reminds those who may decide.
#[server(name = NudgeJoinRequest, output = Json, prefix = "/api", endpoint = "nudge_join_request")]
pub async fn nudge_join_request(id: String) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::JoinRequestId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services().join_requests.nudge(&caller, id).await?)
}

/// The requests that wait for the person's decision.
#[server(name = PendingRequests, client = Tables, output = Json, prefix = "/api", endpoint = "pending_requests")]
pub async fn pending_requests() -> Result<Vec<RequestRow>, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().join_requests.pending(&caller).await?)
}

/// A request for those who may decide it.
#[server(name = JoinRequestToReview, output = Json, prefix = "/api", endpoint = "join_request_to_review")]
pub async fn join_request_to_review(code: String, id: String) -> Result<ReviewView, AppError> {
    let caller = crate::services::signed_in()?;
    let code = domain::OdsCode::parse(&code).map_err(|_| domain::Refusal::NotFound)?;
    let id = domain::JoinRequestId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services()
        .join_requests
        .review(&caller, &code, id)
        .await?)
}

/// Approves.
#[server(name = ApproveJoinRequest, output = Json, prefix = "/api", endpoint = "approve_join_request")]
pub async fn approve_join_request(#[server(flatten)] form: DecisionForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse_approval()?;
    Ok(crate::services::services().join_requests.approve(&caller, wish).await?)
}

/// Rejects.
#[server(name = RejectJoinRequest, output = Json, prefix = "/api", endpoint = "reject_join_request")]
pub async fn reject_join_request(#[server(flatten)] form: DecisionForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse_rejection()?;
    Ok(crate::services::services().join_requests.reject(&caller, wish).await?)
}

/// The person's own decisions that can still be undone; or the one about a request, where `id` names it.
#[server(name = UndoableDecisions, output = Json, prefix = "/api", endpoint = "undoable_decisions")]
pub async fn undoable_decisions(id: String) -> Result<Vec<UndoableView>, AppError> {
    let caller = crate::services::signed_in()?;
    let only = domain::JoinRequestId::parse(&id);
    Ok(crate::services::services()
        .join_requests
        .undoable(&caller, only)
        .await?)
}

/// Undoes one's own decision.
#[server(name = UndoDecision, output = Json, prefix = "/api", endpoint = "undo_decision")]
pub async fn undo_decision(#[server(flatten)] form: UndoForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().join_requests.undo(&caller, wish).await?)
}

/// Keeps what was ticked in a table, for the page on which it is decided.
#[server(name = ChooseSeveral, output = Json, prefix = "/api", endpoint = "choose_several")]
pub async fn choose_several(#[server(default)] ticked: Vec<String>, verdict: String) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = domain::join_requests::several::TickedForm { ticked, verdict }.parse()?;
    Ok(crate::services::services().several.choose(&caller, wish).await?)
}

/// What was chosen, or what came of it.
#[server(name = Several, output = Json, prefix = "/api", endpoint = "several")]
pub async fn several(id: String) -> Result<SeveralView, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::SeveralId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services().several.show(&caller, id).await?)
}

/// Decides what was chosen, one request after the other.
#[server(name = DecideSeveral, output = Json, prefix = "/api", endpoint = "decide_several")]
pub async fn decide_several(#[server(flatten)] form: SeveralForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().several.decide(&caller, wish).await?)
}
