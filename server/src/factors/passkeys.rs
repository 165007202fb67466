//! Passkeys (`WebAuthn` level 2): the question that a browser puts to one, and whether the answer holds. The rules of the
//! standard are `webauthn-rs`'s; ours are that the person is always verified by their device, that a passkey can be found
//! without an address (so that it can be the only sign-in), and that a copied one is refused. What has to be remembered
//! between question and answer is handed out as text, for the database: never for the browser.

use std::sync::Arc;

use domain::factors::PasskeyJson;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url,
    Uuid, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::config::BaseAddress;

/// What the service is called in the browser's own windows.
const SERVICE: &str = "Porthor";

/// Asks passkeys, and checks their answers.
#[derive(Clone)]
pub struct Passkeys(Option<Arc<Webauthn>>);

/// A question to a passkey.
pub struct Question {
    /// For the browser.
    pub for_browser: PasskeyJson,
    /// What is needed to check the answer; it stays with the service.
    pub kept: String,
}

/// A passkey that has just been made.
pub struct NewPasskey {
    /// The id by which browsers name it.
    pub credential_id: Vec<u8>,
    /// Public key, counter and flags, as JSON.
    pub credential: String,
}

/// An answer of a passkey, read; not checked yet.
pub struct PasskeyAnswer(PublicKeyCredential);

/// Why a passkey cannot be asked, or its answer does not hold.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// Passkeys do not work at this address.
    #[error("passkeys do not work at this address")]
    Off,
    /// What came is no answer.
    #[error("what came is no answer of a passkey")]
    Unreadable,
    /// The answer does not hold.
    #[error("the answer does not hold: {0}")]
    Refused(WebauthnError),
    /// The counter went back: there are two of what is to be one.
    #[error("the passkey seems to have been copied")]
    Copied,
    /// Our fault: no question could be made.
    #[error("no question can be made: {0}")]
    NoQuestion(WebauthnError),
    /// Our fault: what was kept cannot be read.
    #[error("what was kept of a passkey cannot be read: {0}")]
    Kept(#[from] serde_json::Error),
}

impl Passkeys {
    /// For the service at this address. Passkeys are bound to a domain; on an IP address there are none, and the log
    /// says so.
    pub fn at(base: &BaseAddress) -> Self {
        let asked = base.domain().and_then(|domain| {
            let origin = Url::parse(base.as_str()).ok()?;
            let builder = WebauthnBuilder::new(domain, &origin).ok()?;
            builder.rp_name(SERVICE).build().ok()
        });
        if asked.is_none() {
            tracing::warn!(base = base.as_str(), "passkeys are off: BASE_URL names no domain");
        }
        Self(asked.map(Arc::new))
    }

    /// Whether there are passkeys here.
    pub const fn are_on(&self) -> bool {
        self.0.is_some()
    }

    fn on(&self) -> Result<&Webauthn, Failed> {
        self.0.as_deref().ok_or(Failed::Off)
    }

    /// The question that makes a passkey for a person who has these already. The browser shows address and name.
    pub fn ask_new(&self, person: Uuid, email: &str, name: &str, known: Vec<Vec<u8>>) -> Result<Question, Failed> {
        let (question, state) = self
            .on()?
            .start_passkey_registration(person, email, name, Some(known))
            .map_err(Failed::NoQuestion)?;
        let mut question = serde_json::to_value(question)?;
        // Kept by the device under our domain: found again without an address (§5.4.4).
        question["publicKey"]["authenticatorSelection"]["residentKey"] = json!("required");
        question["publicKey"]["authenticatorSelection"]["requireResidentKey"] = json!(true);
        asked(&question, &state)
    }

    /// The passkey that answered; `kept` is the question's.
    pub fn added(&self, kept: &str, answer: &str) -> Result<NewPasskey, Failed> {
        let state: PasskeyRegistration = serde_json::from_str(kept)?;
        let answer: RegisterPublicKeyCredential = read(answer)?;
        let passkey = self
            .on()?
            .finish_passkey_registration(&answer, &state)
            .map_err(Failed::Refused)?;
        Ok(NewPasskey {
            credential_id: passkey.cred_id().as_slice().to_vec(),
            credential: serde_json::to_string(&passkey)?,
        })
    }

    /// The question to one of these passkeys; with none named, to any that the browser knows for this service.
    pub fn ask(&self, allowed: &[Vec<u8>]) -> Result<Question, Failed> {
        let (mut question, state) = self
            .on()?
            .start_discoverable_authentication()
            .map_err(Failed::NoQuestion)?;
        // The person pressed a button for it: no waiting inside an input field.
        question.mediation = None;
        let mut question = serde_json::to_value(question)?;
        question["publicKey"]["allowCredentials"] = allowed
            .iter()
            .map(|id| json!({ "type": "public-key", "id": base64_url(id) }))
            .collect();
        asked(&question, &state)
    }

    /// Whether an answer holds for a passkey as it is kept now; what is to be kept of it from now on.
    pub fn shown(&self, kept: &str, answer: &PasskeyAnswer, credential: &str) -> Result<String, Failed> {
        let state: DiscoverableAuthentication = serde_json::from_str(kept)?;
        let mut passkey: Passkey = serde_json::from_str(credential)?;
        let result = self
            .on()?
            .finish_discoverable_authentication_v2(&answer.0, state, &passkey)
            .map_err(|error| match error {
                WebauthnError::CredentialPossibleCompromise => Failed::Copied,
                error => Failed::Refused(error),
            })?;
        passkey.update_credential(&result);
        Ok(serde_json::to_string(&passkey)?)
    }
}

impl PasskeyAnswer {
    /// Reads what a browser posted.
    pub fn read(answer: &str) -> Result<Self, Failed> {
        read(answer).map(Self)
    }

    /// The passkey that it says it is.
    pub fn credential_id(&self) -> &[u8] {
        self.0.get_credential_id()
    }

    /// Whose the passkey says it is; where the browser was told which passkeys may answer, it need not say.
    pub fn person(&self) -> Option<Uuid> {
        Uuid::from_slice(self.0.get_user_unique_id()?).ok()
    }
}

fn asked(question: &Value, state: &impl Serialize) -> Result<Question, Failed> {
    Ok(Question {
        for_browser: serde_json::to_string(question)?,
        kept: serde_json::to_string(state)?,
    })
}

fn read<T: DeserializeOwned>(answer: &str) -> Result<T, Failed> {
    serde_json::from_str(answer).map_err(|_| Failed::Unreadable)
}

fn base64_url(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passkeys(base: &str) -> Passkeys {
        Passkeys::at(&BaseAddress::parse(base).unwrap())
    }

    #[test]
    fn on_an_ip_address_there_are_none() {
        for base in ["http://127.0.0.1:3000", "http://[::1]:3000", "https://192.0.2.7"] {
            let passkeys = passkeys(base);
            assert!(!passkeys.are_on(), "{base}");
            assert!(matches!(passkeys.ask(&[]), Err(Failed::Off)));
        }
        for base in ["http://localhost:3000", "https://porthor.example"] {
            assert!(passkeys(base).are_on(), "{base}");
        }
    }

    #[test]
    fn a_new_passkey_verifies_its_user_and_can_be_found_without_an_address() {
        let question = passkeys("https://porthor.example")
            .ask_new(Uuid::nil(), "sian@bont.example", "Siân Jones", vec![vec![1, 2, 3]])
            .unwrap();
        let question: Value = serde_json::from_str(&question.for_browser).unwrap();
        let asked = &question["publicKey"];
        assert_eq!(asked["rp"], json!({ "id": "porthor.example", "name": "Porthor" }));
        assert_eq!(asked["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(asked["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(asked["authenticatorSelection"]["requireResidentKey"], true);
        assert_eq!(asked["attestation"], "none");
        assert_eq!(asked["excludeCredentials"][0]["id"], "AQID");
    }

    #[test]
    fn a_passkey_is_always_asked_to_verify_its_user() {
        let passkeys = passkeys("https://porthor.example");
        for allowed in [vec![], vec![vec![1, 2, 3]]] {
            let question = passkeys.ask(&allowed).unwrap();
            let question: Value = serde_json::from_str(&question.for_browser).unwrap();
            assert_eq!(question["publicKey"]["userVerification"], "required");
            assert_eq!(question["publicKey"]["rpId"], "porthor.example");
            let named = question["publicKey"]["allowCredentials"].as_array().unwrap();
            assert_eq!(named.len(), allowed.len());
            assert!(question.get("mediation").is_none_or(Value::is_null));
        }
    }

    #[test]
    fn nonsense_is_no_answer() {
        for text in ["", "{}", "null", "[1]", "<script>"] {
            assert!(matches!(PasskeyAnswer::read(text), Err(Failed::Unreadable)), "{text}");
        }
    }
}
