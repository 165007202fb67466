//! How a request becomes a case: when it is made where nobody can decide, and later by the scheduler
//! (`crate::following_up`), when those who could no longer can, or have not.

use domain::accounts::{Account, AccountState};
use domain::audit::{Entry, Event};
use domain::cases::{Because, Case, Matter, State};
use domain::join_requests::{FollowedUp, JoinRequest};
use domain::organisations::Policy;
use domain::permission::Role;
use domain::{CaseId, Moment, PersonId};
use storage::{Change, Error};

/// Why a request that waits is for support, if it is. `deciders` says whether anybody there can decide about it. Who
/// administers for a commissioner is for support anyway, and takes two of them without a case.
pub(crate) fn because(
    request: &JoinRequest,
    policy: Policy,
    deciders: bool,
    followed_up: Option<FollowedUp>,
) -> Option<Because> {
    if request.role == Role::CommissioningAdministrator {
        None
    } else if policy == Policy::SupportOnly {
        Some(Because::SupportOnly)
    } else if !deciders {
        Some(Because::NobodyDecides)
    } else if followed_up == Some(FollowedUp::WithSupport) {
        Some(Because::Unanswered)
    } else {
        None
    }
}

/// Opens a case about a request; its line of the audit, which `line` begins. `None` where it is one already. Hold the
/// organisation first.
pub(crate) async fn open_case(
    change: &mut Change,
    request: &JoinRequest,
    because: Because,
    now: Moment,
    line: impl Fn(Event) -> Entry + Send,
) -> Result<Option<Entry>, Error> {
    let case = Case {
        id: CaseId::new(storage::fresh(now)),
        matter: Matter::Join(request.id),
        person: request.person,
        organisation: request.organisation,
        because,
        why: String::new(),
        opened_by: None,
        opened_at: now,
        due_at: now,
        state: State::Open,
    };
    let opened = change.cases().open(&case).await?;
    Ok(opened.then(|| {
        line(Event::CaseOpened)
            .for_organisation(case.organisation)
            .about(case.person)
            .changing(None, because.tag().to_owned())
    }))
}

/// Those of the support team who are written to: all whose account is open, but for some.
pub(crate) fn written_to<'a>(team: &'a [(Account, Moment)], but: &'a [PersonId]) -> impl Iterator<Item = &'a Account> {
    let accounts = team.iter().map(|(account, _)| account);
    accounts.filter(|account| account.state == AccountState::Confirmed && !but.contains(&account.id))
}
