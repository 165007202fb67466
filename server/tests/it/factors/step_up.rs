//! Showing again that it is they, and having a second factor: asked where every permission is asked, so that a direct call
//! meets it too.

use app::error::AppError;
use chrono::TimeDelta;
use domain::audit::Event;
use domain::factors::{Way, Ways};
use domain::form::{Field, Problem};
use domain::my_account::MySession;
use domain::permission::{Action, CALLS, Capacity, Needs, allows, asks_for_proof};
use domain::{FieldErrors, Notice, Page, Receipt, Refusal};
use server::config::SecondFactorRule;

use super::apps::events;
use crate::story::{Story, lent};
use crate::{Browser, Database, PASSWORD, TestApp, on_both};

on_both!(
    deciding_asks_again_after_a_quarter_of_an_hour_and_looking_does_not,
    whoever_decides_needs_a_second_factor_first,
);

/// Whether a call only shows something.
fn shows(call: &str) -> bool {
    matches!(
        call,
        "join_request_to_review"
            | "member_to_enable"
            | "member_to_revoke"
            | "place_for_new_user"
            | "new_user"
            | "correct_invitation"
            | "access_to_copy"
            | "roles_of_member"
            | "pre_approvals"
            | "rosters"
            | "roster_to_close"
            | "medics_imports"
            | "medics_import"
            | "extension"
    )
}

/// Whether the story's approver may do it; some is for those above alone.
fn approvers(action: Action) -> bool {
    allows(action, Capacity::Approver)
}

/// Whether a call leads to disabling an account: few of those who decide somewhere may.
fn ends_accounts(call: &str) -> bool {
    matches!(
        call,
        "disabling_account" | "choose_disabling_reason" | "disable_account"
    )
}

/// Whether a call decides requests of whatever organisations they are.
fn decides_several(call: &str) -> bool {
    call == "decide_several"
}

async fn answer(story: &Story, call: &str) -> Result<serde_json::Value, AppError> {
    let fields = story.fields(call);
    story.sian.browser.call(call, &lent(&fields)).await
}

/// Every call by which an approver acts for an organisation and that asks for a recent proof.
fn acting() -> Vec<&'static str> {
    let calls = CALLS.iter().filter_map(|(call, needs)| match needs {
        Needs::May(action) if approvers(*action) && asks_for_proof(*action) && !shows(call) => Some(*call),
        Needs::MayDecideSomewhere if decides_several(call) => Some(*call),
        _ => None,
    });
    let calls: Vec<&str> = calls.collect();
    assert!(calls.len() >= 3, "{calls:?}");
    calls
}

/// Every call that shows or saves what asks for no proof.
fn looking() -> Vec<&'static str> {
    let calls = CALLS.iter().filter_map(|(call, needs)| match needs {
        Needs::May(action) if approvers(*action) && (shows(call) || !asks_for_proof(*action)) => Some(*call),
        Needs::MayDecideSomewhere if !ends_accounts(call) && !decides_several(call) => Some(*call),
        _ => None,
    });
    calls.collect()
}

async fn deciding_asks_again_after_a_quarter_of_an_hour_and_looking_does_not(app: TestApp) {
    let story = Story::on(app).await;
    let clock = &story.app.clock;
    clock.advance(TimeDelta::minutes(15));
    let before = story.state().await;
    for call in acting() {
        let refused = answer(&story, call).await;
        assert_eq!(refused, Err(AppError::Refused(Refusal::ProveItIsYou)), "{call}");
    }
    let fields = story.fields("change_policy");
    let above: Result<Receipt, AppError> = story.olwen.browser.call("change_policy", &lent(&fields)).await;
    assert_eq!(
        above,
        Err(AppError::Refused(Refusal::ProveItIsYou)),
        "whoever is above, too"
    );
    assert_eq!(story.state().await, before);
    for call in looking() {
        assert!(answer(&story, call).await.is_ok(), "{call}");
    }
    story.sian.proves_with_password(PASSWORD).await.unwrap();
    clock.advance(TimeDelta::minutes(14));
    for call in ["reject_join_request", "revoke_member"] {
        assert!(answer(&story, call).await.is_ok(), "{call}");
    }
}

async fn whoever_decides_needs_a_second_factor_first(app: TestApp) {
    // The story is told by people who decide: while it is told, nobody asks them for a second factor.
    let story = Story::on(app).await;
    let mut config = story.app.config.clone();
    config.second_factor = SecondFactorRule::Required;
    let app = &story.app;
    let strict = server::build(&config, app.store.clone(), app.clock.clone(), &app.mailer);
    let browser = Browser::new(strict, config.base.as_str());
    browser.signs_in_as(&story.sian).await.unwrap();
    let answer = async |call: &str| -> Result<serde_json::Value, AppError> {
        let fields = story.fields(call);
        browser.call(call, &lent(&fields)).await
    };
    let password = ("password", PASSWORD);
    let nowhere: Receipt = browser
        .call("sign_in", &[("email", &story.sian.email), password, ("next", "")])
        .await
        .unwrap();
    assert_eq!(nowhere.go_to, Page::Factors, "signing in leads there");
    let before = story.state().await;
    for call in acting() {
        let refused = answer(call).await;
        assert_eq!(refused, Err(AppError::Refused(Refusal::SecondFactorFirst)), "{call}");
    }
    assert_eq!(story.state().await, before);
    for call in looking() {
        assert!(answer(call).await.is_ok(), "{call}");
    }
    story.sian.adds_an_app(&story.app).await;
    for call in ["reject_join_request", "revoke_member"] {
        assert!(answer(call).await.is_ok(), "{call}");
    }
}

#[tokio::test]
async fn the_password_is_the_proof_of_whoever_has_nothing_else() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let ways: Ways = sian.browser.call("proof_to_give", &[]).await.unwrap();
    assert_eq!(ways.0, [Way::Password]);
    let wrong = sian.proves_with_password("not the password").await;
    let problem = FieldErrors::one(Field::Password, Problem::WrongPassword);
    assert_eq!(wrong, Err(AppError::Invalid(problem)));
    let receipt = sian.proves_with_password(PASSWORD).await.unwrap();
    assert_eq!(receipt.notice, Some(Notice::Proven));
    assert_eq!(receipt.go_to, Page::PendingRequests, "back to where they were");
    assert_eq!(events(&app, &sian).await.last(), Some(&Event::ProvenAgain));
}

#[tokio::test]
async fn whoever_has_a_second_factor_shows_that_and_not_the_password() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let (phone, codes) = sian.adds_an_app(&app).await;
    app.clock.advance(TimeDelta::minutes(1));
    let ways: Ways = sian.browser.call("proof_to_give", &[]).await.unwrap();
    assert_eq!(ways.0, [Way::App, Way::RecoveryCode]);
    let refused = sian.proves_with_password(PASSWORD).await;
    let problem = FieldErrors::one(Field::Code, Problem::Missing);
    assert_eq!(refused, Err(AppError::Invalid(problem)));
    let code = phone.code(&app);
    assert!(sian.proves_with_code(&code).await.is_ok());
    let again = sian.proves_with_code(&code).await;
    let problem = FieldErrors::one(Field::Code, Problem::WrongCode);
    assert_eq!(again, Err(AppError::Invalid(problem.clone())), "each code once");
    assert!(sian.proves_with_code(&codes[0]).await.is_ok());
    assert_eq!(sian.proves_with_code(&codes[0]).await, Err(AppError::Invalid(problem)));
}

#[tokio::test]
async fn a_proof_is_for_its_own_session_only() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let elsewhere = app.browser();
    elsewhere.signs_in_as(&sian).await.unwrap();
    let request = gwen.asks(&practice).await;
    app.clock.advance(TimeDelta::minutes(16));
    sian.proves_with_password(PASSWORD).await.unwrap();
    let id = request.to_string();
    let fields = [("code", "W91001"), ("id", id.as_str()), ("reason", "")];
    let refused: Result<domain::Receipt, _> = elsewhere.call("approve_join_request", &fields).await;
    assert_eq!(refused, Err(AppError::Refused(Refusal::ProveItIsYou)));
    assert!(sian.approves(&practice, request).await.is_ok());
}

#[tokio::test]
async fn showing_again_that_it_is_they_makes_a_new_secret() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let thief = app.browser();
    thief.set_cookie("porthor-session", &sian.browser.cookie("porthor-session").unwrap());
    assert!(thief.call::<Ways>("proof_to_give", &[]).await.is_ok());
    sian.proves_with_password(PASSWORD).await.unwrap();
    assert!(sian.browser.call::<Ways>("proof_to_give", &[]).await.is_ok());
    let stolen = thief.call::<Ways>("proof_to_give", &[]).await;
    assert_eq!(stolen, Err(AppError::SignInFirst));
}

#[tokio::test]
async fn ending_a_session_from_elsewhere_asks_for_a_recent_proof() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let elsewhere = app.browser();
    elsewhere.signs_in_as(&sian).await.unwrap();
    app.clock.advance(TimeDelta::minutes(16));
    let sessions: Vec<MySession> = sian.browser.call("my_sessions", &[]).await.unwrap();
    let other = sessions.iter().find(|session| !session.this).unwrap().id.to_string();
    let refused = Err(AppError::Refused(Refusal::ProveItIsYou));
    let one = async || sian.browser.call::<Receipt>("end_my_session", &[("id", &other)]).await;
    assert_eq!(one().await, refused);
    assert_eq!(
        sian.browser.call::<Receipt>("end_my_other_sessions", &[]).await,
        refused
    );
    sian.proves_with_password(PASSWORD).await.unwrap();
    assert!(one().await.is_ok());
}

#[tokio::test]
async fn wrong_proofs_are_counted() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    sian.adds_an_app(&app).await;
    app.clock.advance(TimeDelta::minutes(1));
    for _ in 0..5 {
        assert!(sian.proves_with_code("000000").await.is_err());
    }
    assert_eq!(
        sian.proves_with_code("000000").await,
        Err(AppError::Refused(Refusal::TooManyTries { wait: 900 }))
    );
}

#[tokio::test]
async fn the_default_is_that_whoever_decides_must_have_one() {
    let config = crate::test_app::settings(&Database::sqlite().url);
    assert_eq!(config.second_factor, SecondFactorRule::Optional, "tests say otherwise");
    let usual = server::config::Config::read(|_| None, false).unwrap();
    assert_eq!(usual.second_factor, SecondFactorRule::Required);
}
