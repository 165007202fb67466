//! What happened: the audit of one organisation, for those who may see it. Written by every other noun's commit.

use async_trait::async_trait;
use domain::audit::{Audit, HISTORY_PAGE, History, HistoryFilter, HistoryRow};
use domain::permission::{Action, Insider};
use domain::{Answer, AuditId, Caller, OdsCode, Refusal};

use super::Doorkeeper;
use super::stopped::{Act, answer};

#[async_trait]
impl Audit for Doorkeeper {
    async fn history(&self, caller: &Caller, code: &OdsCode, filter: HistoryFilter) -> Answer<History> {
        answer(caller.visit.request, self.what_happened(caller, code, &filter).await)
    }
}

impl Doorkeeper {
    async fn what_happened(&self, caller: &Caller, code: &OdsCode, filter: &HistoryFilter) -> Act<History> {
        let organisation = self.organisation(code).await?;
        let insider = Insider::of(caller, &self.standing(caller, &organisation).await?, Action::SeeHistory)?;
        let most = usize::from(HISTORY_PAGE);
        let mut told = self
            .read()
            .audit()
            .of_organisation(
                insider.organisation(),
                filter.events(),
                AuditId::parse(&filter.before),
                HISTORY_PAGE + 1,
            )
            .await?;
        let more = told.len() > most;
        told.truncate(most);
        let rows: Vec<HistoryRow> = told
            .into_iter()
            .map(|line| HistoryRow {
                id: line.id,
                at: line.at.in_london(),
                event: line.event,
                by: line.by,
                about: line.about,
                why: line.why,
            })
            .collect();
        Ok(History {
            organisation: self.read().organisations().view(code).await?.ok_or(Refusal::NotFound)?,
            older: rows.last().filter(|_| more).map(|row| row.id),
            rows,
        })
    }
}
