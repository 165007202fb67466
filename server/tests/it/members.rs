//! Members: revoking at once, the last approver, and who is told; in `members/keeping.rs` what becomes of all that they gave.

pub(crate) mod keeping;

use app::error::AppError;
use domain::members::{MemberRow, PracticeUsers, Revocable, RevokeView};
use domain::permission::Role;
use domain::pre_approvals::{PreApproval, Source};
use domain::sessions::Visitor;
use domain::{MemberId, Notice, PreApprovalId, Refusal};

use self::keeping::whom;
use crate::{Person, Practice, TestApp, on_both};

on_both!(
    a_revoked_person_is_out_at_once_in_every_browser,
    the_last_approver_cannot_be_revoked,
    a_revoked_person_may_be_let_in_again,
);

async fn row_of(viewer: &Person, practice: &Practice, name: &str) -> MemberRow {
    let users = viewer.practice_users(practice).await.unwrap();
    users.members.into_iter().find(|row| row.name == name).unwrap()
}

async fn member_id(viewer: &Person, practice: &Practice, name: &str) -> MemberId {
    row_of(viewer, practice, name).await.id
}

async fn a_revoked_person_is_out_at_once_in_every_browser(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let mair = app.member("Mair Ellis", "mair@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let request = gwen.asks(&practice).await;
    let at_home = Person::new(&app, huw.id, &huw.name, &huw.email);
    at_home.signs_in().await;
    assert!(at_home.practice_users(&practice).await.is_ok());

    let receipt = sian
        .revokes(&practice, member_id(&sian, &practice, "Huw Tomos").await)
        .await
        .unwrap();
    assert_eq!(
        receipt.notice,
        Some(Notice::Revoked {
            name: "Huw Tomos".into()
        })
    );
    for browser in [&huw, &at_home] {
        assert_eq!(
            browser.practice_users(&practice).await.unwrap_err(),
            AppError::Refused(Refusal::NotFound)
        );
        let refused = browser.approves(&practice, request).await.unwrap_err();
        assert_eq!(refused, AppError::Refused(Refusal::NotFound));
        let seen: Visitor = browser.browser.call("visitor", &[]).await.unwrap();
        assert!(
            seen.person.unwrap().organisations.is_empty(),
            "the account remains, Practice Tools is gone"
        );
    }
    assert_eq!(app.letters_to("huw@bont.example").await[0].name, "access_revoked");
    assert_eq!(app.letters_to("mair@bont.example").await[0].name, "member_revoked");
    assert!(
        app.letters_to("sian@bont.example")
            .await
            .iter()
            .all(|letter| letter.name != "member_revoked")
    );
    assert!(
        !mair
            .practice_users(&practice)
            .await
            .unwrap()
            .members
            .iter()
            .any(|row| row.name == "Huw Tomos")
    );
}

async fn the_last_approver_cannot_be_revoked(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let row = row_of(&olwen, &practice, "Siân Jones").await;
    assert_eq!(row.revocable, Revocable::LastApprover);
    assert!(sian.practice_users(&practice).await.unwrap().one_decider);
    assert_eq!(
        row_of(&sian, &practice, "Siân Jones").await.revocable,
        Revocable::Oneself
    );
    let refused = olwen.revokes(&practice, row.id).await.unwrap_err();
    assert_eq!(refused, AppError::Refused(Refusal::LastApprover));
    app.member("Huw Tomos", "huw@bont.example", &practice).await;
    assert!(!sian.practice_users(&practice).await.unwrap().one_decider);
    assert_eq!(row_of(&olwen, &practice, "Siân Jones").await.revocable, Revocable::Yes);
    olwen.revokes(&practice, row.id).await.unwrap();
    assert_eq!(
        olwen.revokes(&practice, row.id).await.unwrap_err(),
        AppError::Refused(Refusal::AlreadyRevoked)
    );
}

async fn a_revoked_person_may_be_let_in_again(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    sian.revokes(&practice, member_id(&sian, &practice, "Huw Tomos").await)
        .await
        .unwrap();
    huw.tries_to_ask(&practice, Role::ProviderUser).await.unwrap();
    let request = huw.request_at(&practice).await.id;
    sian.approves(&practice, request).await.unwrap();
    assert_eq!(
        row_of(&sian, &practice, "Huw Tomos")
            .await
            .roles
            .iter()
            .map(|held| held.role)
            .collect::<Vec<_>>(),
        [Role::ProviderUser],
        "only what was granted now"
    );
}

#[tokio::test]
async fn nobody_revokes_themselves() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let own = member_id(&sian, &practice, "Siân Jones").await;
    assert_eq!(
        sian.revokes(&practice, own).await.unwrap_err(),
        AppError::Refused(Refusal::NotOnOneself)
    );
}

#[tokio::test]
async fn what_a_revocation_ends_is_shown_before_and_ended_after() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    app.pre_approve(&practice, "Elin Morgan", "elin@bont.example", Source::GivenBy(huw.id))
        .await;
    let id = member_id(&sian, &practice, "Huw Tomos").await;
    let fields = [("code", practice.code.as_str()), ("id", &id.to_string())];
    let view: RevokeView = sian.browser.call("member_to_revoke", &fields).await.unwrap();
    assert_eq!(whom(&view.given), ["Elin Morgan (elin@bont.example)"]);
    sian.revokes(&practice, id).await.unwrap();
    let elin = app.person("Elin Morgan", "elin@bont.example").await;
    let receipt = elin.tries_to_ask(&practice, Role::PracticeEnabledUser).await.unwrap();
    assert_eq!(
        receipt.notice,
        Some(Notice::Asked {
            organisation: practice.name.clone()
        })
    );
}

#[tokio::test]
async fn both_tables_sort_by_every_column() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.clock.advance(chrono::TimeDelta::days(1));
    app.member("Huw Ánders", "zz@bont.example", &practice).await;
    let names = async |sort: &str| {
        let fields = [("code", "W91001"), ("requests", ""), ("members", sort)];
        let users: PracticeUsers = sian.browser.call("practice_users", &fields).await.unwrap();
        users.members.into_iter().map(|row| row.name).collect::<Vec<_>>()
    };
    sian.signs_in().await;
    for (sort, first) in [
        ("", "Huw Ánders"),
        ("-name", "Siân Jones"),
        ("email", "Siân Jones"),
        ("-email", "Huw Ánders"),
        ("date", "Siân Jones"),
        ("-date", "Huw Ánders"),
        ("nonsense", "Huw Ánders"),
    ] {
        assert_eq!(names(sort).await[0], first, "{sort}");
    }
}

impl TestApp {
    /// Pre-approves an address, as a command would.
    pub(crate) async fn pre_approve(
        &self,
        practice: &Practice,
        name: &str,
        email: &str,
        source: Source,
    ) -> PreApprovalId {
        let (first, last) = name.split_once(' ').unwrap();
        let email = domain::EmailAddress::parse(email).unwrap();
        let given = PreApproval {
            id: PreApprovalId::new(storage::fresh(self.now())),
            organisation: practice.id,
            email_key: email.key().to_owned(),
            role: Role::PracticeEnabledUser,
            roster: None,
            source,
            given_at: self.now(),
            starts_at: None,
            ends_at: None,
        };
        let name = |text| domain::PersonName::parse(text).unwrap();
        let mut change = self.store.change().await.unwrap();
        assert!(
            change
                .pre_approvals()
                .give(&given, &email, &name(first), &name(last))
                .await
                .unwrap()
        );
        let entry = self
            .entry(domain::audit::Event::PreApprovalGiven)
            .for_organisation(practice.id);
        change.commit(entry).await.unwrap();
        given.id
    }
}
