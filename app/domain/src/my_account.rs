//! My account: what a signed-in person sees of, and does to, what is their own. Details, address, password, the
//! organisations they act for, where they are signed in, and closing the account.

mod closing;
mod forms;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

pub use self::closing::{ClosingDraft, ClosingReason, ClosingReasonForm, ClosingView, ClosingWish, OTHER_MOST};
pub use self::forms::{
    ChangeEmailForm, ChangeEmailWish, ChangePasswordForm, ChangePasswordWish, MyDetailsForm, MyDetailsWish,
    NewAddressForm, NewAddressWish, PasswordForm,
};
use crate::factors::FactorRow;
use crate::join_requests::MyRequest;
use crate::members::RoleKey;
use crate::members::keeping::GivenRow;
use crate::members::last_approver::LastApprover;
use crate::members::roles::HeldRole;
use crate::organisations::OrganisationView;
use crate::{Answer, Caller, DeadLink, LondonTime, MemberId, OdsCode, Receipt, SessionId, Visit};

/// What the page *My account* shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyAccountView {
    /// Names, position, telephone and language, as the form shows them.
    pub details: MyDetailsForm,
    /// Whether the names come with an import of rostered medics that lists the person, so that nobody changes them by hand.
    pub names_imported: bool,
    /// E-mail address.
    pub email: String,
    /// A new address that waits for its confirmation, and until when it can be confirmed.
    pub new_email: Option<(String, LondonTime)>,
    /// When the password was last chosen; absent while that has not been noted.
    pub password_chosen: Option<LondonTime>,
}

/// An organisation that the person may act for now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyOrganisation {
    /// The person's standing there.
    pub id: MemberId,
    /// The organisation.
    pub organisation: OrganisationView,
    /// The roles that hold now.
    pub roles: Vec<HeldRole>,
    /// Those of them that end soon and that the person may ask to keep.
    pub keep: Vec<RoleKey>,
    /// Those that the person has asked to keep, and awaits an answer.
    pub asked: Vec<RoleKey>,
    /// Since when.
    pub since: LondonTime,
    /// Who let the person in, by name; absent when the service's set-up did.
    pub let_in_by: Option<String>,
    /// Whether nobody would be left to decide there without the person (decision 6); such an organisation cannot be left.
    pub last_approver: bool,
}

/// The page on which one leaves an organisation: what ends with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveView {
    /// The organisation and the roles there.
    pub membership: MyOrganisation,
    /// What the person gave and that ends too.
    pub given: Vec<GivenRow>,
    /// That the person is the last who decides there, and so cannot leave yet.
    pub last_approver: Option<LastApprover>,
}

/// A session of the person's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MySession {
    /// The session.
    pub id: SessionId,
    /// What the browser calls itself, shortened for people: `Firefox · Windows`; empty where it says nothing.
    pub device: String,
    /// The client's network address.
    pub address: String,
    /// When it started.
    pub signed_in: LondonTime,
    /// When it was last seen, to the minute.
    pub seen: LondonTime,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// What the link of a letter about a new address shows. Nobody learns from it whose account it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NewAddressView {
    /// The link can be used.
    Open {
        /// The new address.
        email: String,
        /// Until when the link can be used.
        until: LondonTime,
    },
    /// It cannot.
    Dead(DeadLink),
}

/// All that is held about a person, for download (decision 15). Never a secret, never what concerns others only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyData {
    /// When this was put together.
    pub as_of: LondonTime,
    /// The account.
    pub account: MyAccountView,
    /// Organisations acted for now.
    pub organisations: Vec<MyOrganisation>,
    /// Requests, open and past.
    pub requests: Vec<MyRequest>,
    /// Second factors, by name; their keys are secrets.
    pub factors: Vec<FactorRow>,
    /// Sessions of the last 90 days.
    pub sessions: Vec<MySession>,
    /// Letters sent to the person: when, which, and whether the mail server took it.
    pub letters: Vec<LetterHeld>,
    /// What the audit holds about the person.
    pub audit: Vec<AuditHeld>,
}

/// A letter, as it is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterHeld {
    /// When it was made.
    pub at: LondonTime,
    /// Which letter ([`crate::letter::LetterText::name`]).
    pub letter: String,
    /// To which address.
    pub address: String,
    /// Where it stands ([`crate::letter::Delivery::tag`]).
    pub delivery: String,
}

/// A line of the audit about the person, as it is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditHeld {
    /// When.
    pub at: LondonTime,
    /// What ([`crate::audit::Event::tag`]).
    pub event: String,
    /// The organisation's code, where it was about one.
    pub organisation: Option<String>,
    /// Why, where a reason was given.
    pub why: Option<String>,
}

/// How long the link to a new address lasts, in hours.
pub const NEW_ADDRESS_HOURS: i64 = 24;

/// What a person can ask about, and do to, what is their own.
#[async_trait]
pub trait MyAccount: Send + Sync {
    /// Details, address and password.
    async fn my_account(&self, caller: &Caller) -> Answer<MyAccountView>;
    /// Changes names, position, telephone and language.
    async fn change_details(&self, caller: &Caller, wish: MyDetailsWish) -> Answer<Receipt>;
    /// Asks for another address: a letter with a link to the new one, a notice to the old; nothing changes until then.
    /// The answer is the same where the new address has an account already; its owner is written to instead.
    async fn change_email(&self, caller: &Caller, wish: ChangeEmailWish) -> Answer<Receipt>;
    /// What the link to a new address shows; changes nothing.
    async fn new_address(&self, token: &str) -> Answer<NewAddressView>;
    /// Takes the new address: the link and the account's password together.
    async fn confirm_new_address(&self, visit: &Visit, wish: NewAddressWish) -> Answer<Receipt>;
    /// Changes the password: the old one asked, every other session ended, a letter sent.
    async fn change_password(&self, caller: &Caller, form: ChangePasswordForm) -> Answer<Receipt>;
    /// The organisations that the person may act for.
    async fn my_organisations(&self, caller: &Caller) -> Answer<Vec<MyOrganisation>>;
    /// The page on which one leaves an organisation.
    async fn to_leave(&self, caller: &Caller, code: &OdsCode) -> Answer<LeaveView>;
    /// Leaves an organisation at once (decision 6).
    async fn leave(&self, caller: &Caller, code: &OdsCode) -> Answer<Receipt>;
    /// Where the person is signed in, this session first.
    async fn my_sessions(&self, caller: &Caller) -> Answer<Vec<MySession>>;
    /// Ends one session of the person's own.
    async fn end_session(&self, caller: &Caller, id: SessionId) -> Answer<Receipt>;
    /// Ends all but this one.
    async fn end_other_sessions(&self, caller: &Caller) -> Answer<Receipt>;
    /// What closing the account would end, with the reason chosen so far (S61).
    async fn closing(&self, caller: &Caller) -> Answer<ClosingView>;
    /// Keeps the reason and leads to the page that confirms.
    async fn choose_closing_reason(&self, caller: &Caller, draft: ClosingDraft) -> Answer<Receipt>;
    /// Closes the account: signed out everywhere, kept for the audit (S58, S65).
    async fn close(&self, caller: &Caller, wish: ClosingWish) -> Answer<Receipt>;
    /// All that is held about the person (decision 15).
    async fn my_data(&self, caller: &Caller) -> Answer<MyData>;
}
