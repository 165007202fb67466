//! Pre-approving people by page: who may, whom, with what, and what becomes of it.

use app::error::AppError;
use chrono::TimeDelta;
use domain::audit::Event;
use domain::form::{Field, Problem};
use domain::permission::Role;
use domain::pre_approvals::{Hindrance, PreApprovals, Source, WaitingRow};
use domain::{FieldErrors, Notice, Page, Receipt, Refusal};

use super::{asked, asks, let_in};
use crate::newcomer::Newcomer;
use crate::{Person, Practice, TestApp, on_both};

on_both!(
    whoever_is_pre_approved_comes_in_with_what_was_given,
    it_is_changed_and_ended_until_somebody_comes_in,
    whoever_has_asked_is_to_be_decided_about,
    it_is_for_those_who_decide_there_and_within_their_rights,
);

const ELIN: &str = "elin@bont.example";

/// What is typed: names, address, role, limit, last day.
struct Typed<'a> {
    email: &'a str,
    role: Role,
    roster: &'a str,
    ends: &'a str,
}

impl<'a> Typed<'a> {
    fn of(email: &'a str) -> Self {
        Self {
            email,
            role: Role::PracticeEnabledUser,
            roster: "",
            ends: "",
        }
    }
}

async fn gives(by: &Person, practice: &Practice, typed: Typed<'_>) -> Result<Receipt, AppError> {
    let fields = [
        ("code", practice.code.as_str()),
        ("first_name", "Elin"),
        ("last_name", "Morgan"),
        ("email", typed.email),
        ("role", typed.role.tag()),
        ("roster", typed.roster),
        ("ends", typed.ends),
    ];
    by.browser.call("pre_approve", &fields).await
}

async fn list(by: &Person, practice: &Practice) -> Result<PreApprovals, AppError> {
    by.browser
        .call("pre_approvals", &[("code", practice.code.as_str())])
        .await
}

async fn only_one(by: &Person, practice: &Practice) -> WaitingRow {
    let mut waiting = list(by, practice).await.expect("a list").waiting;
    assert_eq!(waiting.len(), 1);
    waiting.remove(0)
}

async fn changes(by: &Person, practice: &Practice, row: &WaitingRow, role: Role) -> Result<Receipt, AppError> {
    let id = row.id.to_string();
    let fields = [
        ("code", practice.code.as_str()),
        ("id", id.as_str()),
        ("first_name", "Elin"),
        ("last_name", "Rees"),
        ("role", role.tag()),
        ("ends", ""),
    ];
    by.browser.call("change_pre_approval", &fields).await
}

async fn ends(by: &Person, practice: &Practice, row: &WaitingRow) -> Result<Receipt, AppError> {
    let id = row.id.to_string();
    let fields = [("code", practice.code.as_str()), ("id", id.as_str())];
    by.browser.call("end_pre_approval", &fields).await
}

fn wrong(field: Field, problem: Problem) -> AppError {
    AppError::Invalid(FieldErrors::one(field, problem))
}

async fn whoever_is_pre_approved_comes_in_with_what_was_given(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let roster = app.roster(&practice, "Out of hours", None).await;
    let typed = Typed {
        role: Role::Reporting,
        roster: &roster.to_string(),
        ends: "2040-12-31",
        ..Typed::of("Elin@Bont.example")
    };
    let receipt = gives(&sian, &practice, typed).await.expect("a receipt");
    let name = "Elin Morgan".to_owned();
    assert_eq!(receipt.notice, Some(Notice::PreApprovalSaved { name }));
    let row = only_one(&huw, &practice).await;
    assert_eq!((row.email.as_str(), row.hindrance), ("Elin@Bont.example", None));
    assert_eq!(row.given_by.as_deref(), Some("Siân Jones"));
    assert!(app.letters_to(ELIN).await.is_empty(), "nobody is written to");

    let elin = Newcomer::new(&app, "Elin Morgan", ELIN);
    elin.registers_and_confirms(Some(&practice)).await;
    assert_eq!(app.letters_to("huw@bont.example").await[0].name, "let_in");
    let person = elin.person().await;
    let member = app.store.read().members().of(person, practice.id).await.unwrap();
    let roles = member.expect("a member").roles;
    let role = roles.first().expect("a role");
    assert_eq!((role.role, role.roster), (Role::Reporting, Some(roster)));
    assert_eq!(
        role.ends_at.expect("an end").in_london().date().to_string(),
        "2041-01-01"
    );
    let view = list(&sian, &practice).await.unwrap();
    assert!(view.waiting.is_empty(), "it is used up");
    let came_in = &view.let_in[0];
    assert_eq!(
        (came_in.name.as_str(), came_in.given_by.as_deref()),
        ("Elin Morgan", Some("Siân Jones"))
    );
}

async fn it_is_changed_and_ended_until_somebody_comes_in(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    gives(&sian, &practice, Typed::of(ELIN)).await.unwrap();
    let twice = gives(&huw, &practice, Typed::of("ELIN@bont.example")).await;
    assert_eq!(twice.unwrap_err(), wrong(Field::Email, Problem::PreApprovedAlready));
    let row = only_one(&sian, &practice).await;
    app.clock.advance(TimeDelta::minutes(1));
    changes(&huw, &practice, &row, Role::ProviderUser).await.unwrap();
    let changed = only_one(&sian, &practice).await;
    assert_eq!(
        (changed.full_name(), changed.role.role, changed.given_by.as_deref()),
        ("Elin Rees".to_owned(), Role::ProviderUser, Some("Huw Tomos")),
        "whoever changes it answers for it"
    );
    ends(&sian, &practice, &changed).await.unwrap();
    let again = ends(&sian, &practice, &changed).await;
    assert_eq!(again.unwrap_err(), AppError::Refused(Refusal::NotFound));
    let late = changes(&sian, &practice, &changed, Role::ProviderUser).await;
    assert_eq!(late.unwrap_err(), AppError::Refused(Refusal::NotFound));
    let elin = app.person("Elin Morgan", ELIN).await;
    assert_eq!(asks(&elin, &practice).await, asked(&practice));
    let lines = app
        .store
        .read()
        .audit()
        .of_organisation(practice.id, None, None, 100)
        .await;
    let events: Vec<Event> = lines.unwrap().into_iter().map(|line| line.event).collect();
    for event in [
        Event::PreApprovalGiven,
        Event::PreApprovalChanged,
        Event::PreApprovalEnded,
    ] {
        assert_eq!(events.iter().filter(|one| **one == event).count(), 1, "{event:?}");
    }
}

async fn whoever_has_asked_is_to_be_decided_about(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let elin = app.person("Elin Morgan", ELIN).await;
    let request = elin.asks(&practice).await;
    let receipt = gives(&sian, &practice, Typed::of(ELIN)).await.unwrap();
    assert_eq!(receipt.go_to, Page::Review(practice.code.clone(), request));
    assert!(
        list(&sian, &practice).await.unwrap().waiting.is_empty(),
        "nothing is given"
    );
    // Whoever has yet to confirm is nobody that those who decide know of: it waits for them.
    let nia = Newcomer::new(&app, "Nia Lloyd", "nia@bont.example");
    nia.registers(Some(&practice)).await;
    gives(&sian, &practice, Typed::of("nia@bont.example")).await.unwrap();
    assert_eq!(only_one(&sian, &practice).await.email, "nia@bont.example");
}

async fn it_is_for_those_who_decide_there_and_within_their_rights(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let mair = app.member("Mair Ellis", "mair@castell.example", &elsewhere).await;
    gives(&sian, &practice, Typed::of(ELIN)).await.unwrap();
    let row = only_one(&sian, &practice).await;
    let not_found = AppError::Refused(Refusal::NotFound);
    assert_eq!(list(&mair, &practice).await.unwrap_err(), not_found);
    assert_eq!(gives(&mair, &practice, Typed::of(ELIN)).await.unwrap_err(), not_found);
    let changed = changes(&mair, &elsewhere, &row, Role::ProviderUser).await;
    assert_eq!(changed.unwrap_err(), not_found, "by way of their own practice either");
    assert_eq!(ends(&mair, &elsewhere, &row).await.unwrap_err(), not_found);
    let own = gives(&sian, &practice, Typed::of("sian@bont.example")).await;
    assert_eq!(own.unwrap_err(), AppError::Refused(Refusal::NotOnOneself));
    let member = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let there = gives(&sian, &practice, Typed::of(&member.email)).await;
    assert_eq!(there.unwrap_err(), wrong(Field::Email, Problem::MemberThere));
    let medic = Typed {
        role: Role::RosteredMedic,
        ..Typed::of("medic@bont.example")
    };
    let imported = gives(&sian, &practice, medic).await;
    assert_eq!(imported.unwrap_err(), wrong(Field::Role, Problem::MedicsAreImported));
    let generic = gives(&sian, &practice, Typed::of("reception@bont.example")).await;
    assert_eq!(generic.unwrap_err(), wrong(Field::Email, Problem::GenericAddress));
    let past = Typed {
        ends: "2020-01-01",
        ..Typed::of("nia@bont.example")
    };
    let over = gives(&sian, &practice, past).await;
    assert_eq!(over.unwrap_err(), wrong(Field::Ends, Problem::InThePast));
}

#[tokio::test]
async fn the_list_says_what_would_not_let_anybody_in() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let roster = app.roster(&practice, "Out of hours", None).await.to_string();
    let typed = Typed {
        role: Role::Reporting,
        roster: &roster,
        ..Typed::of(ELIN)
    };
    gives(&sian, &practice, typed).await.unwrap();
    let fields = [
        ("code", practice.code.as_str()),
        ("id", roster.as_str()),
        ("seen", "0"),
        ("fate", ""),
        ("reason", ""),
    ];
    let closed: Result<Receipt, AppError> = sian.browser.call("close_roster", &fields).await;
    closed.expect("nobody's role is limited to it");
    assert_eq!(only_one(&sian, &practice).await.hindrance, Some(Hindrance::Roster));
    let elin = app.person("Elin Morgan", ELIN).await;
    assert_eq!(asks(&elin, &practice).await, asked(&practice));
}

#[tokio::test]
async fn what_a_register_says_is_ended_by_hand_and_not_changed() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.pre_approve(&practice, "Elin Morgan", ELIN, Source::Register).await;
    let row = only_one(&sian, &practice).await;
    assert!(!row.may_change && row.given_by.is_none());
    let changed = changes(&sian, &practice, &row, Role::ProviderUser).await;
    assert_eq!(changed.unwrap_err(), AppError::Refused(Refusal::Imported));
    ends(&sian, &practice, &row).await.unwrap();
}

#[tokio::test]
async fn a_leaver_s_second_address_does_not_walk_back_in() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    gives(&huw, &practice, Typed::of("huw.gartref@home.example"))
        .await
        .unwrap();
    let left: Result<Receipt, AppError> = huw
        .browser
        .call("leave_organisation", &[("code", practice.code.as_str())])
        .await;
    left.expect("another approver is there");
    let second = app.person("Huw Tomos", "huw.gartref@home.example").await;
    assert_eq!(asks(&second, &practice).await, asked(&practice));
    let third = app.person("Elin Morgan", ELIN).await;
    assert_ne!(asks(&third, &practice).await, let_in(&practice));
}
