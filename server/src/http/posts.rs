//! Before anything may change: did our own page send it, and does this client address not send too much? Who may do what
//! is decided by the services; how often one account may be tried, by them too.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use app::error::AppError;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::ORIGIN;
use axum::http::{Extensions, HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;
use domain::{Moment, Refusal};

use super::{Edge, error_page};
use crate::config::Config;

/// The client's address, where the request came over the network; taken from forwarding headers of trusted proxies only.
pub(super) fn client(config: &Config, extensions: &Extensions, headers: &HeaderMap) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip();
    let forwarded: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    Some(config.trusted_proxies.client(peer, &forwarded))
}

/// Lets through what our own pages send.
pub(super) async fn check(State(edge): State<Edge>, request: Request, next: Next) -> Response {
    if is_safe(request.method()) {
        return next.run(request).await;
    }
    let page = error_page::wants_page(request.headers());
    if !is_ours(request.headers(), edge.config.base.as_str()) {
        tracing::warn!("post_from_another_site_refused");
        return error_page::refuse(&AppError::Refused(Refusal::FromAnotherSite), None, page);
    }
    let client = client(&edge.config, request.extensions(), request.headers());
    if let Some(wait) = client.and_then(|client| edge.throttle.wait(client, edge.clock.now())) {
        tracing::warn!("posts_of_one_address_throttled");
        return error_page::refuse(&AppError::Refused(Refusal::TooManyTries { wait }), None, page);
    }
    next.run(request).await
}

/// Methods that change nothing (RFC 9110, section 9.2.1).
fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// What the browser says of where the request comes from: `Sec-Fetch-Site` decides, else `Origin`. Who sends neither is
/// no browser that could be tricked.
fn is_ours(headers: &HeaderMap, base: &str) -> bool {
    match (headers.get("sec-fetch-site"), headers.get(ORIGIN)) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => origin == base,
        (None, None) => true,
    }
}

/// How many posts each client address made in the current minute. In memory: it guards this process.
#[derive(Clone)]
pub(super) struct Throttle {
    most: u32,
    counted: Arc<Mutex<Counted>>,
}

#[derive(Default)]
struct Counted {
    minute: i64,
    posts: HashMap<IpAddr, u32>,
}

impl Throttle {
    pub(super) fn new(most: u32) -> Self {
        Self {
            most,
            counted: Arc::default(),
        }
    }

    /// Counts a post; the seconds to wait, where it is one too many.
    fn wait(&self, client: IpAddr, now: Moment) -> Option<u32> {
        let seconds = now.utc().timestamp();
        let mut counted = self.counted.lock().ok()?;
        if counted.minute != seconds / 60 {
            counted.minute = seconds / 60;
            counted.posts.clear();
        }
        let posts = counted.posts.entry(household(client)).or_default();
        *posts = posts.saturating_add(1);
        let wait = u32::try_from(60 - seconds.rem_euclid(60)).unwrap_or(60);
        (*posts > self.most).then_some(wait)
    }
}

/// Who has one IPv6 address has 2^64 of them.
fn household(client: IpAddr) -> IpAddr {
    match client {
        IpAddr::V4(_) => client,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn ours(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
            .collect();
        is_ours(&headers, "https://porthor.example")
    }

    #[test]
    fn only_our_own_pages_may_post() {
        assert!(ours(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        assert!(ours(&[("origin", "https://porthor.example")]));
        assert!(ours(&[]));
        assert!(!ours(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://porthor.example")
        ]));
        assert!(!ours(&[("sec-fetch-site", "same-site")]));
        assert!(!ours(&[("origin", "null")]));
        assert!(!ours(&[("origin", "https://evil.example")]));
        assert!(!ours(&[("origin", "http://porthor.example")]));
    }

    #[test]
    fn one_address_is_slowed_down_and_others_are_not() {
        let throttle = Throttle::new(2);
        let at = |seconds| Moment::new(chrono::DateTime::from_timestamp(seconds, 0).unwrap());
        let (one, other) = ("2001:db8::1".parse().unwrap(), "2001:db8:0:1::1".parse().unwrap());
        assert_eq!([(); 3].map(|()| throttle.wait(one, at(610))), [None, None, Some(50)]);
        assert_eq!(
            throttle.wait("2001:db8::2".parse().unwrap(), at(611)),
            Some(49),
            "the same household"
        );
        assert_eq!(throttle.wait(other, at(612)), None);
        assert_eq!(throttle.wait(one, at(660)), None, "a minute later");
    }
}
