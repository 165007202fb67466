//! A second support person confirms, and what was agreed to happens in the same change.

use domain::accounts::AccountState;
use domain::audit::{Entry, Event};
use domain::cases::{Agreement, Grounds, Matter};
use domain::join_requests::StateTag;
use domain::letter::{FactorChange, LetterText};
use domain::proposals::Ended;
use domain::{Caller, CaseId, EmailAddress, JoinRequestId, Notice, Receipt, Refusal};

use super::AtWork;
use crate::services::accounts::must_be_askable;
use crate::services::join_requests::let_in;
use crate::services::my_account::end_links;
use crate::services::stopped::{Act, Failure};
use crate::services::{Doorkeeper, letter};

impl Doorkeeper {
    pub(super) async fn confirm_case(&self, caller: &Caller, id: CaseId) -> Act<Receipt> {
        // permit
        let mut work = self.at_work(caller, id).await?;
        // decide
        let first = work.opened.case.state.proposed().cloned();
        let first_supports = match &first {
            Some(first) => work.change.support().is(first.by).await?,
            None => false,
        };
        let heard = match first.map(|first| first.grounds) {
            Some(Grounds::Call(_)) => work.heard().await?,
            _ => String::new(),
        };
        let case = work.opened.case.clone();
        let (case, agreement) = case
            .confirm(work.by, first_supports, heard, work.now)
            .map_err(|why| work.told(why))?;
        // save, post
        work.keep(&case).await?;
        let lines = work.carry_out(&agreement).await?;
        // record
        let name = work.opened.account.full_name();
        let line = work
            .line(Event::CaseConfirmed)
            .because(Some(agreement.reason().to_owned()));
        self.done(work, line, lines, Notice::CaseConfirmed { name }).await
    }
}

impl AtWork {
    /// Who agreed on the telephone: the newest call that says so.
    async fn heard(&mut self) -> Act<String> {
        let calls = self.change.cases().calls(self.opened.case.id).await?;
        let (call, _) = calls.into_iter().next().ok_or(Failure::Gone("a call"))?;
        let position = call.position.map(|position| position.tag().replace('_', " "));
        Ok(format!(
            "{} ({}), {}",
            call.answered_by,
            position.unwrap_or_default(),
            call.number
        ))
    }

    /// Does what was agreed to; the lines of the audit.
    async fn carry_out(&mut self, agreement: &Agreement) -> Act<Vec<Entry>> {
        if self.opened.account.state != AccountState::Confirmed {
            return Err(Refusal::NoLongerStands.into());
        }
        match agreement.matter() {
            Matter::Join(request) => self.let_applicant_in(agreement, *request).await,
            Matter::LostFactor => self.remove_factors().await,
            Matter::NewAddress(email) => self.move_account(email).await,
        }
    }

    async fn let_applicant_in(&mut self, agreement: &Agreement, id: JoinRequestId) -> Act<Vec<Entry>> {
        let request = self.change.join_requests().by_id(id).await?;
        let request = request.ok_or(Failure::Gone("a request"))?;
        let organisation = self.change.organisations().by_id(request.organisation).await?;
        let organisation = organisation.ok_or(Failure::Gone("an organisation"))?;
        organisation.must_be_open()?;
        must_be_askable(request.role, organisation.kind)?;
        let decision = request.approve_by_case(agreement, self.opened.account.warning(), self.now)?;
        let role = decision.request.role;
        if !self.change.join_requests().decide(&decision).await? {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        let by = self.by.person();
        let_in(&mut self.change, &decision, role, by, &self.opened.account, self.now).await?;
        let text = LetterText::RequestApproved {
            code: organisation.code,
            organisation: organisation.name,
            role,
            only_for: None,
            from: None,
            until: None,
        };
        let told = letter(&self.opened.account, Some(organisation.id), text);
        self.change.post(&told, self.now).await?;
        let approved = self
            .line(Event::RequestApproved)
            .changing(StateTag::Pending.tag().to_owned(), role.tag().to_owned())
            .because(Some(agreement.reason().to_owned()));
        let mut lines = vec![approved];
        lines.extend(self.lapse_what_rested_on(Ended::Request(id)).await?);
        Ok(lines)
    }

    /// Whoever lost every second factor signs in with the password alone, and is led to adding one.
    async fn remove_factors(&mut self) -> Act<Vec<Entry>> {
        let person = self.opened.case.person;
        for factor in self.change.factors().of_person(person).await? {
            self.change.factors().remove(person, factor.id).await?;
        }
        self.change.factors().replace_codes(person, &[]).await?;
        self.change.sessions().end_all(person, self.now).await?;
        let text = LetterText::FactorChanged {
            change: FactorChange::AllRemoved,
            name: String::new(),
        };
        self.change
            .post(&letter(&self.opened.account, None, text), self.now)
            .await?;
        Ok(vec![self.line(Event::FactorsRemoved)])
    }

    /// Both addresses are told. Links that were sent to the old one open nothing any more.
    async fn move_account(&mut self, email: &EmailAddress) -> Act<Vec<Entry>> {
        let person = self.opened.case.person;
        if !self.change.people().take_address(person, email).await? {
            return Err(Refusal::AddressTaken.into());
        }
        end_links(&mut self.change, person, self.now).await?;
        self.change.sessions().end_all(person, self.now).await?;
        let before = self.opened.account.clone();
        let told = letter(&before, None, LetterText::AddressChanged);
        self.change.post(&told, self.now).await?;
        let moved = domain::accounts::Account {
            email: email.clone(),
            ..before.clone()
        };
        let told = letter(&moved, None, LetterText::AddressMoved);
        self.change.post(&told, self.now).await?;
        let line = self.line(Event::AddressMoved);
        Ok(vec![line.changing(before.email.to_string(), email.to_string())])
    }
}
