//! The daily letter: once a day, from eight in the morning by a clock in London, everybody who may decide is written to
//! about what waits for them; who has nothing waiting, or has switched it off, gets none. However many servers run, it is
//! one letter: the day is taken in the change that posts it.

use chrono::NaiveDate;
use domain::daily_letter::WRITTEN_FROM_HOUR;
use domain::letter::LetterText;
use domain::{Clock, PersonId};
use storage::{Error, Housekeeping, Store};

use crate::mail::Bell;
use crate::services::letter;

/// Posts the letters of the day that are due; how many. Each is posted by itself, so that a server that stops half-way
/// leaves the others to the next.
pub async fn write(store: &Store, clock: &dyn Clock, bell: &Bell) -> Result<u32, Error> {
    let london = clock.now().in_london();
    if london.hour() < WRITTEN_FROM_HOUR {
        return Ok(0);
    }
    let day = london.date();
    let mut written = 0;
    for person in store.read().daily_letters().due(day, clock.now()).await? {
        written += u32::from(write_to(store, clock, person, day).await?);
    }
    if written > 0 {
        bell.ring();
        tracing::info!(written, "daily letters posted");
    }
    Ok(written)
}

async fn write_to(store: &Store, clock: &dyn Clock, person: PersonId, day: NaiveDate) -> Result<bool, Error> {
    let now = clock.now();
    // Support people are candidates every time; without this look each would cost a write transaction.
    if store.read().daily_letters().waiting_for(person, now).await?.is_empty() {
        return Ok(false);
    }
    let mut change = store.change().await?;
    if !change.daily_letters().take(person, day).await? {
        return Ok(false);
    }
    let waiting = change.daily_letters().waiting_for(person, now).await?;
    let Some(account) = change.people().account(person).await? else {
        return Ok(false);
    };
    if waiting.is_empty() {
        return Ok(false);
    }
    change
        .post(&letter(&account, None, LetterText::DailyDigest { waiting }), now)
        .await?;
    change.commit_housekeeping(Housekeeping::DailyLetter).await?;
    Ok(true)
}
