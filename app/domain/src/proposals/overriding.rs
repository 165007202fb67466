//! Overrides: the last approver of an organisation may go all the same, because two support people say so (decision 6).
//! One proposes it with a reason, a second confirms; for [`OVERRIDE_HOURS`] from then on support can do once what leaves
//! nobody behind who decides there. The organisation is then an orphan, and is listed as one.

use serde::{Deserialize, Serialize};

#[cfg(not(target_arch = "wasm32"))]
use super::{Kind, Proposal, State, What};
#[cfg(not(target_arch = "wasm32"))]
use crate::Moment;
use crate::form::{Field, FieldErrors, Problem, REASON_MOST, required_text};
use crate::members::last_approver::WayOut;
#[cfg(not(target_arch = "wasm32"))]
use crate::permission::SupportPerson;
use crate::{LondonTime, OdsCode, OrganisationId, PersonId, ProposalId};

/// How long a confirmed override can be used, in hours.
pub const OVERRIDE_HOURS: i64 = 24;

/// Proof that two support people agreed that somebody may go although nobody is left who decides there. It can only be
/// had from a confirmed [`Proposal`], and only by support.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    proposal: ProposalId,
    person: PersonId,
    organisation: OrganisationId,
    why: String,
}

impl Override {
    /// The proposal, which it uses up.
    pub const fn proposal(&self) -> ProposalId {
        self.proposal
    }

    /// Who may go.
    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// Where.
    pub const fn organisation(&self) -> OrganisationId {
        self.organisation
    }

    /// Why, in the words of whoever proposed it.
    pub fn why(&self) -> &str {
        &self.why
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Proposal {
    /// Until when an override can be used; `None` where this is none, or none that was confirmed and not used.
    pub fn usable_until(&self) -> Option<Moment> {
        match (self.what.kind(), self.state, self.used_at) {
            (Kind::LastApproverMayGo, State::Confirmed(settled), None) => {
                Some(settled.at.plus(chrono::TimeDelta::hours(OVERRIDE_HOURS)))
            }
            _ => None,
        }
    }

    /// What it allows a support person now; nobody uses one about themselves.
    pub fn overrides(&self, by: SupportPerson, now: Moment) -> Option<Override> {
        let What::LastApproverMayGo { organisation } = self.what else {
            return None;
        };
        let usable = self.usable_until().is_some_and(|until| now < until) && by.about(self.person).is_ok();
        usable.then(|| Override {
            proposal: self.id,
            person: self.person,
            organisation,
            why: self.why.clone(),
        })
    }
}

/// Proposing an override, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OverrideForm {
    /// The person.
    pub id: String,
    /// ODS code of the organisation.
    pub organisation: String,
    /// Why.
    pub reason: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverrideWish {
    /// The person.
    pub person: PersonId,
    /// The organisation.
    pub code: OdsCode,
    /// Why.
    pub why: String,
}

impl OverrideForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<OverrideWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let person = errors.take(Field::Form, PersonId::parse(&self.id).ok_or(Problem::NotAChoice));
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.organisation));
        let why = errors.take(Field::Reason, required_text(&self.reason, REASON_MOST, true));
        match (person, code, why) {
            (Some(person), Some(code), Some(why)) => Ok(OverrideWish { person, code, why }),
            _ => Err(errors),
        }
    }
}

/// The page that proposes an override.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverrideView {
    /// The person.
    pub id: PersonId,
    /// First and last name.
    pub name: String,
    /// The organisation's code and name.
    pub organisation: (OdsCode, String),
    /// What should be tried first.
    pub way_out: WayOut,
    /// Whether it is about the viewer, so that others must propose it.
    pub oneself: bool,
    /// The proposal that is there already: it waits, or is confirmed and not used.
    pub there: Option<ProposalId>,
}

/// An override that a support person can use, on the page of what it allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usable {
    /// The proposal.
    pub proposal: ProposalId,
    /// Why.
    pub why: String,
    /// Until when.
    pub until: LondonTime,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_override_is_about_somebody_somewhere_for_a_reason() {
        let form = OverrideForm {
            id: "018f0000-0000-7000-8000-000000000001".into(),
            organisation: "W91001".into(),
            reason: "She has died.".into(),
        };
        assert_eq!(form.parse().unwrap().why, "She has died.");
        let errors = OverrideForm::default().parse().unwrap_err();
        for field in [Field::Form, Field::Organisation, Field::Reason] {
            assert!(errors.of(field).is_some(), "{field:?}");
        }
    }
}
