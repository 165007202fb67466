//! Cases: what is in the hands of support. Here is what their pages show; how a case comes to be is in [`opening`], calls in
//! [`calling`], what a second support person confirms, and what then happens, in [`confirming`], numbers that the register
//! lacks in [`numbers`], people locked out of their accounts in [`locked_out`].

mod calling;
mod confirming;
mod locked_out;
mod numbers;
mod opening;

use async_trait::async_trait;
use domain::audit::{Actor, Entry, Event};
use domain::cases::{
    CallRow, Case, CaseList, CaseRow, CaseView, Cases, Confirmable, Grounds, LockedOutView, LockedOutWish, NumberView,
    NumberWish, ReadCall, ReasonWish, Shows, State, Telephone, WhatWasAgreed,
};
use domain::letter::LetterText;
use domain::permission::SupportPerson;
use domain::{Answer, Caller, CaseId, Moment, OrganisationId, PersonId, Receipt, Refusal, RequestId};
use storage::{Change, NamedNumber, OpenedCase};

pub(crate) use self::opening::{because, open_case, written_to};
use super::proposals::must_support;
use super::stopped::{Act, Failure, answer};
use super::{Doorkeeper, letter};

/// How many cases a list shows.
const LIST_MOST: u16 = 100;

#[async_trait]
impl Cases for Doorkeeper {
    async fn list(&self, caller: &Caller, shows: Shows) -> Answer<CaseList> {
        answer(caller.visit.request, self.list_cases(caller, shows).await)
    }

    async fn case(&self, caller: &Caller, id: CaseId) -> Answer<CaseView> {
        answer(caller.visit.request, self.show_case(caller, id).await)
    }

    async fn call(&self, caller: &Caller, call: ReadCall) -> Answer<Receipt> {
        answer(caller.visit.request, self.keep_call(caller, call).await)
    }

    async fn override_case(&self, caller: &Caller, wish: ReasonWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.want_to_override(caller, wish).await)
    }

    async fn confirm(&self, caller: &Caller, id: CaseId) -> Answer<Receipt> {
        answer(caller.visit.request, self.confirm_case(caller, id).await)
    }

    async fn send_back(&self, caller: &Caller, wish: ReasonWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.send_case_back(caller, wish).await)
    }

    async fn turn_down(&self, caller: &Caller, wish: ReasonWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.turn_case_down(caller, wish).await)
    }

    async fn give_number(&self, caller: &Caller, wish: NumberWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.keep_given_number(caller, wish).await)
    }

    async fn confirm_number(&self, caller: &Caller, id: CaseId) -> Answer<Receipt> {
        answer(caller.visit.request, self.confirm_given_number(caller, id).await)
    }

    async fn locked_out(&self, caller: &Caller, person: PersonId) -> Answer<LockedOutView> {
        answer(caller.visit.request, self.show_locked_out(caller, person).await)
    }

    async fn open(&self, caller: &Caller, wish: LockedOutWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.open_about_account(caller, wish).await)
    }
}

/// A support person at work on a case, inside the change that it makes.
struct AtWork {
    change: Change,
    by: SupportPerson,
    opened: OpenedCase,
    reference: RequestId,
    now: Moment,
}

impl AtWork {
    /// A line of the audit about the case.
    fn line(&self, event: Event) -> Entry {
        Entry::new(event, Actor::Person(self.by.person()), self.now, self.reference)
            .for_organisation(self.opened.case.organisation)
            .about(self.opened.case.person)
    }

    /// Keeps the case as it is now.
    async fn keep(&mut self, case: &Case) -> Act<()> {
        if self.change.cases().keep(case).await? {
            Ok(())
        } else {
            Err(Refusal::ChangedMeanwhile.into())
        }
    }

    /// Whoever comes second is told who settled it.
    fn told(&self, why: Refusal) -> Refusal {
        match why {
            Refusal::AlreadyDecided { approved, at, .. } => Refusal::AlreadyDecided {
                approved,
                by: self.opened.settler.clone(),
                at,
            },
            other => other,
        }
    }

    /// Writes to the other support people that one of them must be the second.
    async fn ask_for_second(&mut self) -> Act<()> {
        let team = self.change.support().team().await?;
        let name_of = |person| {
            let found = team.iter().find(|(account, _)| account.id == person);
            found.map(|(account, _)| account.full_name())
        };
        let text = LetterText::CaseAwaitsSecond {
            id: self.opened.case.id,
            by: name_of(self.by.person()).unwrap_or_default(),
            name: self.opened.account.full_name(),
        };
        let but = [self.by.person(), self.opened.case.person];
        let others = written_to(&team, &but);
        let letters: Vec<_> = others.map(|person| letter(person, None, text.clone())).collect();
        Ok(self.change.post_all(&letters, self.now).await?)
    }
}

impl Doorkeeper {
    /// Begins work on a case: other changes to it wait for the end of this one.
    async fn at_work(&self, caller: &Caller, id: CaseId) -> Act<AtWork> {
        let by = SupportPerson::of(caller)?;
        let found = self.read().cases().opened(id).await?.ok_or(Refusal::NotFound)?;
        let mut change = self.change().await?;
        change.hold(found.case.organisation).await?;
        change.hold_person(found.case.person).await?;
        must_support(&mut change, by).await?;
        let opened = change.cases().opened(id).await?;
        Ok(AtWork {
            change,
            by,
            opened: opened.ok_or(Failure::Gone("a case"))?,
            reference: caller.visit.request,
            now: self.now(),
        })
    }

    async fn list_cases(&self, caller: &Caller, shows: Shows) -> Act<CaseList> {
        SupportPerson::looking(caller)?;
        let now = self.now();
        let rows = self.read().cases().list(shows, now, LIST_MOST).await?;
        Ok(CaseList {
            shows,
            rows: rows.iter().map(row).collect(),
            counts: self.read().cases().counts(now).await?,
        })
    }

    async fn show_case(&self, caller: &Caller, id: CaseId) -> Act<CaseView> {
        let viewer = SupportPerson::looking(caller)?;
        let opened = self.read().cases().opened(id).await?.ok_or(Refusal::NotFound)?;
        let calls = self.read().cases().calls(id).await?;
        let (telephone, named) = self.number_of(opened.case.organisation).await?;
        let case = &opened.case;
        let asked = opened.asked.clone();
        let reason = asked
            .as_ref()
            .map_or_else(|| case.why.clone(), |(_, reason)| reason.clone());
        Ok(CaseView {
            row: row(&opened),
            person: case.person,
            email: opened.account.email.to_string(),
            position: opened.account.position,
            request: case.matter.request(),
            role: asked.map(|(role, _)| role),
            reason,
            warning: opened.account.warning(),
            new_address: case.matter.new_address().map(ToString::to_string),
            organisation: opened.organisation.clone(),
            number: number_view(&telephone, named.as_ref(), viewer),
            calls: calls
                .into_iter()
                .map(|(call, by)| CallRow {
                    at: call.at.in_london(),
                    by,
                    outcome: call.outcome.tag(),
                    again: call.outcome.again().map(Moment::in_london),
                    reason: call.outcome.reason().map(str::to_owned),
                    number: call.number,
                    answered_by: call.answered_by,
                    position: call.position,
                    notes: call.notes,
                })
                .collect(),
            agreed: case.state.proposed().map(|proposed| WhatWasAgreed {
                by: opened.first.clone().unwrap_or_default(),
                at: proposed.at.in_london(),
                override_reason: match &proposed.grounds {
                    Grounds::Call(_) => None,
                    Grounds::Override(reason) => Some(reason.clone()),
                },
            }),
            confirmable: confirmable(case, viewer),
            settled_by: opened.settler.clone(),
            ended_at: case.state.ended_at().map(Moment::in_london),
            declined_because: match &case.state {
                State::Declined { reason, .. } => Some(reason.clone()),
                _ => None,
            },
        })
    }

    /// The number of an organisation, and what support gave where the register has none.
    async fn number_of(&self, organisation: OrganisationId) -> Act<(Telephone, Option<NamedNumber>)> {
        let mut read = self.read();
        let contact = read.organisations().register_contact(organisation).await?;
        let named = read.cases().number(organisation).await?;
        let register = contact.map(|contact| contact.telephone).unwrap_or_default();
        Ok((Telephone::of(register, named.clone().map(|named| named.given)), named))
    }
}

/// The number of an organisation at this moment of a change.
async fn telephone(change: &mut Change, organisation: OrganisationId) -> Act<Telephone> {
    let contact = change.organisations().register_contact(organisation).await?;
    let register = contact.map(|contact| contact.telephone).unwrap_or_default();
    let named = change.cases().number(organisation).await?;
    Ok(Telephone::of(register, named.map(|named| named.given)))
}

fn confirmable(case: &Case, viewer: PersonId) -> Confirmable {
    if case.person == viewer {
        Confirmable::Oneself
    } else if case.state.proposed().is_some_and(|proposed| proposed.by == viewer) {
        Confirmable::First
    } else {
        Confirmable::Yes
    }
}

fn number_view(telephone: &Telephone, named: Option<&NamedNumber>, viewer: PersonId) -> NumberView {
    match (telephone, named) {
        (Telephone::Register(number), _) => NumberView::Register(number.clone()),
        (Telephone::Given(given), Some(named)) => NumberView::Given {
            number: given.number.clone(),
            source: given.source.clone(),
            by: named.giver.clone(),
            at: given.at.in_london(),
            confirmed_by: named.confirmer.clone(),
            own: given.by == viewer,
        },
        (Telephone::Given(_) | Telephone::Missing, _) => NumberView::Missing,
    }
}

fn row(opened: &OpenedCase) -> CaseRow {
    let case = &opened.case;
    CaseRow {
        id: case.id,
        kind: case.matter.kind(),
        name: opened.account.full_name(),
        code: opened.organisation.code.clone(),
        organisation: opened.organisation.name.clone(),
        because: case.because,
        opened_at: case.opened_at.in_london(),
        due_at: (case.due_at > case.opened_at).then(|| case.due_at.in_london()),
        calls: opened.calls,
        state: case.state.tag(),
        first: opened.first.clone().filter(|_| matches!(case.state, State::Agreed(_))),
    }
}
