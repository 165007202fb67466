//! The demo: set up once, signed in to with what is printed, its letters shown with their links, and nothing of it
//! anywhere else.

use domain::{Declined, Page, Refusal};
use server::demo::{MARK, set_up};

use crate::newcomer::Newcomer;
use crate::{Database, TestApp, on_both};

on_both!(the_demo_is_set_up_once);

async fn the_demo_is_set_up_once(app: TestApp) {
    let needed = app.needed();
    let first = set_up(&needed).await.unwrap();
    let many = app.store.read().organisations().count().await.unwrap();
    assert_eq!(
        app.store.read().settings().get(MARK).await.unwrap().as_deref(),
        Some("true")
    );
    assert_eq!(set_up(&needed).await.unwrap(), first);
    assert_eq!(app.store.read().organisations().count().await.unwrap(), many);
    for account in first {
        let fields = [
            ("email", account.email.as_str()),
            ("password", account.password),
            ("next", ""),
        ];
        let signed_in: Result<domain::Receipt, _> = app.browser().call("sign_in", &fields).await;
        assert!(signed_in.is_ok(), "{}", account.email);
    }
}

#[tokio::test]
async fn a_database_in_use_is_not_made_a_demo() {
    let app = TestApp::new().await;
    app.practice("W91001", "Meddygfa'r Bont").await;
    let refused = set_up(&app.needed()).await.unwrap_err();
    assert!(refused.to_string().contains("not marked as a demo"), "{refused}");
    assert!(app.store.read().settings().get(MARK).await.unwrap().is_none());
}

#[tokio::test]
async fn a_letter_of_the_demo_is_shown_with_its_link() {
    let app = TestApp::with(Database::sqlite(), |config| config.demo = true).await;
    let needed = app.needed();
    set_up(&needed).await.unwrap();
    let added = server::support::Add {
        email: "elin.morgan@castell.example".to_owned(),
        first_name: "Elin".to_owned(),
        last_name: "Morgan".to_owned(),
        // The demo has two already.
        emergency: true,
    };
    server::support::add(&needed, added).await.unwrap();
    let services = needed.services();
    let letters = services.demo.letters().await.unwrap();
    assert_eq!(letters[0].to, "elin.morgan@castell.example");
    let opened = services.demo.letter(letters[0].id).await.unwrap();
    let link = opened.link.unwrap();
    let Some((Page::Confirm(token), _)) = Page::parse(&link) else {
        panic!("{link}")
    };
    assert!(services.accounts.confirmation(&token).await.is_ok());
    assert!(!opened.before_link.contains(&token) && !opened.after_link.contains(&token));
}

#[tokio::test]
async fn outside_the_demo_its_letters_do_not_exist() {
    let app = TestApp::new().await;
    Newcomer::new(&app, "Gwen Rees", "gwen@bont.example")
        .registers(None)
        .await;
    let services = app.needed().services();
    assert_eq!(
        services.demo.letters().await.unwrap_err(),
        Declined::Refused(Refusal::NotFound)
    );
    let refused = app.browser().call_raw("demo_letters", &[]).await;
    assert_eq!(refused.status, 404);
    let kept = app.store.read().outbox().latest(1).await.unwrap().remove(0);
    assert!(kept.letter.unwrap().sealed_token.is_some());
}
