//! Asking to keep a role that ends: who is asked, who answers, and that nobody extends their own by any call; and how long a
//! role is given for, wherever one is given.

mod over;
mod presets;

use app::error::AppError;
use chrono::TimeDelta;
use domain::audit::Event;
use domain::extensions::{ExtensionOutcome, ExtensionView, ToKeepView};
use domain::form::{Field, Problem};
use domain::members::RoleKey;
use domain::my_account::MyOrganisation;
use domain::permission::Role;
use domain::{ExtensionId, FieldErrors, PersonId, Receipt, Refusal};

use crate::{Person, Practice, TestApp, on_both};

on_both!(
    another_approver_extends_what_is_asked,
    what_is_turned_down_ends_as_it_was_to,
    nobody_extends_their_own_by_any_call,
    where_nobody_else_decides_support_is_told,
    it_can_be_asked_once_and_only_when_the_end_is_near,
    a_commissioning_administrator_answers_for_a_practice_beneath,
);

impl Person {
    async fn tries_to_keep(&self, practice: &Practice, role: Role, reason: &str) -> Result<Receipt, AppError> {
        let fields = [
            ("code", practice.code.as_str()),
            ("role", role.tag()),
            ("reason", reason),
        ];
        self.browser.call("ask_to_keep", &fields).await
    }

    async fn extends(&self, practice: &Practice, id: ExtensionId, until: &str) -> Result<Receipt, AppError> {
        let id = id.to_string();
        let fields = [("code", practice.code.as_str()), ("id", &id), ("until", until)];
        self.browser.call("extend_role", &fields).await
    }

    async fn turns_down(&self, practice: &Practice, id: ExtensionId, reason: &str) -> Result<Receipt, AppError> {
        let id = id.to_string();
        let fields = [("code", practice.code.as_str()), ("id", &id), ("reason", reason)];
        self.browser.call("turn_down_extension", &fields).await
    }

    async fn reviews(&self, practice: &Practice, id: ExtensionId) -> Result<ExtensionView, AppError> {
        let id = id.to_string();
        let fields = [("code", practice.code.as_str()), ("id", &id)];
        self.browser.call("extension", &fields).await
    }

    async fn own(&self) -> Vec<MyOrganisation> {
        self.browser.call("my_organisations", &[]).await.unwrap()
    }

    async fn to_keep(&self, practice: &Practice, role: Role) -> Result<ToKeepView, AppError> {
        let fields = [("code", practice.code.as_str()), ("role", role.tag())];
        self.browser.call("role_to_keep", &fields).await
    }
}

impl TestApp {
    /// Somebody asks to keep a role; the ask's id.
    pub(crate) async fn asks_to_keep(&self, person: &Person, practice: &Practice, role: Role) -> ExtensionId {
        person.tries_to_keep(practice, role, "").await.unwrap();
        let mut read = self.store.read();
        let open = read.extensions().open_at(practice.id, self.now()).await.unwrap();
        let asked = open
            .into_iter()
            .find(|one| one.person == person.id && one.span.is(role, None));
        asked.expect("it waits").id
    }
}

/// A practice with Siân, who may decide, and Gwen, whose role ends in ten days; it is 23 November 2025.
struct Place {
    app: TestApp,
    practice: Practice,
    sian: Person,
    gwen: Person,
}

const ROLE: Role = Role::ProviderUser;

impl Place {
    async fn on(app: TestApp) -> Self {
        let practice = app.practice("W91001", "Meddygfa'r Bont").await;
        let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
        let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
        app.let_in_until(gwen.id, &practice, ROLE, app.end_in(10)).await;
        Self {
            app,
            practice,
            sian,
            gwen,
        }
    }

    async fn last_day(&self, person: PersonId) -> Option<String> {
        let mut read = self.app.store.read();
        let member = read.members().of(person, self.practice.id).await.unwrap().unwrap();
        let span = member.roles.iter().find(|span| span.role == ROLE).unwrap();
        span.row(&[], false).ends.map(|at| at.date().to_string())
    }

    async fn count(&self, event: Event) -> usize {
        self.app.count_of(&self.practice, event).await
    }

    async fn newest_to(&self, person: &Person) -> (&'static str, String) {
        let letters = self.app.letters_to(&person.email).await;
        let newest = letters.into_iter().next().expect("a letter");
        (newest.name, newest.text)
    }
}

fn refused<T>(answer: Result<T, AppError>) -> Refusal {
    match answer {
        Err(AppError::Refused(why)) => why,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was allowed"),
    }
}

async fn another_approver_extends_what_is_asked(app: TestApp) {
    let place = Place::on(app).await;
    let Place {
        practice, sian, gwen, ..
    } = &place;
    let huw = place.app.person("Huw Tomos", "huw@bont.example").await;
    let own = gwen.own().await;
    let key = RoleKey {
        role: ROLE,
        roster: None,
    };
    assert_eq!(
        (own[0].keep.as_slice(), own[0].asked.as_slice()),
        ([key].as_slice(), [].as_slice())
    );
    let view = gwen.to_keep(practice, ROLE).await.unwrap();
    assert!(view.asked.is_none() && !view.by_support);
    let asked = gwen.tries_to_keep(practice, ROLE, "The audit goes on.").await.unwrap();
    assert_eq!(asked.go_to.path(domain::Language::English), "/my-account/organisations");
    let own = gwen.own().await;
    assert_eq!(
        (own[0].keep.as_slice(), own[0].asked.as_slice()),
        ([].as_slice(), [key].as_slice())
    );
    assert!(gwen.to_keep(practice, ROLE).await.unwrap().asked.is_some());
    let (name, text) = place.newest_to(sian).await;
    assert_eq!(name, "extension_asked");
    assert!(
        text.contains("Gwen Rees asks to keep the role Provider User at Meddygfa'r Bont"),
        "{text}"
    );
    assert!(place.app.letters_to(&gwen.email).await.is_empty(), "not oneself");
    assert!(
        place.app.letters_to(&huw.email).await.is_empty(),
        "nobody from elsewhere"
    );

    let row = |users: domain::members::PracticeUsers| {
        let row = users.members.into_iter().find(|row| row.name == "Gwen Rees");
        row.unwrap().keep
    };
    let rows = row(sian.practice_users(practice).await.unwrap());
    let id = rows[0].id;
    assert!(
        text.contains(&format!("/organisations/W91001/extensions/{id}")),
        "{text}"
    );
    let view = sian.reviews(practice, id).await.unwrap();
    assert_eq!(
        (view.reason.as_deref(), view.outcome.as_ref()),
        (Some("The audit goes on."), None)
    );
    assert_eq!(refused(huw.reviews(practice, id).await), Refusal::NotFound);
    assert_eq!(refused(huw.extends(practice, id, "month").await), Refusal::NotFound);
    let chosen = sian.extends(practice, id, "").await.unwrap_err();
    assert_eq!(
        chosen,
        AppError::Invalid(FieldErrors::one(Field::Until, Problem::Missing))
    );
    assert_eq!(place.last_day(gwen.id).await.as_deref(), Some("2025-12-03"));
    sian.extends(practice, id, "week").await.unwrap();
    assert_eq!(place.last_day(gwen.id).await.as_deref(), Some("2025-12-10"));
    let (name, text) = place.newest_to(gwen).await;
    assert_eq!(name, "role_extended");
    assert!(text.contains("until 10 December 2025, 23:59 (GMT)"), "{text}");
    assert_eq!(
        refused(sian.extends(practice, id, "week").await),
        Refusal::ExtensionOver
    );
    let view = sian.reviews(practice, id).await.unwrap();
    let Some(ExtensionOutcome::Extended { by, until, .. }) = view.outcome else {
        panic!("{view:?}")
    };
    assert_eq!(by, "Siân Jones");
    assert_eq!(until.unwrap().date().to_string(), "2025-12-10");
    assert!(row(sian.practice_users(practice).await.unwrap()).is_empty());
    assert_eq!(
        (
            place.count(Event::ExtensionAsked).await,
            place.count(Event::RoleExtended).await
        ),
        (1, 1)
    );
    // It can be asked again, of the end that it has now.
    let id = place.app.asks_to_keep(gwen, practice, ROLE).await;
    sian.extends(practice, id, "revoked").await.unwrap();
    assert_eq!(place.last_day(gwen.id).await, None);
}

async fn what_is_turned_down_ends_as_it_was_to(app: TestApp) {
    let place = Place::on(app).await;
    let Place {
        practice, sian, gwen, ..
    } = &place;
    let id = place.app.asks_to_keep(gwen, practice, ROLE).await;
    let why = sian.turns_down(practice, id, " ").await.unwrap_err();
    assert_eq!(
        why,
        AppError::Invalid(FieldErrors::one(Field::Reason, Problem::Missing))
    );
    sian.turns_down(practice, id, "We have enough people.").await.unwrap();
    assert_eq!(place.last_day(gwen.id).await.as_deref(), Some("2025-12-03"));
    let (name, text) = place.newest_to(gwen).await;
    assert_eq!(name, "extension_turned_down");
    assert!(
        text.contains("We have enough people.") && text.contains("3 December 2025, 23:59"),
        "{text}"
    );
    assert_eq!(
        refused(sian.turns_down(practice, id, "Again.").await),
        Refusal::ExtensionOver
    );
    assert_eq!(
        refused(sian.extends(practice, id, "month").await),
        Refusal::ExtensionOver
    );
    assert_eq!(place.count(Event::ExtensionTurnedDown).await, 1);
    // Nothing but time takes it away now.
    place.app.clock.advance(TimeDelta::days(11));
    let _ = gwen.tries_to_sign_in(crate::PASSWORD).await;
    assert_eq!(refused(gwen.practice_users(practice).await), Refusal::NotFound);
}

async fn nobody_extends_their_own_by_any_call(app: TestApp) {
    let place = Place::on(app).await;
    let Place {
        app, practice, gwen, ..
    } = &place;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    app.let_in_until(olwen.id, practice, ROLE, app.end_in(10)).await;
    for person in [gwen, &olwen] {
        let id = app.asks_to_keep(person, practice, ROLE).await;
        assert!(person.reviews(practice, id).await.unwrap().oneself);
        assert_eq!(
            refused(person.extends(practice, id, "revoked").await),
            Refusal::NotOnOneself
        );
        assert_eq!(
            refused(person.turns_down(practice, id, "No.").await),
            Refusal::NotOnOneself
        );
        let mut read = app.store.read();
        let member = read.members().of(person.id, practice.id).await.unwrap().unwrap();
        let member = member.id.to_string();
        for ends in ["", "2025-12-31"] {
            let fields = [
                ("code", practice.code.as_str()),
                ("id", &member),
                ("role", ROLE.tag()),
                ("ends", ends),
            ];
            for call in ["change_role", "grant_role", "remove_role"] {
                let tried = person.browser.call::<Receipt>(call, &fields).await;
                assert_eq!(refused(tried), Refusal::NotOnOneself, "{call}");
            }
        }
        assert_eq!(
            place.last_day(person.id).await.as_deref(),
            Some("2025-12-03"),
            "{}",
            person.name
        );
    }
}

async fn where_nobody_else_decides_support_is_told(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    app.let_in_until(gwen.id, &practice, ROLE, app.end_in(10)).await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    assert!(gwen.to_keep(&practice, ROLE).await.unwrap().by_support);
    let id = app.asks_to_keep(&gwen, &practice, ROLE).await;
    let letter = app.letters_to(&olwen.email).await.remove(0);
    assert_eq!(letter.name, "extension_asked");
    assert!(letter.text.contains("Nobody else may decide there"), "{}", letter.text);
    olwen.extends(&practice, id, "three_months").await.unwrap();
    assert_eq!(app.letters_to(&gwen.email).await[0].name, "role_extended");
}

async fn it_can_be_asked_once_and_only_when_the_end_is_near(app: TestApp) {
    let place = Place::on(app).await;
    let Place {
        app,
        practice,
        sian,
        gwen,
    } = &place;
    let later = Role::Reporting;
    app.let_in_until(gwen.id, practice, later, app.end_in(31)).await;
    assert_eq!(
        refused(gwen.tries_to_keep(practice, later, "").await),
        Refusal::NothingToKeep
    );
    assert_eq!(refused(gwen.to_keep(practice, later).await), Refusal::NothingToKeep);
    let none = Role::PracticeEnabledUser;
    assert_eq!(refused(gwen.tries_to_keep(practice, none, "").await), Refusal::NotFound);
    assert_eq!(
        refused(sian.tries_to_keep(practice, none, "").await),
        Refusal::NothingToKeep,
        "it has no end"
    );
    place.app.asks_to_keep(gwen, practice, ROLE).await;
    assert_eq!(
        refused(gwen.tries_to_keep(practice, ROLE, "").await),
        Refusal::AskedToKeep
    );
    assert_eq!(app.letters_to(&sian.email).await.len(), 1);
    app.clock.advance(TimeDelta::days(1));
    gwen.signs_in().await;
    app.asks_to_keep(gwen, practice, later).await;
}

async fn a_commissioning_administrator_answers_for_a_practice_beneath(app: TestApp) {
    let practice = app.practice_beneath("W91001", "Meddygfa'r Bont", "7A1").await;
    let nerys = app.administrator("Nerys Huws", "nerys@bwrdd.example", "7A1").await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    app.let_in_until(gwen.id, &practice, ROLE, app.end_in(10)).await;
    let id = app.asks_to_keep(&gwen, &practice, ROLE).await;
    assert!(nerys.reviews(&practice, id).await.unwrap().outcome.is_none());
    nerys.extends(&practice, id, "month").await.unwrap();
}
