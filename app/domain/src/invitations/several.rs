//! Several invitations at once: what is pasted, one person a line, is looked at first and then sent, each line by itself
//! and by the rules of a [single invitation](super::InvitationDraft). How a line is read is in [`lines`].

mod lines;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

pub use self::lines::{Invitee, Line, Named, Names, Wrong, invitees, read};
use super::{Hindrance, InvitationDraft, LetterView, Offer, OfferForm, PlaceForm};
use crate::form::{Field, FieldErrors, Problem, choice};
use crate::organisations::OrganisationView;
use crate::permission::Role;
use crate::rosters::RosterView;
use crate::shared_mailbox::Warning;
use crate::{
    Answer, Caller, InvitationDraftId, Language, LondonTime, Moment, NewUserId, OdsCode, OrganisationId, Page,
    PersonId, Receipt, Refusal, SeveralInvitationsId,
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

/// The organisation, as a browser posts it; `id` is empty for new ones.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SeveralPlaceForm {
    /// The draft ([`SeveralInvitationsId`]).
    #[serde(default)]
    pub id: String,
    /// Its code; a radio button that was not chosen posts nothing.
    #[serde(default)]
    pub organisation: String,
}

impl SeveralPlaceForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<(Option<SeveralInvitationsId>, OdsCode), FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = match self.id.trim() {
            "" => Some(None),
            id => errors.take(Field::Form, several_id(id)).map(Some),
        };
        let code = errors.take(Field::Organisation, PlaceForm::code(&self.organisation));
        id.zip(code).ok_or(errors)
    }
}

/// What is offered, in which language, and to whom, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SeveralInvitationsForm {
    /// The draft ([`SeveralInvitationsId`]).
    pub id: String,
    /// [`Role::tag`]; a radio button that was not chosen posts nothing.
    #[serde(default)]
    pub role: String,
    /// The roster or roster group that it is to be limited to; empty for the whole organisation.
    #[serde(default)]
    pub roster: String,
    /// The last day, `2026-11-22`; empty for none.
    #[serde(default)]
    pub ends: String,
    /// [`Language::tag`].
    #[serde(default)]
    pub language: String,
    /// One person a line.
    #[serde(default)]
    pub people: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeveralInvitationsWish {
    /// What is offered.
    pub offer: Offer,
    /// Language of the letters.
    pub language: Language,
    /// One person a line.
    pub people: String,
}

impl SeveralInvitationsForm {
    /// What was pasted, to be kept whatever is wrong with it or with the rest.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for what is no id.
    pub fn pasted(&self) -> Result<(SeveralInvitationsId, String), Refusal> {
        let id = SeveralInvitationsId::parse(&self.id).ok_or(Refusal::NotFound)?;
        Ok((id, lines::cleaned(&self.people)))
    }

    /// Reads the form. What is wrong with a line is said of that line later.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<SeveralInvitationsWish, FieldErrors> {
        let offer = OfferForm {
            id: self.id.clone(),
            role: self.role.clone(),
            roster: self.roster.clone(),
            ends: self.ends.clone(),
        };
        let (offer, mut errors) = match offer.parse() {
            Ok((_, offer)) => (Some(offer), FieldErrors::default()),
            Err(errors) => (None, errors),
        };
        let people = lines::cleaned(&self.people);
        let fits = errors.take(Field::People, must_fit(&people));
        let language = errors.take(Field::Language, choice(&self.language, Language::from_tag));
        match (offer, fits, language) {
            (Some(offer), Some(()), Some(language)) => Ok(SeveralInvitationsWish {
                offer,
                language,
                people,
            }),
            _ => Err(errors),
        }
    }
}

/// *Send*, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SendSeveralForm {
    /// The draft ([`SeveralInvitationsId`]).
    pub id: String,
    /// What was checked ([`SeveralInvitationsView::seen`]); empty for whatever it is.
    pub seen: String,
    /// The lines with a warning that are invited all the same.
    pub ticked: Vec<String>,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendSeveralWish {
    /// The draft.
    pub id: SeveralInvitationsId,
    /// What was checked; empty for whatever it is.
    pub seen: String,
    /// The lines with a warning that are invited all the same.
    pub ticked: Vec<u32>,
}

impl SendSeveralForm {
    /// Reads the form; what is no line is none that was ticked.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for what is no id.
    pub fn parse(self) -> Result<SendSeveralWish, Refusal> {
        let id = several_id(&self.id).map_err(|_| Refusal::NotFound)?;
        let ticked = self.ticked.iter().filter_map(|line| line.parse().ok());
        Ok(SendSeveralWish {
            id,
            seen: self.seen,
            ticked: ticked.collect(),
        })
    }
}

fn several_id(text: &str) -> Result<SeveralInvitationsId, Problem> {
    SeveralInvitationsId::parse(text).ok_or(Problem::NotAChoice)
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

/// What was written to invite several, before it is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeveralDraftView {
    /// Its id.
    pub id: SeveralInvitationsId,
    /// Whether it was confirmed, and nothing of it is changed any more.
    pub began: bool,
    /// To which organisation.
    pub organisation: OrganisationView,
    /// The role that is offered.
    pub role: Option<Role>,
    /// What it is limited to.
    pub roster: Option<RosterView>,
    /// Its last day as a form shows it, `2026-11-22`; empty for none.
    pub ends_day: String,
    /// Language of the letters.
    pub language: Language,
    /// What was pasted.
    pub people: String,
    /// The roles that the inviter may give there.
    pub grantable: Vec<Role>,
    /// The open rosters and roster groups there.
    pub rosters: Vec<RosterView>,
}

/// Several invitations as they would be sent, or what came of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeveralInvitationsView {
    /// Which.
    pub id: SeveralInvitationsId,
    /// Where it goes on, where it is not written to its end.
    pub elsewhere: Option<Page>,
    /// To which organisation.
    pub organisation: OrganisationView,
    /// The role that is offered.
    pub role: Option<Role>,
    /// What it is limited to.
    pub roster: Option<RosterView>,
    /// The last moment at which it holds.
    pub ends: Option<LondonTime>,
    /// Language of the letters.
    pub language: Language,
    /// When it was confirmed; absent until then.
    pub began: Option<LondonTime>,
    /// Each line, in the order pasted.
    pub lines: Vec<LineView>,
    /// How many more can be invited.
    pub allowance: Allowance,
    /// To whom the letter is that is shown as one of all, and the letter.
    pub letter: Option<(String, LetterView)>,
    /// What tells what was written from anything else: sent along, so that nothing else goes out than what was checked.
    pub seen: String,
}

/// A line and what comes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineView {
    /// Which line, from 1 on.
    pub number: u32,
    /// The address, or what stands there instead.
    pub email: String,
    /// First and last name, where the line could be read.
    pub name: String,
    /// What comes of it.
    pub outcome: Outcome,
}

/// How many invitations one person may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// In a day.
    pub a_day: u32,
    /// Of these, how many are left now.
    pub left: u32,
    /// When it is a new day, where some were sent.
    pub again: Option<LondonTime>,
}

impl SeveralInvitationsView {
    /// How many lines wait, were invited, and are left out.
    pub fn counts(&self) -> (usize, usize, usize) {
        let of = |wanted: fn(&Outcome) -> bool| self.lines.iter().filter(|line| wanted(&line.outcome)).count();
        (
            of(|outcome| matches!(outcome, Outcome::Waits)),
            of(|outcome| matches!(outcome, Outcome::Invited(_))),
            of(|outcome| matches!(outcome, Outcome::LeftOut(_))),
        )
    }

    /// Whether a line can be invited although it has a warning.
    pub fn has_warned(&self) -> bool {
        let warned = |line: &LineView| matches!(line.outcome, Outcome::LeftOut(LeftOut::Warned(_)));
        self.lines.iter().any(warned)
    }

    /// Whether a line is beyond what can be invited today.
    pub fn has_beyond(&self) -> bool {
        let beyond = |line: &LineView| line.outcome == Outcome::LeftOut(LeftOut::Beyond);
        self.lines.iter().any(beyond)
    }

    /// What stands in the way of all of them.
    pub fn held(&self) -> Option<Hindrance> {
        self.lines.iter().find_map(|line| match line.outcome {
            Outcome::LeftOut(LeftOut::Held(why)) if why.is_of_all() => Some(why),
            _ => None,
        })
    }
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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn form(people: &str) -> SeveralInvitationsForm {
        SeveralInvitationsForm {
            id: Uuid::from_u128(7).to_string(),
            role: "provider_user".to_owned(),
            language: "cy".to_owned(),
            people: people.to_owned(),
            ..SeveralInvitationsForm::default()
        }
    }

    #[test]
    fn two_hundred_lines_are_taken_and_one_more_is_not() {
        let people = |count: usize| format!("email,first_name,last_name\n{}", "gwen@bont.example\n\n".repeat(count));
        assert!(form(&people(200)).parse().is_ok());
        let too_many = FieldErrors::one(Field::People, Problem::TooManyLines { most: 200 });
        assert_eq!(form(&people(201)).parse(), Err(too_many));
        let too_long = FieldErrors::one(Field::People, Problem::TooLong { most: 20_000 });
        assert_eq!(form(&"x".repeat(20_001)).parse(), Err(too_long));
    }

    #[test]
    fn somebody_must_be_named_and_what_was_pasted_is_kept_whatever_is_wrong() {
        let missing = FieldErrors::one(Field::People, Problem::Missing);
        for nobody in ["", " \n\t\r\n", "email,first_name,last_name"] {
            assert_eq!(form(nobody).parse(), Err(missing.clone()), "{nobody:?}");
        }
        let bad = SeveralInvitationsForm {
            role: String::new(),
            language: String::new(),
            ..form("gwen@bont.example")
        };
        let errors = bad.parse().unwrap_err();
        let fields: Vec<Field> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, [Field::Role, Field::Language]);
        assert_eq!(bad.pasted().unwrap().1, "gwen@bont.example");
    }

    #[test]
    fn what_is_no_line_was_not_ticked() {
        let posted = SendSeveralForm {
            id: Uuid::from_u128(7).to_string(),
            seen: String::new(),
            ticked: vec!["3".to_owned(), "-1".to_owned(), "all".to_owned(), "17".to_owned()],
        };
        assert_eq!(posted.parse().unwrap().ticked, [3, 17]);
        assert_eq!(SendSeveralForm::default().parse(), Err(Refusal::NotFound));
    }
}
