//! A passkey made of software: answers what a browser asks as a device would (`WebAuthn` level 2), and lies where a test
//! wants it to. P-256 keys, no attestation.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Present, verified, and (when made) with the key attached: flags of authenticator data (§6.1).
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTACHED: u8 = 0x40;

/// A passkey on one device.
#[derive(Clone)]
pub(crate) struct SoftPasskey {
    key: SigningKey,
    id: Vec<u8>,
    /// Whose it is, as it was told when it was made.
    pub(crate) person: Option<Vec<u8>>,
    /// How often it was used; each answer says one more.
    pub(crate) counter: u32,
    /// Whether the device makes sure that it is its owner.
    pub(crate) verifies: bool,
    /// Which site it thinks it is at.
    pub(crate) origin: String,
}

impl SoftPasskey {
    /// A device that has no key yet, at a site.
    pub(crate) fn new(seed: u8, origin: &str) -> Self {
        Self {
            key: SigningKey::from_slice(&[seed; 32]).unwrap(),
            id: vec![seed; 16],
            person: None,
            counter: 0,
            verifies: true,
            origin: origin.to_owned(),
        }
    }

    /// Answers the question that makes it.
    pub(crate) fn made_for(&mut self, question: &str) -> String {
        let question: Value = serde_json::from_str(question).unwrap();
        let asked = &question["publicKey"];
        self.person = Some(decoded(&asked["user"]["id"]));
        let mut data = self.data(asked["rp"]["id"].as_str().unwrap(), ATTACHED);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        data.extend(self.public_key());
        // CBOR: { "fmt": "none", "attStmt": {}, "authData": data }
        let mut attestation = vec![0xa3];
        attestation.extend(b"\x63fmt\x64none\x67attStmt\xa0\x68authData\x59");
        attestation.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        attestation.extend(data);
        json!({
            "id": encoded(&self.id),
            "rawId": encoded(&self.id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "attestationObject": encoded(&attestation),
                "clientDataJSON": encoded(&self.client_data("webauthn.create", &asked["challenge"])),
                "transports": ["internal"],
            },
        })
        .to_string()
    }

    /// Answers a question.
    pub(crate) fn answers(&mut self, question: &str) -> String {
        self.counter += 1;
        let question: Value = serde_json::from_str(question).unwrap();
        let asked = &question["publicKey"];
        let data = self.data(asked["rpId"].as_str().unwrap(), 0);
        let client_data = self.client_data("webauthn.get", &asked["challenge"]);
        let signed = [data.as_slice(), &Sha256::digest(&client_data)].concat();
        let signature: Signature = self.key.sign(&signed);
        json!({
            "id": encoded(&self.id),
            "rawId": encoded(&self.id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "authenticatorData": encoded(&data),
                "clientDataJSON": encoded(&client_data),
                "signature": encoded(signature.to_der().as_bytes()),
                "userHandle": self.person.as_deref().map(encoded),
            },
        })
        .to_string()
    }

    /// Authenticator data: the site's hash, what happened, the counter (§6.1).
    fn data(&self, site: &str, more: u8) -> Vec<u8> {
        let flags = PRESENT | more | if self.verifies { VERIFIED } else { 0 };
        let mut data = Sha256::digest(site.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// COSE: an EC2 key on P-256 for ES256 (RFC 9053).
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes()[1..].split_at(32);
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        key.extend(x);
        key.extend([0x22, 0x58, 0x20]);
        key.extend(y);
        key
    }

    fn client_data(&self, what: &str, challenge: &Value) -> Vec<u8> {
        json!({ "type": what, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decoded(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap()
}
