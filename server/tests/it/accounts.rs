//! Accounts: registering and confirming. That nobody learns from either who has one is in `alike`.

use app::error::AppError;
use chrono::TimeDelta;
use domain::accounts::ConfirmationView;
use domain::form::{Field, Problem};
use domain::organisations::{Kind, Status};
use domain::{DeadLink, Notice, Page, Refusal};

use crate::newcomer::Newcomer;
use crate::{PASSWORD, TestApp, on_both};

on_both!(
    a_newcomer_is_let_in_from_registering_to_acting,
    an_unconfirmed_account_takes_the_newest_details,
    a_link_is_used_once,
);

async fn a_newcomer_is_let_in_from_registering_to_acting(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = Newcomer::new(&app, "Gwen Rees", "gwen@bont.example");

    assert_eq!(gwen.registers(Some(&practice)).await.go_to, Page::CreateAccountSent);
    assert!(
        sian.practice_users(&practice).await.unwrap().requests.is_empty(),
        "nobody is asked before the confirmation"
    );
    assert!(app.letters_to("sian@bont.example").await.is_empty());

    let letter = gwen.newest_letter().await;
    assert_eq!(letter.name, "confirm_address");
    assert!(
        matches!(gwen.opens(&letter.token()).await, ConfirmationView::Open { first_name, .. } if first_name == "Gwen")
    );
    let confirmed = gwen.confirms_with(&letter.token(), PASSWORD).await.unwrap();
    assert_eq!(confirmed.notice, Some(Notice::Confirmed));
    assert_eq!(confirmed.go_to, Page::SignIn);

    assert_eq!(app.letters_to("sian@bont.example").await[0].name, "request_made");
    let waiting = sian.practice_users(&practice).await.unwrap().requests;
    assert_eq!(waiting[0].name, "Gwen Rees");
    assert_eq!(gwen.signs_in().await.unwrap().go_to, Page::Home);

    sian.approves(&practice, waiting[0].id).await.unwrap();
    assert_eq!(gwen.newest_letter().await.name, "request_approved");
    let fields = [("code", "W91001"), ("requests", ""), ("members", "")];
    let users: domain::members::PracticeUsers = gwen.browser.call("practice_users", &fields).await.unwrap();
    assert_eq!(users.members.len(), 2);
}

async fn an_unconfirmed_account_takes_the_newest_details(app: TestApp) {
    let one = app.practice("W91001", "Meddygfa'r Bont").await;
    let other = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    Newcomer::new(&app, "Somebody Else", "gwen@bont.example")
        .registers(Some(&one))
        .await;
    let gwen = Newcomer::new(&app, "Gwen Rees", "Gwen@Bont.example");
    gwen.registers(Some(&other)).await;

    let token = gwen.newest_letter().await.token();
    assert!(matches!(gwen.opens(&token).await, ConfirmationView::Open { first_name, .. } if first_name == "Gwen"));
    gwen.confirms_with(&token, PASSWORD).await.unwrap();
    let sian = app.member("Siân Jones", "sian@bont.example", &one).await;
    let mair = app.member("Mair Ellis", "mair@castell.example", &other).await;
    assert!(
        sian.practice_users(&one).await.unwrap().requests.is_empty(),
        "what the first one asked for has lapsed"
    );
    assert_eq!(mair.practice_users(&other).await.unwrap().requests[0].name, "Gwen Rees");
}

async fn a_link_is_used_once(app: TestApp) {
    let gwen = Newcomer::new(&app, "Gwen Rees", "gwen@bont.example");
    gwen.registers(None).await;
    let token = gwen.newest_letter().await.token();
    let (one, two) = tokio::join!(
        gwen.confirms_with(&token, PASSWORD),
        gwen.confirms_with(&token, "seven green kettles")
    );
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    let lost = one.and(two).unwrap_err();
    assert_eq!(lost, AppError::Refused(Refusal::Link(DeadLink::Used)));
    assert_eq!(gwen.opens(&token).await, ConfirmationView::Dead(DeadLink::Used));
}

#[tokio::test]
async fn the_owner_of_an_address_is_told_of_a_second_registration() {
    let app = TestApp::new().await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let stranger = Newcomer::new(&app, "Xanthe Quill", "gwen@bont.example");
    stranger.registers(None).await;
    let letter = stranger.newest_letter().await;
    assert_eq!((letter.name, letter.link.as_str()), ("already_registered", "/sign-in"));
    assert!(
        !letter.text.contains("Xanthe"),
        "a stranger's words do not reach the owner"
    );
    gwen.signs_in().await;
}

#[tokio::test]
async fn at_most_three_letters_an_hour_go_to_one_address() {
    let app = TestApp::new().await;
    let gwen = Newcomer::new(&app, "Gwen Rees", "gwen@bont.example");
    gwen.registers(None).await;
    for _ in 0..4 {
        let again: domain::Receipt = gwen
            .browser
            .call("send_confirmation_again", &[("email", "GWEN@bont.example")])
            .await
            .unwrap();
        assert_eq!(again.go_to, Page::CreateAccountSent);
    }
    let letters = app.letters_to(gwen.email).await;
    assert_eq!(letters.len(), 3);
    let token = letters[0].token();
    assert!(
        matches!(gwen.opens(&token).await, ConfirmationView::Open { .. }),
        "the last link that went out still opens"
    );
    app.clock.advance(TimeDelta::minutes(61));
    let _: domain::Receipt = gwen
        .browser
        .call("send_confirmation_again", &[("email", gwen.email)])
        .await
        .unwrap();
    assert_eq!(app.letters_to(gwen.email).await.len(), 4);
}

#[tokio::test]
async fn a_link_that_cannot_be_used_says_why() {
    let app = TestApp::new().await;
    let gwen = Newcomer::new(&app, "Gwen Rees", "gwen@bont.example");
    gwen.registers(None).await;
    let first = gwen.newest_letter().await.token();
    let _: domain::Receipt = gwen
        .browser
        .call("send_confirmation_again", &[("email", gwen.email)])
        .await
        .unwrap();
    let second = gwen.newest_letter().await.token();
    assert_ne!(first, second);
    assert_eq!(gwen.opens(&first).await, ConfirmationView::Dead(DeadLink::Replaced));
    let refused = gwen.confirms_with(&first, PASSWORD).await.unwrap_err();
    assert_eq!(refused, AppError::Refused(Refusal::Link(DeadLink::Replaced)));
    assert_eq!(gwen.opens("nonsense").await, ConfirmationView::Dead(DeadLink::Unknown));
    app.clock.advance(TimeDelta::hours(24));
    assert_eq!(gwen.opens(&second).await, ConfirmationView::Dead(DeadLink::Expired));
    let refused = gwen.confirms_with(&second, PASSWORD).await.unwrap_err();
    assert_eq!(refused, AppError::Refused(Refusal::Link(DeadLink::Expired)));
    assert!(gwen.signs_in().await.is_err());
}

#[tokio::test]
async fn opening_a_link_uses_nothing_up() {
    let app = TestApp::new().await;
    let gwen = Newcomer::new(&app, "Gwen Rees", "gwen@bont.example");
    gwen.registers(None).await;
    let letter = gwen.newest_letter().await;
    for _ in 0..3 {
        app.browser().get(&letter.link).await;
    }
    let refused = app
        .browser()
        .call_raw("confirm_address", &[("token", &letter.token()), ("password", "")])
        .await;
    assert_eq!(
        refused.status, 422,
        "a scanner that presses the button supplies no password"
    );
    gwen.confirms_with(&letter.token(), PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_password_is_not_made_of_the_names_involved_or_common() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Canolfan Iechyd y Castell").await;
    let gwen = Newcomer::new(&app, "Gwenllian Prydderch", "gwen@castell.example");
    gwen.registers(Some(&practice)).await;
    let token = gwen.newest_letter().await.token();
    for password in ["Gwenllian-1-Prydderch", "canolfaniechyd1", "PorthorPorthor"] {
        let AppError::Invalid(errors) = gwen.confirms_with(&token, password).await.unwrap_err() else {
            panic!("{password} was refused for another reason");
        };
        assert_eq!(
            errors.of(Field::Password),
            Some(Problem::PasswordFromName),
            "{password}"
        );
    }
    gwen.confirms_with(&token, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn sending_twice_is_answered_alike_and_done_once() {
    let app = TestApp::new().await;
    let gwen = Newcomer::new(&app, "Gwen Rees", "gwen@bont.example");
    let first = gwen.registers(None).await;
    let second = gwen.sends().await.unwrap();
    assert_eq!(first, second);
    assert_eq!(app.letters_to(gwen.email).await.len(), 1);
}

#[tokio::test]
async fn steps_cannot_be_left_out() {
    let app = TestApp::new().await;
    app.practice("W91001", "Meddygfa'r Bont").await;
    let gwen = Newcomer::new(&app, "Gwen Rees", "gwen@bont.example");
    let start_again = AppError::Refused(Refusal::StartAgain);
    assert_eq!(gwen.sends().await.unwrap_err(), start_again);
    assert_eq!(gwen.chooses("W91001").await.unwrap_err(), start_again);
    gwen.gives_details().await.unwrap();
    assert_eq!(gwen.chooses_role("provider_user").await.unwrap_err(), start_again);
    gwen.chooses("W91001").await.unwrap();
    assert_eq!(gwen.sends().await.unwrap_err(), start_again);
}

#[tokio::test]
async fn only_an_open_practice_and_a_role_of_its_kind_can_be_chosen() {
    let app = TestApp::new().await;
    app.organisation("W91009", "Closed Surgery", Kind::Practice, Status::Closed)
        .await;
    app.organisation("7A9", "Health Board", Kind::Commissioner, Status::Active)
        .await;
    let gwen = Newcomer::new(&app, "Gwen Rees", "gwen@bont.example");
    gwen.gives_details().await.unwrap();
    let problem = |answer: Result<domain::Receipt, AppError>, field| match answer.unwrap_err() {
        AppError::Invalid(errors) => errors.of(field),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        problem(gwen.chooses("W91009").await, Field::Organisation),
        Some(Problem::OrganisationNotOpen)
    );
    assert_eq!(
        problem(gwen.chooses("W00000").await, Field::Organisation),
        Some(Problem::NoSuchOrganisation)
    );
    assert_eq!(
        problem(gwen.chooses("").await, Field::Organisation),
        Some(Problem::Missing)
    );
    gwen.chooses("7A9").await.unwrap();
    assert_eq!(
        problem(gwen.chooses_role("practice_enabled_user").await, Field::Role),
        Some(Problem::RoleNotHere)
    );
    assert_eq!(
        problem(gwen.chooses_role("support").await, Field::Role),
        Some(Problem::RoleNotHere)
    );
    assert_eq!(
        problem(gwen.chooses_role("rostered_medic").await, Field::Role),
        Some(Problem::MedicsAreImported)
    );
}

#[tokio::test]
async fn who_chose_no_practice_is_asked_which_at_the_first_sign_in() {
    let app = TestApp::new().await;
    let gwen = Newcomer::new(&app, "Gwen Rees", "gwen@bont.example");
    gwen.registers_and_confirms(None).await;
    assert_eq!(gwen.signs_in().await.unwrap().go_to, Page::Ask);
}
