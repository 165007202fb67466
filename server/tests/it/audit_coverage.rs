//! Every call that changes something leaves a line of the audit, in the same transaction; every other call leaves
//! nothing. A new call without a row here fails.

use domain::audit::Event;
use domain::permission::CALLS;
use domain::{OrganisationId, PersonId};

use crate::story::{Story, lent};
use crate::{Browser, TestApp, on_both};

on_both!(every_change_leaves_its_line_and_nothing_else_does);

/// What a call leaves behind.
enum Leaves {
    /// These lines of the audit, newest last, made by this browser.
    Lines(Who, &'static [Event]),
    /// Nothing but housekeeping.
    Nothing(Who),
    /// Shown in `factors`, where there are apps and passkeys to answer.
    ShownInFactors,
    /// Shown in `undo`, where a decision can be undone.
    ShownInUndo,
    /// Shown in `several`, where there are several to decide.
    ShownInSeveral,
}

/// Who makes the call.
#[derive(Clone, Copy)]
enum Who {
    Approver,
    Applicant,
    Stranger,
    Newcomer,
    Leaver,
    Keeper,
    Support,
}

fn expected(call: &str) -> Leaves {
    use Leaves::{Lines, Nothing};
    use Who::{Applicant, Approver, Leaver, Newcomer, Stranger};
    match call {
        "visitor"
        | "search_organisations"
        | "practice_users"
        | "member_to_revoke"
        | "practice_profile"
        | "primary_contact"
        | "what_happened"
        | "who_may_act"
        | "pending_requests"
        | "undoable_decisions"
        | "choose_several"
        | "several"
        | "join_request_to_review"
        | "session_left" => Nothing(Approver),
        "my_account"
        | "my_organisations"
        | "organisation_to_leave"
        | "my_sessions"
        | "closing_my_account"
        | "choose_closing_reason" => Nothing(Leaver),
        "my_requests" | "my_request" | "organisation_to_ask" | "my_factors" => Nothing(Applicant),
        "registration" | "give_details" | "choose_practice" | "choose_role" | "confirmation" => Nothing(Newcomer),
        "demo_letters"
        | "demo_letter"
        | "password_reset"
        | "new_address"
        | "proof_to_give"
        | "recovery_codes"
        | "recovery_codes_noted"
        | "start_passkey"
        | "start_passkey_sign_in"
        | "start_app"
        | "app_to_add" => Nothing(Stranger),
        "send_registration" => Lines(Newcomer, &[Event::AccountCreated, Event::RequestMade]),
        "send_confirmation_again" => Lines(Newcomer, &[Event::ConfirmationSent]),
        "confirm_address" => Lines(Newcomer, &[Event::AccountConfirmed, Event::RequestReady]),
        "sign_in" => Lines(Stranger, &[Event::SignedIn]),
        "sign_out" => Lines(Stranger, &[Event::SignedOut]),
        "ask_to_join" => Lines(Stranger, &[Event::RequestMade]),
        "withdraw_join_request" => Lines(Applicant, &[Event::RequestWithdrawn]),
        "approve_join_request" => Lines(Approver, &[Event::RequestApproved]),
        "reject_join_request" => Lines(Approver, &[Event::RequestRejected]),
        // To whoever is revoked next, from whom it passes on.
        "hand_over_primary_contact" => Lines(Approver, &[Event::PrimaryContactChanged]),
        "revoke_member" => Lines(
            Approver,
            &[
                Event::MemberRevoked,
                Event::PreApprovalEnded,
                Event::PrimaryContactChanged,
            ],
        ),
        "edit_practice_profile" => Lines(Approver, &[Event::ProfileChanged]),
        "prove" => Lines(Approver, &[Event::ProvenAgain]),
        "add_app"
        | "add_passkey"
        | "rename_factor"
        | "remove_factor"
        | "make_recovery_codes"
        | "second_step"
        | "give_code"
        | "start_passkey_step"
        | "passkey_step"
        | "passkey_sign_in"
        | "start_passkey_proof"
        | "prove_by_passkey" => Leaves::ShownInFactors,
        "undo_decision" => Leaves::ShownInUndo,
        "decide_several" => Leaves::ShownInSeveral,
        "ask_for_reset" => Lines(Stranger, &[Event::PasswordResetAsked]),
        "reset_password" => Lines(Newcomer, &[Event::PasswordReset]),
        "nudge_join_request" => Lines(Applicant, &[Event::RequestNudged]),
        "change_my_details" => Lines(Applicant, &[Event::DetailsChanged]),
        "change_email" => Lines(Applicant, &[Event::AddressChangeAsked]),
        "confirm_new_address" => Lines(Newcomer, &[Event::AddressChanged]),
        "change_password" => Lines(Applicant, &[Event::PasswordChanged]),
        "leave_organisation" => Lines(Leaver, &[Event::MemberLeft]),
        "end_my_session" | "end_my_other_sessions" => Lines(Leaver, &[Event::SessionEnded]),
        "close_my_account" => Lines(Leaver, &[Event::AccountClosed]),
        other => expected_of_console(other)
            .or_else(|| expected_of_support(other))
            .unwrap_or_else(|| panic!("{other} is new: say what it leaves behind")),
    }
}

/// The same for the administrators' console.
fn expected_of_console(call: &str) -> Option<Leaves> {
    use Leaves::{Lines, Nothing};
    use Who::{Applicant, Approver, Keeper, Stranger, Support};
    Some(match call {
        "registrations"
        | "registration_to_delete"
        | "disabling_account"
        | "choose_disabling_reason"
        | "account_to_reopen"
        | "organisation_policy"
        | "closures"
        | "closure"
        | "choose_closure"
        | "chosen_closure"
        | "organisation_to_add"
        | "register_imports"
        | "register_import"
        | "abandon_register"
        | "managers_imports"
        | "managers_import"
        | "abandon_managers"
        | "medical_secretary" => Nothing(Support),
        "users"
        | "person"
        | "member_to_enable"
        | "list_organisations"
        | "organisation_details"
        | "tiles"
        | "daily_letter"
        | "invitation_draft"
        | "invitations"
        | "correct_invitation"
        | "give_invitation_email"
        | "give_invitation_names"
        | "choose_invitation_place"
        | "choose_invitation_role"
        | "choose_invitation_language"
        | "choose_place_for_several"
        | "several_invitations_draft"
        | "write_several_invitations"
        | "several_invitations"
        | "places_for_new_user"
        | "place_for_new_user"
        | "new_user"
        | "access_to_copy"
        | "roles_of_member"
        | "pre_approvals"
        | "rosters"
        | "roster_to_close"
        | "medics_imports"
        | "medics_import"
        | "extension"
        | "abandon_medics" => Nothing(Approver),
        "role_to_keep" => Nothing(Keeper),
        "ask_to_keep" => Lines(Keeper, &[Event::ExtensionAsked]),
        "extend_role" => Lines(Approver, &[Event::RoleExtended]),
        "turn_down_extension" => Lines(Approver, &[Event::ExtensionTurnedDown]),
        "disable_account" => Lines(Support, &[Event::AccountDisabled]),
        "reopen_account" => Lines(Support, &[Event::AccountReopened]),
        "enable_member" => Lines(Approver, &[Event::MemberEnabled]),
        "send_registration_again" => Lines(Support, &[Event::ConfirmationSent]),
        "delete_registration" => Lines(Support, &[Event::RegistrationDeleted]),
        "change_policy" => Lines(Support, &[Event::PolicyChanged]),
        "decide_closure" => Lines(Support, &[Event::MemberRevoked, Event::PrimaryContactChanged]),
        "add_organisation" | "apply_register" => Lines(Support, &[Event::OrganisationAdded]),
        "switch_shortcuts" => Lines(Approver, &[Event::ShortcutsSwitched]),
        "switch_daily_letter" => Lines(Approver, &[Event::DigestSwitched]),
        "offer" | "invitation" => Nothing(Stranger),
        "add_new_user" | "send_invitation" | "send_several_invitations" => Lines(Approver, &[Event::NewUserAdded]),
        "give_new_user_role" | "change_new_user_role" | "remove_new_user_role" | "copy_access" => {
            Lines(Approver, &[Event::NewUserChanged])
        }
        "send_new_user_letter_again" => Lines(Approver, &[Event::ConfirmationSent]),
        "withdraw_new_user" => Lines(Approver, &[Event::NewUserWithdrawn]),
        "accept_offer" => Lines(Stranger, &[Event::NewUserIn]),
        "decline_invitation" => Lines(Stranger, &[Event::NewUserDeclined]),
        "ask_for_invitation" => Lines(Stranger, &[Event::InvitationAsked]),
        "leave_for_invitation" => Lines(Applicant, &[Event::SignedOut]),
        "decline_offer" => Lines(Applicant, &[Event::NewUserDeclined]),
        "grant_role" => Lines(Approver, &[Event::RoleGranted]),
        "change_role" => Lines(Approver, &[Event::RoleChanged]),
        "remove_role" => Lines(Approver, &[Event::RoleRemoved]),
        "pre_approve" => Lines(Approver, &[Event::PreApprovalGiven]),
        "change_pre_approval" => Lines(Approver, &[Event::PreApprovalChanged]),
        "end_pre_approval" => Lines(Approver, &[Event::PreApprovalEnded]),
        "add_roster" => Lines(Approver, &[Event::RosterAdded]),
        "rename_roster" => Lines(Approver, &[Event::RosterRenamed]),
        "close_roster" => Lines(Approver, &[Event::RosterClosed]),
        "apply_managers" => Lines(Support, &[Event::ManagerListed]),
        "apply_medics" => Lines(Approver, &[Event::RosterAdded, Event::MedicImported]),
        "mark_medical_secretary" => Lines(Support, &[Event::MedicalSecretaryChanged]),
        _ => return None,
    })
}

/// The same for what two support people do: proposals and cases.
fn expected_of_support(call: &str) -> Option<Leaves> {
    use Leaves::{Lines, Nothing};
    use Who::Support;
    Some(match call {
        "support_team"
        | "proposal"
        | "removal_to_propose"
        | "override_to_propose"
        | "cases"
        | "case"
        | "locked_out" => Nothing(Support),
        "propose" | "propose_removal" | "propose_override" => Lines(Support, &[Event::ProposalMade]),
        "confirm_proposal" => Lines(Support, &[Event::ProposalConfirmed, Event::SupportAppointed]),
        "turn_down_proposal" => Lines(Support, &[Event::ProposalTurnedDown]),
        "keep_call" => Lines(Support, &[Event::CaseCalled]),
        "override_case" => Lines(Support, &[Event::CaseOverridden]),
        "confirm_case" => Lines(Support, &[Event::CaseConfirmed, Event::AddressMoved]),
        "send_case_back" => Lines(Support, &[Event::CaseSentBack]),
        "turn_down_case" => Lines(Support, &[Event::CaseDeclined]),
        "give_number" => Lines(Support, &[Event::NumberGiven]),
        "confirm_number" => Lines(Support, &[Event::NumberConfirmed]),
        "open_case" => Lines(Support, &[Event::CaseOpened]),
        _ => return None,
    })
}

async fn every_change_leaves_its_line_and_nothing_else_does(app: TestApp) {
    let story = Story::on(app).await;
    let newcomer = story.app.browser();
    for call in in_order() {
        let before = lines(&story).await;
        let (who, events) = match expected(call) {
            Leaves::Lines(who, events) => (who, events),
            Leaves::Nothing(who) => (who, [].as_slice()),
            Leaves::ShownInFactors | Leaves::ShownInUndo | Leaves::ShownInSeveral => continue,
        };
        let browser: &Browser = match who {
            Who::Approver => &story.sian.browser,
            Who::Applicant => &story.gwen.browser,
            Who::Stranger => &story.rhys.browser,
            Who::Newcomer => &newcomer,
            Who::Leaver => &story.lowri.browser,
            Who::Keeper => &story.tegid.browser,
            Who::Support => &story.olwen.browser,
        };
        if matches!(call, "approve_join_request" | "withdraw_join_request") {
            story.gwen.asks(&story.practice).await;
        }
        let mut fields = story.fields(call);
        for (name, value) in &mut fields {
            if *name == "id"
                && matches!(
                    call,
                    "approve_join_request" | "reject_join_request" | "withdraw_join_request"
                )
            {
                *value = story.gwen.request_at(&story.practice).await.id.to_string();
            }
        }
        let asked = lines(&story).await.len() - before.len();
        let reply = browser.call_raw(call, &lent(&fields)).await;
        assert!(
            reply.status.is_success() || call.starts_with("demo"),
            "{call}: {} {}",
            reply.status,
            reply.body
        );
        let after = lines(&story).await;
        let mut left: Vec<Event> = after[before.len() + asked..].to_vec();
        left.sort_by_key(|event| event.tag());
        let mut events = events.to_vec();
        events.sort_by_key(|event| event.tag());
        assert_eq!(left, events, "{call}");
    }
}

/// Every call, in an order in which each can succeed.
fn in_order() -> Vec<&'static str> {
    let first = [
        "give_details",
        "choose_practice",
        "choose_role",
        "send_registration",
        "send_confirmation_again",
        "nudge_join_request",
        // Before it is answered.
        "correct_invitation",
        // Before it is called.
        "confirm_number",
    ];
    // The story's request is rejected first; the next two are asked for afresh.
    let last = [
        "withdraw_join_request",
        "approve_join_request",
        "revoke_member",
        "change_password",
        "close_my_account",
        "sign_out",
        // Nobody decides at the practice after it.
        "change_policy",
        "leave_for_invitation",
    ];
    let rank = |call: &str| match (
        first.iter().position(|one| *one == call),
        last.iter().position(|one| *one == call),
    ) {
        (Some(at), _) => at,
        (None, None) => 50,
        (None, Some(at)) => 100 + at,
    };
    let mut calls: Vec<&'static str> = CALLS.iter().map(|(call, _)| *call).collect();
    calls.sort_by_key(|call| rank(call));
    calls
}

/// Every line of the audit that the story can see, oldest first.
async fn lines(story: &Story) -> Vec<Event> {
    let mut found = Vec::new();
    let mut read = story.app.store.read();
    let mut organisations: Vec<OrganisationId> = vec![story.practice.id];
    for code in ["R9Z", "W91003", "W91009", "W91050"] {
        let code = domain::OdsCode::parse(code).unwrap();
        organisations.extend(read.organisations().by_code(&code).await.unwrap().map(|one| one.id));
    }
    for organisation in organisations {
        found.extend(
            read.audit()
                .of_organisation(organisation, None, None, 1_000)
                .await
                .unwrap(),
        );
    }
    let mut people: Vec<PersonId> = story.people().iter().map(|person| person.id).collect();
    for email in ["nia@bont.example", "dafydd@bont.example"] {
        let email = domain::EmailAddress::parse(email).unwrap();
        people.extend(read.people().by_email(&email).await.unwrap().map(|account| account.id));
    }
    for person in people {
        found.extend(read.audit().of_person(person, 1_000).await.unwrap());
    }
    found.sort_by_key(|line| (line.at, line.id));
    found.dedup_by_key(|line| line.id);
    found.into_iter().map(|line| line.event).collect()
}
