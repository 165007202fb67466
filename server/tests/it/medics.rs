//! Imports of rostered medics: what a list changes and whom it tells, who may apply one, the command line, and `kill -9` in
//! the middle. Letters to those who have yet to confirm, and coming in, are in `arriving_medics`.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use app::error::AppError;
use chrono::TimeDelta;
use domain::accounts::AccountState;
use domain::audit::Event;
use domain::join_requests::State;
use domain::medics::MedicsImportView;
use domain::members::Standing;
use domain::permission::Role;
use domain::{BatchId, EmailAddress, Notice, PersonId, Receipt, Refusal};
use server::medics::{Figures, import_bytes};
use storage::Store;

use crate::process::porthor;
use crate::{Person, Practice, TestApp, on_both};

on_both!(
    a_list_is_applied_once_and_the_same_list_changes_nothing,
    somebody_with_an_account_gains_the_role_and_is_told,
    whoever_comes_in_has_nothing_open_there_any_more,
    whoever_is_no_longer_listed_loses_the_role_and_is_told,
    a_list_is_applied_by_its_own_organisation_and_support_alone,
    a_dry_run_changes_nothing,
    a_kill_leaves_the_list_before_or_the_list_after,
);

const COLUMNS: &str = "gmc_number,first_name,last_name,email,roster,roster_group,starts,ends\n";
const ANN: &str = "7000001,Ann,Example,ann@example.org,Ward 1,Medicine,,\n";
const BEN: &str = "7000002,Ben,Sample,ben@example.org,Ward 1,Medicine,,\n";
/// More than are staged at a time.
const MANY: i64 = 2_500;

/// Imports a list at the command line; what it came to, and what it said.
async fn import(app: &TestApp, practice: &Practice, lines: &str, dry_run: bool) -> (Figures, Vec<String>) {
    let mut said = Vec::new();
    let text = format!("{COLUMNS}{lines}");
    let mut print = |line: &str| said.push(line.to_owned());
    let (code, clock) = (practice.code.as_str(), app.clock.as_ref());
    let figures = import_bytes(
        &app.store,
        clock,
        "medics.csv",
        text.as_bytes(),
        code,
        dry_run,
        &mut print,
    )
    .await;
    (figures.expect("it is a list of medics"), said)
}

fn new_changed_unchanged(figures: Figures) -> (usize, usize, usize) {
    (figures.new, figures.changed, figures.unchanged)
}

/// The rosters for which somebody is a rostered medic, where they are an active member.
async fn wards(app: &TestApp, person: PersonId, practice: &Practice) -> Option<Vec<String>> {
    let mut read = app.store.read();
    let member = read.members().of(person, practice.id).await.expect("it can be read")?;
    let rosters = read.rosters().of_organisation(practice.id).await;
    let rosters = rosters.expect("they can be read");
    let limited = member.roles.iter().filter(|span| span.role == Role::RosteredMedic);
    let names = limited
        .filter_map(|span| span.limit(&rosters))
        .map(|roster| roster.full_name());
    (member.state == Standing::Active).then(|| names.collect())
}

/// The letters that were posted to somebody, newest first.
async fn letters(app: &TestApp, person: PersonId) -> Vec<String> {
    let letters = app.store.read().outbox().of_person(person).await;
    let letters = letters.expect("they can be read");
    letters.into_iter().map(|letter| letter.letter).collect()
}

/// What happened to somebody by imports, newest first.
async fn events(app: &TestApp, person: PersonId) -> Vec<Event> {
    let lines = app
        .store
        .read()
        .audit()
        .of_person(person, 50)
        .await
        .expect("it is kept");
    let of_imports = |event: &Event| matches!(event, Event::MedicImported | Event::MedicChanged | Event::MedicEnded);
    lines.into_iter().map(|line| line.event).filter(of_imports).collect()
}

async fn a_list_is_applied_once_and_the_same_list_changes_nothing(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let (figures, said) = import(&app, &practice, &format!("{ANN}{BEN}nobody\n"), false).await;
    assert_eq!(figures.to_string(), "3 read: 2 new, 0 changed, 0 unchanged, 1 refused");
    assert_eq!(said, ["line 4: it has 1 cells, not 8", "staged 2 of 2"]);
    let email = EmailAddress::parse("ann@example.org").expect("it is one");
    let ann = app
        .store
        .read()
        .people()
        .by_email(&email)
        .await
        .expect("it can be read");
    let ann = ann.expect("an account was made for her");
    assert_eq!(ann.state, AccountState::Unconfirmed);
    assert_eq!(events(&app, ann.id).await, [Event::MedicImported]);
    assert_eq!(
        wards(&app, ann.id, &practice).await,
        None,
        "nothing before she confirms"
    );
    app.clock.advance(TimeDelta::minutes(1));
    let (figures, _) = import(&app, &practice, &format!("{BEN}{ANN}"), false).await;
    assert_eq!(new_changed_unchanged(figures), (0, 0, 2));
    assert_eq!(events(&app, ann.id).await, [Event::MedicImported]);
    let (figures, _) = import(
        &app,
        &practice,
        &format!("{BEN}{}", ANN.replace("Ward 1", "Ward 2")),
        false,
    )
    .await;
    assert_eq!(new_changed_unchanged(figures), (0, 1, 1));
    assert_eq!(events(&app, ann.id).await, [Event::MedicChanged, Event::MedicImported]);
}

async fn somebody_with_an_account_gains_the_role_and_is_told(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let ann = app.person("Ann Example", "ann@example.org").await;
    import(&app, &practice, ANN, false).await;
    let held = vec!["Ward 1 (Medicine)".to_owned()];
    assert_eq!(wards(&app, ann.id, &practice).await, Some(held));
    assert_eq!(letters(&app, ann.id).await, ["roles_changed"]);
    app.clock.advance(TimeDelta::minutes(1));
    let two = format!("{ANN}{}", ANN.replace("Ward 1,Medicine", "Ward 2,"));
    import(&app, &practice, &two, false).await;
    let held = vec!["Ward 1 (Medicine)".to_owned(), "Ward 2".to_owned()];
    let mut now = wards(&app, ann.id, &practice).await.expect("she is a member");
    now.sort();
    assert_eq!(now, held);
    assert_eq!(letters(&app, ann.id).await, ["roles_changed", "roles_changed"]);
    import(&app, &practice, &two, false).await;
    assert_eq!(letters(&app, ann.id).await.len(), 2, "nothing new to tell");
}

async fn whoever_comes_in_has_nothing_open_there_any_more(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let ann = app.person("Ann Example", "ann@example.org").await;
    let request = ann.asks(&practice).await;
    import(&app, &practice, ANN, false).await;
    let applied = app.store.read().join_requests().applied(request).await;
    let applied = applied.expect("it can be read").expect("it is kept");
    assert!(matches!(applied.request.state, State::Withdrawn { .. }), "{applied:?}");
    let told = app
        .store
        .read()
        .audit()
        .of_person(ann.id, 50)
        .await
        .expect("it is kept");
    assert!(told.iter().any(|line| line.event == Event::RequestWithdrawn));
}

async fn whoever_is_no_longer_listed_loses_the_role_and_is_told(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let ann = app.person("Ann Example", "ann@example.org").await;
    let ben = app.member("Ben Sample", "ben@example.org", &practice).await;
    import(&app, &practice, &format!("{ANN}{BEN}"), false).await;
    app.clock.advance(TimeDelta::minutes(1));
    let other = "7000003,Cai,Third,cai@example.org,Ward 1,Medicine,,\n";
    let (figures, said) = import(&app, &practice, other, false).await;
    assert_eq!((figures.new, figures.unlisted), (1, 2));
    let last = said.last().map(String::as_str);
    assert_eq!(last, Some("2 no longer listed; their imported roles end"));
    assert_eq!(wards(&app, ann.id, &practice).await, None, "she had no other role");
    assert_eq!(letters(&app, ann.id).await, ["access_revoked", "roles_changed"]);
    assert_eq!(events(&app, ann.id).await, [Event::MedicEnded, Event::MedicImported]);
    assert_eq!(
        wards(&app, ben.id, &practice).await,
        Some(Vec::new()),
        "he has another role"
    );
    assert_eq!(letters(&app, ben.id).await, ["roles_changed", "roles_changed"]);
}

async fn does(who: &Person, call: &str, practice: &Practice, id: BatchId) -> Result<Receipt, AppError> {
    let fields = [("code", practice.code.as_str()), ("id", &id.to_string())];
    who.browser.call(call, &fields).await
}

async fn a_list_is_applied_by_its_own_organisation_and_support_alone(app: TestApp) {
    let practice = app.practice_beneath("W91001", "Meddygfa'r Bont", "7A1").await;
    let other = app.practice("W91002", "Meddygfa'r Afon").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Price", "huw@afon.example", &other).await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let above = app.administrator("Mair Lewis", "mair@board.example", "7A1").await;
    let (first, second) = (
        app.staged_medic(&practice, "7000001").await,
        app.staged_medic(&practice, "7000002").await,
    );
    let refused = |outcome: Result<Receipt, AppError>| match outcome {
        Err(AppError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    for call in ["apply_medics", "abandon_medics"] {
        assert_eq!(refused(does(&huw, call, &practice, first).await), Refusal::NotFound);
        assert_eq!(refused(does(&huw, call, &other, first).await), Refusal::NotFound);
        assert_eq!(refused(does(&above, call, &practice, first).await), Refusal::NotAllowed);
    }
    let applied = does(&sian, "apply_medics", &practice, first).await.expect("it waits");
    assert_eq!(applied.notice, Some(Notice::MedicsApplied { count: 1 }));
    let again = does(&sian, "apply_medics", &practice, first).await;
    assert_eq!(refused(again), Refusal::ChangedMeanwhile);
    let late = does(&sian, "abandon_medics", &practice, first).await;
    assert_eq!(refused(late), Refusal::ChangedMeanwhile);
    let fields = [("code", practice.code.as_str()), ("id", &second.to_string())];
    let view: Result<MedicsImportView, AppError> = sian.browser.call("medics_import", &fields).await;
    let view = view.expect("it is there");
    assert_eq!((view.figures.new, view.figures.unlisted), (1, 1));
    assert_eq!(view.difference.rosters, ["Ward 7000002"]);
    assert_eq!(view.difference.unlisted[0].gmc.as_str(), "7000001");
    does(&olwen, "apply_medics", &practice, second)
        .await
        .expect("support may");
}

async fn a_dry_run_changes_nothing(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    import(&app, &practice, ANN, false).await;
    let (figures, said) = import(&app, &practice, BEN, true).await;
    assert_eq!((figures.new, figures.unlisted), (1, 1));
    assert!(said.contains(&"GMC number 7000002 would be new".to_owned()), "{said:?}");
    assert!(
        said.contains(&"GMC number 7000001 is no longer listed".to_owned()),
        "{said:?}"
    );
    let (figures, _) = import(&app, &practice, ANN, false).await;
    assert_eq!(new_changed_unchanged(figures), (0, 0, 1));
}

/// A list of many, with confirmed accounts for none.
fn many() -> String {
    let line = |number: i64| {
        format!(
            "{},Ann,Example,ann{number}@example.org,Ward {},Medicine,,\n",
            7_000_000 + number,
            number % 20
        )
    };
    COLUMNS.to_owned() + &(0..MANY).map(line).collect::<String>()
}

async fn a_kill_leaves_the_list_before_or_the_list_after(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    import(&app, &practice, ANN, false).await;
    let folder = tempfile::tempdir().expect("there is room");
    let file = folder.path().join("medics.csv");
    std::fs::write(&file, many()).expect("it can be written");
    // After the first lot, in the middle, and when everything is staged and is being applied.
    for lines in [1, 2, 3] {
        killed_after(lines, &app.config.database, folder.path());
        let listed = listed(&app.store, &practice).await;
        assert!(listed == 1 || listed == MANY, "{listed} are listed");
        let made = app.store.read().rosters().of_organisation(practice.id).await;
        let made = made.expect("they can be read").len();
        assert_eq!(made, if listed == 1 { 2 } else { 21 }, "rosters come with the list");
    }
    let mut whole = porthor(
        &["import", "medics", "medics.csv", "--organisation", "W91001"],
        &app.config.database,
        folder.path(),
    );
    let output = whole.output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(listed(&app.store, &practice).await, MANY);
}

async fn listed(store: &Store, practice: &Practice) -> i64 {
    store
        .read()
        .medics()
        .listed(practice.id)
        .await
        .expect("it can be counted")
}

/// Runs the import and kills it once it has said so many lines.
fn killed_after(lines: usize, database: &str, folder: &Path) {
    let arguments = ["import", "medics", "medics.csv", "--organisation", "W91001"];
    let mut process = porthor(&arguments, database, folder)
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let output = process.stdout.take().expect("it is piped");
    let said: Vec<_> = BufReader::new(output).lines().take(lines).collect();
    assert_eq!(said.len(), lines, "{said:?}");
    process.kill().expect("it still runs, or has just ended");
    process.wait().expect("it has ended");
}
