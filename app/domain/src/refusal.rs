//! Every "no" a person can be told. The sentences are in `app/locales`, both languages; a failure of ours is not a refusal.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::LondonTime;

/// Why something was refused, for people.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum Refusal {
    /// Does not exist, or is not theirs to see: one answer for both.
    #[error("not found")]
    NotFound,
    /// Signed in, and may see it, but not do this.
    #[error("not allowed")]
    NotAllowed,
    /// Nobody decides about themselves.
    #[error("not on oneself")]
    NotOnOneself,
    /// Somebody else decided first.
    #[error("already decided")]
    AlreadyDecided {
        /// Whether the decision was to approve.
        approved: bool,
        /// Who decided, by name; absent when the service itself did, or when the reader may not know.
        by: Option<String>,
        /// When it was decided.
        at: LondonTime,
    },
    /// The person took the request back.
    #[error("withdrawn")]
    Withdrawn,
    /// The request lapsed.
    #[error("expired")]
    Expired,
    /// The address is not confirmed yet.
    #[error("not confirmed yet")]
    NotConfirmedYet,
    /// The person already may act for this organisation.
    #[error("already a member")]
    AlreadyAMember,
    /// The person has an open request for this organisation.
    #[error("already asked")]
    AlreadyAsked,
    /// The member's access has already been revoked.
    #[error("already revoked")]
    AlreadyRevoked,
    /// The last approver without an end date cannot go (decision 6).
    #[error("last approver")]
    LastApprover,
    /// The organisation has closed, or has not opened.
    #[error("organisation not open")]
    OrganisationNotOpen,
    /// The organisation is open, so nothing is to be decided about its people.
    #[error("organisation still open")]
    StillOpen,
    /// A generic mailbox with a generic name can only be rejected (decision 7).
    #[error("shared mailbox")]
    SharedMailbox,
    /// Somebody changed it since the form was opened.
    #[error("changed meanwhile")]
    ChangedMeanwhile,
    /// The address and password do not belong together. The same for known and unknown addresses.
    #[error("sign-in failed")]
    SignInFailed,
    /// The right password, but the account has been disabled (S59).
    #[error("account disabled")]
    AccountDisabled,
    /// Too many tries.
    #[error("too many tries")]
    TooManyTries {
        /// Seconds to wait.
        wait: u32,
    },
    /// The confirmation link cannot be used.
    #[error("link: {0:?}")]
    Link(DeadLink),
    /// The answers given so far are gone, or a step was left out.
    #[error("start again")]
    StartAgain,
    /// The requester has reminded those who may decide within the last day.
    #[error("nudged today")]
    NudgedToday,
    /// Another account took the address meanwhile.
    #[error("address taken")]
    AddressTaken,
    /// The password must be chosen anew with a letter's link: too many wrong ones in a row.
    #[error("reset first")]
    ResetFirst,
    /// The act needs a proof of the last minutes that it is they (step-up).
    #[error("prove it is you")]
    ProveItIsYou,
    /// The act is for people with a second factor.
    #[error("second factor first")]
    SecondFactorFirst,
    /// Somebody who must have a second factor cannot remove the last one.
    #[error("last factor")]
    LastFactor,
    /// What the passkey answered cannot be accepted.
    #[error("passkey failed")]
    PasskeyFailed,
    /// Passkeys do not work at this service's address.
    #[error("passkeys off")]
    PasskeysOff,
    /// The access is not revoked, so there is nothing to give back.
    #[error("not revoked")]
    NotRevoked,
    /// The role does not end soon, or nobody extends it by hand: there is nothing to ask.
    #[error("nothing to keep")]
    NothingToKeep,
    /// The member has asked to keep this role, and awaits an answer.
    #[error("asked to keep")]
    AskedToKeep,
    /// The ask to keep a role was answered, or the role has changed or ended since.
    #[error("extension over")]
    ExtensionOver,
    /// All former roles have ended meanwhile; the person can ask again (decision 5).
    #[error("nothing to enable")]
    NothingToEnable,
    /// The account has already been disabled.
    #[error("already disabled")]
    AlreadyDisabled,
    /// The account is not disabled.
    #[error("not disabled")]
    NotDisabled,
    /// The address has been confirmed meanwhile; the registration can no longer be deleted, nor its letter sent again.
    #[error("already confirmed")]
    AlreadyConfirmed,
    /// Whoever proposes cannot confirm it: a second support person must.
    #[error("second person needed")]
    SecondPersonNeeded,
    /// Support approves only through a case, once somebody at the organisation was asked.
    #[error("case first")]
    CaseFirst,
    /// What a first support person kept has yet to be confirmed or sent back.
    #[error("awaits second person")]
    AwaitsSecondPerson,
    /// There is no confirmed telephone number to call.
    #[error("no telephone")]
    NoTelephone,
    /// The register has a number by now, and that one counts.
    #[error("number in register")]
    NumberInRegister,
    /// Fewer than two support people would be left.
    #[error("few support people")]
    FewSupportPeople,
    /// What was added or proposed has ended, or whoever did it may no longer.
    #[error("no longer stands")]
    NoLongerStands,
    /// No role has been given yet, so there is nothing to accept.
    #[error("no role yet")]
    NoRoleYet,
    /// The last role cannot be removed; revoke the access instead.
    #[error("last role")]
    LastRole,
    /// It comes with the import of rostered medics, and nobody changes it by hand (S68).
    #[error("imported")]
    Imported,
    /// The seconds in which a decision can be undone are over.
    #[error("too late to undo")]
    TooLateToUndo,
    /// The letter of the decision is on its way.
    #[error("letter has left")]
    LetterHasLeft,
    /// Whoever was approved has used the access.
    #[error("access was used")]
    AccessWasUsed,
    /// Something else has changed since the decision.
    #[error("changed since")]
    ChangedSince,
    /// It cannot be decided among several: it needs a review of its own.
    #[error("review by itself")]
    ReviewByItself,
    /// The request came from another site (CSRF).
    #[error("from another site")]
    FromAnotherSite,
}

/// Why a link of a letter cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeadLink {
    /// Its time has passed.
    Expired,
    /// It was used.
    Used,
    /// A newer one took its place.
    Replaced,
    /// It is no link of ours, or was cut off.
    Unknown,
}
