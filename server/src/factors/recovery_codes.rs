//! Recovery codes: ten, shown once, each good for one sign-in. A code holds 120 random bits, so that a plain SHA-256 is
//! all that has to be kept of it: no guessing gets through that many (ASVS 5.0, 6.5.2 draws the line at 112).

use domain::factors::{RECOVERY_CHARACTERS, RECOVERY_CODES};

use crate::secrets;

/// Letters and digits that nobody takes for each other: no 0 and o, no 1 and l. 32 of them, so that five random bits
/// choose one, each as likely as the others.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// How they are shown: groups of four.
const GROUP: usize = 4;

/// Ten new codes, as they are to be typed: `abcd-efgh-…`.
pub fn fresh() -> Vec<String> {
    (0..RECOVERY_CODES).map(|_| code()).collect()
}

fn code() -> String {
    let bytes: [u8; RECOVERY_CHARACTERS] = secrets::random();
    let mut code = String::new();
    for (place, byte) in bytes.into_iter().enumerate() {
        if place > 0 && place % GROUP == 0 {
            code.push('-');
        }
        code.push(char::from(ALPHABET[usize::from(byte & 31)]));
    }
    code
}

/// What is kept of a code, however it was typed: the hash of its letters and digits.
pub fn hash(code: &str) -> Vec<u8> {
    let plain: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|character| character.to_ascii_lowercase())
        .collect();
    secrets::hash(&plain)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::factors::TypedCode;

    use super::*;

    #[test]
    fn there_are_ten_and_none_is_like_another() {
        let codes = fresh();
        assert_eq!(codes.len(), usize::from(RECOVERY_CODES));
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
    }

    #[test]
    fn a_code_is_read_back_however_it_is_typed() {
        for code in fresh() {
            assert_eq!(code.len(), RECOVERY_CHARACTERS + RECOVERY_CHARACTERS / GROUP - 1);
            for typed in [code.clone(), code.to_uppercase(), code.replace('-', " ")] {
                let Ok(TypedCode::Recovery(read)) = TypedCode::parse(&typed) else {
                    panic!("{typed}");
                };
                assert_eq!(hash(&read), hash(&code));
            }
        }
    }

    #[test]
    fn the_alphabet_has_no_look_alikes_and_every_letter_once() {
        let letters: BTreeSet<&u8> = ALPHABET.iter().collect();
        assert_eq!(letters.len(), ALPHABET.len());
        for look_alike in b"01lo" {
            assert!(!ALPHABET.contains(look_alike));
        }
    }
}
