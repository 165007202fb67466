//! Organisations: searching, and the practice profile; in [`console`], how administrators see them.

mod console;

use app::error::AppError;
use domain::organisations::{Kind, OrganisationsFound, ProfileView, Status};
use domain::permission::{Action, Role};
use domain::{Notice, Receipt, Refusal};

use crate::{Person, Practice, TestApp, on_both};

on_both!(
    an_organisation_is_found_by_name_code_town_and_postcode,
    a_profile_that_changed_meanwhile_is_not_overwritten
);

async fn found(app: &TestApp, words: &str) -> Vec<String> {
    let found: OrganisationsFound = app
        .browser()
        .call("search_organisations", &[("words", words)])
        .await
        .unwrap();
    found
        .organisations
        .into_iter()
        .map(|one| one.code.to_string())
        .collect()
}

async fn profile(person: &Person, practice: &Practice) -> Result<ProfileView, AppError> {
    person
        .browser
        .call("practice_profile", &[("code", practice.code.as_str())])
        .await
}

async fn saves(person: &Person, view: &ProfileView, opening_hours: &str) -> Result<Receipt, AppError> {
    let form = &view.form;
    let fields = [
        ("code", form.code.as_str()),
        ("version", form.version.as_str()),
        ("email", "reception@bont.example"),
        ("telephone", "01632 960123"),
        ("address_lines", form.address_lines.as_str()),
        ("opening_hours", opening_hours),
    ];
    person.browser.call("edit_practice_profile", &fields).await
}

async fn an_organisation_is_found_by_name_code_town_and_postcode(app: TestApp) {
    app.practice("W91001", "MEDDYGFA TŶ GWYN").await;
    app.organisation("W91002", "MEDDYGFA'R BONT", Kind::Practice, Status::Closed)
        .await;
    for words in ["ty gwyn", "Tŷ", "w91001", "meddygfa gwyn", "gwyn llanfair", "zz99 gwyn"] {
        assert_eq!(found(&app, words).await, ["W91001"], "{words}");
    }
    assert_eq!(
        found(&app, "meddygfa").await,
        ["W91001", "W91002"],
        "open before closed"
    );
    for words in ["", "gwyn castell", "%", "'; DROP", "eddygfa"] {
        assert_eq!(found(&app, words).await, Vec::<String>::new(), "{words}");
    }
}

async fn a_profile_that_changed_meanwhile_is_not_overwritten(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let (hers, his) = (
        profile(&sian, &practice).await.unwrap(),
        profile(&huw, &practice).await.unwrap(),
    );
    assert_eq!(
        saves(&sian, &hers, "Mon to Fri").await.unwrap().notice,
        Some(Notice::ProfileSaved)
    );
    let refused = saves(&huw, &his, "Never").await.unwrap_err();
    assert_eq!(refused, AppError::Refused(Refusal::ChangedMeanwhile));
    let kept = profile(&huw, &practice).await.unwrap();
    assert_eq!(kept.form.opening_hours, "Mon to Fri");
    saves(&huw, &kept, "Mon to Sat").await.unwrap();
    let (hers, his) = (
        profile(&sian, &practice).await.unwrap(),
        profile(&huw, &practice).await.unwrap(),
    );
    assert_eq!(his.primary_contact.as_deref(), Some("Siân Jones"), "who came first");
    assert!(hers.may_hand_over && !his.may_hand_over);
}

#[tokio::test]
async fn a_member_who_may_not_decide_sees_and_edits_but_is_shown_no_applicants() {
    let app = TestApp::new().await;
    let trust = app
        .organisation("R9Z", "Hospital Trust", Kind::Trust, Status::Active)
        .await;
    let dilys = app.person("Dilys Pugh", "dilys@trust.example").await;
    app.let_in(dilys.id, &trust, Role::Approver).await;
    let rhys = app.person("Rhys Owen", "rhys@trust.example").await;
    app.let_in(rhys.id, &trust, Role::Reporting).await;
    let gwen = app.person("Gwen Rees", "gwen@trust.example").await;
    gwen.tries_to_ask(&trust, Role::Reporting).await.unwrap();
    let users = rhys.practice_users(&trust).await.unwrap();
    assert!(users.requests.is_empty());
    assert_eq!(users.may, [Action::EditProfile, Action::SeeMembers, Action::SeeHistory]);
    assert_eq!(dilys.practice_users(&trust).await.unwrap().requests.len(), 1);
    let view = profile(&rhys, &trust).await.unwrap();
    saves(&rhys, &view, "Mon to Fri").await.unwrap();
    let request = gwen.request_at(&trust).await.id;
    assert_eq!(
        rhys.approves(&trust, request).await.unwrap_err(),
        AppError::Refused(Refusal::NotAllowed)
    );
}
