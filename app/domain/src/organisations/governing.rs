//! Changing who may decide at an organisation, and its kind; adding trusts and commissioners by hand.

use serde::{Deserialize, Serialize};

use super::{Kind, Organisation, OrganisationView, Policy};
use crate::form::{Field, FieldErrors, Problem, choice, optional_text, required_text};
use crate::permission::{Insider, SupportPerson};
use crate::{Declined, OdsCode, Refusal};

/// What the page that changes the policy shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyView {
    /// The organisation.
    pub organisation: OrganisationView,
    /// Who may decide there now.
    pub policy: Policy,
    /// How many may act for it now.
    pub people: u32,
    /// How many could decide without an end date under each policy.
    pub lasting: Vec<(Policy, u32)>,
    /// Whether the viewer may change its kind: support may, while nobody may act for it.
    pub kind_may_change: bool,
}

impl PolicyView {
    /// How many could decide without an end date under a policy.
    pub fn lasting_under(&self, policy: Policy) -> u32 {
        let found = self.lasting.iter().find(|(one, _)| *one == policy);
        found.map_or(0, |(_, count)| *count)
    }

    /// Whether a policy would leave people behind with nobody who can let others in (decision 6); only where it is open.
    pub fn would_strand(&self, policy: Policy) -> bool {
        self.organisation.status.is_open()
            && policy != self.policy
            && strands(policy, self.people, self.lasting_under(policy))
    }
}

/// Whether people would be left with nobody who may decide without an end date.
const fn strands(policy: Policy, people: u32, lasting: u32) -> bool {
    !matches!(policy, Policy::SupportOnly) && people > 0 && lasting == 0
}

/// The change as a browser posts it. What was seen travels along, so that nobody changes what they have not seen; a
/// count of changes would not do, for it is raised by everybody who is let in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PolicyForm {
    /// ODS code.
    pub code: String,
    /// [`Policy::tag`], as it was when the form was opened.
    pub seen_policy: String,
    /// [`Kind::tag`], as it was when the form was opened.
    pub seen_kind: String,
    /// [`Policy::tag`].
    pub policy: String,
    /// [`Kind::tag`].
    pub kind: String,
}

/// Who is to decide at an organisation, and of what kind it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyWish {
    /// ODS code.
    pub code: OdsCode,
    /// What was seen.
    pub seen: (Policy, Kind),
    /// What is wanted.
    pub policy: Policy,
    /// The kind that is wanted.
    pub kind: Kind,
}

impl PolicyForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<PolicyWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        let seen_policy = errors.take(Field::Form, choice(&self.seen_policy, Policy::from_tag));
        let seen_kind = errors.take(Field::Form, choice(&self.seen_kind, Kind::from_tag));
        let policy = errors.take(Field::Policy, choice(&self.policy, Policy::from_tag));
        let kind = errors.take(Field::Kind, choice(&self.kind, Kind::from_tag));
        match (code, seen_policy, seen_kind, policy, kind) {
            (Some(code), Some(seen_policy), Some(seen_kind), Some(policy), Some(kind)) => Ok(PolicyWish {
                code,
                seen: (seen_policy, seen_kind),
                policy,
                kind,
            }),
            _ => Err(errors),
        }
    }
}

/// What changes; nothing where both are absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Governed {
    /// Who may decide from now on.
    pub policy: Option<Policy>,
    /// The kind from now on.
    pub kind: Option<Kind>,
}

impl Organisation {
    /// Decides about a change of policy and kind, for somebody who may change the policy. `support` is the proof that
    /// it takes for the kind; `people` may act for the organisation now, `lasting` of them could decide without an end
    /// date under the policy that is wanted.
    ///
    /// # Errors
    /// [`Refusal::ChangedMeanwhile`]; [`Refusal::NotAllowed`] where the kind is not theirs to change, a wrong
    /// [`Field::Kind`] where people may act already; [`Refusal::LastApprover`].
    pub fn govern(
        &self,
        _by: &Insider,
        support: Option<SupportPerson>,
        wish: &PolicyWish,
        people: u32,
        lasting: u32,
    ) -> Result<Governed, Declined> {
        if wish.seen != (self.policy, self.kind) {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        let kind = (wish.kind != self.kind).then_some(wish.kind);
        if kind.is_some() && support.is_none() {
            return Err(Refusal::NotAllowed.into());
        }
        if kind.is_some() && people > 0 {
            return Err(FieldErrors::one(Field::Kind, Problem::NotAChoice).into());
        }
        let policy = (wish.policy != self.policy).then_some(wish.policy);
        if self.status.is_open() && policy.is_some_and(|policy| strands(policy, people, lasting)) {
            return Err(Refusal::LastApprover.into());
        }
        Ok(Governed { policy, kind })
    }
}

/// An organisation that support adds, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AddOrganisationForm {
    /// ODS code.
    pub organisation: String,
    /// Its name.
    pub name: String,
    /// [`Kind::tag`]; a trust or a commissioner.
    pub kind: String,
    /// Town; may be empty.
    pub town: String,
    /// Postcode; may be empty.
    pub postcode: String,
    /// The code of the commissioner above it; may be empty.
    pub commissioner: String,
}

/// An organisation that is to be added by hand. Should the register bring the same code one day, its row takes over
/// name, address and status here, and the import's difference shows that beforehand; kind and policy stay. An
/// organisation that the register does not bring is neither changed nor closed by an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrganisation {
    /// ODS code.
    pub code: OdsCode,
    /// Its name.
    pub name: String,
    /// A trust or a commissioner.
    pub kind: Kind,
    /// Town; may be empty.
    pub town: String,
    /// Postcode; may be empty.
    pub postcode: String,
    /// The commissioner above it; must be there, and be one.
    pub commissioner: Option<OdsCode>,
}

/// The longest name, town or postcode, in characters; the register's own limit is 100.
const TEXT_MOST: u16 = 100;
const POSTCODE_MOST: u16 = 10;

impl AddOrganisationForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<NewOrganisation, FieldErrors> {
        let mut errors = FieldErrors::default();
        // What is said where nothing was entered belongs to forms that choose from the register.
        let code = OdsCode::parse(&self.organisation).map_err(|_| Problem::NotAnOdsCode);
        let code = errors.take(Field::Organisation, code);
        let name = errors.take(Field::Name, required_text(&self.name, TEXT_MOST, false));
        let kind = errors.take(Field::Kind, choice(&self.kind, by_hand));
        let town = errors.take(Field::Town, optional_text(&self.town, TEXT_MOST, false));
        let postcode = errors.take(Field::Postcode, optional_text(&self.postcode, POSTCODE_MOST, false));
        let commissioner = match self.commissioner.trim() {
            "" => Some(None),
            text => errors.take(Field::Commissioner, OdsCode::parse(text)).map(Some),
        };
        match (code, name, kind, town, postcode, commissioner) {
            (Some(code), Some(name), Some(kind), Some(town), Some(postcode), Some(commissioner)) => {
                Ok(NewOrganisation {
                    code,
                    name,
                    kind,
                    town: town.unwrap_or_default(),
                    postcode: postcode.unwrap_or_default().to_uppercase(),
                    commissioner,
                })
            }
            _ => Err(errors),
        }
    }
}

/// Practices come with the register only.
fn by_hand(tag: &str) -> Option<Kind> {
    Kind::from_tag(tag).filter(|kind| *kind != Kind::Practice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusts_and_commissioners_are_added_by_hand() {
        let form = AddOrganisationForm {
            organisation: "r9z".into(),
            name: " Invented Trust ".into(),
            kind: "trust".into(),
            postcode: "zz99 1aa".into(),
            ..Default::default()
        };
        let added = form.parse().unwrap();
        assert_eq!((added.code.as_str(), added.name.as_str()), ("R9Z", "Invented Trust"));
        assert_eq!((added.postcode.as_str(), added.commissioner), ("ZZ99 1AA", None));
        let practice = AddOrganisationForm {
            kind: "practice".into(),
            commissioner: "?".into(),
            name: String::new(),
            ..form
        };
        let errors = practice.parse().unwrap_err();
        assert_eq!(errors.of(Field::Kind), Some(Problem::NotAChoice));
        assert_eq!(errors.of(Field::Commissioner), Some(Problem::NotAnOdsCode));
        assert_eq!(errors.of(Field::Name), Some(Problem::Missing));
    }

    #[test]
    fn people_are_never_left_with_nobody_who_decides() {
        assert!(strands(Policy::ApproverRole, 3, 0));
        assert!(!strands(Policy::ApproverRole, 3, 1));
        assert!(!strands(Policy::SupportOnly, 3, 0));
        assert!(!strands(Policy::ApproverRole, 0, 0), "nobody is there");
    }
}
