//! How many streams a session may have: a browser needs one, and a few more while it changes from one to the next. Who
//! opens more loses the oldest. In memory: each process counts its own.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use domain::SessionId;
use tokio::sync::Notify;

/// How many streams a session may have at once.
const MOST: usize = 3;

/// The open streams of every session. Cheap to clone; all clones are one.
#[derive(Clone, Default)]
pub(in crate::http) struct Places(Arc<Mutex<HashMap<SessionId, VecDeque<Arc<Notify>>>>>);

/// The place of an open stream, free again when it is dropped.
pub(super) struct Place {
    places: Places,
    session: SessionId,
    taken: Arc<Notify>,
}

impl Places {
    /// A place for one more stream; the oldest is taken away where they are too many.
    pub(super) fn take(&self, session: SessionId) -> Place {
        let taken = Arc::new(Notify::new());
        if let Ok(mut open) = self.0.lock() {
            let streams = open.entry(session).or_default();
            streams.push_back(taken.clone());
            if streams.len() > MOST
                && let Some(oldest) = streams.pop_front()
            {
                oldest.notify_one();
            }
        }
        metrics::gauge!("porthor_live_streams").increment(1);
        Place {
            places: self.clone(),
            session,
            taken,
        }
    }
}

impl Place {
    /// Waits until it is taken away.
    pub(super) async fn is_taken(&self) {
        self.taken.notified().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        metrics::gauge!("porthor_live_streams").decrement(1);
        let Ok(mut open) = self.places.0.lock() else { return };
        if let Some(streams) = open.get_mut(&self.session) {
            streams.retain(|stream| !Arc::ptr_eq(stream, &self.taken));
            if streams.is_empty() {
                open.remove(&self.session);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_opens_one_too_many_loses_the_oldest() {
        let places = Places::default();
        let session = SessionId::parse("0190163d-8694-739b-aea5-966c26f8ad91").unwrap();
        let oldest = places.take(session);
        let others: Vec<Place> = (0..MOST).map(|_| places.take(session)).collect();
        oldest.is_taken().await;
        drop((oldest, others));
        assert!(places.0.lock().unwrap().is_empty());
    }
}
