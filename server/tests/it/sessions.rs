//! Signing in and out: throttled, ended at once, and how long a session lasts. That known and unknown addresses are
//! answered alike is in `alike`; what a hundred wrong passwords lead to, in `resets`.

use app::error::AppError;
use axum::http::{StatusCode, header};
use chrono::TimeDelta;
use domain::sessions::{TimeLeft, Visitor};
use domain::{Page, Receipt, Refusal};

use crate::{PASSWORD, Person, TestApp, on_both};

async fn try_as(app: &TestApp, email: &str, password: &str) -> Result<Receipt, AppError> {
    let fields = [("email", email), ("password", password), ("next", "")];
    app.browser().call("sign_in", &fields).await
}

#[tokio::test]
async fn after_ten_wrong_passwords_one_waits_whoever_one_is() {
    let app = TestApp::new().await;
    app.person("Siân Jones", "sian@bont.example").await;
    app.clock.advance(TimeDelta::minutes(20));
    for email in ["sian@bont.example", "nobody@bont.example"] {
        for _ in 0..10 {
            assert_eq!(
                try_as(&app, email, "not the password").await,
                Err(AppError::Refused(Refusal::SignInFailed))
            );
        }
        let refused = try_as(&app, email, PASSWORD).await.unwrap_err();
        assert_eq!(
            refused,
            AppError::Refused(Refusal::TooManyTries { wait: 900 }),
            "{email}"
        );
    }
    app.clock.advance(TimeDelta::minutes(15));
    assert!(try_as(&app, "sian@bont.example", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn who_has_to_wait_is_told_how_long_as_a_script_and_on_both_pages() {
    let app = TestApp::new().await;
    for _ in 0..10 {
        assert!(try_as(&app, "sian@bont.example", "not the password").await.is_err());
    }
    let fields = [
        ("email", "sian@bont.example"),
        ("password", "not the password"),
        ("next", ""),
    ];
    let reply = app.browser().call_raw("sign_in", &fields).await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(reply.headers[header::RETRY_AFTER], "900");
    for (page, sentence) in [
        ("/sign-in", "Too many tries. Wait 15 minutes before you try again."),
        (
            "/cy/sign-in",
            "Gormod o gynigion. Arhoswch 15 munud cyn rhoi cynnig arall arni.",
        ),
    ] {
        let reply = app.browser().submit(page, "sign_in", &fields).await;
        assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(reply.headers[header::RETRY_AFTER], "900");
        assert!(reply.says(sentence), "{}", reply.body);
    }
}

#[tokio::test]
async fn a_success_forgets_the_tries_before_it() {
    let app = TestApp::new().await;
    app.person("Siân Jones", "sian@bont.example").await;
    for _ in 0..3 {
        for _ in 0..9 {
            assert!(try_as(&app, "sian@bont.example", "not the password").await.is_err());
        }
        assert!(try_as(&app, "sian@bont.example", PASSWORD).await.is_ok());
    }
}

#[tokio::test]
async fn a_hundred_tries_at_once_are_a_hundred_tries() {
    let app = TestApp::new().await;
    app.person("Siân Jones", "sian@bont.example").await;
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let browser = app.browser();
        all.spawn(async move {
            let fields = [
                ("email", "sian@bont.example"),
                ("password", "not the password"),
                ("next", ""),
            ];
            browser.call::<Receipt>("sign_in", &fields).await.unwrap_err()
        });
    }
    let answers = all.join_all().await;
    let checked = answers
        .iter()
        .filter(|answer| **answer == AppError::Refused(Refusal::SignInFailed))
        .count();
    assert_eq!(checked, 10, "only so many passwords are checked");
}

#[tokio::test]
async fn after_signing_out_the_cookie_opens_nothing() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let thief = app.browser();
    for name in ["porthor-session", "__Host-porthor-session"] {
        if let Some(secret) = sian.browser.cookie(name) {
            thief.set_cookie(name, &secret);
        }
    }
    let seen: Visitor = thief.call("visitor", &[]).await.unwrap();
    assert_eq!(seen.person.unwrap().name, "Siân Jones");
    sian.signs_out().await.unwrap();
    let seen: Visitor = thief.call("visitor", &[]).await.unwrap();
    assert!(seen.person.is_none());
    let refused: Result<Vec<domain::join_requests::MyRequest>, _> = thief.call("my_requests", &[]).await;
    assert_eq!(refused.unwrap_err(), AppError::SignInFirst);
}

#[tokio::test]
async fn the_page_that_was_wanted_is_returned_to() {
    let app = TestApp::new().await;
    app.person("Siân Jones", "sian@bont.example").await;
    let wanted = |next: &'static str| [("email", "sian@bont.example"), ("password", PASSWORD), ("next", next)];
    let browser = app.browser();
    let receipt: Receipt = browser.call("sign_in", &wanted("/cy/my-requests")).await.unwrap();
    assert_eq!(receipt.go_to, Page::MyRequests);
    let receipt: Receipt = browser.call("sign_in", &wanted("https://evil.example/")).await.unwrap();
    assert_eq!(receipt.go_to, Page::Ask);
}

#[tokio::test]
async fn every_sign_in_is_a_new_session() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let cookie = |person: &crate::Person| {
        person
            .browser
            .cookie("porthor-session")
            .or_else(|| person.browser.cookie("__Host-porthor-session"))
    };
    let first = cookie(&sian).unwrap();
    sian.signs_in().await;
    assert_ne!(cookie(&sian).unwrap(), first);
}

async fn left(person: &Person) -> Result<TimeLeft, AppError> {
    person.browser.call("session_left", &[]).await
}

on_both!(
    asking_how_long_a_session_lasts_does_not_prolong_it,
    the_absolute_end_of_a_session_is_told_as_such,
);

async fn asking_how_long_a_session_lasts_does_not_prolong_it(app: TestApp) {
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    for minutes in [30_u32, 20, 10] {
        let seconds = minutes * 60;
        assert_eq!(
            left(&sian).await.unwrap(),
            TimeLeft {
                seconds,
                absolute: false
            }
        );
        app.clock.advance(TimeDelta::minutes(10));
    }
    assert_eq!(left(&sian).await, Err(AppError::SignInFirst));
    let seen: Visitor = sian.browser.call("visitor", &[]).await.unwrap();
    assert!(seen.person.is_none());
}

async fn the_absolute_end_of_a_session_is_told_as_such(app: TestApp) {
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    for _ in 0..35 {
        app.clock.advance(TimeDelta::minutes(20));
        let seen: Visitor = sian.browser.call("visitor", &[]).await.unwrap();
        assert!(seen.person.is_some());
    }
    let expected = TimeLeft {
        seconds: 20 * 60,
        absolute: true,
    };
    assert_eq!(left(&sian).await.unwrap(), expected);
    let seen: Visitor = sian.browser.call("visitor", &[]).await.unwrap();
    assert_eq!(seen.person.unwrap().time_left, expected);
}
