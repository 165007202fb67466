//! How inviting several people is typed.

use serde::{Deserialize, Serialize};

use super::super::{OfferForm, OfferWish, PlaceForm};
use super::{lines, must_fit};
use crate::form::{Field, FieldErrors, Problem, choice};
use crate::{Language, OdsCode, Refusal, SeveralInvitationsId};

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
    /// The first day, `2026-11-22`; empty for at once.
    #[serde(default)]
    pub starts: String,
    /// Until when ([`Until::read`](crate::members::roles::Until::read)).
    #[serde(default)]
    pub until: String,
    /// The last day, where that is another day; empty for none.
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
    /// What is to be offered.
    pub offer: OfferWish,
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
            starts: self.starts.clone(),
            until: self.until.clone(),
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
