//! Users, a person's page, and what is done about people: who sees whom, in the list, by search, on the page and in the
//! file; giving access back. Disabling and reopening accounts is in `people/disabling.rs`.

mod disabling;

use app::error::AppError;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::TimeDelta;
use domain::audit::Event;
use domain::members::enabling::EnableView;
use domain::people::{AccessAction, AccountAction, PersonView, UserList};
use domain::permission::Role;
use domain::{MemberId, Notice, PersonId, Receipt, Refusal};

use crate::browser::Reply;
use crate::{Person, Practice, TestApp, on_both};

on_both!(
    everybody_sees_the_people_of_organisations_they_decide_for_and_no_others,
    the_file_holds_the_filtered_list_and_leaves_a_line,
    access_is_given_back_with_the_former_roles,
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
    elsewhere: Practice,
    /// Decide for the practice.
    sian: Person,
    huw: Person,
    /// Decides elsewhere.
    cai: Person,
    /// Commissioning administrators.
    dai: Person,
    mair: Person,
    olwen: Person,
    /// Asks the practice.
    gwen: Person,
}

impl Town {
    async fn on(app: TestApp) -> Self {
        let practice = app.practice_beneath("W91001", "Meddygfa'r Bont", "7A1").await;
        let elsewhere = app.practice_beneath("W91002", "Canolfan Iechyd y Castell", "7A2").await;
        let dai = app.administrator("Dai Price", "dai@board.example", "7A1").await;
        let mair = app.administrator("Mair Ellis", "mair@other.example", "7A2").await;
        let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
        let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
        let cai = app.member("Cai Puw", "cai@castell.example", &elsewhere).await;
        let olwen = app.support("Olwen Rees", "olwen@support.example").await;
        let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
        gwen.asks(&practice).await;
        Self {
            app,
            practice,
            elsewhere,
            sian,
            huw,
            cai,
            dai,
            mair,
            olwen,
            gwen,
        }
    }

    async fn member_of(&self, whom: &Person, practice: &Practice) -> MemberId {
        let member = self.app.store.read().members().of(whom.id, practice.id).await;
        member.expect("the store answers").expect("there is such a member").id
    }
}

async fn list(who: &Person, fields: &[(&str, &str)]) -> Result<Vec<String>, AppError> {
    let list: UserList = who.browser.call("users", fields).await?;
    Ok(list.rows.into_iter().map(|row| row.first_name).collect())
}

async fn page(who: &Person, whom: PersonId) -> Result<PersonView, AppError> {
    who.browser.call("person", &[("id", &whom.to_string())]).await
}

async fn everybody_sees_the_people_of_organisations_they_decide_for_and_no_others(app: TestApp) {
    let town = Town::on(app).await;
    let here = ["Siân", "Gwen", "Huw"];
    assert_eq!(list(&town.sian, &[]).await.unwrap(), here, "an approver");
    assert_eq!(
        list(&town.dai, &[]).await.unwrap(),
        here,
        "the commissioning administrator above"
    );
    assert_eq!(list(&town.mair, &[]).await.unwrap(), ["Cai"], "another commissioner's");
    assert_eq!(
        list(&town.olwen, &[]).await.unwrap().len(),
        7,
        "support sees everyone confirmed"
    );
    assert_eq!(
        refused(list(&town.gwen, &[]).await),
        Refusal::NotAllowed,
        "who decides nowhere"
    );
    for words in ["cai", "W91002", "castell", "cai@castell.example"] {
        assert!(list(&town.dai, &[("q", words)]).await.unwrap().is_empty(), "{words}");
        assert_eq!(list(&town.mair, &[("q", words)]).await.unwrap(), ["Cai"], "{words}");
    }
    assert_eq!(list(&town.sian, &[("q", "tomos HUW")]).await.unwrap(), ["Huw"]);
    assert_eq!(
        list(&town.sian, &[("sort", "-pending")]).await.unwrap().last().unwrap(),
        "Gwen"
    );
    assert_eq!(list(&town.sian, &[("state", "no_access")]).await.unwrap(), ["Gwen"]);
    let some: UserList = town.sian.browser.call("users", &[("q", "gwen")]).await.unwrap();
    assert!(some.rows[0].pending.is_some());

    assert_eq!(refused(page(&town.mair, town.huw.id).await), Refusal::NotFound);
    assert_eq!(refused(page(&town.sian, town.cai.id).await), Refusal::NotFound);
    assert_eq!(refused(page(&town.gwen, town.gwen.id).await), Refusal::NotAllowed);
    let seen = page(&town.dai, town.gwen.id).await.unwrap();
    assert_eq!((seen.requests.len(), seen.access.len()), (1, 0));
    // What concerns another commissioner's organisation is not on the page.
    town.app.let_in(town.huw.id, &town.elsewhere, Role::ProviderUser).await;
    let within = page(&town.sian, town.huw.id).await.unwrap();
    assert_eq!(within.access.len(), 1);
    assert_eq!(within.access[0].action, AccessAction::Revoke);
    assert_eq!(within.action, AccountAction::Nothing, "an approver disables nobody");
    assert!(
        within
            .lines
            .iter()
            .all(|line| line.organisation.as_deref() == Some("Meddygfa'r Bont"))
    );
    assert_eq!(
        page(&town.dai, town.huw.id).await.unwrap().action,
        AccountAction::Nothing
    );
    let whole = page(&town.olwen, town.huw.id).await.unwrap();
    assert_eq!(whole.access.len(), 2);
    assert_eq!(whole.action, AccountAction::Disable);
    assert_eq!(
        page(&town.sian, town.sian.id).await.unwrap().access[0].action,
        AccessAction::Nothing
    );
}

async fn export(who: &Person, fields: &str) -> Reply {
    let request = Request::builder()
        .method("POST")
        .uri("/users/export")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "text/html")
        .body(Body::from(fields.to_owned()))
        .expect("a request");
    who.browser.send(request).await
}

async fn the_file_holds_the_filtered_list_and_leaves_a_line(app: TestApp) {
    let town = Town::on(app).await;
    let file = export(&town.sian, "q=&state=&sort=first_name").await;
    assert_eq!(file.status, StatusCode::OK);
    let text = file.body.strip_prefix('\u{FEFF}').expect("it says that it is UTF-8");
    let mut read = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(read.headers().unwrap().get(0), Some("First name"));
    let names: Vec<String> = read.records().map(|row| row.unwrap()[0].to_owned()).collect();
    assert_eq!(names, ["Gwen", "Huw", "Siân"]);
    assert!(!text.contains("castell.example"), "nobody of another commissioner's");
    let some = export(&town.mair, "q=castell").await;
    assert!(some.body.contains("cai@castell.example") && !some.body.contains("bont.example"));
    let lines = town.app.store.read().audit().of_person(town.sian.id, 10).await.unwrap();
    assert_eq!(lines[0].event, Event::ListExported);
    assert_eq!(lines[0].after.as_deref(), Some("users; state: ; 3 rows"));

    assert_eq!(
        export(&town.gwen, "").await.status,
        StatusCode::FORBIDDEN,
        "who decides nowhere"
    );
    town.app.clock.advance(TimeDelta::minutes(16));
    let waits = export(&town.sian, "q=si%C3%A2n&state=active").await;
    assert_eq!(waits.status, StatusCode::SEE_OTHER);
    assert_eq!(
        waits.location(),
        "/prove?next=%2Fusers%3Fq%3Dsi%25C3%25A2n%26state%3Dactive%26sort%3D"
    );
    let nobody = Person::new(&town.app, town.gwen.id, "Nobody", "nobody@nowhere.example");
    assert!(export(&nobody, "").await.location().starts_with("/sign-in?next="));
}

async fn access_is_given_back_with_the_former_roles(app: TestApp) {
    let town = Town::on(app).await;
    let id = town.member_of(&town.huw, &town.practice).await;
    let fields = [("code", "W91001"), ("id", &id.to_string())];
    let enables = async |who: &Person| who.browser.call::<Receipt>("enable_member", &fields).await;
    assert_eq!(refused(enables(&town.sian).await), Refusal::NotRevoked);
    town.app.let_in(town.huw.id, &town.practice, Role::RosterManager).await;
    town.sian.revokes(&town.practice, id).await.unwrap();
    assert!(town.huw.practice_users(&town.practice).await.is_err());
    assert_eq!(
        page(&town.sian, town.huw.id).await.unwrap().access[0].action,
        AccessAction::Enable
    );
    assert_eq!(list(&town.sian, &[("state", "revoked")]).await.unwrap(), ["Huw"]);
    // Asks again meanwhile: that is answered with it.
    town.huw.asks(&town.practice).await;

    for outsider in [&town.mair, &town.cai, &town.gwen, &town.huw] {
        assert_eq!(refused(enables(outsider).await), Refusal::NotFound);
    }
    let view: EnableView = town.dai.browser.call("member_to_enable", &fields).await.unwrap();
    assert_eq!(view.back.len(), 2);
    let receipt = enables(&town.dai).await.unwrap();
    let name = "Huw Tomos".to_owned();
    assert_eq!(receipt.notice, Some(Notice::Enabled { name }));
    assert_eq!(town.app.letters_to("huw@bont.example").await[0].name, "access_enabled");
    let users = town.huw.practice_users(&town.practice).await.unwrap();
    let row = users.members.iter().find(|row| row.id == id).unwrap();
    let held: Vec<Role> = row.roles.iter().map(|held| held.role).collect();
    assert_eq!(held, [Role::PracticeEnabledUser, Role::RosterManager]);
    assert!(users.requests.iter().all(|request| request.name != "Huw Tomos"));
    assert_eq!(refused(enables(&town.dai).await), Refusal::NotRevoked, "once");
    let lines = town.app.store.read().audit().of_person(town.huw.id, 3).await.unwrap();
    assert!(lines.iter().any(|line| line.event == Event::MemberEnabled));
}
