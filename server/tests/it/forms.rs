//! Plain forms, as without scripts: the redirect, the flash, what is kept and what is not.

use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::{PASSWORD, TestApp, on_both};

on_both!(
    what_was_typed_survives_an_error_and_never_stands_in_an_address,
    the_flash_is_for_one_page_one_browser_and_ten_minutes,
    the_next_post_replaces_the_flash,
    a_form_that_needs_a_session_leads_to_sign_in_and_back,
    a_success_leads_on_and_says_so,
);

async fn what_was_typed_survives_an_error_and_never_stands_in_an_address(app: TestApp) {
    let browser = app.browser();
    let fields = [
        ("first_name", "Gwen"),
        ("last_name", ""),
        ("email", "gwen-at-example.org"),
        ("position", "practice_manager"),
        ("language", "cy"),
    ];
    let reply = browser.post("/cy/create-account", "give_details", &fields).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    assert_eq!(reply.location(), "/cy/create-account");
    let page = browser.get(reply.location()).await;
    assert!(
        page.says("gwen-at-example.org") && page.says("value=\"Gwen\""),
        "{}",
        page.body
    );
    assert!(page.says("nhsuk-error-summary"), "{}", page.body);
    let again = browser.get(reply.location()).await;
    assert!(again.says("gwen-at-example.org"), "reading does not use it up");
}

async fn the_flash_is_for_one_page_one_browser_and_ten_minutes(app: TestApp) {
    let browser = app.browser();
    let fields = [
        ("email", "gwen@example.org"),
        ("password", "not her password"),
        ("next", ""),
    ];
    let page = browser.submit("/sign-in", "sign_in", &fields).await;
    assert!(page.says("gwen@example.org"), "{}", page.body);
    assert!(!page.says("not her password"), "a password is never shown again");
    assert!(
        !browser.get("/create-account").await.says("gwen@example.org"),
        "another page"
    );
    assert!(
        !browser.get("/cy/sign-in").await.says("gwen@example.org"),
        "another language"
    );
    assert!(
        !app.browser().get("/sign-in").await.says("gwen@example.org"),
        "another browser"
    );
    app.clock.advance(TimeDelta::minutes(10));
    assert!(!browser.get("/sign-in").await.says("gwen@example.org"), "too late");
}

async fn the_next_post_replaces_the_flash(app: TestApp) {
    app.person("Gwen Rees", "gwen@example.org").await;
    let browser = app.browser();
    let wrong = [
        ("email", "gwen@example.org"),
        ("password", "not her password"),
        ("next", ""),
    ];
    assert!(
        browser
            .submit("/sign-in", "sign_in", &wrong)
            .await
            .says("nhsuk-error-summary")
    );
    let right = [("email", "gwen@example.org"), ("password", PASSWORD), ("next", "")];
    browser.submit("/sign-in", "sign_in", &right).await;
    assert!(!browser.get("/sign-in").await.says("nhsuk-error-summary"));
}

async fn a_form_that_needs_a_session_leads_to_sign_in_and_back(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa Bryn Gwyn").await;
    let browser = app.browser();
    let fields = [
        ("code", practice.code.as_str()),
        ("role", "practice_enabled_user"),
        ("reason", "Rotas."),
    ];
    let reply = browser
        .post("/cy/ask-to-join/W91001?from=search", "ask_to_join", &fields)
        .await;
    assert_eq!(
        reply.location(),
        "/cy/sign-in?next=%2Fcy%2Fask-to-join%2FW91001%3Ffrom%3Dsearch"
    );
}

async fn a_success_leads_on_and_says_so(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa Bryn Gwyn").await;
    let sian = app.member("Siân Jones", "sian@example.org", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@example.org").await;
    let request = gwen.asks(&practice).await.to_string();
    let members = "/organisations/W91001/members?requests=-date";
    let fields = [("code", "W91001"), ("id", request.as_str()), ("reason", "")];
    let reply = sian.browser.post(members, "approve_join_request", &fields).await;
    assert_eq!(
        (reply.status, reply.location()),
        (StatusCode::SEE_OTHER, "/organisations/W91001/members")
    );
    let page = sian.browser.get(reply.location()).await;
    assert!(
        page.says("nhsuk-notification-banner--success") && page.says("Gwen Rees"),
        "{}",
        page.body
    );
    let again = sian.browser.submit(members, "approve_join_request", &fields).await;
    assert!(
        again.says("nhsuk-error-summary") || again.says("role=\"alert\""),
        "somebody decided: {}",
        again.body
    );
}

#[tokio::test]
async fn a_way_back_that_is_not_ours_is_not_followed() {
    let app = TestApp::new().await;
    for back in [
        "https://evil.example/",
        "//evil.example",
        "/sign-in\r\nSet-Cookie: a=b",
        "",
    ] {
        let fields = [("email", "gwen@example.org"), ("password", "x"), ("next", back)];
        let reply = app.browser().post(back, "sign_in", &fields).await;
        assert_eq!(reply.location(), "", "{back}");
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{back}: {}", reply.body);
    }
}

#[tokio::test]
async fn a_very_long_form_is_told_what_is_wrong_although_it_is_not_kept() {
    let app = TestApp::new().await;
    let long = "x".repeat(20_000);
    let fields = [
        ("first_name", long.as_str()),
        ("last_name", "Rees"),
        ("email", "gwen@example.org"),
    ];
    let page = app.browser().submit("/create-account", "give_details", &fields).await;
    assert!(page.says("nhsuk-error-summary"), "{}", page.body);
    assert!(!page.says(&long));
}
