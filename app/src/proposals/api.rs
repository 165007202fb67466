//! What screens ask of the support team and its proposals.

use domain::Receipt;
use domain::proposals::{
    OverrideForm, OverrideView, ProposalForm, ProposalView, ProposeForm, RemovalForm, RemovalView, SupportTeamView,
};
use leptos::prelude::*;

use crate::error::AppError;
use crate::wire::{Json, Tables};

/// The support team, the commissioning administrators, and what waits for a second support person.
#[server(name = SupportTeamCall, client = Tables, output = Json, prefix = "/api", endpoint = "support_team")]
pub async fn support_team() -> Result<SupportTeamView, AppError> {
    let caller = crate::services::signed_in()?;
    Ok(crate::services::services().proposals.support_team(&caller).await?)
}

/// One proposal.
#[server(name = ProposalCall, output = Json, prefix = "/api", endpoint = "proposal")]
pub async fn proposal(id: String) -> Result<ProposalView, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::ProposalId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    Ok(crate::services::services().proposals.proposal(&caller, id).await?)
}

/// Somebody who is to leave the support team, or the commissioner with this code.
#[server(name = RemovalToPropose, output = Json, prefix = "/api", endpoint = "removal_to_propose")]
pub async fn removal_to_propose(id: String, organisation: String) -> Result<RemovalView, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::PersonId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    let organisation = match organisation.as_str() {
        "" => None,
        code => Some(domain::OdsCode::parse(code).map_err(|_| domain::Refusal::NotFound)?),
    };
    Ok(crate::services::services()
        .proposals
        .removal(&caller, id, organisation)
        .await?)
}

/// The last approver of an organisation, of whom it can be proposed that they may go.
#[server(name = OverrideToPropose, output = Json, prefix = "/api", endpoint = "override_to_propose")]
pub async fn override_to_propose(id: String, organisation: String) -> Result<OverrideView, AppError> {
    let caller = crate::services::signed_in()?;
    let id = domain::PersonId::parse(&id).ok_or(domain::Refusal::NotFound)?;
    let code = domain::OdsCode::parse(&organisation).map_err(|_| domain::Refusal::NotFound)?;
    Ok(crate::services::services()
        .proposals
        .last_approver(&caller, id, &code)
        .await?)
}

/// Proposes that the last approver of an organisation may go.
#[server(name = ProposeOverride, output = Json, prefix = "/api", endpoint = "propose_override")]
pub async fn propose_override(#[server(flatten)] form: OverrideForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services()
        .proposals
        .propose_override(&caller, wish)
        .await?)
}

/// Proposes that somebody joins.
#[server(name = Propose, output = Json, prefix = "/api", endpoint = "propose")]
pub async fn propose(#[server(flatten)] form: ProposeForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services().proposals.propose(&caller, wish).await?)
}

/// Proposes that somebody leaves.
#[server(name = ProposeRemoval, output = Json, prefix = "/api", endpoint = "propose_removal")]
pub async fn propose_removal(#[server(flatten)] form: RemovalForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let wish = form.parse()?;
    Ok(crate::services::services()
        .proposals
        .propose_removal(&caller, wish)
        .await?)
}

/// Confirms a proposal.
#[server(name = ConfirmProposal, output = Json, prefix = "/api", endpoint = "confirm_proposal")]
pub async fn confirm_proposal(#[server(flatten)] form: ProposalForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = form.parse()?;
    Ok(crate::services::services().proposals.confirm(&caller, id).await?)
}

/// Turns a proposal down, or takes it back.
#[server(name = TurnDownProposal, output = Json, prefix = "/api", endpoint = "turn_down_proposal")]
pub async fn turn_down_proposal(#[server(flatten)] form: ProposalForm) -> Result<Receipt, AppError> {
    let caller = crate::services::signed_in()?;
    let id = form.parse()?;
    Ok(crate::services::services().proposals.turn_down(&caller, id).await?)
}
