//! Who is asking: reads both cookies, finds the session, and hands [`Asking`] to whatever answers. Afterwards writes the
//! cookies that the answer calls for. Signing in and out themselves are done by `services::sessions`.

use app::services::{Asking, SessionChange, SessionSlot};
use axum::extract::{Request, State};
use axum::http::header::{HeaderMap, REFERER, SET_COOKIE, USER_AGENT};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use chrono::TimeDelta;
use domain::permission::PROOF_MINUTES;
use domain::{Caller, Language, Page, RequestId, SecondFactor, StartedSignIn, Visit};
use storage::{Housekeeping, LiveSession};

use super::cookies::Cookie;
use super::{Edge, error_page, flash, posts};
use crate::config::SecondFactorRule;
use crate::secrets;

/// How exactly it is kept when a session was last seen, at most; a shorter rest is watched more closely.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);
/// A page may ask these while nobody is there.
const SEEN_BY_NOBODY: [&str; 2] = ["/api/session_left", super::live::PATH];
/// And whatever it asks by itself, with this header: what somebody else did is not done by whoever is shown it.
const BY_ITSELF: &str = "x-porthor-by-itself";
/// After this call what somebody typed is no longer there for them: they have left.
const LEAVES: &str = "/api/sign_out";
/// How long a sign-in may wait for its second step.
const SECOND_STEP: TimeDelta = TimeDelta::minutes(10);
/// The most that is kept of what a browser calls itself.
const DEVICE_MOST: usize = 200;
/// With these calls the browser gets a new visit cookie: what one person left in it is not for the next. A sign-in with a
/// passkey begins with its question, which waits under that cookie.
const NEW_VISIT_AFTER: [&str; 3] = ["/api/sign_in", "/api/start_passkey_sign_in", "/api/sign_out"];

/// Finds out who asks, and writes cookies afterwards.
pub(super) async fn find_out_who_asks(State(edge): State<Edge>, mut request: Request, next: Next) -> Response {
    let https = edge.config.base.is_https();
    let id = request.extensions().get::<RequestId>().copied();
    let id = id.unwrap_or_else(|| RequestId::new(storage::fresh(edge.clock.now())));
    let known = Cookie::Visit.read(request.headers(), https);
    let fresh = new_visit(&request, known.is_some());
    let mut visit = visit(&edge, &request, id, fresh.as_deref().or(known.as_deref()));
    let path = request.uri().path();
    let by_itself = SEEN_BY_NOBODY.contains(&path) || request.headers().contains_key(BY_ITSELF);
    let (stays, does_something) = (path != LEAVES, !by_itself);
    let caller = match caller(&edge, request.headers(), &mut visit, does_something).await {
        Ok(caller) => caller,
        Err(error) => {
            tracing::error!(%error, "the session cannot be read");
            return error_page::our_fault(id, error_page::wants_page(request.headers()));
        }
    };
    let slot = SessionSlot::default();
    request.extensions_mut().insert(Asking { visit, caller });
    request.extensions_mut().insert(slot.clone());
    let mut response = next.run(request).await;
    let session = slot.take();
    if let (Some(from), Some(to), true) = (&known, &fresh, stays)
        && let Err(error) = hand_on(&edge, from, to, session.as_ref()).await
    {
        tracing::error!(%error, "a kept form cannot be handed on");
    }
    let session = match session {
        Some(SessionChange::HandOut(secret)) => Cookie::Session.hand_out(&secret, https),
        Some(SessionChange::Forget) => Cookie::Session.forget(https),
        None => None,
    };
    let visit = fresh.and_then(|secret| Cookie::Visit.hand_out(&secret, https));
    for cookie in [session, visit].into_iter().flatten() {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// Hands what somebody typed before on to the browser's new visit cookie, unless somebody else has signed in.
async fn hand_on(edge: &Edge, from: &str, to: &str, session: Option<&SessionChange>) -> Result<(), storage::Error> {
    let signed_in = match session {
        Some(SessionChange::HandOut(secret)) => edge.store.read().sessions().live(&secrets::hash(secret)).await?,
        _ => None,
    };
    flash::hand_on(edge, from, to, signed_in.map(|session| session.person)).await
}

/// The secret of a new visit cookie, where this request calls for one: from the first post on.
fn new_visit(request: &Request, known: bool) -> Option<String> {
    let path = request.uri().path();
    let post = request.method() == Method::POST && path.starts_with("/api/");
    (post && (!known || NEW_VISIT_AFTER.contains(&path))).then(secrets::token)
}

fn visit(edge: &Edge, request: &Request, id: RequestId, secret: Option<&str>) -> Visit {
    let headers = request.headers();
    let address = posts::client(&edge.config, request.extensions(), headers);
    Visit {
        request: id,
        address: address.map(|address| address.to_string()).unwrap_or_default(),
        device: text(headers.get(USER_AGENT))
            .chars()
            .filter(|character| !character.is_control())
            .take(DEVICE_MOST)
            .collect(),
        key: secret.map(secrets::hash),
        language: language(request),
        started: None,
    }
}

/// The language of the page: its own path's, or, for a call, that of the page that made it.
fn language(request: &Request) -> Language {
    let path = request.uri().path();
    let of = |path: &str| {
        if path == "/cy" || path.starts_with("/cy/") {
            Language::Welsh
        } else {
            Language::English
        }
    };
    if !path.starts_with("/api/") {
        return of(path);
    }
    let referer = text(request.headers().get(REFERER));
    url::Url::parse(referer)
        .ok()
        .and_then(|url| Page::parse(url.path()))
        .map_or(Language::English, |(_, language)| language)
}

fn text(value: Option<&HeaderValue>) -> &str {
    value.and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The signed-in person: whoever holds the secret of a session that has not been ended, has not rested too long and has
/// not lasted too long. A session that lacks its second step makes nobody a caller; the visit notes it.
async fn caller(
    edge: &Edge,
    headers: &HeaderMap,
    visit: &mut Visit,
    does_something: bool,
) -> Result<Option<Caller>, storage::Error> {
    let Some(secret) = Cookie::Session.read(headers, edge.config.base.is_https()) else {
        return Ok(None);
    };
    let hash = secrets::hash(&secret);
    let now = edge.clock.now();
    let Some(session) = edge.store.read().sessions().live(&hash).await? else {
        let started = edge.store.read().sessions().started(&hash).await?;
        visit.started = started
            .filter(|session| now < session.made_at.plus(SECOND_STEP))
            .map(|session| StartedSignIn {
                person: session.person,
                session: session.id,
            });
        return Ok(None);
    };
    if !lasts(edge, &session) {
        return Ok(None);
    }
    if does_something {
        note_seen(edge, &session).await?;
    }
    Ok(Some(Caller {
        person: session.person,
        session: session.id,
        support: session.support,
        proven: session
            .proven_at
            .is_some_and(|proven| now < proven.plus(TimeDelta::minutes(PROOF_MINUTES))),
        second_factor: match (session.second_factor, edge.config.second_factor) {
            (true, _) => SecondFactor::Had,
            (false, SecondFactorRule::Required) => SecondFactor::Missing,
            (false, SecondFactorRule::Optional) => SecondFactor::NotAsked,
        },
        visit: visit.clone(),
    }))
}

/// Whether a session has neither rested nor lasted too long.
pub(super) fn lasts(edge: &Edge, session: &LiveSession) -> bool {
    let now = edge.clock.now();
    let rested = now >= session.seen_at.plus(edge.config.session_idle);
    let lasted = now >= session.made_at.plus(edge.config.session_lasting);
    !rested && !lasted
}

async fn note_seen(edge: &Edge, session: &LiveSession) -> Result<(), storage::Error> {
    let now = edge.clock.now();
    let every = SEEN_EVERY.min(edge.config.session_idle / 30);
    if now < session.seen_at.plus(every) {
        return Ok(());
    }
    let mut change = edge.store.change().await?;
    change.sessions().seen(session.id, now).await?;
    change.commit_housekeeping(Housekeeping::SessionSeen).await
}
