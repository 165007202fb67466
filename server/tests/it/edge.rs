//! What every request meets at the edge: headers, origin, limits, cookies, answers to what nobody should send.

use app::error::AppError;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use chrono::TimeDelta;
use domain::permission::CALLS;
use domain::sessions::Visitor;
use domain::{Language, Page, Refusal};

use crate::{Browser, Engine, PASSWORD, TestApp, on_both};

const PATHS: [&str; 8] = [
    "/",
    "/cy",
    "/sign-in",
    "/create-account",
    "/nowhere",
    "/confirm/none",
    "/health",
    "/pkg/none.js",
];

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let app = TestApp::new().await;
    let browser = app.browser();
    let mut replies = Vec::new();
    for path in PATHS {
        replies.push(browser.get(path).await);
    }
    for (call, _) in CALLS {
        replies.push(browser.call_raw(call, &[]).await);
    }
    replies.push(browser.call_raw("no_such_call", &[]).await);
    for reply in replies {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(reply.headers[name], value);
        }
        let policy = reply.headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"),
            "{policy}"
        );
        assert!(!policy.contains("'unsafe-eval'"), "{policy}");
        assert!(reply.headers.contains_key("x-request-id") && reply.headers.contains_key("permissions-policy"));
        assert!(
            !reply.headers.contains_key("strict-transport-security"),
            "the base address is not https"
        );
        assert_eq!(reply.headers["cache-control"], "no-store");
        assert!(reply.status != StatusCode::INTERNAL_SERVER_ERROR, "{}", reply.body);
    }
}

#[tokio::test]
async fn every_script_of_a_page_carries_the_nonce_of_its_policy_and_no_two_pages_the_same() {
    let app = TestApp::new().await;
    let browser = app.browser();
    let mut nonces = Vec::new();
    for path in ["/", "/cy/sign-in"] {
        let reply = browser.get(path).await;
        assert_eq!(reply.status, StatusCode::OK);
        let policy = reply.headers["content-security-policy"].to_str().unwrap().to_owned();
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .unwrap()
            .split('\'')
            .next()
            .unwrap()
            .to_owned();
        for script in reply.body.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{tag}");
        }
        assert!(
            !reply.body.contains("<style") && !reply.body.contains(" style=\""),
            "{path}"
        );
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test]
async fn on_https_the_cookies_are_bound_to_the_host_and_browsers_told_to_stay() {
    let app = TestApp::with(Engine::sqlite(), |config| {
        let lookup = |name: &str| match name {
            "BASE_URL" => Some("https://porthor.example".to_owned()),
            "SMTP_URL" => Some("smtp://127.0.0.1:9".to_owned()),
            _ => None,
        };
        config.base = server::config::Config::read(lookup, false).unwrap().base;
    })
    .await;
    let gwen = app.person("Gwen Rees", "gwen@example.org").await;
    assert!(gwen.browser.cookie("__Host-porthor-session").is_some());
    let reply = gwen.browser.get("/").await;
    assert!(reply.headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn what_another_site_sends_is_refused_and_changes_nothing() {
    let app = TestApp::new().await;
    let gwen = app.person("Gwen Rees", "gwen@example.org").await;
    let attempts: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", "http://localhost:3000")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
    ];
    for headers in attempts {
        for accept in ["text/html", "application/json"] {
            let mut request = Request::post("/api/sign_out").header(header::ACCEPT, accept);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let reply = gwen.browser.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(reply.status, StatusCode::FORBIDDEN, "{headers:?}");
            if accept == "application/json" {
                let error: AppError = serde_json::from_str(&reply.body).unwrap();
                assert_eq!(error, AppError::Refused(Refusal::FromAnotherSite));
            }
        }
    }
    assert!(visitor(&gwen.browser).await.person.is_some(), "still signed in");
}

async fn visitor(browser: &Browser) -> Visitor {
    browser.call("visitor", &[]).await.unwrap()
}

#[tokio::test]
async fn a_call_that_is_gone_is_answered_clearly() {
    let app = TestApp::new().await;
    let browser = app.browser();
    let reply = browser.call_raw("approve_everything", &[]).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    let error: AppError = serde_json::from_str(&reply.body).unwrap();
    assert_eq!(error, AppError::Refused(Refusal::NotFound));
    let reply = browser.post("/", "approve_everything", &[]).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert!(
        reply.says("Page not found") && reply.says("lang=\"cy\""),
        "{}",
        reply.body
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_said_and_never_a_500() {
    let app = TestApp::new().await;
    let browser = app.browser();
    let bodies: [(&str, Vec<u8>); 5] = [
        ("application/x-www-form-urlencoded", b"\xff\xfe=%zz&&&=".to_vec()),
        ("application/json", b"{".to_vec()),
        ("multipart/form-data; boundary=", b"--".to_vec()),
        ("multipart/form-data", b"--".to_vec()),
        ("text/plain", Vec::new()),
    ];
    for (call, _) in CALLS {
        for (kind, body) in &bodies {
            for accept in ["text/html", "application/json"] {
                let request = Request::post(format!("/api/{call}"))
                    .header(header::ACCEPT, accept)
                    .header(header::CONTENT_TYPE, *kind)
                    .header("sec-fetch-site", "same-origin")
                    .body(Body::from(body.clone()))
                    .unwrap();
                let reply = browser.send(request).await;
                assert!(reply.status.as_u16() < 500, "{call} {kind} {accept}: {}", reply.status);
            }
        }
    }
}

#[tokio::test]
async fn too_much_is_refused_with_a_page_and_with_json() {
    let app = TestApp::new().await;
    let browser = app.browser();
    let much = "x".repeat(70 * 1024);
    let reply = browser.post("/sign-in", "sign_in", &[("email", &much)]).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(reply.says("Too much was sent"), "{}", reply.body);
    let reply = browser.call_raw("sign_in", &[("email", &much)]).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(serde_json::from_str::<AppError>(&reply.body).is_ok());
}

#[tokio::test]
async fn pages_are_only_read() {
    let app = TestApp::new().await;
    let browser = app.browser();
    for method in [Method::POST, Method::PUT, Method::DELETE] {
        let request = Request::builder()
            .method(method)
            .uri("/sign-in")
            .body(Body::empty())
            .unwrap();
        assert_eq!(browser.send(request).await.status, StatusCode::METHOD_NOT_ALLOWED);
    }
    let head = Request::head("/sign-in")
        .header(header::ACCEPT, "text/html")
        .body(Body::empty())
        .unwrap();
    assert_eq!(browser.send(head).await.status, StatusCode::OK);
}

#[tokio::test]
async fn every_page_answers_a_stranger_and_none_with_a_500() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa Bryn Gwyn").await;
    let browser = app.browser();
    let id = "0190163d-8694-739b-aea5-966c26f8ad91";
    let (request, member, letter) = (
        domain::JoinRequestId::parse(id).unwrap(),
        domain::MemberId::parse(id).unwrap(),
        domain::LetterId::parse(id).unwrap(),
    );
    let code = practice.code;
    let pages = [
        Page::Home,
        Page::SignIn,
        Page::CreateAccount,
        Page::CreateAccountPractice,
        Page::CreateAccountRole,
        Page::CreateAccountCheck,
        Page::CreateAccountSent,
        Page::Confirm("none".to_owned()),
        Page::ConfirmAgain,
        Page::Ask,
        Page::AskOrganisation(code.clone()),
        Page::MyRequests,
        Page::MyRequest(request),
        Page::PendingRequests,
        Page::Profile(code.clone()),
        Page::Members(code.clone()),
        Page::History(code.clone()),
        Page::Review(code.clone(), request),
        Page::Reject(code.clone(), request),
        Page::Revoke(code, member),
        Page::DemoLetters,
        Page::DemoLetter(letter),
    ];
    for page in pages {
        for language in Language::ALL {
            let path = page.path(language);
            let reply = browser.get(&path).await;
            assert!(reply.status.as_u16() < 500, "{path}: {}", reply.status);
            assert!(
                !reply.says("Meddygfa Bryn Gwyn") || matches!(page, Page::AskOrganisation(_)),
                "{path}"
            );
        }
    }
    let gwen = app.person("Gwen Rees", "gwen@example.org").await;
    for path in [
        "/nowhere",
        "/organisations/W99999/members",
        "/my-requests/none",
        "/%ff",
        "/cy/cy",
        "//",
        "/api",
    ] {
        let reply = gwen.browser.get(path).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
        assert!(reply.says("<h1"), "{path}: {}", reply.body);
    }
}

#[tokio::test]
async fn pages_rendered_at_the_same_time_do_not_disturb_each_other() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa Bryn Gwyn").await;
    let sian = app.member("Siân Jones", "sian@example.org", &practice).await;
    let (members, browser) = (Page::Members(practice.code).path(Language::English), &sian.browser);
    for _ in 0..10 {
        let (one, two, three, four) = tokio::join!(
            browser.get("/pending-requests"),
            browser.get(&members),
            browser.get("/cy/my-requests"),
            browser.get("/nowhere"),
        );
        assert!(one.says("<title>Pending requests"), "{}", one.body);
        assert!(two.says("Meddygfa Bryn Gwyn"), "{}", two.body);
        assert_eq!((three.status, four.status), (StatusCode::OK, StatusCode::NOT_FOUND));
    }
}

#[tokio::test]
async fn the_server_says_that_it_lives_and_whether_it_is_ready() {
    let app = TestApp::new().await;
    let browser = app.browser();
    assert_eq!(browser.get("/health").await.status, StatusCode::OK);
    assert_eq!(browser.get("/ready").await.status, StatusCode::OK);
    app.store.close().await;
    assert_eq!(browser.get("/health").await.status, StatusCode::OK);
    assert_eq!(browser.get("/ready").await.status, StatusCode::SERVICE_UNAVAILABLE);
    let broken = browser.get("/").await;
    assert!(
        broken.status == StatusCode::OK || broken.says("Reference"),
        "{}",
        broken.body
    );
}

#[tokio::test]
async fn the_demo_answers_this_machine_only() {
    let app = TestApp::with(Engine::sqlite(), |config| config.demo = true).await;
    let browser = app.browser();
    assert_eq!(
        browser.get("/").await.status,
        StatusCode::NOT_FOUND,
        "its address is 10.…"
    );
    let near = Browser::near(app.router.clone(), app.config.base.as_str());
    assert_eq!(near.get("/").await.status, StatusCode::OK);
    let proxied = Request::get("/")
        .header("x-forwarded-for", "203.0.113.9")
        .body(Body::empty())
        .unwrap();
    assert_eq!(near.send(proxied).await.status, StatusCode::NOT_FOUND);
    let renamed = Request::get("/")
        .header(header::HOST, "porthor.example")
        .body(Body::empty())
        .unwrap();
    assert_eq!(near.send(renamed).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn one_client_address_cannot_flood_the_service() {
    let app = TestApp::with(Engine::sqlite(), |config| config.posts_a_minute = 3).await;
    let browser = app.browser();
    for _ in 0..3 {
        visitor(&browser).await;
    }
    let reply = browser.call_raw("visitor", &[]).await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(reply.headers.contains_key(header::RETRY_AFTER));
    visitor(&app.browser()).await;
    app.clock.advance(TimeDelta::minutes(1));
    visitor(&browser).await;
}

on_both!(
    a_session_ends_when_it_rests_too_long,
    a_session_ends_when_it_has_lasted_long_enough,
    a_cookie_that_was_signed_out_opens_nothing,
    every_sign_in_is_a_new_session,
);

async fn a_session_ends_when_it_rests_too_long(app: TestApp) {
    let gwen = app.person("Gwen Rees", "gwen@example.org").await;
    for _ in 0..3 {
        app.clock.advance(TimeDelta::minutes(29));
        assert!(visitor(&gwen.browser).await.person.is_some());
    }
    app.clock.advance(TimeDelta::minutes(30));
    assert!(visitor(&gwen.browser).await.person.is_none());
}

async fn a_session_ends_when_it_has_lasted_long_enough(app: TestApp) {
    let gwen = app.person("Gwen Rees", "gwen@example.org").await;
    for _ in 0..(12 * 3 - 1) {
        app.clock.advance(TimeDelta::minutes(20));
        assert!(visitor(&gwen.browser).await.person.is_some());
    }
    app.clock.advance(TimeDelta::minutes(20));
    assert!(visitor(&gwen.browser).await.person.is_none());
}

async fn a_cookie_that_was_signed_out_opens_nothing(app: TestApp) {
    let gwen = app.person("Gwen Rees", "gwen@example.org").await;
    let stolen = gwen.browser.cookie("porthor-session").unwrap();
    let visit = gwen.browser.cookie("porthor-visit").unwrap();
    gwen.signs_out().await.unwrap();
    assert_eq!(gwen.browser.cookie("porthor-session"), None);
    assert_ne!(
        gwen.browser.cookie("porthor-visit"),
        Some(visit),
        "the next person begins anew"
    );
    gwen.browser.set_cookie("porthor-session", &stolen);
    assert!(visitor(&gwen.browser).await.person.is_none());
}

async fn every_sign_in_is_a_new_session(app: TestApp) {
    let gwen = app.person("Gwen Rees", "gwen@example.org").await;
    let first = gwen.browser.cookie("porthor-session").unwrap();
    gwen.tries_to_sign_in(PASSWORD).await.unwrap();
    assert_ne!(gwen.browser.cookie("porthor-session").unwrap(), first);
}
