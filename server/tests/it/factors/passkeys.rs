//! Passkeys: added, as the second step, alone, and as a proof; and every way in which an answer does not hold.

use app::error::AppError;
use chrono::TimeDelta;
use domain::audit::Event;
use domain::factors::{FactorKind, PasskeyJson, RECOVERY_CODES, Way, Ways};
use domain::sessions::Visitor;
use domain::{Page, Receipt, Refusal};

use super::apps::events;
use crate::soft_passkey::SoftPasskey;
use crate::{Browser, Database, PASSWORD, Person, TestApp, on_both};

on_both!(
    a_passkey_is_added_and_is_the_second_step,
    a_passkey_alone_signs_in,
    an_answer_counts_once,
);

const FAILED: AppError = AppError::Refused(Refusal::PasskeyFailed);

impl Person {
    /// Adds a passkey as the first factor.
    async fn adds(&self, passkey: &mut SoftPasskey) -> Result<Receipt, AppError> {
        let question: PasskeyJson = self
            .browser
            .call("start_passkey", &[("password", PASSWORD)])
            .await
            .unwrap();
        self.browser.answers("add_passkey", &passkey.made_for(&question)).await
    }
}

impl Browser {
    async fn asks(&self, call: &str) -> String {
        self.call::<PasskeyJson>(call, &[]).await.unwrap()
    }

    async fn answers(&self, call: &str, credential: &str) -> Result<Receipt, AppError> {
        let fields = [("credential", credential), ("factor_name", "Laptop"), ("next", "")];
        self.call(call, &fields).await
    }

    async fn signs_in_with(&self, passkey: &mut SoftPasskey) -> Result<Receipt, AppError> {
        let question = self.asks("start_passkey_sign_in").await;
        self.answers("passkey_sign_in", &passkey.answers(&question)).await
    }

    async fn is_signed_in(&self) -> bool {
        self.call::<Visitor>("visitor", &[]).await.unwrap().person.is_some()
    }
}

fn passkey(app: &TestApp, seed: u8) -> SoftPasskey {
    SoftPasskey::new(seed, app.config.base.as_str())
}

/// Siân, with a passkey.
async fn sian_with(app: &TestApp) -> (Person, SoftPasskey) {
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let mut laptop = passkey(app, 7);
    sian.adds(&mut laptop).await.unwrap();
    (sian, laptop)
}

async fn a_passkey_is_added_and_is_the_second_step(app: TestApp) {
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let refused: Result<PasskeyJson, _> = sian
        .browser
        .call("start_passkey", &[("password", "wrong password")])
        .await;
    assert!(
        matches!(refused, Err(AppError::Invalid(_))),
        "the first asks for the password"
    );
    let mut laptop = passkey(&app, 7);
    assert_eq!(sian.adds(&mut laptop).await.unwrap().go_to, Page::RecoveryCodes);
    let view = sian.factors().await;
    assert_eq!(view.factors[0].kind, FactorKind::Passkey);
    assert_eq!(
        (view.factors[0].name.as_str(), view.codes_left),
        ("Laptop", RECOVERY_CODES)
    );
    assert!(view.passkeys);

    let browser = app.browser();
    assert_eq!(browser.signs_in_as(&sian).await.unwrap().go_to, Page::SecondStep);
    let ways = browser.second_step().await.unwrap();
    assert_eq!(ways.0, [Way::Passkey, Way::RecoveryCode]);
    let question = browser.asks("start_passkey_step").await;
    let receipt = browser
        .answers("passkey_step", &laptop.answers(&question))
        .await
        .unwrap();
    assert_eq!(receipt.go_to, Page::MyRequests, "the page that was wanted");
    assert!(browser.is_signed_in().await);
    assert!(sian.factors().await.factors[0].last_used.is_some());
}

async fn a_passkey_alone_signs_in(app: TestApp) {
    let (sian, mut laptop) = sian_with(&app).await;
    let browser = app.browser();
    browser.signs_in_with(&mut laptop).await.unwrap();
    let seen: Visitor = browser.call("visitor", &[]).await.unwrap();
    assert_eq!(seen.person.unwrap().name, "Siân Jones");
    assert_eq!(events(&app, &sian).await.last(), Some(&Event::SignedIn));
    assert!(app.browser().signs_in_with(&mut laptop).await.is_ok(), "and again");
}

async fn an_answer_counts_once(app: TestApp) {
    let (_, mut laptop) = sian_with(&app).await;
    let browser = app.browser();
    let question = browser.asks("start_passkey_sign_in").await;
    let answer = laptop.answers(&question);
    assert!(browser.answers("passkey_sign_in", &answer).await.is_ok());
    assert_eq!(
        browser.answers("passkey_sign_in", &answer).await,
        Err(FAILED),
        "replayed"
    );
    let question = browser.asks("start_passkey_sign_in").await;
    let (wrong, right) = ("{}", laptop.answers(&question));
    assert_eq!(browser.answers("passkey_sign_in", wrong).await, Err(FAILED));
    assert!(
        browser.answers("passkey_sign_in", &right).await.is_ok(),
        "what is no answer at all uses nothing up"
    );
}

#[tokio::test]
async fn an_answer_to_another_question_or_browser_does_not_count() {
    let app = TestApp::new().await;
    let (_, mut laptop) = sian_with(&app).await;
    let (one, other) = (app.browser(), app.browser());
    let first = one.asks("start_passkey_sign_in").await;
    let answer = laptop.answers(&first);
    one.asks("start_passkey_sign_in").await;
    assert_eq!(
        one.answers("passkey_sign_in", &answer).await,
        Err(FAILED),
        "an older question"
    );
    let question = one.asks("start_passkey_sign_in").await;
    let answer = laptop.answers(&question);
    assert_eq!(
        other.answers("passkey_sign_in", &answer).await,
        Err(FAILED),
        "asked nothing"
    );
    other.asks("start_passkey_sign_in").await;
    assert_eq!(
        other.answers("passkey_sign_in", &answer).await,
        Err(FAILED),
        "asked something else"
    );
    assert!(one.answers("passkey_sign_in", &answer).await.is_ok());
}

#[tokio::test]
async fn what_one_person_left_in_the_browser_is_not_for_the_next_who_comes_with_a_passkey() {
    let app = TestApp::new().await;
    let (_, mut laptop) = sian_with(&app).await;
    let browser = app.browser();
    browser.get("/").await;
    let fields = [("email", "gwen@bont.example"), ("password", "not the password")];
    browser.post("/sign-in", "sign_in", &fields).await;
    let before = browser.cookie("porthor-visit").unwrap();
    browser.signs_in_with(&mut laptop).await.unwrap();
    assert_ne!(browser.cookie("porthor-visit").unwrap(), before);
}

#[tokio::test]
async fn an_answer_after_five_minutes_is_late() {
    let app = TestApp::new().await;
    let (_, mut laptop) = sian_with(&app).await;
    let browser = app.browser();
    let question = browser.asks("start_passkey_sign_in").await;
    app.clock.advance(TimeDelta::minutes(5));
    let answer = laptop.answers(&question);
    assert_eq!(browser.answers("passkey_sign_in", &answer).await, Err(FAILED));
}

#[tokio::test]
async fn a_device_that_does_not_verify_its_user_is_refused() {
    let app = TestApp::new().await;
    let (_, mut laptop) = sian_with(&app).await;
    laptop.verifies = false;
    assert_eq!(app.browser().signs_in_with(&mut laptop).await, Err(FAILED));
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    let mut careless = passkey(&app, 9);
    careless.verifies = false;
    assert_eq!(huw.adds(&mut careless).await, Err(FAILED));
    assert!(huw.factors().await.first);
}

#[tokio::test]
async fn a_copied_passkey_is_refused() {
    let app = TestApp::new().await;
    let (_, mut laptop) = sian_with(&app).await;
    let mut copy = laptop.clone();
    for _ in 0..3 {
        app.browser().signs_in_with(&mut laptop).await.unwrap();
    }
    assert_eq!(
        app.browser().signs_in_with(&mut copy).await,
        Err(FAILED),
        "its counter goes back"
    );
    assert!(app.browser().signs_in_with(&mut laptop).await.is_ok());
}

#[tokio::test]
async fn an_answer_from_another_site_is_refused() {
    let app = TestApp::new().await;
    let (_, mut laptop) = sian_with(&app).await;
    laptop.origin = "https://evil.example".to_owned();
    assert_eq!(app.browser().signs_in_with(&mut laptop).await, Err(FAILED));
}

#[tokio::test]
async fn an_unknown_or_removed_passkey_opens_nothing() {
    let app = TestApp::new().await;
    let (sian, mut laptop) = sian_with(&app).await;
    let mut unknown = passkey(&app, 9);
    unknown.person = laptop.person.clone();
    assert_eq!(app.browser().signs_in_with(&mut unknown).await, Err(FAILED));
    sian.removes_factor().await.unwrap();
    assert_eq!(app.browser().signs_in_with(&mut laptop).await, Err(FAILED));
}

#[tokio::test]
async fn an_answer_has_to_say_whose_it_is_and_say_so_truly() {
    let app = TestApp::new().await;
    let (_, mut laptop) = sian_with(&app).await;
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    for person in [None, Some(huw.id.uuid().as_bytes().to_vec())] {
        laptop.person = person;
        assert_eq!(app.browser().signs_in_with(&mut laptop).await, Err(FAILED));
    }
}

#[tokio::test]
async fn nobody_takes_another_persons_second_step_or_passkey() {
    let app = TestApp::new().await;
    let (sian, mut laptop) = sian_with(&app).await;
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    let mut same = laptop.clone();
    assert_eq!(huw.adds(&mut same).await, Err(FAILED), "a passkey is one person's");
    let mut phone = passkey(&app, 9);
    huw.adds(&mut phone).await.unwrap();
    let browser = app.browser();
    browser.signs_in_as(&sian).await.unwrap();
    let question = browser.asks("start_passkey_step").await;
    let answer = phone.answers(&question);
    assert_eq!(browser.answers("passkey_step", &answer).await, Err(FAILED));
    assert!(!browser.is_signed_in().await);
    let question = browser.asks("start_passkey_step").await;
    laptop.person = None;
    assert!(
        browser
            .answers("passkey_step", &laptop.answers(&question))
            .await
            .is_ok(),
        "where it is known who is asked, the answer need not say"
    );
}

#[tokio::test]
async fn a_passkey_shows_again_that_it_is_they() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let (sian, mut laptop) = sian_with(&app).await;
    app.let_in(sian.id, &practice, domain::permission::Role::PracticeEnabledUser)
        .await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let request = gwen.asks(&practice).await;
    app.clock.advance(TimeDelta::minutes(16));
    let ways: Ways = sian.browser.call("proof_to_give", &[]).await.unwrap();
    assert_eq!(ways.0, [Way::Passkey, Way::RecoveryCode]);
    assert_eq!(
        sian.approves(&practice, request).await,
        Err(AppError::Refused(Refusal::ProveItIsYou))
    );
    let question = sian.browser.asks("start_passkey_proof").await;
    let answer = laptop.answers(&question);
    sian.browser.answers("prove_by_passkey", &answer).await.unwrap();
    assert!(sian.approves(&practice, request).await.is_ok());
    assert!(events(&app, &sian).await.contains(&Event::ProvenAgain));
}

#[tokio::test]
async fn a_closed_account_says_so_to_its_own_passkey_only() {
    let app = TestApp::new().await;
    let (sian, mut laptop) = sian_with(&app).await;
    let fields = [("reason", "not_needed"), ("other", "")];
    sian.browser
        .call::<Receipt>("choose_closing_reason", &fields)
        .await
        .unwrap();
    sian.browser
        .call::<Receipt>("close_my_account", &[("password", PASSWORD)])
        .await
        .unwrap();
    let closed = app.browser().signs_in_with(&mut laptop).await;
    assert_eq!(closed, Err(AppError::Refused(Refusal::AccountDisabled)));
}

#[tokio::test]
async fn on_an_ip_address_passkeys_are_off_and_the_rest_works() {
    let app = TestApp::with(Database::sqlite(), |config| {
        let lookup = |name: &str| (name == "BASE_URL").then(|| "http://127.0.0.1:3000".to_owned());
        config.base = server::config::Config::read(lookup, false).unwrap().base;
    })
    .await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    assert!(!sian.factors().await.passkeys);
    let off = AppError::Refused(Refusal::PasskeysOff);
    for call in ["start_passkey", "start_passkey_sign_in"] {
        let refused: Result<PasskeyJson, _> = sian.browser.call(call, &[("password", PASSWORD)]).await;
        assert_eq!(refused, Err(off.clone()), "{call}");
    }
    sian.adds_an_app(&app).await;
    assert!(!sian.factors().await.first);
}
