//! What all ports share: who is asking, and how they are answered. The ports themselves stand with their nouns.

use serde::{Deserialize, Serialize};

use crate::{Destination, FieldErrors, Language, Notice, Page, PersonId, Refusal, RequestId, SessionId};

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
