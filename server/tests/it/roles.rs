//! The roles of a member: given, changed, removed; in force on the next request (S72, S74; decision 6). What they are limited to is in
//! `roles/limited.rs`.

mod limited;

use app::error::AppError;
use domain::form::{Field, Problem};
use domain::members::roles::{RolesView, why_not_given};
use domain::organisations::{Kind, Status};
use domain::permission::Role;
use domain::{FieldErrors, Receipt, Refusal};

use crate::{Person, Practice, TestApp, on_both};

on_both!(
    a_role_is_in_force_on_the_next_request_and_out_of_it_too,
    the_last_approver_stays_one,
);

/// A trust, its approver, and somebody who reads reports.
struct Trust {
    app: TestApp,
    place: Practice,
    dilys: Person,
    ifan: Person,
}

impl Trust {
    async fn on(app: TestApp) -> Self {
        let place = app
            .organisation("R9Z", "Hospital Trust", Kind::Trust, Status::Active)
            .await;
        let dilys = app.person("Dilys Pugh", "dilys@trust.example").await;
        app.let_in(dilys.id, &place, Role::Approver).await;
        let ifan = app.person("Ifan Pugh", "ifan@trust.example").await;
        app.let_in(ifan.id, &place, Role::Reporting).await;
        Self {
            app,
            place,
            dilys,
            ifan,
        }
    }

    async fn member(&self, who: &Person) -> String {
        let member = self.app.store.read().members().of(who.id, self.place.id).await;
        member.unwrap().expect("a member").id.to_string()
    }

    async fn does(
        &self,
        by: &Person,
        call: &str,
        whose: &Person,
        role: Role,
        days: [&str; 2],
    ) -> Result<Receipt, AppError> {
        let id = self.member(whose).await;
        let fields = [
            ("code", self.place.code.as_str()),
            ("id", id.as_str()),
            ("role", role.tag()),
            ("starts", days[0]),
            ("ends", days[1]),
        ];
        by.browser.call(call, &fields).await
    }

    async fn roles(&self, by: &Person, whose: &Person) -> Result<RolesView, AppError> {
        let id = self.member(whose).await;
        let fields = [("code", self.place.code.as_str()), ("id", id.as_str())];
        by.browser.call("roles_of_member", &fields).await
    }
}

const ALWAYS: [&str; 2] = ["", ""];

fn refused(refusal: Refusal) -> AppError {
    AppError::Refused(refusal)
}

fn wrong(field: Field, problem: Problem) -> AppError {
    AppError::Invalid(FieldErrors::one(field, problem))
}

async fn a_role_is_in_force_on_the_next_request_and_out_of_it_too(app: TestApp) {
    let trust = Trust::on(app).await;
    let Trust { dilys, ifan, .. } = &trust;
    assert_eq!(
        trust.roles(ifan, dilys).await.unwrap_err(),
        refused(Refusal::NotAllowed)
    );
    trust
        .does(dilys, "grant_role", ifan, Role::Approver, ALWAYS)
        .await
        .unwrap();
    assert_eq!(
        trust.app.letters_to("ifan@trust.example").await[0].name,
        "roles_changed"
    );
    let view = trust.roles(ifan, dilys).await.expect("he may decide now");
    assert_eq!(view.name, "Dilys Pugh");
    trust
        .does(dilys, "change_role", ifan, Role::Reporting, ["", "2025-12-31"])
        .await
        .unwrap();
    let view = trust.roles(dilys, ifan).await.unwrap();
    let shown: Vec<_> = view.roles.iter().map(|row| (row.role, row.ends_day.as_str())).collect();
    assert_eq!(shown, [(Role::Approver, ""), (Role::Reporting, "2025-12-31")]);
    trust
        .does(dilys, "remove_role", ifan, Role::Approver, ALWAYS)
        .await
        .unwrap();
    assert_eq!(
        trust.roles(ifan, dilys).await.unwrap_err(),
        refused(Refusal::NotAllowed)
    );
    let left = trust.does(dilys, "remove_role", ifan, Role::Reporting, ALWAYS).await;
    assert_eq!(left.unwrap_err(), refused(Refusal::LastRole));
}

async fn the_last_approver_stays_one(app: TestApp) {
    let trust = Trust::on(app).await;
    let Trust { dilys, ifan, .. } = &trust;
    let olwen = trust.app.support("Olwen Rees", "olwen@support.example").await;
    trust
        .does(&olwen, "grant_role", dilys, Role::Reporting, ALWAYS)
        .await
        .unwrap();
    let last = refused(Refusal::LastApprover);
    let removed = trust.does(&olwen, "remove_role", dilys, Role::Approver, ALWAYS).await;
    assert_eq!(removed.unwrap_err(), last);
    let ended = trust
        .does(&olwen, "change_role", dilys, Role::Approver, ["", "2025-12-31"])
        .await;
    assert_eq!(ended.unwrap_err(), last);
    let later = trust
        .does(&olwen, "change_role", dilys, Role::Approver, ["2025-12-01", ""])
        .await;
    assert_eq!(later.unwrap_err(), last, "nor may it begin again later");
    trust
        .does(&olwen, "grant_role", ifan, Role::Approver, ["", "2025-12-31"])
        .await
        .unwrap();
    let removed = trust.does(&olwen, "remove_role", dilys, Role::Approver, ALWAYS).await;
    assert_eq!(removed.unwrap_err(), last, "the other one has an end");
    trust
        .does(&olwen, "change_role", ifan, Role::Approver, ALWAYS)
        .await
        .unwrap();
    trust
        .does(&olwen, "remove_role", dilys, Role::Approver, ALWAYS)
        .await
        .expect("another one lasts");
}

#[tokio::test]
async fn nobody_changes_their_own_roles() {
    let trust = Trust::on(TestApp::new().await).await;
    let dilys = &trust.dilys;
    let view = trust.roles(dilys, dilys).await.unwrap();
    assert!(view.oneself && view.grantable.is_empty() && view.roles.iter().all(|row| !row.may_change));
    for (call, role) in [
        ("grant_role", Role::Reporting),
        ("change_role", Role::Approver),
        ("remove_role", Role::Approver),
    ] {
        let answer = trust.does(dilys, call, dilys, role, ALWAYS).await.unwrap_err();
        assert_eq!(answer, refused(Refusal::NotOnOneself), "{call}");
    }
}

#[tokio::test]
async fn what_cannot_be_given_stands_at_its_field() {
    let trust = Trust::on(TestApp::new().await).await;
    let Trust { dilys, ifan, .. } = &trust;
    let tried = async |role, days| trust.does(dilys, "grant_role", ifan, role, days).await.unwrap_err();
    assert_eq!(
        tried(Role::Reporting, ALWAYS).await,
        wrong(Field::Role, Problem::RoleHeld)
    );
    for role in [
        Role::RosteredMedic,
        Role::Support,
        Role::CommissioningAdministrator,
        Role::ProviderUser,
    ] {
        assert_eq!(
            tried(role, ALWAYS).await,
            wrong(Field::Role, why_not_given(role)),
            "{role:?}"
        );
    }
    let manager = Role::RosterManager;
    assert_eq!(
        tried(manager, ["2025-11-22", ""]).await,
        wrong(Field::Starts, Problem::InThePast)
    );
    assert_eq!(
        tried(manager, ["", "2025-11-22"]).await,
        wrong(Field::Ends, Problem::InThePast)
    );
    assert_eq!(
        tried(manager, ["2025-12-02", "2025-12-01"]).await,
        wrong(Field::Ends, Problem::EndsBeforeItStarts)
    );
    assert_eq!(
        tried(manager, ["30/11/2025", ""]).await,
        wrong(Field::Starts, Problem::NotADay)
    );
    let gone = trust
        .does(dilys, "remove_role", ifan, manager, ALWAYS)
        .await
        .unwrap_err();
    assert_eq!(gone, refused(Refusal::NotFound));
    trust
        .does(dilys, "grant_role", ifan, manager, ["2025-11-23", "2025-11-23"])
        .await
        .expect("for today only");
}
