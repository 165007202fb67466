//! What can go wrong with a call of the service, as it travels to the browser. Its sentences are in `controls::sentence`.

use domain::{Declined, FieldErrors, Refusal, RequestId};
use serde::{Deserialize, Serialize};
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

use crate::wire::{self, JsonText};

/// Why a call did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppError {
    /// A "no" for people.
    Refused(Refusal),
    /// Fields that are to be put right.
    Invalid(FieldErrors),
    /// Nobody is signed in.
    SignInFirst,
    /// Our fault; logged under this reference.
    OurFault(RequestId),
    /// The server could not read what was posted.
    Unreadable,
    /// The browser did not get an answer that it could read.
    Connection,
}

impl AppError {
    /// The HTTP status that says the same.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Refused(Refusal::NotFound) => 404,
            Self::Refused(Refusal::TooManyTries { .. }) => 429,
            Self::Refused(
                Refusal::AlreadyDecided { .. }
                | Refusal::Withdrawn
                | Refusal::Expired
                | Refusal::AlreadyAMember
                | Refusal::AlreadyAsked
                | Refusal::AlreadyRevoked
                | Refusal::LastApprover
                | Refusal::ChangedMeanwhile
                | Refusal::NudgedToday
                | Refusal::AddressTaken
                | Refusal::LastFactor
                | Refusal::NotRevoked
                | Refusal::NothingToEnable
                | Refusal::AlreadyDisabled
                | Refusal::NotDisabled
                | Refusal::AlreadyConfirmed
                | Refusal::CaseFirst
                | Refusal::AwaitsSecondPerson
                | Refusal::NoTelephone
                | Refusal::NumberInRegister
                | Refusal::FewSupportPeople
                | Refusal::NoLongerStands
                | Refusal::LastRole
                | Refusal::NoRoleYet
                | Refusal::TooLateToUndo
                | Refusal::LetterHasLeft
                | Refusal::AccessWasUsed
                | Refusal::ChangedSince
                | Refusal::StartAgain,
            ) => 409,
            Self::Refused(_) => 403,
            Self::Invalid(_) => 422,
            Self::SignInFirst => 401,
            Self::Unreadable => 400,
            Self::OurFault(_) | Self::Connection => 500,
        }
    }
}

impl From<Declined> for AppError {
    fn from(declined: Declined) -> Self {
        match declined {
            Declined::Refused(refusal) => Self::Refused(refusal),
            Declined::Invalid(errors) => Self::Invalid(errors),
            Declined::SignInFirst => Self::SignInFirst,
            Declined::Failed(reference) => Self::OurFault(reference),
        }
    }
}

impl From<wire::Unreadable> for AppError {
    fn from(_: wire::Unreadable) -> Self {
        Self::Unreadable
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<FieldErrors> for AppError {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonText;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::Unreadable,
            _ => Self::Connection,
        }
    }
}
