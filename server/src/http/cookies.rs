//! The two cookies: the session's, and the visit's (the key of drafts and flashes). Both hold a random secret and nothing
//! else; only their hashes are kept. On https they have the prefix `__Host-` (RFC 6265bis, section 4.1.3.2).

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cookie {
    /// Who is signed in.
    Session,
    /// Which browser it is, from its first post on.
    Visit,
}

impl Cookie {
    const fn name(self, https: bool) -> &'static str {
        match (self, https) {
            (Self::Session, true) => "__Host-porthor-session",
            (Self::Session, false) => "porthor-session",
            (Self::Visit, true) => "__Host-porthor-visit",
            (Self::Visit, false) => "porthor-visit",
        }
    }

    /// The secret that the browser sent. Where it sent several, the first: a `__Host-` cookie cannot be planted.
    pub(super) fn read(self, headers: &HeaderMap, https: bool) -> Option<String> {
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == self.name(https))
            .map(|(_, secret)| secret.to_owned())
            .filter(|secret| !secret.is_empty() && secret.len() <= 64)
    }

    /// Hands a secret to the browser, until it is closed.
    pub(super) fn hand_out(self, secret: &str, https: bool) -> Option<HeaderValue> {
        self.line(secret, https, "")
    }

    /// Takes it back.
    pub(super) fn forget(self, https: bool) -> Option<HeaderValue> {
        self.line("", https, "; Max-Age=0")
    }

    fn line(self, secret: &str, https: bool, end: &str) -> Option<HeaderValue> {
        let name = self.name(https);
        let secure = if https { "; Secure" } else { "" };
        // Lax, not Strict: with Strict the link of a letter would look signed out.
        HeaderValue::from_str(&format!("{name}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}{end}")).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_reads_back_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(
            COOKIE,
            HeaderValue::from_static("a=b; porthor-session=secret; porthor-visit=other"),
        );
        assert_eq!(Cookie::Session.read(&headers, false).as_deref(), Some("secret"));
        assert_eq!(Cookie::Visit.read(&headers, false).as_deref(), Some("other"));
        assert_eq!(
            Cookie::Session.read(&headers, true),
            None,
            "an unprotected cookie does not count on https"
        );
    }

    #[test]
    fn on_https_the_cookie_is_bound_to_the_host() {
        let line = Cookie::Session.hand_out("secret", true).unwrap();
        assert_eq!(
            line,
            "__Host-porthor-session=secret; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
    }
}
