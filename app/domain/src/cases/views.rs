//! What screens show of cases: exactly this and no more, for it can be read in the page's source.

use serde::{Deserialize, Serialize};

use super::{Because, MatterKind, OutcomeTag, Shows, StateTag};
use crate::accounts::Position;
use crate::organisations::OrganisationView;
use crate::permission::Role;
use crate::shared_mailbox::Warning;
use crate::{CaseId, JoinRequestId, LondonTime, OdsCode, PersonId};

/// The list of cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseList {
    /// Which they are.
    pub shows: Shows,
    /// The first hundred: what is to be done first on top, what has ended last.
    pub rows: Vec<CaseRow>,
    /// How many each list has; at most a thousand are counted, and those that have ended are not.
    pub counts: Vec<(Shows, u32)>,
}

/// A case in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    /// Its id.
    pub id: CaseId,
    /// What it is about.
    pub kind: MatterKind,
    /// Whom: first and last name.
    pub name: String,
    /// The organisation's code.
    pub code: OdsCode,
    /// The organisation's name.
    pub organisation: String,
    /// Why it is a case.
    pub because: Because,
    /// Since when.
    pub opened_at: LondonTime,
    /// When it is to be worked on; only where that is later than it was opened.
    pub due_at: Option<LondonTime>,
    /// How many calls were made.
    pub calls: u32,
    /// Where it stands.
    pub state: StateTag,
    /// Whose first step waits for a second person, by name.
    pub first: Option<String>,
}

/// One case on its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    /// What the list shows of it.
    pub row: CaseRow,
    /// The person.
    pub person: PersonId,
    /// The person's e-mail address.
    pub email: String,
    /// What the person is at work, by their own word.
    pub position: Option<Position>,
    /// The request, where it is about one.
    pub request: Option<JoinRequestId>,
    /// The role asked for.
    pub role: Option<Role>,
    /// What the person wrote, or told support.
    pub reason: String,
    /// What the applicant's address and name give rise to.
    pub warning: Option<Warning>,
    /// The address that the account is to have.
    pub new_address: Option<String>,
    /// The organisation that is called.
    pub organisation: OrganisationView,
    /// Its number.
    pub number: NumberView,
    /// The calls, newest first.
    pub calls: Vec<CallRow>,
    /// What waits for a second support person, or was confirmed.
    pub agreed: Option<WhatWasAgreed>,
    /// Whether the viewer can confirm it, and why not.
    pub confirmable: Confirmable,
    /// Who settled it, by name.
    pub settled_by: Option<String>,
    /// When it ended.
    pub ended_at: Option<LondonTime>,
    /// Why it was declined; the person reads it.
    pub declined_because: Option<String>,
}

/// What a first support person kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatWasAgreed {
    /// Who, by name.
    pub by: String,
    /// When.
    pub at: LondonTime,
    /// Why without the organisation's agreement; absent where somebody there agreed.
    pub override_reason: Option<String>,
}

/// The telephone number of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NumberView {
    /// From the register.
    Register(String),
    /// Given by support.
    Given {
        /// The number.
        number: String,
        /// Where it was found.
        source: String,
        /// Who gave it, by name.
        by: String,
        /// When.
        at: LondonTime,
        /// Who confirmed it, by name.
        confirmed_by: Option<String>,
        /// Whether the viewer gave it, and so cannot confirm it.
        own: bool,
    },
    /// There is none.
    Missing,
}

impl NumberView {
    /// The number, where it may be called.
    pub fn callable(&self) -> Option<&str> {
        match self {
            Self::Register(number)
            | Self::Given {
                number,
                confirmed_by: Some(_),
                ..
            } => Some(number),
            Self::Given { .. } | Self::Missing => None,
        }
    }
}

/// A call on the page of its case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRow {
    /// When.
    pub at: LondonTime,
    /// Who called, by name.
    pub by: String,
    /// Which number.
    pub number: String,
    /// Who answered; empty where nobody did.
    pub answered_by: String,
    /// What that person is there.
    pub position: Option<Position>,
    /// How it went.
    pub outcome: OutcomeTag,
    /// When they were to be called again.
    pub again: Option<LondonTime>,
    /// Why they said no.
    pub reason: Option<String>,
    /// Notes.
    pub notes: String,
}

/// Whether a viewer can confirm what waits, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Confirmable {
    /// The viewer is a second person.
    Yes,
    /// The viewer was the first, and can take it back.
    First,
    /// It is about the viewer, who does nothing about it.
    Oneself,
}

/// What the applicant sees of the case about their own request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithSupport {
    /// Since when it is with support.
    pub since: LondonTime,
    /// When support tried to reach the organisation, newest first.
    pub tried: Vec<LondonTime>,
    /// Whether the organisation agreed, and a second support person has yet to confirm.
    pub agreed: bool,
}

/// The page that opens a case about a locked-out account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedOutView {
    /// The person.
    pub id: PersonId,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Whether the person has a second factor that could be removed.
    pub has_factor: bool,
    /// The organisations that could be called: those for which the person may act.
    pub organisations: Vec<OrganisationView>,
    /// The cases about the account that are open already.
    pub open: Vec<(CaseId, MatterKind)>,
}
