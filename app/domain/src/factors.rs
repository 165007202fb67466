//! Second factors: what a person shows besides the password. An authenticator app (TOTP, RFC 6238), passkeys (`WebAuthn`
//! level 2), recovery codes. Also the second step of signing in, and showing again that it is they (step-up).

mod forms;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

pub use self::forms::{
    AddAppForm, AddAppWish, CODE_DIGITS, CodeForm, CodeWish, FACTOR_NAME_MOST, PasskeyForm, PasskeyWish, Proof,
    ProveForm, ProveWish, RECOVERY_CHARACTERS, RenameFactorForm, RenameFactorWish, TypedCode,
};
use crate::my_account::PasswordForm;
use crate::sessions::SignedIn;
use crate::{Answer, Caller, FactorId, LondonTime, Receipt, Visit};

/// What a second factor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorKind {
    /// An app that shows a new code every 30 seconds.
    App,
    /// A passkey: a device or a security key that knows its user.
    Passkey,
}

impl FactorKind {
    /// How the kind is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Passkey => "passkey",
        }
    }

    /// Reads a stored kind.
    pub fn from_tag(tag: &str) -> Option<Self> {
        [Self::App, Self::Passkey].into_iter().find(|kind| kind.tag() == tag)
    }
}

/// A second factor in its owner's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorRow {
    /// The factor.
    pub id: FactorId,
    /// What it is.
    pub kind: FactorKind,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub added: LondonTime,
    /// When it was last used.
    pub last_used: Option<LondonTime>,
}

/// The page of one's second factors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorsView {
    /// The factors, oldest first.
    pub factors: Vec<FactorRow>,
    /// How many recovery codes are left; 0 without factors.
    pub codes_left: u8,
    /// Whether the person must have one: they may decide somewhere, and the deployment asks for it.
    pub required: bool,
    /// Whether the first one is still to be set up; adding it asks for the password.
    pub first: bool,
    /// Whether passkeys work at this service's address; not on an IP address.
    pub passkeys: bool,
}

/// An authenticator app that is about to be added. The key is a secret: shown to its owner only, never kept in a page's
/// history (`no-store`).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppToAdd {
    /// The key as a QR code, drawn by the server: an SVG document.
    pub qr: String,
    /// The same key to be typed: base32 (RFC 4648) in groups of four.
    pub key: String,
}

impl std::fmt::Debug for AppToAdd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AppToAdd(…)")
    }
}

/// How many recovery codes there are.
pub const RECOVERY_CODES: u8 = 10;

/// Recovery codes, while their owner may still look at them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodes {
    /// Each once, as it is to be typed; empty once they have been noted.
    pub codes: Vec<String>,
}

impl std::fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCodes(…)")
    }
}

/// A way to show that it is they.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The password: only for a person without a second factor, and never as the second step.
    Password,
    /// A code of the authenticator app.
    App,
    /// A passkey.
    Passkey,
    /// A recovery code.
    RecoveryCode,
}

/// What can be shown in the second step of signing in, or to show again that it is they.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ways(pub Vec<Way>);

impl Ways {
    /// Whether a way is open.
    pub fn has(&self, way: Way) -> bool {
        self.0.contains(&way)
    }
}

/// A question that a browser puts to a passkey, or what the browser answered: JSON as `WebAuthn` defines it
/// (`PublicKeyCredentialCreationOptions`, `PublicKeyCredentialRequestOptions`, §5.4 and §5.5).
pub type PasskeyJson = String;

/// What can be asked about second factors.
#[async_trait]
pub trait Factors: Send + Sync {
    /// The person's factors.
    async fn factors(&self, caller: &Caller) -> Answer<FactorsView>;
    /// Makes a key for an authenticator app, which counts once a code of it was typed. The first factor asks for the
    /// password.
    async fn start_app(&self, caller: &Caller, form: PasswordForm) -> Answer<Receipt>;
    /// The key that was made; changes nothing.
    async fn app_to_add(&self, caller: &Caller) -> Answer<AppToAdd>;
    /// Adds the app: a code of it is asked. With the first factor come recovery codes.
    async fn add_app(&self, caller: &Caller, wish: AddAppWish) -> Answer<Receipt>;
    /// What the browser asks a new passkey. The first factor asks for the password.
    async fn start_passkey(&self, caller: &Caller, form: PasswordForm) -> Answer<PasskeyJson>;
    /// Adds the passkey that answered. With the first factor come recovery codes.
    async fn add_passkey(&self, caller: &Caller, wish: PasskeyWish) -> Answer<Receipt>;
    /// Gives a factor another name.
    async fn rename(&self, caller: &Caller, wish: RenameFactorWish) -> Answer<Receipt>;
    /// Removes a factor; with the last one go the recovery codes.
    async fn remove(&self, caller: &Caller, id: FactorId) -> Answer<Receipt>;
    /// Makes new recovery codes in place of those before.
    async fn make_recovery_codes(&self, caller: &Caller) -> Answer<Receipt>;
    /// The codes just made, until they are noted.
    async fn recovery_codes(&self, caller: &Caller) -> Answer<RecoveryCodes>;
    /// The codes are noted: they are never shown again.
    async fn recovery_codes_noted(&self, caller: &Caller) -> Answer<Receipt>;

    /// What the second step of signing in asks for; refused where no sign-in has begun in this browser.
    async fn second_step(&self, visit: &Visit) -> Answer<Ways>;
    /// The second step with a code.
    async fn give_code(&self, visit: &Visit, wish: CodeWish) -> Answer<SignedIn>;
    /// What the browser asks a passkey in the second step.
    async fn start_passkey_step(&self, visit: &Visit) -> Answer<PasskeyJson>;
    /// The second step with a passkey.
    async fn passkey_step(&self, visit: &Visit, wish: PasskeyWish) -> Answer<SignedIn>;
    /// What the browser asks any passkey of this service, to sign in without a password.
    async fn start_passkey_sign_in(&self, visit: &Visit) -> Answer<PasskeyJson>;
    /// Signs in with a passkey alone.
    async fn passkey_sign_in(&self, visit: &Visit, wish: PasskeyWish) -> Answer<SignedIn>;

    /// What the person can show again.
    async fn proof_to_give(&self, caller: &Caller) -> Answer<Ways>;
    /// Shows again that it is they: the password, or a code for a person with a second factor. The session goes on under
    /// a new secret (ASVS 5.0, 7.2.4).
    async fn prove(&self, caller: &Caller, wish: ProveWish) -> Answer<SignedIn>;
    /// What the browser asks a passkey to show again that it is they.
    async fn start_passkey_proof(&self, caller: &Caller) -> Answer<PasskeyJson>;
    /// The same, answered.
    async fn prove_by_passkey(&self, caller: &Caller, wish: PasskeyWish) -> Answer<SignedIn>;
}
