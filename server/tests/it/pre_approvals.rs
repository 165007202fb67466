//! Pre-approvals (S5, S6; decision 9): let in at once, and only while everything that made it hold still holds.

mod giving;

use chrono::TimeDelta;
use domain::permission::Role;
use domain::pre_approvals::Source;
use domain::{Notice, Page};

use crate::newcomer::Newcomer;
use crate::{Person, Practice, TestApp, on_both};

on_both!(
    a_pre_approved_newcomer_is_let_in_on_confirming,
    a_pre_approval_lets_in_once
);

async fn asks(person: &Person, practice: &Practice) -> Notice {
    let receipt = person.tries_to_ask(practice, Role::ProviderUser).await.unwrap();
    receipt.notice.unwrap()
}

fn let_in(practice: &Practice) -> Notice {
    Notice::LetInAtOnce {
        organisation: practice.name.clone(),
    }
}

fn asked(practice: &Practice) -> Notice {
    Notice::Asked {
        organisation: practice.name.clone(),
    }
}

async fn a_pre_approved_newcomer_is_let_in_on_confirming(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.pre_approve(&practice, "Elin Morgan", "Elin@Bont.example", Source::Register)
        .await;
    let elin = Newcomer::new(&app, "Elin Morgan", "elin@bont.example");
    elin.registers_and_confirms(Some(&practice)).await;
    let names: Vec<String> = sian
        .practice_users(&practice)
        .await
        .unwrap()
        .members
        .into_iter()
        .map(|row| row.name)
        .collect();
    assert_eq!(names, ["Siân Jones", "Elin Morgan"]);
    assert_eq!(app.letters_to("sian@bont.example").await[0].name, "let_in");
    assert_eq!(elin.newest_letter().await.name, "request_approved");
    assert_eq!(elin.signs_in().await.unwrap().go_to, Page::Home);
}

async fn a_pre_approval_lets_in_once(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.pre_approve(&practice, "Elin Morgan", "elin@bont.example", Source::GivenBy(sian.id))
        .await;
    let elin = app.person("Elin Morgan", "elin@bont.example").await;
    assert_eq!(asks(&elin, &practice).await, let_in(&practice));
    let users = sian.practice_users(&practice).await.unwrap();
    let id = users.members.iter().find(|row| row.name == "Elin Morgan").unwrap().id;
    app.clock.advance(TimeDelta::minutes(1));
    sian.revokes(&practice, id).await.unwrap();
    assert_eq!(
        asks(&elin, &practice).await,
        asked(&practice),
        "a revoked manager does not walk back in"
    );
}

#[tokio::test]
async fn a_rejection_outweighs_an_older_pre_approval() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let elin = app.person("Elin Morgan", "elin@bont.example").await;
    let request = elin.asks(&practice).await;
    app.pre_approve(&practice, "Elin Morgan", "elin@bont.example", Source::Register)
        .await;
    app.clock.advance(TimeDelta::minutes(1));
    sian.rejects(&practice, request, "Not yet").await.unwrap();
    assert_eq!(asks(&elin, &practice).await, asked(&practice));
}

#[tokio::test]
async fn it_holds_only_while_its_giver_could_still_give_it() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    app.member("Siân Jones", "sian@bont.example", &practice).await;
    let stranger = app.person("Huw Tomos", "huw@elsewhere.example").await;
    app.pre_approve(
        &practice,
        "Elin Morgan",
        "elin@bont.example",
        Source::GivenBy(stranger.id),
    )
    .await;
    let elin = app.person("Elin Morgan", "elin@bont.example").await;
    assert_eq!(asks(&elin, &practice).await, asked(&practice));
}

#[tokio::test]
async fn it_meets_the_whole_address_only_and_never_a_shared_mailbox() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    app.pre_approve(&practice, "Alice Morgan", "alice@bont.example", Source::Register)
        .await;
    app.pre_approve(&practice, "Reception Desk", "reception@bont.example", Source::Register)
        .await;
    let ice = app.person("Ice Morgan", "ice@bont.example").await;
    let desk = app.person("Nia Lloyd", "reception@bont.example").await;
    assert_eq!(asks(&ice, &practice).await, asked(&practice));
    assert_eq!(asks(&desk, &practice).await, asked(&practice));
}

#[tokio::test]
async fn nobody_pre_approves_themselves() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    app.pre_approve(
        &practice,
        "Olwen Rees",
        "olwen@support.example",
        Source::GivenBy(olwen.id),
    )
    .await;
    assert_eq!(asks(&olwen, &practice).await, asked(&practice));
}

#[tokio::test]
async fn being_approved_by_a_person_uses_a_waiting_pre_approval_up() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let elin = app.person("Elin Morgan", "elin@bont.example").await;
    let request = elin.asks(&practice).await;
    app.pre_approve(&practice, "Elin Morgan", "elin@bont.example", Source::Register)
        .await;
    sian.approves(&practice, request).await.unwrap();
    let left = app
        .store
        .read()
        .pre_approvals()
        .live(practice.id, "elin@bont.example")
        .await
        .unwrap();
    assert!(left.is_none());
}
