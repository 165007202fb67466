//! Who may import the register of practice managers; by page, and with `kill -9` in the middle of the command.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use app::error::AppError;
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::audit::Event;
use domain::imports::{ImportState, Trouble, Unfit};
use domain::managers::{At, Listed, ManagersImportView};
use domain::permission::Role;
use domain::{BatchId, EmailAddress, Notice, Page, PersonName, Receipt, Refusal};
use storage::{BatchOf, Housekeeping, ManagerLine};

use super::{COLUMNS, ELIN, HUW, events, import, import_or_not, new_changed_unchanged, view};
use crate::browser::Reply;
use crate::imports::uploads_from;
use crate::process::porthor;
use crate::{Browser, Person, Practice, TestApp, on_both};

on_both!(
    a_dry_run_changes_nothing,
    a_file_is_read_then_looked_at_then_applied_by_page,
    a_kill_leaves_the_register_before_or_the_register_after,
);

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
    assert!(page.says("epraccur.csv"), "{}", page.body);
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
