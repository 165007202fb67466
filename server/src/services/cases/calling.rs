//! A support person keeps what came of a call, wants to act without one, or sends a case back or ends it.

use domain::audit::{Entry, Event};
use domain::cases::{CallWish, Outcome, OutcomeTag, ReadCall, ReasonWish, State};
use domain::form::{Field, Problem};
use domain::letter::LetterText;
use domain::proposals::Ended;
use domain::text::folded;
use domain::{CallId, Caller, FieldErrors, Notice, Page, Receipt, Refusal};

use super::{AtWork, telephone};
use crate::services::proposals::lapse;
use crate::services::stopped::{Act, Failure};
use crate::services::{Doorkeeper, letter};

impl Doorkeeper {
    pub(super) async fn keep_call(&self, caller: &Caller, call: ReadCall) -> Act<Receipt> {
        let call = call.at(self.now())?;
        // permit
        let mut work = self.at_work(caller, call.id).await?;
        // decide
        must_be_somebody_else(&work, &call)?;
        let number = telephone(&mut work.change, work.opened.case.organisation).await?;
        let number = number.callable()?.to_owned();
        let id = CallId::new(storage::fresh(work.now));
        let case = work.opened.case.clone();
        let (case, kept) = case
            .call(work.by, call, id, number, work.now)
            .map_err(|why| work.told(why))?;
        // save
        work.change.cases().call(&kept).await?;
        work.keep(&case).await?;
        // post
        let name = work.opened.account.full_name();
        let mut lines = Vec::new();
        let notice = match &kept.outcome {
            Outcome::Agreed => {
                work.ask_for_second().await?;
                Notice::CaseAwaitsSecond { name }
            }
            Outcome::Declined { reason } => {
                lines = work.tell_the_no(reason).await?;
                Notice::CaseDeclined { name }
            }
            Outcome::NotReached | Outcome::Engaged | Outcome::CallBack { .. } => Notice::CallKept { name },
        };
        // record
        let line = work.line(Event::CaseCalled);
        let line = line.changing(None, kept.outcome.tag().tag().to_owned());
        let line = match kept.outcome.tag() {
            OutcomeTag::Agreed | OutcomeTag::Declined => line.because(Some(kept.answered_by)),
            _ => line,
        };
        self.done(work, line, lines, notice).await
    }

    pub(super) async fn want_to_override(&self, caller: &Caller, wish: ReasonWish) -> Act<Receipt> {
        // permit
        let mut work = self.at_work(caller, wish.id).await?;
        // decide
        let case = work.opened.case.clone();
        let case = case
            .override_with(work.by, wish.reason.clone(), work.now)
            .map_err(|why| work.told(why))?;
        // save, post
        work.keep(&case).await?;
        work.ask_for_second().await?;
        // record
        let name = work.opened.account.full_name();
        let line = work.line(Event::CaseOverridden).because(Some(wish.reason));
        self.done(work, line, Vec::new(), Notice::CaseAwaitsSecond { name })
            .await
    }

    pub(super) async fn send_case_back(&self, caller: &Caller, wish: ReasonWish) -> Act<Receipt> {
        // permit
        let mut work = self.at_work(caller, wish.id).await?;
        // decide
        let case = work.opened.case.clone();
        let case = case.send_back(work.by, work.now).map_err(|why| work.told(why))?;
        // save
        work.keep(&case).await?;
        // record
        let name = work.opened.account.full_name();
        let line = work.line(Event::CaseSentBack).because(Some(wish.reason));
        self.done(work, line, Vec::new(), Notice::CaseSentBack { name }).await
    }

    pub(super) async fn turn_case_down(&self, caller: &Caller, wish: ReasonWish) -> Act<Receipt> {
        // permit
        let mut work = self.at_work(caller, wish.id).await?;
        // decide
        let case = work.opened.case.clone();
        let case = case
            .turn_down(work.by, wish.reason.clone(), work.now)
            .map_err(|why| work.told(why))?;
        // save, post
        work.keep(&case).await?;
        let lines = work.tell_the_no(&wish.reason).await?;
        // record
        let name = work.opened.account.full_name();
        let line = work.line(Event::CaseDeclined).because(Some(wish.reason));
        self.done(work, line, lines, Notice::CaseDeclined { name }).await
    }

    /// Makes it last, and goes back to the case.
    pub(super) async fn done(&self, work: AtWork, line: Entry, lines: Vec<Entry>, notice: Notice) -> Act<Receipt> {
        let page = Page::Case(work.opened.case.id);
        work.change.commit_all(line, lines).await?;
        self.with.bell.ring();
        Ok(Receipt::saying(notice, page))
    }
}

impl AtWork {
    /// The person reads why not; a request to join is rejected with it. The lines of the audit.
    async fn tell_the_no(&mut self, reason: &str) -> Act<Vec<Entry>> {
        let Some(id) = self.opened.case.matter.request() else {
            let text = LetterText::LockedOutDeclined {
                matter: self.opened.case.matter.kind(),
                reason: reason.to_owned(),
            };
            self.change
                .post(&letter(&self.opened.account, None, text), self.now)
                .await?;
            return Ok(Vec::new());
        };
        let request = self.change.join_requests().by_id(id).await?;
        let request = request.ok_or(Failure::Gone("a request"))?;
        let by = self.by.at(request.organisation);
        let decision = request.reject(&by, reason.to_owned(), self.now)?;
        if !self.change.join_requests().decide(&decision).await? {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        let text = LetterText::RequestRejected {
            organisation: self.opened.organisation.name.clone(),
            reason: reason.to_owned(),
        };
        let told = letter(&self.opened.account, Some(decision.request.organisation), text);
        self.change.post(&told, self.now).await?;
        let rejected = self.line(Event::RequestRejected).because(Some(reason.to_owned()));
        let mut lines = vec![rejected];
        lines.extend(self.lapse_what_rested_on(Ended::Request(id)).await?);
        Ok(lines)
    }

    /// Ends the proposals about the person that rested on what has just ended.
    pub(super) async fn lapse_what_rested_on(&mut self, ended: Ended) -> Act<Vec<Entry>> {
        let begun = self.line(Event::ProposalLapsed);
        let line = |_| begun.clone();
        Ok(lapse(&mut self.change, self.opened.case.person, ended, self.now, line).await?)
    }
}

/// The applicant's own word does not count (S19).
fn must_be_somebody_else(work: &AtWork, call: &CallWish) -> Result<(), FieldErrors> {
    let words = |name: &str| folded(name).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let own = words(&call.answered_by) == words(&work.opened.account.full_name());
    if own && call.outcome == Outcome::Agreed && matches!(work.opened.case.state, State::Open) {
        Err(FieldErrors::one(Field::AnsweredBy, Problem::OwnWord))
    } else {
        Ok(())
    }
}
