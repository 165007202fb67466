//! What every request meets at the edge: origin, limits, cookies, answers to what nobody should send. Headers are in
//! `headers`.

use app::error::AppError;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use chrono::TimeDelta;
use domain::permission::CALLS;
use domain::sessions::Visitor;
use domain::{Language, Page, Refusal};

use crate::{Browser, Database, PASSWORD, TestApp, on_both};

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
    let id = domain::MemberId::parse("0190163d-8694-739b-aea5-966c26f8ad91").unwrap();
    let pages = Page::one_of_each(&practice.code, id.uuid(), "none");
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
    let app = TestApp::with(Database::sqlite(), |config| config.demo = true).await;
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
    let app = TestApp::with(Database::sqlite(), |config| config.posts_a_minute = 3).await;
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
