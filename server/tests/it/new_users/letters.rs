//! How long the link of the letter leads in: sent again, withdrawn, and while whoever added somebody could still do so.

use app::error::AppError;
use chrono::TimeDelta;
use domain::accounts::ConfirmationView;
use domain::new_users::{OfferView, State};
use domain::permission::Role;
use domain::{DeadLink, Notice, Receipt, Refusal};

use super::{confirms, only_approvers_decide, refused};
use crate::newcomer::Newcomer;
use crate::{PASSWORD, TestApp, on_both};

on_both!(
    it_holds_only_while_its_giver_could_still_give_it,
    a_withdrawn_address_is_free_again,
    whoever_is_withdrawn_gets_none_of_the_letters_that_still_wait,
);

async fn it_holds_only_while_its_giver_could_still_give_it(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    app.let_in(huw.id, &practice, Role::Approver).await;
    let gwen = app.person("Gwen Rees", "gwen@known.example").await;
    let id = sian.adds_new_user(&practice, "Gwen Rees", "gwen@known.example").await;
    let unknown = sian.adds_new_user(&practice, "Nia Lloyd", "nia@never.example").await;
    for one in [id, unknown] {
        sian.gives(one, Role::ProviderUser).await;
    }
    app.clock.advance(TimeDelta::minutes(1));
    only_approvers_decide(&app, &practice).await;
    let view: OfferView = gwen.browser.call("offer", &[("id", &id.to_string())]).await.unwrap();
    assert!(!view.stands);
    assert_eq!(
        gwen.does("accept_offer", id).await.unwrap_err(),
        refused(Refusal::NoLongerStands)
    );
    confirms(&app, "nia@never.example")
        .await
        .expect("the account is hers all the same");
    assert_eq!(huw.names_at(&practice).await, ["Siân Jones", "Huw Tomos"]);
    huw.does("send_new_user_letter_again", id)
        .await
        .expect("whoever sends it again answers for it");
    gwen.does("accept_offer", id).await.expect("it stands again");
}

async fn a_withdrawn_address_is_free_again(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let id = sian.adds_new_user(&practice, "Gwen Rees", "gwen@bont.example").await;
    let token = app.letters_to("gwen@bont.example").await.remove(0).token();
    let receipt = sian.does("withdraw_new_user", id).await.unwrap();
    assert_eq!(
        receipt.notice,
        Some(Notice::NewUserWithdrawn {
            name: "Gwen Rees".into()
        })
    );
    let email = domain::EmailAddress::parse("gwen@bont.example").unwrap();
    assert!(
        app.store.read().people().by_email(&email).await.unwrap().is_none(),
        "nothing hung on the account"
    );
    let shown: ConfirmationView = app.browser().call("confirmation", &[("token", &token)]).await.unwrap();
    assert_eq!(shown, ConfirmationView::Dead(DeadLink::Unknown));
    let again = sian.adds_new_user(&practice, "Gwen Rees", "gwen@bont.example").await;
    assert_ne!(again, id);

    // What somebody asked for themselves stays.
    let nia = Newcomer::new(&app, "Nia Lloyd", "nia@bont.example");
    nia.registers(Some(&practice)).await;
    let id = sian.adds_new_user(&practice, "Nia Lloyd", "nia@bont.example").await;
    sian.does("withdraw_new_user", id).await.unwrap();
    nia.person().await;
}

async fn whoever_is_withdrawn_gets_none_of_the_letters_that_still_wait(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let mair = app.member("Mair Ellis", "mair@castell.example", &elsewhere).await;
    app.person("Huw Tomos", "huw@known.example").await;
    let waiting = async || {
        let waiting = app.store.read().outbox().waiting().await;
        waiting.expect("it can be read").count
    };
    let before = waiting().await;
    for (name, email) in [("Gwen Rees", "gwen@new.example"), ("Huw Tomos", "huw@known.example")] {
        let id = sian.adds_new_user(&practice, name, email).await;
        sian.does("send_new_user_letter_again", id)
            .await
            .expect("a second letter waits");
        assert_eq!(waiting().await, before + 2, "{name}");
        sian.does("withdraw_new_user", id).await.expect("nobody has come in");
        assert_eq!(
            waiting().await,
            before,
            "{name}, alike whether or not there is an account"
        );
    }

    // What somebody else has written stays: of an address that is added twice, the letter to confirm it.
    for (name, email) in [("Nia Lloyd", "nia@new.example"), ("Huw Tomos", "huw@known.example")] {
        let id = sian.adds_new_user(&practice, name, email).await;
        mair.adds_new_user(&elsewhere, name, email).await;
        let both = waiting().await;
        sian.does("withdraw_new_user", id).await.expect("nobody has come in");
        assert!(waiting().await > both - 2, "{name}: what the other wrote goes");
    }
}

#[tokio::test]
async fn resending_replaces_the_link_and_has_its_limit() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let id = sian.adds_new_user(&practice, "Gwen Rees", "gwen@bont.example").await;
    let first = app.letters_to("gwen@bont.example").await.remove(0).token();
    app.clock.advance(TimeDelta::hours(25));
    sian.signs_in().await;
    let receipt = sian.does("send_new_user_letter_again", id).await.unwrap();
    assert_eq!(
        receipt.notice,
        Some(Notice::SentAgain {
            name: "Gwen Rees".into()
        })
    );
    let shown: ConfirmationView = app.browser().call("confirmation", &[("token", &first)]).await.unwrap();
    assert_eq!(shown, ConfirmationView::Dead(DeadLink::Replaced));
    confirms(&app, "gwen@bont.example").await.expect("the new link is good");
    let other = sian.adds_new_user(&practice, "Nia Lloyd", "nia@bont.example").await;
    for _ in 0..5 {
        sian.does("send_new_user_letter_again", other).await.unwrap();
    }
    let slow = sian.does("send_new_user_letter_again", other).await.unwrap_err();
    assert!(
        matches!(slow, AppError::Refused(Refusal::TooManyTries { .. })),
        "{slow:?}"
    );
}

#[tokio::test]
async fn a_disabled_account_gets_nothing_that_reopens_it() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let nest = app.person("Nest Puw", "nest@known.example").await;
    nest.browser
        .call::<Receipt>("choose_closing_reason", &[("reason", "not_needed"), ("other", "")])
        .await
        .unwrap();
    nest.browser
        .call::<Receipt>("close_my_account", &[("password", PASSWORD)])
        .await
        .unwrap();
    let before = app.letters_to("nest@known.example").await.len();
    let id = sian.adds_new_user(&practice, "Nest Puw", "nest@known.example").await;
    sian.gives(id, Role::ProviderUser).await;
    let letters = app.letters_to("nest@known.example").await;
    assert_eq!((letters.len(), letters[0].name), (before + 1, "account_closed"));
    assert_eq!(
        sian.new_user(id).await.unwrap().state,
        State::Open,
        "which whoever adds does not learn"
    );
}
