//! New users (S67 to S78): added, confirmed or accepted, sent again, withdrawn; alike for known and unknown addresses.

use app::error::AppError;
use chrono::TimeDelta;
use domain::accounts::ConfirmationView;
use domain::form::{Field, Problem};
use domain::new_users::{CopyView, MarkView, NewUserView, OfferView, State, WhereView};
use domain::organisations::{Kind, Status};
use domain::permission::Role;
use domain::{DeadLink, FieldErrors, Language, NewUserId, Notice, Page, Receipt, Refusal};

use crate::newcomer::Newcomer;
use crate::{PASSWORD, Person, Practice, TestApp, on_both};

on_both!(
    a_new_address_is_confirmed_and_is_in_with_the_roles,
    whoever_confirms_before_there_is_a_role_is_in_with_the_first,
    a_known_address_looks_the_same_and_its_owner_accepts,
    it_holds_only_while_its_giver_could_still_give_it,
    a_withdrawn_address_is_free_again,
    one_way_in_closes_the_others,
);

impl Person {
    /// Adds somebody; the id of what waits.
    pub(crate) async fn adds_new_user(&self, practice: &Practice, name: &str, email: &str) -> NewUserId {
        let receipt = self
            .tries_to_add(practice, name, email)
            .await
            .expect("somebody is added");
        leads_to(&receipt)
    }

    async fn tries_to_add(&self, practice: &Practice, name: &str, email: &str) -> Result<Receipt, AppError> {
        let (first, last) = name.split_once(' ').expect("two names");
        let fields = [
            ("code", practice.code.as_str()),
            ("first_name", first),
            ("last_name", last),
            ("email", email),
            ("position", ""),
            ("language", "en"),
            ("medical_secretary", "yes"),
        ];
        self.browser.call("add_new_user", &fields).await
    }

    /// Gives somebody who was added a role.
    pub(crate) async fn gives(&self, id: NewUserId, role: Role) {
        self.tries_to_give(id, role, "", "").await.expect("a role is given");
    }

    async fn tries_to_give(&self, id: NewUserId, role: Role, starts: &str, ends: &str) -> Result<Receipt, AppError> {
        let id = id.to_string();
        let fields = [
            ("id", id.as_str()),
            ("role", role.tag()),
            ("starts", starts),
            ("ends", ends),
        ];
        self.browser.call("give_new_user_role", &fields).await
    }

    async fn new_user(&self, id: NewUserId) -> Result<NewUserView, AppError> {
        self.browser.call("new_user", &[("id", &id.to_string())]).await
    }

    async fn does(&self, call: &str, id: NewUserId) -> Result<Receipt, AppError> {
        self.browser.call(call, &[("id", &id.to_string())]).await
    }

    async fn names_at(&self, practice: &Practice) -> Vec<String> {
        let users = self.practice_users(practice).await.expect("the table of users");
        users.members.into_iter().map(|row| row.name).collect()
    }
}

/// Whoever has just been added.
fn leads_to(receipt: &Receipt) -> NewUserId {
    match Page::parse(&receipt.go_to.path(Language::English)) {
        Some((Page::NewUserRoles(id), _)) => id,
        other => panic!("adding leads to {other:?}"),
    }
}

fn refused(refusal: Refusal) -> AppError {
    AppError::Refused(refusal)
}

fn wrong(field: Field, problem: Problem) -> AppError {
    AppError::Invalid(FieldErrors::one(field, problem))
}

async fn confirms(app: &TestApp, email: &str) -> Result<Receipt, AppError> {
    let token = app.letters_to(email).await.remove(0).token();
    let fields = [("token", token.as_str()), ("password", PASSWORD)];
    app.browser().call("confirm_address", &fields).await
}

async fn a_new_address_is_confirmed_and_is_in_with_the_roles(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let id = sian.adds_new_user(&practice, "Gwen Rees", "gwen@bont.example").await;
    assert_eq!(app.letters_to("gwen@bont.example").await[0].name, "confirm_address");
    sian.gives(id, Role::ProviderUser).await;
    sian.tries_to_give(id, Role::Reporting, "2025-12-01", "2025-12-31")
        .await
        .expect("a role with days");
    let view = sian.new_user(id).await.unwrap();
    assert_eq!((view.state, view.roles.len()), (State::Open, 2));
    assert_eq!(view.roles[1].ends_day, "2025-12-31");
    assert!(!sian.names_at(&practice).await.contains(&"Gwen Rees".to_owned()));

    confirms(&app, "gwen@bont.example").await.expect("the link is good");
    assert_eq!(app.letters_to("sian@bont.example").await[0].name, "let_in");
    assert_eq!(sian.new_user(id).await.unwrap().state, State::In);
    let email = domain::EmailAddress::parse("gwen@bont.example").unwrap();
    let account = app.store.read().people().by_email(&email).await;
    let gwen = Person::new(&app, account.unwrap().unwrap().id, "Gwen Rees", "gwen@bont.example");
    gwen.signs_in().await;
    assert!(
        gwen.names_at(&practice).await.contains(&"Gwen Rees".to_owned()),
        "may act"
    );
    let roles = async || {
        let standing = app
            .store
            .read()
            .members()
            .standing(gwen.id, practice.id, app.now())
            .await;
        standing.unwrap().unwrap().roles
    };
    assert_eq!(roles().await, [Role::ProviderUser], "the other role has yet to begin");
    app.clock.advance(TimeDelta::days(10));
    assert_eq!(roles().await, [Role::ProviderUser, Role::Reporting]);
    app.clock.advance(TimeDelta::days(30));
    assert_eq!(roles().await, [Role::ProviderUser], "and has ended");
    assert!(
        app.store.read().new_users().is_marked(gwen.id).await.unwrap(),
        "as ticked"
    );
    sian.signs_in().await;
    for call in ["send_new_user_letter_again", "withdraw_new_user"] {
        assert_eq!(
            sian.does(call, id).await.unwrap_err(),
            refused(Refusal::NoLongerStands),
            "{call}"
        );
    }
}

async fn whoever_confirms_before_there_is_a_role_is_in_with_the_first(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let id = sian.adds_new_user(&practice, "Gwen Rees", "gwen@bont.example").await;
    confirms(&app, "gwen@bont.example").await.expect("the link is good");
    assert_eq!(sian.new_user(id).await.unwrap().state, State::Open, "said to nobody");
    assert_eq!(sian.names_at(&practice).await, ["Siân Jones"]);
    sian.gives(id, Role::Reporting).await;
    assert_eq!(sian.new_user(id).await.unwrap().state, State::In);
    assert!(sian.names_at(&practice).await.contains(&"Gwen Rees".to_owned()));
}

async fn a_known_address_looks_the_same_and_its_owner_accepts(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwenllian Rees", "gwen@known.example").await;
    let mair = app.person("Mair Ellis", "mair@known.example").await;
    let mut seen = Vec::new();
    let mut ids = Vec::new();
    for email in ["gwen@known.example", "gwen@never.example"] {
        let receipt = sian.tries_to_add(&practice, "Gwen Rees", email).await.unwrap();
        assert_eq!(
            receipt.notice,
            Some(Notice::NewUserSaved {
                name: "Gwen Rees".into()
            })
        );
        let id = leads_to(&receipt);
        sian.gives(id, Role::ProviderUser).await;
        let view = serde_json::to_string(&sian.new_user(id).await.unwrap()).unwrap();
        seen.push(view.replace(email, "…").replace(&id.to_string(), "…"));
        ids.push(id);
    }
    assert_eq!(seen[0], seen[1], "known and unknown look the same");
    let letter = app.letters_to("gwen@known.example").await.remove(0);
    assert_eq!(
        (letter.name, letter.link),
        ("added_to_organisation", format!("/offers/{}", ids[0]))
    );

    for call in ["offer", "accept_offer", "decline_offer"] {
        let answer: Result<serde_json::Value, AppError> = mair.browser.call(call, &[("id", &ids[0].to_string())]).await;
        assert_eq!(answer.unwrap_err(), refused(Refusal::NotFound), "{call}");
    }
    let view: OfferView = gwen
        .browser
        .call("offer", &[("id", &ids[0].to_string())])
        .await
        .unwrap();
    assert_eq!(
        (view.by.as_str(), view.state, view.stands, view.roles.len()),
        ("Siân Jones", State::Open, true, 1)
    );
    assert!(
        gwen.practice_users(&practice).await.is_err(),
        "nothing before it is accepted"
    );
    let receipt = gwen.does("accept_offer", ids[0]).await.unwrap();
    assert_eq!(receipt.go_to, Page::Profile(practice.code.clone()));
    assert!(gwen.names_at(&practice).await.contains(&"Gwenllian Rees".to_owned()));
    assert!(
        !app.store.read().new_users().is_marked(gwen.id).await.unwrap(),
        "the mark is set at creation only"
    );
    assert_eq!(
        gwen.does("accept_offer", ids[0]).await.unwrap_err(),
        refused(Refusal::NoLongerStands)
    );

    let id = sian.adds_new_user(&practice, "Mair Ellis", "mair@known.example").await;
    assert_eq!(
        mair.does("accept_offer", id).await.unwrap_err(),
        refused(Refusal::NoRoleYet)
    );
    mair.does("decline_offer", id).await.expect("anybody may decline");
    assert_eq!(sian.new_user(id).await.unwrap().state, State::Declined);
    assert!(mair.practice_users(&practice).await.is_err());
}

async fn it_holds_only_while_its_giver_could_still_give_it(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@known.example").await;
    let id = sian.adds_new_user(&practice, "Gwen Rees", "gwen@known.example").await;
    let unknown = sian.adds_new_user(&practice, "Nia Lloyd", "nia@never.example").await;
    for one in [id, unknown] {
        sian.gives(one, Role::ProviderUser).await;
    }
    let users = huw.practice_users(&practice).await.unwrap().members;
    let member = users.iter().find(|row| row.name == "Siân Jones").unwrap().id;
    app.clock.advance(TimeDelta::minutes(1));
    huw.revokes(&practice, member).await.unwrap();
    let view: OfferView = gwen.browser.call("offer", &[("id", &id.to_string())]).await.unwrap();
    assert!(!view.stands);
    assert_eq!(
        gwen.does("accept_offer", id).await.unwrap_err(),
        refused(Refusal::NoLongerStands)
    );
    confirms(&app, "nia@never.example")
        .await
        .expect("the account is hers all the same");
    assert_eq!(huw.names_at(&practice).await, ["Huw Tomos"]);
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

async fn one_way_in_closes_the_others(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@known.example").await;
    let rhys = app.person("Rhys Owen", "rhys@known.example").await;
    let hers = sian.adds_new_user(&practice, "Gwen Rees", "gwen@known.example").await;
    sian.gives(hers, Role::ProviderUser).await;
    gwen.asks(&practice).await;
    gwen.does("accept_offer", hers).await.unwrap();
    let state = gwen.request_at(&practice).await.state;
    assert_eq!(
        state,
        domain::join_requests::StateTag::Withdrawn,
        "the request has had its purpose"
    );

    let his = sian.adds_new_user(&practice, "Rhys Owen", "rhys@known.example").await;
    let request = rhys.asks(&practice).await;
    sian.approves(&practice, request).await.unwrap();
    assert_eq!(
        sian.new_user(his).await.unwrap().state,
        State::In,
        "and so has the adding"
    );
    assert_eq!(
        rhys.does("accept_offer", his).await.unwrap_err(),
        refused(Refusal::NoLongerStands)
    );
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

#[tokio::test]
async fn what_cannot_be_added_stands_at_its_field() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let tried = async |by: &Person, name, email| by.tries_to_add(&practice, name, email).await.unwrap_err();
    assert_eq!(
        tried(&sian, "Huw Tomos", "HUW@bont.example").await,
        wrong(Field::Email, Problem::MemberThere)
    );
    assert_eq!(
        tried(&sian, "Reception Staff", "reception@bont.example").await,
        wrong(Field::Email, Problem::SharedMailbox)
    );
    assert_eq!(
        tried(&olwen, "Olwen Rees", "olwen@support.example").await,
        refused(Refusal::NotOnOneself)
    );
    sian.adds_new_user(&practice, "Gwen Rees", "gwen@bont.example").await;
    assert_eq!(
        tried(&sian, "Gwen Rees", "gwen@bont.example").await,
        wrong(Field::Email, Problem::AddedAlready)
    );
    let closed = app
        .organisation("W91009", "Closed Surgery", Kind::Practice, Status::Closed)
        .await;
    let answer = olwen
        .tries_to_add(&closed, "Gwen Rees", "gwen@bont.example")
        .await
        .unwrap_err();
    assert_eq!(answer, refused(Refusal::OrganisationNotOpen));
}

#[tokio::test]
async fn nobody_grants_above_their_rights() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let trust = app
        .organisation("R9Z", "Hospital Trust", Kind::Trust, Status::Active)
        .await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let dilys = app.person("Dilys Pugh", "dilys@trust.example").await;
    app.let_in(dilys.id, &trust, Role::Approver).await;
    let plain = app.person("Ifan Pugh", "ifan@trust.example").await;
    app.let_in(plain.id, &trust, Role::Reporting).await;
    let places = [
        (&sian, &practice, Kind::Practice),
        (&dilys, &trust, Kind::Trust),
        (&olwen, &trust, Kind::Trust),
    ];
    for (at, (by, place, kind)) in places.into_iter().enumerate() {
        let id = by
            .adds_new_user(place, "Gwen Rees", &format!("gwen{at}@never.example"))
            .await;
        for role in Role::ALL {
            let answer = by.tries_to_give(id, role, "", "").await;
            if domain::members::roles::can_be_given(role, kind) {
                assert!(answer.is_ok(), "{role:?} {answer:?}");
            } else {
                assert_eq!(
                    answer.unwrap_err(),
                    wrong(Field::Role, Problem::RoleNotHere),
                    "{role:?}"
                );
            }
        }
        let view = by.new_user(id).await.unwrap();
        assert!(view.grantable.is_empty());
        let never = [Role::RosteredMedic, Role::Support, Role::CommissioningAdministrator];
        assert!(view.roles.iter().all(|row| !never.contains(&row.role)));
    }
    let answer = plain
        .tries_to_add(&trust, "Gwen Rees", "gwen@other.example")
        .await
        .unwrap_err();
    assert_eq!(
        answer,
        refused(Refusal::NotAllowed),
        "a member who may not decide adds nobody"
    );
    let answer = sian
        .tries_to_add(&trust, "Gwen Rees", "gwen@other.example")
        .await
        .unwrap_err();
    assert_eq!(answer, refused(Refusal::NotFound), "nobody adds elsewhere");
}

#[tokio::test]
async fn access_is_copied_with_its_ends_in_place_of_what_waited() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let mair = app.member("Mair Ellis", "mair@castell.example", &elsewhere).await;
    let of = async |who: &Person, place: &Practice| {
        let member = app.store.read().members().of(who.id, place.id).await;
        member.unwrap().unwrap().id.to_string()
    };
    let (his, hers) = (of(&huw, &practice).await, of(&mair, &elsewhere).await);
    let fields = [
        ("code", "W91001"),
        ("id", his.as_str()),
        ("role", "reporting"),
        ("starts", ""),
        ("ends", "2025-12-24"),
    ];
    sian.browser.call::<Receipt>("grant_role", &fields).await.unwrap();
    let id = sian.adds_new_user(&practice, "Gwen Rees", "gwen@bont.example").await;
    sian.gives(id, Role::ProviderUser).await;
    let view: CopyView = sian
        .browser
        .call("access_to_copy", &[("id", &id.to_string())])
        .await
        .unwrap();
    assert_eq!(view.people.len(), 2);
    let id_text = id.to_string();
    let answer: Result<Receipt, AppError> = sian
        .browser
        .call("copy_access", &[("id", &id_text), ("member", &hers)])
        .await;
    assert_eq!(
        answer.unwrap_err(),
        refused(Refusal::NotFound),
        "only from the same organisation"
    );
    sian.browser
        .call::<Receipt>("copy_access", &[("id", &id_text), ("member", &his)])
        .await
        .unwrap();
    let waiting = sian.new_user(id).await.unwrap().roles;
    let waiting: Vec<_> = waiting.iter().map(|row| (row.role, row.ends_day.as_str())).collect();
    assert_eq!(
        waiting,
        [(Role::PracticeEnabledUser, ""), (Role::Reporting, "2025-12-24")]
    );
}

#[tokio::test]
async fn one_adds_people_where_one_decides_and_nowhere_else() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let mair = app.member("Mair Ellis", "mair@castell.example", &elsewhere).await;
    let nobody = app.person("Gwen Rees", "gwen@nowhere.example").await;
    let places: WhereView = sian
        .browser
        .call("places_for_new_user", &[("words", "")])
        .await
        .unwrap();
    assert_eq!(places.only, Some(practice.code.clone()));
    let found: WhereView = sian
        .browser
        .call("places_for_new_user", &[("words", "castell")])
        .await
        .unwrap();
    assert!(found.found.is_empty());
    let none: Result<WhereView, AppError> = nobody.browser.call("places_for_new_user", &[("words", "")]).await;
    assert_eq!(none.unwrap_err(), refused(Refusal::NotAllowed));
    let id = sian.adds_new_user(&practice, "Nia Lloyd", "nia@never.example").await;
    assert_eq!(mair.new_user(id).await.unwrap_err(), refused(Refusal::NotFound));
}

#[tokio::test]
async fn only_support_changes_the_mark_later_and_says_why() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let gwen = app.member("Gwen Rees", "gwen@bont.example", &practice).await;
    let id = gwen.id.to_string();
    let fields = |reason: &'static str| {
        [
            ("id", id.clone()),
            ("marked", "yes".to_owned()),
            ("reason", reason.to_owned()),
        ]
    };
    let marks = async |by: &Person, reason| {
        let fields = fields(reason);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        by.browser.call::<Receipt>("mark_medical_secretary", &fields).await
    };
    assert_eq!(
        marks(&sian, "She is one.").await.unwrap_err(),
        refused(Refusal::NotFound)
    );
    assert_eq!(
        marks(&olwen, "").await.unwrap_err(),
        wrong(Field::Reason, Problem::Missing)
    );
    marks(&olwen, "The practice manager rang.")
        .await
        .expect("support sets it");
    let view: MarkView = olwen.browser.call("medical_secretary", &[("id", &id)]).await.unwrap();
    assert!(view.marked);
    assert_eq!(
        marks(&olwen, "Again.").await.unwrap_err(),
        refused(Refusal::ChangedMeanwhile)
    );
}
