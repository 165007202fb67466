//! Organisations as administrators see them: who sees which, who may change who decides there, and what support adds.

use app::error::AppError;
use domain::form::{Field, Problem};
use domain::organisations::{OrganisationDetails, OrganisationList, OrganisationsFound, PolicyView};
use domain::permission::{Action, Role};
use domain::{Notice, Page, Receipt, Refusal};

use crate::{Person, Practice, TestApp, on_both};

on_both!(
    everybody_sees_the_organisations_they_decide_for_and_no_others,
    only_those_above_change_who_may_decide,
    nobody_is_left_with_people_and_no_approver,
    a_kind_is_changed_by_support_while_nobody_is_there,
    what_support_adds_is_found_at_once_and_outlives_an_import,
);

/// A practice beneath each of two commissioners, and everybody whom a rule tells apart.
struct County {
    app: TestApp,
    practice: Practice,
    elsewhere: Practice,
    /// A member, so an approver, of the practice.
    sian: Person,
    /// Administers the commissioner above it.
    dai: Person,
    /// Administers another commissioner.
    mair: Person,
    /// Of the support team.
    olwen: Person,
    /// Belongs nowhere.
    rhys: Person,
}

impl County {
    async fn on(app: TestApp) -> Self {
        let practice = app.practice_beneath("W91001", "Meddygfa'r Bont", "7A1").await;
        let elsewhere = app.practice_beneath("W91002", "Canolfan y Castell", "7A2").await;
        let dai = app.administrator("Dai Price", "dai@board.example", "7A1").await;
        let mair = app.administrator("Mair Ellis", "mair@other.example", "7A2").await;
        let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
        let olwen = app.support("Olwen Rees", "olwen@support.example").await;
        let rhys = app.person("Rhys Owen", "rhys@nowhere.example").await;
        Self {
            app,
            practice,
            elsewhere,
            sian,
            dai,
            mair,
            olwen,
            rhys,
        }
    }
}

fn refused<T: std::fmt::Debug>(answer: Result<T, AppError>) -> Refusal {
    match answer.expect_err("it is refused") {
        AppError::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

fn wrong<T: std::fmt::Debug>(answer: Result<T, AppError>, field: Field) -> Option<Problem> {
    match answer.expect_err("a field is wrong") {
        AppError::Invalid(errors) => errors.of(field),
        other => panic!("{other:?}"),
    }
}

async fn list(who: &Person, fields: &[(&str, &str)]) -> Result<OrganisationList, AppError> {
    who.browser.call("list_organisations", fields).await
}

async fn codes(who: &Person, fields: &[(&str, &str)]) -> Vec<String> {
    let rows = list(who, fields).await.expect("they decide somewhere").rows;
    rows.into_iter().map(|row| row.organisation.code.to_string()).collect()
}

async fn details(who: &Person, practice: &Practice) -> Result<OrganisationDetails, AppError> {
    let code = practice.code.as_str();
    who.browser.call("organisation_details", &[("code", code)]).await
}

async fn policy(who: &Person, practice: &Practice) -> Result<PolicyView, AppError> {
    let code = practice.code.as_str();
    who.browser.call("organisation_policy", &[("code", code)]).await
}

/// From policy and kind to policy and kind.
async fn changes(who: &Person, practice: &Practice, from: (&str, &str), to: (&str, &str)) -> Result<Receipt, AppError> {
    let fields = [
        ("code", practice.code.as_str()),
        ("seen_policy", from.0),
        ("seen_kind", from.1),
        ("policy", to.0),
        ("kind", to.1),
    ];
    who.browser.call("change_policy", &fields).await
}

async fn adds_trust(who: &Person, code: &str, commissioner: &str) -> Result<Receipt, AppError> {
    let fields = [
        ("organisation", code),
        ("name", "Ysbyty Dyffryn Gwyn"),
        ("kind", "trust"),
        ("town", "Abercwmglo"),
        ("postcode", "zz99 7aa"),
        ("commissioner", commissioner),
    ];
    who.browser.call("add_organisation", &fields).await
}

async fn everybody_sees_the_organisations_they_decide_for_and_no_others(app: TestApp) {
    let county = County::on(app).await;
    assert_eq!(codes(&county.sian, &[]).await, ["W91001"], "an approver");
    assert_eq!(codes(&county.dai, &[]).await, ["W91001"], "the administrator above");
    assert_eq!(codes(&county.mair, &[]).await, ["W91002"], "another commissioner's");
    assert_eq!(codes(&county.olwen, &[]).await, ["W91002", "7A1", "7A2", "W91001"]);
    assert_eq!(refused(list(&county.rhys, &[]).await), Refusal::NotAllowed);
    let searched = codes(&county.mair, &[("q", "meddygfa")]).await;
    assert_eq!(searched, Vec::<String>::new(), "a search goes no further");
    let sought = [("q", "castell"), ("commissioner", "7A2"), ("approvers", "few")];
    assert_eq!(
        codes(&county.mair, &sought).await,
        Vec::<String>::new(),
        "nobody needs one yet"
    );
    let huw = county
        .app
        .member("Huw Tomos", "huw@castell.example", &county.elsewhere)
        .await;
    assert_eq!(codes(&county.mair, &sought).await, ["W91002"]);
    assert_eq!(codes(&huw, &sought).await, ["W91002"]);

    for (who, may) in [
        (
            &county.sian,
            vec![
                Action::SeeMembers,
                Action::SeeHistory,
                Action::AskWhoMayAct,
                Action::GrantRoles,
                Action::ManageRosters,
                Action::ImportMedics,
            ],
        ),
        (
            &county.dai,
            vec![
                Action::SeeMembers,
                Action::SeeHistory,
                Action::AskWhoMayAct,
                Action::GrantRoles,
                Action::ManageRosters,
                Action::ChangePolicy,
            ],
        ),
    ] {
        let seen = details(who, &county.practice).await.expect("it is theirs to see");
        assert_eq!(seen.may, may, "{}", who.name);
        assert_eq!((seen.staffing.people, seen.staffing.approvers), (1, 1));
        let (above, name) = seen.register.commissioner.expect("it has one");
        assert_eq!((above.as_str(), name.as_deref()), ("7A1", Some("Health Board")));
    }
    for outsider in [&county.mair, &county.rhys, &huw] {
        assert_eq!(refused(details(outsider, &county.practice).await), Refusal::NotFound);
    }
}

async fn only_those_above_change_who_may_decide(app: TestApp) {
    let county = County::on(app).await;
    let to_support = async |who| {
        let (from, to) = (("any_member", "practice"), ("support_only", "practice"));
        changes(who, &county.practice, from, to).await
    };
    for (who, refusal) in [
        (&county.sian, Refusal::NotAllowed),
        (&county.mair, Refusal::NotFound),
        (&county.rhys, Refusal::NotFound),
    ] {
        assert_eq!(refused(policy(who, &county.practice).await), refusal, "{}", who.name);
        assert_eq!(refused(to_support(who).await), refusal, "{}", who.name);
    }
    let receipt = to_support(&county.dai).await.expect("they are above");
    let name = county.practice.name.clone();
    assert_eq!(receipt.notice, Some(Notice::OrganisationSaved { name }));
    let users = county
        .sian
        .practice_users(&county.practice)
        .await
        .expect("still a member");
    assert!(!users.may.contains(&Action::DecideRequest), "at once");
    assert_eq!(refused(to_support(&county.dai).await), Refusal::ChangedMeanwhile);
    let back = (("support_only", "practice"), ("any_member", "practice"));
    changes(&county.olwen, &county.practice, back.0, back.1)
        .await
        .expect("support may");
    let mut read = county.app.store.read();
    let told = read.audit().of_organisation(county.practice.id, None, None, 10);
    let told = told.await.expect("it can be read");
    let changed: Vec<_> = told
        .iter()
        .filter(|line| line.event == domain::audit::Event::PolicyChanged)
        .collect();
    assert_eq!(changed.len(), 2);
}

async fn nobody_is_left_with_people_and_no_approver(app: TestApp) {
    let county = County::on(app).await;
    let (from, to) = (("any_member", "practice"), ("approver_role", "practice"));
    let view = policy(&county.dai, &county.practice).await.expect("they are above");
    assert!(view.would_strand(domain::organisations::Policy::ApproverRole));
    let refusal = refused(changes(&county.dai, &county.practice, from, to).await);
    assert_eq!(refusal, Refusal::LastApprover);
    let huw = county.app.person("Huw Tomos", "huw@bont.example").await;
    county.app.let_in(huw.id, &county.practice, Role::Approver).await;
    changes(&county.dai, &county.practice, from, to)
        .await
        .expect("somebody decides");
    let seen = details(&county.dai, &county.practice).await.expect("they are above");
    assert_eq!((seen.staffing.people, seen.staffing.approvers), (2, 1));
}

async fn a_kind_is_changed_by_support_while_nobody_is_there(app: TestApp) {
    let county = County::on(app).await;
    let (from, to) = (("any_member", "practice"), ("any_member", "trust"));
    let refusal = refused(changes(&county.dai, &county.practice, from, to).await);
    assert_eq!(refusal, Refusal::NotAllowed);
    let with_people = changes(&county.olwen, &county.practice, from, to).await;
    assert_eq!(wrong(with_people, Field::Kind), Some(Problem::NotAChoice));
    changes(&county.olwen, &county.elsewhere, from, to)
        .await
        .expect("nobody is there");
    assert_eq!(codes(&county.olwen, &[("kind", "trust")]).await, ["W91002"]);
}

async fn what_support_adds_is_found_at_once_and_outlives_an_import(app: TestApp) {
    let county = County::on(app).await;
    for outsider in [&county.sian, &county.dai] {
        assert_eq!(refused(adds_trust(outsider, "R9Z", "").await), Refusal::NotFound);
        let page: Result<(), _> = outsider.browser.call("organisation_to_add", &[]).await;
        assert_eq!(refused(page), Refusal::NotFound);
    }
    let taken = adds_trust(&county.olwen, "W91001", "").await;
    assert_eq!(wrong(taken, Field::Organisation), Some(Problem::CodeTaken));
    let above = adds_trust(&county.olwen, "R9Z", "W91001").await;
    assert_eq!(wrong(above, Field::Commissioner), Some(Problem::NotACommissioner));
    let receipt = adds_trust(&county.olwen, "r9z", "7A1").await.expect("it is new");
    let code = domain::OdsCode::parse("R9Z").unwrap();
    assert_eq!(receipt.go_to, Page::Organisation(code.clone()));
    let found: OrganisationsFound = county
        .rhys
        .browser
        .call("search_organisations", &[("words", "dyffryn zz997")])
        .await
        .expect("anybody searches");
    assert_eq!(found.organisations.len(), 1);
    assert_eq!(
        codes(&county.dai, &[]).await,
        ["W91001", "R9Z"],
        "beneath the commissioner"
    );
    let batch = county.app.staged("W91050").await;
    let id = batch.to_string();
    let applied: Receipt = county
        .olwen
        .browser
        .call("apply_register", &[("id", &id)])
        .await
        .unwrap();
    assert_eq!(applied.notice, Some(Notice::RegisterApplied { count: 1 }));
    let kept = county
        .app
        .store
        .read()
        .organisations()
        .by_code(&code)
        .await
        .unwrap()
        .unwrap();
    assert!(
        kept.status.is_open(),
        "the register does not close what it does not know"
    );
}
