//! Invented names of the shapes that real ones have: Welsh, with hyphens, apostrophes, accents and spaces, and people with
//! one name only, who give it twice.

use domain::text::folded;
use domain::{EmailAddress, Language, PersonName};

use super::dice::Dice;

const WELSH_FIRST: &[&str] = &[
    "Angharad",
    "Bethan",
    "Carys",
    "Dafydd",
    "Eirlys",
    "Ffion",
    "Gethin",
    "Heledd",
    "Iestyn",
    "Lleucu",
    "Llŷr",
    "Meinir",
    "Nerys",
    "Owain",
    "Rhiannon",
    "Siân",
    "Tegwen",
    "Ynyr",
    "Gwenllian",
    "Rhŷs",
    "Eurgain",
    "Siôn",
    "Mair",
    "Tudur",
];
const OTHER_FIRST: &[&str] = &[
    "Alice",
    "Ben",
    "Chloë",
    "David",
    "Emma",
    "Farah",
    "George",
    "Hannah",
    "Imran",
    "José",
    "Kofi",
    "Lucy",
    "Mary-Ann",
    "Nguyễn",
    "Oisín",
    "Priya",
    "Renée",
    "Sarah",
    "Thomas",
    "Ugo",
    "Zoë",
    "Anne-Marie",
    "Mohammed",
    "J. R.",
    "Björn",
];
const WELSH_LAST: &[&str] = &[
    "Prydderch",
    "Tomos",
    "Llewelyn",
    "Gittins",
    "ap Rhys",
    "Bowen",
    "Cadwaladr",
    "Ellis",
    "Gruffydd",
    "Hopcyn",
    "Madog",
    "Parry",
    "Trefor",
    "Vaughan",
    "Wynne",
    "ab Owain",
    "ferch Gwyn",
    "Môn",
];
const OTHER_LAST: &[&str] = &[
    "O'Neill",
    "D'Arcy",
    "van den Berg",
    "Müller",
    "Nowak",
    "Okafor",
    "Patel",
    "Ó Briain",
    "St. John",
    "Taylor",
    "Underhill",
    "Wright",
    "Castañeda",
    "Đặng",
    "Fitzgerald",
    "Haddad",
    "Kowalski",
    "Lindström",
    "McAllister",
    "Singh",
];
const SINGLE: &[&str] = &["Madonna-Wen", "Sukarno", "Gwydion", "Thiri", "Blodeuwedd"];

/// How somebody is called.
pub(super) struct Called {
    pub(super) first: PersonName,
    pub(super) last: PersonName,
    pub(super) language: Language,
}

/// Somebody's names.
pub(super) fn called(dice: &mut Dice) -> Called {
    let welsh = dice.in_thousand(400);
    let (firsts, lasts) = if welsh {
        (WELSH_FIRST, WELSH_LAST)
    } else {
        (OTHER_FIRST, OTHER_LAST)
    };
    let (first, last) = if dice.in_thousand(8) {
        let only = dice.one_of(SINGLE).to_owned();
        (only.clone(), only)
    } else if dice.in_thousand(150) {
        let last = format!("{}-{}", dice.one_of(lasts), dice.one_of(OTHER_LAST));
        (dice.one_of(firsts).to_owned(), last)
    } else {
        (dice.one_of(firsts).to_owned(), dice.one_of(lasts).to_owned())
    };
    Called {
        first: name(&first),
        last: name(&last),
        language: if welsh && dice.in_thousand(600) {
            Language::Welsh
        } else {
            Language::English
        },
    }
}

/// An address that nobody else has: the number is the person's own.
pub(super) fn address(called: &Called, number: u32, at: &str) -> EmailAddress {
    let plain = |name: &PersonName| -> String {
        folded(name.as_str())
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect()
    };
    let text = format!(
        "{}.{}{number}@{}.example",
        plain(&called.first),
        plain(&called.last),
        at.to_lowercase()
    );
    EmailAddress::parse(&text).expect("a test reads all of the names in an address")
}

fn name(text: &str) -> PersonName {
    PersonName::parse(text).expect("a test reads all of the names")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_names_can_be_read_and_make_an_address() {
        for first in [WELSH_FIRST, OTHER_FIRST, SINGLE].concat() {
            for last in [WELSH_LAST, OTHER_LAST].concat() {
                for last in [last.to_owned(), format!("{last}-Castañeda")] {
                    let called = Called {
                        first: name(first),
                        last: name(&last),
                        language: Language::English,
                    };
                    assert!(address(&called, 7, "W99901").key().ends_with("7@w99901.example"));
                }
            }
        }
    }
}
