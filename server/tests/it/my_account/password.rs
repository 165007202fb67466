//! Another password, and where a person is signed in.

use app::error::AppError;
use chrono::TimeDelta;
use domain::form::{Field, Problem};
use domain::my_account::{MySession, NewAddressView};
use domain::sessions::Visitor;
use domain::{DeadLink, Notice, Page, Receipt, Refusal, SessionId};

use super::wrong;
use crate::{PASSWORD, Person, TestApp, on_both};

on_both!(
    a_new_password_ends_other_sessions_and_older_links,
    sessions_are_seen_and_ended_by_their_owner_alone,
);

const ANOTHER: &str = "saith tegell gwyrdd";

impl Person {
    async fn changes_password(&self, old: &str, new: &str) -> Result<Receipt, AppError> {
        let fields = [("old_password", old), ("password", new)];
        self.browser.call("change_password", &fields).await
    }

    async fn sessions(&self) -> Vec<MySession> {
        self.browser.call("my_sessions", &[]).await.unwrap()
    }

    async fn ends(&self, id: SessionId) -> Result<Receipt, AppError> {
        self.browser.call("end_my_session", &[("id", &id.to_string())]).await
    }

    async fn is_signed_in(&self) -> bool {
        let visitor: Visitor = self.browser.call("visitor", &[]).await.unwrap();
        visitor.person.is_some()
    }
}

async fn elsewhere(app: &TestApp, person: &Person) -> Person {
    let there = Person::new(app, person.id, &person.name, &person.email);
    there.signs_in().await;
    there
}

async fn a_new_password_ends_other_sessions_and_older_links(app: TestApp) {
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let at_home = elsewhere(&app, &sian).await;
    let asks = [("email", "new@bont.example"), ("password", PASSWORD)];
    sian.browser.call::<Receipt>("change_email", &asks).await.unwrap();
    let link = app.letters_to("new@bont.example").await[0].token();
    let forgot = [("email", "sian@bont.example")];
    app.browser().call::<Receipt>("ask_for_reset", &forgot).await.unwrap();
    let reset = app.letters_to("sian@bont.example").await[0].token();
    app.clock.advance(TimeDelta::minutes(1));

    let receipt = sian.changes_password(PASSWORD, ANOTHER).await.unwrap();
    assert_eq!(receipt, Receipt::saying(Notice::PasswordChanged, Page::MyAccount));
    assert!(sian.is_signed_in().await, "this session goes on");
    assert!(!at_home.is_signed_in().await);
    assert_eq!(app.letters_to("sian@bont.example").await[0].name, "password_changed");
    assert_eq!(
        sian.tries_to_sign_in(PASSWORD).await.unwrap_err(),
        AppError::Refused(Refusal::SignInFailed)
    );
    assert!(at_home.tries_to_sign_in(ANOTHER).await.is_ok());
    let seen: NewAddressView = app.browser().call("new_address", &[("token", &link)]).await.unwrap();
    assert_eq!(seen, NewAddressView::Dead(DeadLink::Expired));
    let fields = [("token", reset.as_str()), ("password", "naw tegell melyn")];
    let refused = app.browser().call::<Receipt>("reset_password", &fields).await;
    assert_eq!(
        refused.unwrap_err(),
        AppError::Refused(Refusal::Link(DeadLink::Expired))
    );
}

#[tokio::test]
async fn a_password_that_cannot_be_had_is_told_why() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Prydderch", "sian@bont.example", &practice).await;
    for (old, new, error) in [
        (
            "not the password",
            ANOTHER,
            wrong(Field::OldPassword, Problem::WrongPassword),
        ),
        (PASSWORD, PASSWORD, wrong(Field::Password, Problem::SameAsBefore)),
        (
            PASSWORD,
            "siân-prydderch",
            wrong(Field::Password, Problem::PasswordFromName),
        ),
        (
            PASSWORD,
            "meddygfabont1",
            wrong(Field::Password, Problem::PasswordFromName),
        ),
        (
            PASSWORD,
            "short",
            wrong(Field::Password, Problem::TooShort { fewest: 12 }),
        ),
    ] {
        assert_eq!(sian.changes_password(old, new).await.unwrap_err(), error, "{new}");
    }
    assert!(app.letters().await.is_empty());
}

async fn sessions_are_seen_and_ended_by_their_owner_alone(app: TestApp) {
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    let at_home = elsewhere(&app, &sian).await;
    let at_work = elsewhere(&app, &sian).await;
    let listed = sian.sessions().await;
    assert_eq!(listed.len(), 3);
    assert!(listed[0].this, "this one first");
    assert!(!listed[1].this && !listed[2].this);
    assert!(listed[0].address.starts_with("10."));
    let hers = at_home.sessions().await[0].id;
    assert_eq!(huw.ends(hers).await.unwrap_err(), AppError::Refused(Refusal::NotFound));
    assert!(at_home.is_signed_in().await);

    let receipt = sian.ends(hers).await.unwrap();
    assert_eq!(receipt, Receipt::saying(Notice::SessionEnded, Page::MySessions));
    assert!(!at_home.is_signed_in().await);
    assert_eq!(sian.ends(hers).await.unwrap_err(), AppError::Refused(Refusal::NotFound));
    assert_eq!(sian.sessions().await.len(), 2);

    let receipt: Receipt = sian.browser.call("end_my_other_sessions", &[]).await.unwrap();
    assert_eq!(receipt.notice, Some(Notice::OtherSessionsEnded));
    assert!(!at_work.is_signed_in().await);
    assert!(sian.is_signed_in().await);
    assert!(huw.is_signed_in().await);

    let resting = elsewhere(&app, &sian).await;
    app.clock.advance(TimeDelta::minutes(20));
    assert_eq!(sian.sessions().await.len(), 2);
    app.clock.advance(TimeDelta::minutes(10));
    assert_eq!(sian.sessions().await.len(), 1, "the other has rested too long");
    assert!(!resting.is_signed_in().await);
}
