//! How each step of inviting is typed.

use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldErrors, Problem, choice};
use crate::members::roles::Days;
use crate::permission::Role;
use crate::rosters;
use crate::shared_mailbox::is_generic_address;
use crate::{EmailAddress, InvitationDraftId, Language, NewUserId, OdsCode, PersonName, Refusal, RosterId};

/// The address, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EmailForm {
    /// The draft ([`InvitationDraftId`]); empty for a new one.
    #[serde(default)]
    pub id: String,
    /// The organisation to which a new one is, where that is settled; else empty.
    #[serde(default)]
    pub organisation: String,
    /// E-mail address.
    pub email: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailWish {
    /// The draft; none for a new one.
    pub id: Option<InvitationDraftId>,
    /// The organisation, where that is settled.
    pub organisation: Option<OdsCode>,
    /// E-mail address.
    pub email: EmailAddress,
}

impl EmailForm {
    /// Reads the form. A generic address cannot be invited (decision 7): nobody would know who came in by it.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<EmailWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = match self.id.trim() {
            "" => Some(None),
            id => errors.take(Field::Form, draft_id(id)).map(Some),
        };
        let organisation = match self.organisation.trim() {
            "" => Some(None),
            code => errors.take(Field::Organisation, OdsCode::parse(code)).map(Some),
        };
        let email = invitable(&self.email);
        match (id, organisation, errors.take(Field::Email, email)) {
            (Some(id), Some(organisation), Some(email)) => Ok(EmailWish {
                id,
                organisation,
                email,
            }),
            _ => Err(errors),
        }
    }
}

/// The names, as a browser posts them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NamesForm {
    /// The draft.
    pub id: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamesWish {
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
}

impl NamesForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<(InvitationDraftId, NamesWish), FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = errors.take(Field::Form, draft_id(&self.id));
        let first_name = errors.take(Field::FirstName, PersonName::parse(&self.first_name));
        let last_name = errors.take(Field::LastName, PersonName::parse(&self.last_name));
        match (id, first_name, last_name) {
            (Some(id), Some(first_name), Some(last_name)) => Ok((id, NamesWish { first_name, last_name })),
            _ => Err(errors),
        }
    }
}

/// The organisation, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PlaceForm {
    /// The draft.
    pub id: String,
    /// Its code; a radio button that was not chosen posts nothing.
    #[serde(default)]
    pub organisation: String,
}

impl PlaceForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<(InvitationDraftId, OdsCode), FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = errors.take(Field::Form, draft_id(&self.id));
        let code = errors.take(Field::Organisation, Self::code(&self.organisation));
        id.zip(code).ok_or(errors)
    }

    /// The code that was chosen.
    pub(super) fn code(organisation: &str) -> Result<OdsCode, Problem> {
        match organisation.trim() {
            "" => Err(Problem::Missing),
            code => OdsCode::parse(code),
        }
    }
}

/// Role, limit and days, as a browser posts them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OfferForm {
    /// The draft.
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
}

/// The same, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferWish {
    /// The role.
    pub role: Role,
    /// What it is limited to; the whole organisation where absent.
    pub roster: Option<RosterId>,
    /// When it is to hold.
    pub days: Days,
}

impl OfferWish {
    /// What is offered by that now: how long is counted from today, or from a later first day.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn offer(self, now: crate::Moment) -> super::Offer {
        super::Offer {
            role: self.role,
            roster: self.roster,
            starts: self.days.starts,
            ends: self.days.last_day(now),
        }
    }
}

impl OfferForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<(InvitationDraftId, OfferWish), FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = errors.take(Field::Form, draft_id(&self.id));
        let role = errors.take(Field::Role, choice(&self.role, Role::from_tag));
        let roster = errors.take(Field::Roster, rosters::limit(&self.roster));
        let days = Days::read(&self.starts, &self.until, &self.ends, &mut errors);
        match (id, role, roster, days) {
            (Some(id), Some(role), Some(roster), Some(days)) => Ok((id, OfferWish { role, roster, days })),
            _ => Err(errors),
        }
    }
}

/// The language of the letter, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LanguageForm {
    /// The draft.
    pub id: String,
    /// [`Language::tag`].
    #[serde(default)]
    pub language: String,
}

impl LanguageForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<(InvitationDraftId, Language), FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = errors.take(Field::Form, draft_id(&self.id));
        let language = errors.take(Field::Language, choice(&self.language, Language::from_tag));
        id.zip(language).ok_or(errors)
    }
}

/// *Send*, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SendForm {
    /// The draft.
    pub id: String,
    /// The letter that was checked ([`super::LetterView::seen`]); empty for whichever it is.
    #[serde(default)]
    pub seen: String,
}

/// The right address of somebody who was invited at another, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CorrectForm {
    /// The invitation ([`NewUserId`]).
    pub id: String,
    /// E-mail address.
    pub email: String,
}

impl CorrectForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<(NewUserId, EmailAddress), FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = errors.take(Field::Form, NewUserId::parse(&self.id).ok_or(Problem::NotAChoice));
        let email = errors.take(Field::Email, invitable(&self.email));
        id.zip(email).ok_or(errors)
    }
}

/// Something about one draft.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct InvitationForm {
    /// The draft.
    pub id: String,
}

impl InvitationForm {
    /// Reads the id.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for what is no id.
    pub fn parse(&self) -> Result<InvitationDraftId, Refusal> {
        InvitationDraftId::parse(&self.id).ok_or(Refusal::NotFound)
    }
}

/// An address that somebody can be invited at.
fn invitable(text: &str) -> Result<EmailAddress, Problem> {
    let email = EmailAddress::parse(text)?;
    if is_generic_address(&email) {
        Err(Problem::GenericAddress)
    } else {
        Ok(email)
    }
}

fn draft_id(text: &str) -> Result<InvitationDraftId, Problem> {
    InvitationDraftId::parse(text).ok_or(Problem::NotAChoice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generic_address_cannot_be_invited() {
        let typed = |email: &str| EmailForm {
            email: email.into(),
            ..EmailForm::default()
        };
        let refused = FieldErrors::one(Field::Email, Problem::GenericAddress);
        assert_eq!(typed("reception@bont.example").parse(), Err(refused));
        assert!(typed("gwen.rees@bont.example").parse().is_ok());
    }

    #[test]
    fn an_organisation_must_be_chosen() {
        let nothing = PlaceForm {
            id: "0190163d-8694-739b-aea5-966c26f8ad91".into(),
            ..PlaceForm::default()
        };
        let missing = FieldErrors::one(Field::Organisation, Problem::Missing);
        assert_eq!(nothing.parse(), Err(missing));
    }
}
