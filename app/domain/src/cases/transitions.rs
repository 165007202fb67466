//! What support does with a case: calls, overrides, confirms, sends back, turns down. Each takes a case that stands where it
//! must, and gives it as it stands afterwards.

use super::{Call, CallWish, Case, Grounds, Matter, Outcome, Proposed, Settled, State, StateTag};
use crate::permission::SupportPerson;
use crate::{CallId, Moment, Refusal};

/// Proof that two support people have agreed to what a case is about. Only [`Case::confirm`] makes one; what a case leads
/// to asks for it.
#[derive(Debug)]
pub struct Agreement {
    by: SupportPerson,
    matter: Matter,
    reason: String,
}

impl Agreement {
    /// The second support person.
    pub const fn by(&self) -> SupportPerson {
        self.by
    }

    /// What was agreed to.
    pub const fn matter(&self) -> &Matter {
        &self.matter
    }

    /// Why, as it is kept with what happens.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl Case {
    /// Keeps what came of a call: the case in its new state, and the call.
    ///
    /// # Errors
    /// Not on oneself; no longer open, or waiting for a second support person.
    pub fn call(self, by: SupportPerson, call: CallWish, id: CallId, number: String, now: Moment) -> Called {
        by.about(self.person)?;
        self.must_be_open()?;
        let mut case = self;
        match &call.outcome {
            Outcome::Agreed => {
                case.state = State::Agreed(Proposed {
                    by: by.person(),
                    at: now,
                    grounds: Grounds::Call(id),
                });
            }
            Outcome::Declined { reason } => {
                case.state = State::Declined {
                    settled: Settled {
                        by: by.person(),
                        at: now,
                    },
                    reason: reason.clone(),
                };
            }
            Outcome::NotReached | Outcome::Engaged => {}
            Outcome::CallBack { at } => case.due_at = *at,
        }
        let call = Call {
            id,
            case: case.id,
            by: by.person(),
            at: now,
            number,
            answered_by: call.answered_by,
            position: call.position,
            outcome: call.outcome,
            notes: call.notes,
        };
        Ok((case, call))
    }

    /// Wants to act without the organisation's agreement.
    ///
    /// # Errors
    /// Not on oneself; no longer open.
    pub fn override_with(self, by: SupportPerson, reason: String, now: Moment) -> Result<Self, Refusal> {
        by.about(self.person)?;
        self.must_be_open()?;
        Ok(Self {
            state: State::Agreed(Proposed {
                by: by.person(),
                at: now,
                grounds: Grounds::Override(reason),
            }),
            ..self
        })
    }

    /// Confirms: the second support person. `first_supports` says whether the first is of the support team still,
    /// `heard` what the audit keeps of the grounds.
    ///
    /// # Errors
    /// Not on oneself; [`Refusal::SecondPersonNeeded`] for the first; nothing waits to be confirmed.
    pub fn confirm(
        self,
        by: SupportPerson,
        first_supports: bool,
        heard: String,
        now: Moment,
    ) -> Result<(Self, Agreement), Refusal> {
        by.about(self.person)?;
        let State::Agreed(proposed) = self.state else {
            self.must_be_open()?;
            return Err(Refusal::ChangedMeanwhile);
        };
        if proposed.by == by.person() {
            return Err(Refusal::SecondPersonNeeded);
        }
        if !first_supports {
            return Err(Refusal::NoLongerStands);
        }
        let agreement = Agreement {
            by,
            matter: self.matter.clone(),
            reason: match &proposed.grounds {
                Grounds::Call(_) => heard,
                Grounds::Override(reason) => reason.clone(),
            },
        };
        let settled = Settled {
            by: by.person(),
            at: now,
        };
        let case = Self {
            state: State::Confirmed { proposed, settled },
            ..self
        };
        Ok((case, agreement))
    }

    /// Opens it again: what the first support person kept is not confirmed, or is taken back. It is to be worked on at once.
    ///
    /// # Errors
    /// Not on oneself; nothing waits to be confirmed.
    pub fn send_back(self, by: SupportPerson, now: Moment) -> Result<Self, Refusal> {
        by.about(self.person)?;
        if !matches!(self.state, State::Agreed(_)) {
            self.must_be_open()?;
            return Err(Refusal::ChangedMeanwhile);
        }
        Ok(Self {
            state: State::Open,
            due_at: now,
            ..self
        })
    }

    /// Support ends it: what was asked is not done. A request to join is rejected with it.
    ///
    /// # Errors
    /// Not on oneself; settled already.
    pub fn turn_down(self, by: SupportPerson, reason: String, now: Moment) -> Result<Self, Refusal> {
        by.about(self.person)?;
        if !matches!(self.state, State::Agreed(_)) {
            self.must_be_open()?;
        }
        Ok(Self {
            state: State::Declined {
                settled: Settled {
                    by: by.person(),
                    at: now,
                },
                reason,
            },
            ..self
        })
    }

    fn must_be_open(&self) -> Result<(), Refusal> {
        match &self.state {
            State::Open => Ok(()),
            State::Agreed(_) => Err(Refusal::AwaitsSecondPerson),
            State::Ended { .. } => Err(Refusal::NoLongerStands),
            State::Confirmed { settled, .. } | State::Declined { settled, .. } => Err(Refusal::AlreadyDecided {
                approved: self.state.tag() == StateTag::Confirmed,
                by: None,
                at: settled.at.in_london(),
            }),
        }
    }
}

/// What came of a call.
pub type Called = Result<(Case, Call), Refusal>;
