//! Undoing a decision: by whoever decided, for thirty seconds, and everything is as before. What stands in the way is in
//! [`refused`], the letter worker at the same moment in [`race`].

mod race;
mod refused;

use app::error::AppError;
use chrono::TimeDelta;
use domain::audit::Event;
use domain::join_requests::{StateTag, UndoableView};
use domain::organisations::{Kind, Status};
use domain::permission::Role;
use domain::pre_approvals::Source;
use domain::{JoinRequestId, MemberId, Notice, Page, Receipt, Refusal};

use crate::{Person, Practice, TestApp, on_both};

on_both!(
    a_decision_is_undone_within_its_seconds_and_made_again,
    a_decision_is_undone_by_its_maker_alone,
    what_a_decision_closed_is_open_again,
);

/// How long a decision can be undone here.
const SECONDS: i64 = 30;

impl TestApp {
    /// The same app, where decisions can be undone.
    fn undoing(mut self) -> Self {
        self.config.undo = TimeDelta::seconds(SECONDS);
        self.router = server::build(&self.config, self.store.clone(), self.clock.clone(), &self.mailer);
        self
    }
}

/// A practice with two who may decide, and somebody who asked.
struct Scene {
    app: TestApp,
    practice: Practice,
    sian: Person,
    huw: Person,
    gwen: Person,
    request: JoinRequestId,
}

impl Scene {
    async fn on(app: TestApp) -> Self {
        let app = app.undoing();
        let practice = app.practice("W91001", "Meddygfa'r Bont").await;
        let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
        let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
        let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
        let request = gwen.asks(&practice).await;
        Self {
            app,
            practice,
            sian,
            huw,
            gwen,
            request,
        }
    }

    async fn approve(&self) {
        self.sian
            .approves(&self.practice, self.request)
            .await
            .expect("it waits");
    }

    async fn reject(&self) {
        self.sian
            .rejects(&self.practice, self.request, "Not yet.")
            .await
            .expect("it waits");
    }

    async fn undo(&self) -> Result<Receipt, AppError> {
        undoes(&self.sian, &self.practice, self.request).await
    }

    async fn refused(&self) -> Refusal {
        refused(self.undo().await)
    }

    async fn state(&self) -> StateTag {
        self.gwen.request_at(&self.practice).await.state
    }

    /// The names in the two tables of the practice, as somebody there sees them.
    async fn tables(&self) -> (Vec<String>, Vec<String>) {
        let users = self.sian.practice_users(&self.practice).await.expect("she acts there");
        let requests = users.requests.into_iter().map(|row| row.name).collect();
        (requests, users.members.into_iter().map(|row| row.name).collect())
    }

    async fn letters(&self) -> Vec<&'static str> {
        let letters = self.app.letters_to(&self.gwen.email).await;
        letters.into_iter().map(|letter| letter.name).collect()
    }

    async fn member(&self) -> MemberId {
        self.member_of(&self.gwen).await
    }

    async fn member_of(&self, person: &Person) -> MemberId {
        let member = self.app.store.read().members().of(person.id, self.practice.id).await;
        member.expect("it can be read").expect("let in before").id
    }
}

async fn undoes(person: &Person, practice: &Practice, request: JoinRequestId) -> Result<Receipt, AppError> {
    let id = request.to_string();
    let fields = [("code", practice.code.as_str()), ("id", id.as_str())];
    person.browser.call("undo_decision", &fields).await
}

async fn offers(person: &Person) -> Vec<UndoableView> {
    let offers = person.browser.call("undoable_decisions", &[("id", "")]).await;
    offers.expect("one's own can be asked for")
}

fn refused<T: std::fmt::Debug>(answer: Result<T, AppError>) -> Refusal {
    match answer.expect_err("it is refused") {
        AppError::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

fn seconds(count: i64) -> TimeDelta {
    TimeDelta::seconds(count)
}

async fn a_decision_is_undone_within_its_seconds_and_made_again(app: TestApp) {
    let scene = Scene::on(app).await;
    scene.approve().await;
    assert_eq!(scene.state().await, StateTag::Approved, "she may see it meanwhile");
    let offer = offers(&scene.sian).await.remove(0);
    assert_eq!((offer.name.as_str(), offer.approved), ("Gwen Rees", true));
    assert_eq!((offer.left, offer.seconds), (30, 30));
    assert!(offers(&scene.huw).await.is_empty(), "it is nobody else's");
    let decided_at = scene.app.now();
    scene.app.clock.advance(seconds(SECONDS));
    let receipt = scene.undo().await.expect("the last moment counts");
    let name = "Gwen Rees".to_owned();
    assert_eq!(receipt.notice, Some(Notice::DecisionUndone { name }));
    assert_eq!(receipt.go_to, Page::Members(scene.practice.code.clone()));
    assert_eq!(scene.state().await, StateTag::Pending);
    let (requests, members) = scene.tables().await;
    assert_eq!(requests, ["Gwen Rees"]);
    assert_eq!(members.len(), 2);
    assert_eq!(
        refused(scene.gwen.practice_users(&scene.practice).await),
        Refusal::NotFound
    );
    assert!(scene.letters().await.is_empty(), "nobody was told");
    assert!(offers(&scene.sian).await.is_empty());
    assert_eq!(
        scene.refused().await,
        Refusal::ChangedSince,
        "there is nothing left to undo"
    );

    let lines = scene.app.store.read().audit().of_person(scene.gwen.id, 1).await;
    let line = lines.expect("it can be read").remove(0);
    assert_eq!((line.event, line.actor), (Event::DecisionUndone, Some(scene.sian.id)));
    assert_eq!(
        (line.before.as_deref(), line.after.as_deref()),
        (Some("approved"), Some("pending"))
    );

    // *Who may act?* knows of both.
    let (now, mut read) = (scene.app.now(), scene.app.store.read());
    for (at, acts) in [(decided_at, true), (now, false)] {
        let facts = read.acting().facts(scene.gwen.id, scene.practice.id, at, now).await;
        assert_eq!(facts.expect("it can be read").acting(at).next().is_some(), acts);
    }

    scene.reject().await;
    assert_eq!(scene.undo().await.map(|receipt| receipt.go_to), Ok(receipt.go_to));
    assert_eq!(scene.state().await, StateTag::Pending);
    scene.approve().await;
    scene.app.clock.advance(seconds(SECONDS + 1));
    assert!(offers(&scene.sian).await.is_empty());
    assert_eq!(scene.refused().await, Refusal::TooLateToUndo);
    assert_eq!(scene.letters().await, ["request_approved"]);
    assert!(scene.gwen.practice_users(&scene.practice).await.is_ok());
}

#[tokio::test]
async fn where_nothing_can_be_undone_letters_leave_at_once() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let request = gwen.asks(&practice).await;
    sian.approves(&practice, request).await.unwrap();
    assert!(offers(&sian).await.is_empty());
    assert_eq!(refused(undoes(&sian, &practice, request).await), Refusal::TooLateToUndo);
    let posted = app.store.read().outbox().latest(1).await.unwrap().remove(0);
    assert_eq!(posted.due_at, app.now());
}

async fn a_decision_is_undone_by_its_maker_alone(app: TestApp) {
    let scene = Scene::on(app).await;
    let castell = scene.app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let mair = scene.app.member("Mair Ellis", "mair@castell.example", &castell).await;
    scene.approve().await;
    let own = undoes(&scene.gwen, &scene.practice, scene.request).await;
    assert_eq!(refused(own), Refusal::NotOnOneself);
    for person in [&scene.huw, &mair] {
        let answer = undoes(person, &scene.practice, scene.request).await;
        assert_eq!(refused(answer), Refusal::NotFound, "{}", person.name);
    }
    assert_eq!(
        refused(undoes(&mair, &castell, scene.request).await),
        Refusal::NotFound,
        "by way of her own practice"
    );
    let id = scene.request.to_string();
    let fields = [("code", scene.practice.code.as_str()), ("id", id.as_str())];
    let nobody = scene.app.browser().call::<Receipt>("undo_decision", &fields).await;
    assert_eq!(nobody.expect_err("nobody is signed in"), AppError::SignInFirst);
    assert_eq!(scene.state().await, StateTag::Approved);

    // Whoever was revoked meanwhile undoes nothing, and sees nothing to undo.
    let hers = scene
        .app
        .store
        .read()
        .members()
        .of(scene.sian.id, scene.practice.id)
        .await;
    let hers = hers.expect("it can be read").expect("she is a member").id;
    scene.huw.revokes(&scene.practice, hers).await.expect("he may decide");
    assert_eq!(scene.refused().await, Refusal::NotFound);
    assert!(offers(&scene.sian).await.is_empty());

    // Nor does whoever has not shown lately that it is they.
    let other = scene.app.person("Rhys Owen", "rhys@bont.example").await;
    let request = other.asks(&scene.practice).await;
    scene.huw.signs_in().await;
    scene.app.clock.advance(TimeDelta::minutes(15) - seconds(10));
    scene.huw.approves(&scene.practice, request).await.expect("she asked");
    scene.app.clock.advance(seconds(20));
    let answer = undoes(&scene.huw, &scene.practice, request).await;
    assert_eq!(refused(answer), Refusal::ProveItIsYou);
    scene.huw.signs_in().await;
    assert!(undoes(&scene.huw, &scene.practice, request).await.is_ok());
}

async fn what_a_decision_closed_is_open_again(app: TestApp) {
    let scene = Scene::on(app).await;
    let (app, gwen) = (&scene.app, &scene.gwen);
    let place = scene.practice.id;
    // A former member, with the role that she had then.
    scene.approve().await;
    app.clock.advance(seconds(SECONDS + 1));
    scene
        .sian
        .revokes(&scene.practice, scene.member().await)
        .await
        .expect("she acts");
    let asked = gwen.tries_to_ask(&scene.practice, Role::Reporting).await;
    asked.expect("whoever was revoked may ask");
    let request = gwen.request_at(&scene.practice).await.id;
    let member = async || {
        let mut change = app.store.change().await.expect("it is open");
        let member = change.members().as_it_is(gwen.id, place).await;
        member.expect("it can be read")
    };
    let was = member().await;
    // Whoever adds her, and a pre-approval, wait for the same address.
    let fields = [
        ("code", scene.practice.code.as_str()),
        ("first_name", "Gwen"),
        ("last_name", "Rees"),
        ("email", gwen.email.as_str()),
        ("position", ""),
        ("language", "en"),
        ("medical_secretary", ""),
    ];
    scene
        .huw
        .browser
        .call::<Receipt>("add_new_user", &fields)
        .await
        .expect("he may add");
    app.pre_approve(&scene.practice, "Gwen Rees", &gwen.email, Source::Register)
        .await;
    let open = async || {
        let email = domain::EmailAddress::parse(&gwen.email).expect("it is an address");
        let mut read = app.store.read();
        let adding = read.new_users().open_of(&email).await.expect("it can be read");
        let pre_approval = read.pre_approvals().live(place, email.key()).await;
        (adding, pre_approval.expect("it can be read").map(|one| one.id))
    };
    let before = open().await;
    assert!(before.0.len() == 1 && before.1.is_some());

    scene.sian.approves(&scene.practice, request).await.expect("she asked");
    assert_eq!(open().await, (Vec::new(), None));
    assert_ne!(member().await, was);
    undoes(&scene.sian, &scene.practice, request)
        .await
        .expect("nothing has changed");
    assert_eq!(open().await, before);
    assert_eq!(member().await, was, "revoked as before, with the role of then");
    assert_eq!(gwen.request_at(&scene.practice).await.state, StateTag::Pending);
    scene
        .sian
        .approves(&scene.practice, request)
        .await
        .expect("it waits again");
    assert_eq!(open().await, (Vec::new(), None));
}

#[tokio::test]
async fn a_proposal_that_a_rejection_turned_down_waits_again() {
    let app = TestApp::new().await.undoing();
    let (olwen, owain) = (
        app.support("Olwen Ceidwad", "olwen@support.example").await,
        app.support("Owain Ceidwad", "owain@support.example").await,
    );
    let board = app
        .organisation("7A9", "Health Board", Kind::Commissioner, Status::Active)
        .await;
    let dilys = app.person("Dilys Pugh", "dilys@board.example").await;
    let asked = dilys.tries_to_ask(&board, Role::CommissioningAdministrator).await;
    asked.unwrap();
    let request = dilys.request_at(&board).await.id;
    olwen.approves(&board, request).await.unwrap();
    let open = async || app.store.read().proposals().open().await.unwrap();
    let before = open().await;
    assert_eq!(before.len(), 1);
    owain.rejects(&board, request, "Not yet.").await.unwrap();
    assert!(open().await.is_empty());
    undoes(&owain, &board, request).await.unwrap();
    assert_eq!(open().await, before);
    let lines = app.store.read().audit().of_person(dilys.id, 2).await.unwrap();
    let mut events: Vec<Event> = lines.into_iter().map(|line| line.event).collect();
    events.sort_by_key(|event| event.tag());
    assert_eq!(events, [Event::DecisionUndone, Event::ProposalReopened]);
    owain.approves(&board, request).await.unwrap();
    assert_eq!(dilys.request_at(&board).await.state, StateTag::Approved);
    let answer = undoes(&owain, &board, request).await;
    assert_eq!(refused(answer), Refusal::TooLateToUndo, "two people decided that");
}
