//! What all ports share: who is asking, and how they are answered. The ports themselves stand with their nouns.

use serde::{Deserialize, Serialize};

use crate::{Destination, FieldErrors, Language, Page, PersonId, Refusal, RequestId, SessionId};

/// One request of one browser, signed in or not.
#[derive(Clone)]
pub struct Visit {
    /// The request's id; the reference number when something of ours fails.
    pub request: RequestId,
    /// The client's network address, taken from trusted forwarding headers only.
    pub address: String,
    /// What the browser calls itself, cut to 200 characters.
    pub device: String,
    /// SHA-256 of the visit cookie: the key of drafts and flashes. Absent until a first post.
    pub key: Option<Vec<u8>>,
    /// The language of the page.
    pub language: Language,
    /// The sign-in that has begun in this browser and lacks its second step.
    pub started: Option<StartedSignIn>,
}

/// A sign-in that has begun: the password was right, the second step is missing. It opens nothing but that step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartedSignIn {
    /// Whose password it was.
    pub person: PersonId,
    /// The session that waits for the second step.
    pub session: SessionId,
}

/// How a signed-in person stands to having a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SecondFactor {
    /// The person has one.
    Had,
    /// The person has none, and the deployment asks for one of whoever decides.
    Missing,
    /// The person has none, and nobody asks for one.
    NotAsked,
}

/// A signed-in person making a request.
#[derive(Clone)]
pub struct Caller {
    /// Who.
    pub person: PersonId,
    /// In which session.
    pub session: SessionId,
    /// Whether the person is of the service's support team.
    pub support: bool,
    /// Whether the person has shown within the last quarter of an hour that it is they (step-up).
    pub proven: bool,
    /// Whether the person has a second factor, or should have.
    pub second_factor: SecondFactor,
    /// The request.
    pub visit: Visit,
}

impl Caller {
    /// For what a person does to the keys of their own account: asks for a proof of the last minutes that it is they.
    ///
    /// # Errors
    /// [`Refusal::ProveItIsYou`].
    pub const fn must_be_proven(&self) -> Result<(), Refusal> {
        if self.proven {
            Ok(())
        } else {
            Err(Refusal::ProveItIsYou)
        }
    }
}

/// Why a port did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Declined {
    /// A "no" for people.
    Refused(Refusal),
    /// Fields that are to be put right.
    Invalid(FieldErrors),
    /// Nobody is signed in.
    SignInFirst,
    /// Our fault; already logged under this reference.
    Failed(RequestId),
}

impl From<Refusal> for Declined {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<FieldErrors> for Declined {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

/// What a port answers.
pub type Answer<T> = Result<T, Declined>;

/// What a successful act answers: what to say, and where the person goes next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// What to say; nothing where the next page says it all.
    pub notice: Option<Notice>,
    /// Where the person goes next.
    pub go_to: Destination,
}

impl Receipt {
    /// Goes on to a page without a word.
    pub fn go_to(page: Page) -> Self {
        Self {
            notice: None,
            go_to: page.into(),
        }
    }

    /// Says something on a page.
    pub fn saying(notice: Notice, page: Page) -> Self {
        Self {
            notice: Some(notice),
            go_to: page.into(),
        }
    }
}

/// What a person is told after an act. The sentences are in `app/locales`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// The address is confirmed; sign in now (S76).
    Confirmed,
    /// Signed out.
    SignedOut,
    /// The request was sent to those who may decide.
    Asked {
        /// The organisation's name.
        organisation: String,
    },
    /// Pre-approved, so let in at once (S6).
    LetInAtOnce {
        /// The organisation's name.
        organisation: String,
    },
    /// The person's own request was taken back.
    RequestWithdrawn,
    /// A request was approved.
    Approved {
        /// Whose.
        name: String,
    },
    /// A request was rejected.
    Rejected {
        /// Whose.
        name: String,
    },
    /// A member's access was revoked.
    Revoked {
        /// Whose.
        name: String,
    },
    /// The practice profile was saved.
    ProfileSaved,
    /// The person's own details were saved.
    DetailsSaved,
    /// A letter with a link went to the new address.
    AddressChangeAsked {
        /// The new address.
        email: String,
    },
    /// The account has the new address; sign in with it from now on.
    AddressChanged,
    /// The password was changed; other sessions are ended.
    PasswordChanged,
    /// A new password was chosen with a link; sign in now.
    PasswordReset,
    /// A session was ended.
    SessionEnded,
    /// All other sessions were ended.
    OtherSessionsEnded,
    /// The person left.
    Left {
        /// The organisation's name.
        organisation: String,
    },
    /// The account was closed.
    AccountClosed,
    /// Those who may decide were reminded.
    Nudged {
        /// The organisation's name.
        organisation: String,
    },
    /// A second factor was added.
    FactorAdded {
        /// What it is called.
        name: String,
    },
    /// A second factor was given another name.
    FactorRenamed {
        /// What it is called now.
        name: String,
    },
    /// A second factor was removed.
    FactorRemoved {
        /// What it was called.
        name: String,
    },
    /// The person has noted the recovery codes; they are not shown again.
    CodesNoted,
    /// The person has shown that it is they; what was typed before stands in the form again.
    Proven,
    /// A registration was deleted.
    RegistrationDeleted {
        /// Whose.
        name: String,
    },
    /// The confirmation letter was sent again.
    SentAgain {
        /// Whose.
        name: String,
    },
    /// A revoked access was given back.
    Enabled {
        /// Whose.
        name: String,
    },
    /// An account was disabled.
    AccountDisabled {
        /// Whose.
        name: String,
    },
    /// A disabled account was opened again.
    AccountReopened {
        /// Whose.
        name: String,
    },
    /// A member’s roles, or those that wait for somebody, were changed.
    RolesSaved {
        /// Whose.
        name: String,
    },
    /// The mark *medical secretary* was set or removed.
    MarkSaved {
        /// Whose.
        name: String,
    },
    /// Somebody was added; the letter is on its way.
    NewUserSaved {
        /// Whose.
        name: String,
    },
    /// Adding somebody was taken back.
    NewUserWithdrawn {
        /// Whose.
        name: String,
    },
    /// The person accepted, and may act.
    Accepted {
        /// The organisation’s name.
        organisation: String,
    },
    /// The person declined.
    Declined {
        /// The organisation’s name.
        organisation: String,
    },
    /// An organisation was added or changed.
    OrganisationSaved {
        /// Whose.
        name: String,
    },
    /// Something was proposed that a second support person must confirm.
    Proposed {
        /// Whose.
        name: String,
    },
    /// A proposal was confirmed.
    ProposalConfirmed {
        /// Whose.
        name: String,
    },
    /// A proposal was turned down or taken back.
    ProposalTurnedDown {
        /// Whose.
        name: String,
    },
    /// The daily letter was switched.
    DailyLetterSwitched {
        /// Whether it is on now.
        on: bool,
    },
    /// A register was applied.
    RegisterApplied {
        /// How many.
        count: u32,
    },
    /// What was typed stands in the form again; nothing has been done with it.
    StillHere {
        /// Whether the session had ended; else something was to be shown first.
        signed_out: bool,
    },
}
