//! Requests to join. Asking and withdrawing are in [`asking`], approving and rejecting in [`deciding`], reminding in
//! [`nudging`], taking a decision back in [`undoing`], deciding several at once in [`several`]; here is what their pages show.

mod asking;
mod deciding;
mod nudging;
mod several;
mod undoing;

use std::collections::HashMap;

use async_trait::async_trait;
use domain::cases::{StateTag as CaseState, WithSupport};
use domain::join_requests::{
    ApproveWish, AskView, AskWish, Besides, BesidesWhat, Decided, FollowUpDays, Grant, JoinRequests, MyRequest,
    RejectWish, RequestRow, ReviewView, State, StateTag, UndoWish, UndoableView, may_nudge, may_override, needs_case,
};
use domain::permission::{Action, Capacity, Insider, Scope, may_grant};
use domain::rosters::RosterView;
use domain::{Answer, Caller, JoinRequestId, Moment, OdsCode, OrganisationId, PersonId, Receipt, Refusal};
use storage::{Applied, Elsewhere, ElsewhereAs, Tried};

pub(super) use self::deciding::let_in;
use self::deciding::{Among, Verdict};
use super::Doorkeeper;
use super::accounts::askable_at;
use super::rosters::open_ones;
use super::sessions::decides_somewhere;
use super::stopped::{Act, answer};

/// How many pending requests one page shows.
const PENDING_MOST: u16 = 100;

#[async_trait]
impl JoinRequests for Doorkeeper {
    async fn organisation_to_ask(&self, caller: &Caller, code: &OdsCode) -> Answer<AskView> {
        answer(caller.visit.request, self.show_organisation(caller, code).await)
    }

    async fn ask(&self, caller: &Caller, wish: AskWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.ask_to_join(caller, wish).await)
    }

    async fn mine(&self, caller: &Caller) -> Answer<Vec<MyRequest>> {
        answer(caller.visit.request, self.own_requests(caller).await)
    }

    async fn my_request(&self, caller: &Caller, id: JoinRequestId) -> Answer<MyRequest> {
        answer(caller.visit.request, self.own_request(caller, id).await)
    }

    async fn withdraw(&self, caller: &Caller, id: JoinRequestId) -> Answer<Receipt> {
        answer(caller.visit.request, self.take_back(caller, id).await)
    }

    async fn nudge(&self, caller: &Caller, id: JoinRequestId) -> Answer<Receipt> {
        answer(caller.visit.request, self.remind_deciders(caller, id).await)
    }

    async fn pending(&self, caller: &Caller) -> Answer<Vec<RequestRow>> {
        answer(caller.visit.request, self.waiting_for(caller).await)
    }

    async fn review(&self, caller: &Caller, code: &OdsCode, id: JoinRequestId) -> Answer<ReviewView> {
        answer(caller.visit.request, self.show_review(caller, code, id).await)
    }

    async fn approve(&self, caller: &Caller, wish: ApproveWish) -> Answer<Receipt> {
        let grant = Grant {
            role: wish.role,
            roster: wish.roster,
            ..Grant::default()
        };
        let decided = self
            .decide(
                caller,
                &wish.code,
                wish.id,
                Verdict::Approve(grant, wish.days, wish.reason),
                Among::None,
            )
            .await;
        answer(caller.visit.request, decided)
    }

    async fn reject(&self, caller: &Caller, wish: RejectWish) -> Answer<Receipt> {
        let decided = self
            .decide(caller, &wish.code, wish.id, Verdict::Reject(wish.reason), Among::None)
            .await;
        answer(caller.visit.request, decided)
    }

    async fn undoable(&self, caller: &Caller, only: Option<JoinRequestId>) -> Answer<Vec<UndoableView>> {
        answer(caller.visit.request, self.own_undoable(caller, only).await)
    }

    async fn undo(&self, caller: &Caller, wish: UndoWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.undo_decision(caller, &wish).await)
    }
}

impl Doorkeeper {
    async fn show_organisation(&self, caller: &Caller, code: &OdsCode) -> Act<AskView> {
        let mut read = self.read();
        let organisation = read.organisations().view(code).await?.ok_or(Refusal::NotFound)?;
        let account = read.people().account(caller.person).await?.ok_or(Refusal::NotFound)?;
        Ok(AskView {
            roles: askable_at(organisation.kind),
            warning: account.warning(),
            organisation,
        })
    }

    pub(super) async fn own_requests(&self, caller: &Caller) -> Act<Vec<MyRequest>> {
        let requests = self.read().join_requests().of_person(caller.person).await?;
        let deciders = self.deciders_for(caller.person).await?;
        let tried = self.read().cases().tried(caller.person).await?;
        let now = self.now();
        Ok(requests
            .into_iter()
            .map(|applied| as_own(applied, &deciders, &tried, self.with.reminder_days, now))
            .collect())
    }

    async fn own_request(&self, caller: &Caller, id: JoinRequestId) -> Act<MyRequest> {
        let applied = self.read().join_requests().applied(id).await?;
        let own = applied.filter(|applied| applied.request.person == caller.person);
        let own = own.ok_or(Refusal::NotFound)?;
        let deciders = self.deciders_for(caller.person).await?;
        let tried = self.read().cases().tried(caller.person).await?;
        Ok(as_own(own, &deciders, &tried, self.with.reminder_days, self.now()))
    }

    /// How many others may decide, by organisation, where a person has an open request.
    async fn deciders_for(&self, person: PersonId) -> Act<HashMap<OrganisationId, u32>> {
        let deciders = self.read().members().deciders_for(person, self.now()).await?;
        Ok(deciders.into_iter().collect())
    }

    async fn waiting_for(&self, caller: &Caller) -> Act<Vec<RequestRow>> {
        let now = self.now();
        let standings = self.standings(caller).await?;
        if !caller.support && !decides_somewhere(&standings) {
            return Err(Refusal::NotAllowed.into());
        }
        let waiting = self
            .read()
            .join_requests()
            .pending_for(caller.person, caller.support, now, PENDING_MOST)
            .await?;
        let nearer = |applied: &Applied| {
            let code = &applied.organisation.code;
            let standing = standings.iter().find(|(organisation, _)| organisation.code == *code);
            standing.is_some_and(|(_, standing)| standing.is_approver())
        };
        let row = |applied: Applied| {
            let capacity = if caller.support && !nearer(&applied) {
                Capacity::Support
            } else {
                Capacity::Approver
            };
            row(applied, caller.person, capacity)
        };
        Ok(waiting.into_iter().map(row).collect())
    }

    async fn show_review(&self, caller: &Caller, code: &OdsCode, id: JoinRequestId) -> Act<ReviewView> {
        let organisation = self.organisation(code).await?;
        // Looking asks for no recent proof; the button that follows does.
        let standing = self.standing(caller, &organisation).await?;
        let insider = Insider::of(caller, &standing, Action::DecideRequest)?;
        let applied = self.read().join_requests().applied(id).await?;
        let applied = applied
            .filter(|applied| applied.request.organisation == insider.organisation())
            // Decision 2: those who decide see only confirmed people.
            .filter(|applied| applied.request.state != State::AwaitingConfirmation)
            .ok_or(Refusal::NotFound)?;
        let state = &applied.request.state;
        let request = &applied.request;
        let limits = self.read().rosters().limiting(request.person).await?;
        let elsewhere = self
            .read()
            .join_requests()
            .elsewhere(request.person, request.id, Scope::of(caller), self.now())
            .await?;
        let mut roles = askable_at(applied.organisation.kind);
        roles.retain(|role| may_grant(insider.capacity(), *role));
        let proposed = match state {
            State::Pending if caller.support => self.proposed_for(&applied).await?,
            _ => None,
        };
        let rosters = self.read().rosters().of_organisation(organisation.id).await?;
        let case = match state {
            State::Pending if caller.support => self.read().cases().of_request(id).await?,
            _ => None,
        };
        Ok(ReviewView {
            case,
            proposed,
            roles,
            rosters: open_ones(rosters),
            may_override: may_override(insider.capacity()),
            besides: elsewhere.into_iter().map(|one| besides(one, &limits)).collect(),
            organisation: applied.organisation.clone(),
            policy: applied.policy,
            state: state.tag(),
            decided_by: applied.decider.clone(),
            ended_at: ended_at(state).map(Moment::in_london),
            decision_reason: match state {
                State::Approved(Decided { reason, .. }) | State::Rejected(Decided { reason, .. }) => reason.clone(),
                _ => None,
            },
            row: row(applied, caller.person, insider.capacity()),
        })
    }
}

/// What else of an applicant a reviewer sees; `limits` are the rosters to which roles of the applicant are limited.
fn besides(one: Elsewhere, limits: &[RosterView]) -> Besides {
    Besides {
        code: one.code,
        organisation: one.organisation,
        what: match one.what {
            ElsewhereAs::Member(roles, since) => BesidesWhat::Member {
                roles: roles.iter().map(|span| span.held(limits)).collect(),
                since: since.in_london(),
            },
            ElsewhereAs::Revoked(at) => BesidesWhat::Revoked { at: at.in_london() },
            ElsewhereAs::Asked(id, role, state, made_at) => BesidesWhat::Asked {
                id,
                role,
                state,
                made_at: made_at.in_london(),
            },
        },
    }
}

/// A request as its own applicant sees it: how many may decide, not who.
fn as_own(
    applied: Applied,
    deciders: &HashMap<OrganisationId, u32>,
    tried: &[Tried],
    days: FollowUpDays,
    now: Moment,
) -> MyRequest {
    let request = applied.request;
    let with_support = tried.iter().find(|tried| tried.request == request.id);
    let came = applied.came_at.filter(|_| request.state == State::Pending);
    let waits = matches!(request.state, State::AwaitingConfirmation | State::Pending);
    // The reason of an approval is a note among those who decide.
    let decision_reason = match &request.state {
        State::Rejected(decided) => decided.reason.clone(),
        _ => None,
    };
    MyRequest {
        id: request.id,
        organisation: applied.organisation,
        role: request.role,
        state: request.state.tag(),
        made_at: request.made_at.in_london(),
        ended_at: ended_at(&request.state).map(Moment::in_london),
        decision_reason,
        deciders: deciders
            .get(&request.organisation)
            .copied()
            .filter(|_| waits)
            .unwrap_or_default(),
        nudged_at: applied.nudged_at.map(Moment::in_london),
        may_nudge: may_nudge(&request.state, applied.nudged_at, now),
        ahead: came.map(|came| days.ahead(came, applied.followed_up)),
        with_support: with_support.map(|tried| WithSupport {
            since: tried.since.in_london(),
            tried: tried.in_vain.iter().map(|at| at.in_london()).collect(),
            agreed: tried.state == CaseState::Agreed,
        }),
        reason: request.reason,
    }
}

/// A request as those who may decide see it, each in a capacity.
pub(super) fn row(applied: Applied, viewer: PersonId, capacity: Capacity) -> RequestRow {
    let Applied {
        request,
        applicant,
        organisation,
        ..
    } = applied;
    RequestRow {
        id: request.id,
        code: organisation.code,
        organisation: organisation.name,
        name: applicant.full_name(),
        email: applicant.email.to_string(),
        position: applicant.position,
        role: request.role,
        reason: request.reason,
        made_at: request.made_at.in_london(),
        warning: applicant.warning(),
        own: applicant.id == viewer,
        needs_case: needs_case(capacity, request.role),
    }
}

fn ended_at(state: &State) -> Option<Moment> {
    match state {
        State::AwaitingConfirmation | State::Pending => None,
        State::Approved(decided) | State::Rejected(decided) => Some(decided.at),
        State::Withdrawn { at } | State::Expired { at } => Some(*at),
    }
}

/// Why a request can no longer be decided or withdrawn.
fn ended(applied: &Applied) -> Refusal {
    match &applied.request.state {
        State::Approved(decided) | State::Rejected(decided) => Refusal::AlreadyDecided {
            approved: applied.request.state.tag() == StateTag::Approved,
            by: applied.decider.clone(),
            at: decided.at.in_london(),
        },
        State::Withdrawn { .. } => Refusal::Withdrawn,
        State::Expired { .. } => Refusal::Expired,
        State::AwaitingConfirmation => Refusal::NotConfirmedYet,
        State::Pending => Refusal::ChangedMeanwhile,
    }
}
