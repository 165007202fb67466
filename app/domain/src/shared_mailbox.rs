//! Shared mailboxes (S41, decision 7): addresses and names that identify nobody. Real surnames must not trip it, so an
//! address or a name counts as generic only when *every* piece of it is.

use serde::{Deserialize, Serialize};

use crate::text::words;
use crate::{EmailAddress, OdsCode, PersonName};

/// What a reviewer and the applicant are warned of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Warning {
    /// The address is a mailbox that several people read.
    GenericAddress,
    /// The name does not identify a person.
    GenericName,
    /// Both: the only decision is to reject.
    SharedMailbox,
}

/// Words of which generic mailboxes are made, folded, English and Welsh.
const MAILBOX_WORDS: &[&str] = &[
    "accounts",
    "admin",
    "administration",
    "administrator",
    "all",
    "appointment",
    "appointments",
    "apwyntiadau",
    "centre",
    "clinic",
    "contact",
    "cyswllt",
    "derbynfa",
    "desk",
    "doctors",
    "enquiries",
    "enquiry",
    "everyone",
    "feddygfa",
    "finance",
    "front",
    "general",
    "generic",
    "gp",
    "gweinyddol",
    "gweinyddu",
    "health",
    "hello",
    "help",
    "helpdesk",
    "inbox",
    "info",
    "iechyd",
    "mail",
    "mailbox",
    "main",
    "management",
    "manager",
    "managers",
    "medical",
    "meddygfa",
    "meddygon",
    "medics",
    "noreply",
    "nurses",
    "nyrsys",
    "office",
    "orders",
    "pharmacy",
    "pm",
    "post",
    "postmaster",
    "practice",
    "practis",
    "prescription",
    "prescriptions",
    "presgripsiwn",
    "presgripsiynau",
    "reception",
    "receptionist",
    "receptionists",
    "referrals",
    "reply",
    "results",
    "rheolwr",
    "rota",
    "rx",
    "scripts",
    "secretaries",
    "secretary",
    "service",
    "services",
    "shared",
    "staff",
    "support",
    "surgery",
    "swyddfa",
    "team",
    "the",
    "tim",
    "webmaster",
    "ysgrifenyddion",
    "y",
    "yr",
];

/// Words of which names that identify nobody are made, folded. No word that is a known surname or first name.
const NAME_WORDS: &[&str] = &[
    "admin",
    "administration",
    "administrator",
    "centre",
    "clinic",
    "derbynfa",
    "derbynnydd",
    "desk",
    "feddygfa",
    "generic",
    "gp",
    "gweinyddol",
    "health",
    "inbox",
    "mailbox",
    "manager",
    "managers",
    "medical",
    "meddygfa",
    "office",
    "practice",
    "practis",
    "reception",
    "receptionist",
    "receptionists",
    "rheolwr",
    "secretaries",
    "secretary",
    "shared",
    "staff",
    "surgery",
    "swyddfa",
    "team",
    "test",
    "the",
    "tim",
    "user",
    "y",
    "yr",
    "n",
    "a",
    "na",
];

/// Looks at an address and a name together.
pub fn warning(email: &EmailAddress, first_name: &PersonName, last_name: &PersonName) -> Option<Warning> {
    match (is_generic_address(email), is_generic_name(first_name, last_name)) {
        (true, true) => Some(Warning::SharedMailbox),
        (true, false) => Some(Warning::GenericAddress),
        (false, true) => Some(Warning::GenericName),
        (false, false) => None,
    }
}

/// Whether the local part is made of generic words, ODS codes and numbers only.
pub fn is_generic_address(email: &EmailAddress) -> bool {
    let pieces = words(email.local_part());
    !pieces.is_empty()
        && pieces
            .iter()
            .all(|piece| is_number(piece) || is_code(piece) || is_made_of(piece, MAILBOX_WORDS))
        && pieces.iter().any(|piece| !is_number(piece))
}

/// Whether both names are made of generic words only.
pub fn is_generic_name(first_name: &PersonName, last_name: &PersonName) -> bool {
    let all = |name: &PersonName| {
        words(name.as_str())
            .iter()
            .all(|word| NAME_WORDS.contains(&word.as_str()))
    };
    let telling = |name: &PersonName| words(name.as_str()).iter().any(|word| word.len() > 2);
    all(first_name) && all(last_name) && (telling(first_name) || telling(last_name))
}

fn is_number(piece: &str) -> bool {
    piece.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_code(piece: &str) -> bool {
    OdsCode::parse(piece).is_ok_and(|code| code.is_practice_shaped())
}

/// Whether a piece is one or several of the words run together ("practicemanager"), with digits at its end allowed.
fn is_made_of(piece: &str, vocabulary: &[&str]) -> bool {
    let piece = piece.trim_end_matches(|character: char| character.is_ascii_digit());
    let mut reachable = vec![false; piece.len() + 1];
    if let Some(start) = reachable.first_mut() {
        *start = true;
    }
    for start in 0..piece.len() {
        if reachable[start] && piece.is_char_boundary(start) {
            // One- and two-letter words only count on their own: "pm", not the middle of a surname.
            for word in vocabulary.iter().filter(|word| word.len() > 2 || *word == &piece) {
                if piece[start..].starts_with(word) {
                    reachable[start + word.len()] = true;
                }
            }
        }
    }
    !piece.is_empty() && reachable[piece.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(email: &str, first: &str, last: &str) -> Option<Warning> {
        let name = |text| PersonName::parse(text).unwrap();
        warning(&EmailAddress::parse(email).unwrap(), &name(first), &name(last))
    }

    #[test]
    fn the_sample_of_s41_is_a_shared_mailbox() {
        assert_eq!(
            of("reception.team-L81065@nhs.net", "Reception", "Staff"),
            Some(Warning::SharedMailbox)
        );
    }

    #[test]
    fn generic_addresses_are_seen_in_both_languages() {
        for local in [
            "reception",
            "admin",
            "team",
            "derbynfa",
            "w91001",
            "PracticeManager",
            "enquiries.w98765",
            "admin2",
            "pm",
        ] {
            assert_eq!(
                of(&format!("{local}@wales.nhs.uk"), "Siân", "Jones"),
                Some(Warning::GenericAddress),
                "{local}"
            );
        }
    }

    #[test]
    fn real_people_do_not_trip_it() {
        for (local, first, last) in [
            ("sian.jones", "Siân", "Jones"),
            ("paul.admin", "Paul", "Admin"),
            ("post.malone", "Post", "Malone"),
            ("teamer", "Ann", "Teamer"),
            ("i.manager-price", "Ioan", "Price"),
            ("staffan", "Staffan", "Berg"),
            ("deskins", "Jo", "Deskins"),
            ("a.y", "A", "Y"),
            ("1234", "Huw", "Practice"),
        ] {
            assert_eq!(of(&format!("{local}@wales.nhs.uk"), first, last), None, "{local}");
        }
    }
}
