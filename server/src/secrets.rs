//! Secrets: tokens of links and sessions, how they are kept (hashed), how one waits inside a letter (sealed), and the key
//! that seals. The only module that asks the operating system for randomness. Passwords are in `passwords.rs`.

mod key_file;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};

/// Bytes of the sealing key.
pub const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

/// A new token: 256 random bits as 43 characters that may stand in an address (RFC 4648, section 5).
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(random::<32>())
}

/// What is kept of a token: its SHA-256. Tokens have 256 random bits, so that no slower hash is needed.
pub fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Random bytes from the operating system.
#[expect(clippy::disallowed_methods, reason = "this is the one module that makes secrets")]
pub(crate) fn random<const BYTES: usize>() -> [u8; BYTES] {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).expect("an operating system without randomness cannot run this service");
    bytes
}

/// What something is sealed for: it can be opened only as that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealed {
    /// The token inside a waiting letter.
    LetterToken,
    /// The key of an authenticator app.
    AppKey,
    /// What waits between a question to a passkey and its answer.
    PasskeyQuestion,
    /// Recovery codes that their owner has not noted yet.
    RecoveryCodes,
}

impl Sealed {
    /// What the cipher authenticates besides. Never change one: what was sealed with it could not be opened again.
    const fn purpose(self) -> &'static [u8] {
        match self {
            Self::LetterToken => b"porthor: token inside a waiting letter",
            Self::AppKey => b"porthor: key of an authenticator app",
            Self::PasskeyQuestion => b"porthor: question to a passkey",
            Self::RecoveryCodes => b"porthor: recovery codes to be noted",
        }
    }
}

/// The key that seals what must be read again later (tokens of waiting letters, keys of authenticator apps), so that a
/// copy of the database alone opens nothing.
#[derive(Clone)]
pub struct SealingKey(XChaCha20Poly1305);

impl SealingKey {
    /// A key of these bytes.
    pub fn new(bytes: &[u8; KEY_BYTES]) -> Self {
        Self(XChaCha20Poly1305::new(bytes.into()))
    }

    /// A key that is forgotten with the process; for tests.
    pub fn passing() -> Self {
        Self::new(&random())
    }

    /// Seals something: nonce, then what XChaCha20-Poly1305 makes of it.
    ///
    /// # Panics
    /// Never: what is sealed is far shorter than what the cipher takes.
    pub fn seal(&self, what: Sealed, secret: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE_BYTES] = random();
        let payload = Payload {
            msg: secret,
            aad: what.purpose(),
        };
        let sealed = self
            .0
            .encrypt(XNonce::from_slice(&nonce), payload)
            .expect("a secret is far shorter than what the cipher takes");
        [nonce.as_slice(), &sealed].concat()
    }

    /// Opens what was sealed for the same purpose; `None` when it was sealed for another or with another key, or is
    /// damaged.
    pub fn open(&self, what: Sealed, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES)?;
        let payload = Payload {
            msg: sealed,
            aad: what.purpose(),
        };
        self.0.decrypt(XNonce::from_slice(nonce), payload).ok()
    }

    /// Opens a sealed text.
    pub fn open_text(&self, what: Sealed, sealed: &[u8]) -> Option<String> {
        String::from_utf8(self.open(what, sealed)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_token_opens_with_its_key_and_no_other() {
        let key = SealingKey::passing();
        let token = token();
        let what = Sealed::LetterToken;
        let sealed = key.seal(what, token.as_bytes());
        assert_eq!(key.open_text(what, &sealed), Some(token.clone()));
        assert_eq!(SealingKey::passing().open(what, &sealed), None);
        assert_eq!(key.open(what, &sealed[..20]), None);
        let mut damaged = sealed.clone();
        damaged[30] ^= 1;
        assert_eq!(key.open(what, &damaged), None);
        assert_ne!(
            key.seal(what, token.as_bytes()),
            sealed,
            "sealed twice, it looks different"
        );
    }

    #[test]
    fn what_is_sealed_for_one_purpose_opens_for_no_other() {
        let key = SealingKey::passing();
        let all = [
            Sealed::LetterToken,
            Sealed::AppKey,
            Sealed::PasskeyQuestion,
            Sealed::RecoveryCodes,
        ];
        for what in all {
            let sealed = key.seal(what, b"secret");
            for other in all {
                let opened = key.open(other, &sealed);
                assert_eq!(opened.is_some(), what == other, "{what:?} as {other:?}");
            }
        }
    }

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let (one, other) = (token(), token());
        assert_eq!(one.len(), 43);
        assert_ne!(one, other);
        assert_eq!(hash(&one).len(), 32);
    }
}
