//! The register import by page: uploaded, read in the background, looked at, applied or abandoned; and who may.

use std::time::Duration;

use app::error::AppError;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::TimeDelta;
use domain::imports::{ImportState, ImportView, ImportsView, Trouble};
use domain::{BatchId, Notice, OdsCode, Page, Receipt, Refusal};
use server::register::synthetic::{Dialect, Synthetic};

use crate::browser::Reply;
use crate::{Browser, Person, TestApp, on_both};

on_both!(
    a_file_is_read_then_looked_at_then_applied,
    what_is_abandoned_has_changed_nothing,
    what_changed_and_what_is_no_longer_listed_is_shown,
    applying_goes_on_when_the_page_is_closed,
);

const ROWS: u32 = 1_200;

fn register(seed: u64) -> String {
    Synthetic {
        seed,
        rows: ROWS,
        dialect: Dialect::Legacy,
    }
    .csv()
}

/// Posts a file as a browser does; `site` is what the browser says of where the form stood.
pub(crate) async fn uploads_from(browser: &Browser, site: &str, path: &str, file: &[u8]) -> Reply {
    let mut body = Vec::new();
    body.extend_from_slice(
        b"--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"epraccur.csv\"\r\n\
          content-type: text/csv\r\n\r\n",
    );
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .header(header::ACCEPT, "text/html")
        .header("sec-fetch-site", site)
        .body(Body::from(body));
    browser.send(request.expect("it is well formed")).await
}

async fn uploads(browser: &Browser, file: &[u8]) -> Reply {
    uploads_from(browser, "same-origin", "/register-import", file).await
}

/// The import that a file was taken in as.
fn taken(reply: &Reply) -> BatchId {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    match Page::parse(reply.location()) {
        Some((Page::RegisterImport(id), _)) => id,
        _ => panic!("it leads to {}", reply.location()),
    }
}

async fn import(who: &Person, id: BatchId) -> ImportView {
    let id = id.to_string();
    let view = who.browser.call("register_import", &[("id", &id)]).await;
    view.expect("it is there")
}

/// The import, once its file is read.
async fn read(who: &Person, id: BatchId) -> ImportView {
    let reading = async {
        loop {
            let view = import(who, id).await;
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

/// Waits until an import stands so.
async fn until(who: &Person, id: BatchId, stands: impl Fn(ImportState) -> bool) {
    let waiting = async {
        while !stands(import(who, id).await.row.state) {
            tokio::task::yield_now().await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_mins(1), waiting).await;
    waited.expect("it comes to stand so in time");
}

/// Applies an import; the answer comes before it is done where that takes long.
async fn applies(who: &Person, id: BatchId) -> Receipt {
    let receipt = does(who, "apply_register", id).await.expect("it waits for that");
    until(who, id, |state| matches!(state, ImportState::Applied { .. })).await;
    receipt
}

async fn organisations(app: &TestApp) -> i64 {
    app.store
        .read()
        .organisations()
        .count()
        .await
        .expect("it can be counted")
}

async fn a_file_is_read_then_looked_at_then_applied(app: TestApp) {
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let id = taken(&uploads(&olwen.browser, register(7).as_bytes()).await);
    let view = read(&olwen, id).await;
    assert_eq!(view.row.state, ImportState::Ready { failed: false });
    assert_eq!(
        (view.row.file_name.as_str(), view.row.by.as_deref()),
        ("epraccur.csv", Some("Olwen Rees"))
    );
    let figures = view.figures;
    assert_eq!(
        (figures.read, figures.new, figures.changed, figures.unchanged),
        (ROWS, ROWS, 0, 0)
    );
    assert_eq!(view.difference.new.len(), 50, "the first of them");
    assert_eq!(organisations(&app).await, 0, "nothing has changed yet");

    let said = applies(&olwen, id).await.notice;
    assert!(said.is_none_or(|said| said == Notice::RegisterApplied { count: ROWS }));
    assert!(organisations(&app).await > i64::from(ROWS), "with the commissioners");
    let again = does(&olwen, "apply_register", id).await;
    assert_eq!(again.unwrap_err(), AppError::Refused(Refusal::ChangedMeanwhile));
    let view = import(&olwen, id).await;
    assert!(matches!(view.row.state, ImportState::Applied { .. }));
    assert_eq!(view.figures.new, ROWS);
    let told = app.store.read().audit().count_in_batch(id).await.expect("it is kept");
    assert_eq!(told, organisations(&app).await, "a line for each");
    let page = olwen.browser.get(&format!("/register-import/{id}")).await;
    assert!(page.says("epraccur.csv"), "{}", page.body);

    let id = taken(&uploads(&olwen.browser, register(7).as_bytes()).await);
    let view = read(&olwen, id).await;
    assert_eq!(
        (view.figures.new, view.figures.unchanged),
        (0, ROWS),
        "again it changes nothing"
    );
    let latest: ImportsView = olwen
        .browser
        .call("register_imports", &[])
        .await
        .expect("support sees them");
    assert_eq!((latest.latest.len(), latest.latest[0].id), (2, id));
}

async fn applying_goes_on_when_the_page_is_closed(app: TestApp) {
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let id = taken(&uploads(&olwen.browser, register(7).as_bytes()).await);
    read(&olwen, id).await;
    // Somebody else holds it, so that applying cannot begin.
    let mut holding = app.store.change().await.expect("it can be changed");
    assert!(holding.imports().hold_ready(id).await.expect("it is there"));
    let is_applying = |state| matches!(state, ImportState::Applying { .. });
    tokio::select! {
        _ = does(&olwen, "apply_register", id) => {}
        () = until(&olwen, id, is_applying) => {} // And the page is closed.
    }
    let page = olwen.browser.get(&format!("/register-import/{id}")).await;
    assert!(page.says("<progress") && page.says("step 1 of 3"), "{}", page.body);
    for call in ["apply_register", "abandon_register"] {
        let refused = does(&olwen, call, id).await;
        assert_eq!(
            refused.unwrap_err(),
            AppError::Refused(Refusal::ChangedMeanwhile),
            "{call}"
        );
    }
    assert_eq!(organisations(&app).await, 0, "nothing has changed yet");
    drop(holding);
    until(&olwen, id, |state| matches!(state, ImportState::Applied { .. })).await;
    assert!(organisations(&app).await > i64::from(ROWS));
}

async fn what_is_abandoned_has_changed_nothing(app: TestApp) {
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let id = taken(&uploads(&olwen.browser, register(7).as_bytes()).await);
    read(&olwen, id).await;
    does(&olwen, "abandon_register", id).await.expect("it waits");
    let view = import(&olwen, id).await;
    assert_eq!(view.row.state, ImportState::Abandoned { trouble: None });
    let late = does(&olwen, "apply_register", id).await;
    assert_eq!(late.unwrap_err(), AppError::Refused(Refusal::ChangedMeanwhile));
    assert_eq!(organisations(&app).await, 0);
    let id = taken(&uploads(&olwen.browser, b"name,town\nBont,Conwy\n").await);
    let view = read(&olwen, id).await;
    let trouble = Some(Trouble::NotARegister);
    assert_eq!(view.row.state, ImportState::Abandoned { trouble });
}

async fn what_changed_and_what_is_no_longer_listed_is_shown(app: TestApp) {
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let text = register(7);
    let id = taken(&uploads(&olwen.browser, text.as_bytes()).await);
    read(&olwen, id).await;
    applies(&olwen, id).await;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let gone = lines.remove(20);
    lines[0] = lines[0].replacen("THE HEALTH CENTRE", "THE OLD MILL", 1);
    lines.push("\"W99999\",\"never closed".to_owned());
    let id = taken(&uploads(&olwen.browser, lines.join("\r\n").as_bytes()).await);
    let view = read(&olwen, id).await;
    let figures = view.figures;
    assert_eq!(
        (figures.new, figures.changed, figures.unlisted, figures.refused),
        (0, 1, 1, 1)
    );
    assert_eq!(view.difference.changed[0].aspects, [domain::imports::Aspect::Address]);
    assert!(gone.contains(view.difference.unlisted[0].code.as_str()));
    assert_eq!(u64::from(view.refused[0].line), lines.len() as u64);
    applies(&olwen, id).await;
    let code = OdsCode::parse(view.difference.unlisted[0].code.as_str()).expect("it is one");
    let kept = app.store.read().organisations().by_code(&code).await;
    assert!(kept.expect("it can be read").is_some(), "it stays");
}

#[tokio::test]
async fn a_file_is_taken_from_support_who_have_lately_shown_that_it_is_they() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let file = register(7);
    let nobody = uploads(&app.browser(), file.as_bytes()).await;
    assert_eq!(nobody.location(), "/sign-in?next=/register-import");
    let welsh = uploads_from(&app.browser(), "same-origin", "/cy/register-import", file.as_bytes()).await;
    assert_eq!(welsh.location(), "/cy/sign-in?next=/cy/register-import");
    assert_eq!(
        uploads(&sian.browser, file.as_bytes()).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(sian.browser.get("/register-import").await.status, StatusCode::NOT_FOUND);
    let elsewhere = uploads_from(&olwen.browser, "cross-site", "/register-import", file.as_bytes()).await;
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
    app.clock.advance(TimeDelta::minutes(16));
    let late = uploads(&olwen.browser, file.as_bytes()).await;
    assert_eq!(late.location(), "/prove?next=/register-import");
    let view: ImportsView = olwen
        .browser
        .call("register_imports", &[])
        .await
        .expect("looking is free");
    assert_eq!((view.latest.len(), view.proven), (0, false));
}

#[tokio::test]
async fn a_file_that_is_missing_or_too_large_is_said_beside_its_field() {
    let app = TestApp::new().await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let empty = uploads(&olwen.browser, b"").await;
    assert_eq!(empty.location(), "/register-import");
    let page = olwen.browser.get("/register-import").await;
    assert!(page.says("Choose a file"), "{}", page.body);
    let large = uploads(&olwen.browser, &vec![b'x'; 60_000_001]).await;
    assert_eq!(large.location(), "/register-import");
    let page = olwen.browser.get("/register-import").await;
    assert!(page.says("Choose a file of at most 60 megabytes"), "{}", page.body);
    let latest: ImportsView = olwen
        .browser
        .call("register_imports", &[])
        .await
        .expect("support sees them");
    assert_eq!(latest.latest, []);
}
