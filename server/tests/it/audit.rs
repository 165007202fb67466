//! What happened: sentences for those who may see them, filtered, page by page.

use app::error::AppError;
use domain::audit::{Event, HISTORY_PAGE, History};
use domain::{Receipt, Refusal};

use crate::{Person, Practice, TestApp, on_both};

on_both!(
    what_happened_tells_who_did_what_about_whom_and_why,
    older_lines_follow_page_by_page
);

async fn history(person: &Person, practice: &Practice, what: &str, before: &str) -> Result<History, AppError> {
    let fields = [("code", practice.code.as_str()), ("what", what), ("before", before)];
    person.browser.call("what_happened", &fields).await
}

async fn what_happened_tells_who_did_what_about_whom_and_why(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let request = gwen.asks(&practice).await;
    sian.rejects(&practice, request, "We do not know you.").await.unwrap();
    let told = history(&sian, &practice, "requests", "").await.unwrap();
    let events: Vec<Event> = told.rows.iter().map(|row| row.event).collect();
    assert_eq!(events, [Event::RequestRejected, Event::RequestMade], "newest first");
    let newest = &told.rows[0];
    assert_eq!(newest.by.as_deref(), Some("Siân Jones"));
    assert_eq!(newest.about.as_deref(), Some("Gwen Rees"));
    assert_eq!(newest.why.as_deref(), Some("We do not know you."));
    assert!(history(&sian, &practice, "profile", "").await.unwrap().rows.is_empty());
    assert_eq!(
        history(&gwen, &practice, "", "").await.unwrap_err(),
        AppError::Refused(Refusal::NotFound)
    );
}

async fn older_lines_follow_page_by_page(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let changes = usize::from(HISTORY_PAGE) + 3;
    for version in 0..changes {
        let (version, hours) = (version.to_string(), format!("From {version}"));
        let fields = [
            ("code", "W91001"),
            ("version", &version),
            ("email", ""),
            ("telephone", ""),
            ("address_lines", ""),
            ("opening_hours", &hours),
        ];
        let _: Receipt = sian.browser.call("edit_practice_profile", &fields).await.unwrap();
    }
    let first = history(&sian, &practice, "profile", "").await.unwrap();
    assert_eq!(first.rows.len(), usize::from(HISTORY_PAGE));
    let older = first.older.unwrap().to_string();
    let second = history(&sian, &practice, "profile", &older).await.unwrap();
    assert_eq!((second.rows.len(), second.older), (3, None));
    assert!(
        second
            .rows
            .iter()
            .all(|row| first.rows.iter().all(|other| other.id != row.id))
    );
}
