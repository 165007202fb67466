//! The security headers, on everything that can be fetched.

use axum::http::{StatusCode, header};
use domain::permission::CALLS;
use domain::{Language, MemberId, Page};
use server::http::site;

use crate::browser::Reply;
use crate::{Database, TestApp};

/// What a page may load and do; `…` stands for its nonce.
const WITH_SCRIPTS: &str = "default-src 'none'; script-src 'self' 'nonce-…' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";
/// What anything else may.
const WITHOUT: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

/// Something that was fetched.
struct Fetched {
    what: String,
    /// Whether it is a page of the app.
    page: bool,
    reply: Reply,
}

/// Every page in both languages, by a stranger and by a member; every call; signs of life; what is not there.
async fn everything(app: &TestApp) -> Vec<Fetched> {
    let practice = app.practice("W91001", "Meddygfa Bryn Gwyn").await;
    let sian = app.member("Siân Jones", "sian@example.org", &practice).await;
    let stranger = app.browser();
    let id = MemberId::parse("0190163d-8694-739b-aea5-966c26f8ad91").unwrap();
    let mut fetched = Vec::new();
    let mut add = |what: &str, page, reply| {
        fetched.push(Fetched {
            what: what.to_owned(),
            page,
            reply,
        });
    };
    for page in Page::one_of_each(&practice.code, id.uuid(), "none") {
        for language in Language::ALL {
            let path = page.path(language);
            add(&path, true, stranger.get(&path).await);
            add(&path, true, sian.browser.get(&path).await);
        }
    }
    add("/nowhere", true, stranger.get("/nowhere").await);
    for (call, _) in CALLS.iter().filter(|(call, _)| *call != "sign_out") {
        add(call, false, stranger.call_raw(call, &[]).await);
        add(call, false, sian.browser.call_raw(call, &[]).await);
        add(call, false, stranger.post("/nowhere-of-ours", call, &[]).await);
    }
    add("no_such_call", false, stranger.call_raw("no_such_call", &[]).await);
    for path in ["/health", "/ready", "/pkg/none.js", "/api", "/api/visitor"] {
        add(path, path == "/api", stranger.get(path).await);
    }
    fetched
}

/// The nonce of a page's policy.
fn nonce(policy: &str) -> Option<&str> {
    policy.split("'nonce-").nth(1)?.split('\'').next()
}

fn check(fetched: &Fetched) {
    let Fetched { what, page, reply } = fetched;
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(reply.headers[name], value, "{what}: {name}");
    }
    let policy = reply.headers["content-security-policy"].to_str().unwrap();
    if let Some(nonce) = nonce(policy) {
        assert!(*page, "{what} has no scripts");
        assert_eq!(policy.replace(nonce, "…"), WITH_SCRIPTS, "{what}");
        assert!(nonce.len() >= 22, "128 bits and more");
    } else {
        assert!(!*page, "{what} has scripts");
        assert_eq!(policy, WITHOUT, "{what}");
    }
    assert!(reply.headers.contains_key("x-request-id"), "{what}");
    assert!(reply.headers.contains_key("permissions-policy"), "{what}");
    assert!(
        reply.status != StatusCode::INTERNAL_SERVER_ERROR,
        "{what}: {}",
        reply.body
    );
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let app = TestApp::new().await;
    for fetched in everything(&app).await {
        check(&fetched);
        assert!(
            !fetched.reply.headers.contains_key(header::STRICT_TRANSPORT_SECURITY),
            "the base address is not https"
        );
    }
}

#[tokio::test]
async fn on_https_the_cookies_are_bound_to_the_host_and_browsers_told_to_stay() {
    let app = TestApp::with(Database::sqlite(), |config| {
        let lookup = |name: &str| match name {
            "BASE_URL" => Some("https://porthor.example".to_owned()),
            "SMTP_URL" => Some("smtp://127.0.0.1:9".to_owned()),
            "SUPPORT_EMAIL" => Some("help@porthor.example".to_owned()),
            _ => None,
        };
        config.base = server::config::Config::read(lookup, false).unwrap().base;
    })
    .await;
    for fetched in everything(&app).await {
        check(&fetched);
        assert_eq!(
            fetched.reply.headers[header::STRICT_TRANSPORT_SECURITY],
            "max-age=31536000",
            "{}",
            fetched.what
        );
    }
    let gwen = app.person("Gwen Rees", "gwen@example.org").await;
    assert!(gwen.browser.cookie("__Host-porthor-session").is_some());
    assert!(gwen.browser.cookie("__Host-porthor-visit").is_some());
}

#[tokio::test]
async fn every_script_of_a_page_carries_the_nonce_of_its_policy_and_no_two_pages_the_same() {
    let app = TestApp::new().await;
    let browser = app.browser();
    let mut nonces = Vec::new();
    for path in ["/", "/cy/sign-in"] {
        let reply = browser.get(path).await;
        assert_eq!(reply.status, StatusCode::OK);
        let policy = reply.headers["content-security-policy"].to_str().unwrap();
        let nonce = nonce(policy).unwrap();
        for script in reply.body.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{tag}");
        }
        assert!(
            !reply.body.contains("<style") && !reply.body.contains(" style=\""),
            "{path}"
        );
        nonces.push(nonce.to_owned());
    }
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test]
async fn files_named_by_their_content_are_kept_for_ever_and_no_others() {
    let app = TestApp::new().await;
    let stylesheet = &site::manifest().stylesheet;
    let hashed = stylesheet.contains('-');
    let reply = app.browser().get(stylesheet).await;
    let kept = match (site::is_empty(), hashed) {
        // What keeps what stands in `http::site`, with files of its own.
        (true, _) => "no-store",
        (false, true) => "public, max-age=31536000, immutable",
        (false, false) => "no-cache",
    };
    assert_eq!(reply.headers["cache-control"], kept, "{stylesheet}");
    assert_eq!(reply.headers["x-content-type-options"], "nosniff");
    assert_eq!(reply.headers["content-security-policy"], WITHOUT);
}
