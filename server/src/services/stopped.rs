//! Why an act stopped half-way, and how that is answered: a "no" goes to the person as it is, a failure of ours is
//! logged once, here, and shown as a reference.

use domain::join_requests::Undecidable;
use domain::{Answer, Declined, FieldErrors, Refusal, RequestId};
use thiserror::Error;

use crate::factors::passkeys;
use crate::passwords::Broken;

/// What an act comes to before it is answered.
pub(super) type Act<T> = Result<T, Stopped>;

/// Why an act stopped.
#[derive(Debug)]
pub(super) enum Stopped {
    /// A "no" for people.
    Declined(Declined),
    /// A failure of ours.
    Failed(Failure),
}

/// A failure of ours.
#[derive(Debug, Error)]
pub(super) enum Failure {
    #[error(transparent)]
    Store(#[from] storage::Error),
    #[error(transparent)]
    Passwords(#[from] Broken),
    #[error("a draft cannot be written: {0}")]
    Draft(#[from] serde_json::Error),
    #[error(transparent)]
    Passkeys(#[from] passkeys::Failed),
    #[error("a picture cannot be drawn: {0}")]
    Picture(#[from] qrcode::types::QrError),
    #[error("{0} cannot be opened: it was sealed with another key")]
    Sealed(&'static str),
    #[error("a row that was just there is gone: {0}")]
    Gone(&'static str),
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<storage::Error> for Stopped {
    fn from(error: storage::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Broken> for Stopped {
    fn from(broken: Broken) -> Self {
        Self::Failed(broken.into())
    }
}

impl From<serde_json::Error> for Stopped {
    fn from(error: serde_json::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Refusal> for Stopped {
    fn from(refusal: Refusal) -> Self {
        Self::Declined(refusal.into())
    }
}

impl From<FieldErrors> for Stopped {
    fn from(errors: FieldErrors) -> Self {
        Self::Declined(errors.into())
    }
}

impl From<Undecidable> for Stopped {
    fn from(why: Undecidable) -> Self {
        Self::Declined(why.into())
    }
}

/// Answers an act, and logs a failure of ours under the reference that the person is shown.
pub(super) fn answer<T>(reference: RequestId, outcome: Act<T>) -> Answer<T> {
    outcome.map_err(|stopped| match stopped {
        Stopped::Declined(declined) => declined,
        Stopped::Failed(failure) => {
            tracing::error!(event = "sys_failure", request = %reference, error = %failure, "an act failed");
            Declined::Failed(reference)
        }
    })
}
