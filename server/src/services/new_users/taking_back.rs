//! Taking back that somebody was added or invited: what waits for them ends, and nothing more is written to them.

use domain::audit::{Entry, Event};
use domain::new_users::{NewUser, State};
use domain::{Moment, Refusal};
use storage::Change;

use crate::services::letters::{NEW_USER_WITHDRAWN, REGISTRATION_DELETED};
use crate::services::stopped::Act;

/// Takes it back; the lines of the audit, of which `line` begins each, the first about nobody: whom an address belongs to is
/// not for those who read what happened.
pub(in crate::services) async fn take_back(
    change: &mut Change,
    user: &NewUser,
    now: Moment,
    line: impl Fn(Event) -> Entry + Send + Sync,
) -> Act<Vec<Entry>> {
    if !change
        .new_users()
        .end(user.id, State::Withdrawn, user.person, now)
        .await?
    {
        return Err(Refusal::NoLongerStands.into());
    }
    let whom = format!("{} ({})", user.full_name(), user.email);
    let mut lines = vec![line(Event::NewUserWithdrawn).changing(whom, None)];
    // The link of an invitation says what became of it; the account goes with time.
    if let Some(made) = user.made.filter(|_| user.invited_until.is_none()) {
        change.hold_person(made).await?;
        if change.new_users().forget_account(made).await? {
            change.outbox().give_up_waiting(made, now, REGISTRATION_DELETED).await?;
            // Of no organisation: whether an address had an account is nobody's business there.
            lines.push(Entry {
                organisation: None,
                ..line(Event::RegistrationDeleted).about(made)
            });
        }
    }
    if let Some(account) = change.people().by_email(&user.email).await? {
        let outbox = change.outbox();
        outbox
            .give_up_offer(account.id, user.organisation, now, NEW_USER_WITHDRAWN)
            .await?;
    }
    Ok(lines)
}
