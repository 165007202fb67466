//! Forgotten passwords: the letter, its link, the new password; and the hundred wrong ones that wait for it.

use app::error::AppError;
use chrono::TimeDelta;
use domain::accounts::{ConfirmationView, ResetView};
use domain::audit::Event;
use domain::form::{Field, Problem};
use domain::sessions::Visitor;
use domain::{DeadLink, Notice, Page, Receipt, Refusal};
use storage::Closure;

use crate::newcomer::Newcomer;
use crate::postbox::Received;
use crate::{Browser, PASSWORD, Person, TestApp, on_both};

/// The password that is chosen instead.
const ANOTHER: &str = "seven green kettles";
const SIAN: &str = "sian@bont.example";

on_both!(
    a_forgotten_password_is_chosen_anew_with_a_letters_link,
    a_reset_link_that_cannot_be_used_says_why,
    a_reset_link_is_used_once,
    a_reset_neither_confirms_an_address_nor_reopens_an_account,
    after_a_hundred_wrong_passwords_only_a_reset_helps_while_a_live_session_goes_on,
);

async fn asks(browser: &Browser, email: &str) -> Receipt {
    browser.call("ask_for_reset", &[("email", email)]).await.unwrap()
}

async fn opens(browser: &Browser, token: &str) -> ResetView {
    browser.call("password_reset", &[("token", token)]).await.unwrap()
}

async fn chooses(browser: &Browser, token: &str, password: &str) -> Result<Receipt, AppError> {
    let fields = [("token", token), ("password", password)];
    browser.call("reset_password", &fields).await
}

async fn newest(app: &TestApp, email: &str) -> Received {
    app.letters_to(email).await.remove(0)
}

async fn is_signed_in(browser: &Browser) -> bool {
    let seen: Visitor = browser.call("visitor", &[]).await.unwrap();
    seen.person.is_some()
}

async fn a_forgotten_password_is_chosen_anew_with_a_letters_link(app: TestApp) {
    let sian = app.person("Siân Jones", SIAN).await;
    let elsewhere = Person::new(&app, sian.id, &sian.name, SIAN);
    elsewhere.signs_in().await;
    let somebody = app.browser();

    assert_eq!(asks(&somebody, "Sian@Bont.example").await.go_to, Page::ForgottenSent);
    let letter = newest(&app, SIAN).await;
    assert_eq!(letter.name, "reset_password");
    assert!(letter.link.starts_with("/reset-password/"), "{}", letter.link);
    let token = letter.token();
    for _ in 0..3 {
        assert_eq!(somebody.get(&letter.link).await.status, 200, "looking uses nothing up");
    }
    assert!(matches!(opens(&somebody, &token).await, ResetView::Open { first_name, .. } if first_name == "Siân"));
    assert!(is_signed_in(&sian.browser).await, "nothing has changed yet");

    let receipt = chooses(&somebody, &token, ANOTHER).await.unwrap();
    assert_eq!(receipt, Receipt::saying(Notice::PasswordReset, Page::SignIn));
    assert!(!is_signed_in(&sian.browser).await && !is_signed_in(&elsewhere.browser).await);
    let told = newest(&app, SIAN).await;
    assert_eq!(
        (told.name, told.link.as_str()),
        ("password_changed", "/forgotten-password")
    );
    assert_eq!(
        sian.tries_to_sign_in(PASSWORD).await,
        Err(AppError::Refused(Refusal::SignInFailed))
    );
    sian.tries_to_sign_in(ANOTHER).await.unwrap();
    let lines = app.store.read().audit().concerning(sian.id).await.unwrap();
    let events: Vec<Event> = lines.iter().map(|line| line.event).collect();
    assert!(
        events.contains(&Event::PasswordResetAsked) && events.contains(&Event::PasswordReset),
        "{events:?}"
    );
}

async fn a_reset_link_that_cannot_be_used_says_why(app: TestApp) {
    app.person("Siân Jones", SIAN).await;
    let browser = app.browser();
    asks(&browser, SIAN).await;
    let first = newest(&app, SIAN).await.token();
    asks(&browser, SIAN).await;
    let second = newest(&app, SIAN).await.token();
    let gwen = Newcomer::new(&app, "Gwen Rees", "gwen@bont.example");
    gwen.registers(None).await;
    let confirmation = gwen.newest_letter().await.token();

    for (token, dead) in [
        (first.as_str(), DeadLink::Replaced),
        ("nonsense", DeadLink::Unknown),
        (confirmation.as_str(), DeadLink::Unknown),
    ] {
        assert_eq!(opens(&browser, token).await, ResetView::Dead(dead));
        assert_eq!(
            chooses(&browser, token, ANOTHER).await,
            Err(AppError::Refused(Refusal::Link(dead)))
        );
    }
    assert_eq!(
        gwen.opens(&second).await,
        ConfirmationView::Dead(DeadLink::Unknown),
        "it confirms nothing"
    );
    app.clock.advance(TimeDelta::hours(24));
    assert_eq!(opens(&browser, &second).await, ResetView::Dead(DeadLink::Expired));
    assert_eq!(
        chooses(&browser, &second, ANOTHER).await,
        Err(AppError::Refused(Refusal::Link(DeadLink::Expired)))
    );
}

async fn a_reset_link_is_used_once(app: TestApp) {
    app.person("Siân Jones", SIAN).await;
    let (one, two) = (app.browser(), app.browser());
    asks(&one, SIAN).await;
    let token = newest(&app, SIAN).await.token();
    let (first, second) = tokio::join!(
        chooses(&one, &token, ANOTHER),
        chooses(&two, &token, "eight blue kettles")
    );
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    assert_eq!(
        first.and(second).unwrap_err(),
        AppError::Refused(Refusal::Link(DeadLink::Used))
    );
    assert_eq!(opens(&one, &token).await, ResetView::Dead(DeadLink::Used));
    let told = app.letters_to(SIAN).await;
    assert_eq!(
        told.iter().filter(|letter| letter.name == "password_changed").count(),
        1
    );
}

async fn a_reset_neither_confirms_an_address_nor_reopens_an_account(app: TestApp) {
    let browser = app.browser();
    let gwen = Newcomer::new(&app, "Gwen Rees", "gwen@bont.example");
    gwen.registers(None).await;
    asks(&browser, gwen.email).await;
    let letter = gwen.newest_letter().await;
    assert_eq!(letter.name, "confirm_address");
    assert_eq!(
        opens(&browser, &letter.token()).await,
        ResetView::Dead(DeadLink::Unknown)
    );
    gwen.confirms_with(&letter.token(), PASSWORD).await.unwrap();

    let nest = app.person("Nest Puw", "nest@bont.example").await;
    asks(&browser, &nest.email).await;
    let before = newest(&app, &nest.email).await.token();
    let mut change = app.store.change().await.unwrap();
    let closure = Closure {
        person: nest.id,
        by: nest.id,
        reason: "not_needed",
        note: None,
        at: app.now(),
    };
    assert!(change.people().disable(&closure).await.unwrap());
    let entry = app.entry(Event::AccountClosed).about(nest.id);
    change.commit(entry).await.unwrap();
    assert!(chooses(&browser, &before, ANOTHER).await.is_err());
    asks(&browser, &nest.email).await;
    let letter = newest(&app, &nest.email).await;
    assert_eq!((letter.name, letter.link.as_str()), ("account_closed", "/help"));

    asks(&browser, "none@bont.example").await;
    let letter = newest(&app, "none@bont.example").await;
    assert_eq!((letter.name, letter.link.as_str()), ("no_account", "/create-account"));
    assert!(letter.text.starts_with("Hello,"), "{}", letter.text);
}

/// A hundred wrong passwords, no more at a time than are looked at. The person goes on working meanwhile.
async fn a_hundred_wrong_passwords(app: &TestApp, email: &str, meanwhile: &Browser) {
    for _ in 0..10 {
        app.clock.advance(TimeDelta::minutes(15));
        assert!(is_signed_in(meanwhile).await, "a live session goes on");
        for _ in 0..10 {
            let fields = [("email", email), ("password", "not the password"), ("next", "")];
            let refused = app.browser().call::<Receipt>("sign_in", &fields).await;
            assert_eq!(refused, Err(AppError::Refused(Refusal::SignInFailed)));
        }
    }
}

async fn after_a_hundred_wrong_passwords_only_a_reset_helps_while_a_live_session_goes_on(app: TestApp) {
    let sian = app.person("Siân Jones", SIAN).await;
    let thief = Person::new(&app, sian.id, &sian.name, SIAN);
    let nobody = Person::new(&app, sian.id, "Nobody", "none@bont.example");
    let reset_first = Err(AppError::Refused(Refusal::ResetFirst));
    for email in [SIAN, "none@bont.example"] {
        a_hundred_wrong_passwords(&app, email, &sian.browser).await;
    }
    for person in [&thief, &nobody] {
        assert_eq!(person.tries_to_sign_in(PASSWORD).await, reset_first, "{}", person.email);
    }
    assert!(is_signed_in(&sian.browser).await);

    app.clock.advance(TimeDelta::days(7));
    server::sweep::sweep(&app.store, app.clock.as_ref()).await.unwrap();
    for person in [&thief, &nobody] {
        assert_eq!(
            person.tries_to_sign_in(PASSWORD).await,
            reset_first,
            "time does not help"
        );
    }
    asks(&sian.browser, SIAN).await;
    let token = newest(&app, SIAN).await.token();
    chooses(&sian.browser, &token, ANOTHER).await.unwrap();
    sian.tries_to_sign_in(ANOTHER).await.unwrap();
}

#[tokio::test]
async fn a_reset_forgets_the_wrong_passwords_before_it() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", SIAN).await;
    for _ in 0..11 {
        assert!(sian.tries_to_sign_in("not the password").await.is_err());
    }
    assert!(matches!(
        sian.tries_to_sign_in(PASSWORD).await,
        Err(AppError::Refused(Refusal::TooManyTries { .. }))
    ));
    asks(&sian.browser, SIAN).await;
    let token = newest(&app, SIAN).await.token();
    chooses(&sian.browser, &token, ANOTHER).await.unwrap();
    sian.tries_to_sign_in(ANOTHER).await.unwrap();
}

#[tokio::test]
async fn hammering_on_an_account_does_not_use_up_its_hundred_tries() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", SIAN).await;
    for _ in 0..150 {
        assert!(sian.tries_to_sign_in("not the password").await.is_err());
    }
    app.clock.advance(TimeDelta::minutes(15));
    sian.signs_in().await;
}

#[tokio::test]
async fn a_new_password_is_not_made_of_the_names_involved() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Canolfan Iechyd y Castell").await;
    app.member("Gwenllian Prydderch", SIAN, &practice).await;
    let browser = app.browser();
    asks(&browser, SIAN).await;
    let token = newest(&app, SIAN).await.token();
    for password in ["Gwenllian-1-Prydderch", "canolfaniechyd1", "PorthorPorthor"] {
        let AppError::Invalid(errors) = chooses(&browser, &token, password).await.unwrap_err() else {
            panic!("{password} was refused for another reason");
        };
        assert_eq!(
            errors.of(Field::Password),
            Some(Problem::PasswordFromName),
            "{password}"
        );
    }
    chooses(&browser, &token, ANOTHER).await.unwrap();
}

#[tokio::test]
async fn resets_and_confirmations_share_the_three_letters_of_an_hour() {
    let app = TestApp::new().await;
    app.person("Siân Jones", SIAN).await;
    let browser = app.browser();
    for call in [
        "ask_for_reset",
        "send_confirmation_again",
        "ask_for_reset",
        "ask_for_reset",
    ] {
        let _: Receipt = browser.call(call, &[("email", SIAN)]).await.unwrap();
    }
    assert_eq!(app.letters_to(SIAN).await.len(), 3);
    app.clock.advance(TimeDelta::minutes(61));
    asks(&browser, SIAN).await;
    assert_eq!(newest(&app, SIAN).await.name, "reset_password");
}
