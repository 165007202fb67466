//! E-mail addresses: shown as typed, compared whole after trimming, Unicode normalisation and lower-casing (decision 8).

use std::fmt;

use crate::form::Problem;
use crate::text::normalised;

/// The longest address (RFC 5321 §4.5.3.1.3, less the angle brackets), in bytes.
pub const EMAIL_MOST: u16 = 254;

/// An address as it was typed, with the key by which it is compared.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress {
    typed: String,
    key: String,
}

impl EmailAddress {
    /// Reads an address of the form `name@place.tld`; no quoted names, no comments, no display name.
    ///
    /// # Errors
    /// [`Problem::Missing`], [`Problem::TooLong`] or [`Problem::NotAnEmailAddress`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let typed = text.trim();
        if typed.is_empty() {
            return Err(Problem::Missing);
        }
        let key = normalised(typed);
        if typed.len() > usize::from(EMAIL_MOST) || key.len() > usize::from(EMAIL_MOST) {
            return Err(Problem::TooLong { most: EMAIL_MOST });
        }
        let well_formed = key
            .split_once('@')
            .is_some_and(|(local, place)| is_local_part(local) && is_place(place))
            && typed.matches('@').count() == 1;
        if well_formed {
            Ok(Self {
                typed: typed.to_owned(),
                key,
            })
        } else {
            Err(Problem::NotAnEmailAddress)
        }
    }

    /// As the person typed it.
    pub fn as_typed(&self) -> &str {
        &self.typed
    }

    /// What it is compared by, always whole.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The part before the `@`, normalised.
    pub fn local_part(&self) -> &str {
        self.key.split_once('@').map_or("", |(local, _)| local)
    }
}

/// RFC 5322 "dot-atom", at most 64 bytes, letters beyond ASCII allowed (RFC 6531).
fn is_local_part(local: &str) -> bool {
    let atom = |character: char| character.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(character);
    local.len() <= 64
        && local
            .split('.')
            .all(|piece| !piece.is_empty() && piece.chars().all(atom))
}

/// At least two labels of letters, digits and inner hyphens.
fn is_place(place: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|character| character.is_alphanumeric() || character == '-')
    };
    place.contains('.') && place.split('.').all(label)
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

impl fmt::Debug for EmailAddress {
    /// Never the address itself: debug output ends up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::unicode::{compatible, composed, decomposed};

    /// Letters that are written in several ways: capitals, letters with accents, wide letters.
    const ADDRESS_LETTERS: &str = "[a-cA-CâÂŵŴéａＡ1]{1,6}";

    /// An address in one way of writing, letter by letter and not by the rules that are tested.
    fn plain(address: &str) -> String {
        let one = |letter: char| match letter {
            'A' | 'ａ' | 'Ａ' => 'a',
            'B' => 'b',
            'C' => 'c',
            'Â' => 'â',
            'Ŵ' => 'ŵ',
            other => other,
        };
        address.chars().map(one).collect()
    }

    #[test]
    fn ice_never_meets_alice() {
        let ice = EmailAddress::parse("ice@example.wales").unwrap();
        let alice = EmailAddress::parse("alice@example.wales").unwrap();
        assert_ne!(ice.key(), alice.key());
    }

    #[test]
    fn addresses_that_are_none_are_refused() {
        for text in [
            "x",
            "x@y",
            "a b@c.uk",
            "@c.uk",
            "a@",
            "a@@b.uk",
            "a@-b.uk",
            "a..b@c.uk",
            "Ann <a@b.uk>",
            "a@b.uk\nBcc: c@d.uk",
        ] {
            assert_eq!(EmailAddress::parse(text), Err(Problem::NotAnEmailAddress), "{text}");
        }
        assert_eq!(EmailAddress::parse("  "), Err(Problem::Missing));
    }

    proptest! {
        #[test]
        fn case_and_spaces_do_not_make_another_address(local in "[a-zé]{1,12}", place in "[a-z]{1,10}\\.[a-z]{2,4}") {
            let plain = EmailAddress::parse(&format!("{local}@{place}")).unwrap();
            let shouted = EmailAddress::parse(&format!("  {}@{}  ", local.to_uppercase(), place.to_uppercase())).unwrap();
            prop_assert_eq!(plain.key(), shouted.key());
        }

        #[test]
        fn the_forms_of_unicode_do_not_make_another_address(local in ADDRESS_LETTERS, place in ADDRESS_LETTERS) {
            let forms = [composed, decomposed, compatible].map(|form| form(&format!("{local}@{place}.example")));
            let keys = forms.map(|address| EmailAddress::parse(&address).unwrap().key().to_owned());
            prop_assert_eq!(&keys[0], &keys[1]);
            prop_assert_eq!(&keys[0], &keys[2]);
        }

        #[test]
        fn two_addresses_meet_only_where_they_are_the_same_but_for_case_and_form(
            one in (ADDRESS_LETTERS, ADDRESS_LETTERS),
            other in (ADDRESS_LETTERS, ADDRESS_LETTERS),
        ) {
            let [one, other] = [one, other].map(|(local, place)| format!("{local}@{place}.example"));
            let same = plain(&one) == plain(&other);
            let [one, other] = [one, other].map(|address| EmailAddress::parse(&address).unwrap());
            prop_assert_eq!(one.key() == other.key(), same);
        }

        #[test]
        fn a_part_of_an_address_never_meets_the_whole(local in "[a-zâêŵ]{2,12}", place in "[a-z]{2,8}", cut in 1..12_usize) {
            let letters: Vec<char> = local.chars().collect();
            let cut = 1 + cut % (letters.len() - 1);
            let whole = EmailAddress::parse(&format!("{local}@{place}.example")).unwrap();
            let (head, tail): (String, String) = (letters[..cut].iter().collect(), letters[cut..].iter().collect());
            for part in [
                format!("{head}@{place}.example"),
                format!("{tail}@{place}.example"),
                format!("{local}@{}.example", &place[1..]),
                format!("{local}@{place}.example.org"),
                format!("{local}@mail.{place}.example"),
                format!("{local}.x@{place}.example"),
                format!("x{local}@{place}.example"),
                format!("{local}+x@{place}.example"),
            ] {
                let part = EmailAddress::parse(&part).unwrap();
                prop_assert_ne!(part.key(), whole.key());
            }
        }

        #[test]
        fn a_key_is_its_own_key(local in ADDRESS_LETTERS, place in ADDRESS_LETTERS) {
            let typed = EmailAddress::parse(&format!(" {local}@{place}.EXAMPLE ")).unwrap();
            let again = EmailAddress::parse(typed.key()).unwrap();
            prop_assert_eq!(typed.key(), again.key());
        }

        #[test]
        fn parsing_never_panics(text in "\\PC{0,80}") {
            let _ = EmailAddress::parse(&text);
        }
    }
}
