//! Closing one's own account: everything ends at once, and nobody is left without somebody who decides.

use app::error::AppError;
use domain::audit::Event;
use domain::form::{Field, Problem};
use domain::join_requests::StateTag;
use domain::my_account::{ClosingDraft, ClosingReason, ClosingView};
use domain::pre_approvals::Source;
use domain::sessions::Visitor;
use domain::{Notice, Page, Receipt, Refusal};

use super::wrong;
use crate::members::keeping::whom;
use crate::{PASSWORD, Person, TestApp, on_both};

on_both!(
    a_closed_account_is_closed_everywhere_and_at_once,
    the_last_approver_cannot_close_the_account,
    two_approvers_closing_at_once_leave_one,
    leaving_and_closing_at_once_leave_one,
    a_request_made_while_closing_does_not_outlive_the_account,
    two_support_people_stay_whatever_they_close,
);

impl Person {
    async fn says_why(&self, reason: &str, other: &str) -> Result<Receipt, AppError> {
        let fields = [("reason", reason), ("other", other)];
        self.browser.call("choose_closing_reason", &fields).await
    }

    async fn closes(&self, password: &str) -> Result<Receipt, AppError> {
        self.browser.call("close_my_account", &[("password", password)]).await
    }

    async fn sees_closing(&self) -> ClosingView {
        self.browser.call("closing_my_account", &[]).await.unwrap()
    }
}

async fn a_closed_account_is_closed_everywhere_and_at_once(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let asked = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let mair = app.member("Mair Ellis", "mair@castell.example", &asked).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let at_home = Person::new(&app, huw.id, &huw.name, &huw.email);
    at_home.signs_in().await;
    huw.asks(&asked).await;
    app.pre_approve(&practice, "Elin Morgan", "elin@bont.example", Source::GivenBy(huw.id))
        .await;
    assert_eq!(
        huw.closes(PASSWORD).await.unwrap_err(),
        AppError::Refused(Refusal::StartAgain),
        "a reason must be selected"
    );
    let receipt = huw.says_why("other", "I move to the sea.").await.unwrap();
    assert_eq!(receipt, Receipt::go_to(Page::CloseAccountConfirm));
    let view = huw.sees_closing().await;
    let draft = ClosingDraft {
        reason: ClosingReason::Other,
        other: Some("I move to the sea.".into()),
    };
    assert_eq!(view.draft, Some(draft));
    assert_eq!(view.organisations.len(), 1);
    assert_eq!(view.requests[0].code, asked.code);
    assert_eq!(whom(&view.given), ["Elin Morgan (elin@bont.example)"]);
    assert!(view.in_the_way.is_empty() && !view.few_support_people);
    assert_eq!(
        huw.closes("not the password").await.unwrap_err(),
        wrong(Field::Password, Problem::WrongPassword)
    );

    let receipt = huw.closes(PASSWORD).await.unwrap();
    assert_eq!(receipt, Receipt::saying(Notice::AccountClosed, Page::Home));
    for browser in [&huw.browser, &at_home.browser] {
        let visitor: Visitor = browser.call("visitor", &[]).await.unwrap();
        assert!(visitor.person.is_none());
    }
    assert_eq!(
        at_home.tries_to_sign_in(PASSWORD).await.unwrap_err(),
        AppError::Refused(Refusal::AccountDisabled)
    );
    assert_eq!(
        at_home.tries_to_sign_in("not the password").await.unwrap_err(),
        AppError::Refused(Refusal::SignInFailed),
        "only who knows the password is told"
    );
    assert_eq!(app.letters_to("huw@bont.example").await[0].name, "account_closed");
    let users = sian.practice_users(&practice).await.unwrap();
    assert!(users.members.iter().all(|row| row.name != "Huw Tomos"));
    assert!(mair.practice_users(&asked).await.unwrap().requests.is_empty());
    let request = app
        .store
        .read()
        .join_requests()
        .of_person(huw.id)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(request.request.state.tag(), StateTag::Withdrawn);

    let rows = sian.history(&practice).await.rows;
    let closed = rows.iter().find(|row| row.event == Event::AccountClosed).unwrap();
    assert_eq!(
        (closed.about.as_deref(), closed.why.as_deref()),
        (Some("Huw Tomos"), None)
    );
    assert!(rows.iter().any(|row| row.event == Event::PreApprovalEnded));
    let own = app.store.read().audit().of_person(huw.id, 50).await.unwrap();
    let own = own
        .iter()
        .find(|line| line.event == Event::AccountClosed && line.organisation.is_none());
    assert_eq!(own.unwrap().why.as_deref(), Some("I move to the sea."));
    let forgot = [("email", "huw@bont.example")];
    app.browser().call::<Receipt>("ask_for_reset", &forgot).await.unwrap();
    let letter = app.letters_to("huw@bont.example").await.remove(0);
    assert_ne!(letter.name, "reset_password", "a link never opens a closed account");
}

async fn the_last_approver_cannot_close_the_account(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    sian.says_why("changed_job", "").await.unwrap();
    let in_the_way = sian.sees_closing().await;
    let in_the_way: Vec<_> = in_the_way
        .in_the_way
        .iter()
        .map(|one| one.organisation.code.clone())
        .collect();
    assert_eq!(in_the_way, std::slice::from_ref(&practice.code));
    assert_eq!(
        sian.closes(PASSWORD).await.unwrap_err(),
        AppError::Refused(Refusal::LastApprover)
    );
    assert!(sian.practice_users(&practice).await.is_ok(), "nothing has ended");
    app.member("Huw Tomos", "huw@bont.example", &practice).await;
    sian.closes(PASSWORD).await.unwrap();
}

async fn pair(app: &TestApp, round: usize) -> (crate::Practice, Person, Person) {
    let practice = app.practice(&format!("W9{round}001"), "Meddygfa'r Bont").await;
    let sian = app
        .member("Siân Jones", &format!("sian{round}@bont.example"), &practice)
        .await;
    let huw = app
        .member("Huw Tomos", &format!("huw{round}@bont.example"), &practice)
        .await;
    sian.says_why("not_needed", "").await.unwrap();
    huw.says_why("not_needed", "").await.unwrap();
    (practice, sian, huw)
}

async fn two_approvers_closing_at_once_leave_one(app: TestApp) {
    for round in 0..8 {
        let (_, sian, huw) = pair(&app, round).await;
        let (one, other) = tokio::join!(sian.closes(PASSWORD), huw.closes(PASSWORD));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(one.and(other).unwrap_err(), AppError::Refused(Refusal::LastApprover));
    }
}

async fn leaving_and_closing_at_once_leave_one(app: TestApp) {
    for round in 0..8 {
        let (practice, sian, huw) = pair(&app, round).await;
        let (one, other) = tokio::join!(sian.closes(PASSWORD), huw.leaves(&practice));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let left = app
            .store
            .read()
            .members()
            .approvers(practice.id, app.now())
            .await
            .unwrap();
        assert_eq!(left.len(), 1);
    }
}

async fn a_request_made_while_closing_does_not_outlive_the_account(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    app.member("Siân Jones", "sian@bont.example", &practice).await;
    for round in 0..8 {
        let gwen = app.person("Gwen Rees", &format!("gwen{round}@bont.example")).await;
        gwen.says_why("not_needed", "").await.unwrap();
        let role = domain::permission::Role::ProviderUser;
        let (closed, _) = tokio::join!(gwen.closes(PASSWORD), gwen.tries_to_ask(&practice, role));
        let requests = app.store.read().join_requests().of_person(gwen.id).await.unwrap();
        let open = requests.iter().any(|one| one.request.state.tag() == StateTag::Pending);
        match closed {
            Ok(_) => assert!(!open),
            Err(refused) => assert_eq!(refused, AppError::Refused(Refusal::ChangedMeanwhile)),
        }
    }
}

#[tokio::test]
async fn a_reason_is_its_owners_even_in_a_shared_browser() {
    let app = TestApp::new().await;
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    sian.says_why("stopped_working", "").await.unwrap();
    let visit = |person: &Person| {
        ["porthor-visit", "__Host-porthor-visit"]
            .into_iter()
            .find_map(|name| Some((name, person.browser.cookie(name)?)))
            .unwrap()
    };
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    let (name, secret) = visit(&sian);
    huw.browser.set_cookie(name, &secret);
    assert_eq!(huw.sees_closing().await.draft, None);
    assert_eq!(
        huw.closes(PASSWORD).await.unwrap_err(),
        AppError::Refused(Refusal::StartAgain)
    );
}

async fn two_support_people_stay_whatever_they_close(app: TestApp) {
    let mut team = vec![
        app.support("Olwen Rees", "olwen@support.example").await,
        app.support("Owain Puw", "owain@support.example").await,
    ];
    let few = AppError::Refused(Refusal::FewSupportPeople);
    for round in 0..8 {
        let email = format!("nest{round}@support.example");
        for person in &team {
            person.says_why("not_needed", "").await.unwrap();
            assert!(person.sees_closing().await.few_support_people);
            assert_eq!(person.closes(PASSWORD).await.unwrap_err(), few);
            let page = person.browser.get("/my-account/close").await;
            assert!(page.says("at least two support people must be left"));
        }
        // One more, so that one may go; of two who go at once, one does.
        team.push(app.support("Nest Lewis", &email).await);
        assert!(!team[0].sees_closing().await.few_support_people);
        let (one, other) = tokio::join!(team[0].closes(PASSWORD), team[1].closes(PASSWORD));
        assert!(one.is_ok() != other.is_ok(), "round {round}: {one:?} {other:?}");
        team.remove(usize::from(one.is_err()));
        assert_eq!(one.and(other).unwrap_err(), few);
        assert_eq!(app.store.read().support().count_open().await.unwrap(), 2);
    }
}
