//! The requester reminds those who may decide, once a day (decision 6).

use chrono::TimeDelta;
use domain::audit::{Actor, Entry, Event};
use domain::join_requests::NUDGE_HOURS;
use domain::letter::LetterText;
use domain::{Caller, JoinRequestId, Notice, Page, Receipt, Refusal};

use crate::services::Doorkeeper;
use crate::services::pre_approvals::approvers_but;
use crate::services::stopped::{Act, Failure};

impl Doorkeeper {
    pub(super) async fn remind_deciders(&self, caller: &Caller, id: JoinRequestId) -> Act<Receipt> {
        let now = self.now();
        // permit: one's own only, and one answer for all others
        let found = self.read().join_requests().by_id(id).await?;
        let found = found
            .filter(|request| request.person == caller.person)
            .ok_or(Refusal::NotFound)?;
        let mut change = self.change().await?;
        change.hold(found.organisation).await?;
        let applied = change.join_requests().applied(id).await?.ok_or(Refusal::NotFound)?;
        let organisation = change.organisations().by_id(found.organisation).await?;
        let organisation = organisation.ok_or(Failure::Gone("an organisation"))?;
        // decide
        applied.request.nudge(caller.person, applied.nudged_at, now)?;
        // save
        let since = now.plus(-TimeDelta::hours(NUDGE_HOURS));
        if !change.join_requests().nudge(id, since, now).await? {
            return Err(Refusal::NudgedToday.into());
        }
        // post
        let text = LetterText::RequestNudged {
            code: organisation.code.clone(),
            organisation: organisation.name.clone(),
            name: applied.applicant.full_name(),
            role: applied.request.role,
            since: applied.request.made_at.in_london(),
        };
        let deciders = approvers_but(&mut change, &organisation, &[caller.person], now).await?;
        self.post_to_all(&mut change, &deciders, organisation.id, &text, now)
            .await?;
        // record
        let line = Entry::new(
            Event::RequestNudged,
            Actor::Person(caller.person),
            now,
            caller.visit.request,
        )
        .for_organisation(organisation.id)
        .about(caller.person);
        change.commit(line).await?;
        self.with.bell.ring();
        let nudged = Notice::Nudged {
            organisation: organisation.name,
        };
        Ok(Receipt::saying(nudged, Page::MyRequest(id)))
    }
}
