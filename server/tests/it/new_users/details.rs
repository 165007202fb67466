//! Adding somebody: what cannot be typed, where one may add, and the mark *medical secretary*.

use app::error::AppError;
use domain::form::{Field, Problem};
use domain::new_users::{MarkView, WhereView};
use domain::organisations::{Kind, Status};
use domain::{Receipt, Refusal};

use super::{refused, wrong};
use crate::{Person, TestApp};

#[tokio::test]
async fn what_cannot_be_added_stands_at_its_field() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let tried = async |by: &Person, name, email| by.tries_to_add(&practice, name, email).await.unwrap_err();
    assert_eq!(
        tried(&sian, "Huw Tomos", "HUW@bont.example").await,
        wrong(Field::Email, Problem::MemberThere)
    );
    assert_eq!(
        tried(&sian, "Reception Staff", "reception@bont.example").await,
        wrong(Field::Email, Problem::SharedMailbox)
    );
    assert_eq!(
        tried(&olwen, "Olwen Rees", "olwen@support.example").await,
        refused(Refusal::NotOnOneself)
    );
    sian.adds_new_user(&practice, "Gwen Rees", "gwen@bont.example").await;
    assert_eq!(
        tried(&sian, "Gwen Rees", "gwen@bont.example").await,
        wrong(Field::Email, Problem::AddedAlready)
    );
    let closed = app
        .organisation("W91009", "Closed Surgery", Kind::Practice, Status::Closed)
        .await;
    let answer = olwen
        .tries_to_add(&closed, "Gwen Rees", "gwen@bont.example")
        .await
        .unwrap_err();
    assert_eq!(answer, refused(Refusal::OrganisationNotOpen));
}

#[tokio::test]
async fn one_adds_people_where_one_decides_and_nowhere_else() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let mair = app.member("Mair Ellis", "mair@castell.example", &elsewhere).await;
    let nobody = app.person("Gwen Rees", "gwen@nowhere.example").await;
    let places: WhereView = sian
        .browser
        .call("places_for_new_user", &[("words", "")])
        .await
        .unwrap();
    assert_eq!(places.only, Some(practice.code.clone()));
    let found: WhereView = sian
        .browser
        .call("places_for_new_user", &[("words", "castell")])
        .await
        .unwrap();
    assert!(found.found.is_empty());
    let none: Result<WhereView, AppError> = nobody.browser.call("places_for_new_user", &[("words", "")]).await;
    assert_eq!(none.unwrap_err(), refused(Refusal::NotAllowed));
    let id = sian.adds_new_user(&practice, "Nia Lloyd", "nia@never.example").await;
    assert_eq!(mair.new_user(id).await.unwrap_err(), refused(Refusal::NotFound));
}

#[tokio::test]
async fn only_support_changes_the_mark_later_and_says_why() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let gwen = app.member("Gwen Rees", "gwen@bont.example", &practice).await;
    let id = gwen.id.to_string();
    let fields = |reason: &'static str| {
        [
            ("id", id.clone()),
            ("marked", "yes".to_owned()),
            ("reason", reason.to_owned()),
        ]
    };
    let marks = async |by: &Person, reason| {
        let fields = fields(reason);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        by.browser.call::<Receipt>("mark_medical_secretary", &fields).await
    };
    assert_eq!(
        marks(&sian, "She is one.").await.unwrap_err(),
        refused(Refusal::NotFound)
    );
    assert_eq!(
        marks(&olwen, "").await.unwrap_err(),
        wrong(Field::Reason, Problem::Missing)
    );
    marks(&olwen, "The practice manager rang.")
        .await
        .expect("support sets it");
    let view: MarkView = olwen.browser.call("medical_secretary", &[("id", &id)]).await.unwrap();
    assert!(view.marked);
    assert_eq!(
        marks(&olwen, "Again.").await.unwrap_err(),
        refused(Refusal::ChangedMeanwhile)
    );
}
