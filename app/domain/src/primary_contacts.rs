//! The primary contact: the one member whom others should write to or ring first. Each organisation that has people has
//! exactly one: whoever is let in first, until it is handed over, or until that person can no longer act there. Then it
//! passes, in the same change, to the member who has been there longest of those who may decide, else of all; whose role
//! ends by a date is found at the next look. How it passes stands in `storage`, where no change of a membership can forget
//! it.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldErrors, Problem};
use crate::organisations::OrganisationView;
use crate::permission::{Action, Insider, Standing};
use crate::{Answer, Caller, OdsCode, PersonId, Receipt, Refusal};

/// Whether the caller may hand over the primary contact, for what only shows: it is for whoever is it, and for those above
/// the organisation.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::NotAllowed`].
pub fn could_hand_over(caller: &Caller, standing: &Standing, contact: Option<PersonId>) -> Result<(), Refusal> {
    Insider::of(caller, standing, Action::SeeMembers)?;
    if is_own(caller, standing, contact) {
        return Ok(());
    }
    Insider::of(caller, standing, Action::ChangePolicy).map(drop)
}

/// The same for what changes something: whoever does it from above shows lately that it is they (REQUIREMENTS, *policy,
/// kind, primary contact override*).
///
/// # Errors
/// Those of [`could_hand_over`]; else [`Refusal::SecondFactorFirst`] or [`Refusal::ProveItIsYou`].
pub fn may_hand_over(caller: &Caller, standing: &Standing, contact: Option<PersonId>) -> Result<(), Refusal> {
    could_hand_over(caller, standing, contact)?;
    if is_own(caller, standing, contact) {
        return Ok(());
    }
    Insider::acting(caller, standing, Action::ChangePolicy).map(drop)
}

fn is_own(caller: &Caller, standing: &Standing, contact: Option<PersonId>) -> bool {
    contact == Some(caller.person) && standing.is_member()
}

/// The page that hands it over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverView {
    /// The organisation.
    pub organisation: OrganisationView,
    /// Who is it now, by name; nobody where nobody may act.
    pub contact: Option<String>,
    /// Whether that is the viewer.
    pub oneself: bool,
    /// The other members, by name: whom it can be handed to.
    pub members: Vec<(PersonId, String)>,
}

/// Handing it over, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HandOverForm {
    /// The organisation, as in the address.
    pub code: String,
    /// To whom.
    #[serde(default)]
    pub primary_contact: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOverWish {
    /// The organisation.
    pub code: OdsCode,
    /// To whom.
    pub to: PersonId,
}

impl HandOverForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<HandOverWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        let to = match self.primary_contact.trim() {
            "" => Err(Problem::Missing),
            text => PersonId::parse(text).ok_or(Problem::NotAChoice),
        };
        let to = errors.take(Field::PrimaryContact, to);
        code.zip(to).map(|(code, to)| HandOverWish { code, to }).ok_or(errors)
    }
}

/// What can be asked about primary contacts.
#[async_trait]
pub trait PrimaryContacts: Send + Sync {
    /// The page that hands it over.
    async fn to_hand_over(&self, caller: &Caller, code: &OdsCode) -> Answer<HandOverView>;
    /// Hands it over, in one step.
    async fn hand_over(&self, caller: &Caller, wish: HandOverWish) -> Answer<Receipt>;
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::organisations::Policy;
    use crate::permission::Role;
    use crate::{Language, OrganisationId, RequestId, SecondFactor, SessionId, Visit};

    fn caller(support: bool, proven: bool) -> Caller {
        Caller {
            person: PersonId::new(Uuid::from_u128(1)),
            session: SessionId::new(Uuid::nil()),
            support,
            proven,
            second_factor: SecondFactor::Had,
            visit: Visit {
                request: RequestId::new(Uuid::nil()),
                address: String::new(),
                device: String::new(),
                key: None,
                language: Language::English,
                started: None,
            },
        }
    }

    fn standing(roles: Vec<Role>, commissioner_above: bool) -> Standing {
        Standing {
            organisation: OrganisationId::new(Uuid::from_u128(7)),
            policy: Policy::AnyMember,
            roles,
            limited: Vec::new(),
            commissioner_above,
        }
    }

    #[test]
    fn whoever_is_it_hands_it_over_and_no_other_member_does() {
        let member = standing(vec![Role::ProviderUser], false);
        let me = caller(false, false);
        assert_eq!(may_hand_over(&me, &member, Some(me.person)), Ok(()));
        let other = Some(PersonId::new(Uuid::from_u128(2)));
        assert_eq!(may_hand_over(&me, &member, other), Err(Refusal::NotAllowed));
        assert_eq!(may_hand_over(&me, &member, None), Err(Refusal::NotAllowed));
        let stranger = standing(Vec::new(), false);
        assert_eq!(
            may_hand_over(&me, &stranger, Some(me.person)),
            Err(Refusal::NotFound),
            "no longer"
        );
    }

    #[test]
    fn those_above_do_after_showing_that_it_is_they() {
        let above = standing(Vec::new(), true);
        assert_eq!(
            may_hand_over(&caller(false, false), &above, None),
            Err(Refusal::ProveItIsYou)
        );
        assert_eq!(may_hand_over(&caller(false, true), &above, None), Ok(()));
        assert_eq!(could_hand_over(&caller(false, false), &above, None), Ok(()));
        let nowhere = standing(Vec::new(), false);
        assert_eq!(may_hand_over(&caller(true, true), &nowhere, None), Ok(()));
    }

    #[test]
    fn it_is_handed_to_somebody() {
        let form = HandOverForm {
            code: "W91001".into(),
            primary_contact: " ".into(),
        };
        assert_eq!(
            form.parse().unwrap_err().of(Field::PrimaryContact),
            Some(Problem::Missing)
        );
    }
}
