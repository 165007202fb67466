//! Codes of authenticator apps: TOTP (RFC 6238) over HMAC-SHA-1 and HOTP's truncation (RFC 4226), six digits, a step of
//! 30 seconds. Only the hash is taken from a crate: which code counts, and that none counts twice, is our own rule.

use domain::Moment;
use domain::factors::CODE_DIGITS;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::secrets;

/// Bytes of an app's key: 160 bits, as RFC 4226 recommends (section 4, R6).
const KEY_BYTES: usize = 20;
/// Seconds of a step.
const STEP_SECONDS: i64 = 30;
/// Codes of the step before and of the step after count too: clocks differ, and typing takes time.
const STEPS_AROUND: i64 = 1;
/// Base32 (RFC 4648, section 6).
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The key that an app shares with the service.
#[derive(Clone, PartialEq, Eq)]
pub struct AppKey([u8; KEY_BYTES]);

impl AppKey {
    /// A new key.
    pub fn fresh() -> Self {
        Self(secrets::random())
    }

    /// A key that was kept; `None` for what is none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The key as it is kept, sealed.
    pub const fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The key as it is typed: base32 in groups of four.
    pub fn typed(&self) -> String {
        let letters = base32(&self.0);
        let groups: Vec<&str> = (0..letters.len())
            .step_by(4)
            .filter_map(|start| letters.get(start..start + 4))
            .collect();
        groups.join(" ")
    }

    /// The key as an app reads it from a picture: an `otpauth` address (the key URI format that all apps know).
    pub fn address(&self, email: &str) -> String {
        let label: String = url::form_urlencoded::byte_serialize(email.as_bytes()).collect();
        let label = label.replace('+', "%20");
        format!(
            "otpauth://totp/Porthor:{label}?secret={}&issuer=Porthor&algorithm=SHA1&digits={CODE_DIGITS}&period={STEP_SECONDS}",
            base32(&self.0)
        )
    }

    /// The step whose code this is, if it is one that counts now and is newer than the newest that was accepted. The
    /// caller keeps that step by a conditional update before it lets anybody in.
    pub fn step_of(&self, code: &str, now: Moment, newest_accepted: i64) -> Option<i64> {
        let step = step_at(now);
        (step - STEPS_AROUND..=step + STEPS_AROUND)
            .filter(|step| *step > newest_accepted)
            // All are compared, and each in full: how long it takes says nothing about the right code.
            .fold(None, |found, step| {
                let right = alike(self.code(step, CODE_DIGITS).as_bytes(), code.as_bytes());
                if right { Some(step) } else { found }
            })
    }

    /// The code of a moment, as the app shows it.
    pub fn code_at(&self, moment: Moment) -> String {
        self.code(step_at(moment), CODE_DIGITS)
    }

    fn code(&self, step: i64, digits: usize) -> String {
        code(&self.0, step, digits)
    }
}

/// The step in which a moment lies.
pub fn step_at(moment: Moment) -> i64 {
    moment.utc().timestamp().div_euclid(STEP_SECONDS)
}

/// HOTP (RFC 4226, section 5.3) of a step.
fn code(key: &[u8], step: i64, digits: usize) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).expect("HMAC takes keys of every length");
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash[hash.len() - 1] & 0x0f);
    let number = hash[offset..offset + 4]
        .iter()
        .fold(0_u32, |number, byte| number << 8 | u32::from(*byte))
        & 0x7fff_ffff;
    let number = number % 10_u32.pow(u32::try_from(digits).unwrap_or_default());
    format!("{number:0digits$}")
}

/// Compares without telling by its time where the first difference is.
fn alike(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

/// Base32 without padding; keys of 160 bits need none.
fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut held, mut bits) = (0_u32, 0);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(BASE32[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        text.push(char::from(BASE32[(held << (5 - bits) & 31) as usize]));
    }
    text
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};

    use super::*;

    fn moment(seconds: i64) -> Moment {
        Moment::new(DateTime::from_timestamp(seconds, 0).unwrap())
    }

    fn key() -> AppKey {
        AppKey::read(b"12345678901234567890").unwrap()
    }

    #[test]
    fn codes_are_those_of_rfc_6238_appendix_b() {
        for (seconds, expected) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            let step = step_at(moment(seconds));
            assert_eq!(key().code(step, 8), expected, "{seconds}");
            assert_eq!(
                key().code_at(moment(seconds)),
                expected[2..],
                "six digits are the last six"
            );
        }
    }

    #[test]
    fn codes_are_those_of_rfc_4226_appendix_d() {
        let expected = ["755224", "287082", "359152", "969429", "338314", "254676"];
        for (step, expected) in (0..).zip(expected) {
            assert_eq!(key().code(step, 6), expected);
        }
    }

    #[test]
    fn the_step_before_and_the_step_after_count_and_no_other() {
        let now = moment(1_111_111_111);
        let step = step_at(now);
        for (steps, counts) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let code = key().code_at(now.plus(TimeDelta::seconds(steps * STEP_SECONDS)));
            let expected = counts.then_some(step + steps);
            assert_eq!(key().step_of(&code, now, 0), expected, "{steps}");
        }
    }

    #[test]
    fn a_step_counts_once_and_never_after_a_newer_one() {
        let now = moment(1_111_111_111);
        let step = step_at(now);
        let code = key().code_at(now);
        assert_eq!(key().step_of(&code, now, step - 1), Some(step));
        assert_eq!(key().step_of(&code, now, step), None, "the same again");
        assert_eq!(key().step_of(&code, now, step + 1), None, "after a newer one");
    }

    #[test]
    fn a_foreign_code_does_not_count() {
        let now = moment(1_111_111_111);
        let code = AppKey::fresh().code_at(now);
        assert_eq!(key().step_of(&code, now, 0), None);
        assert_eq!(key().step_of("", now, 0), None);
    }

    #[test]
    fn base32_is_that_of_rfc_4648_section_10() {
        for (bytes, expected) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), expected);
        }
    }

    #[test]
    fn the_key_can_be_typed_and_the_address_names_issuer_and_person() {
        assert_eq!(key().typed(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(
            key().address("sian+work@bont.example"),
            "otpauth://totp/Porthor:sian%2Bwork%40bont.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Porthor\
             &algorithm=SHA1&digits=6&period=30"
        );
    }
}
