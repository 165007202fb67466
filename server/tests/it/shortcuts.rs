//! Keyboard shortcuts: switched by the person themselves, with scripts and without. What the keys do is tested in browsers.

use app::error::AppError;
use axum::http::StatusCode;
use domain::audit::Event;
use domain::form::{Field, Problem};
use domain::sessions::Visitor;
use domain::{Language, Notice, Page, Receipt};

use crate::my_account::wrong;
use crate::{Person, TestApp, on_both};

on_both!(
    everybody_switches_their_own_and_nobody_elses,
    without_scripts_it_is_a_form,
);

/// What every page is told of the person's shortcuts.
async fn are_on(who: &Person) -> bool {
    let visitor: Visitor = who.browser.call("visitor", &[]).await.expect("an answer");
    visitor.person.expect("somebody is signed in").shortcuts
}

async fn switches(who: &Person, to: &str) -> Result<Receipt, AppError> {
    who.browser.call("switch_shortcuts", &[("shortcuts", to)]).await
}

/// Before and after, of every switch on record, newest first.
async fn on_record(app: &TestApp, who: &Person) -> Vec<(Option<String>, Option<String>)> {
    let lines = app.store.read().audit().of_person(who.id, 50).await;
    let lines = lines.expect("it can be read").into_iter();
    lines
        .filter(|line| line.event == Event::ShortcutsSwitched)
        .map(|line| (line.before, line.after))
        .collect()
}

async fn everybody_switches_their_own_and_nobody_elses(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let mair = app.member("Mair Ellis", "mair@bont.example", &practice).await;
    assert!(are_on(&sian).await, "until somebody switches them off");
    let receipt = switches(&sian, "off").await.expect("they are hers");
    assert_eq!(
        receipt,
        Receipt::saying(Notice::ShortcutsSwitched { on: false }, Page::Shortcuts)
    );
    assert!(!are_on(&sian).await && are_on(&mair).await);
    let fields = [
        ("shortcuts", "off"),
        ("person", &*mair.id.to_string()),
        ("id", &*mair.id.to_string()),
    ];
    let others: Result<Receipt, _> = sian.browser.call("switch_shortcuts", &fields).await;
    others.expect("whatever else is posted, it is one's own");
    assert!(are_on(&mair).await);

    sian.signs_out().await.expect("she is signed in");
    sian.signs_in().await;
    assert!(!are_on(&sian).await, "wherever she signs in");
    switches(&sian, "on").await.expect("and on again");
    assert!(are_on(&sian).await);
    let word = |word: &str| Some(word.to_owned());
    assert_eq!(
        on_record(&app, &sian).await,
        [(word("off"), word("on")), (word("on"), word("off"))],
        "each change once; what was so already is none"
    );
    assert!(on_record(&app, &mair).await.is_empty());

    for neither in ["", "perhaps"] {
        let answer = switches(&sian, neither).await;
        assert_eq!(answer.unwrap_err(), wrong(Field::Form, Problem::NotAChoice));
    }
    let nobody: Result<Receipt, _> = app.browser().call("switch_shortcuts", &[("shortcuts", "off")]).await;
    assert_eq!(nobody.unwrap_err(), AppError::SignInFirst);
    let visitor: Visitor = app.browser().call("visitor", &[]).await.expect("an answer");
    assert!(visitor.person.is_none());
}

async fn without_scripts_it_is_a_form(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let path = Page::Shortcuts.path(Language::English);
    let page = sian.browser.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.says("action=\"/api/switch_shortcuts\""), "{}", page.body);
    assert!(page.says("name=\"shortcuts\" value=\"off\""), "{}", page.body);
    let page = sian
        .browser
        .submit(&path, "switch_shortcuts", &[("shortcuts", "off")])
        .await;
    assert!(page.says("Keyboard shortcuts are off"), "{}", page.body);
    assert!(page.says("name=\"shortcuts\" value=\"on\""), "{}", page.body);
    assert!(!are_on(&sian).await);

    let nobody = app.browser();
    let reply = nobody.post(&path, "switch_shortcuts", &[("shortcuts", "off")]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    assert!(reply.location().starts_with("/sign-in"), "{}", reply.location());
}
