//! Which roles somebody who is added may be given, and copying them from somebody else.

use app::error::AppError;
use domain::form::Field;
use domain::members::roles::why_not_given;
use domain::new_users::CopyView;
use domain::organisations::{Kind, Status};
use domain::permission::Role;
use domain::{Receipt, Refusal};

use super::{refused, wrong};
use crate::{Person, Practice, TestApp};

#[tokio::test]
async fn nobody_grants_above_their_rights() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let trust = app
        .organisation("R9Z", "Hospital Trust", Kind::Trust, Status::Active)
        .await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let dilys = app.person("Dilys Pugh", "dilys@trust.example").await;
    app.let_in(dilys.id, &trust, Role::Approver).await;
    let plain = app.person("Ifan Pugh", "ifan@trust.example").await;
    app.let_in(plain.id, &trust, Role::Reporting).await;
    let places = [
        (&sian, &practice, Kind::Practice),
        (&dilys, &trust, Kind::Trust),
        (&olwen, &trust, Kind::Trust),
    ];
    for (at, (by, place, kind)) in places.into_iter().enumerate() {
        let id = by
            .adds_new_user(place, "Gwen Rees", &format!("gwen{at}@never.example"))
            .await;
        for role in Role::ALL {
            let answer = by.tries_to_give(id, role, "", "").await;
            if domain::members::roles::can_be_given(role, kind) {
                assert!(answer.is_ok(), "{role:?} {answer:?}");
            } else {
                assert_eq!(answer.unwrap_err(), wrong(Field::Role, why_not_given(role)), "{role:?}");
            }
        }
        let view = by.new_user(id).await.unwrap();
        assert!(view.grantable.is_empty());
        let never = [Role::RosteredMedic, Role::Support, Role::CommissioningAdministrator];
        assert!(view.roles.iter().all(|row| !never.contains(&row.role)));
    }
    let answer = plain
        .tries_to_add(&trust, "Gwen Rees", "gwen@other.example")
        .await
        .unwrap_err();
    assert_eq!(
        answer,
        refused(Refusal::NotAllowed),
        "a member who may not decide adds nobody"
    );
    let answer = sian
        .tries_to_add(&trust, "Gwen Rees", "gwen@other.example")
        .await
        .unwrap_err();
    assert_eq!(answer, refused(Refusal::NotFound), "nobody adds elsewhere");
}

#[tokio::test]
async fn access_is_copied_with_its_ends_in_place_of_what_waited() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let mair = app.member("Mair Ellis", "mair@castell.example", &elsewhere).await;
    let of = async |who: &Person, place: &Practice| {
        let member = app.store.read().members().of(who.id, place.id).await;
        member.unwrap().unwrap().id.to_string()
    };
    let (his, hers) = (of(&huw, &practice).await, of(&mair, &elsewhere).await);
    let fields = [
        ("code", "W91001"),
        ("id", his.as_str()),
        ("role", "reporting"),
        ("starts", ""),
        ("ends", "2025-12-24"),
    ];
    sian.browser.call::<Receipt>("grant_role", &fields).await.unwrap();
    let id = sian.adds_new_user(&practice, "Gwen Rees", "gwen@bont.example").await;
    sian.gives(id, Role::ProviderUser).await;
    let view: CopyView = sian
        .browser
        .call("access_to_copy", &[("id", &id.to_string())])
        .await
        .unwrap();
    assert_eq!(view.people.len(), 2);
    let id_text = id.to_string();
    let answer: Result<Receipt, AppError> = sian
        .browser
        .call("copy_access", &[("id", &id_text), ("member", &hers)])
        .await;
    assert_eq!(
        answer.unwrap_err(),
        refused(Refusal::NotFound),
        "only from the same organisation"
    );
    sian.browser
        .call::<Receipt>("copy_access", &[("id", &id_text), ("member", &his)])
        .await
        .unwrap();
    let waiting = sian.new_user(id).await.unwrap().roles;
    let waiting: Vec<_> = waiting.iter().map(|row| (row.role, row.ends_day.as_str())).collect();
    assert_eq!(
        waiting,
        [(Role::PracticeEnabledUser, ""), (Role::Reporting, "2025-12-24")]
    );
}
