//! The telephone number of an organisation for which the register has none: one support person gives it, another confirms.

use domain::audit::Event;
use domain::cases::NumberWish;
use domain::{Caller, CaseId, Notice, Receipt};

use super::telephone;
use crate::services::Doorkeeper;
use crate::services::stopped::Act;

impl Doorkeeper {
    pub(super) async fn keep_given_number(&self, caller: &Caller, wish: NumberWish) -> Act<Receipt> {
        // permit
        let mut work = self.at_work(caller, wish.id).await?;
        // decide
        let organisation = work.opened.case.organisation;
        let before = telephone(&mut work.change, organisation).await?;
        let given = before.give(work.by, wish.number, wish.source, work.now)?;
        // save, post
        work.change.cases().keep_number(organisation, &given).await?;
        work.ask_for_second().await?;
        // record
        let line = work.line(Event::NumberGiven).changing(None, given.number);
        let line = line.because(Some(given.source));
        let organisation = work.opened.organisation.name.clone();
        self.done(work, line, Vec::new(), Notice::NumberGiven { organisation })
            .await
    }

    pub(super) async fn confirm_given_number(&self, caller: &Caller, id: CaseId) -> Act<Receipt> {
        // permit
        let mut work = self.at_work(caller, id).await?;
        // decide
        let organisation = work.opened.case.organisation;
        let given = telephone(&mut work.change, organisation).await?;
        let confirmed = given.confirm(work.by, work.now)?;
        // save
        work.change.cases().keep_number(organisation, &confirmed).await?;
        // record
        let line = work.line(Event::NumberConfirmed).changing(None, confirmed.number);
        let organisation = work.opened.organisation.name.clone();
        let notice = Notice::NumberConfirmed { organisation };
        self.done(work, line, Vec::new(), notice).await
    }
}
