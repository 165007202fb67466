//! The audit: who did what, when, for which organisation, about whom, and why. Append-only; never a secret.
//! Everything that can happen is listed in `event.rs`.

mod event;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

pub use self::event::Event;
use crate::organisations::OrganisationView;
use crate::{Answer, AuditId, BatchId, Caller, LondonTime, Moment, OdsCode, OrganisationId, PersonId, RequestId};

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person, or a person proving an address by a link.
    Person(PersonId),
    /// Somebody who is not signed in.
    Visitor,
    /// The service itself.
    Service,
    /// Somebody at the server's command line.
    Command,
}

impl Actor {
    /// How the kind of actor is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Visitor => "visitor",
            Self::Service => "service",
            Self::Command => "command",
        }
    }

    /// The person, where it was one.
    pub const fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(id) => Some(id),
            _ => None,
        }
    }
}

/// One line of the audit, before it has an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Moment,
    /// Who.
    pub actor: Actor,
    /// What.
    pub event: Event,
    /// For which organisation.
    pub organisation: Option<OrganisationId>,
    /// About whom.
    pub person: Option<PersonId>,
    /// How it was, where that says something; never a secret.
    pub before: Option<String>,
    /// How it is now; never a secret.
    pub after: Option<String>,
    /// Why.
    pub why: Option<String>,
    /// The request in which it happened.
    pub request: RequestId,
    /// The import in which it happened.
    pub batch: Option<BatchId>,
}

impl Entry {
    /// A line with who, what, when and in which request; the rest is added by the `with` methods.
    pub const fn new(event: Event, actor: Actor, at: Moment, request: RequestId) -> Self {
        Self {
            at,
            actor,
            event,
            organisation: None,
            person: None,
            before: None,
            after: None,
            why: None,
            request,
            batch: None,
        }
    }

    /// For which organisation.
    #[must_use]
    pub const fn for_organisation(mut self, organisation: OrganisationId) -> Self {
        self.organisation = Some(organisation);
        self
    }

    /// About whom.
    #[must_use]
    pub const fn about(mut self, person: PersonId) -> Self {
        self.person = Some(person);
        self
    }

    /// How it was, and how it is now.
    #[must_use]
    pub fn changing(mut self, before: impl Into<Option<String>>, after: impl Into<Option<String>>) -> Self {
        self.before = before.into();
        self.after = after.into();
        self
    }

    /// Why.
    #[must_use]
    pub fn because(mut self, why: Option<String>) -> Self {
        self.why = why;
        self
    }

    /// In which import.
    #[must_use]
    pub const fn in_batch(mut self, batch: BatchId) -> Self {
        self.batch = Some(batch);
        self
    }
}

/// A line of *What happened*, ready to be put into a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRow {
    /// Its id; the place in the list.
    pub id: AuditId,
    /// When.
    pub at: LondonTime,
    /// What.
    pub event: Event,
    /// Who, by name; absent for the service, the command line and visitors.
    pub by: Option<String>,
    /// About whom, by name.
    pub about: Option<String>,
    /// Why.
    pub why: Option<String>,
}

/// What to show of *What happened*: the filter, as it stands in the address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HistoryFilter {
    /// Only these events: `requests`, `access`, `profile`, or all.
    pub what: String,
    /// Only lines older than this one ([`AuditId`]), or from the newest.
    pub before: String,
}

impl HistoryFilter {
    /// The events that the filter lets through; `None` for all.
    pub fn events(&self) -> Option<&'static [Event]> {
        match self.what.as_str() {
            "requests" => Some(&[
                Event::RequestMade,
                Event::RequestReady,
                Event::RequestApproved,
                Event::RequestRejected,
                Event::RequestWithdrawn,
                Event::RequestNudged,
                Event::RequestReminded,
                Event::RequestWithSupport,
                Event::RequestLapsed,
                Event::RequestClosed,
            ]),
            "access" => Some(&[
                Event::RequestApproved,
                Event::LetIn,
                Event::MemberRevoked,
                Event::LastApproverOverridden,
                Event::MemberLeft,
                Event::AccountClosed,
                Event::PreApprovalGiven,
                Event::PreApprovalEnded,
                Event::PreApprovalChanged,
                Event::MemberEnabled,
                Event::MemberMoved,
                Event::MemberCame,
                Event::SuccessorChanged,
                Event::AccountDisabled,
                Event::RoleGranted,
                Event::RoleChanged,
                Event::RoleRemoved,
                Event::RoleEndTold,
                Event::RosterClosed,
                Event::MedicImported,
                Event::MedicChanged,
                Event::MedicEnded,
                Event::MedicIn,
                Event::ManagerListed,
                Event::ManagerChanged,
                Event::ManagerUnlisted,
                Event::NewUserAdded,
                Event::NewUserWithdrawn,
                Event::NewUserIn,
                Event::NewUserDeclined,
                Event::InvitationAsked,
                Event::InvitationReminded,
                Event::InvitationExpired,
            ]),
            "profile" => Some(&[Event::ProfileChanged, Event::PrimaryContactChanged]),
            _ => None,
        }
    }
}

/// A page of *What happened*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// The organisation.
    pub organisation: OrganisationView,
    /// The lines, newest first.
    pub rows: Vec<HistoryRow>,
    /// Where the next page starts, where there is one.
    pub older: Option<AuditId>,
}

/// How many lines a page of *What happened* has.
pub const HISTORY_PAGE: u16 = 50;

/// What can be asked of the audit.
#[async_trait]
pub trait Audit: Send + Sync {
    /// What happened at an organisation.
    async fn history(&self, caller: &Caller, code: &OdsCode, filter: HistoryFilter) -> Answer<History>;
}
