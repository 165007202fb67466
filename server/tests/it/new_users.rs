//! New users (S67 to S78): added, then confirmed or accepted; alike for known and unknown addresses. What may be typed is
//! in `new_users/details.rs`, what may be given in `roles.rs`,
//! limited to rosters in `limited.rs`; in `letters.rs` how long a letter's link leads in, and in
//! `invited.rs` what the link of an invitation does; in `reminding.rs` what follows where nobody answers.

mod details;
pub(crate) mod invited;
mod letters;
mod limited;
mod reminding;
mod roles;

use app::error::AppError;
use chrono::TimeDelta;
use domain::audit::Event;
use domain::form::{Field, Problem};
use domain::new_users::{NewUserView, OfferView, State};
use domain::organisations::Policy;
use domain::permission::Role;
use domain::{FieldErrors, Language, NewUserId, Notice, Page, Receipt, Refusal};

use crate::{PASSWORD, Person, Practice, TestApp, on_both};

on_both!(
    a_new_address_is_confirmed_and_is_in_with_the_roles,
    whoever_confirms_before_there_is_a_role_is_in_with_the_first,
    a_known_address_looks_the_same_and_its_owner_accepts,
    one_way_in_closes_the_others,
);

/// From now on only those with the role *Approver* decide at a practice.
async fn only_approvers_decide(app: &TestApp, practice: &Practice) {
    let mut change = app.store.change().await.unwrap();
    let organisations = change.organisations();
    organisations
        .set_policy(practice.id, Policy::ApproverRole, app.now())
        .await
        .unwrap();
    let entry = app.entry(Event::PolicyChanged).for_organisation(practice.id);
    change.commit(entry).await.unwrap();
}

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
