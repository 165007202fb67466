//! Inviting somebody (S45 to S51): step by step, checked by the very letter, sent once. What stands in the way of sending
//! is in `invitations/held.rs`, several at once in `invitations/several.rs`, what became of them in
//! `invitations/listed.rs`; accepting is among the new users.

mod held;
mod listed;
mod several;

use app::error::AppError;
use domain::form::{Field, Problem};
use domain::invitations::{InvitationDraftView, LetterView, Step, reference};
use domain::new_users::{NewUserView, State};
use domain::permission::Role;
use domain::{FieldErrors, InvitationDraftId, Language, NewUserId, Notice, Page, Receipt, Refusal};

use crate::{Person, Practice, TestApp, on_both};

on_both!(
    the_letter_that_was_checked_is_the_letter_that_is_sent,
    a_known_address_and_a_new_one_get_the_same_letter,
    sent_from_two_tabs_at_once_it_is_sent_once,
);

/// Everything that the wizard asks, for somebody new.
const ROLE: [(&str, &str); 3] = [("role", "provider_user"), ("roster", ""), ("ends", "")];

impl Person {
    /// Begins an invitation; its draft.
    async fn begins_to_invite(&self, email: &str) -> InvitationDraftId {
        let receipt: Receipt = self
            .browser
            .call(
                "give_invitation_email",
                &[("id", ""), ("organisation", ""), ("email", email)],
            )
            .await
            .expect("a draft begins");
        draft_of(&receipt)
    }

    async fn answers(
        &self,
        call: &str,
        draft: InvitationDraftId,
        fields: &[(&str, &str)],
    ) -> Result<Receipt, AppError> {
        let id = draft.to_string();
        let mut all = vec![("id", id.as_str())];
        all.extend_from_slice(fields);
        self.browser.call(call, &all).await
    }

    /// Writes an invitation up to its check.
    pub(crate) async fn writes_invitation(&self, practice: &Practice, name: &str, email: &str) -> InvitationDraftId {
        let draft = self.begins_to_invite(email).await;
        let (first, last) = name.split_once(' ').expect("two names");
        let names = [("first_name", first), ("last_name", last)];
        let place = [("organisation", practice.code.as_str())];
        self.answers("give_invitation_names", draft, &names)
            .await
            .expect("names");
        self.answers("choose_invitation_place", draft, &place)
            .await
            .expect("an organisation");
        let receipt = self
            .answers("choose_invitation_role", draft, &ROLE)
            .await
            .expect("a role");
        assert_eq!(receipt.go_to, Page::InviteCheck(draft));
        draft
    }

    async fn draft(&self, draft: InvitationDraftId) -> InvitationDraftView {
        self.browser
            .call("invitation_draft", &[("id", &draft.to_string())])
            .await
            .expect("one's own draft")
    }

    async fn checks(&self, draft: InvitationDraftId) -> LetterView {
        self.draft(draft).await.letter.expect("a letter to check")
    }

    async fn sends(&self, draft: InvitationDraftId) -> Result<Receipt, AppError> {
        let seen = self.draft(draft).await.letter.map(|letter| letter.seen);
        self.answers("send_invitation", draft, &[("seen", &seen.unwrap_or_default())])
            .await
    }

    /// Where a page of the draft leads.
    async fn opens(&self, page: Page) -> String {
        let reply = self.browser.get(&page.path(Language::English)).await;
        if reply.status.is_redirection() {
            reply.location().to_owned()
        } else {
            page.path(Language::English)
        }
    }
}

/// The draft that a receipt leads to.
fn draft_of(receipt: &Receipt) -> InvitationDraftId {
    match Page::parse(&receipt.go_to.path(Language::English)) {
        Some((Page::InviteNames(id), _)) => id,
        other => panic!("{other:?} is no step of an invitation"),
    }
}

fn path(page: &Page) -> String {
    page.path(Language::English)
}

async fn the_letter_that_was_checked_is_the_letter_that_is_sent(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let draft = sian
        .writes_invitation(&practice, "Gwen Rees", "Gwen@newydd.example")
        .await;
    for language in Language::ALL {
        let chosen = [("language", language.tag())];
        sian.answers("choose_invitation_language", draft, &chosen)
            .await
            .unwrap();
        let letter = sian.checks(draft).await;
        assert_eq!(letter.text.matches(LetterView::LINK).count(), 1, "{}", letter.text);
        assert!(letter.text.contains("Gwen") && letter.text.contains("Siân Jones"));
    }
    let checked = sian.checks(draft).await;
    app.clock.advance(chrono::TimeDelta::minutes(7));
    let receipt = sian
        .answers("send_invitation", draft, &[("seen", &checked.seen)])
        .await
        .unwrap();
    assert_eq!(receipt.go_to, Page::InviteSent(draft));
    let sent = &app.letters_to("Gwen@newydd.example").await[0];
    assert_eq!(sent.subject, checked.subject);
    let base = app.config.base.as_str();
    assert_eq!(
        sent.text,
        checked.text.replace(LetterView::LINK, &format!("{base}{}", sent.link))
    );
    assert!(sent.link.starts_with("/cy/invitation/"), "{}", sent.link);
    assert_eq!(app.letters_to("Gwen@newydd.example").await.len(), 1);

    let view = sian.draft(draft).await;
    assert_eq!((view.next_step, &view.letter), (Step::Sent, &None));
    let id = invited(&app, "gwen@newydd.example").await;
    assert_eq!(view.sent.unwrap().0, reference(id));
    let user: NewUserView = sian.browser.call("new_user", &[("id", &id.to_string())]).await.unwrap();
    assert_eq!((user.state, user.roles.len()), (State::Open, 1));
    assert_eq!(user.roles[0].role, Role::ProviderUser);
    let page = sian.browser.get(&path(&Page::InviteSent(draft))).await;
    assert!(page.says(&reference(id)), "the reference stands on the page");
}

/// What is open for an address.
async fn invited(app: &TestApp, email: &str) -> NewUserId {
    let email = domain::EmailAddress::parse(email).unwrap();
    let open = app.store.read().new_users().open_of(&email).await.unwrap();
    assert!(open[0].invited_until.is_some());
    open[0].id
}

async fn a_known_address_and_a_new_one_get_the_same_letter(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.member("Alys Wyn", "alys@castell.example", &elsewhere).await;
    let mut answered = Vec::new();
    for email in ["alys@castell.example", "alys@newydd.example"] {
        let draft = sian.begins_to_invite(email).await;
        let began = sian.draft(draft).await;
        assert_eq!((began.next_step, began.first_name.as_str()), (Step::Names, ""));
        let draft = sian.writes_invitation(&practice, "Anon Prys", email).await;
        let view = sian.draft(draft).await;
        assert_eq!((view.hindrance, view.warning), (None, None));
        assert_eq!(sian.sends(draft).await.unwrap().go_to, Page::InviteSent(draft));
        let letter = &app.letters_to(email).await[0];
        answered.push((
            view.letter.unwrap().text,
            letter.name,
            letter.text.replace(&letter.link, ""),
        ));
    }
    assert_eq!(answered[0], answered[1]);
    assert!(answered[0].2.contains("Anon"), "whose address it is stays unsaid");
}

async fn sent_from_two_tabs_at_once_it_is_sent_once(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let draft = sian
        .writes_invitation(&practice, "Gwen Rees", "gwen@newydd.example")
        .await;
    let seen = sian.checks(draft).await.seen;
    let fields = [("seen", seen.as_str())];
    let tab = || sian.answers("send_invitation", draft, &fields);
    let (one, other, third) = tokio::join!(tab(), tab(), tab());
    for receipt in [one, other, third] {
        assert_eq!(receipt.unwrap().go_to, Page::InviteSent(draft));
    }
    assert_eq!(app.letters_to("gwen@newydd.example").await.len(), 1);
    let late = sian
        .answers("choose_invitation_language", draft, &[("language", "cy")])
        .await;
    assert_eq!(
        late.unwrap().go_to,
        Page::InviteSent(draft),
        "nothing is changed any more"
    );
}

#[tokio::test]
async fn a_step_opened_out_of_order_leads_to_the_first_that_is_missing() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let other = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.let_in(sian.id, &other, Role::PracticeEnabledUser).await;
    let draft = sian.begins_to_invite("gwen@newydd.example").await;
    for later in [
        Page::InviteOrganisation(draft),
        Page::InviteRole(draft),
        Page::InviteCheck(draft),
    ] {
        assert_eq!(sian.opens(later).await, path(&Page::InviteNames(draft)));
    }
    let names = [("first_name", "Gwen"), ("last_name", "Rees")];
    let receipt = sian.answers("give_invitation_names", draft, &names).await.unwrap();
    assert_eq!(
        receipt.go_to,
        Page::InviteOrganisation(draft),
        "there are two to choose from"
    );
    assert_eq!(
        sian.opens(Page::InviteSent(draft)).await,
        path(&Page::InviteOrganisation(draft))
    );
    assert_eq!(
        sian.opens(Page::InviteEmail(draft)).await,
        path(&Page::InviteEmail(draft))
    );
    let early = sian.answers("send_invitation", draft, &[]).await.unwrap();
    assert_eq!(early.go_to, Page::InviteOrganisation(draft));
    let early = sian.answers("choose_invitation_role", draft, &ROLE).await.unwrap();
    assert_eq!(early.go_to, Page::InviteOrganisation(draft));
    assert!(app.letters_to("gwen@newydd.example").await.is_empty());
}

#[tokio::test]
async fn the_only_organisation_is_no_question() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let draft = sian.begins_to_invite("gwen@newydd.example").await;
    let names = [("first_name", "Gwen"), ("last_name", "Rees")];
    let receipt = sian.answers("give_invitation_names", draft, &names).await.unwrap();
    assert_eq!(receipt.go_to, Page::InviteRole(draft));
}

#[tokio::test]
async fn names_are_filled_in_for_those_only_whom_the_inviter_sees() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    gwen.asks(&practice).await;
    app.member("Alys Wyn", "alys@castell.example", &elsewhere).await;
    let seen = sian.begins_to_invite("GWEN@bont.example").await;
    let view = sian.draft(seen).await;
    assert_eq!((view.first_name.as_str(), view.last_name.as_str()), ("Gwen", "Rees"));
    let unseen = sian.begins_to_invite("alys@castell.example").await;
    let view = sian.draft(unseen).await;
    assert_eq!((view.first_name.as_str(), view.last_name.as_str()), ("", ""));
    // Another address is another person.
    let fields = [("organisation", ""), ("email", "alys@castell.example")];
    sian.answers("give_invitation_email", seen, &fields).await.unwrap();
    assert_eq!(sian.draft(seen).await.first_name, "");
}

#[tokio::test]
async fn a_mailbox_of_many_cannot_be_invited() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let fields = [("id", ""), ("organisation", ""), ("email", "reception@bont.example")];
    let refused: Result<Receipt, AppError> = sian.browser.call("give_invitation_email", &fields).await;
    let generic = FieldErrors::one(Field::Email, Problem::GenericAddress);
    assert_eq!(refused, Err(AppError::Invalid(generic)));
}

#[tokio::test]
async fn whoever_invites_nowhere_begins_nothing_and_finds_nobody_elses() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let rhys = app.person("Rhys Owen", "rhys@nowhere.example").await;
    let fields = [("id", ""), ("organisation", ""), ("email", "gwen@newydd.example")];
    let refused: Result<Receipt, AppError> = rhys.browser.call("give_invitation_email", &fields).await;
    assert_eq!(refused, Err(AppError::Refused(Refusal::NotAllowed)));
    let draft = sian
        .writes_invitation(&practice, "Gwen Rees", "gwen@newydd.example")
        .await;
    let theirs = huw.answers("send_invitation", draft, &[]).await;
    assert_eq!(theirs, Err(AppError::Refused(Refusal::NotFound)), "a colleague's draft");
}

#[tokio::test]
async fn a_letter_that_is_no_longer_the_one_checked_is_not_sent() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let draft = sian
        .writes_invitation(&practice, "Gwen Rees", "gwen@newydd.example")
        .await;
    let seen = sian.checks(draft).await.seen;
    // Another tab.
    sian.answers("choose_invitation_language", draft, &[("language", "cy")])
        .await
        .unwrap();
    let receipt = sian
        .answers("send_invitation", draft, &[("seen", &seen)])
        .await
        .unwrap();
    assert_eq!(
        receipt,
        Receipt::saying(Notice::InvitationHeld, Page::InviteCheck(draft))
    );
    assert!(app.letters_to("gwen@newydd.example").await.is_empty());
    assert_eq!(sian.sends(draft).await.unwrap().go_to, Page::InviteSent(draft));
}
