//! Another address: nothing changes until the link and the password come together, and asking tells nobody whether an
//! address has an account.

use app::error::AppError;
use chrono::TimeDelta;
use domain::form::{Field, Problem};
use domain::my_account::NewAddressView;
use domain::{DeadLink, Notice, Page, Receipt, Refusal};

use super::wrong;
use crate::newcomer::Newcomer;
use crate::{Browser, PASSWORD, Person, TestApp, on_both};

on_both!(
    nothing_changes_until_the_new_address_is_confirmed,
    an_address_of_another_account_is_answered_alike,
    an_address_that_was_taken_meanwhile_is_not_taken_twice,
);

impl Person {
    async fn asks_for_address(&self, email: &str) -> Result<Receipt, AppError> {
        self.asks_for_address_with(email, PASSWORD).await
    }

    async fn asks_for_address_with(&self, email: &str, password: &str) -> Result<Receipt, AppError> {
        let fields = [("email", email), ("password", password)];
        self.browser.call("change_email", &fields).await
    }
}

async fn opens(browser: &Browser, token: &str) -> NewAddressView {
    browser.call("new_address", &[("token", token)]).await.unwrap()
}

async fn confirms(browser: &Browser, token: &str, password: &str) -> Result<Receipt, AppError> {
    let fields = [("token", token), ("password", password)];
    browser.call("confirm_new_address", &fields).await
}

async fn signs_in(app: &TestApp, email: &str) -> Result<Receipt, AppError> {
    let fields = [("email", email), ("password", PASSWORD), ("next", "")];
    app.browser().call("sign_in", &fields).await
}

async fn nothing_changes_until_the_new_address_is_confirmed(app: TestApp) {
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let receipt = sian.asks_for_address("Sian@Castell.example").await.unwrap();
    let asked = Notice::AddressChangeAsked {
        email: "Sian@Castell.example".into(),
    };
    assert_eq!(receipt, Receipt::saying(asked, Page::MyAccount));
    let view = sian.account().await;
    assert_eq!(view.email, "sian@bont.example");
    assert_eq!(view.new_email.unwrap().0, "Sian@Castell.example");
    assert_eq!(
        app.letters_to("sian@bont.example").await[0].name,
        "address_change_asked"
    );
    let letter = app.letters_to("Sian@Castell.example").await.remove(0);
    assert_eq!(letter.name, "confirm_new_address");

    let anywhere = app.browser();
    let token = letter.token();
    for _ in 0..2 {
        assert!(matches!(opens(&anywhere, &token).await, NewAddressView::Open { .. }));
    }
    assert_eq!(
        signs_in(&app, "sian@castell.example").await.unwrap_err(),
        AppError::Refused(Refusal::SignInFailed)
    );
    assert_eq!(
        confirms(&anywhere, &token, "not the password").await.unwrap_err(),
        wrong(Field::Password, Problem::WrongPassword)
    );
    assert_eq!(sian.account().await.email, "sian@bont.example");

    let receipt = confirms(&anywhere, &token, PASSWORD).await.unwrap();
    assert_eq!(receipt.notice, Some(Notice::AddressChanged));
    assert_eq!(app.letters_to("sian@bont.example").await[0].name, "address_changed");
    assert!(signs_in(&app, "sian@castell.example").await.is_ok());
    assert_eq!(
        signs_in(&app, "sian@bont.example").await.unwrap_err(),
        AppError::Refused(Refusal::SignInFailed)
    );
    let view = sian.account().await;
    assert_eq!((view.email.as_str(), view.new_email), ("Sian@Castell.example", None));
    assert_eq!(opens(&anywhere, &token).await, NewAddressView::Dead(DeadLink::Used));
    assert_eq!(
        confirms(&anywhere, &token, PASSWORD).await.unwrap_err(),
        AppError::Refused(Refusal::Link(DeadLink::Used))
    );
}

async fn an_address_of_another_account_is_answered_alike(app: TestApp) {
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let mair = app.person("Mair Ellis", "mair@bont.example").await;
    app.person("Huw Tomos", "huw@bont.example").await;
    let posted = async || app.letters().await.len();
    let mut seen = Vec::new();
    for (person, email) in [(&sian, "huw@bont.example"), (&mair, "new@bont.example")] {
        let before = posted().await;
        let receipt = person.asks_for_address(email).await.unwrap();
        let told = format!("{receipt:?}").replace(email, "…");
        let view = person.account().await.new_email.map(|(address, until)| {
            assert_eq!(address, email);
            until
        });
        seen.push((told, posted().await - before, view));
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0].1, 2);
    assert_eq!(app.letters_to("huw@bont.example").await[0].name, "address_wanted");
    assert_eq!(app.letters_to("new@bont.example").await[0].name, "confirm_new_address");
}

async fn an_address_that_was_taken_meanwhile_is_not_taken_twice(app: TestApp) {
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    sian.asks_for_address("new@bont.example").await.unwrap();
    let token = app.letters_to("new@bont.example").await[0].token();
    app.clock.advance(TimeDelta::minutes(1));
    Newcomer::new(&app, "Gwen Rees", "new@bont.example")
        .registers_and_confirms(None)
        .await;
    let letters = app.letters().await.len();
    assert_eq!(
        confirms(&sian.browser, &token, PASSWORD).await.unwrap_err(),
        AppError::Refused(Refusal::AddressTaken)
    );
    assert_eq!(app.letters().await.len(), letters);
    assert_eq!(sian.account().await.email, "sian@bont.example");
}

#[tokio::test]
async fn what_cannot_become_the_address_is_said_at_its_field() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    for (email, password, error) in [
        ("SIAN@bont.example", PASSWORD, wrong(Field::Email, Problem::SameAddress)),
        ("nonsense", PASSWORD, wrong(Field::Email, Problem::NotAnEmailAddress)),
        (
            "new@bont.example",
            "not the password",
            wrong(Field::Password, Problem::WrongPassword),
        ),
    ] {
        assert_eq!(
            sian.asks_for_address_with(email, password).await.unwrap_err(),
            error,
            "{email}"
        );
    }
    assert!(app.letters().await.is_empty());
}

#[tokio::test]
async fn a_session_left_open_is_no_way_to_guess_the_password() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    for _ in 0..10 {
        let refused = sian.asks_for_address_with("new@bont.example", "not the password").await;
        assert_eq!(refused.unwrap_err(), wrong(Field::Password, Problem::WrongPassword));
    }
    let refused = sian.asks_for_address("new@bont.example").await.unwrap_err();
    assert!(
        matches!(refused, AppError::Refused(Refusal::TooManyTries { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn one_address_gets_three_letters_an_hour_and_the_answer_stays() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let mut receipts = Vec::new();
    for _ in 0..5 {
        receipts.push(sian.asks_for_address("new@bont.example").await.unwrap());
    }
    assert!(receipts.iter().all(|receipt| *receipt == receipts[0]));
    assert_eq!(app.letters_to("new@bont.example").await.len(), 3);
}

#[tokio::test]
async fn a_newer_link_takes_the_place_of_the_one_before_and_both_end_in_time() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    sian.asks_for_address("one@bont.example").await.unwrap();
    sian.asks_for_address("two@bont.example").await.unwrap();
    let first = app.letters_to("one@bont.example").await[0].token();
    let second = app.letters_to("two@bont.example").await[0].token();
    assert_eq!(
        opens(&app.browser(), &first).await,
        NewAddressView::Dead(DeadLink::Replaced)
    );
    app.clock.advance(TimeDelta::hours(24));
    assert_eq!(
        opens(&app.browser(), &second).await,
        NewAddressView::Dead(DeadLink::Expired)
    );
    assert_eq!(
        confirms(&app.browser(), &second, PASSWORD).await.unwrap_err(),
        AppError::Refused(Refusal::Link(DeadLink::Expired))
    );
}

#[tokio::test]
async fn a_link_of_another_purpose_opens_no_new_address() {
    let app = TestApp::new().await;
    let newcomer = Newcomer::new(&app, "Nia Lloyd", "nia@bont.example");
    newcomer.registers(None).await;
    let token = newcomer.newest_letter().await.token();
    for token in [token.as_str(), "nonsense"] {
        assert_eq!(
            opens(&app.browser(), token).await,
            NewAddressView::Dead(DeadLink::Unknown)
        );
    }
}
