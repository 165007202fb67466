//! Everything that can happen, as the audit names it. Who did it, to whom and when stands in the line around it
//! ([`super::Entry`]).

use serde::{Deserialize, Serialize};

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
    /// Whoever decided about a request took the decision back; the request waits again.
    DecisionUndone,
    /// A pre-approved person was let in.
    LetIn,
    /// A pre-approval was given.
    PreApprovalGiven,
    /// A pre-approval ended with its giver.
    PreApprovalEnded,
    /// What a pre-approval gives was changed.
    PreApprovalChanged,
    /// A member's access was revoked.
    MemberRevoked,
    /// The practice profile was changed.
    ProfileChanged,
    /// An organisation came with the register, or support added it.
    OrganisationAdded,
    /// An organisation changed with the register.
    OrganisationChanged,
    /// What an organisation was merged into was named, or it is open again and was not.
    SuccessorChanged,
    /// A request ended, because its organisation is no longer open.
    RequestClosed,
    /// A member’s access ended with their organisation: they move to its successor.
    MemberMoved,
    /// Somebody came from an organisation that was merged into this one.
    MemberCame,
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
    /// The service reminded those who may decide about a request.
    RequestReminded,
    /// Support was told of a request that nobody decided.
    RequestWithSupport,
    /// A request lapsed, because nobody decided.
    RequestLapsed,
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
    /// It was told that a member’s role ends soon.
    RoleEndTold,
    /// A member asked to keep a role that ends.
    ExtensionAsked,
    /// A member’s role was extended, as they asked.
    RoleExtended,
    /// An ask to keep a role was turned down.
    ExtensionTurnedDown,
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
    /// Whoever was invited asked for a new invitation.
    InvitationAsked,
    /// Whoever was invited was reminded.
    InvitationReminded,
    /// The time of an invitation was over; whoever gave it was told.
    InvitationExpired,
    /// The mark *medical secretary* was changed.
    MedicalSecretaryChanged,
    /// Who may decide at an organisation was changed.
    PolicyChanged,
    /// The kind of an organisation was changed.
    KindChanged,
    /// A list was downloaded.
    ListExported,
    /// A request, or a locked-out account, came into the hands of support.
    CaseOpened,
    /// Support called about a case.
    CaseCalled,
    /// A support person wants to act without the organisation's agreement.
    CaseOverridden,
    /// A second support person confirmed a case.
    CaseConfirmed,
    /// A case was not confirmed, or what was kept was taken back.
    CaseSentBack,
    /// A case ended with a no.
    CaseDeclined,
    /// Support gave the telephone number of an organisation for which the register has none.
    NumberGiven,
    /// A second support person confirmed that number.
    NumberConfirmed,
    /// Support removed every second factor of somebody who had lost them.
    FactorsRemoved,
    /// Support moved an account to another address.
    AddressMoved,
    /// A support person proposed what another must confirm.
    ProposalMade,
    /// A second support person confirmed a proposal.
    ProposalConfirmed,
    /// A proposal was turned down or taken back.
    ProposalTurnedDown,
    /// A proposal ended with what it rested on.
    ProposalLapsed,
    /// A proposal waits again: the decision that ended it was undone.
    ProposalReopened,
    /// Somebody left the support team.
    SupportEnded,
    /// Support used an override: the last approver went, though nobody is left who decides.
    LastApproverOverridden,
    /// The primary contact of an organisation passed from one member to another.
    PrimaryContactChanged,
    /// A person switched the daily letter of what waits on or off.
    DigestSwitched,
    /// A person switched their keyboard shortcuts on or off.
    ShortcutsSwitched,
    /// A roster or roster group was added.
    RosterAdded,
    /// A roster or roster group was given another name.
    RosterRenamed,
    /// A roster or roster group was closed.
    RosterClosed,
    /// A rostered medic came with an import.
    MedicImported,
    /// An import changed a rostered medic.
    MedicChanged,
    /// A rostered medic is no longer listed; the imported roles ended.
    MedicEnded,
    /// A rostered medic confirmed their address, and may act.
    MedicIn,
    /// The register of practice managers lists somebody for a practice.
    ManagerListed,
    /// It says something else of them.
    ManagerChanged,
    /// It lists them no longer; their pre-approval ended.
    ManagerUnlisted,
    /// The demo was set up.
    DemoSetUp,
}

/// What of a person's standing an event may change.
enum Touches {
    Nothing,
    Account,
    Access,
    Both,
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 100] = [
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
        Self::DecisionUndone,
        Self::LetIn,
        Self::PreApprovalGiven,
        Self::PreApprovalEnded,
        Self::PreApprovalChanged,
        Self::MemberRevoked,
        Self::ProfileChanged,
        Self::OrganisationAdded,
        Self::OrganisationChanged,
        Self::SuccessorChanged,
        Self::RequestClosed,
        Self::MemberMoved,
        Self::MemberCame,
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
        Self::RequestReminded,
        Self::RequestWithSupport,
        Self::RequestLapsed,
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
        Self::RoleEndTold,
        Self::ExtensionAsked,
        Self::RoleExtended,
        Self::ExtensionTurnedDown,
        Self::NewUserAdded,
        Self::NewUserChanged,
        Self::NewUserWithdrawn,
        Self::NewUserIn,
        Self::NewUserDeclined,
        Self::InvitationAsked,
        Self::InvitationReminded,
        Self::InvitationExpired,
        Self::MedicalSecretaryChanged,
        Self::PolicyChanged,
        Self::KindChanged,
        Self::ListExported,
        Self::CaseOpened,
        Self::CaseCalled,
        Self::CaseOverridden,
        Self::CaseConfirmed,
        Self::CaseSentBack,
        Self::CaseDeclined,
        Self::NumberGiven,
        Self::NumberConfirmed,
        Self::FactorsRemoved,
        Self::AddressMoved,
        Self::ProposalMade,
        Self::ProposalConfirmed,
        Self::ProposalTurnedDown,
        Self::ProposalLapsed,
        Self::ProposalReopened,
        Self::SupportEnded,
        Self::LastApproverOverridden,
        Self::PrimaryContactChanged,
        Self::DigestSwitched,
        Self::ShortcutsSwitched,
        Self::RosterAdded,
        Self::RosterRenamed,
        Self::RosterClosed,
        Self::MedicImported,
        Self::MedicChanged,
        Self::MedicEnded,
        Self::MedicIn,
        Self::ManagerListed,
        Self::ManagerChanged,
        Self::ManagerUnlisted,
        Self::DemoSetUp,
    ];

    /// How the event is stored.
    #[expect(clippy::too_many_lines, reason = "it is a table: one line for each event")]
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
            Self::DecisionUndone => "decision_undone",
            Self::LetIn => "let_in",
            Self::PreApprovalGiven => "pre_approval_given",
            Self::PreApprovalEnded => "pre_approval_ended",
            Self::PreApprovalChanged => "pre_approval_changed",
            Self::MemberRevoked => "member_revoked",
            Self::ProfileChanged => "profile_changed",
            Self::OrganisationAdded => "organisation_added",
            Self::OrganisationChanged => "organisation_changed",
            Self::SuccessorChanged => "successor_changed",
            Self::RequestClosed => "request_closed",
            Self::MemberMoved => "member_moved",
            Self::MemberCame => "member_came",
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
            Self::RequestReminded => "request_reminded",
            Self::RequestWithSupport => "request_with_support",
            Self::RequestLapsed => "request_lapsed",
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
            Self::RoleEndTold => "role_end_told",
            Self::ExtensionAsked => "extension_asked",
            Self::RoleExtended => "role_extended",
            Self::ExtensionTurnedDown => "extension_turned_down",
            Self::NewUserAdded => "new_user_added",
            Self::NewUserChanged => "new_user_changed",
            Self::NewUserWithdrawn => "new_user_withdrawn",
            Self::NewUserIn => "new_user_in",
            Self::NewUserDeclined => "new_user_declined",
            Self::InvitationAsked => "invitation_asked",
            Self::InvitationReminded => "invitation_reminded",
            Self::InvitationExpired => "invitation_expired",
            Self::MedicalSecretaryChanged => "medical_secretary_changed",
            Self::PolicyChanged => "policy_changed",
            Self::KindChanged => "kind_changed",
            Self::ListExported => "list_exported",
            Self::CaseOpened => "case_opened",
            Self::CaseCalled => "case_called",
            Self::CaseOverridden => "case_overridden",
            Self::CaseConfirmed => "case_confirmed",
            Self::CaseSentBack => "case_sent_back",
            Self::CaseDeclined => "case_declined",
            Self::NumberGiven => "number_given",
            Self::NumberConfirmed => "number_confirmed",
            Self::FactorsRemoved => "factors_removed",
            Self::AddressMoved => "address_moved",
            Self::ProposalMade => "proposal_made",
            Self::ProposalConfirmed => "proposal_confirmed",
            Self::ProposalTurnedDown => "proposal_turned_down",
            Self::ProposalLapsed => "proposal_lapsed",
            Self::ProposalReopened => "proposal_reopened",
            Self::SupportEnded => "support_ended",
            Self::LastApproverOverridden => "last_approver_overridden",
            Self::PrimaryContactChanged => "primary_contact_changed",
            Self::DigestSwitched => "digest_switched",
            Self::ShortcutsSwitched => "shortcuts_switched",
            Self::RosterAdded => "roster_added",
            Self::RosterRenamed => "roster_renamed",
            Self::RosterClosed => "roster_closed",
            Self::MedicImported => "medic_imported",
            Self::MedicChanged => "medic_changed",
            Self::MedicEnded => "medic_ended",
            Self::MedicIn => "medic_in",
            Self::ManagerListed => "manager_listed",
            Self::ManagerChanged => "manager_changed",
            Self::ManagerUnlisted => "manager_unlisted",
            Self::DemoSetUp => "demo_set_up",
        }
    }

    /// What of a person's standing it may change. *Who may act?* is answered from the lines of these events: each keeps how
    /// the account and the access were after it.
    const fn touches(self) -> Touches {
        match self {
            Self::AccountCreated | Self::AccountConfirmed | Self::AccountReopened | Self::RegistrationDeleted => {
                Touches::Account
            }
            // Of an account everywhere, and of the access at each organisation.
            Self::AccountClosed | Self::AccountDisabled => Touches::Both,
            Self::RequestApproved
            | Self::DecisionUndone
            | Self::LetIn
            | Self::MemberRevoked
            | Self::MemberLeft
            | Self::MemberEnabled
            | Self::MemberMoved
            | Self::MemberCame
            | Self::RoleGranted
            | Self::RoleChanged
            | Self::RoleRemoved
            | Self::RoleExtended
            | Self::NewUserIn
            | Self::RosterClosed
            | Self::MedicImported
            | Self::MedicChanged
            | Self::MedicEnded
            | Self::MedicIn => Touches::Access,
            Self::AccountCreatedAgain
            | Self::ConfirmationSent
            | Self::SignedIn
            | Self::SignedOut
            | Self::RequestMade
            | Self::RequestReady
            | Self::RequestRejected
            | Self::RequestWithdrawn
            | Self::PreApprovalGiven
            | Self::PreApprovalEnded
            | Self::PreApprovalChanged
            | Self::ProfileChanged
            | Self::OrganisationAdded
            | Self::OrganisationChanged
            | Self::SuccessorChanged
            | Self::RequestClosed
            | Self::SupportAppointed
            | Self::SupportAppointedInEmergency
            | Self::DetailsChanged
            | Self::AddressChangeAsked
            | Self::AddressChanged
            | Self::PasswordChanged
            | Self::PasswordResetAsked
            | Self::PasswordReset
            | Self::SessionEnded
            | Self::RequestNudged
            | Self::RoleEndTold
            | Self::ExtensionAsked
            | Self::ExtensionTurnedDown
            | Self::RequestReminded
            | Self::RequestWithSupport
            | Self::RequestLapsed
            | Self::DataDownloaded
            | Self::FactorAdded
            | Self::FactorRenamed
            | Self::FactorRemoved
            | Self::RecoveryCodesMade
            | Self::RecoveryCodeUsed
            | Self::ProvenAgain
            | Self::NewUserAdded
            | Self::NewUserChanged
            | Self::NewUserWithdrawn
            | Self::NewUserDeclined
            | Self::InvitationAsked
            | Self::InvitationReminded
            | Self::InvitationExpired
            | Self::MedicalSecretaryChanged
            | Self::PolicyChanged
            | Self::KindChanged
            | Self::ListExported
            | Self::CaseOpened
            | Self::CaseCalled
            | Self::CaseOverridden
            | Self::CaseConfirmed
            | Self::CaseSentBack
            | Self::CaseDeclined
            | Self::NumberGiven
            | Self::NumberConfirmed
            | Self::FactorsRemoved
            | Self::AddressMoved
            | Self::ProposalMade
            | Self::ProposalConfirmed
            | Self::ProposalTurnedDown
            | Self::ProposalLapsed
            | Self::ProposalReopened
            | Self::SupportEnded
            | Self::LastApproverOverridden
            | Self::PrimaryContactChanged
            | Self::DigestSwitched
            | Self::ShortcutsSwitched
            | Self::RosterAdded
            | Self::RosterRenamed
            | Self::ManagerListed
            | Self::ManagerChanged
            | Self::ManagerUnlisted
            | Self::DemoSetUp => Touches::Nothing,
        }
    }

    /// Whether it may change the state of a person's account.
    pub fn touches_account(self) -> bool {
        matches!(self.touches(), Touches::Account | Touches::Both)
    }

    /// Whether it may change a person's access to an organisation, where its line names both.
    pub fn touches_access(self) -> bool {
        matches!(self.touches(), Touches::Access | Touches::Both)
    }

    /// Whether it may change what a decision about a person went by: the account, the address, the name.
    pub fn touches_applicant(self) -> bool {
        self.touches_account() || matches!(self, Self::AddressChanged | Self::DetailsChanged)
    }

    /// Reads a stored event.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.tag() == tag)
    }
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
