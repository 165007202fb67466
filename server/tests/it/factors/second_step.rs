//! The second step of signing in: nobody is signed in before it, each code counts once, wrong ones are counted.

use app::error::AppError;
use chrono::TimeDelta;
use domain::audit::Event;
use domain::factors::Way;
use domain::form::{Field, Problem};
use domain::permission::{CALLS, Needs};
use domain::sessions::Visitor;
use domain::{FieldErrors, Page, Refusal};

use super::apps::events;
use crate::story::{Story, lent};
use crate::{Browser, PASSWORD, Person, TestApp, on_both};

on_both!(
    the_second_step_signs_in_and_leads_to_the_page_that_was_wanted,
    between_the_steps_one_is_nobody_everywhere,
    of_two_who_post_the_same_code_at_once_one_gets_in,
    a_recovery_code_signs_in_once,
    after_five_wrong_codes_one_waits,
);

fn wrong_code() -> AppError {
    AppError::Invalid(FieldErrors::one(Field::Code, Problem::WrongCode))
}

fn session(browser: &Browser) -> String {
    browser.cookie("porthor-session").unwrap()
}

async fn the_second_step_signs_in_and_leads_to_the_page_that_was_wanted(app: TestApp) {
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let (phone, _) = sian.adds_an_app(&app).await;
    app.clock.advance(TimeDelta::minutes(1));
    let browser = app.browser();
    assert_eq!(browser.signs_in_as(&sian).await.unwrap().go_to, Page::SecondStep);
    let half = session(&browser);
    let ways = browser.second_step().await.unwrap();
    assert_eq!(ways.0, [Way::App, Way::RecoveryCode]);
    let receipt = browser.gives_code(&phone.code(&app)).await.unwrap();
    assert_eq!(receipt.go_to, Page::MyRequests);
    assert_ne!(session(&browser), half, "a new secret");
    let seen: Visitor = browser.call("visitor", &[]).await.unwrap();
    assert_eq!(seen.person.unwrap().name, "Siân Jones");
    let thief = app.browser();
    thief.set_cookie("porthor-session", &half);
    assert_eq!(
        thief.second_step().await,
        Err(AppError::SignInFirst),
        "the old one is gone"
    );
    assert_eq!(
        events(&app, &sian).await.last(),
        Some(&Event::SignedIn),
        "and only the second step is recorded"
    );
}

async fn between_the_steps_one_is_nobody_everywhere(app: TestApp) {
    let story = Story::on(app).await;
    story.sian.adds_an_app(&story.app).await;
    let browser = story.app.browser();
    browser.signs_in_as(&story.sian).await.unwrap();
    let before = story.state().await;
    for (call, needs) in CALLS {
        if matches!(needs, Needs::SignedIn | Needs::May(_) | Needs::MayDecideSomewhere) {
            let fields = story.fields(call);
            let refused: Result<serde_json::Value, _> = browser.call(call, &lent(&fields)).await;
            assert_eq!(refused, Err(AppError::SignInFirst), "{call}");
        }
    }
    let seen: Visitor = browser.call("visitor", &[]).await.unwrap();
    assert!(seen.person.is_none());
    for page in ["/my-requests", "/pending-requests", "/organisations/W91001/members"] {
        let reply = browser.get(page).await;
        assert!(!reply.says("Siân Jones") && !reply.says("Gwen Rees"), "{page}");
    }
    assert_eq!(story.state().await, before);
    let sessions: Vec<domain::my_account::MySession> = story.sian.browser.call("my_sessions", &[]).await.unwrap();
    assert_eq!(sessions.len(), 1, "a sign-in that has begun is no session");
}

#[tokio::test]
async fn replayed_late_early_and_foreign_codes_are_refused() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    let (phone, _) = sian.adds_an_app(&app).await;
    let (foreign, _) = huw.adds_an_app(&app).await;
    let first = phone.code(&app);
    sian.signs_in().await;
    assert_eq!(
        sian.browser.gives_code(&first).await,
        Err(wrong_code()),
        "used to add it"
    );
    app.clock.advance(TimeDelta::seconds(30));
    let second = phone.code(&app);
    app.clock.advance(TimeDelta::seconds(60));
    assert_eq!(sian.browser.gives_code(&second).await, Err(wrong_code()), "late");
    assert_eq!(
        sian.browser.gives_code(&foreign.code(&app)).await,
        Err(wrong_code()),
        "somebody else's"
    );
    let right = phone.code(&app);
    assert!(sian.browser.gives_code(&right).await.is_ok());
    sian.signs_in().await;
    assert_eq!(sian.browser.gives_code(&right).await, Err(wrong_code()), "replayed");
}

#[tokio::test]
async fn a_clock_that_is_half_a_minute_off_is_forgiven() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let (phone, _) = sian.adds_an_app(&app).await;
    app.clock.advance(TimeDelta::seconds(60));
    let before = phone.code(&app);
    app.clock.advance(TimeDelta::seconds(30));
    sian.signs_in().await;
    assert!(sian.browser.gives_code(&before).await.is_ok());
}

async fn of_two_who_post_the_same_code_at_once_one_gets_in(app: TestApp) {
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let (phone, _) = sian.adds_an_app(&app).await;
    app.clock.advance(TimeDelta::minutes(1));
    let code = phone.code(&app);
    let mut both = tokio::task::JoinSet::new();
    for _ in 0..2 {
        let browser = app.browser();
        browser.signs_in_as(&sian).await.unwrap();
        let code = code.clone();
        both.spawn(async move { browser.gives_code(&code).await });
    }
    let answers = both.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    assert!(answers.contains(&Err(wrong_code())));
}

#[tokio::test]
async fn a_second_step_posted_twice_at_once_makes_one_session() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let (_, codes) = sian.adds_an_app(&app).await;
    let browser = app.browser();
    browser.signs_in_as(&sian).await.unwrap();
    let half = session(&browser);
    let mut both = tokio::task::JoinSet::new();
    for code in codes.into_iter().take(2) {
        let browser = app.browser();
        browser.set_cookie("porthor-session", &half);
        both.spawn(async move { browser.gives_code(&code).await });
    }
    let answers = both.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    assert_eq!(sian.factors().await.codes_left, 9, "and uses one code up");
}

async fn a_recovery_code_signs_in_once(app: TestApp) {
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let (_, codes) = sian.adds_an_app(&app).await;
    sian.signs_in().await;
    assert!(sian.browser.gives_code(&codes[3].to_uppercase()).await.is_ok());
    assert_eq!(sian.factors().await.codes_left, 9);
    assert!(events(&app, &sian).await.contains(&Event::RecoveryCodeUsed));
    let letters = app.letters_to("sian@bont.example").await;
    assert_eq!(letters.len(), 2, "one for the app, one for the code");
    sian.signs_in().await;
    assert_eq!(sian.browser.gives_code(&codes[3]).await, Err(wrong_code()));
    assert!(sian.browser.gives_code(&codes[4]).await.is_ok());
}

async fn after_five_wrong_codes_one_waits(app: TestApp) {
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let (phone, codes) = sian.adds_an_app(&app).await;
    app.clock.advance(TimeDelta::minutes(1));
    sian.signs_in().await;
    for wrong in ["000000", "000001", "000002", "000003", "000004"] {
        assert_eq!(sian.browser.gives_code(wrong).await, Err(wrong_code()));
    }
    let waits = Err(AppError::Refused(Refusal::TooManyTries { wait: 900 }));
    assert_eq!(sian.browser.gives_code(&phone.code(&app)).await, waits);
    assert_eq!(sian.browser.gives_code(&codes[0]).await, waits);
    let elsewhere = app.browser();
    elsewhere.signs_in_as(&sian).await.unwrap();
    assert_eq!(
        elsewhere.gives_code(&phone.code(&app)).await,
        waits,
        "in another browser too"
    );
    app.clock.advance(TimeDelta::minutes(15));
    sian.signs_in().await;
    assert!(sian.browser.gives_code(&phone.code(&app)).await.is_ok());
}

#[tokio::test]
async fn a_hundred_codes_at_once_are_a_hundred_tries() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    sian.adds_an_app(&app).await;
    app.clock.advance(TimeDelta::minutes(1));
    let browser = app.browser();
    browser.signs_in_as(&sian).await.unwrap();
    let half = session(&browser);
    let mut all = tokio::task::JoinSet::new();
    for number in 0..100 {
        let browser = app.browser();
        browser.set_cookie("porthor-session", &half);
        all.spawn(async move { browser.gives_code(&format!("{number:06}")).await.unwrap_err() });
    }
    let answers = all.join_all().await;
    let checked = answers.iter().filter(|answer| **answer == wrong_code()).count();
    assert_eq!(checked, 5, "only so many codes are checked");
}

#[tokio::test]
async fn a_day_has_fifty_wrong_codes() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let (phone, _) = sian.adds_an_app(&app).await;
    for _ in 0..10 {
        app.clock.advance(TimeDelta::minutes(16));
        sian.signs_in().await;
        for _ in 0..5 {
            assert_eq!(sian.browser.gives_code("000000").await, Err(wrong_code()));
        }
    }
    app.clock.advance(TimeDelta::minutes(16));
    sian.signs_in().await;
    let refused = sian.browser.gives_code(&phone.code(&app)).await.unwrap_err();
    assert!(
        matches!(refused, AppError::Refused(Refusal::TooManyTries { wait }) if wait > 3_600),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_sign_in_waits_ten_minutes_for_its_second_step() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let (phone, _) = sian.adds_an_app(&app).await;
    sian.signs_in().await;
    app.clock.advance(TimeDelta::minutes(9));
    assert!(sian.browser.second_step().await.is_ok());
    app.clock.advance(TimeDelta::minutes(1));
    assert_eq!(sian.browser.second_step().await, Err(AppError::SignInFirst));
    assert_eq!(
        sian.browser.gives_code(&phone.code(&app)).await,
        Err(AppError::SignInFirst)
    );
}

#[tokio::test]
async fn without_a_sign_in_there_is_no_second_step() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    for browser in [&app.browser(), &sian.browser] {
        assert_eq!(browser.second_step().await, Err(AppError::SignInFirst));
        assert_eq!(browser.gives_code("123456").await, Err(AppError::SignInFirst));
    }
}

#[tokio::test]
async fn a_reset_of_the_password_does_not_stand_in_for_the_second_step() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let (phone, _) = sian.adds_an_app(&app).await;
    app.clock.advance(TimeDelta::minutes(1));
    let browser = app.browser();
    browser.signs_in_as(&sian).await.unwrap();
    let asked: domain::Receipt = browser.call("ask_for_reset", &[("email", &sian.email)]).await.unwrap();
    assert_eq!(asked.go_to, Page::ForgottenSent);
    let letters = app.letters_to(&sian.email).await;
    let token = letters
        .iter()
        .find(|letter| letter.name == "reset_password")
        .unwrap()
        .token();
    let password = "tegell gwyrdd newydd";
    let fields = [("token", token.as_str()), ("password", password)];
    browser
        .call::<domain::Receipt>("reset_password", &fields)
        .await
        .unwrap();
    assert_eq!(
        browser.second_step().await,
        Err(AppError::SignInFirst),
        "what had begun with the old password has ended"
    );
    let signed_in = sign_in(&browser, &sian, password).await;
    assert_eq!(signed_in.go_to, Page::SecondStep);
    let seen: Visitor = browser.call("visitor", &[]).await.unwrap();
    assert!(seen.person.is_none());
    assert!(browser.gives_code(&phone.code(&app)).await.is_ok());
}

async fn sign_in(browser: &Browser, person: &Person, password: &str) -> domain::Receipt {
    assert_ne!(password, PASSWORD);
    let fields = [("email", person.email.as_str()), ("password", password), ("next", "")];
    browser.call("sign_in", &fields).await.unwrap()
}

#[tokio::test]
async fn a_plain_form_goes_through_both_steps() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let (phone, _) = sian.adds_an_app(&app).await;
    app.clock.advance(TimeDelta::minutes(1));
    let browser = app.browser();
    let fields = [
        ("email", sian.email.as_str()),
        ("password", PASSWORD),
        ("next", "/my-requests"),
    ];
    let reply = browser.post("/sign-in", "sign_in", &fields).await;
    assert_eq!(reply.location(), "/sign-in/second-step");
    let code = phone.code(&app);
    let fields = [("code", code.as_str()), ("next", "")];
    let reply = browser.post("/sign-in/second-step", "give_code", &fields).await;
    assert_eq!(reply.location(), "/my-requests");
}
