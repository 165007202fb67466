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
/// What is sealed can be opened only as what it was sealed for.
const PURPOSE: &[u8] = b"porthor: token inside a waiting letter";

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

/// The key that seals the tokens of waiting letters, so that a copy of the database alone opens no link.
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

    /// Seals a token: nonce, then what XChaCha20-Poly1305 makes of it.
    ///
    /// # Panics
    /// Never: a token is far shorter than what the cipher takes.
    pub fn seal(&self, token: &str) -> Vec<u8> {
        let nonce: [u8; NONCE_BYTES] = random();
        let payload = Payload {
            msg: token.as_bytes(),
            aad: PURPOSE,
        };
        let sealed = self
            .0
            .encrypt(XNonce::from_slice(&nonce), payload)
            .expect("a token is far shorter than what the cipher takes");
        [nonce.as_slice(), &sealed].concat()
    }

    /// Opens a sealed token; `None` when it was sealed with another key, or damaged.
    pub fn open(&self, sealed: &[u8]) -> Option<String> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES)?;
        let payload = Payload {
            msg: sealed,
            aad: PURPOSE,
        };
        let token = self.0.decrypt(XNonce::from_slice(nonce), payload).ok()?;
        String::from_utf8(token).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_token_opens_with_its_key_and_no_other() {
        let key = SealingKey::passing();
        let token = token();
        let sealed = key.seal(&token);
        assert_eq!(key.open(&sealed), Some(token.clone()));
        assert_eq!(SealingKey::passing().open(&sealed), None);
        assert_eq!(key.open(&sealed[..20]), None);
        let mut damaged = sealed.clone();
        damaged[30] ^= 1;
        assert_eq!(key.open(&damaged), None);
        assert_ne!(key.seal(&token), sealed, "sealed twice, it looks different");
    }

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let (one, other) = (token(), token());
        assert_eq!(one.len(), 43);
        assert_ne!(one, other);
        assert_eq!(hash(&one).len(), 32);
    }
}
