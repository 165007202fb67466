//! Several requests at once: what is ticked in a table is decided on a page of its own, approved or rejected with one
//! reason, each by itself. What needs a closer look is left out, and says why ([`LeftOut`]).

use std::collections::HashSet;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::{Decided, DecidedBy, JoinRequest, State};
use crate::form::{Field, FieldErrors, Problem, REASON_MOST, choice, optional_text, required_text};
use crate::permission::Role;
use crate::shared_mailbox::Warning;
use crate::{Answer, Caller, JoinRequestId, LondonTime, Moment, OdsCode, PersonId, Receipt, Refusal, SeveralId};

/// How many requests can be decided at once.
pub const MOST: u16 = 500;

/// What is done with all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Approve each with the role that it asks for.
    Approve,
    /// Reject each.
    Reject,
}

impl Verdict {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Approve, Self::Reject];

    /// How it stands in a form, and is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject => "reject",
        }
    }

    /// Reads it back.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.tag() == tag)
    }
}

/// The ticks of a table as a browser posts them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TickedForm {
    /// The requests.
    pub ticked: Vec<String>,
    /// [`Verdict::tag`] of the button that was pressed.
    pub verdict: String,
}

/// What was ticked, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TickedWish {
    /// The requests, each once, in the order of the table.
    pub requests: Vec<JoinRequestId>,
    /// What the page begins with.
    pub verdict: Verdict,
}

impl TickedForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Nothing is ticked, or more than [`MOST`] are, or what is ticked is no request.
    pub fn parse(&self) -> Result<TickedWish, FieldErrors> {
        let mut known = HashSet::new();
        let requests = self.ticked.iter().map(|id| JoinRequestId::parse(id));
        let requests: Option<Vec<_>> = requests.filter(|id| id.is_none_or(|id| known.insert(id))).collect();
        let requests = match requests {
            None => Err(Problem::NotAChoice),
            Some(requests) if requests.is_empty() => Err(Problem::Missing),
            Some(requests) if requests.len() > usize::from(MOST) => Err(Problem::TooManyTicked { most: MOST }),
            Some(requests) => Ok(requests),
        };
        Ok(TickedWish {
            requests: requests.map_err(|problem| FieldErrors::one(Field::Ticked, problem))?,
            // Whatever it is, it is confirmed on the page that follows.
            verdict: Verdict::from_tag(&self.verdict).unwrap_or(Verdict::Approve),
        })
    }
}

/// The decision about all of them as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SeveralForm {
    /// Which.
    pub id: String,
    /// [`Verdict::tag`].
    #[serde(default)]
    pub verdict: String,
    /// Why; required to reject.
    #[serde(default)]
    pub reason: String,
}

/// The decision about all of them, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeveralWish {
    /// Which.
    pub id: SeveralId,
    /// Approve or reject.
    pub verdict: Verdict,
    /// Why; always there for a rejection.
    pub reason: Option<String>,
}

impl SeveralForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right; a reason is required to reject (S39).
    pub fn parse(&self) -> Result<SeveralWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = errors.take(Field::Form, SeveralId::parse(&self.id).ok_or(Problem::NotAChoice));
        let verdict = errors.take(Field::Verdict, choice(&self.verdict, Verdict::from_tag));
        let reason = match verdict {
            Some(Verdict::Reject) => required_text(&self.reason, REASON_MOST, true).map(Some),
            _ => optional_text(&self.reason, REASON_MOST, true),
        };
        let reason = errors.take(Field::Reason, reason);
        match (id, verdict, reason) {
            (Some(id), Some(verdict), Some(reason)) => Ok(SeveralWish { id, verdict, reason }),
            _ => Err(errors),
        }
    }
}

/// Why a request is not decided among several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LeftOut {
    /// It is not there, or not theirs to decide: one answer for both.
    NotThere,
    /// It is the decider's own.
    Own,
    /// It carries a warning, and needs a review of its own (decision 7).
    Warned(Warning),
    /// It would appoint a commissioning administrator, which takes two of the support team.
    Appoints,
    /// It was refused, as it would be alone: decided already, withdrawn, …
    Refused(Refusal),
}

impl LeftOut {
    /// Why a request that waits is left out, if it is; `warning` is what the applicant's address and name give rise to.
    pub fn of(request: &JoinRequest, warning: Option<Warning>, decider: PersonId) -> Option<Self> {
        if request.person == decider {
            Some(Self::Own)
        } else if request.role == Role::CommissioningAdministrator {
            Some(Self::Appoints)
        } else {
            warning.map(Self::Warned)
        }
    }
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Nothing yet: it is to be decided.
    Waits,
    /// Approved.
    Approved,
    /// Rejected.
    Rejected,
    /// Left out, and why.
    LeftOut(LeftOut),
}

impl Outcome {
    /// What came of a request that has been decided: this decision, where this person made it after they confirmed. So a
    /// form that is posted twice, or again after the server stopped half-way, says what it said or would have said.
    pub fn made(request: &JoinRequest, verdict: Verdict, by: PersonId, since: Moment) -> Option<Self> {
        let is_this = |decided: &Decided| {
            decided.at >= since && matches!(decided.by, DecidedBy::Person(person, _) if person == by)
        };
        match (&request.state, verdict) {
            (State::Approved(decided), Verdict::Approve) if is_this(decided) => Some(Self::Approved),
            (State::Rejected(decided), Verdict::Reject) if is_this(decided) => Some(Self::Rejected),
            _ => None,
        }
    }
}

/// A request among several, as the person who chose it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeveralRow {
    /// The request.
    pub id: JoinRequestId,
    /// Whom it concerns; absent where it is not there, or not theirs.
    pub whom: Option<Whom>,
    /// What came of it.
    pub outcome: Outcome,
}

/// Whom a request concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whom {
    /// First and last name.
    pub name: String,
    /// ODS code of the organisation.
    pub code: OdsCode,
    /// The organisation's name.
    pub organisation: String,
    /// The role asked for.
    pub role: Role,
}

/// Several requests that somebody chose: to be confirmed, or what came of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeveralView {
    /// Which.
    pub id: SeveralId,
    /// What the buttons said, or what was confirmed.
    pub verdict: Verdict,
    /// The reason that was given.
    pub reason: Option<String>,
    /// When it was confirmed; absent until then.
    pub began: Option<LondonTime>,
    /// Each request, in the order of the table.
    pub rows: Vec<SeveralRow>,
}

impl SeveralView {
    /// How many were decided, and how many left out.
    pub fn counts(&self) -> (usize, usize) {
        let decided = |row: &&SeveralRow| matches!(row.outcome, Outcome::Approved | Outcome::Rejected);
        let left_out = |row: &&SeveralRow| matches!(row.outcome, Outcome::LeftOut(_));
        (
            self.rows.iter().filter(decided).count(),
            self.rows.iter().filter(left_out).count(),
        )
    }

    /// How many wait for the decision.
    pub fn waiting(&self) -> usize {
        let (decided, left_out) = self.counts();
        self.rows.len() - decided - left_out
    }
}

/// What can be asked about several requests at once.
#[async_trait]
pub trait DecidesSeveral: Send + Sync {
    /// Keeps what was ticked, for its page.
    async fn choose(&self, caller: &Caller, wish: TickedWish) -> Answer<Receipt>;
    /// What the caller chose, or what came of it.
    async fn show(&self, caller: &Caller, id: SeveralId) -> Answer<SeveralView>;
    /// Decides each of them, a change of its own for each.
    async fn decide(&self, caller: &Caller, wish: SeveralWish) -> Answer<Receipt>;
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};
    use uuid::Uuid;

    use super::*;
    use crate::OrganisationId;
    use crate::permission::Capacity;

    fn ticked(ids: impl IntoIterator<Item = u128>) -> TickedForm {
        TickedForm {
            ticked: ids.into_iter().map(|id| Uuid::from_u128(id).to_string()).collect(),
            verdict: "reject".to_owned(),
        }
    }

    fn at(minute: u32) -> Moment {
        Moment::new(Utc.with_ymd_and_hms(2026, 3, 2, 9, minute, 0).unwrap())
    }

    fn request(state: State) -> JoinRequest {
        JoinRequest {
            id: JoinRequestId::new(Uuid::from_u128(1)),
            person: PersonId::new(Uuid::from_u128(2)),
            organisation: OrganisationId::new(Uuid::from_u128(3)),
            role: Role::Approver,
            reason: "I work here".to_owned(),
            made_at: at(0),
            state,
        }
    }

    #[test]
    fn each_request_is_ticked_once_and_there_must_be_one() {
        let wish = ticked([7, 8, 7]).parse().unwrap();
        assert_eq!(wish.requests.len(), 2);
        assert_eq!(wish.verdict, Verdict::Reject);
        assert_eq!(
            ticked([]).parse(),
            Err(FieldErrors::one(Field::Ticked, Problem::Missing))
        );
        let strange = TickedForm {
            ticked: vec!["all".to_owned()],
            ..TickedForm::default()
        };
        assert_eq!(
            strange.parse(),
            Err(FieldErrors::one(Field::Ticked, Problem::NotAChoice))
        );
    }

    #[test]
    fn five_hundred_are_taken_and_one_more_is_not() {
        assert_eq!(ticked(1..=500).parse().unwrap().requests.len(), 500);
        assert_eq!(
            ticked(1..=501).parse(),
            Err(FieldErrors::one(Field::Ticked, Problem::TooManyTicked { most: 500 }))
        );
    }

    #[test]
    fn a_rejection_needs_its_reason_and_an_approval_does_not() {
        let form = |verdict: &str, reason: &str| SeveralForm {
            id: Uuid::from_u128(1).to_string(),
            verdict: verdict.to_owned(),
            reason: reason.to_owned(),
        };
        assert_eq!(form("approve", " ").parse().unwrap().reason, None);
        assert_eq!(
            form("reject", " ").parse(),
            Err(FieldErrors::one(Field::Reason, Problem::Missing))
        );
        assert_eq!(
            form("reject", "Left in May").parse().unwrap().reason.as_deref(),
            Some("Left in May")
        );
        assert_eq!(
            form("", "").parse().map_err(|errors| errors.of(Field::Verdict)),
            Err(Some(Problem::Missing))
        );
    }

    #[test]
    fn what_needs_a_closer_look_is_left_out() {
        let (waits, decider) = (request(State::Pending), PersonId::new(Uuid::from_u128(9)));
        assert_eq!(LeftOut::of(&waits, None, decider), None);
        assert_eq!(LeftOut::of(&waits, None, waits.person), Some(LeftOut::Own));
        assert_eq!(
            LeftOut::of(&waits, Some(Warning::SharedMailbox), decider),
            Some(LeftOut::Warned(Warning::SharedMailbox))
        );
        let above = JoinRequest {
            role: Role::CommissioningAdministrator,
            ..waits
        };
        assert_eq!(LeftOut::of(&above, None, decider), Some(LeftOut::Appoints));
    }

    #[test]
    fn a_second_post_knows_the_decisions_of_the_first() {
        let decider = PersonId::new(Uuid::from_u128(9));
        let approved = |by, minute| {
            request(State::Approved(Decided {
                by: DecidedBy::Person(by, Capacity::Approver),
                at: at(minute),
                reason: None,
            }))
        };
        let made = |request: &JoinRequest, verdict| Outcome::made(request, verdict, decider, at(5));
        assert_eq!(made(&approved(decider, 5), Verdict::Approve), Some(Outcome::Approved));
        assert_eq!(made(&approved(decider, 4), Verdict::Approve), None, "made before");
        assert_eq!(made(&approved(decider, 6), Verdict::Reject), None, "another decision");
        let other = PersonId::new(Uuid::from_u128(8));
        assert_eq!(made(&approved(other, 6), Verdict::Approve), None, "somebody else's");
        assert_eq!(made(&request(State::Pending), Verdict::Approve), None);
    }
}
