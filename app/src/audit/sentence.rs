//! One line of *What happened* as a sentence. Exhaustive: an event without a sentence does not compile.

use domain::audit::Event;

use crate::i18n::{Locale, say};

/// The sentence. Where nobody is named as its author, the service did it; where nobody is named as the person concerned,
/// it is its author, else "somebody".
#[expect(clippy::too_many_lines, reason = "it is a table: one sentence for each event")]
pub(crate) fn sentence(l: Locale, event: Event, by: Option<&str>, about: Option<&str>) -> String {
    let about = about.or(by).unwrap_or_else(|| say!(l, audit.somebody));
    let by = by.unwrap_or_else(|| say!(l, audit.service));
    match event {
        Event::AccountCreated => say!(l, audit.account_created, about = about),
        Event::AccountCreatedAgain => say!(l, audit.account_created_again, about = about),
        Event::ConfirmationSent => say!(l, audit.confirmation_sent, about = about),
        Event::AccountConfirmed => say!(l, audit.account_confirmed, about = about),
        Event::SignedIn => say!(l, audit.signed_in, about = about),
        Event::SignedOut => say!(l, audit.signed_out, about = about),
        Event::RequestMade => say!(l, audit.request_made, about = about),
        Event::RequestReady => say!(l, audit.request_ready, about = about),
        Event::RequestApproved => say!(l, audit.request_approved, by = by, about = about),
        Event::RequestRejected => say!(l, audit.request_rejected, by = by, about = about),
        Event::RequestWithdrawn => say!(l, audit.request_withdrawn, about = about),
        Event::DecisionUndone => say!(l, audit.decision_undone, by = by, about = about),
        Event::LetIn => say!(l, audit.let_in, about = about),
        Event::PreApprovalGiven => say!(l, audit.pre_approval_given, by = by),
        Event::PreApprovalEnded => say!(l, audit.pre_approval_ended).to_owned(),
        Event::PreApprovalChanged => say!(l, audit.pre_approval_changed, by = by),
        Event::MemberRevoked => say!(l, audit.member_revoked, by = by, about = about),
        Event::ProfileChanged => say!(l, audit.profile_changed, by = by),
        Event::OrganisationAdded => say!(l, audit.organisation_added).to_owned(),
        Event::OrganisationChanged => say!(l, audit.organisation_changed).to_owned(),
        Event::SuccessorChanged => say!(l, audit.successor_changed).to_owned(),
        Event::RequestClosed => say!(l, audit.request_closed, about = about),
        Event::MemberMoved => say!(l, audit.member_moved, by = by, about = about),
        Event::MemberCame => say!(l, audit.member_came, by = by, about = about),
        Event::SupportAppointed => say!(l, audit.support_appointed, about = about),
        Event::SupportAppointedInEmergency => say!(l, audit.support_appointed_in_emergency, about = about),
        Event::DetailsChanged => say!(l, audit.details_changed, about = about),
        Event::AddressChangeAsked => say!(l, audit.address_change_asked, about = about),
        Event::AddressChanged => say!(l, audit.address_changed, about = about),
        Event::PasswordChanged => say!(l, audit.password_changed, about = about),
        Event::PasswordResetAsked => say!(l, audit.password_reset_asked, about = about),
        Event::PasswordReset => say!(l, audit.password_reset, about = about),
        Event::SessionEnded => say!(l, audit.session_ended, about = about),
        Event::MemberLeft => say!(l, audit.member_left, about = about),
        Event::AccountClosed => say!(l, audit.account_closed, about = about),
        Event::RequestNudged => say!(l, audit.request_nudged, about = about),
        Event::RequestReminded => say!(l, audit.request_reminded, about = about),
        Event::RequestWithSupport => say!(l, audit.request_with_support, about = about),
        Event::RequestLapsed => say!(l, audit.request_lapsed, about = about),
        Event::DataDownloaded => say!(l, audit.data_downloaded, about = about),
        Event::FactorAdded => say!(l, audit.factor_added, about = about),
        Event::FactorRenamed => say!(l, audit.factor_renamed, about = about),
        Event::FactorRemoved => say!(l, audit.factor_removed, about = about),
        Event::RecoveryCodesMade => say!(l, audit.recovery_codes_made, about = about),
        Event::RecoveryCodeUsed => say!(l, audit.recovery_code_used, about = about),
        Event::ProvenAgain => say!(l, audit.proven_again, about = about),
        Event::RegistrationDeleted => say!(l, audit.registration_deleted, by = by, about = about),
        Event::MemberEnabled => say!(l, audit.member_enabled, by = by, about = about),
        Event::AccountDisabled => say!(l, audit.account_disabled, by = by, about = about),
        Event::AccountReopened => say!(l, audit.account_reopened, by = by, about = about),
        Event::RoleGranted => say!(l, audit.role_granted, by = by, about = about),
        Event::RoleChanged => say!(l, audit.role_changed, by = by, about = about),
        Event::RoleRemoved => say!(l, audit.role_removed, by = by, about = about),
        Event::RoleEndTold => say!(l, audit.role_end_told, about = about),
        Event::ExtensionAsked => say!(l, audit.extension_asked, about = about),
        Event::RoleExtended => say!(l, audit.role_extended, by = by, about = about),
        Event::ExtensionTurnedDown => say!(l, audit.extension_turned_down, by = by, about = about),
        Event::NewUserAdded => say!(l, audit.new_user_added, by = by),
        Event::NewUserChanged => say!(l, audit.new_user_changed, by = by),
        Event::NewUserWithdrawn => say!(l, audit.new_user_withdrawn, by = by),
        Event::NewUserIn => say!(l, audit.new_user_in, about = about),
        Event::NewUserDeclined => say!(l, audit.new_user_declined, about = about),
        Event::InvitationAsked => say!(l, audit.invitation_asked).to_owned(),
        Event::InvitationReminded => say!(l, audit.invitation_reminded).to_owned(),
        Event::InvitationExpired => say!(l, audit.invitation_expired).to_owned(),
        Event::MedicalSecretaryChanged => say!(l, audit.medical_secretary_changed, by = by, about = about),
        Event::PolicyChanged => say!(l, audit.policy_changed, by = by),
        Event::KindChanged => say!(l, audit.kind_changed, by = by),
        Event::ListExported => say!(l, audit.list_exported, by = by),
        Event::CaseOpened => say!(l, audit.case_opened, about = about),
        Event::CaseCalled => say!(l, audit.case_called, by = by, about = about),
        Event::CaseOverridden => say!(l, audit.case_overridden, by = by, about = about),
        Event::CaseConfirmed => say!(l, audit.case_confirmed, by = by, about = about),
        Event::CaseSentBack => say!(l, audit.case_sent_back, by = by, about = about),
        Event::CaseDeclined => say!(l, audit.case_declined, by = by, about = about),
        Event::FactorsRemoved => say!(l, audit.factors_removed, by = by, about = about),
        Event::AddressMoved => say!(l, audit.address_moved, by = by, about = about),
        Event::NumberGiven => say!(l, audit.number_given, by = by),
        Event::NumberConfirmed => say!(l, audit.number_confirmed, by = by),
        Event::ProposalMade => say!(l, audit.proposal_made, by = by, about = about),
        Event::ProposalConfirmed => say!(l, audit.proposal_confirmed, by = by, about = about),
        Event::ProposalTurnedDown => say!(l, audit.proposal_turned_down, by = by, about = about),
        Event::ProposalLapsed => say!(l, audit.proposal_lapsed, about = about),
        Event::ProposalReopened => say!(l, audit.proposal_reopened, about = about),
        Event::SupportEnded => say!(l, audit.support_ended, about = about),
        Event::LastApproverOverridden => say!(l, audit.last_approver_overridden, by = by, about = about),
        Event::PrimaryContactChanged => say!(l, audit.primary_contact_changed, about = about),
        Event::DigestSwitched => say!(l, audit.digest_switched, about = about),
        Event::ShortcutsSwitched => say!(l, audit.shortcuts_switched, about = about),
        Event::RosterAdded => say!(l, audit.roster_added, by = by),
        Event::RosterRenamed => say!(l, audit.roster_renamed, by = by),
        Event::RosterClosed => say!(l, audit.roster_closed, by = by),
        Event::MedicImported => say!(l, audit.medic_imported, by = by, about = about),
        Event::MedicChanged => say!(l, audit.medic_changed, by = by, about = about),
        Event::MedicEnded => say!(l, audit.medic_ended, by = by, about = about),
        Event::ManagerListed => say!(l, audit.manager_listed).to_owned(),
        Event::ManagerChanged => say!(l, audit.manager_changed).to_owned(),
        Event::ManagerUnlisted => say!(l, audit.manager_unlisted).to_owned(),
        Event::MedicIn => say!(l, audit.medic_in, about = about),
        Event::DemoSetUp => say!(l, audit.demo_set_up).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;
    use crate::i18n::locale_of;

    #[test]
    fn every_event_has_a_sentence_of_its_own_in_each_language() {
        let mut all: Vec<String> = Vec::new();
        for language in Language::ALL {
            for event in Event::ALL {
                all.push(sentence(locale_of(language), event, Some("Siân"), Some("Huw")));
            }
        }
        let many = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), many);
    }

    #[test]
    fn what_nobody_is_named_for_was_done_by_the_service() {
        let english = sentence(Locale::en, Event::MemberRevoked, None, Some("Huw Tomos"));
        assert_eq!(english, "The service revoked the access of Huw Tomos");
        let welsh = sentence(Locale::cy, Event::MemberRevoked, None, Some("Huw Tomos"));
        assert_eq!(welsh, "Dirymodd y gwasanaeth fynediad Huw Tomos");
    }
}
