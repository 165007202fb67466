//! The register of practice managers: whom it lets in, whom it does not, who may import it, by page and at the command line,
//! and `kill -9` in the middle.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use app::error::AppError;
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::audit::Event;
use domain::imports::{ImportState, Trouble, Unfit};
use domain::managers::{At, Listed, ManagersImportView, ManagersView};
use domain::members::Standing;
use domain::organisations::{Kind, Status};
use domain::permission::Role;
use domain::pre_approvals::{PreApprovals, Source};
use domain::{BatchId, EmailAddress, Notice, Page, PersonName, Receipt, Refusal};
use server::managers::{Figures, import_bytes};
use storage::{BatchOf, Housekeeping, ManagerLine};

use crate::browser::Reply;
use crate::imports::uploads_from;
use crate::newcomer::Newcomer;
use crate::process::porthor;
use crate::{Browser, Person, Practice, TestApp, on_both};

on_both!(
    whoever_is_listed_is_let_in_on_asking_there_and_nowhere_else,
    the_same_file_twice_changes_nothing,
    a_revoked_manager_who_is_still_listed_does_not_walk_back_in,
    whoever_is_listed_again_counts_as_listed_since_the_first_time,
    whoever_is_no_longer_listed_stays_in_and_is_looked_at,
    a_listing_holds_from_its_first_day_to_the_end_of_its_last,
    a_member_gains_and_loses_nothing_by_being_listed,
    what_an_approver_ended_no_import_brings_back,
    a_dry_run_changes_nothing,
    a_file_is_read_then_looked_at_then_applied_by_page,
    a_kill_leaves_the_register_before_or_the_register_after,
);

const COLUMNS: &str = "ods_code,first_name,last_name,email,role,valid_from,valid_to\n";
const ELIN: &str = "W91001,Elin,Morgan,elin@bont.example,Practice Manager,,\n";
const HUW: &str = "W91001,Huw,Tomos,huw@bont.example,Practice Manager,,\n";
/// More than are staged at a time.
const MANY: i64 = 2_500;

impl TestApp {
    /// A file of practice managers that waits to be applied, and lists one.
    pub(crate) async fn staged_manager(&self, practice: &Practice, email: &str) -> BatchId {
        let listed = Listed {
            at: At {
                organisation: practice.id,
                code: practice.code.clone(),
                name: practice.name.clone(),
            },
            first_name: PersonName::parse("Gwenllian").unwrap(),
            last_name: PersonName::parse("Prydderch").unwrap(),
            email: EmailAddress::parse(email).unwrap(),
            role: Role::PracticeEnabledUser,
            starts: None,
            ends: None,
        };
        let (id, now) = (BatchId::new(storage::fresh(self.now())), self.now());
        let mut change = self.store.change().await.unwrap();
        let begun = change.imports().begin(id, BatchOf::Managers, "managers.csv", None, now);
        begun.await.unwrap();
        change.imports().has_read(id, 1, 1, &[]).await.unwrap();
        change
            .managers()
            .stage(id, &[ManagerLine { line: 2, listed }])
            .await
            .unwrap();
        assert!(change.imports().ready(id, now).await.unwrap());
        change.commit_housekeeping(Housekeeping::Staging).await.unwrap();
        id
    }
}

/// Imports a file at the command line; what it came to, and what it said.
async fn import_or_not(app: &TestApp, lines: &str, dry_run: bool) -> (Figures, Vec<String>) {
    let mut said = Vec::new();
    let text = format!("{COLUMNS}{lines}");
    let mut print = |line: &str| said.push(line.to_owned());
    let (store, clock) = (&app.store, app.clock.as_ref());
    let figures = import_bytes(store, clock, "managers.csv", text.as_bytes(), dry_run, &mut print).await;
    (figures.unwrap(), said)
}

async fn import(app: &TestApp, lines: &str) -> Figures {
    import_or_not(app, lines, false).await.0
}

fn new_changed_unchanged(figures: Figures) -> (usize, usize, usize) {
    (figures.new, figures.changed, figures.unchanged)
}

async fn asks(person: &Person, practice: &Practice) -> Notice {
    let receipt = person.tries_to_ask(practice, Role::PracticeEnabledUser).await.unwrap();
    receipt.notice.unwrap()
}

fn let_in(practice: &Practice) -> Notice {
    Notice::LetInAtOnce {
        organisation: practice.name.clone(),
    }
}

fn asked(practice: &Practice) -> Notice {
    Notice::Asked {
        organisation: practice.name.clone(),
    }
}

/// What happened at a practice by the register, newest first.
async fn events(app: &TestApp, practice: &Practice) -> Vec<Event> {
    let lines = app
        .store
        .read()
        .audit()
        .of_organisation(practice.id, None, None, 100)
        .await;
    let of_imports = |event: &Event| {
        matches!(
            event,
            Event::ManagerListed | Event::ManagerChanged | Event::ManagerUnlisted
        )
    };
    lines
        .unwrap()
        .into_iter()
        .map(|line| line.event)
        .filter(of_imports)
        .collect()
}

async fn view(support: &Person) -> ManagersView {
    support.browser.call("managers_imports", &[]).await.unwrap()
}

async fn revokes(by: &Person, practice: &Practice, name: &str) {
    let users = by.practice_users(practice).await.unwrap();
    let id = users.members.iter().find(|row| row.name == name).unwrap().id;
    by.revokes(practice, id).await.unwrap();
}

async fn whoever_is_listed_is_let_in_on_asking_there_and_nowhere_else(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let other = app.practice("W91002", "Meddygfa'r Afon").await;
    app.organisation("R9Z", "Invented Trust", Kind::Trust, Status::Active)
        .await;
    app.organisation("W91009", "Closed Surgery", Kind::Practice, Status::Closed)
        .await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let others = "R9Z,Ann,Trust,ann@trust.example,Practice Manager,,\nW91009,Ann,Closed,ann@closed.example,Practice Manager,,\n\
                  W91777,Ann,Nowhere,ann@nowhere.example,Practice Manager,,\nnobody\n";
    let (figures, said) = import_or_not(
        &app,
        &format!("{ELIN}{HUW}{others}{}", ELIN.replace("91001", "91002")),
        false,
    )
    .await;
    assert_eq!(figures.to_string(), "7 read: 3 new, 0 changed, 0 unchanged, 4 refused");
    assert_eq!(
        said,
        [
            "line 4: R9Z is the code of no practice, but of another organisation",
            "line 5: the practice W91009 is not open",
            "line 6: no practice has the code W91777",
            "line 7: it has 1 cells, not 7",
            "staged 3 of 3",
        ]
    );
    assert_eq!(events(&app, &practice).await, [Event::ManagerListed; 2]);
    // Listed is not yet in, and the others see by what they would come.
    let page: PreApprovals = sian.browser.call("pre_approvals", &[("code", "W91001")]).await.unwrap();
    let waiting = &page.waiting[0];
    assert_eq!(
        (waiting.full_name().as_str(), waiting.given_by.as_deref()),
        ("Elin Morgan", None)
    );
    assert!(!waiting.may_change);
    let elin = Newcomer::new(&app, "Elin Morgan", "Elin@Bont.example");
    elin.registers_and_confirms(Some(&practice)).await;
    assert_eq!(elin.newest_letter().await.name, "request_approved");
    assert_eq!(app.letters_to("sian@bont.example").await[0].name, "let_in");
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    assert_eq!(asks(&huw, &other).await, asked(&other), "he is listed elsewhere");
    assert_eq!(asks(&huw, &practice).await, let_in(&practice));
    let like_him = app.person("Huw Tomos", "uw@bont.example").await;
    assert_eq!(asks(&like_him, &practice).await, asked(&practice));
}

async fn the_same_file_twice_changes_nothing(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let file = format!("{ELIN}{HUW}");
    assert_eq!(new_changed_unchanged(import(&app, &file).await), (2, 0, 0));
    app.clock.advance(TimeDelta::minutes(1));
    assert_eq!(new_changed_unchanged(import(&app, &file).await), (0, 0, 2));
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    assert_eq!(asks(&huw, &practice).await, let_in(&practice));
    assert_eq!(
        new_changed_unchanged(import(&app, &format!("{HUW}{ELIN}")).await),
        (0, 0, 2),
        "nor once somebody has come in"
    );
    let batches = app
        .store
        .read()
        .imports()
        .latest(BatchOf::Managers, 10, app.now())
        .await
        .unwrap();
    let lines = app.store.read().audit().count_in_batch(batches[2].id).await.unwrap();
    assert_eq!((batches.len(), lines), (3, 2), "a line for each entry");
    assert_eq!(events(&app, &practice).await.len(), 2);
    let otherwise = HUW.replace("Tomos", "Thomas");
    assert_eq!(
        new_changed_unchanged(import(&app, &format!("{ELIN}{otherwise}")).await),
        (0, 1, 1)
    );
    assert_eq!(events(&app, &practice).await[0], Event::ManagerChanged);
}

async fn a_revoked_manager_who_is_still_listed_does_not_walk_back_in(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    import(&app, ELIN).await;
    let elin = app.person("Elin Morgan", "elin@bont.example").await;
    assert_eq!(asks(&elin, &practice).await, let_in(&practice));
    app.clock.advance(TimeDelta::minutes(1));
    revokes(&sian, &practice, "Elin Morgan").await;
    // The same again, otherwise, not at all and again, and under another address that she takes.
    let otherwise = ELIN.replace(",,", ",,2027-12-31");
    for file in [ELIN, &otherwise, HUW, ELIN] {
        app.clock.advance(TimeDelta::minutes(1));
        import(&app, file).await;
        let kept = app
            .store
            .read()
            .pre_approvals()
            .live(practice.id, "elin@bont.example")
            .await;
        assert_eq!(kept.unwrap(), None, "{file}");
    }
    assert_eq!(asks(&elin, &practice).await, asked(&practice));
    app.clock.advance(TimeDelta::minutes(1));
    import(&app, &ELIN.replace("elin@", "elin.morgan@")).await;
    let moved = app
        .store
        .read()
        .pre_approvals()
        .live(practice.id, "elin.morgan@bont.example")
        .await;
    let listed_first = moved.unwrap().expect("nobody has that address yet").given_at;
    assert!(
        listed_first < app.now().plus(TimeDelta::minutes(-5)),
        "as old as her first listing"
    );
}

async fn whoever_is_listed_again_counts_as_listed_since_the_first_time(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let elin = app.person("Elin Morgan", "elin@bont.example").await;
    import(&app, &format!("{ELIN}{HUW}")).await;
    let first = app.now();
    app.clock.advance(TimeDelta::minutes(1));
    import(&app, "W91001,Cai,Third,cai@bont.example,Practice Manager,,\n").await;
    assert_eq!(asks(&elin, &practice).await, asked(&practice), "listed no longer");
    app.clock.advance(TimeDelta::minutes(1));
    let request = elin.request_at(&practice).await.id;
    sian.rejects(&practice, request, "Left us").await.unwrap();
    app.clock.advance(TimeDelta::minutes(1));
    let (figures, said) = import_or_not(&app, &format!("{ELIN}{HUW}"), false).await;
    assert_eq!(figures.new, 2);
    let people = "1 of the new are not let in by themselves: people decide about them".to_owned();
    assert!(said.contains(&people), "{said:?}");
    assert_eq!(
        asks(&elin, &practice).await,
        asked(&practice),
        "rejected since she was first listed"
    );
    let huws = app
        .store
        .read()
        .pre_approvals()
        .live(practice.id, "huw@bont.example")
        .await;
    assert_eq!(huws.unwrap().expect("he was never refused").given_at, first);
}

async fn whoever_is_no_longer_listed_stays_in_and_is_looked_at(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let elin = app.person("Elin Morgan", "elin@bont.example").await;
    import(&app, &format!("{ELIN}{HUW}")).await;
    assert_eq!(asks(&elin, &practice).await, let_in(&practice));
    assert_eq!((view(&olwen).await.listed, view(&olwen).await.to_review_count), (2, 0));
    app.clock.advance(TimeDelta::minutes(1));
    let (figures, said) = import_or_not(&app, "W91001,Cai,Third,cai@bont.example,Practice Manager,,\n", false).await;
    assert_eq!((figures.new, figures.unlisted), (1, 2));
    assert_eq!(
        said[1..],
        [
            "2 no longer listed; they are pre-approved no more",
            "1 of them are in, and stay; look at them on the page Practice managers",
        ]
    );
    let member = app
        .store
        .read()
        .members()
        .of(elin.id, practice.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(member.state, Standing::Active);
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    assert_eq!(asks(&huw, &practice).await, asked(&practice));
    let now = view(&olwen).await;
    assert_eq!((now.listed, now.to_review_count), (1, 1));
    assert_eq!(
        (now.to_review[0].person, now.to_review[0].code.as_str()),
        (elin.id, "W91001")
    );
    assert_eq!(
        now.imported.map(|at| at.machine()),
        Some(app.now().in_london().machine())
    );
    let page = olwen.browser.get("/managers").await;
    assert!(
        page.says("Elin Morgan") && page.says(&format!("/users/{}", elin.id)),
        "{}",
        page.body
    );
    // A bad line about her is no reason to look at her, nor is it one to forget her.
    import(&app, &format!("{ELIN}{HUW}")).await;
    assert_eq!(view(&olwen).await.to_review_count, 0, "listed again");
    import(&app, &format!("{HUW}{}", ELIN.replace("Practice Manager", "Partner"))).await;
    assert_eq!((view(&olwen).await.listed, view(&olwen).await.to_review_count), (2, 0));
}

async fn a_listing_holds_from_its_first_day_to_the_end_of_its_last(app: TestApp) {
    // It is a Sunday afternoon, 23 November 2025.
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let of = |name: &str, days: &str| format!("W91001,{name},Morgan,{name}@bont.example,Practice Manager,{days}\n");
    let file = [
        of("Alis", "2025-11-24,2025-11-24"),
        of("Beca", ",2025-11-23"),
        of("Cati", ",2025-11-22"),
    ];
    let (figures, said) = import_or_not(&app, &file.concat(), false).await;
    assert_eq!((figures.new, figures.refused), (2, 1));
    assert_eq!(said[0], "line 4: it ended on 2025-11-22, which has passed");
    let alis = app.person("Alis Morgan", "alis@bont.example").await;
    let beca = app.person("Beca Morgan", "beca@bont.example").await;
    assert_eq!(
        asks(&alis, &practice).await,
        asked(&practice),
        "not before its first day"
    );
    assert_eq!(asks(&beca, &practice).await, let_in(&practice), "on its last day");
    app.clock.advance(TimeDelta::hours(10));
    let gone = app
        .store
        .read()
        .members()
        .standing(beca.id, practice.id, app.now())
        .await
        .unwrap();
    assert!(
        gone.is_none_or(|standing| standing.roles.is_empty()),
        "the access ends with the listing"
    );
    // What is over is listed no longer, although its line still stands there.
    let figures = import(&app, &file.concat()).await;
    assert_eq!((figures.unchanged, figures.refused, figures.unlisted), (1, 2, 1));
}

async fn a_member_gains_and_loses_nothing_by_being_listed(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    app.let_in(huw.id, &practice, Role::Reporting).await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.pre_approve(&practice, "Elin Morgan", "elin@bont.example", Source::GivenBy(sian.id))
        .await;
    let (figures, said) = import_or_not(&app, &format!("{ELIN}{HUW}"), false).await;
    assert_eq!(figures.new, 2);
    assert!(
        said.contains(&"2 of the new gain nothing: they are in, or pre-approved, already".to_owned()),
        "{said:?}"
    );
    let roles = async || {
        let member = app
            .store
            .read()
            .members()
            .of(huw.id, practice.id)
            .await
            .unwrap()
            .unwrap();
        member.roles.iter().map(|span| span.role).collect::<Vec<_>>()
    };
    assert_eq!(roles().await, [Role::Reporting]);
    assert_eq!(
        new_changed_unchanged(import(&app, &format!("{ELIN}{HUW}")).await),
        (0, 0, 2)
    );
    import(&app, ELIN).await;
    assert_eq!(roles().await, [Role::Reporting]);
    let given = app
        .store
        .read()
        .pre_approvals()
        .live(practice.id, "elin@bont.example")
        .await
        .unwrap();
    assert_eq!(given.unwrap().source, Source::GivenBy(sian.id));
}

async fn what_an_approver_ended_no_import_brings_back(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    import(&app, ELIN).await;
    let page: PreApprovals = sian.browser.call("pre_approvals", &[("code", "W91001")]).await.unwrap();
    let fields = [("code", "W91001"), ("id", &page.waiting[0].id.to_string())];
    let _: Receipt = sian.browser.call("end_pre_approval", &fields).await.unwrap();
    for file in [ELIN, HUW, ELIN] {
        import(&app, file).await;
    }
    let elin = app.person("Elin Morgan", "elin@bont.example").await;
    assert_eq!(asks(&elin, &practice).await, asked(&practice));
}

async fn a_dry_run_changes_nothing(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    import(&app, ELIN).await;
    let (figures, said) = import_or_not(&app, HUW, true).await;
    assert_eq!((figures.new, figures.unlisted), (1, 1));
    assert_eq!(
        said,
        [
            "staged 1 of 1",
            "W91001 huw@bont.example would be new",
            "W91001 elin@bont.example is no longer listed",
            "1 no longer listed; they are pre-approved no more",
        ]
    );
    assert_eq!(events(&app, &practice).await, [Event::ManagerListed]);
    assert_eq!(new_changed_unchanged(import(&app, ELIN).await), (0, 0, 1));
}

/// Posts a file as a browser does.
async fn uploads(browser: &Browser, file: &str) -> Reply {
    uploads_from(browser, "same-origin", "/managers", file.as_bytes()).await
}

/// The import that a file was taken in as.
fn taken(reply: &Reply) -> BatchId {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    match Page::parse(reply.location()) {
        Some((Page::ManagersImport(id), _)) => id,
        _ => panic!("it leads to {}", reply.location()),
    }
}

/// The import, once its file is read.
async fn read(who: &Person, id: BatchId) -> ManagersImportView {
    let reading = async {
        loop {
            let view: Result<ManagersImportView, AppError> =
                who.browser.call("managers_import", &[("id", &id.to_string())]).await;
            let view = view.unwrap();
            if !matches!(view.row.state, ImportState::Reading { .. }) {
                return view;
            }
            tokio::task::yield_now().await;
        }
    };
    let view = tokio::time::timeout(Duration::from_mins(1), reading).await;
    view.expect("it is read in time")
}

async fn does(who: &Person, call: &str, id: BatchId) -> Result<Receipt, AppError> {
    who.browser.call(call, &[("id", &id.to_string())]).await
}

async fn a_file_is_read_then_looked_at_then_applied_by_page(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let id = taken(&uploads(&olwen.browser, &format!("{COLUMNS}{ELIN}{HUW}nobody\n")).await);
    let view = read(&olwen, id).await;
    assert_eq!(view.row.state, ImportState::Ready { failed: false });
    assert_eq!((view.figures.read, view.figures.new, view.figures.refused), (3, 2, 1));
    let shown = &view.difference;
    assert_eq!(
        (shown.new.len(), shown.in_already.len(), shown.counts),
        (1, 1, [1, 1, 0])
    );
    assert_eq!(
        (shown.new[0].name.as_str(), shown.new[0].code.as_str()),
        ("Elin Morgan", "W91001")
    );
    assert_eq!(
        (view.refused[0].line, view.refused[0].reason.as_str()),
        (4, "it has 1 cells, not 7")
    );
    assert_eq!(events(&app, &practice).await, [], "nothing has changed yet");

    let applied = does(&olwen, "apply_managers", id).await.unwrap();
    assert_eq!(applied.notice, Some(Notice::ManagersApplied { count: 2 }));
    assert_eq!(events(&app, &practice).await, [Event::ManagerListed; 2]);
    for call in ["apply_managers", "abandon_managers"] {
        let again = does(&olwen, call, id).await;
        assert_eq!(
            again.unwrap_err(),
            AppError::Refused(Refusal::ChangedMeanwhile),
            "{call}"
        );
    }
    let page = olwen.browser.get(&format!("/managers/{id}")).await;
    assert!(page.says("managers.csv") || page.says("epraccur.csv"), "{}", page.body);
    // A batch of another kind is none of these.
    let register = app.staged("W91050").await;
    let other: Result<ManagersImportView, AppError> = olwen
        .browser
        .call("managers_import", &[("id", &register.to_string())])
        .await;
    assert_eq!(other.unwrap_err(), AppError::Refused(Refusal::NotFound));
    let id = taken(&uploads(&olwen.browser, "name,town\nBont,Conwy\n").await);
    let trouble = Some(Trouble::NotAList(Unfit::Columns));
    assert_eq!(read(&olwen, id).await.row.state, ImportState::Abandoned { trouble });
}

#[tokio::test]
async fn the_register_is_for_support_alone() {
    let app = TestApp::new().await;
    let practice = app.practice_beneath("W91001", "Meddygfa'r Bont", "7A1").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let above = app.administrator("Mair Lewis", "mair@board.example", "7A1").await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let id = app.staged_manager(&practice, "elin@bont.example").await;
    let file = format!("{COLUMNS}{ELIN}");
    for person in [&sian, &above] {
        for path in ["/managers".to_owned(), format!("/managers/{id}")] {
            assert_eq!(person.browser.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(uploads(&person.browser, &file).await.status, StatusCode::NOT_FOUND);
        for call in ["apply_managers", "abandon_managers"] {
            let refused = does(person, call, id).await;
            assert_eq!(refused.unwrap_err(), AppError::Refused(Refusal::NotFound), "{call}");
        }
    }
    let nobody = uploads(&app.browser(), &file).await;
    assert_eq!(nobody.location(), "/sign-in?next=/managers");
    let elsewhere = uploads_from(&olwen.browser, "cross-site", "/managers", file.as_bytes()).await;
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
    app.clock.advance(TimeDelta::minutes(16));
    let late = uploads(&olwen.browser, &file).await;
    assert_eq!(late.location(), "/prove?next=/managers");
    let refused = does(&olwen, "apply_managers", id).await;
    assert_eq!(refused.unwrap_err(), AppError::Refused(Refusal::ProveItIsYou));
    let seen = view(&olwen).await;
    assert_eq!((seen.latest.len(), seen.proven), (1, false), "looking is free");
}

/// A file of many managers.
fn many() -> String {
    let line = |number: i64| format!("W91001,Ann,Example,ann{number}@managers.example,Practice Manager,,\n");
    COLUMNS.to_owned() + &(0..MANY).map(line).collect::<String>()
}

async fn a_kill_leaves_the_register_before_or_the_register_after(app: TestApp) {
    app.practice("W91001", "Meddygfa'r Bont").await;
    import(&app, ELIN).await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("managers.csv"), many()).unwrap();
    let listed = async || app.store.read().managers().listed().await.unwrap();
    // After the first lot, in the middle, and when everything is staged and is being applied.
    for lines in [1, 2, 3] {
        killed_after(lines, &app.config.database, folder.path());
        let listed = listed().await;
        assert!(listed == 1 || listed == MANY, "{listed} are listed");
    }
    let arguments = ["import", "managers", "managers.csv"];
    let output = porthor(&arguments, &app.config.database, folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.trim_end().ends_with(" unchanged, 0 refused"), "{said}");
    assert_eq!(listed().await, MANY);
}

/// Runs the import and kills it once it has said so many lines.
fn killed_after(lines: usize, database: &str, folder: &Path) {
    let mut process = porthor(&["import", "managers", "managers.csv"], database, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = process.stdout.take().unwrap();
    let said: Vec<_> = BufReader::new(output).lines().take(lines).collect();
    assert_eq!(said.len(), lines, "{said:?}");
    process.kill().expect("it still runs, or has just ended");
    process.wait().unwrap();
}
