//! Imports that are being applied by this process. Each is a task of its own, so that it goes on when the page from which
//! somebody applied it is closed; how far it is cannot be read from the database, which shows the old state or the new one
//! and nothing between, so it is kept here. A process that dies takes this with it and has changed nothing.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::imports::ImportState;
use domain::{Answer, BatchId, Page, Receipt, Refusal};

/// How long whoever applies an import waits for the answer; then its page says how far it is.
const PATIENCE: Duration = Duration::from_secs(3);

/// What is being applied, or could not be.
#[derive(Clone, Default)]
pub struct Applying(Arc<Mutex<HashMap<BatchId, At>>>);

/// How far an import is.
#[derive(Clone, Copy)]
enum At {
    /// So many steps are done, of so many.
    Step(u32, u32),
    /// Something of ours failed; nothing has changed.
    Failed,
}

impl Applying {
    /// Where an import stands that waits to be applied, as far as this process knows.
    pub(crate) fn state(&self, batch: BatchId) -> ImportState {
        match self.known().get(&batch) {
            None => ImportState::Ready { failed: false },
            Some(At::Failed) => ImportState::Ready { failed: true },
            Some(At::Step(done, of)) => ImportState::Applying { done: *done, of: *of },
        }
    }

    /// Applies an import in so many steps. Answers as it does, or where that takes long with the way to the import's
    /// `page`; it goes on whether or not somebody waits.
    ///
    /// # Errors
    /// What `apply` says; or it is being applied already.
    pub(crate) async fn run<Applied>(
        &self,
        batch: BatchId,
        steps: u32,
        page: Page,
        apply: impl FnOnce(Steps) -> Applied,
    ) -> Answer<Receipt>
    where
        Applied: Future<Output = Answer<Receipt>> + Send + 'static,
    {
        self.run_within(PATIENCE, batch, steps, page, apply).await
    }

    async fn run_within<Applied>(
        &self,
        patience: Duration,
        batch: BatchId,
        steps: u32,
        page: Page,
        apply: impl FnOnce(Steps) -> Applied,
    ) -> Answer<Receipt>
    where
        Applied: Future<Output = Answer<Receipt>> + Send + 'static,
    {
        let steps = self.begin(batch, steps).ok_or(Refusal::ChangedMeanwhile)?;
        let ending = Ending(steps.clone());
        let applied = apply(steps);
        let task = tokio::spawn(async move {
            let answer = applied.await;
            ending.ends(!matches!(answer, Err(domain::Declined::Failed(_))));
            answer
        });
        match tokio::time::timeout(patience, task).await {
            Ok(Ok(answer)) => answer,
            // It takes long; or it panicked, which its page says.
            Ok(Err(_)) | Err(_) => Ok(Receipt::go_to(page)),
        }
    }

    fn begin(&self, batch: BatchId, of: u32) -> Option<Steps> {
        let at = At::Step(0, of);
        match self.known().entry(batch) {
            Entry::Occupied(known) if matches!(known.get(), At::Step(..)) => return None,
            Entry::Occupied(mut known) => drop(known.insert(at)),
            Entry::Vacant(none) => drop(none.insert(at)),
        }
        let all = self.clone();
        Some(Steps { all, batch })
    }

    fn known(&self) -> MutexGuard<'_, HashMap<BatchId, At>> {
        // What it holds is whole after every line that changes it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells how far an import is.
#[derive(Clone)]
pub(crate) struct Steps {
    all: Applying,
    batch: BatchId,
}

impl Steps {
    /// One more step is done.
    pub(crate) fn step(&self) {
        if let Some(At::Step(done, of)) = self.all.known().get_mut(&self.batch) {
            *done = of.saturating_sub(1).min(*done + 1);
        }
    }
}

/// Ends an import's being applied, however its task ends.
struct Ending(Steps);

impl Ending {
    fn ends(self, well: bool) {
        if well {
            self.0.all.known().remove(&self.0.batch);
        }
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        if let Some(at @ At::Step(..)) = self.0.all.known().get_mut(&self.0.batch) {
            *at = At::Failed;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use domain::{Declined, RequestId};
    use uuid::Uuid;

    use super::*;

    fn batch() -> BatchId {
        BatchId::new(Uuid::nil())
    }

    async fn run<Applied>(applying: &Applying, applied: Applied) -> Answer<Receipt>
    where
        Applied: Future<Output = Answer<Receipt>> + Send + 'static,
    {
        applying.run(batch(), 3, Page::Home, |_| applied).await
    }

    #[tokio::test]
    async fn what_is_applied_or_refused_is_answered_and_forgotten() {
        let applying = Applying::default();
        run(&applying, async { Ok(Receipt::go_to(Page::Help)) }).await.unwrap();
        assert_eq!(applying.state(batch()), ImportState::Ready { failed: false });
        let refused = run(&applying, async { Err(Refusal::ChangedMeanwhile.into()) }).await;
        assert!(matches!(refused, Err(Declined::Refused(_))), "{refused:?}");
        assert_eq!(applying.state(batch()), ImportState::Ready { failed: false });
    }

    #[tokio::test]
    async fn what_fails_is_remembered_until_the_next_time() {
        let applying = Applying::default();
        let reference = RequestId::new(Uuid::nil());
        let failed = run(&applying, async move { Err(Declined::Failed(reference)) }).await;
        assert!(failed.is_err());
        assert_eq!(applying.state(batch()), ImportState::Ready { failed: true });
        run(&applying, async { panic!("it breaks") }).await.unwrap();
        assert_eq!(applying.state(batch()), ImportState::Ready { failed: true });
        run(&applying, async { Ok(Receipt::go_to(Page::Help)) }).await.unwrap();
        assert_eq!(applying.state(batch()), ImportState::Ready { failed: false });
    }

    #[tokio::test]
    async fn what_takes_long_goes_on_and_leads_to_its_page() {
        let applying = Applying::default();
        let apply = |steps: Steps| {
            steps.step();
            pending()
        };
        let receipt = applying.run_within(Duration::ZERO, batch(), 3, Page::Home, apply).await;
        assert_eq!(receipt.unwrap(), Receipt::go_to(Page::Home));
        assert_eq!(applying.state(batch()), ImportState::Applying { done: 1, of: 3 });
        let again = run(&applying, async { Ok(Receipt::go_to(Page::Help)) }).await;
        assert!(matches!(again, Err(Declined::Refused(_))), "{again:?}");
    }
}
