//! What every server function needs. A test fails when one has no row here.

use super::Action;

/// What a call of the service asks of the caller before it looks at anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Anyone may call it.
    Anyone,
    /// Somebody whose sign-in has begun in this browser: the password was right, the second step is missing.
    SignInStarted,
    /// A signed-in person, for what is their own.
    SignedIn,
    /// A signed-in person whom the table allows this.
    May(Action),
    /// A signed-in person who may decide for some organisation; the answer holds only those.
    MayDecideSomewhere,
    /// A signed-in person of the support team; for others it does not exist.
    Support,
    /// Anyone, but only in the demo.
    Demo,
}

/// Every server function, by its name, with what it needs. A test fails when one is missing here.
pub const CALLS: &[(&str, Needs)] = &[
    ("visitor", Needs::Anyone),
    ("registration", Needs::Anyone),
    ("give_details", Needs::Anyone),
    ("choose_practice", Needs::Anyone),
    ("choose_role", Needs::Anyone),
    ("send_registration", Needs::Anyone),
    ("confirmation", Needs::Anyone),
    ("confirm_address", Needs::Anyone),
    ("send_confirmation_again", Needs::Anyone),
    ("sign_in", Needs::Anyone),
    ("sign_out", Needs::SignedIn),
    ("search_organisations", Needs::Anyone),
    ("organisation_to_ask", Needs::SignedIn),
    ("ask_to_join", Needs::SignedIn),
    ("my_requests", Needs::SignedIn),
    ("my_request", Needs::SignedIn),
    ("withdraw_join_request", Needs::SignedIn),
    ("pending_requests", Needs::MayDecideSomewhere),
    ("join_request_to_review", Needs::May(Action::DecideRequest)),
    ("approve_join_request", Needs::May(Action::DecideRequest)),
    ("reject_join_request", Needs::May(Action::DecideRequest)),
    ("practice_users", Needs::May(Action::SeeMembers)),
    ("member_to_revoke", Needs::May(Action::RevokeMember)),
    ("revoke_member", Needs::May(Action::RevokeMember)),
    ("practice_profile", Needs::May(Action::SeeMembers)),
    ("edit_practice_profile", Needs::May(Action::EditProfile)),
    ("what_happened", Needs::May(Action::SeeHistory)),
    ("ask_for_reset", Needs::Anyone),
    ("password_reset", Needs::Anyone),
    ("reset_password", Needs::Anyone),
    ("nudge_join_request", Needs::SignedIn),
    ("my_account", Needs::SignedIn),
    ("change_my_details", Needs::SignedIn),
    ("change_email", Needs::SignedIn),
    ("new_address", Needs::Anyone),
    ("confirm_new_address", Needs::Anyone),
    ("change_password", Needs::SignedIn),
    ("my_organisations", Needs::SignedIn),
    ("organisation_to_leave", Needs::SignedIn),
    ("leave_organisation", Needs::SignedIn),
    ("my_sessions", Needs::SignedIn),
    ("end_my_session", Needs::SignedIn),
    ("end_my_other_sessions", Needs::SignedIn),
    ("closing_my_account", Needs::SignedIn),
    ("choose_closing_reason", Needs::SignedIn),
    ("close_my_account", Needs::SignedIn),
    ("session_left", Needs::SignedIn),
    ("my_factors", Needs::SignedIn),
    ("start_app", Needs::SignedIn),
    ("app_to_add", Needs::SignedIn),
    ("add_app", Needs::SignedIn),
    ("start_passkey", Needs::SignedIn),
    ("add_passkey", Needs::SignedIn),
    ("rename_factor", Needs::SignedIn),
    ("remove_factor", Needs::SignedIn),
    ("make_recovery_codes", Needs::SignedIn),
    ("recovery_codes", Needs::SignedIn),
    ("recovery_codes_noted", Needs::SignedIn),
    ("second_step", Needs::SignInStarted),
    ("give_code", Needs::SignInStarted),
    ("start_passkey_step", Needs::SignInStarted),
    ("passkey_step", Needs::SignInStarted),
    ("start_passkey_sign_in", Needs::Anyone),
    ("passkey_sign_in", Needs::Anyone),
    ("proof_to_give", Needs::SignedIn),
    ("prove", Needs::SignedIn),
    ("start_passkey_proof", Needs::SignedIn),
    ("prove_by_passkey", Needs::SignedIn),
    ("demo_letters", Needs::Demo),
    ("demo_letter", Needs::Demo),
];
