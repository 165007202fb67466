//! The demo has known passwords: it answers only to this very machine, not through a proxy, not under another name.

use std::net::SocketAddr;

use app::error::AppError;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::http::header::{FORWARDED, HOST, VIA};
use axum::middleware::Next;
use axum::response::Response;
use domain::Refusal;

use super::{Edge, error_page};

/// Refuses everyone else, as if there were nothing.
pub(super) async fn check(State(edge): State<Edge>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
    if edge.config.demo && !is_this_machine(peer, request.headers()) {
        let page = error_page::wants_page(request.headers());
        return error_page::refuse(&AppError::Refused(Refusal::NotFound), None, page);
    }
    next.run(request).await
}

fn is_this_machine(peer: Option<SocketAddr>, headers: &HeaderMap) -> bool {
    let near = peer.is_some_and(|peer| peer.ip().to_canonical().is_loopback());
    let forwarded = headers.keys().any(|name| {
        name == FORWARDED || name == VIA || name.as_str().starts_with("x-forwarded") || name == "x-real-ip"
    });
    near && !forwarded
        && headers
            .get(HOST)
            .and_then(|host| host.to_str().ok())
            .is_some_and(is_loopback)
}

/// `localhost`, `127.0.0.1` or `[::1]`, with any port. Another name that leads here is a trick (DNS rebinding).
fn is_loopback(host: &str) -> bool {
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    matches!(name.map_or(host, |(name, _)| name), "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn asked(peer: &str, headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
            .collect();
        is_this_machine(Some(peer.parse().unwrap()), &headers)
    }

    #[test]
    fn only_this_machine_is_let_in() {
        assert!(asked("127.0.0.1:5000", &[("host", "localhost:3000")]));
        assert!(asked("[::1]:5000", &[("host", "[::1]:3000")]));
        assert!(!asked("192.168.1.7:5000", &[("host", "localhost:3000")]));
        assert!(!asked("127.0.0.1:5000", &[("host", "porthor.example")]));
        assert!(!asked("127.0.0.1:5000", &[]));
        assert!(!asked(
            "127.0.0.1:5000",
            &[("host", "localhost"), ("x-forwarded-for", "203.0.113.9")]
        ));
        assert!(!is_this_machine(None, &HeaderMap::new()));
    }
}
