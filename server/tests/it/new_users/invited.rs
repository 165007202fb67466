//! What the link of an invitation shows, and how it is answered: once, by whoever it is for, while it stands.

use app::error::AppError;
use chrono::TimeDelta;
use domain::accounts::{Account, AccountState};
use domain::audit::Event;
use domain::letter::Delivery;
use domain::members::roles::RoleSpan;
use domain::new_users::{Answering, INVITATION_DAYS, InvitationView, Invited, NewUser, Over, State};
use domain::organisations::{Kind, Status};
use domain::permission::Role;
use domain::{DeadLink, EmailAddress, Language, NewUserId, Notice, Page, PersonId, PersonName, Receipt, Refusal};
use server::secrets;
use storage::{NewToken, Purpose};

use super::{only_approvers_decide, refused};
use crate::{Browser, PASSWORD, Person, Practice, TestApp, on_both};

on_both!(
    a_newcomer_chooses_a_password_and_is_in_and_a_scanner_changes_nothing,
    whoever_has_an_account_signs_in_and_accepts_and_nobody_else_can,
    a_link_sets_no_password_where_there_is_one_and_reopens_nothing,
    each_end_has_its_own_sentence_and_a_new_one_is_asked_for_once_a_day,
    it_holds_only_while_its_giver_could_give_it_and_the_organisation_is_open,
    declining_tells_whoever_invited_with_a_word,
    a_hundred_at_once_give_one_membership,
    confirming_with_one_link_leaves_the_other_invitations_to_be_answered,
    approving_the_persons_request_closes_the_invitation_and_accepting_the_request,
);

/// An invitation, and the token of its link.
pub(crate) struct Invitation {
    pub(crate) id: NewUserId,
    pub(crate) token: String,
}

impl TestApp {
    /// Invites somebody to be a Provider User.
    pub(crate) async fn invited(&self, by: &Person, to: &Practice, name: &str, email: &str) -> Invitation {
        let now = self.now();
        let (first, last) = name.split_once(' ').expect("two names");
        let user = NewUser {
            id: NewUserId::new(storage::fresh(now)),
            organisation: to.id,
            email: EmailAddress::parse(email).unwrap(),
            first_name: PersonName::parse(first).unwrap(),
            last_name: PersonName::parse(last).unwrap(),
            language: Language::English,
            position: None,
            medical_secretary: false,
            given_by: by.id,
            sent_at: now,
            invited_until: Some(now.plus(TimeDelta::days(INVITATION_DAYS))),
            state: State::Open,
            made: None,
            person: None,
            roles: Vec::new(),
        };
        let span = RoleSpan {
            role: Role::ProviderUser,
            roster: None,
            starts_at: None,
            ends_at: None,
        };
        let mut change = self.store.change().await.unwrap();
        assert!(change.new_users().add(&user).await.unwrap());
        change.new_users().set_role(user.id, &span, now).await.unwrap();
        let account = user.account(PersonId::new(storage::fresh(now)));
        if change.people().create(&account, now).await.unwrap() {
            change.new_users().made(user.id, account.id).await.unwrap();
        }
        change.commit(self.entry(Event::NewUserAdded)).await.unwrap();
        let token = self.another_link(&user).await;
        Invitation { id: user.id, token }
    }

    /// A link in place of the one before.
    async fn another_link(&self, user: &NewUser) -> String {
        let now = self.now();
        let token = secrets::token();
        let mut change = self.store.change().await.unwrap();
        let account = change.people().by_email(&user.email).await.unwrap().unwrap();
        let new = NewToken {
            purpose: Purpose::Invitation,
            person: account.id,
            organisation: Some(user.organisation),
            address: None,
            invitation: Some(user.id),
            hash: secrets::hash(&token),
            made_at: now,
            expires_at: now.plus(TimeDelta::days(INVITATION_DAYS)),
        };
        change.tokens().issue(&new).await.unwrap();
        change.commit(self.entry(Event::ConfirmationSent)).await.unwrap();
        token
    }

    async fn known_account(&self, email: &str) -> Option<Account> {
        let email = EmailAddress::parse(email).unwrap();
        self.store.read().people().by_email(&email).await.unwrap()
    }

    pub(crate) async fn count_of(&self, at: &Practice, event: Event) -> usize {
        let only = [event];
        let mut read = self.store.read();
        let lines = read.audit().of_organisation(at.id, Some(&only), None, 1_000).await;
        lines.unwrap().len()
    }
}

async fn shown(browser: &Browser, token: &str) -> InvitationView {
    browser.call("invitation", &[("token", token)]).await.unwrap()
}

async fn known(browser: &Browser, token: &str) -> Invited {
    match shown(browser, token).await {
        InvitationView::Known(view) => view,
        InvitationView::Unknown => panic!("the link is not known"),
    }
}

pub(crate) async fn answering(browser: &Browser, token: &str) -> Answering {
    known(browser, token).await.answering
}

async fn chooses_password(browser: &Browser, token: &str) -> Result<Receipt, AppError> {
    let fields = [("token", token), ("password", PASSWORD)];
    browser.call("confirm_address", &fields).await
}

async fn asks_for_another(browser: &Browser, token: &str) -> Result<Receipt, AppError> {
    browser.call("ask_for_invitation", &[("token", token)]).await
}

pub(super) async fn accepts(who: &Person, id: NewUserId) -> Result<Receipt, AppError> {
    who.browser.call("accept_offer", &[("id", &id.to_string())]).await
}

async fn a_newcomer_chooses_a_password_and_is_in_and_a_scanner_changes_nothing(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let invitation = app.invited(&sian, &practice, "Gwen Rees", "gwen@new.example").await;
    let token = invitation.token.as_str();
    let browser = app.browser();

    let path = Page::Invitation(token.to_owned()).path(Language::English);
    let page = browser.get(&path).await;
    assert!(
        page.body.contains("Meddygfa&#x27;r Bont") || page.body.contains("Meddygfa'r Bont"),
        "{}",
        page.body
    );
    browser
        .get(&Page::DeclineInvitation(token.to_owned()).path(Language::Welsh))
        .await;
    for call in [
        "confirm_address",
        "decline_invitation",
        "ask_for_invitation",
        "accept_offer",
    ] {
        let empty = browser.post(&path, call, &[]).await;
        assert!(empty.status != 200, "{call}");
        let with_link = browser.post(&path, call, &[("token", "")]).await;
        assert!(with_link.status != 200, "{call}");
    }
    let view = known(&browser, token).await;
    assert_eq!(
        (view.organisation.as_str(), view.by.as_str(), view.roles.len()),
        ("Meddygfa'r Bont", "Siân Jones", 1)
    );
    assert_eq!(view.until, app.now().plus(TimeDelta::days(INVITATION_DAYS)).in_london());
    assert_eq!(
        view.answering,
        Answering::ChoosePassword {
            name: "Gwen Rees".to_owned()
        }
    );

    let receipt = chooses_password(&browser, token).await.expect("the address is hers");
    assert_eq!(receipt.notice, Some(Notice::Confirmed));
    assert_eq!(sian.names_at(&practice).await, ["Siân Jones", "Gwen Rees"]);
    assert_eq!(answering(&browser, token).await, Answering::Over(Over::Accepted));
    assert_eq!(
        chooses_password(&browser, token).await.unwrap_err(),
        refused(Refusal::Link(DeadLink::Used))
    );
    let gwen = Person::new(
        &app,
        app.known_account("gwen@new.example").await.unwrap().id,
        "Gwen Rees",
        "gwen@new.example",
    );
    gwen.signs_in().await;
    assert_eq!(shown(&browser, "never-a-link").await, InvitationView::Unknown);
}

async fn whoever_has_an_account_signs_in_and_accepts_and_nobody_else_can(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@known.example").await;
    let huw = app.person("Huw Tomos", "huw@known.example").await;
    let Invitation { id, token } = app.invited(&sian, &practice, "Gwen Rees", "GWEN@known.example").await;

    assert_eq!(answering(&app.browser(), &token).await, Answering::SignIn);
    let somebody_else = Answering::SomebodyElse {
        name: "Huw Tomos".to_owned(),
    };
    assert_eq!(answering(&huw.browser, &token).await, somebody_else);
    assert_eq!(accepts(&huw, id).await.unwrap_err(), refused(Refusal::NotFound));
    let left: Receipt = huw
        .browser
        .call("leave_for_invitation", &[("token", &token)])
        .await
        .unwrap();
    assert_eq!(left.go_to, Page::Invitation(token.clone()));
    assert_eq!(answering(&huw.browser, &token).await, Answering::SignIn, "signed out");

    assert_eq!(answering(&gwen.browser, &token).await, Answering::Theirs(id));
    accepts(&gwen, id).await.expect("it is hers");
    assert_eq!(sian.names_at(&practice).await, ["Siân Jones", "Gwen Rees"]);
    assert_eq!(answering(&gwen.browser, &token).await, Answering::Over(Over::Accepted));
    assert_eq!(accepts(&gwen, id).await.unwrap_err(), refused(Refusal::NoLongerStands));
}

async fn a_link_sets_no_password_where_there_is_one_and_reopens_nothing(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.person("Gwen Rees", "gwen@known.example").await;
    let invitation = app.invited(&sian, &practice, "Gwen Rees", "gwen@known.example").await;
    let browser = app.browser();
    assert_eq!(
        chooses_password(&browser, &invitation.token).await.unwrap_err(),
        refused(Refusal::Link(DeadLink::Used))
    );
    let olwen = app.support("Olwen Rees", "olwen@help.example").await;
    let gwen = app.known_account("gwen@known.example").await.unwrap().id.to_string();
    let reason = [("id", gwen.as_str()), ("reason", "left")];
    let _: Receipt = olwen.browser.call("choose_disabling_reason", &reason).await.unwrap();
    let _: Receipt = olwen.browser.call("disable_account", &[("id", &gwen)]).await.unwrap();
    assert_eq!(answering(&browser, &invitation.token).await, Answering::AccountClosed);
    assert_eq!(
        chooses_password(&browser, &invitation.token).await.unwrap_err(),
        refused(Refusal::Link(DeadLink::Expired))
    );
    assert_eq!(
        app.known_account("gwen@known.example").await.unwrap().state,
        AccountState::Disabled
    );
    assert_eq!(sian.names_at(&practice).await, ["Siân Jones"]);
}

async fn each_end_has_its_own_sentence_and_a_new_one_is_asked_for_once_a_day(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let browser = app.browser();
    let gwen = app.invited(&sian, &practice, "Gwen Rees", "gwen@new.example").await;
    assert_eq!(
        asks_for_another(&browser, &gwen.token).await.unwrap_err(),
        refused(Refusal::NoLongerStands),
        "it stands"
    );
    let user = app.store.read().new_users().by_id(gwen.id).await.unwrap().unwrap();
    let newer = app.another_link(&user).await;
    assert_eq!(answering(&browser, &gwen.token).await, Answering::Over(Over::Replaced));
    assert_eq!(
        chooses_password(&browser, &gwen.token).await.unwrap_err(),
        refused(Refusal::Link(DeadLink::Replaced))
    );

    app.clock.advance(TimeDelta::days(INVITATION_DAYS));
    sian.signs_in().await;
    assert_eq!(answering(&browser, &newer).await, Answering::Over(Over::Expired));
    assert_eq!(
        chooses_password(&browser, &newer).await.unwrap_err(),
        refused(Refusal::Link(DeadLink::Expired))
    );
    let told = async || {
        let letters = app.letters_to("sian@bont.example").await;
        letters
            .iter()
            .filter(|letter| letter.name == "invitation_asked")
            .count()
    };
    for _ in 0..2 {
        let receipt = asks_for_another(&browser, &newer).await.expect("it is over");
        assert!(matches!(receipt.notice, Some(Notice::InvitationAsked { .. })));
        assert_eq!(told().await, 1, "once a day");
    }
    assert_eq!(app.count_of(&practice, Event::InvitationAsked).await, 1);
    app.clock.advance(TimeDelta::hours(25));
    asks_for_another(&browser, &newer).await.expect("another day");
    assert_eq!(told().await, 2);

    sian.signs_in().await;
    let nia = app.invited(&sian, &practice, "Nia Lloyd", "nia@new.example").await;
    sian.does("withdraw_new_user", nia.id)
        .await
        .expect("she has not come in");
    assert_eq!(answering(&browser, &nia.token).await, Answering::Over(Over::Withdrawn));
    assert_eq!(
        chooses_password(&browser, &nia.token).await.unwrap_err(),
        refused(Refusal::NoLongerStands)
    );
    let waiting = app.store.read().outbox().latest(100).await.unwrap();
    let to_nia = waiting.iter().filter(|letter| letter.address == "nia@new.example");
    assert!(
        to_nia.clone().all(|letter| letter.delivery == Delivery::GaveUp),
        "nothing goes to her any more"
    );
}

async fn it_holds_only_while_its_giver_could_give_it_and_the_organisation_is_open(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    app.let_in(huw.id, &practice, Role::Approver).await;
    let gwen = app.person("Gwen Rees", "gwen@known.example").await;
    let known_one = app.invited(&sian, &practice, "Gwen Rees", "gwen@known.example").await;
    let new_one = app.invited(&sian, &practice, "Nia Lloyd", "nia@new.example").await;
    only_approvers_decide(&app, &practice).await;
    for (browser, token) in [(&gwen.browser, &known_one.token), (&app.browser(), &new_one.token)] {
        assert_eq!(answering(browser, token).await, Answering::Over(Over::NotGiven));
    }
    assert_eq!(
        accepts(&gwen, known_one.id).await.unwrap_err(),
        refused(Refusal::NoLongerStands)
    );
    assert_eq!(
        chooses_password(&app.browser(), &new_one.token).await.unwrap_err(),
        refused(Refusal::NoLongerStands)
    );
    asks_for_another(&gwen.browser, &known_one.token)
        .await
        .expect("whoever could give it is told");
    assert_eq!(app.letters_to("huw@bont.example").await[0].name, "invitation_asked");

    let elsewhere = app
        .organisation("W91009", "Closed Surgery", Kind::Practice, Status::Closed)
        .await;
    let mair = app.member("Mair Ellis", "mair@castell.example", &elsewhere).await;
    let closed = app.invited(&mair, &elsewhere, "Gwen Rees", "gwen@known.example").await;
    assert_eq!(
        answering(&gwen.browser, &closed.token).await,
        Answering::Over(Over::OrganisationClosed)
    );
    assert_eq!(
        accepts(&gwen, closed.id).await.unwrap_err(),
        refused(Refusal::NoLongerStands)
    );
    assert_eq!(
        asks_for_another(&gwen.browser, &closed.token).await.unwrap_err(),
        refused(Refusal::NoLongerStands)
    );
}

async fn declining_tells_whoever_invited_with_a_word(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.person("Gwen Rees", "gwen@known.example").await;
    for (name, email) in [("Gwen Rees", "gwen@known.example"), ("Nia Lloyd", "nia@new.example")] {
        let one = app.invited(&sian, &practice, name, email).await;
        let browser = app.browser();
        let fields = [("token", one.token.as_str()), ("reason", "I am moving away.")];
        let receipt: Receipt = browser.call("decline_invitation", &fields).await.expect("it stands");
        assert_eq!(receipt.go_to, Page::Invitation(one.token.clone()));
        let letter = app.letters_to("sian@bont.example").await.remove(0);
        assert_eq!(letter.name, "invitation_declined");
        assert!(
            letter.text.contains(name) && letter.text.contains("I am moving away."),
            "{}",
            letter.text
        );
        assert_eq!(answering(&browser, &one.token).await, Answering::Over(Over::Declined));
        let again: Result<Receipt, AppError> = browser.call("decline_invitation", &fields).await;
        assert_eq!(again.unwrap_err(), refused(Refusal::NoLongerStands));
        assert!(
            chooses_password(&browser, &one.token).await.is_err(),
            "{name} is not let in by the same link"
        );
    }
    assert_eq!(app.count_of(&practice, Event::NewUserDeclined).await, 2);
    assert_eq!(sian.names_at(&practice).await, ["Siân Jones"]);
}

async fn a_hundred_at_once_give_one_membership(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@known.example").await;
    let hers = app.invited(&sian, &practice, "Gwen Rees", "gwen@known.example").await;
    let accepted = futures_util::future::join_all((0..100).map(|_| accepts(&gwen, hers.id))).await;
    assert_eq!(accepted.iter().filter(|answer| answer.is_ok()).count(), 1);

    let nia = app.invited(&sian, &practice, "Nia Lloyd", "nia@new.example").await;
    let browser = app.browser();
    let confirmed = futures_util::future::join_all((0..100).map(|_| chooses_password(&browser, &nia.token))).await;
    assert_eq!(confirmed.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert_eq!(sian.names_at(&practice).await, ["Siân Jones", "Nia Lloyd", "Gwen Rees"]);
    assert_eq!(app.count_of(&practice, Event::NewUserIn).await, 2);
}

async fn confirming_with_one_link_leaves_the_other_invitations_to_be_answered(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let mair = app.member("Mair Ellis", "mair@castell.example", &elsewhere).await;
    let one = app.invited(&sian, &practice, "Gwen Rees", "gwen@new.example").await;
    let other = app.invited(&mair, &elsewhere, "Gwen Rees", "gwen@new.example").await;
    let browser = app.browser();
    chooses_password(&browser, &one.token).await.expect("it stands");
    assert_eq!(sian.names_at(&practice).await, ["Siân Jones", "Gwen Rees"]);
    assert_eq!(mair.names_at(&elsewhere).await, ["Mair Ellis"]);
    assert_eq!(answering(&browser, &other.token).await, Answering::SignIn);
}

async fn approving_the_persons_request_closes_the_invitation_and_accepting_the_request(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@known.example").await;
    let huw = app.person("Huw Tomos", "huw@known.example").await;
    let hers = app.invited(&sian, &practice, "Gwen Rees", "gwen@known.example").await;
    let his = app.invited(&sian, &practice, "Huw Tomos", "huw@known.example").await;
    let request = gwen.asks(&practice).await;
    sian.approves(&practice, request).await.expect("it waits");
    assert_eq!(
        answering(&gwen.browser, &hers.token).await,
        Answering::Over(Over::Accepted)
    );
    assert_eq!(
        accepts(&gwen, hers.id).await.unwrap_err(),
        refused(Refusal::NoLongerStands)
    );

    huw.asks(&practice).await;
    accepts(&huw, his.id).await.expect("it stands");
    assert_eq!(
        app.count_of(&practice, Event::RequestWithdrawn).await,
        1,
        "his request has had its purpose"
    );
}
