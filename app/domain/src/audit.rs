//! The audit: who did what, when, for which organisation, about whom, and why. Append-only; never a secret.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

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

/// What happened. Closed, so that every change of state has its name and its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// An account was created, unconfirmed.
    AccountCreated,
    /// Somebody tried to create an account with an address that has one; its owner was written to.
    AccountCreatedAgain,
    /// A new confirmation link was sent.
    ConfirmationSent,
    /// An address was confirmed and a password chosen.
    AccountConfirmed,
    /// Signed in.
    SignedIn,
    /// Signed out.
    SignedOut,
    /// A request was made; by an unconfirmed person it waits for the confirmation.
    RequestMade,
    /// A request reached those who may decide.
    RequestReady,
    /// A request was approved.
    RequestApproved,
    /// A request was rejected.
    RequestRejected,
    /// A request was withdrawn.
    RequestWithdrawn,
    /// A pre-approved person was let in.
    LetIn,
    /// A pre-approval was given.
    PreApprovalGiven,
    /// A pre-approval ended with its giver.
    PreApprovalEnded,
    /// A member's access was revoked.
    MemberRevoked,
    /// The practice profile was changed.
    ProfileChanged,
    /// An organisation came with the register, or support added it.
    OrganisationAdded,
    /// An organisation changed with the register.
    OrganisationChanged,
    /// A support person was appointed at the command line.
    SupportAppointed,
    /// The same, in an emergency.
    SupportAppointedInEmergency,
    /// A person changed their own names, position, telephone or language.
    DetailsChanged,
    /// Another address was asked for; it waits for its confirmation.
    AddressChangeAsked,
    /// The account has another address.
    AddressChanged,
    /// The password was changed by somebody who knew the old one.
    PasswordChanged,
    /// A link to a new password was sent.
    PasswordResetAsked,
    /// A new password was chosen with a link.
    PasswordReset,
    /// A session was ended from elsewhere by its owner.
    SessionEnded,
    /// A member left.
    MemberLeft,
    /// An account was closed by its owner (S61).
    AccountClosed,
    /// The requester reminded those who may decide.
    RequestNudged,
    /// A person downloaded what is held about them.
    DataDownloaded,
    /// A second factor was added.
    FactorAdded,
    /// A second factor was given another name.
    FactorRenamed,
    /// A second factor was removed.
    FactorRemoved,
    /// Recovery codes were made, in place of those before.
    RecoveryCodesMade,
    /// A recovery code was used.
    RecoveryCodeUsed,
    /// A signed-in person showed again that it is they (step-up).
    ProvenAgain,
    /// An unconfirmed registration was deleted; its address is free again (S34).
    RegistrationDeleted,
    /// A revoked access was given back (S57).
    MemberEnabled,
    /// An account was disabled by somebody else (S62).
    AccountDisabled,
    /// A disabled account was opened again.
    AccountReopened,
    /// A member was given a role.
    RoleGranted,
    /// The start or the end of a member’s role was changed.
    RoleChanged,
    /// A role was taken from a member.
    RoleRemoved,
    /// Somebody was added; a letter asks them to confirm or accept.
    NewUserAdded,
    /// What somebody who was added will get was changed.
    NewUserChanged,
    /// Adding somebody was taken back.
    NewUserWithdrawn,
    /// Somebody who was added confirmed or accepted, and may act.
    NewUserIn,
    /// Somebody who was added declined.
    NewUserDeclined,
    /// The mark *medical secretary* was changed.
    MedicalSecretaryChanged,
    /// Who may decide at an organisation was changed.
    PolicyChanged,
    /// The kind of an organisation was changed.
    KindChanged,
    /// A list was downloaded.
    ListExported,
    /// A support person proposed what another must confirm.
    ProposalMade,
    /// A second support person confirmed a proposal.
    ProposalConfirmed,
    /// A proposal was turned down or taken back.
    ProposalTurnedDown,
    /// Somebody left the support team.
    SupportEnded,
    /// A person switched the daily letter of what waits on or off.
    DigestSwitched,
    /// The demo was set up.
    DemoSetUp,
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 59] = [
        Self::AccountCreated,
        Self::AccountCreatedAgain,
        Self::ConfirmationSent,
        Self::AccountConfirmed,
        Self::SignedIn,
        Self::SignedOut,
        Self::RequestMade,
        Self::RequestReady,
        Self::RequestApproved,
        Self::RequestRejected,
        Self::RequestWithdrawn,
        Self::LetIn,
        Self::PreApprovalGiven,
        Self::PreApprovalEnded,
        Self::MemberRevoked,
        Self::ProfileChanged,
        Self::OrganisationAdded,
        Self::OrganisationChanged,
        Self::SupportAppointed,
        Self::SupportAppointedInEmergency,
        Self::DetailsChanged,
        Self::AddressChangeAsked,
        Self::AddressChanged,
        Self::PasswordChanged,
        Self::PasswordResetAsked,
        Self::PasswordReset,
        Self::SessionEnded,
        Self::MemberLeft,
        Self::AccountClosed,
        Self::RequestNudged,
        Self::DataDownloaded,
        Self::FactorAdded,
        Self::FactorRenamed,
        Self::FactorRemoved,
        Self::RecoveryCodesMade,
        Self::RecoveryCodeUsed,
        Self::ProvenAgain,
        Self::RegistrationDeleted,
        Self::MemberEnabled,
        Self::AccountDisabled,
        Self::AccountReopened,
        Self::RoleGranted,
        Self::RoleChanged,
        Self::RoleRemoved,
        Self::NewUserAdded,
        Self::NewUserChanged,
        Self::NewUserWithdrawn,
        Self::NewUserIn,
        Self::NewUserDeclined,
        Self::MedicalSecretaryChanged,
        Self::PolicyChanged,
        Self::KindChanged,
        Self::ListExported,
        Self::ProposalMade,
        Self::ProposalConfirmed,
        Self::ProposalTurnedDown,
        Self::SupportEnded,
        Self::DigestSwitched,
        Self::DemoSetUp,
    ];

    /// How the event is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::AccountCreated => "account_created",
            Self::AccountCreatedAgain => "account_created_again",
            Self::ConfirmationSent => "confirmation_sent",
            Self::AccountConfirmed => "account_confirmed",
            Self::SignedIn => "signed_in",
            Self::SignedOut => "signed_out",
            Self::RequestMade => "request_made",
            Self::RequestReady => "request_ready",
            Self::RequestApproved => "request_approved",
            Self::RequestRejected => "request_rejected",
            Self::RequestWithdrawn => "request_withdrawn",
            Self::LetIn => "let_in",
            Self::PreApprovalGiven => "pre_approval_given",
            Self::PreApprovalEnded => "pre_approval_ended",
            Self::MemberRevoked => "member_revoked",
            Self::ProfileChanged => "profile_changed",
            Self::OrganisationAdded => "organisation_added",
            Self::OrganisationChanged => "organisation_changed",
            Self::SupportAppointed => "support_appointed",
            Self::SupportAppointedInEmergency => "support_appointed_in_emergency",
            Self::DetailsChanged => "details_changed",
            Self::AddressChangeAsked => "address_change_asked",
            Self::AddressChanged => "address_changed",
            Self::PasswordChanged => "password_changed",
            Self::PasswordResetAsked => "password_reset_asked",
            Self::PasswordReset => "password_reset",
            Self::SessionEnded => "session_ended",
            Self::MemberLeft => "member_left",
            Self::AccountClosed => "account_closed",
            Self::RequestNudged => "request_nudged",
            Self::DataDownloaded => "data_downloaded",
            Self::FactorAdded => "factor_added",
            Self::FactorRenamed => "factor_renamed",
            Self::FactorRemoved => "factor_removed",
            Self::RecoveryCodesMade => "recovery_codes_made",
            Self::RecoveryCodeUsed => "recovery_code_used",
            Self::ProvenAgain => "proven_again",
            Self::RegistrationDeleted => "registration_deleted",
            Self::MemberEnabled => "member_enabled",
            Self::AccountDisabled => "account_disabled",
            Self::AccountReopened => "account_reopened",
            Self::RoleGranted => "role_granted",
            Self::RoleChanged => "role_changed",
            Self::RoleRemoved => "role_removed",
            Self::NewUserAdded => "new_user_added",
            Self::NewUserChanged => "new_user_changed",
            Self::NewUserWithdrawn => "new_user_withdrawn",
            Self::NewUserIn => "new_user_in",
            Self::NewUserDeclined => "new_user_declined",
            Self::MedicalSecretaryChanged => "medical_secretary_changed",
            Self::PolicyChanged => "policy_changed",
            Self::KindChanged => "kind_changed",
            Self::ListExported => "list_exported",
            Self::ProposalMade => "proposal_made",
            Self::ProposalConfirmed => "proposal_confirmed",
            Self::ProposalTurnedDown => "proposal_turned_down",
            Self::SupportEnded => "support_ended",
            Self::DigestSwitched => "digest_switched",
            Self::DemoSetUp => "demo_set_up",
        }
    }

    /// Reads a stored event.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.tag() == tag)
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
            ]),
            "access" => Some(&[
                Event::RequestApproved,
                Event::LetIn,
                Event::MemberRevoked,
                Event::MemberLeft,
                Event::AccountClosed,
                Event::PreApprovalGiven,
                Event::PreApprovalEnded,
                Event::MemberEnabled,
                Event::AccountDisabled,
                Event::RoleGranted,
                Event::RoleChanged,
                Event::RoleRemoved,
                Event::NewUserAdded,
                Event::NewUserWithdrawn,
                Event::NewUserIn,
                Event::NewUserDeclined,
            ]),
            "profile" => Some(&[Event::ProfileChanged]),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_read_back_from_their_tags() {
        for event in Event::ALL {
            assert_eq!(Event::from_tag(event.tag()), Some(event));
        }
    }
}
