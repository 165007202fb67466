//! Rosters and roster groups (S73): who may change them. What becomes of the roles when one is closed is in `closing`.

mod closing;

use app::error::AppError;
use domain::audit::Event;
use domain::form::{Field, Problem};
use domain::members::Standing;
use domain::members::roles::RoleSpan;
use domain::new_users::NewUser;
use domain::organisations::{Kind, Status};
use domain::permission::Role;
use domain::rosters::{ClosingView, RosterList};
use domain::{FieldErrors, NewUserId, Receipt, Refusal, RosterId};

use crate::{Person, Practice, TestApp, on_both};

on_both!(rosters_are_added_renamed_and_closed);

/// A trust with a group of two rosters, and one beside it.
struct Trust {
    app: TestApp,
    place: Practice,
    wards: RosterId,
    seven: RosterId,
    eight: RosterId,
    ambulance: RosterId,
    /// May decide.
    dilys: Person,
    /// Reads reports everywhere, and manages Ward 7.
    ifan: Person,
    /// Reads reports for Ward 7, and nothing else.
    nest: Person,
}

impl Trust {
    async fn on(app: TestApp) -> Self {
        let place = app
            .organisation("R9Z", "Hospital Trust", Kind::Trust, Status::Active)
            .await;
        let wards = app.roster_group(&place, "Wards").await;
        let seven = app.roster(&place, "Ward 7", wards).await;
        let eight = app.roster(&place, "Ward 8", wards).await;
        let ambulance = app.roster(&place, "Ambulance", None).await;
        let dilys = app.person("Dilys Pugh", "dilys@trust.example").await;
        app.let_in(dilys.id, &place, Role::Approver).await;
        let ifan = app.person("Ifan Pugh", "ifan@trust.example").await;
        app.let_in(ifan.id, &place, Role::Reporting).await;
        app.let_in_for(ifan.id, &place, Role::RosterManager, seven).await;
        let nest = app.person("Nest Owen", "nest@trust.example").await;
        app.let_in_for(nest.id, &place, Role::Reporting, seven).await;
        Self {
            app,
            place,
            wards,
            seven,
            eight,
            ambulance,
            dilys,
            ifan,
            nest,
        }
    }

    async fn list(&self, by: &Person) -> Result<RosterList, AppError> {
        by.browser.call("rosters", &[("code", self.place.code.as_str())]).await
    }

    async fn adds(&self, by: &Person, kind: &str, name: &str, group: &str) -> Result<Receipt, AppError> {
        let fields = [
            ("code", self.place.code.as_str()),
            ("kind", kind),
            ("name", name),
            ("roster_group", group),
        ];
        by.browser.call("add_roster", &fields).await
    }

    async fn renames(&self, by: &Person, id: RosterId, name: &str) -> Result<Receipt, AppError> {
        let id = id.to_string();
        let fields = [("code", self.place.code.as_str()), ("id", &id), ("name", name)];
        by.browser.call("rename_roster", &fields).await
    }

    async fn to_close(&self, by: &Person, id: RosterId) -> Result<ClosingView, AppError> {
        let id = id.to_string();
        let fields = [("code", self.place.code.as_str()), ("id", id.as_str())];
        by.browser.call("roster_to_close", &fields).await
    }

    /// Having seen as many roles as there are.
    async fn closes(&self, by: &Person, id: RosterId, fate: &str) -> Result<Receipt, AppError> {
        let seen = self.to_close(&self.dilys, id).await.map_or(0, |view| view.roles.len());
        self.closes_having_seen(by, id, seen, fate).await
    }

    async fn closes_having_seen(
        &self,
        by: &Person,
        id: RosterId,
        seen: usize,
        fate: &str,
    ) -> Result<Receipt, AppError> {
        let (id, seen) = (id.to_string(), seen.to_string());
        let fields = [
            ("code", self.place.code.as_str()),
            ("id", id.as_str()),
            ("seen", seen.as_str()),
            ("fate", fate),
            ("reason", "The ward has moved."),
        ];
        by.browser.call("close_roster", &fields).await
    }

    async fn grants(&self, by: &Person, whose: &Person, roster: RosterId) -> Result<Receipt, AppError> {
        let member = self.app.store.read().members().of(whose.id, self.place.id).await;
        let id = member.unwrap().expect("a member").id.to_string();
        let fields = [
            ("code", self.place.code.as_str()),
            ("id", id.as_str()),
            ("role", Role::Reporting.tag()),
            ("roster", &roster.to_string()),
            ("starts", ""),
            ("ends", ""),
        ];
        by.browser.call("grant_role", &fields).await
    }

    /// The roles of somebody, each with its limit; whether they stand is another matter.
    async fn roles(&self, whose: &Person) -> Vec<(Role, Option<RosterId>)> {
        let mut read = self.app.store.read();
        let member = read.members().of(whose.id, self.place.id).await.unwrap();
        let roles = member.expect("a member").roles;
        roles.iter().map(|span| (span.role, span.roster)).collect()
    }

    async fn is_active(&self, whose: &Person) -> bool {
        let member = self.app.store.read().members().of(whose.id, self.place.id).await;
        member.unwrap().expect("a member").state == Standing::Active
    }

    /// What has happened here, newest first.
    async fn events(&self) -> Vec<Event> {
        let lines = self
            .app
            .store
            .read()
            .audit()
            .of_organisation(self.place.id, None, None, 100)
            .await;
        lines.unwrap().into_iter().map(|line| line.event).collect()
    }

    async fn waits(&self, id: NewUserId, role: Role, roster: RosterId) {
        let span = RoleSpan {
            role,
            roster: Some(roster),
            starts_at: None,
            ends_at: None,
        };
        let mut change = self.app.store.change().await.unwrap();
        change.new_users().set_role(id, &span, self.app.now()).await.unwrap();
        change.commit(self.app.entry(Event::NewUserChanged)).await.unwrap();
    }

    async fn new_user(&self, id: NewUserId) -> NewUser {
        let kept = self.app.store.read().new_users().by_id(id).await;
        kept.unwrap().expect("somebody is being added")
    }
}

fn refused(refusal: Refusal) -> AppError {
    AppError::Refused(refusal)
}

fn wrong(field: Field, problem: Problem) -> AppError {
    AppError::Invalid(FieldErrors::one(field, problem))
}

async fn rosters_are_added_renamed_and_closed(app: TestApp) {
    let trust = Trust::on(app).await;
    let dilys = &trust.dilys;
    trust.adds(dilys, "group", "Clinics", "").await.unwrap();
    let list = trust.list(dilys).await.unwrap();
    let clinics = list.rows[0].roster.clone();
    assert!(clinics.is_group && clinics.name == "Clinics");
    trust
        .adds(dilys, "roster", "  Eye   clinic ", &clinics.id.to_string())
        .await
        .unwrap();
    let eye = trust.list(dilys).await.unwrap().rows[1].roster.clone();
    assert_eq!(eye.full_name(), "Eye clinic (Clinics)");
    trust.renames(dilys, eye.id, "Ear clinic").await.unwrap();
    trust.renames(dilys, eye.id, "Ear clinic").await.expect("as it is");
    trust.closes(dilys, eye.id, "").await.expect("nothing is limited to it");

    let rows = trust.list(dilys).await.unwrap().rows;
    let shown: Vec<_> = rows
        .iter()
        .map(|row| (row.roster.full_name(), row.held, row.closed.is_some()))
        .collect();
    assert_eq!(
        shown,
        [
            ("Clinics".to_owned(), 0, false),
            ("Ear clinic (Clinics)".to_owned(), 0, true),
            ("Wards".to_owned(), 0, false),
            ("Ward 7 (Wards)".to_owned(), 2, false),
            ("Ward 8 (Wards)".to_owned(), 0, false),
            ("Ambulance".to_owned(), 0, false),
        ]
    );
    assert_eq!(
        trust.events().await[..4],
        [
            Event::RosterClosed,
            Event::RosterRenamed,
            Event::RosterAdded,
            Event::RosterAdded
        ],
        "a name that stays is no change"
    );
    let gone = refused(Refusal::NotFound);
    assert_eq!(trust.renames(dilys, eye.id, "Nose clinic").await.unwrap_err(), gone);
    assert_eq!(trust.closes(dilys, eye.id, "").await.unwrap_err(), gone);
    assert_eq!(trust.to_close(dilys, eye.id).await.unwrap_err(), gone);
}

#[tokio::test]
async fn what_is_wrong_with_a_roster_stands_at_its_field() {
    let trust = Trust::on(TestApp::new().await).await;
    let dilys = &trust.dilys;
    let wards = trust.wards.to_string();
    for (kind, name, group, field, problem) in [
        ("roster", "", "", Field::Name, Problem::Missing),
        ("roster", "=1+1", "", Field::Name, Problem::Characters),
        ("roster", "ambulance", "", Field::Name, Problem::RosterNameTaken),
        ("roster", "WARD 7", &wards, Field::Name, Problem::RosterNameTaken),
        ("group", "wards", "", Field::Name, Problem::RosterNameTaken),
        ("group", "Clinics", &wards, Field::RosterGroup, Problem::NotAChoice),
        ("roster", "Ward 9", "no id", Field::RosterGroup, Problem::NotAChoice),
        ("ward", "Ward 9", "", Field::Kind, Problem::NotAChoice),
    ] {
        let answer = trust.adds(dilys, kind, name, group).await;
        assert_eq!(answer.unwrap_err(), wrong(field, problem), "{kind} {name}");
    }
    let inside = trust
        .adds(dilys, "roster", "Ward 9", &trust.ambulance.to_string())
        .await;
    assert_eq!(
        inside.unwrap_err(),
        wrong(Field::RosterGroup, Problem::NoSuchRoster),
        "a roster is no group"
    );
    let renamed = trust.renames(dilys, trust.eight, "ward 7").await;
    assert_eq!(renamed.unwrap_err(), wrong(Field::Name, Problem::RosterNameTaken));
}

#[tokio::test]
async fn rosters_are_for_those_who_decide_where_there_are_some() {
    let trust = Trust::on(TestApp::new().await).await;
    let Trust { app, ifan, nest, .. } = &trust;
    let board = app
        .organisation("7A9", "Health Board", Kind::Commissioner, Status::Active)
        .await;
    let elsewhere = app.practice("W91002", "Canolfan y Castell").await;
    let mair = app.member("Mair Ellis", "mair@castell.example", &elsewhere).await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    for member in [ifan, nest] {
        let no = refused(Refusal::NotAllowed);
        assert_eq!(trust.list(member).await.unwrap_err(), no);
        assert_eq!(trust.adds(member, "roster", "Mine", "").await.unwrap_err(), no);
        assert_eq!(trust.renames(member, trust.eight, "Mine").await.unwrap_err(), no);
        assert_eq!(trust.closes(member, trust.eight, "").await.unwrap_err(), no);
    }
    let not_there = refused(Refusal::NotFound);
    assert_eq!(trust.list(&mair).await.unwrap_err(), not_there);
    assert_eq!(trust.renames(&mair, trust.eight, "Mine").await.unwrap_err(), not_there);
    let fields = [
        ("code", elsewhere.code.as_str()),
        ("id", &trust.eight.to_string()),
        ("name", "Mine"),
    ];
    let theirs: Result<Receipt, _> = mair.browser.call("rename_roster", &fields).await;
    assert_eq!(
        theirs.unwrap_err(),
        not_there,
        "another organisation's is none of this one"
    );
    trust.adds(&olwen, "roster", "Night", "").await.expect("support may");
    let commissioner: Result<RosterList, _> = olwen.browser.call("rosters", &[("code", board.code.as_str())]).await;
    assert_eq!(commissioner.unwrap_err(), not_there, "a commissioner has none");
}

#[tokio::test]
async fn the_pages_show_the_groups_to_choose_from_and_the_roles_that_would_end() {
    let trust = Trust::on(TestApp::new().await).await;
    let of = format!("/organisations/{}/rosters", trust.place.code);
    for (page, said) in [
        (of.clone(), "Ward 8"),
        (format!("{of}/add"), "Wards"),
        (format!("{of}/add?kind=group"), "roster group"),
        (format!("{of}/{}", trust.seven), "Ward 7"),
        (format!("{of}/{}/close", trust.seven), "nest@trust.example"),
        (format!("{of}/{}/close", trust.wards), "All access ends"),
    ] {
        let reply = trust.dilys.browser.get(&page).await;
        assert!(
            reply.status.is_success() && reply.says(said),
            "{page}: {}",
            reply.status
        );
    }
}
