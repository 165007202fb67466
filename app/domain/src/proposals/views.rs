//! What screens show of the support team and of proposals.

use serde::{Deserialize, Serialize};

use super::{Kind, StateTag};
use crate::members::last_approver::LastApprover;
use crate::permission::Role;
use crate::{JoinRequestId, LondonTime, OdsCode, PersonId, ProposalId};

/// The page *Support team*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportTeamView {
    /// The support people, by name.
    pub team: Vec<SupportRow>,
    /// The commissioning administrators, by commissioner.
    pub administrators: Vec<AdministratorRow>,
    /// What waits for a second support person, oldest first.
    pub proposals: Vec<ProposalRow>,
}

/// A support person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportRow {
    /// Who.
    pub id: PersonId,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Since when.
    pub since: LondonTime,
    /// Whether it can be proposed that they leave.
    pub removable: Removable,
}

/// A commissioning administrator of a commissioner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdministratorRow {
    /// Who.
    pub id: PersonId,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The commissioner's code.
    pub code: OdsCode,
    /// The commissioner's name.
    pub organisation: String,
    /// Since when.
    pub since: LondonTime,
    /// Whether it can be proposed that they leave.
    pub removable: Removable,
}

/// Whether it can be proposed that somebody leaves, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Removable {
    /// It can.
    Yes,
    /// Nobody proposes anything about themselves.
    Oneself,
    /// Fewer than two support people would be left.
    FewSupportPeople,
}

/// A proposal that waits, in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalRow {
    /// Its id.
    pub id: ProposalId,
    /// What is to happen.
    pub kind: Kind,
    /// To whom: first and last name.
    pub name: String,
    /// The organisation's code and name.
    pub organisation: Option<(OdsCode, String)>,
    /// Who proposed it.
    pub by: String,
    /// When.
    pub at: LondonTime,
}

/// One proposal on its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalView {
    /// What the list shows of it.
    pub row: ProposalRow,
    /// The person.
    pub person: PersonId,
    /// The person's e-mail address.
    pub email: String,
    /// Why.
    pub why: String,
    /// The request that it answers.
    pub request: Option<JoinRequestId>,
    /// When what is proposed ends again; of an override that was confirmed, until when it can be used.
    pub until: Option<LondonTime>,
    /// When an override was used, or could be used no more.
    pub used_at: Option<LondonTime>,
    /// Where it stands.
    pub state: StateTag,
    /// Who settled it.
    pub settled_by: Option<String>,
    /// When.
    pub settled_at: Option<LondonTime>,
    /// Whether the viewer can confirm it.
    pub confirmable: Confirmable,
}

/// Whether a viewer can confirm a proposal that waits, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Confirmable {
    /// The viewer is a second person.
    Yes,
    /// The viewer proposed it, and can take it back.
    Proposer,
    /// It is about the viewer.
    Oneself,
}

/// The page that proposes that somebody leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovalView {
    /// The person.
    pub id: PersonId,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The commissioner; the support team where absent.
    pub organisation: Option<(OdsCode, String)>,
    /// The other roles that the person keeps at the commissioner; without any, the whole access there ends.
    pub keeps: Vec<Role>,
    /// Whether it can be proposed.
    pub removable: Removable,
    /// That the person is the last who decides there, so that the role stays for now (decision 6).
    pub last_approver: Option<LastApprover>,
}
