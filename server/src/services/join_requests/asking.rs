//! A signed-in person asks to act for an organisation, and takes the request back.

use domain::accounts::AccountState;
use domain::audit::{Actor, Entry, Event};
use domain::join_requests::{AskWish, JoinRequest, State, StateTag};
use domain::proposals::Ended;
use domain::{Caller, Declined, JoinRequestId, Notice, Page, Receipt, Refusal};

use super::ended;
use crate::services::Doorkeeper;
use crate::services::accounts::must_be_askable;
use crate::services::pre_approvals::{Arrival, Arrived};
use crate::services::proposals::lapse;
use crate::services::stopped::{Act, Failure, Stopped};
use crate::services::throttle::ASK;

impl Doorkeeper {
    pub(super) async fn ask_to_join(&self, caller: &Caller, wish: AskWish) -> Act<Receipt> {
        let now = self.now();
        let (mut change, organisation) = self.holding(&wish.code).await?;
        change.hold_person(caller.person).await?;
        // permit: any confirmed person may ask
        let account = change.people().account(caller.person).await?;
        let account = account
            .filter(|account| account.state == AccountState::Confirmed)
            .ok_or(Stopped::Declined(Declined::SignInFirst))?;
        // decide
        organisation.must_be_open()?;
        must_be_askable(wish.wish.role, organisation.kind)?;
        let standing = change.members().standing(account.id, organisation.id, now).await?;
        if standing.is_some_and(|standing| standing.is_member()) {
            return Err(Refusal::AlreadyAMember.into());
        }
        if change
            .join_requests()
            .open_of(account.id, organisation.id)
            .await?
            .is_some()
        {
            return Err(Refusal::AlreadyAsked.into());
        }
        ASK.count_person(&mut change, account.id, now).await??;
        // save
        let request = JoinRequest {
            id: JoinRequestId::new(storage::fresh(now)),
            person: account.id,
            organisation: organisation.id,
            role: wish.wish.role,
            reason: wish.wish.reason,
            made_at: now,
            state: State::Pending,
        };
        if !change.join_requests().make(&request).await? {
            return Err(Refusal::AlreadyAsked.into());
        }
        // post
        let id = request.id;
        let made = Entry::new(Event::RequestMade, Actor::Person(account.id), now, caller.visit.request)
            .for_organisation(organisation.id)
            .about(account.id)
            .changing(None, request.role.tag().to_owned());
        let arrival = Arrival {
            request,
            applicant: &account,
            organisation: &organisation,
        };
        let arrived = self.receive(&mut change, arrival, now, caller.visit.request).await?;
        // record
        let name = organisation.name.clone();
        let receipt = match arrived {
            Arrived::Waits(case) => {
                change.commit_all(made, Vec::from_iter(case)).await?;
                Receipt::saying(Notice::Asked { organisation: name }, Page::MyRequest(id))
            }
            Arrived::LetIn(entry) => {
                change.commit_all(made, vec![entry]).await?;
                Receipt::saying(
                    Notice::LetInAtOnce { organisation: name },
                    Page::Profile(organisation.code),
                )
            }
        };
        self.with.bell.ring();
        Ok(receipt)
    }

    pub(super) async fn take_back(&self, caller: &Caller, id: JoinRequestId) -> Act<Receipt> {
        let now = self.now();
        // permit: one's own only, and one answer for all others
        let found = self.read().join_requests().by_id(id).await?;
        let found = found
            .filter(|request| request.person == caller.person)
            .ok_or(Refusal::NotFound)?;
        let mut change = self.change().await?;
        change.hold(found.organisation).await?;
        let request = change.join_requests().by_id(id).await?.ok_or(Refusal::NotFound)?;
        // decide
        let withdrawn = request.withdraw(caller.person, now)?;
        // save
        if !change.join_requests().withdraw(&withdrawn).await? {
            let applied = change
                .join_requests()
                .applied(id)
                .await?
                .ok_or(Failure::Gone("a request"))?;
            return Err(ended(&applied).into());
        }
        // record; those who were written to see it gone from their list
        let line = |event| {
            Entry::new(event, Actor::Person(caller.person), now, caller.visit.request)
                .for_organisation(withdrawn.organisation)
                .about(caller.person)
        };
        let lapsed = lapse(&mut change, caller.person, Ended::Request(id), now, line).await?;
        let entry = line(Event::RequestWithdrawn)
            .changing(StateTag::Pending.tag().to_owned(), StateTag::Withdrawn.tag().to_owned());
        change.commit_all(entry, lapsed).await?;
        Ok(Receipt::saying(Notice::RequestWithdrawn, Page::MyRequests))
    }
}
