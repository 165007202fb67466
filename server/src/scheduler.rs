//! The scheduler: what the service does by itself at its times. Each job is done by one server at a time, however many run:
//! it is leased in the database, and what was done when is kept there, so that a restart neither forgets nor repeats. A
//! server that dies loses its lease after [`LEASE`]. Each job is besides safe to repeat: what it posts, it takes.

use std::time::Duration;

use chrono::TimeDelta;
use storage::{Error, Housekeeping};
use tokio::sync::watch;
use uuid::Uuid;

use crate::services::Needed;
use crate::{daily_letter, ending, following_up, primary_contacts, reminders, sweep};

/// How often it is looked whether a job is due.
const LOOK: Duration = Duration::from_mins(1);
/// Longer than any job takes.
const LEASE: TimeDelta = TimeDelta::minutes(10);

/// What is done by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// What has had its time is removed (decision 15).
    Sweep,
    /// The letter of what waits, once a day.
    DailyLetters,
    /// Reminders of invitations.
    Invitations,
    /// Undecided requests are followed up.
    Requests,
    /// Access that ends soon is told.
    Ends,
    /// Primary contacts whose role has ended pass it on.
    PrimaryContacts,
}

impl Job {
    /// Every job.
    pub const ALL: [Self; 6] = [
        Self::Sweep,
        Self::DailyLetters,
        Self::Invitations,
        Self::Requests,
        Self::Ends,
        Self::PrimaryContacts,
    ];

    /// How it is stored.
    const fn name(self) -> &'static str {
        match self {
            Self::Sweep => "sweep",
            Self::DailyLetters => "daily_letters",
            Self::Invitations => "invitations",
            Self::Requests => "requests",
            Self::Ends => "ends",
            Self::PrimaryContacts => "primary_contacts",
        }
    }

    /// How long after it was done it is done again.
    const fn every(self) -> TimeDelta {
        match self {
            // Pages say at once who it is; only the letters wait.
            Self::PrimaryContacts => TimeDelta::minutes(30),
            Self::Sweep => TimeDelta::hours(1),
            // They look what is due; looking costs little.
            Self::DailyLetters | Self::Invitations | Self::Requests | Self::Ends => TimeDelta::minutes(5),
        }
    }
}

/// The scheduler of one server process.
pub struct Scheduler {
    needed: Needed,
    /// This process.
    holder: Uuid,
}

impl Scheduler {
    /// That of a process which has just started.
    pub fn new(needed: Needed) -> Self {
        let holder = storage::fresh(needed.clock.now());
        Self { needed, holder }
    }

    /// Does what is due now and every minute, until told to stop.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            self.round().await;
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    /// Does what is due and no other server is about; what was done.
    pub async fn round(&self) -> Vec<Job> {
        let mut done = Vec::new();
        for job in Job::ALL {
            match self.try_to_do(job).await {
                Ok(true) => done.push(job),
                Ok(false) => {}
                Err(error) => tracing::error!(?job, %error, "a job could not be done; tried again in a minute"),
            }
        }
        done
    }

    async fn try_to_do(&self, job: Job) -> Result<bool, Error> {
        if !self.take(job).await? {
            return Ok(false);
        }
        let done = self.work(job).await;
        let done_at = done.is_ok().then(|| self.needed.clock.now());
        let mut change = self.needed.store.change().await?;
        change.jobs().give_back(job.name(), self.holder, done_at).await?;
        change.commit_housekeeping(Housekeeping::Job).await?;
        done.map(|()| true)
    }

    async fn take(&self, job: Job) -> Result<bool, Error> {
        let now = self.needed.clock.now();
        let before = now.plus(-job.every());
        // Without this look each round would cost write transactions.
        if !self.needed.store.read().jobs().due(job.name(), now, before).await? {
            return Ok(false);
        }
        let mut change = self.needed.store.change().await?;
        let until = now.plus(LEASE);
        let taken = change.jobs().take(job.name(), self.holder, now, until, before).await?;
        if taken {
            change.commit_housekeeping(Housekeeping::Job).await?;
        }
        Ok(taken)
    }

    async fn work(&self, job: Job) -> Result<(), Error> {
        let needed = &self.needed;
        match job {
            Job::Sweep => sweep::sweep(&needed.store, needed.clock.as_ref()).await,
            Job::DailyLetters => {
                daily_letter::write(&needed.store, needed.clock.as_ref(), &needed.bell).await?;
                Ok(())
            }
            Job::Invitations => {
                reminders::post(needed).await?;
                Ok(())
            }
            Job::Requests => {
                following_up::follow_up(needed).await?;
                Ok(())
            }
            Job::Ends => {
                ending::tell(needed).await?;
                Ok(())
            }
            Job::PrimaryContacts => {
                primary_contacts::pass_on(needed).await?;
                Ok(())
            }
        }
    }
}
