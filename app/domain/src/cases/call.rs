//! A call to the organisation: who answered, and how it went. Only a practice manager, a deputy or a partner can agree
//! for a practice (S19), and nobody about themselves.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::accounts::Position;
use crate::form::{
    Field, FieldErrors, Problem, REASON_MOST, choice, optional_day, optional_text, optional_time, required_text,
};
use crate::{CallId, CaseId, Moment, NAME_MOST, PersonId};

/// The longest name of whoever answered: a first and a last name, in characters.
const ANSWERED_BY_MOST: u16 = 2 * NAME_MOST;

/// How many days a call can be put off.
pub const CALL_BACK_DAYS: i64 = 30;

/// A call that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Its id.
    pub id: CallId,
    /// About which case.
    pub case: CaseId,
    /// Who called.
    pub by: PersonId,
    /// When.
    pub at: Moment,
    /// Which number.
    pub number: String,
    /// Who answered, by name; empty where nobody did.
    pub answered_by: String,
    /// What that person is there.
    pub position: Option<Position>,
    /// How it went.
    pub outcome: Outcome,
    /// Notes for the support team; may be empty.
    pub notes: String,
}

/// How a call went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Somebody who can agree did.
    Agreed,
    /// Somebody there said no.
    Declined {
        /// Why; the person reads it.
        reason: String,
    },
    /// Nobody answered, or nobody who could say.
    NotReached,
    /// The line was engaged.
    Engaged,
    /// They are to be called again.
    CallBack {
        /// When.
        at: Moment,
    },
}

/// The outcome alone, as forms post, screens show and stores keep it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeTag {
    /// [`Outcome::Agreed`].
    Agreed,
    /// [`Outcome::Declined`].
    Declined,
    /// [`Outcome::NotReached`].
    NotReached,
    /// [`Outcome::Engaged`].
    Engaged,
    /// [`Outcome::CallBack`].
    CallBack,
}

impl OutcomeTag {
    /// Every outcome, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Agreed,
        Self::Declined,
        Self::NotReached,
        Self::Engaged,
        Self::CallBack,
    ];

    /// How the outcome is stored and posted.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Declined => "declined",
            Self::NotReached => "not_reached",
            Self::Engaged => "engaged",
            Self::CallBack => "call_back",
        }
    }

    /// Reads a stored or posted outcome.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.tag() == tag)
    }

    /// Whether somebody there gave an answer, and is to be named.
    const fn is_an_answer(self) -> bool {
        matches!(self, Self::Agreed | Self::Declined)
    }
}

impl Outcome {
    /// The outcome alone.
    pub const fn tag(&self) -> OutcomeTag {
        match self {
            Self::Agreed => OutcomeTag::Agreed,
            Self::Declined { .. } => OutcomeTag::Declined,
            Self::NotReached => OutcomeTag::NotReached,
            Self::Engaged => OutcomeTag::Engaged,
            Self::CallBack { .. } => OutcomeTag::CallBack,
        }
    }

    /// Why they said no.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Declined { reason } => Some(reason),
            _ => None,
        }
    }

    /// When they are to be called again.
    pub const fn again(&self) -> Option<Moment> {
        match self {
            Self::CallBack { at } => Some(*at),
            _ => None,
        }
    }
}

/// Whether somebody in this position can agree for a practice (S19).
pub const fn may_agree(position: Position) -> bool {
    matches!(
        position,
        Position::PracticeManager | Position::Deputy | Position::Partner
    )
}

/// A call as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CallForm {
    /// The case.
    pub id: String,
    /// [`OutcomeTag::tag`].
    #[serde(default)]
    pub outcome: String,
    /// Who answered.
    #[serde(default)]
    pub answered_by: String,
    /// [`Position::tag`]; empty where nobody answered.
    #[serde(default)]
    pub position: String,
    /// Why they said no; the person reads it.
    #[serde(default)]
    pub reason: String,
    /// The day in London on which they are to be called again, `2026-11-22`.
    #[serde(default)]
    pub day: String,
    /// The time on a clock in London, `14:05`.
    #[serde(default)]
    pub time: String,
    /// Notes for the support team.
    #[serde(default)]
    pub notes: String,
}

/// A call, read. The time to call again is one of London, and becomes a moment at the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadCall {
    /// The case.
    pub id: CaseId,
    /// Who answered; empty where nobody did.
    pub answered_by: String,
    /// What that person is there.
    pub position: Option<Position>,
    /// How it went; the time to call again stands in `again`.
    pub outcome: OutcomeTag,
    /// Why they said no.
    pub reason: String,
    /// When they are to be called again, on a clock in London.
    pub again: Option<NaiveDateTime>,
    /// Notes.
    pub notes: String,
}

/// A call that is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallWish {
    /// The case.
    pub id: CaseId,
    /// Who answered; empty where nobody did.
    pub answered_by: String,
    /// What that person is there.
    pub position: Option<Position>,
    /// How it went.
    pub outcome: Outcome,
    /// Notes.
    pub notes: String,
}

impl CallForm {
    /// Reads the form: all but what depends on the present moment.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<ReadCall, FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = errors.take(Field::Form, CaseId::parse(&self.id).ok_or(Problem::NotAChoice));
        let outcome = errors.take(Field::Outcome, choice(&self.outcome, OutcomeTag::from_tag));
        let said = outcome.is_some_and(OutcomeTag::is_an_answer);
        let answered_by = if said {
            required_text(&self.answered_by, ANSWERED_BY_MOST, false)
        } else {
            optional_text(&self.answered_by, ANSWERED_BY_MOST, false).map(Option::unwrap_or_default)
        };
        let answered_by = errors.take(Field::AnsweredBy, answered_by);
        let position = match self.position.trim() {
            "" if said => Err(Problem::Missing),
            "" => Ok(None),
            tag => choice(tag, Position::from_tag).map(Some),
        };
        let position = match position {
            Ok(Some(position)) if outcome == Some(OutcomeTag::Agreed) && !may_agree(position) => {
                Err(Problem::CannotAgree)
            }
            read => read,
        };
        let position = errors.take(Field::Position, position);
        let reason = if outcome == Some(OutcomeTag::Declined) {
            errors.take(Field::Reason, required_text(&self.reason, REASON_MOST, true))
        } else {
            Some(String::new())
        };
        let again = if outcome == Some(OutcomeTag::CallBack) {
            let day = optional_day(&self.day).and_then(|day| day.ok_or(Problem::Missing));
            let time = optional_time(&self.time).and_then(|time| time.ok_or(Problem::Missing));
            let (day, time) = (errors.take(Field::Day, day), errors.take(Field::Time, time));
            day.zip(time).map(|(day, time)| Some(day.and_time(time)))
        } else {
            Some(None)
        };
        let notes = errors.take(Field::Notes, optional_text(&self.notes, REASON_MOST, true));
        match (id, outcome, answered_by, position, reason, again, notes) {
            (Some(id), Some(outcome), Some(answered_by), Some(position), Some(reason), Some(again), Some(notes)) => {
                Ok(ReadCall {
                    id,
                    answered_by,
                    position,
                    outcome,
                    reason,
                    again,
                    notes: notes.unwrap_or_default(),
                })
            }
            _ => Err(errors),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl ReadCall {
    /// What is to be kept, at this moment.
    ///
    /// # Errors
    /// A time to call again that has passed, or is further ahead than [`CALL_BACK_DAYS`].
    pub fn at(self, now: Moment) -> Result<CallWish, FieldErrors> {
        let outcome = match (self.outcome, self.again) {
            (OutcomeTag::Agreed, _) => Outcome::Agreed,
            (OutcomeTag::Declined, _) => Outcome::Declined { reason: self.reason },
            (OutcomeTag::Engaged, _) => Outcome::Engaged,
            (OutcomeTag::CallBack, Some(shown)) => {
                let at = crate::moment_in_london(shown);
                if at <= now {
                    return Err(FieldErrors::one(Field::Time, Problem::InThePast));
                }
                if at > now.plus(chrono::TimeDelta::days(CALL_BACK_DAYS)) {
                    return Err(FieldErrors::one(Field::Day, Problem::TooFarAhead));
                }
                Outcome::CallBack { at }
            }
            (OutcomeTag::NotReached | OutcomeTag::CallBack, _) => Outcome::NotReached,
        };
        Ok(CallWish {
            id: self.id,
            answered_by: self.answered_by,
            position: self.position,
            outcome,
            notes: self.notes,
        })
    }
}
