//! Invitations that nobody answers: a reminder after two days and after five, and a letter to whoever invited when the time
//! is over. A reminder has a link of its own, which takes the place of the one before and holds no longer. However many
//! servers run, it is one letter: each is taken in the change that posts it.

use chrono::TimeDelta;
use domain::accounts::AccountState;
use domain::audit::{Actor, Entry, Event};
use domain::letter::LetterText;
use domain::new_users::NewUser;
use domain::organisations::Organisation;
use domain::{Moment, NewUserId, RequestId};
use storage::{Change, Error, Housekeeping};

use crate::services::{Needed, circumstances, letter};

/// How old a letter is when it is followed by a reminder.
const REMINDED_AFTER: [TimeDelta; 2] = [TimeDelta::days(2), TimeDelta::days(5)];

/// Posts the letters that are due; how many. Each is posted by itself, so that a server that stops half-way leaves the
/// others to the next.
pub async fn post(needed: &Needed) -> Result<u32, Error> {
    let now = needed.clock.now();
    let older_than = REMINDED_AFTER.map(|age| now.plus(-age));
    let mut posted = 0;
    let due = needed.store.read().new_users().to_remind(now, older_than).await?;
    for id in due {
        posted += u32::from(remind(needed, id, now).await?);
    }
    let over = needed.store.read().new_users().to_tell_of(now).await?;
    for id in over {
        posted += u32::from(tell_of_expiry(needed, id, now).await?);
    }
    if posted > 0 {
        needed.bell.ring();
        tracing::info!(posted, "letters about unanswered invitations posted");
    }
    Ok(posted)
}

/// Reminds somebody who was invited; whether they are written to. Whoever cannot accept it any more is left in peace.
async fn remind(needed: &Needed, id: NewUserId, now: Moment) -> Result<bool, Error> {
    let Some((mut change, user, organisation)) = holding(needed, id).await? else {
        return Ok(false);
    };
    let due = REMINDED_AFTER
        .iter()
        .filter(|age| user.sent_at.plus(**age) <= now)
        .count();
    let number = i64::try_from(due).unwrap_or_default();
    if user.has_expired(now) || !change.new_users().remind(id, number, user.sent_at).await? {
        return Ok(false);
    }
    let account = change.people().by_email(&user.email).await?;
    let account = account.filter(|account| account.state != AccountState::Disabled);
    let stands = match &account {
        Some(account) => {
            let is = circumstances(&mut change, &user, account.id, &organisation, now).await?;
            user.over(account.id, &is).is_none()
        }
        None => false,
    };
    let Some(account) = account.filter(|_| stands) else {
        change.commit_housekeeping(Housekeeping::Delivery).await?;
        return Ok(false);
    };
    change.hold_person(account.id).await?;
    let by = change.people().account(user.given_by).await?;
    let text = LetterText::InvitationReminder {
        organisation: organisation.name,
        by: by.map(|by| by.full_name()).unwrap_or_default(),
        until: user.invited_until.unwrap_or(now).in_london(),
    };
    needed
        .post_invitation(&mut change, &user, account.id, text, now)
        .await?;
    change.commit(line(Event::InvitationReminded, &user, now)).await?;
    Ok(true)
}

/// Tells whoever invited somebody that the time is over; whether anybody is written to.
async fn tell_of_expiry(needed: &Needed, id: NewUserId, now: Moment) -> Result<bool, Error> {
    let Some((mut change, user, organisation)) = holding(needed, id).await? else {
        return Ok(false);
    };
    if !change.new_users().tell_of_expiry(id, now).await? {
        return Ok(false);
    }
    let giver = change.people().account(user.given_by).await?;
    let giver = giver.filter(|giver| giver.state == AccountState::Confirmed);
    if let Some(giver) = &giver {
        let text = LetterText::InvitationExpired {
            organisation: organisation.name.clone(),
            name: user.full_name(),
        };
        change.post(&letter(giver, Some(organisation.id), text), now).await?;
    }
    change.commit(line(Event::InvitationExpired, &user, now)).await?;
    Ok(giver.is_some())
}

/// A change that holds the organisation of an invitation, and both as they are inside it.
async fn holding(needed: &Needed, id: NewUserId) -> Result<Option<(Change, NewUser, Organisation)>, Error> {
    let Some(user) = needed.store.read().new_users().by_id(id).await? else {
        return Ok(None);
    };
    let mut change = needed.store.change().await?;
    change.hold(user.organisation).await?;
    let user = change.new_users().by_id(id).await?;
    let Some(user) = user else { return Ok(None) };
    let organisation = change.organisations().by_id(user.organisation).await?;
    Ok(organisation.map(|organisation| (change, user, organisation)))
}

/// A line of the audit, about nobody: whom the address belongs to is not for those who read what happened there.
fn line(event: Event, user: &NewUser, now: Moment) -> Entry {
    let request = RequestId::new(storage::fresh(now));
    Entry::new(event, Actor::Service, now, request)
        .for_organisation(user.organisation)
        .changing(None, format!("{} ({})", user.full_name(), user.email))
}
