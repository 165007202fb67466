//! What stands in the form of each call. Every call of `permission::CALLS` needs its fields here, so that a new one cannot
//! be forgotten.

use domain::permission::Role;

use super::Story;
use crate::PASSWORD;

impl Story {
    /// The fields of a call that would succeed for the right person.
    pub(crate) fn fields(&self, call: &str) -> Vec<(&'static str, String)> {
        let request = self.request.to_string();
        let code = ("code", "W91001".to_owned());
        let text = |name: &'static str, value: &str| (name, value.to_owned());
        match call {
            "visitor"
            | "registration"
            | "send_registration"
            | "sign_out"
            | "my_requests"
            | "pending_requests"
            | "demo_letters"
            | "my_account"
            | "my_organisations"
            | "my_sessions"
            | "end_my_other_sessions"
            | "closing_my_account"
            | "session_left" => Vec::new(),
            "ask_for_reset" => vec![text("email", "rhys@nowhere.example")],
            "password_reset" => vec![("token", self.reset_token.clone())],
            "reset_password" => vec![("token", self.reset_token.clone()), text("password", PASSWORD)],
            "change_my_details" => vec![
                text("first_name", "Gwen"),
                text("last_name", "Rees"),
                text("position", "deputy"),
                text("telephone", "01632 960123"),
                text("language", "en"),
            ],
            "change_email" => vec![text("email", "gwen@newydd.example"), text("password", PASSWORD)],
            "new_address" => vec![("token", self.address_token.clone())],
            "confirm_new_address" => vec![("token", self.address_token.clone()), text("password", PASSWORD)],
            "change_password" => vec![text("old_password", PASSWORD), text("password", "saith tegell gwyrdd")],
            "end_my_session" => vec![("id", self.session.to_string())],
            "choose_closing_reason" => vec![text("reason", "other"), text("other", "I move to the sea.")],
            "close_my_account" => vec![text("password", PASSWORD)],
            "give_details" => vec![
                text("first_name", "Dafydd"),
                text("last_name", "Parry"),
                text("email", "dafydd@bont.example"),
                text("position", "partner"),
                text("language", "cy"),
            ],
            "choose_practice" => vec![text("organisation", "W91001")],
            "choose_role" => vec![
                text("role", Role::ProviderUser.tag()),
                text("reason", "I run the desk."),
            ],
            "confirmation" => vec![("token", self.token.clone())],
            "confirm_address" => vec![("token", self.token.clone()), text("password", PASSWORD)],
            "send_confirmation_again" => vec![text("email", "dafydd@bont.example")],
            "sign_in" => vec![
                text("email", "rhys@nowhere.example"),
                text("password", PASSWORD),
                text("next", ""),
            ],
            "search_organisations" => vec![text("words", "bont")],
            "hand_over_primary_contact" => vec![code, ("primary_contact", self.huw.id.to_string())],
            "organisation_to_ask"
            | "practice_profile"
            | "organisation_to_leave"
            | "leave_organisation"
            | "primary_contact" => vec![code],
            "ask_to_join" => vec![
                code,
                text("role", Role::ProviderUser.tag()),
                text("reason", "I run the desk."),
            ],
            "my_request" | "withdraw_join_request" | "nudge_join_request" | "demo_letter" => vec![("id", request)],
            "join_request_to_review" | "undo_decision" => vec![code, ("id", request)],
            "approve_join_request" | "reject_join_request" => {
                vec![code, ("id", request), text("reason", "Known to us.")]
            }
            "choose_several" => vec![("ticked[]", request), text("verdict", "approve")],
            "several" => vec![("id", self.several.to_string())],
            "decide_several" => vec![("id", self.several.to_string()), text("verdict", "approve")],
            "undoable_decisions" => vec![text("id", "")],
            "practice_users" => vec![code, text("requests", ""), text("members", "")],
            "member_to_revoke" => vec![code, ("id", self.member.to_string())],
            "revoke_member" => vec![code, ("id", self.member.to_string()), text("reason", "Left us.")],
            "edit_practice_profile" => vec![
                code,
                text("version", "0"),
                text("email", "reception@bont.example"),
                text("telephone", "01632 960123"),
                text("address_lines", ""),
                text("opening_hours", "Mon to Fri"),
            ],
            "what_happened" => vec![code, text("what", ""), text("before", "")],
            "who_may_act" => vec![code, text("who", "sian"), text("day", "2025-11-23")],
            other => self
                .fields_of_new_users(other)
                .or_else(|| fields_of_factors(other, request))
                .or_else(|| self.fields_of_invitations(other))
                .or_else(|| self.fields_of_console(other))
                .or_else(|| self.fields_of_support(other))
                .unwrap_or_else(|| {
                    panic!(
                        "{other} is new: give it its fields here, and its row in permissions.rs and audit_coverage.rs"
                    )
                }),
        }
    }

    /// The same for new users and the roles of members.
    fn fields_of_new_users(&self, call: &str) -> Option<Vec<(&'static str, String)>> {
        let text = |name: &'static str, value: &str| (name, value.to_owned());
        let code = text("code", "W91001");
        let id = ("id", self.new_user.to_string());
        let member = self.member.to_string();
        let role = [text("role", "provider_user"), text("starts", ""), text("ends", "")];
        Some(match call {
            "places_for_new_user" => vec![text("words", "")],
            "place_for_new_user" | "rosters" | "medics_imports" | "pre_approvals" => vec![code],
            "add_new_user" => vec![
                code,
                text("first_name", "Betsan"),
                text("last_name", "Hopkin"),
                text("email", "betsan@newydd.example"),
                text("position", ""),
                text("language", "cy"),
            ],
            "new_user" | "access_to_copy" | "send_new_user_letter_again" | "withdraw_new_user" => vec![id],
            "give_new_user_role" | "change_new_user_role" | "remove_new_user_role" => {
                std::iter::once(id).chain(role).collect()
            }
            "copy_access" => vec![id, ("member", member)],
            "offer" | "accept_offer" => vec![("id", self.offers[0].to_string())],
            "decline_offer" => vec![("id", self.offers[1].to_string())],
            "roles_of_member" => vec![code, ("id", member)],
            "grant_role" | "change_role" | "remove_role" => [code, ("id", member)].into_iter().chain(role).collect(),
            "role_to_keep" | "ask_to_keep" => vec![code, text("role", Role::RosterManager.tag())],
            "extension" => vec![code, ("id", self.extensions[0].to_string())],
            "extend_role" => vec![code, ("id", self.extensions[0].to_string()), text("until", "month")],
            "turn_down_extension" => vec![
                code,
                ("id", self.extensions[1].to_string()),
                text("reason", "No longer needed."),
            ],
            "pre_approve" => vec![
                code,
                text("first_name", "Betsan"),
                text("last_name", "Hopkin"),
                text("email", "hopkin@newydd.example"),
                text("role", "practice_enabled_user"),
                text("ends", ""),
            ],
            "change_pre_approval" => vec![
                code,
                ("id", self.pre_approval.to_string()),
                text("first_name", "Alys"),
                text("last_name", "Prys"),
                text("role", "provider_user"),
                text("ends", ""),
            ],
            "end_pre_approval" => vec![code, ("id", self.pre_approval.to_string())],
            "add_roster" => vec![
                code,
                text("kind", "roster"),
                text("name", "Bank holidays"),
                text("roster_group", ""),
            ],
            "rename_roster" => vec![code, ("id", self.roster.to_string()), text("name", "Weekends")],
            "roster_to_close" => vec![code, ("id", self.roster.to_string())],
            "close_roster" => vec![
                code,
                ("id", self.roster.to_string()),
                text("seen", "0"),
                text("fate", ""),
                text("reason", ""),
            ],
            "medics_import" | "apply_medics" => vec![code, ("id", self.medics[0].to_string())],
            "abandon_medics" => vec![code, ("id", self.medics[1].to_string())],
            "medical_secretary" => vec![("id", self.gwen.id.to_string())],
            "mark_medical_secretary" => vec![
                ("id", self.gwen.id.to_string()),
                text("marked", "yes"),
                text("reason", "Her manager rang."),
            ],
            _ => return None,
        })
    }

    /// The same for invitations.
    fn fields_of_invitations(&self, call: &str) -> Option<Vec<(&'static str, String)>> {
        let text = |name: &'static str, value: &str| (name, value.to_owned());
        let invitation = ("id", self.invitation.to_string());
        let several = ("id", self.several_invitations.to_string());
        let role = [text("role", "provider_user"), text("starts", ""), text("ends", "")];
        Some(match call {
            "invitation" | "decline_invitation" | "ask_for_invitation" | "leave_for_invitation" => {
                vec![("token", self.invitation_token.clone())]
            }
            "invitation_draft" => vec![invitation],
            "give_invitation_email" => vec![
                text("id", ""),
                text("organisation", ""),
                text("email", "elan@newydd.example"),
            ],
            "give_invitation_names" => vec![invitation, text("first_name", "Betsan"), text("last_name", "Puw")],
            "choose_invitation_place" => vec![invitation, text("organisation", "W91001")],
            "choose_invitation_role" => [invitation].into_iter().chain(role).collect(),
            "choose_invitation_language" => vec![invitation, text("language", "cy")],
            "send_invitation" => vec![invitation, text("seen", "")],
            "invitations" => Vec::new(),
            "correct_invitation" => vec![("id", self.invited.to_string()), text("email", "elan@cywir.example")],
            "choose_place_for_several" => vec![text("id", ""), text("organisation", "W91001")],
            "several_invitations_draft" | "several_invitations" => vec![several],
            "write_several_invitations" => [
                several,
                text("language", "cy"),
                text("people", "elan@puw.example,Elan,Puw"),
            ]
            .into_iter()
            .chain(role)
            .collect(),
            "send_several_invitations" => vec![several, text("seen", "")],
            _ => return None,
        })
    }

    /// The same for what two support people do: proposals and cases.
    fn fields_of_support(&self, call: &str) -> Option<Vec<(&'static str, String)>> {
        let text = |name: &'static str, value: &str| (name, value.to_owned());
        Some(match call {
            "propose" => vec![
                text("kind", "support_joins"),
                text("email", "gwen@bont.example"),
                text("commissioner", ""),
                text("reason", "Known to all of us."),
            ],
            "removal_to_propose" => vec![("id", self.owain.id.to_string()), text("organisation", "")],
            "propose_removal" => vec![
                ("id", self.owain.id.to_string()),
                text("organisation", ""),
                text("reason", "Moves on."),
            ],
            "override_to_propose" => vec![("id", self.mair.id.to_string()), text("organisation", "W91002")],
            "propose_override" => vec![
                ("id", self.mair.id.to_string()),
                text("organisation", "W91002"),
                text("reason", "She has died."),
            ],
            "proposal" | "confirm_proposal" => vec![("id", self.proposals[0].to_string())],
            "turn_down_proposal" => vec![("id", self.proposals[1].to_string())],
            "cases" => vec![text("shows", "now")],
            "case" | "confirm_number" => vec![("id", self.cases[0].to_string())],
            "keep_call" => vec![("id", self.cases[0].to_string()), text("outcome", "engaged")],
            "override_case" => vec![
                ("id", self.cases[0].to_string()),
                text("reason", "Nobody can be asked."),
            ],
            "confirm_case" => vec![("id", self.cases[1].to_string())],
            "send_case_back" | "turn_down_case" => {
                vec![("id", self.cases[2].to_string()), text("reason", "It is not so.")]
            }
            "give_number" => vec![
                ("id", self.cases[0].to_string()),
                text("telephone", "01492 000222"),
                text("source", "A directory"),
            ],
            "locked_out" => vec![("id", self.locked_out[1].id.to_string())],
            "open_case" => vec![
                ("id", self.locked_out[1].id.to_string()),
                text("matter", "new_address"),
                text("email", "tomos.bevan@newydd.example"),
                text("organisation", "W91003"),
                text("reason", "Telephoned."),
            ],
            _ => return None,
        })
    }

    /// The same for the administrators' console.
    fn fields_of_console(&self, call: &str) -> Option<Vec<(&'static str, String)>> {
        let code = ("code", "W91001".to_owned());
        let text = |name: &'static str, value: &str| (name, value.to_owned());
        Some(match call {
            "list_organisations"
            | "organisation_to_add"
            | "register_imports"
            | "managers_imports"
            | "support_team"
            | "tiles"
            | "daily_letter"
            | "closures" => Vec::new(),
            "organisation_details" | "organisation_policy" => vec![code],
            "closure" | "chosen_closure" => vec![text("code", "W91009")],
            "choose_closure" | "decide_closure" => vec![
                text("code", "W91009"),
                text("fate", "end"),
                text("successor", ""),
                text("reason", "The partners retire."),
                ("ticked[]", self.left_behind.to_string()),
            ],
            "change_policy" => vec![
                code,
                text("seen_policy", "any_member"),
                text("seen_kind", "practice"),
                text("policy", "support_only"),
                text("kind", "practice"),
            ],
            "add_organisation" => vec![
                text("organisation", "R9Z"),
                text("name", "Invented Trust"),
                text("kind", "trust"),
                text("town", ""),
                text("postcode", ""),
                text("commissioner", ""),
            ],
            "register_import" | "apply_register" => vec![("id", self.imports[0].to_string())],
            "abandon_register" => vec![("id", self.imports[1].to_string())],
            "managers_import" | "apply_managers" => vec![("id", self.managers[0].to_string())],
            "abandon_managers" => vec![("id", self.managers[1].to_string())],
            "switch_daily_letter" => vec![text("daily_letter", "off")],
            "switch_shortcuts" => vec![text("shortcuts", "off")],
            "users" => vec![text("q", "ifan"), text("size", "100")],
            "person" | "disabling_account" | "disable_account" | "account_to_reopen" => {
                vec![("id", self.revoked.id.to_string())]
            }
            "choose_disabling_reason" => vec![
                ("id", self.revoked.id.to_string()),
                text("reason", "other"),
                text("other", "Works elsewhere."),
            ],
            "reopen_account" => vec![("id", self.revoked.id.to_string()), text("reason", "Is back.")],
            "member_to_enable" | "enable_member" => vec![code, ("id", self.former.to_string())],
            "registrations" => vec![text("state", "all"), text("size", "100")],
            "registration_to_delete" | "delete_registration" | "send_registration_again" => {
                vec![("id", self.unconfirmed.to_string())]
            }
            _ => return None,
        })
    }
}

/// The same for second factors; where an id is asked for, one that is nobody's factor.
fn fields_of_factors(call: &str, id: String) -> Option<Vec<(&'static str, String)>> {
    let text = |name: &'static str, value: &str| (name, value.to_owned());
    let name = text("factor_name", "Phone");
    let next = text("next", "");
    Some(match call {
        "my_factors"
        | "app_to_add"
        | "make_recovery_codes"
        | "recovery_codes"
        | "recovery_codes_noted"
        | "second_step"
        | "start_passkey_step"
        | "start_passkey_sign_in"
        | "proof_to_give"
        | "start_passkey_proof" => Vec::new(),
        "start_app" | "start_passkey" => vec![text("password", PASSWORD)],
        "add_app" => vec![text("code", "123456"), name],
        "give_code" => vec![text("code", "123456"), next],
        "prove" => vec![text("password", PASSWORD), text("code", ""), next],
        "add_passkey" | "passkey_step" | "passkey_sign_in" | "prove_by_passkey" => {
            vec![text("credential", "{}"), name, next]
        }
        "rename_factor" => vec![("id", id), name],
        "remove_factor" => vec![("id", id)],
        _ => return None,
    })
}

/// Fields as a browser takes them.
pub(crate) fn lent<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}
