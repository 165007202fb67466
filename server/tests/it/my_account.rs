//! My account: what people do to what is their own. Details and the download are here; the address in `address`, password
//! and sessions in `password`, leaving an organisation, closing the account and reminders in files of their own.

mod address;
mod closing;
mod leaving;
mod nudging;
mod password;

use app::error::AppError;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::TimeDelta;
use domain::audit::Event;
use domain::form::{Field, Problem};
use domain::my_account::{MyAccountView, MyData, MyOrganisation};
use domain::{FieldErrors, Notice, Page, Receipt, Refusal};

use crate::browser::Reply;
use crate::{Browser, PASSWORD, Person, TestApp, on_both};

on_both!(
    details_are_changed_and_what_changed_is_noted,
    all_that_is_held_can_be_taken_away,
    a_revoked_person_still_has_their_account,
    whoever_has_a_second_factor_shows_it_for_what_is_heavy,
);

/// One field that is to be put right.
pub(crate) fn wrong(field: Field, problem: Problem) -> AppError {
    AppError::Invalid(FieldErrors::one(field, problem))
}

impl Person {
    /// What the page *My account* shows.
    pub(crate) async fn account(&self) -> MyAccountView {
        self.browser.call("my_account", &[]).await.unwrap()
    }

    /// The organisations that the person may act for.
    pub(crate) async fn organisations(&self) -> Vec<MyOrganisation> {
        self.browser.call("my_organisations", &[]).await.unwrap()
    }

    async fn gives_details(&self, last_name: &str, position: &str, telephone: &str) -> Result<Receipt, AppError> {
        let fields = [
            ("first_name", "Siân"),
            ("last_name", last_name),
            ("position", position),
            ("telephone", telephone),
            ("language", "cy"),
        ];
        self.browser.call("change_my_details", &fields).await
    }
}

async fn details_are_changed_and_what_changed_is_noted(app: TestApp) {
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let receipt = sian.gives_details("Bowen", "partner", "01632 960123").await.unwrap();
    assert_eq!(receipt, Receipt::saying(Notice::DetailsSaved, Page::MyAccount));
    let details = sian.account().await.details;
    assert_eq!(
        (details.last_name.as_str(), details.position.as_str()),
        ("Bowen", "partner")
    );
    assert_eq!(
        (details.telephone.as_str(), details.language.as_str()),
        ("01632 960123", "cy")
    );
    let lines = app.store.read().audit().of_person(sian.id, 10).await.unwrap();
    assert_eq!(lines[0].event, Event::DetailsChanged);
    assert_eq!(
        lines[0].before.as_deref(),
        Some("last name: Jones; position: practice_manager; telephone: ; language: en")
    );
    assert_eq!(
        lines[0].after.as_deref(),
        Some("last name: Bowen; position: partner; telephone: 01632 960123; language: cy")
    );
    sian.gives_details("Bowen", "partner", "01632 960123").await.unwrap();
    let again = app.store.read().audit().of_person(sian.id, 10).await.unwrap();
    assert_eq!(again.len(), lines.len(), "nothing changed, nothing noted");
    assert_eq!(
        sian.gives_details("Bowen", "", "").await.unwrap_err(),
        wrong(Field::Position, Problem::Missing)
    );
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    olwen.gives_details("Rees", "", "").await.unwrap();
}

#[tokio::test]
async fn nobody_becomes_nobody_in_particular() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "reception@bont.example").await;
    let fields = [
        ("first_name", "Reception"),
        ("last_name", "Staff"),
        ("position", "partner"),
        ("language", "en"),
    ];
    let refused = sian.browser.call::<Receipt>("change_my_details", &fields).await;
    assert_eq!(refused.unwrap_err(), wrong(Field::FirstName, Problem::SharedMailbox));
}

/// Posts the plain form of the download.
async fn downloads(browser: &Browser, path: &str) -> Reply {
    let request = Request::post(path)
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::empty())
        .unwrap();
    browser.send(request).await
}

async fn all_that_is_held_can_be_taken_away(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let request = gwen.asks(&practice).await;
    sian.rejects(&practice, request, "We do not know you.").await.unwrap();
    let reply = downloads(&gwen.browser, "/my-account/download").await;
    assert_eq!(reply.status, StatusCode::OK);
    let header = |name| reply.headers.get(name).unwrap().to_str().unwrap();
    assert_eq!(
        header(header::CONTENT_DISPOSITION),
        "attachment; filename=\"porthor-my-data.json\""
    );
    assert_eq!(header(header::CONTENT_TYPE), "application/json; charset=utf-8");
    assert_eq!(header(header::CACHE_CONTROL), "no-store");
    let data: MyData = serde_json::from_str(&reply.body).unwrap();
    assert_eq!(data.account.email, "gwen@bont.example");
    assert_eq!(data.requests.len(), 1);
    assert_eq!(data.sessions.len(), 1);
    assert_eq!(data.letters[0].letter, "request_rejected");
    let rejected = data.audit.iter().find(|line| line.event == "request_rejected").unwrap();
    assert_eq!(
        (rejected.organisation.as_deref(), rejected.why.as_deref()),
        (Some("W91001"), Some("We do not know you."))
    );
    for secret in ["$argon2", "sian@bont.example", PASSWORD] {
        assert!(!reply.says(secret), "{secret}");
    }
    let line = app.store.read().audit().of_person(gwen.id, 1).await.unwrap();
    assert_eq!(line[0].event, Event::DataDownloaded);
    let welsh = downloads(&gwen.browser, "/cy/my-account/download").await;
    assert_eq!(welsh.status, StatusCode::OK);

    let nobody = app.browser();
    let reply = downloads(&nobody, "/cy/my-account/download").await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    assert_eq!(reply.location(), "/cy/sign-in?next=/cy/my-account");
    let before = app.store.read().audit().of_person(gwen.id, 50).await.unwrap().len();
    let reply = gwen.browser.get("/my-account/download").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND, "to read is not to take away");
    let after = app.store.read().audit().of_person(gwen.id, 50).await.unwrap().len();
    assert_eq!(before, after);
}

#[tokio::test]
async fn another_site_cannot_make_anyone_download() {
    let app = TestApp::new().await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let request = Request::post("/my-account/download")
        .header("sec-fetch-site", "cross-site")
        .body(Body::empty())
        .unwrap();
    assert_eq!(gwen.browser.send(request).await.status, StatusCode::FORBIDDEN);
}

async fn a_revoked_person_still_has_their_account(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let rows = sian.practice_users(&practice).await.unwrap().members;
    let his = rows.iter().find(|row| row.name == "Huw Tomos").unwrap().id;
    sian.revokes(&practice, his).await.unwrap();
    huw.signs_in().await;
    assert_eq!(huw.account().await.email, "huw@bont.example");
    assert!(huw.organisations().await.is_empty());
    huw.asks(&elsewhere).await;
    assert_eq!(huw.requests().await.len(), 1);
}

async fn whoever_has_a_second_factor_shows_it_for_what_is_heavy(app: TestApp) {
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let (_, codes) = sian.adds_an_app(&app).await;
    let why = [("reason", "not_needed"), ("other", "")];
    sian.browser
        .call::<Receipt>("choose_closing_reason", &why)
        .await
        .unwrap();
    app.clock.advance(TimeDelta::minutes(16));
    let heavy: [(&str, &[(&str, &str)]); 3] = [
        ("change_email", &[("email", "new@bont.example"), ("password", PASSWORD)]),
        (
            "change_password",
            &[("old_password", PASSWORD), ("password", "saith tegell gwyrdd")],
        ),
        ("close_my_account", &[("password", PASSWORD)]),
    ];
    for (call, fields) in heavy {
        let refused = sian.browser.call::<Receipt>(call, fields).await.unwrap_err();
        assert_eq!(refused, AppError::Refused(Refusal::ProveItIsYou), "{call}");
    }
    sian.proves_with_code(&codes[0]).await.unwrap();
    let (call, fields) = heavy[2];
    sian.browser.call::<Receipt>(call, fields).await.unwrap();
}
