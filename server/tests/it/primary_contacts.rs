//! The primary contact: exactly one where people act, handed over in one step, and passed on when somebody goes.

use app::error::AppError;
use chrono::TimeDelta;
use domain::audit::Event;
use domain::form::{Field, Problem};
use domain::permission::Role;
use domain::primary_contacts::HandOverView;
use domain::{Clock, Notice, PersonId, Receipt, Refusal, end_of};
use server::scheduler::Scheduler;

use crate::{PASSWORD, Person, Practice, TestApp, on_both};

on_both!(
    it_is_handed_over_in_one_step_and_both_are_told,
    it_passes_with_whoever_leaves_is_revoked_disabled_or_closes,
    it_passes_when_a_role_ends_by_its_date,
    two_who_hand_it_over_at_once_leave_one,
);

impl Person {
    async fn hands_over(&self, practice: &Practice, to: PersonId) -> Result<Receipt, AppError> {
        let to = to.to_string();
        let fields = [("code", practice.code.as_str()), ("primary_contact", to.as_str())];
        self.browser.call("hand_over_primary_contact", &fields).await
    }

    async fn sees_contact(&self, practice: &Practice) -> Result<HandOverView, AppError> {
        self.browser
            .call("primary_contact", &[("code", practice.code.as_str())])
            .await
    }
}

async fn contact(app: &TestApp, practice: &Practice) -> Option<String> {
    let found = app.store.read().primary_contacts().of(practice.id, app.now()).await;
    found.unwrap().map(|account| account.full_name())
}

async fn names(app: &TestApp, email: &str) -> Vec<&'static str> {
    let letters = app.letters_to(email).await;
    let about = letters.into_iter().map(|letter| letter.name);
    about.filter(|name| name.starts_with("primary_contact")).collect()
}

async fn changes(app: &TestApp, practice: &Practice) -> Vec<(Option<String>, Option<String>)> {
    let only = [Event::PrimaryContactChanged];
    let mut read = app.store.read();
    let told = read.audit().of_organisation(practice.id, Some(&only), None, 50).await;
    let told = told.unwrap().into_iter();
    told.map(|line| (line.before, line.after)).collect()
}

async fn it_is_handed_over_in_one_step_and_both_are_told(app: TestApp) {
    let practice = app.practice_beneath("W91001", "Meddygfa'r Bont", "7A9").await;
    let dai = app.administrator("Dai Price", "dai@board.example", "7A9").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let mair = app.member("Mair Ellis", "mair@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@nowhere.example").await;
    assert_eq!(contact(&app, &practice).await.as_deref(), Some("Siân Jones"));

    // Only whoever is it, and those above.
    let not_allowed = AppError::Refused(Refusal::NotAllowed);
    assert_eq!(huw.hands_over(&practice, huw.id).await.unwrap_err(), not_allowed);
    assert_eq!(huw.sees_contact(&practice).await.unwrap_err(), not_allowed);
    let not_found = AppError::Refused(Refusal::NotFound);
    assert_eq!(gwen.hands_over(&practice, gwen.id).await.unwrap_err(), not_found);
    // Only to somebody who may act.
    let AppError::Invalid(errors) = sian.hands_over(&practice, gwen.id).await.unwrap_err() else {
        panic!("the field says what is wrong");
    };
    assert_eq!(errors.of(Field::PrimaryContact), Some(Problem::NotAChoice));

    let view = sian.sees_contact(&practice).await.unwrap();
    assert!(view.oneself);
    let offered: Vec<_> = view.members.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(offered, ["Mair Ellis", "Huw Tomos"], "by name, and not herself");
    let receipt = sian.hands_over(&practice, huw.id).await.unwrap();
    let name = "Huw Tomos".to_owned();
    assert_eq!(receipt.notice, Some(Notice::HandedOver { name }));
    assert_eq!(contact(&app, &practice).await.as_deref(), Some("Huw Tomos"));
    assert_eq!(names(&app, "huw@bont.example").await, ["primary_contact_yours"]);
    assert!(names(&app, "sian@bont.example").await.is_empty(), "she did it herself");
    assert_eq!(
        sian.hands_over(&practice, sian.id).await.unwrap_err(),
        not_allowed,
        "no longer hers"
    );

    // From above, after showing that it is they; both are told.
    app.clock.advance(TimeDelta::minutes(16));
    assert_eq!(
        dai.hands_over(&practice, mair.id).await.unwrap_err(),
        AppError::Refused(Refusal::ProveItIsYou)
    );
    dai.signs_in().await;
    assert!(!dai.sees_contact(&practice).await.unwrap().oneself);
    dai.hands_over(&practice, mair.id).await.unwrap();
    assert_eq!(names(&app, "mair@bont.example").await, ["primary_contact_yours"]);
    let huws = names(&app, "huw@bont.example").await;
    assert_eq!(huws, ["primary_contact_passed", "primary_contact_yours"]);
    let some = |name: &str| Some(name.to_owned());
    assert_eq!(
        changes(&app, &practice).await,
        [
            (some("Huw Tomos"), some("Mair Ellis")),
            (some("Siân Jones"), some("Huw Tomos"))
        ]
    );
}

async fn it_passes_with_whoever_leaves_is_revoked_disabled_or_closes(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.clock.advance(TimeDelta::minutes(1));
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    app.clock.advance(TimeDelta::minutes(1));
    let mair = app.member("Mair Ellis", "mair@bont.example", &practice).await;
    app.clock.advance(TimeDelta::minutes(1));
    let ifan = app.member("Ifan Pugh", "ifan@bont.example", &practice).await;
    app.clock.advance(TimeDelta::minutes(1));
    let lowri = app.member("Lowri Vaughan", "lowri@bont.example", &practice).await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    sian.leaves(&practice).await.unwrap();
    assert_eq!(contact(&app, &practice).await.as_deref(), Some("Huw Tomos"));
    assert_eq!(names(&app, "sian@bont.example").await, ["primary_contact_passed"]);
    assert_eq!(names(&app, "huw@bont.example").await, ["primary_contact_yours"]);

    let users = mair.practice_users(&practice).await.unwrap().members;
    let his = users.iter().find(|row| row.name == huw.name).unwrap().id;
    mair.revokes(&practice, his).await.unwrap();
    assert_eq!(contact(&app, &practice).await.as_deref(), Some("Mair Ellis"));

    let id = mair.id.to_string();
    let why = [("id", id.as_str()), ("reason", "left")];
    olwen
        .browser
        .call::<Receipt>("choose_disabling_reason", &why)
        .await
        .unwrap();
    olwen
        .browser
        .call::<Receipt>("disable_account", &[("id", &id)])
        .await
        .unwrap();
    assert_eq!(contact(&app, &practice).await.as_deref(), Some("Ifan Pugh"));

    let why = [("reason", "not_needed"), ("other", "")];
    ifan.browser
        .call::<Receipt>("choose_closing_reason", &why)
        .await
        .unwrap();
    let password = [("password", PASSWORD)];
    ifan.browser
        .call::<Receipt>("close_my_account", &password)
        .await
        .unwrap();
    assert_eq!(contact(&app, &practice).await.as_deref(), Some("Lowri Vaughan"));
    assert_eq!(changes(&app, &practice).await.len(), 4);
    assert_eq!(names(&app, &lowri.email).await, ["primary_contact_yours"]);
}

async fn it_passes_when_a_role_ends_by_its_date(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    let today = app.clock.now().in_london().date();
    app.let_in_until(sian.id, &practice, Role::ProviderUser, end_of(today))
        .await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    Scheduler::new(app.needed()).round().await;
    assert_eq!(contact(&app, &practice).await.as_deref(), Some("Siân Jones"));
    assert!(changes(&app, &practice).await.is_empty());
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(
        contact(&app, &practice).await.as_deref(),
        Some("Huw Tomos"),
        "at once, for whoever looks"
    );
    huw.signs_in().await;
    assert!(huw.sees_contact(&practice).await.unwrap().oneself);
    // However many servers look, it passes once.
    let (one, other) = (Scheduler::new(app.needed()), Scheduler::new(app.needed()));
    tokio::join!(one.round(), other.round());
    assert_eq!(changes(&app, &practice).await.len(), 1);
    assert_eq!(names(&app, "huw@bont.example").await, ["primary_contact_yours"]);
    assert_eq!(names(&app, "sian@bont.example").await, ["primary_contact_passed"]);
}

async fn two_who_hand_it_over_at_once_leave_one(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let mair = app.member("Mair Ellis", "mair@bont.example", &practice).await;
    let at_home = Person::new(&app, sian.id, &sian.name, &sian.email);
    at_home.signs_in().await;
    let (one, other) = tokio::join!(
        sian.hands_over(&practice, huw.id),
        at_home.hands_over(&practice, mair.id)
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let now = if one.is_ok() { "Huw Tomos" } else { "Mair Ellis" };
    assert_eq!(contact(&app, &practice).await.as_deref(), Some(now));
    assert_eq!(changes(&app, &practice).await.len(), 1);
}
