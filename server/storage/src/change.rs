//! A change: one write transaction that ends with its audit entries, as housekeeping, or not at all.

use domain::audit::Entry;
use domain::letter::Letter;
use domain::{JoinRequestId, LetterId, Moment, OrganisationId, PersonId};

use crate::happenings::Happenings;
use crate::sql::Link;
use crate::{Result, audit, happenings, outbox, primary_contacts};

/// A write transaction. Dropped without a commit, it leaves nothing behind.
#[must_use = "a change that is not committed leaves nothing behind"]
pub struct Change {
    pub(crate) link: Link,
    happenings: Happenings,
}

/// What may be written without an audit entry: bookkeeping that changes nobody's standing. A closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Housekeeping {
    /// When a session was last seen.
    SessionSeen,
    /// That a sign-in failed.
    SignInFailed,
    /// That a sign-in has begun: it opens nothing until its second step.
    SignInStarted,
    /// What waits between a question and its answer.
    Ceremony,
    /// How often something was tried.
    Throttle,
    /// The answers given so far in a wizard.
    Draft,
    /// What a form shows again.
    Flash,
    /// Rows of a file that have not been applied.
    Staging,
    /// That an access was used which its giver could have undone.
    AccessUsed,
    /// That a letter is being sent, was sent, waits, or was given up.
    Delivery,
    /// That a person had the day's letter of what waits.
    DailyLetter,
    /// That a server does, or has done, what the service does at its times.
    Job,
    /// What people from before are found by.
    SearchTerms,
    /// That what has had its time was removed.
    Sweep,
    /// What belongs to the database rather than to the process.
    Setting,
}

impl Change {
    pub(crate) fn new(link: Link, happenings: Happenings) -> Self {
        Self { link, happenings }
    }

    /// Makes other changes that hold the same organisation wait for the end of this one, on either database. Call it
    /// before reading what the change depends on.
    pub async fn hold(&mut self, organisation: OrganisationId) -> Result<()> {
        self.link
            .sql("UPDATE organisations SET version = version + 1 WHERE id = $1")
            .bind(organisation.uuid())
            .run()
            .await?;
        Ok(())
    }

    /// Holds several organisations, always in the order of their ids, so that two changes never wait for each other.
    pub async fn hold_all(&mut self, organisations: &[OrganisationId]) -> Result<()> {
        let mut organisations = organisations.to_vec();
        organisations.sort_unstable();
        organisations.dedup();
        for organisation in organisations {
            self.hold(organisation).await?;
        }
        Ok(())
    }

    /// The same for an account. Where both are held, organisations come first.
    pub async fn hold_person(&mut self, person: PersonId) -> Result<()> {
        self.link
            .sql("UPDATE people SET version = version + 1 WHERE id = $1")
            .bind(person.uuid())
            .run()
            .await?;
        Ok(())
    }

    /// Puts a letter into the outbox; it goes out after the commit, or never existed.
    pub async fn post(&mut self, letter: &Letter, now: Moment) -> Result<LetterId> {
        outbox::post(&mut self.link, letter, now).await
    }

    /// The same for a letter of a decision that can be undone until a moment: so long it waits, and can be taken back
    /// ([`crate::Outbox::take_back`]).
    pub async fn post_undoable(
        &mut self,
        letter: &Letter,
        request: JoinRequestId,
        until: Moment,
        now: Moment,
    ) -> Result<()> {
        let telling = outbox::Telling { request, due_at: until };
        outbox::post_telling(&mut self.link, std::slice::from_ref(letter), Some(telling), now).await?;
        Ok(())
    }

    /// The same for many letters.
    pub async fn post_all(&mut self, letters: &[Letter], now: Moment) -> Result<()> {
        outbox::post_all(&mut self.link, letters, now).await?;
        Ok(())
    }

    /// Makes the change last, together with its line of the audit.
    pub async fn commit(self, entry: Entry) -> Result<()> {
        self.commit_all(entry, Vec::new()).await
    }

    /// Makes the change last, with one line of the audit for each person or organisation changed, and tells whoever
    /// listens. Where an access changed, the primary contact passes on if it must, with a line of its own.
    pub async fn commit_all(mut self, first: Entry, rest: Vec<Entry>) -> Result<()> {
        let mut entries = vec![first];
        entries.extend(rest);
        // What these lines say may have taken an organisation its primary contact.
        primary_contacts::follow(&mut self.link, &mut entries).await?;
        audit::record(&mut self.link, &entries).await?;
        let happened = happenings::of(&mut self.link, &entries).await?;
        let elsewhere = self.link.tell(&happened).await?;
        self.link.commit().await?;
        if !elsewhere {
            for heard in happened {
                self.happenings.tell(heard);
            }
        }
        Ok(())
    }

    /// Makes a change last that needs no line of the audit.
    pub async fn commit_housekeeping(self, kind: Housekeeping) -> Result<()> {
        tracing::trace!(?kind, "housekeeping");
        self.link.commit().await
    }
}
