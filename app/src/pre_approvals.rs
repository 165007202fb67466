//! Pre-approved people on the screen: who is let in as soon as they ask, who came in by it, giving, changing and ending.

pub(crate) mod api;

mod change_page;
mod end_page;
mod give_page;
mod list_page;

use change_page::ChangePreApprovalPage;
use domain::organisations::OrganisationView;
use domain::pre_approvals::{PreApprovals, WaitingRow};
use domain::{PreApprovalId, Refusal};
use end_page::EndPreApprovalPage;
use give_page::PreApprovePage;
use leptos::prelude::*;
use list_page::PreApprovalsPage;

use self::api::pre_approvals;
use crate::asked::Asked;
use crate::chunk::chunk;
use crate::controls::parameter::piece;
use crate::controls::{Loaded, Trouble};
use crate::error::AppError;

chunk! {
    /// Who is pre-approved.
    pre_approvals: PreApprovalListPage { All => PreApprovalsPage, End => EndPreApprovalPage }
}

chunk! {
    /// Giving and changing a pre-approval.
    pre_approval: PreApprovalPage { Give => PreApprovePage, Change => ChangePreApprovalPage }
}

/// The organisation, above a heading.
fn caption(organisation: &OrganisationView) -> String {
    format!("{} · {}", organisation.name, organisation.code)
}

/// The one of the address that waits, for a page about it.
#[component]
fn One(show: fn(PreApprovals, WaitingRow) -> AnyView) -> impl IntoView {
    let (code, id) = (piece("code"), piece("id"));
    let list = Asked::new(move || code.get(), pre_approvals);
    view! {
        <Loaded answer=list let:list>
            {move || {
                let id = PreApprovalId::parse(&id.get());
                match list.waiting.iter().find(|row| Some(row.id) == id).cloned() {
                    Some(row) => show(list.clone(), row),
                    None => view! { <Trouble error=AppError::Refused(Refusal::NotFound)/> }.into_any(),
                }
            }}
        </Loaded>
    }
}
