//! What each letter is called in a list of letters.

use crate::i18n::{Locale, say};

/// A letter, by its name ([`domain::letter::LetterText::name`]).
pub(super) fn letter(l: Locale, name: &str) -> &'static str {
    match name {
        "confirm_address" => say!(l, people.which.confirm_address),
        "already_registered" => say!(l, people.which.already_registered),
        "request_made" => say!(l, people.which.request_made),
        "request_approved" => say!(l, people.which.request_approved),
        "request_rejected" => say!(l, people.which.request_rejected),
        "let_in" => say!(l, people.which.let_in),
        "access_revoked" => say!(l, people.which.access_revoked),
        "member_revoked" => say!(l, people.which.member_revoked),
        "member_left" => say!(l, people.which.member_left),
        "invitation" => say!(l, people.which.invitation),
        "invitation_reminder" => say!(l, people.which.invitation_reminder),
        "invitation_expired" => say!(l, people.which.invitation_expired),
        "invitation_declined" => say!(l, people.which.invitation_declined),
        "invitation_asked" => say!(l, people.which.invitation_asked),
        "request_nudged" => say!(l, people.which.request_nudged),
        "requests_waiting" => say!(l, people.which.requests_waiting),
        "requests_with_support" => say!(l, people.which.requests_with_support),
        "request_lapsed" => say!(l, people.which.request_lapsed),
        "access_ending" => say!(l, people.which.access_ending),
        "members_ending" => say!(l, people.which.members_ending),
        "reset_password" => say!(l, people.which.reset_password),
        "no_account" => say!(l, people.which.no_account),
        "password_changed" => say!(l, people.which.password_changed),
        "confirm_new_address" => say!(l, people.which.confirm_new_address),
        "address_change_asked" => say!(l, people.which.address_change_asked),
        "address_wanted" => say!(l, people.which.address_wanted),
        "address_changed" => say!(l, people.which.address_changed),
        "account_closed" => say!(l, people.which.account_closed),
        "account_disabled" => say!(l, people.which.account_disabled),
        "account_reopened" => say!(l, people.which.account_reopened),
        "access_enabled" => say!(l, people.which.access_enabled),
        "roles_changed" => say!(l, people.which.roles_changed),
        "added_to_organisation" => say!(l, people.which.added_to_organisation),
        "daily_digest" => say!(l, people.which.daily_digest),
        "access_closed" => say!(l, people.which.access_closed),
        "access_moved" => say!(l, people.which.access_moved),
        "address_moved" => say!(l, people.which.address_moved),
        "case_awaits_second" => say!(l, people.which.case_awaits_second),
        "extension_asked" => say!(l, people.which.extension_asked),
        "extension_turned_down" => say!(l, people.which.extension_turned_down),
        "locked_out_asked" => say!(l, people.which.locked_out_asked),
        "locked_out_declined" => say!(l, people.which.locked_out_declined),
        "organisations_closed" => say!(l, people.which.organisations_closed),
        "people_came" => say!(l, people.which.people_came),
        "request_closed" => say!(l, people.which.request_closed),
        "role_extended" => say!(l, people.which.role_extended),
        "proposal_made" => say!(l, people.which.proposal_made),
        "primary_contact_yours" => say!(l, people.which.primary_contact_yours),
        "primary_contact_passed" => say!(l, people.which.primary_contact_passed),
        "support_appointed" => say!(l, people.which.support_appointed),
        "support_ended" => say!(l, people.which.support_ended),
        "factor_changed" => say!(l, people.which.factor_changed),
        _ => say!(l, people.which.other),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_letter_of_the_service_has_a_name() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src/mail/letters");
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let named = letter(Locale::en, &name) != say!(Locale::en, people.which.other);
            assert!(named || name == "frame", "{name}");
        }
    }
}
