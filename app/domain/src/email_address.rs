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
        fn parsing_never_panics(text in "\\PC{0,80}") {
            let _ = EmailAddress::parse(&text);
        }
    }
}
