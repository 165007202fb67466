//! What screens show of requests: exactly this and no more, for it can be read in the page's source.

use serde::{Deserialize, Serialize};

use super::{Ahead, StateTag};
use crate::accounts::Position;
use crate::cases::WithSupport;
use crate::members::roles::HeldRole;
use crate::organisations::{OrganisationView, Policy};
use crate::permission::Role;
use crate::rosters::RosterView;
use crate::shared_mailbox::Warning;
use crate::{CaseId, JoinRequestId, LondonTime, OdsCode, ProposalId};

/// An organisation that a signed-in person is about to ask, with what can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskView {
    /// The organisation.
    pub organisation: OrganisationView,
    /// The roles that can be asked for there.
    pub roles: Vec<Role>,
    /// What the applicant is warned of.
    pub warning: Option<Warning>,
}

/// One of the person's own requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyRequest {
    /// Its id; the reference.
    pub id: JoinRequestId,
    /// The organisation.
    pub organisation: OrganisationView,
    /// The role asked for.
    pub role: Role,
    /// Why the person asked.
    pub reason: String,
    /// Where it stands.
    pub state: StateTag,
    /// When it was made.
    pub made_at: LondonTime,
    /// When it ended.
    pub ended_at: Option<LondonTime>,
    /// What the decider wrote.
    pub decision_reason: Option<String>,
    /// How many people may decide, not who.
    pub deciders: u32,
    /// When the person last reminded them.
    pub nudged_at: Option<LondonTime>,
    /// Whether the person may remind them now: the request waits, and the last time is a day ago or more.
    pub may_nudge: bool,
    /// What becomes of it if nobody decides; where it waits.
    pub ahead: Option<Ahead>,
    /// What support has done about it so far; where it waits and is in the hands of support.
    pub with_support: Option<WithSupport>,
}

/// A row of the first table of *Practice enabled users* (S11), and of the list of pending requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRow {
    /// The request.
    pub id: JoinRequestId,
    /// The organisation's code.
    pub code: OdsCode,
    /// The organisation's name.
    pub organisation: String,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// What the person is at work.
    pub position: Option<Position>,
    /// The role asked for.
    pub role: Role,
    /// Why.
    pub reason: String,
    /// When it was made.
    pub made_at: LondonTime,
    /// What the reviewer is warned of; such a row offers Review only (decision 4).
    pub warning: Option<Warning>,
    /// Whether it is the viewer's own, so that somebody else must decide.
    pub own: bool,
    /// Whether the viewer approves it through a case only; such a row offers Review only.
    pub needs_case: bool,
}

/// A request on its review page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewView {
    /// The request.
    pub row: RequestRow,
    /// The organisation.
    pub organisation: OrganisationView,
    /// Who may decide there.
    pub policy: Policy,
    /// Where it stands.
    pub state: StateTag,
    /// Who decided, by name, where somebody has.
    pub decided_by: Option<String>,
    /// When it ended.
    pub ended_at: Option<LondonTime>,
    /// What the decider wrote.
    pub decision_reason: Option<String>,
    /// The proposal that a support person's approval of it has become, and who made it when; a second one must confirm.
    pub proposed: Option<(ProposalId, String, LondonTime)>,
    /// The case that it has become; for support only.
    pub case: Option<CaseId>,
    /// The roles that the viewer may give, the one asked for among them.
    pub roles: Vec<Role>,
    /// The open rosters and roster groups that a role may be limited to, by name.
    pub rosters: Vec<RosterView>,
    /// Whether the viewer may approve a shared mailbox, with a reason (decision 7).
    pub may_override: bool,
    /// What else of the applicant concerns organisations that the viewer may decide for.
    pub besides: Vec<Besides>,
}

/// Something else of an applicant that concerns an organisation that the viewer may decide for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Besides {
    /// The organisation's code.
    pub code: OdsCode,
    /// The organisation's name.
    pub organisation: String,
    /// What.
    pub what: BesidesWhat,
}

/// How an applicant stands to another organisation, or what they asked there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BesidesWhat {
    /// May act for it.
    Member {
        /// In these roles.
        roles: Vec<HeldRole>,
        /// Since when.
        since: LondonTime,
    },
    /// Could act for it until that was revoked.
    Revoked {
        /// When.
        at: LondonTime,
    },
    /// Asked.
    Asked {
        /// The request.
        id: JoinRequestId,
        /// For which role.
        role: Role,
        /// Where it stands.
        state: StateTag,
        /// When it was made.
        made_at: LondonTime,
    },
}
