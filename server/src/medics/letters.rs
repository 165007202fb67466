//! The letters that ask medics whom an import brought to confirm their address, at a steady rate: a list may bring thousands.
//! Each is posted by itself with a link of its own, so that a letter that is sent late can still be used for as long as any
//! other, and a server that stops half-way leaves the others to the next. Several servers keep to one rate.

use std::time::Duration;

use chrono::TimeDelta;
use domain::accounts::AccountState;
use domain::audit::{Actor, Entry, Event};
use domain::{PersonId, RequestId};
use storage::{Error, Housekeeping};
use tokio::sync::watch;

use crate::services::Needed;

/// How often it is looked whether letters are due.
pub const EVERY: Duration = Duration::from_secs(10);
/// How often that is in a minute.
const TIMES_A_MINUTE: u32 = 6;
/// While so many letters of any sort wait to be sent, none is added: those of everybody else go first, and no link grows old.
pub const WAITING_MOST: i64 = 200;
/// What the letters are counted under, whichever server posts them.
const COUNTED: &str = "medics-letters";

/// What became of a letter that was due.
enum Turn {
    /// It is posted.
    Posted,
    /// It was not due any more.
    NotDue,
    /// This minute has had its letters.
    Enough,
}

/// Posts what is due now and every few seconds, until told to stop.
pub async fn run(with: Needed, a_minute: u32, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = write(&with, a_minute).await {
            tracing::error!(%error, "letters to medics could not be posted; tried again in a few seconds");
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Posts the share of these seconds of the letters that are due; how many.
///
/// # Errors
/// The database failed; what was posted until then is.
pub async fn write(with: &Needed, a_minute: u32) -> Result<u32, Error> {
    let mut read = with.store.read();
    let share = i64::from(a_minute.div_ceil(TIMES_A_MINUTE));
    let due = read.medics().letters_due(with.clock.now(), share).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let room = WAITING_MOST - read.outbox().waiting().await?.count;
    let mut posted = 0;
    for person in due.into_iter().take(usize::try_from(room).unwrap_or_default()) {
        match write_to(with, person, a_minute).await? {
            Turn::Posted => posted += 1,
            Turn::NotDue => {}
            Turn::Enough => break,
        }
    }
    if posted > 0 {
        with.bell.ring();
        tracing::info!(posted, "letters to medics posted");
    }
    Ok(posted)
}

async fn write_to(with: &Needed, person: PersonId, a_minute: u32) -> Result<Turn, Error> {
    let now = with.clock.now();
    let mut change = with.store.change().await?;
    // Counted first, in one row, behind which the other servers wait.
    let letters = change.throttles().count(COUNTED, now, TimeDelta::minutes(1)).await?;
    if letters.count > i64::from(a_minute) {
        return Ok(Turn::Enough);
    }
    change.hold_person(person).await?;
    if !change.medics().take_letter(person).await? {
        return Ok(Turn::NotDue);
    }
    let account = change.people().account(person).await?;
    let Some(account) = account.filter(|account| account.state == AccountState::Unconfirmed) else {
        change.commit_housekeeping(Housekeeping::Delivery).await?;
        return Ok(Turn::NotDue);
    };
    with.post_confirmation(&mut change, &account, now).await?;
    let request = RequestId::new(storage::fresh(now));
    let sent = Entry::new(Event::ConfirmationSent, Actor::Service, now, request).about(person);
    change.commit(sent).await?;
    Ok(Turn::Posted)
}
