//! Several invitations at once: what is pasted, one person a line, is looked at first and then sent, each line by itself
//! and by the rules of a [single invitation](super::InvitationDraft). How a line is read is in [`lines`].

mod forms;
mod lines;
mod views;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

pub use self::forms::{
    SendSeveralForm, SendSeveralWish, SeveralInvitationsForm, SeveralInvitationsWish, SeveralPlaceForm,
};
pub use self::lines::{Invitee, Line, Named, Names, Wrong, invitees, read};
pub use self::views::{Allowance, LineView, SeveralDraftView, SeveralInvitationsView};
use super::{Hindrance, InvitationDraft, Offer};
use crate::form::Problem;
use crate::shared_mailbox::Warning;
use crate::{
    Answer, Caller, InvitationDraftId, Language, Moment, NewUserId, OdsCode, OrganisationId, Page, PersonId, Receipt,
    SeveralInvitationsId,
};

/// How many people can be invited at once.
pub const LINES_MOST: u16 = 200;
/// How many characters can be pasted.
pub const PEOPLE_MOST: u16 = 20_000;

/// What somebody writes to invite several; a row in the store, which only its writer finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeveralInvitations {
    /// Its id.
    pub id: SeveralInvitationsId,
    /// Who writes it.
    pub inviter: PersonId,
    /// To which organisation.
    pub organisation: OrganisationId,
    /// What is offered there, to each.
    pub offer: Option<Offer>,
    /// Language of the letters.
    pub language: Language,
    /// What was pasted.
    pub people: String,
    /// That it was confirmed.
    pub began: Option<Began>,
}

/// That several invitations were confirmed; from then on nothing of them is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Began {
    /// When.
    pub at: Moment,
    /// The lines with a warning that are invited all the same.
    pub ticked: Vec<u32>,
}

impl SeveralInvitations {
    /// Whether it can be looked at before it is sent, or was sent.
    pub fn is_written(&self) -> bool {
        self.offer.is_some() && must_fit(&self.people).is_ok()
    }

    /// The page on which it goes on.
    pub fn next_page(&self) -> Page {
        if self.is_written() {
            Page::InviteSeveralCheck(self.id)
        } else {
            Page::InviteSeveralPeople(self.id)
        }
    }

    /// The invitation of one line, as the wizard for one would have it.
    pub fn of(&self, invitee: &Invitee) -> InvitationDraft {
        InvitationDraft {
            id: InvitationDraftId::new(self.id.uuid()),
            inviter: self.inviter,
            email: invitee.email.clone(),
            names: Some(invitee.names.clone()),
            organisation: Some(self.organisation),
            offer: self.offer,
            language: self.language,
            replaces: None,
            sent: None,
        }
    }

    /// Whether a line with a warning is invited all the same.
    pub fn is_ticked(&self, line: u32) -> bool {
        self.began.as_ref().is_some_and(|began| began.ticked.contains(&line))
    }
}

/// Whether what was pasted can be looked at line by line.
fn must_fit(people: &str) -> Result<(), Problem> {
    if people.is_empty() {
        return Err(Problem::Missing);
    }
    if people.chars().count() > usize::from(PEOPLE_MOST) {
        return Err(Problem::TooLong { most: PEOPLE_MOST });
    }
    match lines::count(people) {
        0 => Err(Problem::Missing),
        count if count > usize::from(LINES_MOST) => Err(Problem::TooManyLines { most: LINES_MOST }),
        _ => Ok(()),
    }
}

/// What comes, or came, of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// It is to be sent.
    Waits,
    /// It was sent.
    Invited(NewUserId),
    /// It is left out, and why.
    LeftOut(LeftOut),
}

/// Why a line is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LeftOut {
    /// The line itself.
    Wrong(Wrong),
    /// What stands in the way of a single invitation, too.
    Held(Hindrance),
    /// Name and address are odd, and it is not ticked (decision 7).
    Warned(Warning),
    /// As many as can be invited in a day are invited before it.
    Beyond,
}

/// What can be asked about inviting several at once. A draft is its writer's own; for everybody else it is not there.
#[async_trait]
pub trait InvitesSeveral: Send + Sync {
    /// Begins a draft, or changes its organisation.
    async fn choose_place(&self, caller: &Caller, id: Option<SeveralInvitationsId>, code: OdsCode) -> Answer<Receipt>;
    /// What was written.
    async fn draft(&self, caller: &Caller, id: SeveralInvitationsId) -> Answer<SeveralDraftView>;
    /// Keeps what is offered and to whom; what was pasted is kept whatever is wrong with the form, for it may be long.
    async fn write(&self, caller: &Caller, form: SeveralInvitationsForm) -> Answer<Receipt>;
    /// What would come of each line, or what came of it.
    async fn show(&self, caller: &Caller, id: SeveralInvitationsId) -> Answer<SeveralInvitationsView>;
    /// Sends what can be sent, a change of its own for each line.
    async fn send(&self, caller: &Caller, wish: SendSeveralWish) -> Answer<Receipt>;
}
