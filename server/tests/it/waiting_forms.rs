//! Forms that had to wait, because the session had ended: shown again to the same person, and to nobody else.

use chrono::TimeDelta;

use crate::browser::Reply;
use crate::{Browser, PASSWORD, Person, Practice, TestApp, on_both};

const TYPED: &str = "Rotas on Mondays and Tuesdays.";
const FORM: &str = "/cy/ask-to-join/W91001?from=search";
const STILL_HERE: &str = "Mae’r hyn a deipioch yn dal yma";

on_both!(
    what_was_typed_after_the_session_ended_is_shown_again_after_the_sign_in,
    somebody_else_who_signs_in_is_shown_nothing_of_it,
    a_session_that_was_ended_elsewhere_leads_back_as_well,
);

async fn practice(app: &TestApp) -> Practice {
    app.practice("W91001", "Meddygfa Bryn Gwyn").await
}

/// Sends the request without scripts.
async fn sends(browser: &Browser) -> Reply {
    let fields = [("code", "W91001"), ("role", "practice_enabled_user"), ("reason", TYPED)];
    browser.post(FORM, "ask_to_join", &fields).await
}

/// Signs in on the page that a post led to; where that leads.
async fn signs_in(browser: &Browser, page: &str, email: &str, password: &str) -> Reply {
    let next = "/cy/ask-to-join/W91001?from=search";
    let fields = [("email", email), ("password", password), ("next", next)];
    browser.post(page, "sign_in", &fields).await
}

async fn session_rests(app: &TestApp) -> Person {
    let gwen = app.person("Gwen Rees", "gwen@example.org").await;
    app.clock.advance(TimeDelta::minutes(31));
    gwen
}

async fn what_was_typed_after_the_session_ended_is_shown_again_after_the_sign_in(app: TestApp) {
    practice(&app).await;
    let gwen = session_rests(&app).await;
    let browser = &gwen.browser;
    let led = sends(browser).await;
    assert_eq!(
        led.location(),
        "/cy/sign-in?next=%2Fcy%2Fask-to-join%2FW91001%3Ffrom%3Dsearch&rested=1"
    );
    assert!(!browser.get(led.location()).await.says(TYPED), "not before the sign-in");
    let mistyped = signs_in(browser, led.location(), &gwen.email, "not her password").await;
    assert!(browser.get(mistyped.location()).await.says("nhsuk-error-summary"));

    let back = signs_in(browser, led.location(), &gwen.email, PASSWORD).await;
    assert!(
        back.location().starts_with("/cy/ask-to-join/W91001"),
        "{}",
        back.location()
    );
    let page = browser.get(back.location()).await;
    assert!(page.says(TYPED) && page.says(STILL_HERE), "{}", page.body);
    assert!(!page.says("nhsuk-error-summary"), "nothing is wrong: {}", page.body);
    assert!(!page.says("nhsuk-notification-banner--success"), "and nothing was done");
    assert!(gwen.requests().await.is_empty(), "nothing runs by itself");
    assert!(
        browser.get(back.location()).await.says(TYPED),
        "reading does not use it up"
    );
    assert!(!browser.get("/ask-to-join/W91001").await.says(TYPED), "another page");

    assert_eq!(sends(browser).await.status, 303);
    assert_eq!(gwen.requests().await.len(), 1);
    assert!(!browser.get(back.location()).await.says(STILL_HERE), "it has been sent");
}

async fn somebody_else_who_signs_in_is_shown_nothing_of_it(app: TestApp) {
    practice(&app).await;
    app.person("Huw Tomos", "huw@example.org").await;
    let gwen = session_rests(&app).await;
    let browser = &gwen.browser;
    let led = sends(browser).await;
    let back = signs_in(browser, led.location(), "huw@example.org", PASSWORD).await;
    let page = browser.get(back.location()).await;
    assert!(!page.says(TYPED) && !page.says(STILL_HERE), "{}", page.body);
    let back = signs_in(browser, led.location(), &gwen.email, PASSWORD).await;
    let page = browser.get(back.location()).await;
    assert!(!page.says(TYPED), "it went when somebody else sat down there");
}

async fn a_session_that_was_ended_elsewhere_leads_back_as_well(app: TestApp) {
    practice(&app).await;
    let gwen = app.person("Gwen Rees", "gwen@example.org").await;
    let mut change = app.store.change().await.unwrap();
    change.sessions().end_all(gwen.id, app.now()).await.unwrap();
    let entry = app.entry(domain::audit::Event::SessionEnded).about(gwen.id);
    change.commit(entry).await.unwrap();
    let led = sends(&gwen.browser).await;
    assert!(!led.location().contains("rested"), "{}", led.location());
    let back = signs_in(&gwen.browser, led.location(), &gwen.email, PASSWORD).await;
    assert!(gwen.browser.get(back.location()).await.says(TYPED));
}

#[tokio::test]
async fn who_signs_out_leaves_nothing_behind() {
    let app = TestApp::new().await;
    practice(&app).await;
    let gwen = session_rests(&app).await;
    let led = sends(&gwen.browser).await;
    signs_in(&gwen.browser, led.location(), &gwen.email, PASSWORD).await;
    gwen.signs_out().await.unwrap();
    let back = signs_in(&gwen.browser, led.location(), &gwen.email, PASSWORD).await;
    assert!(!gwen.browser.get(back.location()).await.says(TYPED));
}

#[tokio::test]
async fn a_form_that_was_sent_again_by_a_script_is_not_shown_again() {
    let app = TestApp::new().await;
    let practice = practice(&app).await;
    let gwen = session_rests(&app).await;
    let led = sends(&gwen.browser).await;
    let back = signs_in(&gwen.browser, led.location(), &gwen.email, PASSWORD).await;
    gwen.asks(&practice).await;
    assert!(!gwen.browser.get(back.location()).await.says(STILL_HERE));
}

#[tokio::test]
async fn after_ten_minutes_it_is_gone() {
    let app = TestApp::new().await;
    practice(&app).await;
    let gwen = session_rests(&app).await;
    let led = sends(&gwen.browser).await;
    app.clock.advance(TimeDelta::minutes(10));
    let back = signs_in(&gwen.browser, led.location(), &gwen.email, PASSWORD).await;
    assert!(!gwen.browser.get(back.location()).await.says(TYPED));
}

#[tokio::test]
async fn passwords_are_never_kept() {
    let app = TestApp::new().await;
    let gwen = session_rests(&app).await;
    let form = "/my-account/password";
    let fields = [("old_password", "an old secret"), ("password", "a new secret")];
    let led = gwen.browser.post(form, "change_password", &fields).await;
    let fields = [("email", gwen.email.as_str()), ("password", PASSWORD), ("next", form)];
    let page = gwen.browser.submit(led.location(), "sign_in", &fields).await;
    assert!(page.says("What you typed is still here"), "{}", page.body);
    assert!(
        !page.says("an old secret") && !page.says("a new secret"),
        "{}",
        page.body
    );
}
