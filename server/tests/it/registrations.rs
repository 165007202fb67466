//! Manage registrations: who sees which rows, and who may do what about those who have not confirmed; and what a reviewer
//! may give.

mod waiting_medics;

use app::error::AppError;
use chrono::TimeDelta;
use domain::form::{Field, Problem};
use domain::join_requests::{BesidesWhat, ReviewView, StateTag};
use domain::permission::Role;
use domain::registrations::{RegistrationList, RegistrationRow, RegistrationToDelete, RowAction};
use domain::{DeadLink, JoinRequestId, Notice, Page, PersonId, Receipt, Refusal};

use crate::newcomer::Newcomer;
use crate::{PASSWORD, Person, Practice, TestApp, on_both};

on_both!(
    everybody_sees_the_rows_they_may_decide_for_and_no_others,
    sending_again_replaces_the_link,
    a_deleted_registration_frees_its_address_and_the_audit_keeps_it,
    nobody_else_deletes_a_registration_or_sends_its_letter_again,
    a_lesser_role_is_given_until_a_day,
);

fn refused<T: std::fmt::Debug>(answer: Result<T, AppError>) -> Refusal {
    match answer.expect_err("it is refused") {
        AppError::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

/// A practice beneath a commissioner, one beneath another, and everybody whom a rule tells apart.
struct Town {
    app: TestApp,
    practice: Practice,
    sian: Person,
    dai: Person,
    mair: Person,
    olwen: Person,
    gwen: Person,
    /// Asks the practice, and has not confirmed.
    nia: PersonId,
    /// Asks nobody, and has not confirmed.
    elen: PersonId,
}

impl Town {
    async fn on(app: TestApp) -> Self {
        let practice = app.practice_beneath("W91001", "Meddygfa'r Bont", "7A1").await;
        let elsewhere = app.practice_beneath("W91002", "Canolfan Iechyd y Castell", "7A2").await;
        let dai = app.administrator("Dai Price", "dai@board.example", "7A1").await;
        let mair = app.administrator("Mair Ellis", "mair@other.example", "7A2").await;
        let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
        app.member("Huw Tomos", "huw@castell.example", &elsewhere).await;
        let olwen = app.support("Olwen Rees", "olwen@support.example").await;
        let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
        gwen.asks(&practice).await;
        let ifan = app.person("Ifan Pugh", "ifan@castell.example").await;
        ifan.asks(&elsewhere).await;
        let (nia, elen) = {
            let nia = Newcomer::new(&app, "Nia Lloyd", "nia@bont.example");
            nia.registers(Some(&practice)).await;
            let elen = Newcomer::new(&app, "Elen Fychan", "elen@nowhere.example");
            elen.registers(None).await;
            (nia.person().await, elen.person().await)
        };
        Self {
            app,
            practice,
            sian,
            dai,
            mair,
            olwen,
            gwen,
            nia,
            elen,
        }
    }

    async fn does(&self, who: &Person, call: &str, whom: PersonId) -> Result<Receipt, AppError> {
        who.browser.call(call, &[("id", &whom.to_string())]).await
    }
}

async fn list(who: &Person, fields: &[(&str, &str)]) -> Result<Vec<RegistrationRow>, AppError> {
    let list: Result<RegistrationList, _> = who.browser.call("registrations", fields).await;
    list.map(|list| list.rows)
}

fn names(rows: &[RegistrationRow]) -> Vec<&str> {
    rows.iter().map(|row| row.first_name.as_str()).collect()
}

async fn everybody_sees_the_rows_they_may_decide_for_and_no_others(app: TestApp) {
    let town = Town::on(app).await;
    let seen = async |who: &Person| {
        let mut first: Vec<String> = list(who, &[])
            .await
            .unwrap()
            .into_iter()
            .map(|row| row.first_name)
            .collect();
        first.sort();
        first
    };
    assert_eq!(seen(&town.sian).await, ["Gwen", "Nia"], "an approver");
    assert_eq!(
        seen(&town.dai).await,
        ["Gwen", "Nia"],
        "the commissioning administrator above"
    );
    assert_eq!(seen(&town.mair).await, ["Ifan"], "another commissioner's");
    assert_eq!(seen(&town.olwen).await, ["Elen", "Gwen", "Ifan", "Nia"], "support");
    assert_eq!(refused(list(&town.gwen, &[]).await), Refusal::NotAllowed);

    let row_of =
        |rows: Vec<RegistrationRow>, first: &str| rows.into_iter().find(|row| row.first_name == first).unwrap();
    let nia = row_of(list(&town.sian, &[]).await.unwrap(), "Nia");
    assert_eq!(
        (nia.state, nia.actions),
        (StateTag::AwaitingConfirmation, Vec::new()),
        "for those above only"
    );
    let nia = row_of(list(&town.dai, &[]).await.unwrap(), "Nia");
    assert_eq!(
        nia.actions,
        [RowAction::SendAgain(town.nia), RowAction::Delete(town.nia)]
    );
    let request = town.gwen.request_at(&town.practice).await.id;
    for who in [&town.sian, &town.dai, &town.olwen] {
        let gwen = row_of(list(who, &[]).await.unwrap(), "Gwen");
        assert_eq!(
            (gwen.state, gwen.actions),
            (StateTag::Pending, vec![RowAction::Review(request)])
        );
        assert_eq!(gwen.reason, "I do the rotas on Mondays.");
    }
    town.sian.approves(&town.practice, request).await.unwrap();
    let approved = list(&town.dai, &[("state", "approved"), ("organisation", "bont")])
        .await
        .unwrap();
    assert_eq!(names(&approved), ["Gwen"]);
    assert!(list(&town.mair, &[("state", "approved")]).await.unwrap().is_empty());
}

async fn sending_again_replaces_the_link(app: TestApp) {
    let town = Town::on(app).await;
    let nia = Newcomer::new(&town.app, "Nia Lloyd", "nia@bont.example");
    let before = nia.newest_letter().await.token();
    town.app.clock.advance(TimeDelta::minutes(20));
    let receipt = town.does(&town.dai, "send_registration_again", town.nia).await.unwrap();
    assert_eq!(
        receipt,
        Receipt::saying(
            Notice::SentAgain {
                name: "Nia Lloyd".into()
            },
            Page::Registrations
        )
    );
    let after = nia.newest_letter().await.token();
    assert_eq!(
        refused(nia.confirms_with(&before, PASSWORD).await),
        Refusal::Link(DeadLink::Replaced)
    );
    nia.confirms_with(&after, PASSWORD).await.unwrap();
    for call in ["send_registration_again", "delete_registration"] {
        let gone = refused(town.does(&town.dai, call, town.nia).await);
        assert_eq!(gone, Refusal::AlreadyConfirmed, "{call}");
    }
    town.does(&town.olwen, "send_registration_again", town.elen)
        .await
        .unwrap();
}

async fn a_deleted_registration_frees_its_address_and_the_audit_keeps_it(app: TestApp) {
    let town = Town::on(app).await;
    let id = town.nia.to_string();
    let shown: RegistrationToDelete = town
        .dai
        .browser
        .call("registration_to_delete", &[("id", &id)])
        .await
        .unwrap();
    assert_eq!(
        (shown.name.as_str(), shown.email.as_str()),
        ("Nia Lloyd", "nia@bont.example")
    );
    assert!(shown.asked.is_some());
    let nia = Newcomer::new(&town.app, "Nia Lloyd", "nia@bont.example");
    let link = nia.newest_letter().await.token();
    let waiting = async || {
        let waiting = town.app.store.read().outbox().waiting().await;
        waiting.expect("it can be read").count
    };
    let before = waiting().await;
    town.does(&town.dai, "delete_registration", town.nia).await.unwrap();
    assert_eq!(waiting().await, before - 1, "the letter that waited does not go");
    assert_eq!(
        refused(nia.confirms_with(&link, PASSWORD).await),
        Refusal::Link(DeadLink::Unknown)
    );
    assert_eq!(names(&list(&town.dai, &[]).await.unwrap()), ["Gwen"]);
    assert_eq!(
        refused(town.does(&town.dai, "delete_registration", town.nia).await),
        Refusal::NotFound
    );
    let lines = town.app.store.read().audit().of_person(town.nia, 10).await.unwrap();
    let kept = lines
        .iter()
        .any(|line| line.event == domain::audit::Event::RegistrationDeleted);
    assert!(kept, "the audit keeps it");
    nia.registers_and_confirms(Some(&town.practice)).await;
    nia.signs_in().await.unwrap();
}

async fn nobody_else_deletes_a_registration_or_sends_its_letter_again(app: TestApp) {
    let town = Town::on(app).await;
    for call in [
        "registration_to_delete",
        "send_registration_again",
        "delete_registration",
    ] {
        let answer = async |who: &Person, whom: PersonId| {
            let answer: Result<serde_json::Value, _> = who.browser.call(call, &[("id", &whom.to_string())]).await;
            refused(answer)
        };
        assert_eq!(
            answer(&town.sian, town.nia).await,
            Refusal::NotAllowed,
            "{call} as an approver"
        );
        for who in [&town.mair, &town.gwen] {
            assert_eq!(answer(who, town.nia).await, Refusal::NotFound, "{call} as {}", who.name);
        }
        for who in [&town.sian, &town.dai, &town.mair, &town.gwen] {
            assert_eq!(
                answer(who, town.elen).await,
                Refusal::NotFound,
                "{call} without a practice, as {}",
                who.name
            );
        }
        let nobody = PersonId::new(storage::fresh(town.app.now()));
        assert_eq!(answer(&town.olwen, nobody).await, Refusal::NotFound);
        assert_eq!(answer(&town.dai, town.gwen.id).await, Refusal::AlreadyConfirmed);
    }
    assert_eq!(names(&list(&town.olwen, &[("sort", "email")]).await.unwrap()).len(), 4);
}

async fn a_lesser_role_is_given_until_a_day(app: TestApp) {
    let town = Town::on(app).await;
    let request = town.gwen.request_at(&town.practice).await.id;
    let approve = async |who: &Person, role: &str, ends: &str| {
        let id = request.to_string();
        let fields = [
            ("code", "W91001"),
            ("id", id.as_str()),
            ("role", role),
            ("ends", ends),
            ("reason", ""),
        ];
        let answer: Result<Receipt, AppError> = who.browser.call("approve_join_request", &fields).await;
        answer
    };
    for (role, ends, field, problem) in [
        ("support", "", Field::Role, Problem::RoleNotHere),
        ("rostered_medic", "", Field::Role, Problem::MedicsAreImported),
        ("king", "", Field::Role, Problem::NotAChoice),
        ("reporting", "2025-11-31", Field::Ends, Problem::NotADay),
        ("reporting", "2025-11-22", Field::Ends, Problem::InThePast),
    ] {
        let AppError::Invalid(errors) = approve(&town.sian, role, ends).await.unwrap_err() else {
            panic!("{role} {ends}: the field says what is wrong");
        };
        assert_eq!(errors.of(field), Some(problem), "{role} {ends}");
    }
    assert_eq!(refused(approve(&town.mair, "reporting", "").await), Refusal::NotFound);
    // Today is still to come to its end.
    approve(&town.sian, "reporting", "2025-11-23").await.unwrap();
    let letter = town.app.letters_to("gwen@bont.example").await.remove(0);
    assert!(letter.text.contains("Reporting"), "{}", letter.text);
    assert!(letter.text.contains("23 November 2025, 23:59 (GMT)"), "{}", letter.text);
    assert!(town.gwen.practice_users(&town.practice).await.is_ok());
    town.app.clock.advance(TimeDelta::hours(10));
    town.gwen.signs_in().await;
    assert_eq!(
        refused(town.gwen.practice_users(&town.practice).await),
        Refusal::NotFound,
        "the day is over"
    );
}

#[tokio::test]
async fn a_reviewer_sees_what_else_concerns_their_organisations_and_nothing_more() {
    let town = Town::on(TestApp::new().await).await;
    let other = town.app.practice_beneath("W91003", "Meddygfa'r Pont", "7A1").await;
    town.app.let_in(town.gwen.id, &other, Role::ProviderUser).await;
    let review = async |who: &Person, id: JoinRequestId| {
        let id = id.to_string();
        let fields = [("code", "W91001"), ("id", id.as_str())];
        let view: ReviewView = who.browser.call("join_request_to_review", &fields).await.unwrap();
        view
    };
    let request = town.gwen.request_at(&town.practice).await.id;
    let seen = review(&town.dai, request).await;
    assert_eq!(seen.besides.len(), 1);
    assert_eq!(seen.besides[0].code, other.code);
    let BesidesWhat::Member { roles, .. } = &seen.besides[0].what else {
        panic!("a member: {:?}", seen.besides);
    };
    assert_eq!(
        roles.iter().map(|held| held.role).collect::<Vec<_>>(),
        [Role::ProviderUser]
    );
    assert!(seen.roles.contains(&Role::Reporting) && !seen.roles.contains(&Role::Support));
    assert!(review(&town.sian, request).await.besides.is_empty(), "not her practice");
    assert!(!review(&town.sian, request).await.may_override);
}

#[tokio::test]
async fn an_administrator_cannot_flood_an_address_with_letters() {
    let town = Town::on(TestApp::new().await).await;
    // The registration itself was the first of three in an hour.
    for _ in 0..2 {
        town.does(&town.dai, "send_registration_again", town.nia).await.unwrap();
    }
    let flooded = refused(town.does(&town.dai, "send_registration_again", town.nia).await);
    assert!(matches!(flooded, Refusal::TooManyTries { .. }));
    town.app.clock.advance(TimeDelta::hours(1));
    town.dai.signs_in().await;
    town.does(&town.dai, "send_registration_again", town.nia).await.unwrap();
}
