//! Locked out: nothing about an account changes before a call and two of the support team.

use app::error::AppError;
use domain::cases::LockedOutView;
use domain::form::{Field, Problem};
use domain::{CaseId, Receipt, Refusal};

use super::{problem, refused};
use crate::{PASSWORD, Person, Practice, TestApp, on_both};

on_both!(
    lost_factors_go_once_two_have_agreed,
    an_account_moves_once_two_have_agreed_and_the_old_address_is_told,
    nothing_changes_when_the_practice_says_no,
    only_somebody_who_can_be_asked_about_is_helped,
);

struct Scene {
    app: TestApp,
    practice: Practice,
    olwen: Person,
    owain: Person,
    sian: Person,
}

impl Scene {
    async fn on(app: TestApp) -> Self {
        let practice = app.practice("W91001", "Meddygfa'r Bont").await;
        let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
        let olwen = app.support("Olwen Rees", "olwen@support.example").await;
        let owain = app.support("Owain Puw", "owain@support.example").await;
        Self {
            app,
            practice,
            olwen,
            owain,
            sian,
        }
    }

    async fn opens(&self, matter: &str, email: &str) -> Result<Receipt, AppError> {
        let id = self.sian.id.to_string();
        let fields = [
            ("id", id.as_str()),
            ("matter", matter),
            ("email", email),
            ("organisation", self.practice.code.as_str()),
            ("reason", "She telephoned."),
        ];
        self.olwen.browser.call("open_case", &fields).await
    }

    async fn opened(&self, matter: &str, email: &str) -> CaseId {
        self.opens(matter, email).await.unwrap();
        self.olwen.cases("now").await.rows[0].id
    }
}

async fn lost_factors_go_once_two_have_agreed(app: TestApp) {
    let scene = Scene::on(app).await;
    let Scene { olwen, owain, sian, .. } = &scene;
    assert_eq!(
        problem(scene.opens("lost_factor", "").await, Field::Matter),
        Problem::NotAChoice,
        "she has none"
    );
    sian.adds_an_app(&scene.app).await;
    let case = scene.opened("lost_factor", "").await;
    assert_eq!(
        scene.app.letters_to("sian@bont.example").await[0].name,
        "locked_out_asked"
    );
    assert_eq!(refused(scene.opens("lost_factor", "").await), Refusal::AlreadyAsked);
    olwen.hears(case, "agreed").await.unwrap();
    assert_eq!(refused(olwen.confirms_case(case).await), Refusal::SecondPersonNeeded);
    assert!(!sian.factors().await.factors.is_empty(), "one alone removes nothing");
    owain.confirms_case(case).await.unwrap();
    assert!(
        sian.practice_users(&scene.practice).await.is_err(),
        "signed out everywhere"
    );
    let told = scene.app.letters_to("sian@bont.example").await.remove(0);
    assert!(
        told.name == "factor_changed" && told.text.contains("second factor"),
        "{}",
        told.text
    );
    sian.tries_to_sign_in(PASSWORD).await.unwrap();
    assert!(sian.factors().await.factors.is_empty(), "the password is enough now");
}

async fn an_account_moves_once_two_have_agreed_and_the_old_address_is_told(app: TestApp) {
    let scene = Scene::on(app).await;
    let Scene { olwen, owain, sian, .. } = &scene;
    let taken = scene.opens("new_address", "owain@support.example").await;
    assert_eq!(refused(taken), Refusal::AddressTaken);
    let same = scene.opens("new_address", "sian@bont.example").await;
    assert_eq!(problem(same, Field::Email), Problem::SameAddress);
    let case = scene.opened("new_address", "sian@newydd.example").await;
    olwen.hears(case, "agreed").await.unwrap();
    sian.practice_users(&scene.practice).await.unwrap();
    owain.confirms_case(case).await.unwrap();
    assert!(
        sian.practice_users(&scene.practice).await.is_err(),
        "signed out everywhere"
    );
    assert_eq!(
        scene.app.letters_to("sian@bont.example").await[0].name,
        "address_changed"
    );
    assert_eq!(
        scene.app.letters_to("sian@newydd.example").await[0].name,
        "address_moved"
    );
    assert!(sian.tries_to_sign_in(PASSWORD).await.is_err(), "with the old address");
    let moved = Person::new(&scene.app, sian.id, &sian.name, "sian@newydd.example");
    moved.tries_to_sign_in(PASSWORD).await.unwrap();
    moved.practice_users(&scene.practice).await.unwrap();
}

async fn nothing_changes_when_the_practice_says_no(app: TestApp) {
    let scene = Scene::on(app).await;
    let case = scene.opened("new_address", "sian@newydd.example").await;
    scene.olwen.hears(case, "declined").await.unwrap();
    let told = scene.app.letters_to("sian@bont.example").await.remove(0);
    assert_eq!(told.name, "locked_out_declined");
    assert!(told.text.contains("Nobody here knows her."));
    assert!(scene.app.letters_to("sian@newydd.example").await.is_empty());
    scene.sian.practice_users(&scene.practice).await.unwrap();
    assert!(matches!(
        refused(scene.owain.confirms_case(case).await),
        Refusal::AlreadyDecided { approved: false, .. }
    ));
    scene.opened("new_address", "sian@newydd.example").await;
}

async fn only_somebody_who_can_be_asked_about_is_helped(app: TestApp) {
    let scene = Scene::on(app).await;
    let elsewhere = scene.app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let view = async |id: String| -> Result<LockedOutView, AppError> {
        scene.olwen.browser.call("locked_out", &[("id", &id)]).await
    };
    let hers = view(scene.sian.id.to_string()).await.unwrap();
    assert_eq!(hers.organisations.len(), 1);
    assert!(!hers.has_factor && hers.open.is_empty());
    let rhys = scene.app.person("Rhys Owen", "rhys@nowhere.example").await;
    assert!(view(rhys.id.to_string()).await.unwrap().organisations.is_empty());
    assert_eq!(refused(view(scene.olwen.id.to_string()).await), Refusal::NotOnOneself);
    let id = scene.sian.id.to_string();
    let fields = [
        ("id", id.as_str()),
        ("matter", "new_address"),
        ("email", "sian@newydd.example"),
        ("organisation", elsewhere.code.as_str()),
        ("reason", "She telephoned."),
    ];
    let nobody_knows_her: Result<Receipt, AppError> = scene.olwen.browser.call("open_case", &fields).await;
    assert_eq!(problem(nobody_knows_her, Field::Organisation), Problem::NotAChoice);
}
