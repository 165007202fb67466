//! The list of invitations, and giving one that went astray the right address: the old link dies when the new letter is
//! sent, and everything is asked again before.

use app::error::AppError;
use domain::invitations::{Hindrance, InvitationList, InvitationRow, Stands};
use domain::new_users::{Answering, Over};
use domain::permission::Role;
use domain::{InvitationDraftId, Language, NewUserId, Notice, Page, Receipt, Refusal};

use super::invited;
use crate::new_users::invited::answering;
use crate::{Person, TestApp, on_both};

on_both!(
    the_right_address_gets_the_letter_and_the_old_link_dies,
    the_warnings_run_again_and_until_then_the_old_link_holds,
    what_was_sent_again_or_withdrawn_leads_back_to_the_list,
);

impl Person {
    async fn invitations(&self, fields: &[(&str, &str)]) -> InvitationList {
        self.browser.call("invitations", fields).await.expect("the list")
    }

    /// The invitation of an address, in the list.
    async fn listed(&self, email: &str) -> InvitationRow {
        let rows = self.invitations(&[]).await.rows.into_iter();
        rows.into_iter().find(|row| row.email == email).expect("it is listed")
    }

    async fn corrects(&self, id: NewUserId, email: &str) -> Result<Receipt, AppError> {
        let fields = [("id", &*id.to_string()), ("email", email)];
        self.browser.call("correct_invitation", &fields).await
    }
}

/// The draft that a correction leads to: all is answered but whether to send it.
fn checked(receipt: &Receipt) -> InvitationDraftId {
    match Page::parse(&receipt.go_to.path(Language::English)) {
        Some((Page::InviteCheck(id), _)) => id,
        other => panic!("{other:?} is not the check"),
    }
}

/// The token in the link of the last letter to an address.
async fn token(app: &TestApp, email: &str) -> String {
    let letters = app.letters_to(email).await;
    let link = &letters.last().expect("a letter").link;
    link.rsplit('/').next().expect("a link").to_owned()
}

async fn the_right_address_gets_the_letter_and_the_old_link_dies(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let draft = sian
        .writes_invitation(&practice, "Gwen Rees", "gwen@nwydd.example")
        .await;
    let listed = sian.invitations(&[]).await;
    assert_eq!((listed.drafts.len(), listed.rows.len()), (1, 0));
    assert!(
        huw.invitations(&[]).await.drafts.is_empty(),
        "a draft is its writer's own"
    );
    sian.sends(draft).await.unwrap();
    let wrong = huw.listed("gwen@nwydd.example").await;
    assert_eq!((wrong.stands, wrong.sent_by.as_str()), (Stands::Waiting, "Siân Jones"));
    sian.gives(wrong.id, Role::PracticeEnabledUser).await;
    let old = token(&app, "gwen@nwydd.example").await;

    // Somebody else may put it right, and answers for it from then on.
    let draft = checked(&huw.corrects(wrong.id, "gwen@newydd.example").await.unwrap());
    let letter = huw.checks(draft).await;
    assert!(letter.text.contains("Gwen"), "{}", letter.text);
    assert_eq!(answering_of(&app, &old).await, None, "nothing has changed yet");
    huw.sends(draft).await.unwrap();
    assert_eq!(answering_of(&app, &old).await, Some(Over::Withdrawn));
    assert_eq!(huw.listed("gwen@nwydd.example").await.stands, Stands::Withdrawn);
    let right = huw.listed("gwen@newydd.example").await;
    assert_eq!((right.stands, right.sent_by.as_str()), (Stands::Waiting, "Huw Tomos"));
    let roles: Vec<Role> = right.roles.iter().map(|(role, _)| *role).collect();
    assert_eq!(
        roles,
        [Role::PracticeEnabledUser, Role::ProviderUser],
        "those that were added since come along"
    );
    let new = token(&app, "gwen@newydd.example").await;
    assert_eq!(answering_of(&app, &new).await, None);
    let only = [("state", "withdrawn")];
    assert_eq!(sian.invitations(&only).await.rows.len(), 1);

    let again = sian.corrects(wrong.id, "gwen@arall.example").await;
    assert_eq!(again, Err(AppError::Refused(Refusal::NoLongerStands)));
}

/// Why an invitation cannot be answered any more; nothing while it can.
async fn answering_of(app: &TestApp, token: &str) -> Option<Over> {
    match answering(&app.browser(), token).await {
        Answering::Over(over) => Some(over),
        _ => None,
    }
}

async fn the_warnings_run_again_and_until_then_the_old_link_holds(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let alys = app.member("Alys Wyn", "alys@castell.example", &elsewhere).await;
    let draft = sian
        .writes_invitation(&practice, "Gwen Rees", "gwen@newydd.example")
        .await;
    sian.sends(draft).await.unwrap();
    let id = invited(&app, "gwen@newydd.example").await;
    assert_eq!(
        alys.corrects(id, "gwen@arall.example").await,
        Err(AppError::Refused(Refusal::NotFound)),
        "as if it were not there"
    );
    for wrong in ["gwen@newydd.example", "reception@bont.example", "nobody"] {
        let refused = sian.corrects(id, wrong).await;
        assert!(matches!(refused, Err(AppError::Invalid(_))), "{wrong}: {refused:?}");
    }
    let draft = checked(&sian.corrects(id, "huw@bont.example").await.unwrap());
    let held = Receipt::saying(Notice::InvitationHeld, Page::InviteCheck(draft));
    assert_eq!(sian.sends(draft).await, Ok(held));
    assert_eq!(sian.draft(draft).await.hindrance, Some(Hindrance::MemberThere));
    assert_eq!(
        answering_of(&app, &token(&app, "gwen@newydd.example").await).await,
        None
    );

    // Of two corrections at once the first that is sent counts; the other is held by it.
    let first = checked(&sian.corrects(id, "Gwen@newydd.example").await.unwrap());
    let second = checked(&sian.corrects(id, "GWEN@newydd.example").await.unwrap());
    assert_eq!(sian.sends(first).await.unwrap().go_to, Page::InviteSent(first));
    let now = invited(&app, "gwen@newydd.example").await;
    assert_ne!(now, id);
    sian.sends(second).await.unwrap();
    assert_eq!(sian.draft(second).await.hindrance, Some(Hindrance::Invited(now)));
    assert_eq!(sian.invitations(&[("state", "draft")]).await.drafts.len(), 2);
}

async fn what_was_sent_again_or_withdrawn_leads_back_to_the_list(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let draft = sian
        .writes_invitation(&practice, "Gwen Rees", "gwen@newydd.example")
        .await;
    sian.sends(draft).await.unwrap();
    let id = invited(&app, "gwen@newydd.example").await.to_string();
    let old = token(&app, "gwen@newydd.example").await;
    let again: Receipt = sian
        .browser
        .call("send_new_user_letter_again", &[("id", &id)])
        .await
        .unwrap();
    assert_eq!(again.go_to, Page::Invitations);
    assert_eq!(answering_of(&app, &old).await, Some(Over::Replaced));
    let row = sian.listed("gwen@newydd.example").await;
    assert_eq!(row.last_letter, Some(app.now().in_london()));
    let taken: Receipt = sian.browser.call("withdraw_new_user", &[("id", &id)]).await.unwrap();
    assert_eq!(taken.go_to, Page::Invitations);
    assert_eq!(sian.listed("gwen@newydd.example").await.stands, Stands::Withdrawn);
    let page = sian.browser.get("/invitations?state=withdrawn").await;
    assert!(page.says("gwen@newydd.example"), "without scripts too");
    let page = sian.browser.get("/cy/invitations?state=accepted").await;
    assert!(page.says("Nid oes gwahoddiad fel hynny"));
}
