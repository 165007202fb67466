//! What somebody gave and that waits, when their access or account ends: kept on purpose, or ended too.

use domain::members::RevokeView;
use domain::members::keeping::{GivenRow, What};
use domain::new_users::{NewUserView, State};
use domain::people::DisablingView;
use domain::permission::Role;
use domain::pre_approvals::Source;
use domain::{Notice, Receipt};

use super::member_id;
use crate::{Person, Practice, TestApp, on_both};

on_both!(
    what_is_kept_on_purpose_stays_and_the_rest_ends,
    what_is_kept_when_an_account_is_disabled_is_for_whoever_disabled_it,
);

/// For whom all of it waits.
pub(crate) fn whom(given: &[GivenRow]) -> Vec<&str> {
    given.iter().map(|row| row.whom.as_str()).collect()
}

fn id_for(given: &[GivenRow], what: What, name: &str) -> String {
    let row = given
        .iter()
        .find(|row| row.what == what && row.whom.starts_with(name))
        .expect("it is shown before it ends");
    assert!(row.keepable, "{name}");
    row.id.to_string()
}

/// Two who are pre-approved and two who were added, all by one person.
async fn gives_to_four(app: &TestApp, giver: &Person, practice: &Practice) {
    for (name, email) in [("Elin Morgan", "elin@bont.example"), ("Alun Huws", "alun@bont.example")] {
        app.pre_approve(practice, name, email, Source::GivenBy(giver.id)).await;
    }
    for (name, email) in [("Nia Lloyd", "nia@known.example"), ("Mair Pugh", "mair@known.example")] {
        app.person(name, email).await;
        let id = giver.adds_new_user(practice, name, email).await;
        giver.gives(id, Role::ProviderUser).await;
    }
}

/// Who is let in at once on asking, of the two who were pre-approved.
async fn walk_in(app: &TestApp, practice: &Practice) -> [bool; 2] {
    let mut all = [false; 2];
    let asking = [("Elin Morgan", "elin@bont.example"), ("Alun Huws", "alun@bont.example")];
    for (walks, (name, email)) in all.iter_mut().zip(asking) {
        let person = app.person(name, email).await;
        let receipt = person.tries_to_ask(practice, Role::PracticeEnabledUser).await.unwrap();
        *walks = !matches!(receipt.notice, Some(Notice::Asked { .. }));
    }
    all
}

async fn what_is_kept_on_purpose_stays_and_the_rest_ends(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    gives_to_four(&app, &huw, &practice).await;
    let member = member_id(&sian, &practice, "Huw Tomos").await.to_string();
    let fields = [("code", practice.code.as_str()), ("id", member.as_str())];
    let view: RevokeView = sian.browser.call("member_to_revoke", &fields).await.unwrap();
    let elin = id_for(&view.given, What::PreApproval, "Elin");
    let nia = id_for(&view.given, What::NewUser, "Nia");
    let mair = id_for(&view.given, What::NewUser, "Mair");
    let fields = [
        fields[0],
        fields[1],
        ("reason", ""),
        ("ticked[]", elin.as_str()),
        ("ticked[]", nia.as_str()),
    ];
    sian.browser.call::<Receipt>("revoke_member", &fields).await.unwrap();
    assert_eq!(walk_in(&app, &practice).await, [true, false]);
    let new_user = async |id: &str| -> NewUserView { sian.browser.call("new_user", &[("id", id)]).await.unwrap() };
    let kept = new_user(&nia).await;
    assert_eq!((kept.state, kept.added_by.as_str()), (State::Open, "Siân Jones"));
    assert_eq!(new_user(&mair).await.state, State::Withdrawn);
}

async fn what_is_kept_when_an_account_is_disabled_is_for_whoever_disabled_it(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let olwen = app.support("Olwen Parry", "olwen@service.example").await;
    gives_to_four(&app, &huw, &practice).await;
    let whose = huw.id.to_string();
    let why = [("id", whose.as_str()), ("reason", "left")];
    olwen
        .browser
        .call::<Receipt>("choose_disabling_reason", &why)
        .await
        .unwrap();
    let view: DisablingView = olwen.browser.call("disabling_account", &[why[0]]).await.unwrap();
    assert_eq!(view.given.len(), 4);
    let alun = id_for(&view.given, What::PreApproval, "Alun");
    let mair = id_for(&view.given, What::NewUser, "Mair");
    let fields = [why[0], ("ticked[]", alun.as_str()), ("ticked[]", mair.as_str())];
    olwen.browser.call::<Receipt>("disable_account", &fields).await.unwrap();
    assert_eq!(walk_in(&app, &practice).await, [false, true]);
    let kept: NewUserView = olwen.browser.call("new_user", &[("id", &mair)]).await.unwrap();
    assert_eq!((kept.state, kept.added_by.as_str()), (State::Open, "Olwen Parry"));
}
