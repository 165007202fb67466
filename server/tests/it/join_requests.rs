//! Requests to join: asking, deciding, withdrawing, and who is told.

use app::error::AppError;
use domain::audit::Event;
use domain::form::{Field, Problem};
use domain::join_requests::{RequestRow, ReviewView, StateTag};
use domain::members::roles::why_not_given;
use domain::organisations::{Kind, Status};
use domain::permission::Role;
use domain::shared_mailbox::Warning;
use domain::{JoinRequestId, Notice, Page, Receipt, Refusal};

use crate::{Person, TestApp, on_both};

on_both!(
    every_approver_is_told_but_not_the_requester,
    the_second_to_decide_is_told_of_the_first,
    a_rejected_person_reads_why_and_may_ask_again,
    a_request_is_approved_for_one_roster_only,
);

fn refused<T: std::fmt::Debug>(answer: Result<T, AppError>) -> Refusal {
    match answer.unwrap_err() {
        AppError::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

async fn pending(person: &Person) -> Result<Vec<RequestRow>, AppError> {
    person.browser.call("pending_requests", &[]).await
}

async fn every_approver_is_told_but_not_the_requester(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.member("Huw Tomos", "huw@bont.example", &practice).await;
    app.member("Mair Ellis", "mair@castell.example", &elsewhere).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let receipt = gwen.tries_to_ask(&practice, Role::ProviderUser).await.unwrap();
    assert_eq!(
        receipt.notice,
        Some(Notice::Asked {
            organisation: "Meddygfa'r Bont".into()
        })
    );

    let mut told: Vec<String> = app.letters().await.into_iter().map(|letter| letter.to).collect();
    told.sort();
    assert_eq!(told, ["huw@bont.example", "sian@bont.example"]);
    let letter = app.letters_to("sian@bont.example").await.remove(0);
    assert_eq!(
        (letter.name, letter.link.as_str()),
        ("request_made", "/organisations/W91001/members")
    );
    let request = gwen.request_at(&practice).await;
    assert_eq!((request.state, request.deciders), (StateTag::Pending, 2));
}

async fn the_second_to_decide_is_told_of_the_first(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let request = gwen.asks(&practice).await;
    let receipt = sian.approves(&practice, request).await.unwrap();
    assert_eq!(
        receipt.notice,
        Some(Notice::Approved {
            name: "Gwen Rees".into()
        })
    );
    let told = Refusal::AlreadyDecided {
        approved: true,
        by: Some("Siân Jones".into()),
        at: app.now().in_london(),
    };
    assert_eq!(refused(huw.rejects(&practice, request, "No").await), told);
    assert_eq!(refused(huw.approves(&practice, request).await), told);
    let letters = app.letters_to("gwen@bont.example").await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].name, "request_approved");
}

async fn a_rejected_person_reads_why_and_may_ask_again(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let request = gwen.asks(&practice).await;
    let AppError::Invalid(errors) = sian.rejects(&practice, request, "  ").await.unwrap_err() else {
        panic!("a reason is required");
    };
    assert_eq!(errors.of(Field::Reason), Some(Problem::Missing));
    sian.rejects(&practice, request, "We do not know you.").await.unwrap();
    let letter = app.letters_to("gwen@bont.example").await.remove(0);
    assert_eq!(letter.name, "request_rejected");
    assert!(letter.text.contains("We do not know you."));
    let own = gwen.request_at(&practice).await;
    assert_eq!(
        (own.state, own.decision_reason.as_deref()),
        (StateTag::Rejected, Some("We do not know you."))
    );
    let again = gwen.asks(&practice).await;
    assert_ne!(again, request);
    sian.approves(&practice, again).await.unwrap();
}

async fn a_request_is_approved_for_one_roster_only(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let rhys = app.person("Rhys Owen", "rhys@bont.example").await;
    let medicine = app.roster_group(&practice, "Medicine").await;
    let ward = app.roster(&practice, "Ward 3", medicine).await;
    let foreign = app.roster(&elsewhere, "Ward 9", None).await;
    let request = gwen.asks(&practice).await;
    let id = request.to_string();
    let fields = [("code", practice.code.as_str()), ("id", id.as_str())];
    let review: ReviewView = sian.browser.call("join_request_to_review", &fields).await.unwrap();
    assert_eq!(review.rosters.len(), 2, "a group and a roster to choose from");
    let approve = async |role: Role, roster: &str| {
        let fields = [
            ("code", practice.code.as_str()),
            ("id", id.as_str()),
            ("role", role.tag()),
            ("roster", roster),
            ("ends", ""),
            ("reason", ""),
        ];
        sian.browser.call::<Receipt>("approve_join_request", &fields).await
    };
    let problem = |answer: Result<Receipt, AppError>, field: Field| match answer.unwrap_err() {
        AppError::Invalid(errors) => errors.of(field),
        other => panic!("{other:?}"),
    };
    let no = approve(Role::Reporting, &foreign.to_string()).await;
    assert_eq!(problem(no, Field::Roster), Some(Problem::NoSuchRoster));
    let no = approve(Role::Reporting, "everywhere").await;
    assert_eq!(problem(no, Field::Roster), Some(Problem::NotAChoice));
    let no = approve(Role::RosteredMedic, &ward.to_string()).await;
    assert_eq!(problem(no, Field::Role), Some(Problem::MedicsAreImported));
    approve(Role::Reporting, &ward.to_string()).await.expect("for one ward");

    let letter = app.letters_to("gwen@bont.example").await.remove(0);
    assert!(
        letter.text.contains("Reporting, only for Ward 3 (Medicine)"),
        "{}",
        letter.text
    );
    let lines = app.store.read().audit().of_person(gwen.id, 5).await.unwrap();
    let approved = lines
        .iter()
        .find(|line| line.event == Event::RequestApproved)
        .expect("a line");
    let kept = approved.after.as_deref().unwrap_or_default();
    assert!(kept.starts_with("reporting only for Ward 3 (Medicine)"), "{kept}");
    let next = rhys.asks(&practice).await;
    assert_eq!(refused(gwen.approves(&practice, next).await), Refusal::NotAllowed);
    assert_eq!(
        refused(gwen.tries_to_ask(&practice, Role::ProviderUser).await),
        Refusal::AlreadyAMember
    );
    sian.approves(&practice, next)
        .await
        .expect("the whole practice where nothing is chosen");
    let standing = app
        .store
        .read()
        .members()
        .standing(rhys.id, practice.id, app.now())
        .await;
    assert!(standing.unwrap().expect("an organisation").is_approver());
}

#[tokio::test]
async fn one_asks_once_and_not_where_one_is_a_member() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let request = gwen.asks(&practice).await;
    assert_eq!(
        refused(gwen.tries_to_ask(&practice, Role::ProviderUser).await),
        Refusal::AlreadyAsked
    );
    assert_eq!(
        refused(sian.tries_to_ask(&practice, Role::ProviderUser).await),
        Refusal::AlreadyAMember
    );
    gwen.withdraws(request).await.unwrap();
    assert_eq!(refused(sian.approves(&practice, request).await), Refusal::Withdrawn);
    gwen.asks(&practice).await;
}

#[tokio::test]
async fn closed_organisations_and_foreign_roles_cannot_be_asked_for() {
    let app = TestApp::new().await;
    let closed = app
        .organisation("W91009", "Closed Surgery", Kind::Practice, Status::Closed)
        .await;
    let board = app
        .organisation("7A9", "Health Board", Kind::Commissioner, Status::Active)
        .await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    assert_eq!(
        refused(gwen.tries_to_ask(&closed, Role::ProviderUser).await),
        Refusal::OrganisationNotOpen
    );
    for role in [Role::ProviderUser, Role::Support, Role::RosteredMedic] {
        let AppError::Invalid(errors) = gwen.tries_to_ask(&board, role).await.unwrap_err() else {
            panic!("the field says what is wrong");
        };
        assert_eq!(errors.of(Field::Role), Some(why_not_given(role)));
    }
}

#[tokio::test]
async fn what_is_not_there_and_what_is_not_theirs_is_answered_alike() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    app.member("Siân Jones", "sian@bont.example", &practice).await;
    let mair = app.member("Mair Ellis", "mair@castell.example", &elsewhere).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let request = gwen.asks(&practice).await;
    let nowhere = JoinRequestId::new(storage::fresh(app.now()));
    assert_eq!(refused(mair.approves(&practice, request).await), Refusal::NotFound);
    assert_eq!(
        refused(mair.approves(&elsewhere, request).await),
        Refusal::NotFound,
        "under her own practice's address"
    );
    assert_eq!(refused(mair.approves(&elsewhere, nowhere).await), Refusal::NotFound);
    assert_eq!(refused(mair.withdraws(request).await), Refusal::NotFound);
    assert_eq!(refused(mair.withdraws(nowhere).await), Refusal::NotFound);
    let mine: Result<domain::join_requests::MyRequest, _> =
        mair.browser.call("my_request", &[("id", &request.to_string())]).await;
    assert_eq!(refused(mine), Refusal::NotFound);
}

#[tokio::test]
async fn nobody_decides_about_themselves_not_even_support() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let request = olwen.asks(&practice).await;
    assert_eq!(refused(olwen.approves(&practice, request).await), Refusal::NotOnOneself);
    assert_eq!(
        refused(olwen.rejects(&practice, request, "No").await),
        Refusal::NotOnOneself
    );
    let waiting = pending(&olwen).await.unwrap();
    assert!(waiting[0].own);
}

#[tokio::test]
async fn support_sees_the_first_user_wait_and_lets_nobody_in_alone() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let request = gwen.asks(&practice).await;
    assert_eq!(pending(&olwen).await.unwrap().len(), 1);
    assert_eq!(refused(pending(&gwen).await), Refusal::NotAllowed);
    assert_eq!(refused(olwen.approves(&practice, request).await), Refusal::CaseFirst);
    assert!(pending(&olwen).await.unwrap()[0].needs_case);
}

#[tokio::test]
async fn a_warning_asks_for_a_reason_and_a_shared_mailbox_can_only_be_rejected() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let nia = app.person("Nia Lloyd", "derbynfa@bont.example").await;
    let desk = app.person("Reception Staff", "reception.team@bont.example").await;
    let (hers, its) = (nia.asks(&practice).await, desk.asks(&practice).await);

    let AppError::Invalid(errors) = sian.approves(&practice, hers).await.unwrap_err() else {
        panic!("a reason is needed");
    };
    assert_eq!(errors.of(Field::Reason), Some(Problem::ReasonForWarning));
    sian.approves_because(&practice, hers, "She is our receptionist.")
        .await
        .unwrap();
    assert_eq!(
        nia.request_at(&practice).await.decision_reason,
        None,
        "a note among those who decide"
    );

    assert_eq!(
        refused(sian.approves_because(&practice, its, "Known").await),
        Refusal::SharedMailbox
    );
    let fields = [("code", practice.code.as_str()), ("id", &its.to_string())];
    let review: ReviewView = sian.browser.call("join_request_to_review", &fields).await.unwrap();
    assert_eq!(review.row.warning, Some(Warning::SharedMailbox));
    sian.rejects(&practice, its, "A shared mailbox.").await.unwrap();
}

#[tokio::test]
async fn a_commissioning_administrator_decides_beneath_but_appoints_nobody() {
    let app = TestApp::new().await;
    let board = app
        .organisation("7A9", "Health Board", Kind::Commissioner, Status::Active)
        .await;
    let dai = app.person("Dai Price", "dai@board.example").await;
    app.let_in(dai.id, &board, Role::Approver).await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let gwen = app.person("Gwen Harries", "gwen@board.example").await;
    gwen.tries_to_ask(&board, Role::CommissioningAdministrator)
        .await
        .unwrap();
    let request = gwen.request_at(&board).await.id;
    assert_eq!(refused(dai.approves(&board, request).await), Refusal::NotAllowed);
    let receipt = olwen.approves(&board, request).await.unwrap();
    assert_eq!(
        receipt.notice,
        Some(Notice::Proposed {
            name: "Gwen Harries".into()
        }),
        "a second support person must confirm it: see `proposals`"
    );
}

#[tokio::test]
async fn one_person_cannot_flood_a_practice_with_letters() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    for _ in 0..20 {
        let request = gwen.asks(&practice).await;
        gwen.withdraws(request).await.unwrap();
    }
    assert!(matches!(
        refused(gwen.tries_to_ask(&practice, Role::ProviderUser).await),
        Refusal::TooManyTries { wait: 3600 }
    ));
}

#[tokio::test]
async fn the_receipt_of_a_request_leads_to_its_page() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let receipt = gwen.tries_to_ask(&practice, Role::ProviderUser).await.unwrap();
    let request = gwen.request_at(&practice).await;
    assert_eq!(receipt.go_to, Page::MyRequest(request.id));
    assert_eq!(request.deciders, 0, "nobody is there yet; support sees it");
}
