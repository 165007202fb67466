//! The worker: takes one letter at a time out of the outbox, hands it to the mailer, and notes what came of it.
//! At least once: a crash between the mail server's yes and our commit repeats the letter, with the same Message-ID.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use domain::{Clock, LetterId};
use storage::{Housekeeping, Posted, Store};
use tokio::sync::watch;

use super::{Handed, Mailer, message};

/// The first wait before a letter is tried again; it doubles with each attempt.
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(5);
/// The longest wait between two attempts.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(6);
/// A letter that nobody took for so long is given up (RFC 5321, section 4.5.4.1: four to five days).
const PATIENCE: TimeDelta = TimeDelta::days(5);
/// How often the outbox is looked at when nobody rings: letters that are due again, and those of other processes.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// What one call of [`Worker::one_letter`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nothing is due.
    Empty,
    /// A letter, and it was sent.
    Sent,
    /// A letter that will be tried again.
    WillRetry,
    /// A letter that was given up.
    GaveUp,
}

impl Found {
    const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Sent => "sent",
            Self::WillRetry => "will_retry",
            Self::GaveUp => "gave_up",
        }
    }
}

/// Sends letters.
#[derive(Clone)]
pub struct Worker {
    store: Store,
    clock: Arc<dyn Clock>,
    mailer: Mailer,
    /// The letter that is being sent, so that it can be given back when the service stops.
    in_hand: Arc<Mutex<Option<LetterId>>>,
}

impl Worker {
    /// A worker; any number of them, in any number of processes, share one outbox.
    pub fn new(store: Store, clock: Arc<dyn Clock>, mailer: Mailer) -> Self {
        Self {
            store,
            clock,
            mailer,
            in_hand: Arc::default(),
        }
    }

    /// Sends the letter that has been due longest.
    pub async fn one_letter(&self) -> Result<Found, storage::Error> {
        let Some(posted) = self.lease().await? else {
            return Ok(Found::Empty);
        };
        self.hold(Some(posted.id));
        let handed = self.send(&posted).await;
        let found = self.note(&posted, handed).await;
        self.hold(None);
        let found = found?;
        metrics::counter!("porthor_letters_total", "outcome" => found.name()).increment(1);
        Ok(found)
    }

    /// Sends letters until told to stop; then finishes the one in hand, and gives it back if that takes too long.
    pub async fn run(&self, mut stop: watch::Receiver<bool>, grace: Duration) {
        let mut rounds = tokio::spawn({
            let (worker, stop) = (self.clone(), stop.clone());
            async move { worker.rounds(stop).await }
        });
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => {}
            // The rounds end by themselves only when told to, or by a panic.
            _ = &mut rounds => return,
        }
        self.mailer.bell().ring();
        if tokio::time::timeout(grace, &mut rounds).await.is_err() {
            rounds.abort();
            if let Err(error) = self.give_back().await {
                tracing::error!(%error, "the letter in hand could not be given back; its lease will run out");
            }
        }
    }

    async fn rounds(&self, stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            match self.one_letter().await {
                Ok(Found::Empty) => self.rest().await,
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(%error, "the outbox cannot be read");
                    self.rest().await;
                }
            }
        }
    }

    async fn rest(&self) {
        tokio::select! {
            () = self.mailer.bell().rung() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
        }
    }

    async fn lease(&self) -> Result<Option<Posted>, storage::Error> {
        let now = self.clock.now();
        // Longer than any conversation with a mail server may take, see `Mailer::hand_over`.
        let lease = TimeDelta::from_std(self.mailer.patience * 6).unwrap_or(LONGEST_WAIT);
        let mut change = self.store.change().await?;
        let posted = change.outbox().lease(now, now.plus(lease)).await?;
        if posted.is_some() {
            change.commit_housekeeping(Housekeeping::Delivery).await?;
        }
        Ok(posted)
    }

    async fn send(&self, posted: &Posted) -> Handed {
        let Some(letter) = &posted.letter else {
            return Handed::Never("its words have been forgotten".to_owned());
        };
        let mailer = &self.mailer;
        match message::write(
            posted.id,
            letter,
            &mailer.from,
            &mailer.base,
            &mailer.contact,
            &mailer.sealing,
            posted.made_at,
        ) {
            Ok(message) => mailer.hand_over(&posted.id.to_string(), message).await,
            Err(unwritable) => Handed::Never(unwritable.to_string()),
        }
    }

    async fn note(&self, posted: &Posted, handed: Handed) -> Result<Found, storage::Error> {
        let now = self.clock.now();
        let id = posted.id;
        let mut change = self.store.change().await?;
        let found = match handed {
            Handed::Over(answer) => {
                change.outbox().sent(id, now, &answer).await?;
                tracing::info!(letter = %id, attempts = posted.attempts, "letter_sent");
                Found::Sent
            }
            Handed::NotNow(answer) if now < posted.made_at.plus(PATIENCE) => {
                change
                    .outbox()
                    .retry(id, now.plus(wait(posted.attempts)), &answer)
                    .await?;
                tracing::warn!(letter = %id, attempts = posted.attempts, "letter_will_be_tried_again");
                Found::WillRetry
            }
            Handed::NotNow(answer) | Handed::Never(answer) => {
                change.outbox().give_up(id, &answer).await?;
                tracing::error!(letter = %id, attempts = posted.attempts, "letter_given_up");
                Found::GaveUp
            }
        };
        change.commit_housekeeping(Housekeeping::Delivery).await?;
        Ok(found)
    }

    async fn give_back(&self) -> Result<(), storage::Error> {
        let Some(id) = self.hold(None) else { return Ok(()) };
        let mut change = self.store.change().await?;
        change.outbox().release(id).await?;
        change.commit_housekeeping(Housekeeping::Delivery).await
    }

    /// Notes which letter is in hand, and says which one was before.
    fn hold(&self, letter: Option<LetterId>) -> Option<LetterId> {
        self.in_hand
            .lock()
            .map_or(None, |mut held| std::mem::replace(&mut *held, letter))
    }
}

/// 5 s, 10 s, 20 s, … up to 6 h.
fn wait(attempts: i64) -> TimeDelta {
    let doublings = u32::try_from(attempts.max(1) - 1).unwrap_or(u32::MAX).min(16);
    (FIRST_WAIT * 2_i32.pow(doublings)).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_from_five_seconds_to_six_hours() {
        let waits: Vec<i64> = [1, 2, 3, 12, 13, 14, 400]
            .into_iter()
            .map(|tried| wait(tried).num_seconds())
            .collect();
        assert_eq!(waits, [5, 10, 20, 10_240, 20_480, 21_600, 21_600]);
    }
}
