//! What stands in the way of undoing a decision: its letter has left, the access was used, something else has changed.

use chrono::TimeDelta;
use domain::join_requests::StateTag;
use domain::permission::Role;
use domain::{Receipt, Refusal};
use storage::{Housekeeping, Posted};

use super::{SECONDS, Scene, refused, seconds, undoes};
use crate::{TestApp, on_both};

on_both!(
    what_has_been_leased_is_not_undone,
    what_has_been_used_is_not_undone,
    what_has_changed_since_is_not_undone,
);

async fn leased(app: &TestApp) -> Posted {
    let (now, mut change) = (app.now(), app.store.change().await.expect("it is open"));
    let leased = change.outbox().lease(now, now.plus(TimeDelta::minutes(1))).await;
    change
        .commit_housekeeping(Housekeeping::Delivery)
        .await
        .expect("it is kept");
    leased.expect("it can be read").expect("a letter is due")
}

async fn what_has_been_leased_is_not_undone(app: TestApp) {
    let scene = Scene::on(app).await;
    scene.approve().await;
    // The letters about the request itself leave before.
    leased(&scene.app).await;
    leased(&scene.app).await;
    scene.app.clock.advance(seconds(SECONDS));
    let letter = leased(&scene.app).await;
    assert_eq!(letter.address, scene.gwen.email);
    assert_eq!(scene.refused().await, Refusal::LetterHasLeft);
    let mut change = scene.app.store.change().await.expect("it is open");
    change.outbox().release(letter.id).await.expect("it is leased");
    change
        .commit_housekeeping(Housekeeping::Delivery)
        .await
        .expect("it is kept");
    assert_eq!(
        scene.refused().await,
        Refusal::LetterHasLeft,
        "the mail server may have it"
    );
    assert_eq!(scene.state().await, StateTag::Approved);
    assert!(
        scene.gwen.practice_users(&scene.practice).await.is_ok(),
        "nothing was taken back"
    );
}

async fn what_has_been_used_is_not_undone(app: TestApp) {
    let scene = Scene::on(app).await;
    let code = ("code", scene.practice.code.as_str());
    let profile = [
        code,
        ("version", "0"),
        ("email", "reception@bont.example"),
        ("telephone", "01632 960123"),
        ("address_lines", ""),
        ("opening_hours", ""),
    ];
    let uses: [(&str, &[(&str, &str)]); 5] = [
        ("practice_users", &[code, ("requests", ""), ("members", "")]),
        ("practice_profile", &[code]),
        ("pending_requests", &[]),
        ("users", &[("q", ""), ("size", "100")]),
        ("edit_practice_profile", &profile),
    ];
    for (number, (call, fields)) in uses.into_iter().enumerate() {
        let person = format!("user{number}@bont.example");
        let person = scene.app.person("Elin Morgan", &person).await;
        let request = person.asks(&scene.practice).await;
        let asks = async |call: &str, fields| person.browser.call::<serde_json::Value>(call, fields).await;
        let undoing = async || undoes(&scene.sian, &scene.practice, request).await;
        scene.sian.approves(&scene.practice, request).await.expect("she asked");
        for own in ["my_requests", "visitor", "tiles", "my_organisations"] {
            asks(own, &[]).await.expect("what is her own is no use of the access");
        }
        undoing().await.expect("it was not used");
        scene
            .sian
            .approves(&scene.practice, request)
            .await
            .expect("it waits again");
        asks(call, fields).await.expect("she may");
        assert_eq!(refused(undoing().await), Refusal::AccessWasUsed, "{call}");
        assert_eq!(person.request_at(&scene.practice).await.state, StateTag::Approved);
    }
}

async fn what_has_changed_since_is_not_undone(app: TestApp) {
    let scene = Scene::on(app).await;
    scene.approve().await;
    scene
        .huw
        .revokes(&scene.practice, scene.member().await)
        .await
        .expect("she acts");
    assert_eq!(scene.refused().await, Refusal::ChangedSince, "revoked meanwhile");

    let rhys = scene.app.person("Rhys Owen", "rhys@bont.example").await;
    let request = rhys.asks(&scene.practice).await;
    scene.sian.approves(&scene.practice, request).await.expect("he asked");
    let id = scene.member_of(&rhys).await.to_string();
    let fields = [
        ("code", scene.practice.code.as_str()),
        ("id", id.as_str()),
        ("role", Role::Reporting.tag()),
        ("starts", ""),
        ("ends", ""),
    ];
    scene
        .huw
        .browser
        .call::<Receipt>("grant_role", &fields)
        .await
        .expect("he is a member");
    let undone = undoes(&scene.sian, &scene.practice, request).await;
    assert_eq!(refused(undone), Refusal::ChangedSince, "another role since");

    let elin = scene.app.person("Elin Morgan", "elin@bont.example").await;
    let request = elin.asks(&scene.practice).await;
    scene
        .sian
        .rejects(&scene.practice, request, "Not yet.")
        .await
        .expect("she asked");
    let again = elin.asks(&scene.practice).await;
    let undone = undoes(&scene.sian, &scene.practice, request).await;
    assert_eq!(refused(undone), Refusal::ChangedSince, "she has asked again");
    scene
        .sian
        .approves(&scene.practice, again)
        .await
        .expect("she asked again");
    let fields = [
        ("first_name", "Elin"),
        ("last_name", "Morgan-Rees"),
        ("position", "partner"),
        ("telephone", ""),
        ("language", "en"),
    ];
    elin.browser
        .call::<Receipt>("change_my_details", &fields)
        .await
        .expect("her own");
    let undone = undoes(&scene.sian, &scene.practice, again).await;
    assert_eq!(refused(undone), Refusal::ChangedSince, "under another name since");
}

/// The commissioning administrator decides that somebody may approve; the other approver leaves. Then nobody could.
#[tokio::test]
async fn the_only_approver_left_is_not_taken_back() {
    let app = TestApp::new().await.undoing();
    let practice = app.practice_beneath("W91001", "Meddygfa'r Bont", "7A9").await;
    let above = app.administrator("Non Ceidwad", "non@board.example", "7A9").await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let request = gwen.asks(&practice).await;
    above.approves(&practice, request).await.unwrap();
    let his = app
        .store
        .read()
        .members()
        .of(huw.id, practice.id)
        .await
        .unwrap()
        .unwrap()
        .id;
    above.revokes(&practice, his).await.unwrap();
    let undone = undoes(&above, &practice, request).await;
    assert_eq!(refused(undone), Refusal::ChangedSince);
}
