//! What ends with an account, whether its owner closes it or somebody else disables it: access everywhere, open requests,
//! proposals about the person, what was given and nobody keeps, sessions and links (decision 5). What the account was stays for the
//! audit (S58).

use std::collections::BTreeSet;

use domain::audit::{Entry, Event};
use domain::join_requests::{JoinRequest, StateTag};
use domain::members::keeping::Keeping;
use domain::proposals::Ended;
use domain::{Moment, OrganisationId, PersonId};
use storage::{Applied, Change};

use crate::services::members::end_what_hangs_on;
use crate::services::my_account::end_links;
use crate::services::proposals::lapse;
use crate::services::roles::named_roles;
use crate::services::stopped::Act;

/// The organisations that closing a person's account concerns. Hold them, then ask again: what came to be in between is
/// not held.
pub(in crate::services) async fn entangled(change: &mut Change, person: PersonId) -> Act<BTreeSet<OrganisationId>> {
    let memberships = change.members().active_at(person).await?;
    let requests = change.join_requests().of_person(person).await?;
    let given = change.pre_approvals().given_anywhere(person).await?;
    let added = change.new_users().given_anywhere(person).await?;
    let asked = requests.iter().filter(|one| is_open(one));
    Ok(memberships
        .into_iter()
        .chain(asked.map(|one| one.request.organisation))
        .chain(given.iter().map(|one| one.pre_approval.organisation))
        .chain(added.iter().map(|one| one.organisation))
        .collect())
}

/// Ends all that an account can do, by whom; the lines of the audit, with one (of `event`) for each organisation that the person
/// acted for. `line` begins each of them.
pub(in crate::services) async fn end_everything(
    change: &mut Change,
    (person, by): (PersonId, PersonId),
    (organisations, event): (&BTreeSet<OrganisationId>, Event),
    keeping: &Keeping,
    now: Moment,
    line: impl Fn(Event) -> Entry + Send + Sync,
) -> Act<Vec<Entry>> {
    let memberships = change.members().memberships_of(person, now).await?;
    let rosters = change.rosters().limiting(person).await?;
    let mut lines: Vec<Entry> = Vec::new();
    for organisation in change.members().end_everywhere(person, by, now).await? {
        let held = memberships.iter().find(|one| one.organisation == organisation);
        let roles = held.map(|one| named_roles(&one.roles, &rosters)).unwrap_or_default();
        lines.push(line(event).for_organisation(organisation).changing(roles, None));
    }
    for organisation in organisations {
        let there = |event| line(event).for_organisation(*organisation);
        lines.extend(end_what_hangs_on(change, person, *organisation, keeping, now, there).await?);
    }
    lines.extend(lapse(change, person, Ended::Account, now, &line).await?);
    change.cases().end_of_account(person, now).await?;
    change.sessions().end_all(person, now).await?;
    end_links(change, person, now).await?;
    Ok(lines)
}

/// Whether a request still waits, and so ends with the account.
pub(in crate::services) fn is_open(applied: &Applied) -> bool {
    let JoinRequest { state, .. } = &applied.request;
    matches!(state.tag(), StateTag::AwaitingConfirmation | StateTag::Pending)
}
