//! Appointing support people at the command line.

use domain::accounts::AccountState;
use server::support::{Add, add};

use crate::newcomer::Newcomer;
use crate::{PASSWORD, TestApp, on_both};

on_both!(two_are_appointed_and_a_third_only_in_an_emergency);

fn olwen(email: &str, emergency: bool) -> Add {
    Add {
        email: email.to_owned(),
        first_name: "Olwen".to_owned(),
        last_name: "Rees".to_owned(),
        emergency,
    }
}

async fn two_are_appointed_and_a_third_only_in_an_emergency(app: TestApp) {
    let needed = app.needed();
    add(&needed, olwen("olwen@support.example", false)).await.unwrap();
    let refused = add(&needed, olwen("olwen@support.example", false)).await.unwrap_err();
    assert!(refused.to_string().contains("already"), "{refused}");
    add(&needed, olwen("owain@support.example", false)).await.unwrap();
    let refused = add(&needed, olwen("third@support.example", false)).await.unwrap_err();
    assert!(refused.to_string().contains("--emergency"), "{refused}");
    assert!(app.letters_to("third@support.example").await.is_empty());
    add(&needed, olwen("third@support.example", true)).await.unwrap();
    assert_eq!(app.store.read().support().count().await.unwrap(), 3);

    let chosen = Newcomer::new(&app, "Olwen Rees", "olwen@support.example");
    let token = chosen.newest_letter().await.token();
    chosen.confirms_with(&token, PASSWORD).await.unwrap();
    let receipt = chosen.signs_in().await.unwrap();
    assert_eq!(receipt.go_to, domain::Page::Home);
}

#[tokio::test]
async fn an_account_that_is_there_already_stays_as_it_is() {
    let app = TestApp::new().await;
    let gwen = app.person("Gwen Rees", "gwen@support.example").await;
    let said = add(&app.needed(), olwen("gwen@support.example", false)).await.unwrap();
    assert_eq!(said, "Gwen Rees is of the support team and signs in as before");
    let account = app.store.read().people().account(gwen.id).await.unwrap().unwrap();
    assert_eq!(
        (account.full_name().as_str(), account.state),
        ("Gwen Rees", AccountState::Confirmed)
    );
    assert!(app.letters_to("gwen@support.example").await.is_empty());
}

#[tokio::test]
async fn what_was_typed_wrongly_is_said_in_a_sentence() {
    let app = TestApp::new().await;
    let needed = app.needed();
    for (email, why) in [
        ("nonsense", "--email is no e-mail address"),
        ("", "--email is empty"),
        (
            "helpdesk@support.example",
            "--email names a shared mailbox; a support person needs an address of their own",
        ),
    ] {
        assert_eq!(add(&needed, olwen(email, false)).await.unwrap_err().to_string(), why);
    }
}
