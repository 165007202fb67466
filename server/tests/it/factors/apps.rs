//! Adding, naming and removing; recovery codes; every change written to its owner.

use app::error::AppError;
use chrono::TimeDelta;
use domain::audit::Event;
use domain::factors::{AppToAdd, RECOVERY_CODES, RecoveryCodes};
use domain::form::{Field, Problem};
use domain::{FieldErrors, Notice, Page, Receipt, Refusal};
use server::config::SecondFactorRule;

use super::people::App;
use crate::{Database, PASSWORD, Person, TestApp, on_both};

on_both!(
    the_first_app_asks_for_the_password_and_comes_with_recovery_codes,
    every_change_is_written_to_its_owner_and_recorded,
);

fn invalid(field: Field, problem: Problem) -> AppError {
    AppError::Invalid(FieldErrors::one(field, problem))
}

async fn the_first_app_asks_for_the_password_and_comes_with_recovery_codes(app: TestApp) {
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let start = async |password: &str| -> Result<Receipt, AppError> {
        sian.browser.call("start_app", &[("password", password)]).await
    };
    assert_eq!(start("").await, Err(invalid(Field::Password, Problem::Missing)));
    assert_eq!(
        start("not the password").await,
        Err(invalid(Field::Password, Problem::WrongPassword))
    );
    let nothing: Result<AppToAdd, _> = sian.browser.call("app_to_add", &[]).await;
    assert_eq!(nothing, Err(AppError::Refused(Refusal::StartAgain)));

    assert_eq!(start(PASSWORD).await.unwrap().go_to, Page::AddApp);
    let shown: AppToAdd = sian.browser.call("app_to_add", &[]).await.unwrap();
    assert!(shown.qr.starts_with("<svg"));
    let phone = App::of(&shown.key);
    assert!(sian.factors().await.first, "a key alone is no factor");

    let wrong = sian.gives_first_code("000000").await;
    assert_eq!(wrong, Err(invalid(Field::Code, Problem::WrongCode)));
    let receipt = sian.gives_first_code(&phone.code(&app)).await.unwrap();
    assert_eq!(receipt.notice, Some(Notice::FactorAdded { name: "Phone".into() }));
    assert_eq!(receipt.go_to, Page::RecoveryCodes);
    let view = sian.factors().await;
    assert_eq!((view.factors.len(), view.codes_left), (1, RECOVERY_CODES));
    let again = sian.gives_first_code(&phone.code(&app)).await;
    assert_eq!(again, Err(AppError::Refused(Refusal::StartAgain)), "the key is used up");

    let shown: RecoveryCodes = sian.browser.call("recovery_codes", &[]).await.unwrap();
    assert_eq!(shown.codes.len(), usize::from(RECOVERY_CODES));
    sian.browser.call::<Receipt>("recovery_codes_noted", &[]).await.unwrap();
    let shown: RecoveryCodes = sian.browser.call("recovery_codes", &[]).await.unwrap();
    assert!(shown.codes.is_empty(), "they are shown once");
}

async fn every_change_is_written_to_its_owner_and_recorded(app: TestApp) {
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    sian.adds_an_app(&app).await;
    let id = sian.factors().await.factors[0].id.to_string();
    let fields = [("id", id.as_str()), ("factor_name", "Old phone")];
    sian.browser.call::<Receipt>("rename_factor", &fields).await.unwrap();
    sian.browser.call::<Receipt>("make_recovery_codes", &[]).await.unwrap();
    sian.removes_factor().await.unwrap();
    assert_eq!(sian.factors().await.codes_left, 0, "codes go with the last factor");

    let letters = app.letters_to("sian@bont.example").await;
    assert_eq!(letters.len(), 4);
    assert!(letters.iter().all(|letter| letter.name == "factor_changed"));
    assert!(letters.iter().all(|letter| letter.link == "/my-account/second-factor"));
    assert!(letters.iter().any(|letter| letter.text.contains("Old phone")));
    let mut lines = events(&app, &sian).await;
    lines.retain(|event| *event != Event::SignedIn && *event != Event::AccountConfirmed);
    assert_eq!(
        lines,
        [
            Event::FactorAdded,
            Event::RecoveryCodesMade,
            Event::FactorRenamed,
            Event::RecoveryCodesMade,
            Event::FactorRemoved
        ]
    );
}

/// What the audit holds of a person, oldest first.
pub(super) async fn events(app: &TestApp, person: &Person) -> Vec<Event> {
    let mut lines = app.store.read().audit().of_person(person.id, 1_000).await.unwrap();
    lines.sort_by_key(|line| (line.at, line.id));
    lines.into_iter().map(|line| line.event).collect()
}

#[tokio::test]
async fn nobody_touches_another_persons_factor() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    sian.adds_an_app(&app).await;
    let id = sian.factors().await.factors[0].id.to_string();
    for (call, fields) in [
        ("rename_factor", vec![("id", id.as_str()), ("factor_name", "Mine")]),
        ("remove_factor", vec![("id", id.as_str())]),
    ] {
        let refused: Result<Receipt, _> = huw.browser.call(call, &fields).await;
        assert_eq!(refused, Err(AppError::Refused(Refusal::NotFound)), "{call}");
    }
    assert_eq!(sian.factors().await.factors[0].name, "Phone");
}

#[tokio::test]
async fn a_key_and_codes_are_shown_in_the_session_that_made_them_only() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let elsewhere = app.browser();
    elsewhere.signs_in_as(&sian).await.unwrap();
    sian.browser
        .call::<Receipt>("start_app", &[("password", PASSWORD)])
        .await
        .unwrap();
    let other: Result<AppToAdd, _> = elsewhere.call("app_to_add", &[]).await;
    assert_eq!(other, Err(AppError::Refused(Refusal::StartAgain)));
    sian.adds_an_app(&app).await;
    sian.browser.call::<Receipt>("make_recovery_codes", &[]).await.unwrap();
    let other: RecoveryCodes = elsewhere.call("recovery_codes", &[]).await.unwrap();
    assert!(other.codes.is_empty());
}

#[tokio::test]
async fn a_key_waits_a_quarter_of_an_hour() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    sian.browser
        .call::<Receipt>("start_app", &[("password", PASSWORD)])
        .await
        .unwrap();
    let shown: AppToAdd = sian.browser.call("app_to_add", &[]).await.unwrap();
    app.clock.advance(TimeDelta::minutes(15));
    let late = sian.gives_first_code(&App::of(&shown.key).code(&app)).await;
    assert_eq!(late, Err(AppError::Refused(Refusal::StartAgain)));
}

#[tokio::test]
async fn another_factor_asks_for_a_recent_proof_and_not_for_the_password() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let (phone, _) = sian.adds_an_app(&app).await;
    let start = async || -> Result<Receipt, AppError> { sian.browser.call("start_app", &[]).await };
    assert!(start().await.is_ok());
    app.clock.advance(TimeDelta::minutes(16));
    let prove = AppError::Refused(Refusal::ProveItIsYou);
    assert_eq!(start().await, Err(prove.clone()));
    for (call, fields) in [
        ("start_app", vec![("password", PASSWORD)]),
        ("start_passkey", vec![("password", PASSWORD)]),
        ("make_recovery_codes", vec![]),
    ] {
        let refused: Result<serde_json::Value, _> = sian.browser.call(call, &fields).await;
        assert_eq!(refused, Err(prove.clone()), "{call}");
    }
    assert_eq!(sian.removes_factor().await, Err(prove));
    sian.proves_with_code(&phone.code(&app)).await.unwrap();
    assert!(start().await.is_ok());
    assert!(sian.removes_factor().await.is_ok());
}

#[tokio::test]
async fn whoever_must_have_one_keeps_the_last() {
    let app = TestApp::with(Database::sqlite(), |config| {
        config.second_factor = SecondFactorRule::Required;
    })
    .await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let mair = app.support("Mair Bowen", "mair@porthor.example").await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    for (person, required) in [(&sian, true), (&mair, true), (&gwen, false)] {
        person.adds_an_app(&app).await;
        assert_eq!(person.factors().await.required, required, "{}", person.name);
        let removed = person.removes_factor().await;
        if required {
            assert_eq!(removed, Err(AppError::Refused(Refusal::LastFactor)), "{}", person.name);
        } else {
            assert!(removed.is_ok(), "{}", person.name);
        }
    }
}

#[tokio::test]
async fn new_recovery_codes_take_the_place_of_the_old() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let (_, old) = sian.adds_an_app(&app).await;
    let receipt: Receipt = sian.browser.call("make_recovery_codes", &[]).await.unwrap();
    assert_eq!(receipt.go_to, Page::RecoveryCodes);
    let new: RecoveryCodes = sian.browser.call("recovery_codes", &[]).await.unwrap();
    sian.signs_in().await;
    assert!(sian.browser.gives_code(&old[0]).await.is_err());
    assert!(sian.browser.gives_code(&new.codes[0]).await.is_ok());
}

#[tokio::test]
async fn codes_without_a_factor_are_not_made() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let refused: Result<Receipt, _> = sian.browser.call("make_recovery_codes", &[]).await;
    assert_eq!(refused, Err(AppError::Refused(Refusal::NotFound)));
}
