//! Several requests that somebody ticked to decide at once: what was chosen, what was confirmed, what came of each. The
//! decisions themselves are kept one by one, like any other.

use chrono::{DateTime, Utc};
use domain::join_requests::several::{TickedWish, Verdict};
use domain::permission::Scope;
use domain::{JoinRequestId, Moment, PersonId, SeveralId};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Applied, read_all};
use crate::error::readable;
use crate::organisations::view_columns;
use crate::people::account_columns;
use crate::repositories::JoinRequests;
use crate::scope::{everything, in_scope, viewer};
use crate::{Change, Result};

/// What somebody chose to decide at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Several {
    /// What the buttons said; once begun, what was confirmed.
    pub verdict: Verdict,
    /// The reason that was confirmed.
    pub reason: Option<String>,
    /// When it was confirmed.
    pub began: Option<Moment>,
    /// Each request in the order of the table, with what came of it (JSON).
    pub rows: Vec<(JoinRequestId, Option<String>)>,
}

#[derive(FromRow)]
struct SeveralRow {
    verdict: String,
    reason: Option<String>,
    began_at: Option<DateTime<Utc>>,
}

impl<Way> JoinRequests<'_, Way> {
    /// What this person chose; nobody else finds it.
    pub async fn several(self, id: SeveralId, person: PersonId) -> Result<Option<Several>> {
        let row: Option<SeveralRow> = self
            .link
            .sql("SELECT verdict, reason, began_at FROM several WHERE id = $1 AND person_id = $2")
            .bind(id.uuid())
            .bind(person.uuid())
            .optional()
            .await?;
        let Some(row) = row else { return Ok(None) };
        let rows: Vec<(Uuid, Option<String>)> = self
            .link
            .sql("SELECT join_request_id, outcome FROM several_rows WHERE several_id = $1 ORDER BY place")
            .bind(id.uuid())
            .all()
            .await?;
        Ok(Some(Several {
            verdict: readable(Verdict::from_tag(&row.verdict), "verdict")?,
            reason: row.reason,
            began: row.began_at.map(Moment::new),
            rows: rows
                .into_iter()
                .map(|(request, outcome)| (JoinRequestId::new(request), outcome))
                .collect(),
        }))
    }

    /// The requests among them that are at organisations in scope.
    pub async fn chosen(self, id: SeveralId, scope: Scope, now: Moment) -> Result<Vec<Applied>> {
        let text = concat!(
            applied!(),
            " JOIN several_rows AS s ON s.join_request_id = r.id WHERE s.several_id = $4 AND ",
            in_scope!("$1", "$2", "$3")
        );
        let statement = self
            .link
            .sql(text)
            .bind(everything(scope))
            .bind(viewer(scope))
            .bind(now.utc())
            .bind(id.uuid());
        read_all(statement.all().await?)
    }
}

impl JoinRequests<'_, Change> {
    /// Keeps what somebody ticked.
    pub async fn choose(self, id: SeveralId, person: PersonId, wish: &TickedWish, now: Moment) -> Result<()> {
        self.link
            .sql("INSERT INTO several (id, person_id, made_at, verdict) VALUES ($1, $2, $3, $4)")
            .bind(id.uuid())
            .bind(person.uuid())
            .bind(now.utc())
            .bind(wish.verdict.tag())
            .run()
            .await?;
        let mut statement = self.link.sql(format!(
            "INSERT INTO several_rows (several_id, place, join_request_id) VALUES {}",
            self.link.tuples(3, wish.requests.len())
        ));
        for (place, request) in (0_i64..).zip(&wish.requests) {
            statement = statement.bind(id.uuid()).bind(place).bind(request.uuid());
        }
        statement.run().await?;
        Ok(())
    }

    /// Keeps what was confirmed; false where something was confirmed before, which stays.
    pub async fn begin_several(
        self,
        id: SeveralId,
        verdict: Verdict,
        reason: Option<&str>,
        now: Moment,
    ) -> Result<bool> {
        let began = self
            .link
            .sql("UPDATE several SET verdict = $2, reason = $3, began_at = $4 WHERE id = $1 AND began_at IS NULL")
            .bind(id.uuid())
            .bind(verdict.tag())
            .bind(reason.map(str::to_owned))
            .bind(now.utc())
            .run()
            .await?;
        Ok(began == 1)
    }

    /// Keeps what came of requests (JSON); what stands there already stays.
    pub async fn keep_outcomes(self, id: SeveralId, outcomes: &[(JoinRequestId, String)]) -> Result<()> {
        for (request, outcome) in outcomes {
            self.link
                .sql(
                    "UPDATE several_rows SET outcome = $3
                     WHERE several_id = $1 AND join_request_id = $2 AND outcome IS NULL",
                )
                .bind(id.uuid())
                .bind(request.uuid())
                .bind(outcome.as_str())
                .run()
                .await?;
        }
        Ok(())
    }

    /// Takes away what was chosen before a moment; how many.
    pub async fn sweep_several(self, before: Moment) -> Result<u64> {
        self.link
            .sql("DELETE FROM several WHERE made_at < $1")
            .bind(before.utc())
            .run()
            .await
    }
}
