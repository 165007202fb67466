//! Security headers, on every answer. Nothing is kept by caches unless the route said so itself.

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use super::Edge;

/// The nonce that the scripts of a page carry; left on the answer by the page.
#[derive(Clone)]
pub(super) struct PageNonce(pub(super) String);

const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

/// Answers without scripts: error pages, files, JSON.
const NO_SCRIPTS: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Adds them.
pub(super) async fn add(State(edge): State<Edge>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let nonce = response.extensions().get::<PageNonce>().cloned();
    let headers = response.headers_mut();
    let policy = nonce
        .and_then(|nonce| HeaderValue::from_str(&with_scripts(&nonce.0)).ok())
        .unwrap_or(HeaderValue::from_static(NO_SCRIPTS));
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        // Not `no-referrer`: with it, browsers send `Origin: null` with our own forms.
        (REFERRER_POLICY, "same-origin"),
        (OPENER, "same-origin"),
        (RESOURCE, "same-origin"),
        (
            PERMISSIONS,
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if edge.config.base.is_https() {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// `wasm-unsafe-eval` lets WebAssembly be compiled, and nothing wider.
fn with_scripts(nonce: &str) -> String {
    // `make dev` reloads pages through a socket of its own.
    let reload = if std::env::var_os("LEPTOS_WATCH").is_some() {
        " ws://localhost:3001 ws://127.0.0.1:3001"
    } else {
        ""
    };
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'{reload}; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}
