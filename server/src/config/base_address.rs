//! The base address: where browsers find the service. Links are built from it, never from the Host header.

use domain::{Language, Page};
use url::{Host, Url};

/// Scheme, host and port; no path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseAddress {
    /// Without a slash at the end.
    text: String,
    host: Host<String>,
    https: bool,
}

impl BaseAddress {
    /// Reads `http://localhost:3000` or `https://porthor.example`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let url =
            Url::parse(text).map_err(|_| format!("`{text}` is not an address such as https://porthor.example"))?;
        let https = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(format!("`{text}` has to begin with http:// or https://")),
        };
        let Some(host) = url.host() else {
            return Err(format!("`{text}` names no host"));
        };
        let origin_only = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !origin_only || !url.username().is_empty() || url.password().is_some() {
            return Err(format!("`{text}` has to be scheme, host and port only"));
        }
        let base = Self {
            text: url.origin().ascii_serialization(),
            host: host.to_owned(),
            https,
        };
        if !https && !base.is_loopback() {
            return Err(format!(
                "`{text}` has to begin with https://, for sessions must not travel unprotected"
            ));
        }
        Ok(base)
    }

    /// The origin (RFC 6454): scheme, host and, unless it is the usual one, port.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The full address of a page.
    pub fn link(&self, page: &Page, language: Language) -> String {
        format!("{}{}", self.text, page.path(language))
    }

    /// Whether browsers come by https.
    pub const fn is_https(&self) -> bool {
        self.https
    }

    /// Whether only this machine can reach it.
    pub fn is_loopback(&self) -> bool {
        match &self.host {
            Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        }
    }

    /// The host, unless it is an IP address.
    pub fn domain(&self) -> Option<&str> {
        match &self.host {
            Host::Domain(name) => Some(name),
            Host::Ipv4(_) | Host::Ipv6(_) => None,
        }
    }

    /// The host as it may stand after the `@` of an address or a Message-ID.
    pub fn mail_host(&self) -> String {
        match &self.host {
            Host::Domain(name) => name.clone(),
            Host::Ipv4(address) => format!("[{address}]"),
            Host::Ipv6(address) => format!("[IPv6:{address}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_built_from_it() {
        let base = BaseAddress::parse("https://porthor.example/").unwrap();
        assert_eq!(
            base.link(&Page::SignIn, Language::Welsh),
            "https://porthor.example/cy/sign-in"
        );
        assert!(base.is_https() && !base.is_loopback());
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        assert!(BaseAddress::parse("http://porthor.example").is_err());
        for address in ["http://localhost:3000", "http://127.0.0.1:8080", "http://[::1]:3000"] {
            assert!(BaseAddress::parse(address).unwrap().is_loopback(), "{address}");
        }
    }
}
