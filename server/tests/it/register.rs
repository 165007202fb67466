//! Importing the register: its closing line, again and again, and what a bad file leaves behind.

use domain::OdsCode;
use domain::organisations::{Kind, Status};
use server::register::synthetic::{Dialect, Synthetic};
use server::register::{self, Word};

use crate::{TestApp, on_both};

on_both!(
    an_import_says_what_it_did_and_again_changes_nothing,
    a_changed_line_changes_one_organisation,
    a_dry_run_changes_nothing,
);

const ROWS: usize = 1_200;

fn made_up(dialect: Dialect) -> String {
    Synthetic {
        seed: 20_191_014,
        rows: u32::try_from(ROWS).unwrap(),
        dialect,
    }
    .csv()
}

/// The closing line, and what was said before it.
async fn import(app: &TestApp, text: &str, dry_run: bool) -> Result<(String, Vec<String>), String> {
    let mut said = Vec::new();
    let mut say = |word: Word| said.push(word.to_string());
    let done = register::import_bytes(
        &app.store,
        app.clock.as_ref(),
        "epraccur.csv",
        text.as_bytes(),
        dry_run,
        &mut say,
    )
    .await;
    done.map(|figures| (figures.to_string(), said))
        .map_err(|failure| failure.to_string())
}

async fn an_import_says_what_it_did_and_again_changes_nothing(app: TestApp) {
    let text = made_up(Dialect::Legacy);
    let (closing, said) = import(&app, &text, false).await.unwrap();
    assert_eq!(closing, "1200 read: 1200 new, 0 changed, 0 unchanged, 0 refused");
    assert_eq!(said, ["staged 1000 of 1200", "staged 1200 of 1200"]);
    let kept = app.store.read().organisations().count().await.unwrap();
    assert_eq!(kept, 1_200 + 10, "with the commissioners of column 15");
    let (closing, _) = import(&app, &text, false).await.unwrap();
    assert_eq!(closing, "1200 read: 0 new, 0 changed, 1200 unchanged, 0 refused");
    assert_eq!(app.store.read().organisations().count().await.unwrap(), kept);

    let welsh = OdsCode::parse("W99001").unwrap();
    let found = app.store.read().organisations().by_code(&welsh).await.unwrap().unwrap();
    assert_eq!(found.kind, Kind::Practice);
    let board = OdsCode::parse("7A1").unwrap();
    let board = app.store.read().organisations().by_code(&board).await.unwrap().unwrap();
    assert_eq!(
        (board.kind, board.name.as_str()),
        (Kind::Commissioner, "BETSI CADWALADR UNIVERSITY HEALTH BOARD")
    );
}

async fn a_changed_line_changes_one_organisation(app: TestApp) {
    let text = made_up(Dialect::Current);
    import(&app, &text, false).await.unwrap();
    let line = text.lines().find(|line| line.contains("\"ACTIVE\"")).unwrap();
    let code = OdsCode::parse(line.trim_start_matches('\u{FEFF}')[1..].split('"').next().unwrap()).unwrap();
    let closed = text.replace(line, &line.replace("\"ACTIVE\"", "\"INACTIVE\""));
    let (closing, _) = import(&app, &closed, false).await.unwrap();
    assert_eq!(closing, "1200 read: 0 new, 1 changed, 1199 unchanged, 0 refused");
    let found = app.store.read().organisations().by_code(&code).await.unwrap().unwrap();
    assert_eq!(found.status, Status::Closed);
    let told = app
        .store
        .read()
        .audit()
        .of_organisation(found.id, None, None, 10)
        .await
        .unwrap();
    assert_eq!(told.len(), 2, "added, then changed");
}

async fn a_dry_run_changes_nothing(app: TestApp) {
    let (closing, _) = import(&app, &made_up(Dialect::Legacy), true).await.unwrap();
    assert_eq!(closing, "1200 read: 1200 new, 0 changed, 0 unchanged, 0 refused");
    assert_eq!(app.store.read().organisations().count().await.unwrap(), 0);
}

#[tokio::test]
async fn a_bad_line_is_refused_with_its_number_and_the_rest_goes_in() {
    let app = TestApp::new().await;
    let text = made_up(Dialect::Legacy);
    let mut lines: Vec<&str> = text.lines().collect();
    lines.insert(2, "\"W99999\",\"never closed");
    lines.insert(5, lines[0]);
    let (closing, said) = import(&app, &lines.join("\r\n"), false).await.unwrap();
    assert_eq!(closing, "1202 read: 1200 new, 0 changed, 0 unchanged, 2 refused");
    assert_eq!(said[0], "line 3: its quotation marks do not match");
    assert!(
        said[1].starts_with("line 6: the code W99000 already stands on line 1"),
        "{}",
        said[1]
    );
}

#[tokio::test]
async fn a_file_that_is_no_register_changes_nothing() {
    let app = TestApp::new().await;
    for text in ["", "<html>no</html>", "a,b,c\n1,2,3\n", "\u{0}\u{1}"] {
        let refused = import(&app, text, false).await.unwrap_err();
        assert!(
            refused.starts_with("the file is no register of organisations"),
            "{refused}"
        );
    }
    assert_eq!(app.store.read().organisations().count().await.unwrap(), 0);
}

#[tokio::test]
async fn what_was_imported_is_found() {
    let app = TestApp::new().await;
    import(&app, &made_up(Dialect::Current), false).await.unwrap();
    let fields = [("words", "high street ambridge")];
    let found: domain::organisations::OrganisationsFound =
        app.browser().call("search_organisations", &fields).await.unwrap();
    assert!(!found.organisations.is_empty());
    assert!(
        found.organisations.iter().all(|one| one.town == "AMBRIDGE MAGNA"),
        "a picker shows the town, not the county"
    );
}
