//! A browser: keeps cookies, reads pages, posts plain forms, and calls server functions as a page's script does.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use app::error::AppError;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::response::Response;
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use tower::ServiceExt;
use url::form_urlencoded;

/// A browser.
pub(crate) struct Browser {
    router: Router,
    base: String,
    cookies: Mutex<BTreeMap<String, String>>,
    address: SocketAddr,
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Reply {
    /// Where a redirect leads.
    pub(crate) fn location(&self) -> &str {
        let location = self.headers.get(header::LOCATION);
        location.map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// Whether the page says this.
    pub(crate) fn says(&self, text: &str) -> bool {
        self.body.contains(text)
    }
}

impl Browser {
    /// A browser with an address of its own, so that tests do not throttle each other.
    pub(crate) fn new(router: Router, base: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let [_, high, middle, low] = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        Self {
            router,
            base: base.to_owned(),
            cookies: Mutex::default(),
            address: SocketAddr::from(([10, high, middle, low], 40_000)),
        }
    }

    /// A browser on the server's own machine.
    pub(crate) fn near(router: Router, base: &str) -> Self {
        Self {
            address: SocketAddr::from(([127, 0, 0, 1], 40_000)),
            ..Self::new(router, base)
        }
    }

    /// Opens a page.
    pub(crate) async fn get(&self, path: &str) -> Reply {
        let request = Request::get(path)
            .header(header::ACCEPT, "text/html")
            .body(Body::empty())
            .unwrap();
        self.send(request).await
    }

    /// Posts a plain form, as without scripts. `back` is the page that it stands on. Does not follow the redirect.
    pub(crate) async fn post(&self, back: &str, call: &str, fields: &[(&str, &str)]) -> Reply {
        let mut all = vec![("back", back)];
        all.extend_from_slice(fields);
        let request = self
            .form(call)
            .header(header::ACCEPT, "text/html,application/xhtml+xml");
        self.send(request.body(Body::from(encoded(&all))).unwrap()).await
    }

    /// Posts a plain form and opens the page that it leads to.
    pub(crate) async fn submit(&self, back: &str, call: &str, fields: &[(&str, &str)]) -> Reply {
        let reply = self.post(back, call, fields).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
        self.get(reply.location()).await
    }

    /// Calls a server function, as a page's script does.
    pub(crate) async fn call<T: DeserializeOwned>(&self, call: &str, fields: &[(&str, &str)]) -> Result<T, AppError> {
        let reply = self.call_raw(call, fields).await;
        if reply.status.is_success() {
            return Ok(
                serde_json::from_str(&reply.body).unwrap_or_else(|error| panic!("{call}: {error}: {}", reply.body))
            );
        }
        let error: AppError = serde_json::from_str(&reply.body).unwrap_or_else(|_| panic!("{call}: {}", reply.body));
        assert_eq!(reply.status.as_u16(), error.status(), "{call}: {error:?}");
        Err(error)
    }

    /// The same, with the bare answer.
    pub(crate) async fn call_raw(&self, call: &str, fields: &[(&str, &str)]) -> Reply {
        let request = self.form(call).header(header::ACCEPT, "application/json");
        self.send(request.body(Body::from(encoded(fields))).unwrap()).await
    }

    fn form(&self, call: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(Method::POST)
            .uri(format!("/api/{call}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, &self.base)
            .header("sec-fetch-site", "same-origin")
    }

    /// Sends any request, with the browser's cookies and address.
    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let (parts, body) = self.begin(request).await.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// The same, with an answer that may go on for ever.
    pub(crate) async fn begin(&self, mut request: Request<Body>) -> Response {
        let cookies: Vec<String> = self
            .cookies
            .lock()
            .unwrap()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            request
                .headers_mut()
                .insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        if !request.headers().contains_key(header::HOST) {
            let host = self.base.split("//").nth(1).unwrap().parse().unwrap();
            request.headers_mut().insert(header::HOST, host);
        }
        request.extensions_mut().insert(ConnectInfo(self.address));
        let response = self.router.clone().oneshot(request).await.unwrap();
        self.keep_cookies(response.headers());
        response
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().unwrap();
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, rest) = line.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if rest.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// The value of a cookie.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// Puts a cookie in, as somebody who found it elsewhere would.
    pub(crate) fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }
}

fn encoded(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}
