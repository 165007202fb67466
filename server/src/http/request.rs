//! Around every request: its id, its line in the log, its place in the metrics, and the net that a panic falls into.
//! Log lines carry no names, addresses, tokens or bodies.

use std::any::Any;
use std::time::Instant;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::permission::CALLS;
use domain::{Page, RequestId};
use tracing::Instrument;

use super::{Edge, error_page};

/// Tells the browser, and a proxy's log, which request it was.
const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Marks the answer that the safety net made.
#[derive(Clone)]
struct Panicked;

/// Gives the request its id, answers it, writes its line.
pub(super) async fn run(State(edge): State<Edge>, mut request: Request, next: Next) -> Response {
    let id = RequestId::new(storage::fresh(edge.clock.now()));
    request.extensions_mut().insert(id);
    let (method, place) = (request.method().clone(), place(request.uri().path()));
    let plain = error_page::wants_page(request.headers());
    let started = Instant::now();
    let mut response = next
        .run(request)
        .instrument(tracing::info_span!("request", id = %id))
        .await;
    if response.extensions().get::<Panicked>().is_some() {
        response = error_page::our_fault(id, plain);
    }
    let taken = started.elapsed();
    write_line(id, &method, &place, response.status(), taken.as_secs_f64());
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

fn write_line(id: RequestId, method: &Method, place: &str, status: StatusCode, seconds: f64) {
    let labels = [("method", method.to_string()), ("status", status.as_u16().to_string())];
    metrics::counter!("porthor_requests_total", &labels).increment(1);
    metrics::histogram!("porthor_request_seconds").record(seconds);
    let (status, ms) = (status.as_u16(), seconds * 1000.0);
    if place.starts_with("/pkg/") || place == "/health" || place == "/ready" {
        tracing::debug!(request = %id, %method, place, status, ms, "answered");
    } else {
        tracing::info!(request = %id, %method, place, status, ms, "answered");
    }
}

/// Turns a panic into an answer; [`run`] makes a page of it.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
pub(super) fn safety_net(panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let what = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("something that is no text");
    tracing::error!(what, "panicked");
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(Panicked);
    response
}

/// Where the request went, without anything that opens a door or that a stranger made up.
fn place(path: &str) -> String {
    match Page::parse(path) {
        Some((Page::Confirm(_), _)) => "/confirm/…".to_owned(),
        Some((Page::ResetPassword(_), _)) => "/reset-password/…".to_owned(),
        Some((Page::NewAddress(_), _)) => "/new-address/…".to_owned(),
        Some((page, language)) => page.path(language),
        None if path.starts_with("/pkg/") => "/pkg/…".to_owned(),
        None if matches!(path, "/health" | "/ready" | "/live") => path.to_owned(),
        None => path
            .strip_prefix("/api/")
            .filter(|name| CALLS.iter().any(|(call, _)| call == name))
            .map_or_else(|| "elsewhere".to_owned(), |name| format!("/api/{name}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_token_and_no_invention_reaches_the_log() {
        assert_eq!(place("/cy/confirm/abcDEF-123"), "/confirm/…");
        assert_eq!(place("/reset-password/abcDEF-123"), "/reset-password/…");
        assert_eq!(place("/new-address/abcDEF-123"), "/new-address/…");
        assert_eq!(place("/organisations/W91001/members"), "/organisations/W91001/members");
        assert_eq!(place("/api/sign_in"), "/api/sign_in");
        assert_eq!(place("/api/secret@example.org"), "elsewhere");
        assert_eq!(place("/%0aforged line"), "elsewhere");
    }
}
