//! Somebody who may decides: approves or rejects. Of two deciders at once, one is told of the other.

use domain::accounts::{Account, AccountState};
use domain::audit::{Actor, Entry, Event};
use domain::form::{Field, Problem};
use domain::join_requests::several::LeftOut;
use domain::join_requests::{Decision, Grant, JoinRequest, State, StateTag, Undecidable};
use domain::letter::{Letter, LetterText};
use domain::members::roles::{Days, RoleSpan};
use domain::organisations::Organisation;
use domain::permission::{Approver, Role, SupportPerson};
use domain::proposals::Ended;
use domain::rosters::RosterView;
use domain::{Caller, FieldErrors, JoinRequestId, Moment, Notice, OdsCode, Page, PersonId, Receipt, Refusal};
use storage::{Admission, Applied, Change, LetInBy};

use super::ended;
use super::undoing::Undoing;
use crate::services::accounts::must_be_askable;
use crate::services::letters::last_moment;
use crate::services::proposals::{lapse, turn_down_with};
use crate::services::rosters::must_be_open_there;
use crate::services::stopped::{Act, Failure};
use crate::services::{Doorkeeper, letter, standing_in};

/// What somebody wants to decide.
pub(super) enum Verdict {
    /// Approve, with a reason where there is a warning; with another role, and on which days, where the decider says so.
    Approve(Grant, Days, Option<String>),
    /// Reject, with a reason that the applicant reads.
    Reject(String),
}

/// Whether a request is decided by itself, or among several: then what needs a closer look is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Among {
    /// By itself.
    None,
    /// Among several.
    Several,
}

impl Doorkeeper {
    pub(super) async fn decide(
        &self,
        caller: &Caller,
        code: &OdsCode,
        id: JoinRequestId,
        mut verdict: Verdict,
        among: Among,
    ) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, organisation) = self.holding(code).await?;
        let approver = Approver::of(caller, &standing_in(&mut change, caller, &organisation, now).await?)?;
        // decide
        let applied = change.join_requests().applied(id).await?;
        let applied = applied
            .filter(|applied| applied.request.organisation == approver.organisation())
            .ok_or(Refusal::NotFound)?;
        let applicant = applied.applicant.clone();
        if among == Among::Several && needs_a_closer_look(&applied, caller) {
            return Err(Refusal::ReviewByItself.into());
        }
        let appoints = applied.request.role == Role::CommissioningAdministrator;
        // Only support appoints commissioning administrators, whatever else a support person is there.
        let approver = match SupportPerson::of(caller) {
            Ok(support) if appoints => support.at(organisation.id),
            _ => approver,
        };
        if let Verdict::Approve(Grant { role: Some(role), .. }, ..) = verdict {
            must_be_askable(role, organisation.kind)?;
        }
        if let Verdict::Approve(grant, days, _) = &mut verdict {
            must_be_open_there(&mut change, grant.roster, organisation.id).await?;
            let role = grant.role.unwrap_or(applied.request.role);
            let span = days.span(role, grant.roster, None, now)?;
            (grant.starts_at, grant.ends_at) = (span.starts_at, span.ends_at);
        }
        let decision = decided(&applied, &organisation, &approver, &verdict, now)?;
        if decision.granted == Some(Role::CommissioningAdministrator) {
            // It begins when a second support person confirms it.
            if decision.starts_at.is_some() {
                return Err(FieldErrors::one(Field::Starts, Problem::NotAChoice).into());
            }
            // A second support person must confirm it.
            return self
                .appoint(change, caller, &organisation, &applied, &decision, now)
                .await;
        }
        let undoing = Undoing::begin(&mut change, self.with.undo, &decision, &applicant, now).await?;
        // save
        if !change.join_requests().decide(&decision).await? {
            let applied = change
                .join_requests()
                .applied(id)
                .await?
                .ok_or(Failure::Gone("a request"))?;
            return Err(ended(&applied).into());
        }
        if let Some(role) = decision.granted {
            let_in(&mut change, &decision, role, approver.person(), &applicant, now).await?;
        }
        let rosters = change.rosters().of_organisation(organisation.id).await?;
        // post
        let letter = decision_letter(&applicant, &organisation, &rosters, &decision, &verdict);
        Undoing::post(undoing.as_ref(), &mut change, &letter, id, now).await?;
        // record
        let (event, reason, notice) = match verdict {
            Verdict::Approve(_, _, reason) => (
                Event::RequestApproved,
                reason,
                Notice::Approved {
                    name: applicant.full_name(),
                },
            ),
            Verdict::Reject(reason) => (
                Event::RequestRejected,
                Some(reason),
                Notice::Rejected {
                    name: applicant.full_name(),
                },
            ),
        };
        let line = |event| {
            Entry::new(event, Actor::Person(approver.person()), now, caller.visit.request)
                .for_organisation(organisation.id)
                .about(applicant.id)
        };
        let entry = line(event)
            .changing(StateTag::Pending.tag().to_owned(), granted(&decision, &rosters))
            .because(reason);
        let mut ended = if appoints {
            turn_down_with(&mut change, caller, &applied, now).await?
        } else {
            Vec::new()
        };
        ended.extend(lapse(&mut change, applicant.id, Ended::Request(id), now, line).await?);
        if let Some(undoing) = undoing {
            let lines = std::iter::once(&entry).chain(&ended);
            undoing.keep(&mut change, &decision, approver.person(), lines).await?;
        }
        change.commit_all(entry, ended).await?;
        self.with.bell.ring();
        Ok(Receipt::saying(notice, Page::Members(organisation.code)))
    }
}

/// Whether a request that waits is one that is not decided among several.
fn needs_a_closer_look(applied: &Applied, caller: &Caller) -> bool {
    applied.request.state == State::Pending
        && LeftOut::of(&applied.request, applied.applicant.warning(), caller.person).is_some()
}

/// The decision, by the rules of `domain`; a request that has ended says who ended it, and when.
fn decided(
    applied: &Applied,
    organisation: &Organisation,
    approver: &Approver,
    verdict: &Verdict,
    now: Moment,
) -> Result<Decision, Undecidable> {
    let request: JoinRequest = applied.request.clone();
    let decision = match verdict {
        Verdict::Approve(grant, _, reason) => {
            request.approve(approver, *grant, applied.applicant.warning(), reason.clone(), now)
        }
        Verdict::Reject(reason) => request.reject(approver, reason.clone(), now).map_err(Undecidable::from),
    };
    let decision = decision.map_err(|why| match why {
        Undecidable::Refused(Refusal::AlreadyDecided { .. }) => Undecidable::Refused(ended(applied)),
        other => other,
    })?;
    if decision.granted.is_some() {
        organisation.must_be_open()?;
        if applied.applicant.state != AccountState::Confirmed {
            return Err(Refusal::NotConfirmedYet.into());
        }
    }
    Ok(decision)
}

/// Makes the applicant a member; a pre-approval that waited for the same address has had its purpose.
pub(in crate::services) async fn let_in(
    change: &mut Change,
    decision: &Decision,
    role: Role,
    by: PersonId,
    applicant: &Account,
    now: Moment,
) -> Act<()> {
    let request = &decision.request;
    let admission = Admission {
        person: request.person,
        organisation: request.organisation,
        role,
        roster: decision.roster,
        ends_at: decision.ends_at,
        by: LetInBy::Person(by),
        at: now,
    };
    let member = change.members().let_in(&admission).await?;
    let span = given(decision, role);
    if span.starts_at.is_some() {
        change.members().place_role(member, &span, admission.by, now).await?;
    }
    if let Some(pre_approval) = change
        .pre_approvals()
        .live(request.organisation, applicant.email.key())
        .await?
    {
        change
            .pre_approvals()
            .use_up(pre_approval.id, applicant.id, now)
            .await?;
    }
    Ok(())
}

/// The role that a decision gives.
const fn given(decision: &Decision, role: Role) -> RoleSpan {
    RoleSpan {
        role,
        roster: decision.roster,
        starts_at: decision.starts_at,
        ends_at: decision.ends_at,
    }
}

/// What was granted, as the audit keeps it: the role, what it is limited to, from when and until when.
fn granted(decision: &Decision, rosters: &[RosterView]) -> Option<String> {
    let mut granted = given(decision, decision.granted?).which(rosters);
    if let Some(start) = decision.starts_at {
        granted = format!("{granted} from {}", start.in_london().date());
    }
    if let Some(end) = decision.ends_at {
        granted = format!("{granted} until {}", last_moment(end).date());
    }
    Some(granted)
}

fn decision_letter(
    applicant: &Account,
    organisation: &Organisation,
    rosters: &[RosterView],
    decision: &Decision,
    verdict: &Verdict,
) -> Letter {
    let name = organisation.name.clone();
    let text = match verdict {
        Verdict::Approve(..) => LetterText::RequestApproved {
            code: organisation.code.clone(),
            organisation: name,
            role: decision.granted.unwrap_or(decision.request.role),
            only_for: rosters
                .iter()
                .find(|one| Some(one.id) == decision.roster)
                .map(RosterView::full_name),
            from: decision.starts_at.map(Moment::in_london),
            until: decision.ends_at.map(last_moment),
        },
        Verdict::Reject(reason) => LetterText::RequestRejected {
            organisation: name,
            reason: reason.clone(),
        },
    };
    letter(applicant, Some(organisation.id), text)
}
