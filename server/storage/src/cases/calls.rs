//! The calls about a case.

use chrono::{DateTime, Utc};
use domain::accounts::Position;
use domain::cases::{Call, Outcome, OutcomeTag, StateTag};
use domain::{CallId, CaseId, JoinRequestId, Moment, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::readable;
use crate::repositories::Cases;
use crate::{Change, Result};

/// What support has done so far about a request that is in its hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// The request.
    pub request: JoinRequestId,
    /// Since when it is with support.
    pub since: Moment,
    /// Where its case stands.
    pub state: StateTag,
    /// When nobody was reached who could say, newest first.
    pub in_vain: Vec<Moment>,
}

#[derive(FromRow)]
struct TriedRow {
    join_request_id: Uuid,
    opened_at: DateTime<Utc>,
    state: String,
    made_at: Option<DateTime<Utc>>,
}

#[derive(FromRow)]
struct CallColumns {
    id: Uuid,
    case_id: Uuid,
    made_by: Uuid,
    made_at: DateTime<Utc>,
    number: String,
    answered_by: String,
    position: Option<String>,
    outcome: String,
    reason: Option<String>,
    again_at: Option<DateTime<Utc>>,
    notes: String,
    first_name: String,
    last_name: String,
}

impl CallColumns {
    fn read(self) -> Result<(Call, String)> {
        let position = match &self.position {
            Some(tag) => Some(readable(Position::from_tag(tag), "position")?),
            None => None,
        };
        let outcome = match readable(OutcomeTag::from_tag(&self.outcome), "outcome of a call")? {
            OutcomeTag::Agreed => Outcome::Agreed,
            OutcomeTag::Declined => Outcome::Declined {
                reason: self.reason.unwrap_or_default(),
            },
            OutcomeTag::NotReached => Outcome::NotReached,
            OutcomeTag::Engaged => Outcome::Engaged,
            OutcomeTag::CallBack => Outcome::CallBack {
                at: readable(self.again_at.map(Moment::new), "time to call again")?,
            },
        };
        let call = Call {
            id: CallId::new(self.id),
            case: CaseId::new(self.case_id),
            by: PersonId::new(self.made_by),
            at: Moment::new(self.made_at),
            number: self.number,
            answered_by: self.answered_by,
            position,
            outcome,
            notes: self.notes,
        };
        Ok((call, format!("{} {}", self.first_name, self.last_name)))
    }
}

impl<Way> Cases<'_, Way> {
    /// The calls about a case, newest first, each with the name of whoever called.
    pub async fn calls(self, case: CaseId) -> Result<Vec<(Call, String)>> {
        let rows: Vec<CallColumns> = self
            .link
            .sql(
                "SELECT k.id, k.case_id, k.made_by, k.made_at, k.number, k.answered_by, k.position, k.outcome, k.reason,
                        k.again_at, k.notes, b.first_name, b.last_name
                 FROM case_calls AS k
                 JOIN people AS b ON b.id = k.made_by
                 WHERE k.case_id = $1
                 ORDER BY k.made_at DESC, k.id DESC",
            )
            .bind(case.uuid())
            .all()
            .await?;
        rows.into_iter().map(CallColumns::read).collect()
    }

    /// What support has done so far about the requests of a person that are in its hands.
    pub async fn tried(self, person: PersonId) -> Result<Vec<Tried>> {
        let rows: Vec<TriedRow> = self
            .link
            .sql(
                "SELECT c.join_request_id, c.opened_at, c.state, k.made_at
                 FROM cases AS c
                 LEFT JOIN case_calls AS k
                        ON k.case_id = c.id AND k.outcome IN ('not_reached', 'engaged', 'call_back')
                 WHERE c.person_id = $1 AND c.kind = 'join' AND c.state IN ('open', 'agreed')
                 ORDER BY c.join_request_id, k.made_at DESC",
            )
            .bind(person.uuid())
            .all()
            .await?;
        let mut tried: Vec<Tried> = Vec::new();
        for row in rows {
            let request = JoinRequestId::new(row.join_request_id);
            if tried.last().is_none_or(|last| last.request != request) {
                tried.push(Tried {
                    request,
                    since: Moment::new(row.opened_at),
                    state: readable(StateTag::from_tag(&row.state), "state of a case")?,
                    in_vain: Vec::new(),
                });
            }
            if let Some((last, called)) = tried.last_mut().zip(row.made_at) {
                last.in_vain.push(Moment::new(called));
            }
        }
        Ok(tried)
    }
}

impl Cases<'_, Change> {
    /// Keeps a call.
    pub async fn call(self, call: &Call) -> Result<()> {
        self.link
            .sql(
                "INSERT INTO case_calls (id, case_id, made_by, made_at, number, answered_by, position, outcome, reason,
                     again_at, notes)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            )
            .bind(call.id.uuid())
            .bind(call.case.uuid())
            .bind(call.by.uuid())
            .bind(call.at.utc())
            .bind(call.number.as_str())
            .bind(call.answered_by.as_str())
            .bind(call.position.map(Position::tag))
            .bind(call.outcome.tag().tag())
            .bind(call.outcome.reason())
            .bind(call.outcome.again().map(Moment::utc))
            .bind(call.notes.as_str())
            .run()
            .await?;
        Ok(())
    }
}
