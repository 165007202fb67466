//! Live tables: the stream on which a browser hears that something has changed in a table that it may see (server-sent
//! events). It says an organisation's id and a noun, never what or by whom; the browser asks again by the call that it is
//! permitted. What may be heard is found out anew each time ([`footing`]), which tables an event changes stands in
//! `domain::live`, and how processes tell each other in `storage`.
//!
//! A stream ends with its session, with a change of what its person may do (the browser opens another and asks anew who
//! it is), and with the server. It does not count as doing something. Who is slow is told to look at everything again.

mod footing;
mod places;

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::time::Duration;

use app::services::Asking;
use axum::Extension;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use domain::{PersonId, SessionId};
use futures_util::stream::unfold;
use storage::{Heard, Hearing};
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, sleep};

use self::footing::Footing;
use self::places::Place;
pub(super) use self::places::Places;
use super::cookies::Cookie;
use super::{Edge, error_page, visit};
use crate::secrets;

/// Where the stream is.
pub(super) const PATH: &str = "/live";
/// Says that everything is to be asked for again: at the beginning, and when something was or may have been missed.
const EVERYTHING: &str = "everything";
/// Says that the session has ended, or that its person may do more or less than before.
const YOU: &str = "you";
/// Says that this browser has opened another stream, and is not to open this one again.
const ENOUGH: &str = "enough";
/// How long to wait for more, so that five hundred decisions are a few events.
const TOGETHER: Duration = Duration::from_millis(150);
/// How many happenings are told one by one at a time.
const ONE_BY_ONE: usize = 16;
/// Proxies that keep answers back until they are complete are asked not to.
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// Tells when the server is about to stop; left on every request by [`super::serve`].
#[derive(Clone)]
pub(super) struct Stopping(pub(super) watch::Receiver<bool>);

/// Answers with the stream of the signed-in person.
pub(super) async fn stream(
    State(edge): State<Edge>,
    Extension(asking): Extension<Asking>,
    stopping: Option<Extension<Stopping>>,
    headers: HeaderMap,
) -> Response {
    let secret = Cookie::Session.read(&headers, edge.config.base.is_https());
    let (Some(caller), Some(secret)) = (asking.caller, secret) else {
        // Which tells a browser that opens it once more to leave it (HTML, server-sent events, 9.2.3).
        return StatusCode::NO_CONTENT.into_response();
    };
    // Heard from before the footing is read: nothing falls between the two.
    let hearing = edge.store.happenings();
    let footing = match Footing::of(&edge, caller.person, caller.support).await {
        Ok(footing) => footing,
        Err(error) => {
            tracing::error!(%error, "a live stream cannot be opened");
            return error_page::our_fault(caller.visit.request, false);
        }
    };
    let every = edge.config.heart_beat;
    let mut beat = interval_at(Instant::now() + every, every);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let listener = Listener {
        place: edge.places.take(caller.session),
        hash: secrets::hash(&secret),
        person: caller.person,
        session: caller.session,
        stopping: stopping.map(|Extension(stopping)| stopping),
        edge,
        hearing,
        footing,
        beat,
        at: At::Beginning,
    };
    let events = unfold(listener, |listener| async move {
        let (event, listener) = listener.next().await?;
        Some((Ok::<_, Infallible>(event), listener))
    });
    let headers = [
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (BUFFERING, HeaderValue::from_static("no")),
    ];
    (headers, Sse::new(events)).into_response()
}

/// One open stream.
struct Listener {
    edge: Edge,
    hash: Vec<u8>,
    person: PersonId,
    session: SessionId,
    place: Place,
    stopping: Option<Stopping>,
    hearing: Hearing,
    footing: Footing,
    beat: Interval,
    at: At,
}

/// How far a stream has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Beginning,
    Middle,
    End,
}

/// Whether whoever listens is who they were.
enum Standing {
    Unchanged,
    Changed,
}

impl Listener {
    /// What is said next; nothing when the stream ends.
    async fn next(mut self) -> Option<(Event, Self)> {
        match self.at {
            At::Beginning => {
                self.at = At::Middle;
                let event = Event::default().retry(self.return_after()).data(EVERYTHING);
                return Some((event, self));
            }
            At::Middle => {}
            At::End => return None,
        }
        loop {
            let said = tokio::select! {
                () = stopped(&mut self.stopping) => return None,
                () = self.place.is_taken() => Ok(Some(self.ends_with(ENOUGH))),
                _ = self.beat.tick() => self.look().await,
                heard = self.hearing.next() => {
                    sleep(TOGETHER).await;
                    let mut all = self.hearing.rest();
                    all.insert(heard);
                    self.hear(all).await
                }
            };
            match said {
                Ok(Some(event)) => return Some((event, self)),
                Ok(None) => {}
                Err(error) => {
                    tracing::error!(%error, "a live stream ends: who listens cannot be found out");
                    return None;
                }
            }
        }
    }

    /// When nothing happens: a sign of life, and whether the session still lasts.
    async fn look(&mut self) -> Result<Option<Event>, storage::Error> {
        Ok(Some(match self.standing().await? {
            Standing::Unchanged => Event::default().comment(""),
            Standing::Changed => self.ends_with(YOU),
        }))
    }

    /// What of all that is heard is said.
    async fn hear(&mut self, all: BTreeSet<Heard>) -> Result<Option<Event>, storage::Error> {
        if !all.iter().any(|heard| self.footing.may_matter(*heard)) {
            return Ok(None);
        }
        if let Standing::Changed = self.standing().await? {
            return Ok(Some(self.ends_with(YOU)));
        }
        let mut lines = Vec::new();
        for heard in all {
            match heard {
                Heard::Everything => lines.push(EVERYTHING.to_owned()),
                Heard::One(happening) => {
                    if self.footing.may_hear(&self.edge, self.person, happening).await? {
                        lines.push(happening.to_string());
                    }
                }
            }
            if lines.len() > ONE_BY_ONE {
                lines = vec![EVERYTHING.to_owned()];
                break;
            }
        }
        Ok((!lines.is_empty()).then(|| Event::default().data(lines.join("\n"))))
    }

    /// Reads the session and what its person may do anew.
    async fn standing(&mut self) -> Result<Standing, storage::Error> {
        let session = self.edge.store.read().sessions().live(&self.hash).await?;
        let Some(session) = session.filter(|session| visit::lasts(&self.edge, session)) else {
            return Ok(Standing::Changed);
        };
        let now = Footing::of(&self.edge, session.person, session.support).await?;
        Ok(if now == self.footing {
            Standing::Unchanged
        } else {
            Standing::Changed
        })
    }

    /// The last thing that is said.
    fn ends_with(&mut self, last: &str) -> Event {
        self.at = At::End;
        Event::default().data(last)
    }

    /// How long a browser waits before it opens a stream that ended; not everybody as long, for after a restart all come.
    fn return_after(&self) -> Duration {
        let [.., last] = *self.session.uuid().as_bytes();
        Duration::from_millis(1_000 + 8 * u64::from(last))
    }
}

/// Waits for the server to stop; for ever where nobody can say so.
async fn stopped(stopping: &mut Option<Stopping>) {
    match stopping {
        // An error means that nobody can tell any more, which says the same.
        Some(Stopping(stop)) => drop(stop.wait_for(|stop| *stop).await),
        None => std::future::pending().await,
    }
}
