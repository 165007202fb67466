//! The support team on the screen: who it is, whom it has appointed, and what one of them proposes and another confirms.

pub(crate) mod api;

mod override_page;
mod proposal_page;
mod propose_page;
mod removal_page;
mod support_team_page;
mod team_tables;

use domain::OdsCode;
use domain::proposals::Kind;
use override_page::OverridePage;
use proposal_page::ProposalPage;
use propose_page::ProposePage;
use removal_page::RemovalPage;
use support_team_page::SupportTeamPage;

use crate::chunk::chunk;
use crate::i18n::{Locale, say};

chunk! {
    /// The support team.
    support_team: TeamPage {
        Team => SupportTeamPage,
        Proposal => ProposalPage,
    }
}

chunk! {
    /// Proposing a change to it.
    proposing: ProposingPage {
        Propose => ProposePage,
        Removal => RemovalPage,
    }
}

chunk! {
    /// Proposing that the last approver may go.
    overriding: OverridingPage { Override => OverridePage }
}

/// What is proposed.
fn kind(l: Locale, kind: Kind) -> &'static str {
    match kind {
        Kind::SupportJoins => say!(l, proposals.kind.support_joins),
        Kind::SupportLeaves => say!(l, proposals.kind.support_leaves),
        Kind::AdministratorJoins => say!(l, proposals.kind.administrator_joins),
        Kind::AdministratorLeaves => say!(l, proposals.kind.administrator_leaves),
        Kind::LastApproverMayGo => say!(l, proposals.kind.last_approver_may_go),
    }
}

/// An organisation by name and code, as it is recognised.
fn commissioner((code, name): &(OdsCode, String)) -> String {
    format!("{name} · {code}")
}
