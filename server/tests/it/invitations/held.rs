//! What stands in the way of sending an invitation: asked again at the last step, and said there; nothing is lost.

use app::error::AppError;
use chrono::TimeDelta;
use domain::invitations::{Hindrance, InvitationDraftView};
use domain::{InvitationDraftId, Notice, Page, Receipt, Refusal};

use super::invited;
use crate::{Database, Person, TestApp, on_both};

on_both!(what_has_changed_meanwhile_is_said_at_the_last_step);

/// *Send* leads back to the check, which says why.
async fn is_held(person: &Person, draft: InvitationDraftId) -> (InvitationDraftView, Option<Hindrance>) {
    let receipt = person.sends(draft).await.unwrap();
    assert_eq!(
        receipt,
        Receipt::saying(Notice::InvitationHeld, Page::InviteCheck(draft))
    );
    let view = person.draft(draft).await;
    let hindrance = view.hindrance;
    (view, hindrance)
}

async fn what_has_changed_meanwhile_is_said_at_the_last_step(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let draft = sian
        .writes_invitation(&practice, "Gwen Rees", "gwen@bont.example")
        .await;
    assert_eq!(sian.draft(draft).await.hindrance, None);

    let request = gwen.asks(&practice).await;
    assert_eq!(is_held(&sian, draft).await.1, Some(Hindrance::Asked(request)));
    gwen.withdraws(request).await.unwrap();

    let first = huw.writes_invitation(&practice, "Gwen Rees", "gwen@bont.example").await;
    huw.sends(first).await.unwrap();
    let open = invited(&app, "gwen@bont.example").await;
    assert_eq!(is_held(&sian, draft).await.1, Some(Hindrance::Invited(open)));
    let id = open.to_string();
    let again: Result<Receipt, AppError> = sian.browser.call("send_new_user_letter_again", &[("id", &id)]).await;
    assert!(again.is_ok(), "what is offered instead");
    let again: Result<Receipt, AppError> = sian.browser.call("withdraw_new_user", &[("id", &id)]).await;
    assert!(again.is_ok());

    app.let_in(gwen.id, &practice, domain::permission::Role::ProviderUser)
        .await;
    assert_eq!(is_held(&sian, draft).await.1, Some(Hindrance::MemberThere));

    let oneself = sian
        .writes_invitation(&practice, "Siân Jones", "sian@bont.example")
        .await;
    assert_eq!(is_held(&sian, oneself).await.1, Some(Hindrance::Oneself));

    let nia = sian
        .writes_invitation(&practice, "Nia Lloyd", "nia@newydd.example")
        .await;
    let users = huw.practice_users(&practice).await.unwrap();
    let member = users.members.iter().find(|row| row.name == "Siân Jones").unwrap().id;
    huw.revokes(&practice, member).await.unwrap();
    let (view, hindrance) = is_held(&sian, nia).await;
    assert_eq!(hindrance, Some(Hindrance::NotYours));
    assert_eq!(
        (view.first_name.as_str(), view.email.as_str()),
        ("Nia", "nia@newydd.example")
    );
    assert!(app.letters_to("nia@newydd.example").await.is_empty());
}

#[tokio::test]
async fn an_organisation_that_closed_meanwhile_is_said_to_be_closed_and_nothing_is_lost() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let draft = sian
        .writes_invitation(&practice, "Gwen Rees", "gwen@newydd.example")
        .await;
    app.closes(&practice).await;
    let (view, hindrance) = is_held(&sian, draft).await;
    assert_eq!(hindrance, Some(Hindrance::Closed));
    assert_eq!(view.organisation.map(|one| one.name), Some(practice.name));
    let page = sian
        .browser
        .get(&Page::InviteCheck(draft).path(domain::Language::English))
        .await;
    assert!(page.says("is not open, so nobody can be invited to it"));
}

#[tokio::test]
async fn so_many_a_day_and_no_more() {
    let app = TestApp::with(Database::sqlite(), |config| config.invitations_a_day = 1).await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let first = sian
        .writes_invitation(&practice, "Gwen Rees", "gwen@newydd.example")
        .await;
    let second = sian
        .writes_invitation(&practice, "Nia Lloyd", "nia@newydd.example")
        .await;
    sian.sends(first).await.unwrap();
    let refused = sian.sends(second).await;
    assert!(
        matches!(refused, Err(AppError::Refused(Refusal::TooManyTries { .. }))),
        "{refused:?}"
    );
    let other = huw
        .writes_invitation(&practice, "Elin Morgan", "elin@newydd.example")
        .await;
    assert!(huw.sends(other).await.is_ok(), "each has their own");
    app.clock.advance(TimeDelta::days(1));
    sian.signs_in().await;
    assert!(sian.sends(second).await.is_ok());
}

#[tokio::test]
async fn sending_asks_for_a_recent_proof_and_writing_does_not() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.clock.advance(TimeDelta::minutes(16));
    let draft = sian
        .writes_invitation(&practice, "Gwen Rees", "gwen@newydd.example")
        .await;
    assert_eq!(sian.sends(draft).await, Err(AppError::Refused(Refusal::ProveItIsYou)));
    sian.proves_with_password(crate::PASSWORD).await.unwrap();
    assert!(sian.sends(draft).await.is_ok());
}

#[tokio::test]
async fn a_role_above_the_inviters_rights_is_not_offered() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let draft = sian
        .writes_invitation(&practice, "Gwen Rees", "gwen@newydd.example")
        .await;
    for role in ["support", "commissioning_administrator", "rostered_medic"] {
        let fields = [("role", role), ("roster", ""), ("ends", "")];
        let refused = sian.answers("choose_invitation_role", draft, &fields).await;
        assert!(matches!(refused, Err(AppError::Invalid(_))), "{role}: {refused:?}");
    }
    let past = [("role", "provider_user"), ("roster", ""), ("ends", "2020-01-01")];
    let refused = sian.answers("choose_invitation_role", draft, &past).await;
    assert!(matches!(refused, Err(AppError::Invalid(_))), "{refused:?}");
}
