//! What becomes of all that somebody gave and that waits, when their access or account ends: it ends too, unless whoever ends
//! that keeps it and answers for it from then on (decision 5). Where nobody could keep it, all of it ends.

use domain::audit::{Entry, Event};
use domain::members::keeping::{GivenRow, Keeping, What};
use domain::new_users::NewUser;
use domain::permission::Role;
use domain::{Moment, OrganisationId, PersonId};
use storage::{Change, Given};

use crate::services::new_users::take_back;
use crate::services::pre_approvals::named;
use crate::services::stopped::Act;

/// What is shown of what somebody gave, to whoever may keep it.
pub(in crate::services) fn given_rows(given: &[Given], added: &[NewUser], keeping: &Keeping) -> Vec<GivenRow> {
    let pre_approvals = given.iter().map(|given| GivenRow {
        id: given.pre_approval.id.uuid(),
        what: What::PreApproval,
        whom: named(given),
        keepable: keeping.could(given.pre_approval.organisation, &[given.pre_approval.role]),
    });
    let new_users = added.iter().map(|user| GivenRow {
        id: user.id.uuid(),
        what: What::NewUser,
        whom: whom(user),
        keepable: keeping.could(user.organisation, &roles(user)),
    });
    pre_approvals.chain(new_users).collect()
}

/// Ends what a person gave at an organisation and that waits there, but for what is kept; the lines of the audit.
pub(super) async fn end_what_was_given(
    change: &mut Change,
    giver: PersonId,
    organisation: OrganisationId,
    keeping: &Keeping,
    now: Moment,
    line: impl Fn(Event) -> Entry + Send + Sync,
) -> Act<Vec<Entry>> {
    let mut lines = Vec::new();
    for given in change.pre_approvals().given_by(giver, organisation).await? {
        let (id, role) = (given.pre_approval.id, given.pre_approval.role);
        if let Some(by) = keeping.keeper(id.uuid(), organisation, &[role])? {
            change.pre_approvals().take_over(id, by).await?;
            lines.push(line(Event::PreApprovalChanged).changing(None, named(&given)));
        } else {
            change.pre_approvals().end(id, now).await?;
            lines.push(line(Event::PreApprovalEnded).changing(role.tag().to_owned(), None));
        }
    }
    for user in change.new_users().given_by(giver, organisation).await? {
        if let Some(by) = keeping.keeper(user.id.uuid(), organisation, &roles(&user))? {
            change.new_users().take_over(user.id, by).await?;
            lines.push(line(Event::NewUserChanged).changing(None, whom(&user)));
        } else {
            lines.extend(take_back(change, &user, now, &line).await?);
        }
    }
    Ok(lines)
}

fn whom(user: &NewUser) -> String {
    format!("{} ({})", user.full_name(), user.email)
}

fn roles(user: &NewUser) -> Vec<Role> {
    user.roles.iter().map(|span| span.role).collect()
}
