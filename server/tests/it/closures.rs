//! Organisations that the register closes: what an import tells and ends at once, who decides about their people, how they
//! end or move, and what the register's opening one again leaves as it is.

mod moving;
mod pages;

use app::error::AppError;
use chrono::{NaiveDate, TimeDelta};
use domain::audit::Event;
use domain::closures::{ClosureList, ClosureView};
use domain::form::{Field, Problem};
use domain::home::{Counted, Tiles};
use domain::imports::ImportView;
use domain::join_requests::StateTag;
use domain::organisations::{Kind, OrganisationDetails, OrganisationsFound, Status};
use domain::permission::{Action, Role};
use domain::pre_approvals::Source;
use domain::{BatchId, FieldErrors, MemberId, OdsCode, Receipt, Refusal};
use storage::{BatchOf, Housekeeping, RegisterRow};

use crate::test_app::register_row;
use crate::{Person, Practice, TestApp, on_both};

on_both!(
    an_import_that_closes_an_organisation_tells_whom_it_concerns_and_ends_nobodys_access,
    only_those_above_decide_and_only_with_a_recent_proof,
    access_ends_by_decision_also_that_of_the_last_approver,
    a_closed_organisation_needs_no_last_approver,
    what_was_given_there_no_longer_counts,
    what_the_register_opens_again_is_as_it_was_left,
);

/// A practice beneath a board, one that takes its people, and everybody whom a rule tells apart.
pub(crate) struct Town {
    pub(crate) app: TestApp,
    pub(crate) bont: Practice,
    pub(crate) castell: Practice,
    /// Decide for the practice that closes.
    pub(crate) sian: Person,
    pub(crate) huw: Person,
    /// Decides for the other.
    pub(crate) cai: Person,
    /// Administers the board above both.
    pub(crate) dai: Person,
    pub(crate) olwen: Person,
}

impl Town {
    pub(crate) async fn on(app: TestApp) -> Self {
        let bont = app.practice_beneath("W91001", "Meddygfa'r Bont", "7A1").await;
        let castell = app.practice_beneath("W91002", "Canolfan Iechyd y Castell", "7A1").await;
        let dai = app.administrator("Dai Price", "dai@board.example", "7A1").await;
        let sian = app.member("Siân Jones", "sian@bont.example", &bont).await;
        let huw = app.member("Huw Tomos", "huw@bont.example", &bont).await;
        let cai = app.member("Cai Puw", "cai@castell.example", &castell).await;
        let olwen = app.support("Olwen Rees", "olwen@support.example").await;
        Self {
            app,
            bont,
            castell,
            sian,
            huw,
            cai,
            dai,
            olwen,
        }
    }

    /// The register says that the practice is closed, or open.
    pub(crate) async fn register_says(&self, status: Status) -> BatchId {
        let batch = self.app.stages(&self.bont, status).await;
        self.applies(batch).await;
        batch
    }

    async fn applies(&self, batch: BatchId) {
        self.olwen.signs_in().await;
        let id = batch.to_string();
        let fields = [("id", id.as_str())];
        self.olwen
            .browser
            .call::<Receipt>("apply_register", &fields)
            .await
            .unwrap();
    }

    pub(crate) async fn member_at(&self, who: &Person, place: &Practice) -> MemberId {
        let member = self.app.store.read().members().of(who.id, place.id).await;
        member.unwrap().unwrap().id
    }

    /// Somebody decides about some of the people of the practice that closed.
    pub(crate) async fn decides(
        &self,
        by: &Person,
        about: &[&Person],
        to: Option<&Practice>,
    ) -> Result<Receipt, AppError> {
        let mut ids = Vec::new();
        for who in about {
            ids.push(self.member_at(who, &self.bont).await.to_string());
        }
        let mut fields = closure_fields(&self.bont, to);
        fields.extend(ids.iter().map(|id| ("ticked[]", id.as_str())));
        by.browser.call("decide_closure", &fields).await
    }

    /// The page of Y Bont, as administrators see it.
    pub(crate) async fn details(&self, who: &Person) -> OrganisationDetails {
        let fields = [("code", self.bont.code.as_str())];
        who.browser.call("organisation_details", &fields).await.unwrap()
    }
}

/// The fields of a decision but for whom it is about.
pub(crate) fn closure_fields<'a>(at: &'a Practice, to: Option<&'a Practice>) -> Vec<(&'static str, &'a str)> {
    let (fate, successor) = to.map_or(("end", ""), |to| ("move", to.code.as_str()));
    vec![
        ("code", at.code.as_str()),
        ("fate", fate),
        ("successor", successor),
        ("reason", "The partners retire."),
    ]
}

impl TestApp {
    /// An import that waits to be applied and gives a practice beneath the board 7A1 this status.
    pub(crate) async fn stages(&self, practice: &Practice, status: Status) -> BatchId {
        let row = RegisterRow {
            commissioner: Some(OdsCode::parse("7A1").unwrap()),
            closed_on: (status == Status::Closed).then(|| NaiveDate::from_ymd_opt(2025, 10, 31).unwrap()),
            ..register_row(practice, Kind::Practice, status)
        };
        let (batch, now) = (BatchId::new(storage::fresh(self.now())), self.now());
        let mut change = self.store.change().await.unwrap();
        let begun = change.imports();
        begun
            .begin(batch, BatchOf::Register, "register.csv", None, now)
            .await
            .unwrap();
        change.imports().has_read(batch, 1, 1, &[]).await.unwrap();
        change.imports().stage(batch, &[row], now).await.unwrap();
        assert!(change.imports().ready(batch, now).await.unwrap());
        change.commit_housekeeping(Housekeeping::Staging).await.unwrap();
        batch
    }
}

async fn list(who: &Person) -> Result<Vec<(String, u32)>, AppError> {
    let list: ClosureList = who.browser.call("closures", &[]).await?;
    let rows = list.rows.into_iter();
    Ok(rows
        .map(|row| (row.organisation.code.to_string(), row.people))
        .collect())
}

async fn tile(who: &Person) -> Option<Counted> {
    who.browser.call::<Tiles>("tiles", &[]).await.unwrap().closures
}

fn refused(refusal: Refusal) -> AppError {
    AppError::Refused(refusal)
}

async fn an_import_that_closes_an_organisation_tells_whom_it_concerns_and_ends_nobodys_access(app: TestApp) {
    let town = Town::on(app).await;
    let elsewhere = town.app.administrator("Mair Ellis", "mair@other.example", "7A2").await;
    let gwen = town.app.person("Gwen Rees", "gwen@bont.example").await;
    gwen.asks(&town.bont).await;
    let batch = town.app.stages(&town.bont, Status::Closed).await;
    let import: ImportView = town
        .olwen
        .browser
        .call("register_import", &[("id", &batch.to_string())])
        .await
        .unwrap();
    let closing = &import.difference.closing;
    assert_eq!((closing.len(), import.difference.closing_count), (1, 1));
    assert_eq!((closing[0].people, closing[0].requests), (2, 1));
    let before = town.app.letters().await.len();

    town.applies(batch).await;
    let request = gwen.request_at(&town.bont).await;
    assert_eq!(request.state, StateTag::Expired);
    let letter = &town.app.letters_to("gwen@bont.example").await[0];
    assert_eq!(letter.name, "request_closed");
    assert!(letter.text.contains("your request has ended"), "{}", letter.text);
    for email in ["olwen@support.example", "dai@board.example"] {
        let letter = &town.app.letters_to(email).await[0];
        assert_eq!(letter.name, "organisations_closed");
        assert!(
            letter.text.contains("Meddygfa'r Bont (W91001): 2 people"),
            "{}",
            letter.text
        );
        assert_eq!(letter.link, "/closed-organisations");
    }
    assert_eq!(town.app.letters().await.len(), before + 3, "nobody else is written to");
    assert_eq!(town.app.count_of(&town.bont, Event::RequestClosed).await, 1);

    assert!(
        town.sian.practice_users(&town.bont).await.is_ok(),
        "she keeps her access"
    );
    let details = town.details(&town.sian).await;
    assert!(!details.may.contains(&Action::DecideClosure));
    assert_eq!(details.organisation.closed_on.unwrap().to_string(), "2025-10-31");
    let again = gwen.tries_to_ask(&town.bont, Role::PracticeEnabledUser).await;
    assert_eq!(again.unwrap_err(), refused(Refusal::OrganisationNotOpen));

    let one = [("W91001".to_owned(), 2)];
    for who in [&town.olwen, &town.dai] {
        assert_eq!(list(who).await.unwrap(), one);
        assert_eq!(tile(who).await.unwrap().count, 1);
        assert!(town.details(who).await.may.contains(&Action::DecideClosure));
    }
    for who in [&elsewhere, &town.sian] {
        assert_eq!(list(who).await.unwrap(), [], "it is not theirs to decide");
    }
    assert_eq!(tile(&elsewhere).await.unwrap().count, 0);
    assert_eq!(tile(&town.sian).await, None);
    assert_eq!(list(&gwen).await.unwrap_err(), refused(Refusal::NotAllowed));

    // The same again changes nothing and tells nobody.
    let letters = town.app.letters().await.len();
    town.register_says(Status::Closed).await;
    assert_eq!(town.app.letters().await.len(), letters);
}

async fn only_those_above_decide_and_only_with_a_recent_proof(app: TestApp) {
    let town = Town::on(app).await;
    let mair = town.app.administrator("Mair Ellis", "mair@other.example", "7A2").await;
    let rhys = town.app.person("Rhys Owen", "rhys@nowhere.example").await;
    let not_yet = town.decides(&town.olwen, &[&town.huw], None).await;
    assert_eq!(not_yet.unwrap_err(), refused(Refusal::StillOpen));
    town.register_says(Status::Closed).await;
    let nobody = Person::new(&town.app, rhys.id, &rhys.name, &rhys.email);
    for (who, refusal) in [
        (&town.sian, refused(Refusal::NotAllowed)),
        (&town.cai, refused(Refusal::NotFound)),
        (&mair, refused(Refusal::NotFound)),
        (&rhys, refused(Refusal::NotFound)),
        (&nobody, AppError::SignInFirst),
    ] {
        let code = [("code", "W91001")];
        let looked = who.browser.call::<ClosureView>("closure", &code).await;
        assert_eq!(looked.unwrap_err(), refusal, "{}", who.name);
        let decided = town.decides(who, &[&town.huw], None).await;
        assert_eq!(decided.unwrap_err(), refusal, "{}", who.name);
    }
    // Not about oneself, whatever else one may do.
    town.app.let_in(town.dai.id, &town.bont, Role::ProviderUser).await;
    let oneself = town.decides(&town.dai, &[&town.dai, &town.huw], None).await;
    assert_eq!(oneself.unwrap_err(), refused(Refusal::NotOnOneself));
    assert!(town.huw.practice_users(&town.bont).await.is_ok(), "all or nothing");
    // Where they move, whoever moves them must be able to let people in.
    let far = town.app.practice_beneath("W91003", "Meddygfa Bell", "7A2").await;
    let id = town.member_at(&town.huw, &town.bont).await.to_string();
    let mut fields = closure_fields(&town.bont, Some(&far));
    fields.push(("ticked[]", &id));
    let chosen = town.dai.browser.call::<Receipt>("choose_closure", &fields).await;
    let wrong = FieldErrors::one(Field::Successor, Problem::NotYoursToDecide);
    assert_eq!(chosen.unwrap_err(), AppError::Invalid(wrong));
    let decided = town.decides(&town.dai, &[&town.huw], Some(&far)).await;
    assert_eq!(decided.unwrap_err(), refused(Refusal::NotFound));

    town.app.clock.advance(TimeDelta::minutes(16));
    let looks: ClosureView = town.dai.browser.call("closure", &[("code", "W91001")]).await.unwrap();
    assert_eq!(looks.people.len(), 3);
    assert!(looks.people.iter().any(|person| person.oneself));
    let decided = town.decides(&town.dai, &[&town.huw], None).await;
    assert_eq!(decided.unwrap_err(), refused(Refusal::ProveItIsYou));
    town.dai.signs_in().await;
    town.decides(&town.dai, &[&town.huw], None).await.unwrap();
    assert!(town.huw.practice_users(&town.bont).await.is_err());
}

async fn access_ends_by_decision_also_that_of_the_last_approver(app: TestApp) {
    let town = Town::on(app).await;
    town.register_says(Status::Closed).await;
    town.decides(&town.dai, &[&town.huw], None).await.unwrap();
    assert!(town.sian.practice_users(&town.bont).await.is_ok(), "one by one");
    let again = town.decides(&town.dai, &[&town.huw], None).await;
    assert_eq!(again.unwrap_err(), refused(Refusal::ChangedMeanwhile));
    town.decides(&town.dai, &[&town.sian], None).await.unwrap();
    for who in [&town.sian, &town.huw] {
        assert!(who.practice_users(&town.bont).await.is_err(), "out at once");
        let mut letters = town.app.letters_to(&who.email).await;
        // The primary contact hears of that as well.
        letters.retain(|letter| !letter.name.starts_with("primary_contact_"));
        assert_eq!((letters.len(), letters[0].name), (1, "access_closed"));
        assert!(letters[0].text.contains("The partners retire."));
    }
    assert_eq!(town.app.count_of(&town.bont, Event::MemberRevoked).await, 2);
    assert_eq!(list(&town.dai).await.unwrap(), []);
    let details = town.details(&town.olwen).await;
    assert!(details.staffing.people == 0 && details.organisation.successor.is_none());
    assert!(!details.may.contains(&Action::DecideClosure), "nobody waits any more");
}

async fn a_closed_organisation_needs_no_last_approver(app: TestApp) {
    let town = Town::on(app).await;
    town.huw.leaves(&town.bont).await.unwrap();
    assert_eq!(
        town.sian.leaves(&town.bont).await.unwrap_err(),
        refused(Refusal::LastApprover)
    );
    let id = town.sian.id.to_string();
    let reason = [("id", id.as_str()), ("reason", "left")];
    let chooses = town.olwen.browser.call::<Receipt>("choose_disabling_reason", &reason);
    chooses.await.unwrap();
    let disabled = town
        .olwen
        .browser
        .call::<Receipt>("disable_account", &[("id", &id)])
        .await;
    assert_eq!(disabled.unwrap_err(), refused(Refusal::LastApprover));
    let member = town.member_at(&town.sian, &town.bont).await;
    assert_eq!(
        town.olwen.revokes(&town.bont, member).await.unwrap_err(),
        refused(Refusal::LastApprover)
    );
    let member = member.to_string();
    let end = [
        ("code", "W91001"),
        ("id", member.as_str()),
        ("role", "practice_enabled_user"),
        ("starts", ""),
        ("ends", "2026-01-31"),
    ];
    let ends = town.olwen.browser.call::<Receipt>("change_role", &end).await;
    assert_eq!(ends.unwrap_err(), refused(Refusal::LastApprover));

    town.register_says(Status::Closed).await;
    let users = town.olwen.practice_users(&town.bont).await.unwrap();
    assert_eq!(users.members[0].revocable, domain::members::Revocable::Yes);
    town.olwen.browser.call::<Receipt>("change_role", &end).await.unwrap();
    let mut no_end = end;
    no_end[4] = ("ends", "");
    town.olwen
        .browser
        .call::<Receipt>("change_role", &no_end)
        .await
        .unwrap();
    town.sian.leaves(&town.bont).await.unwrap();
    assert_eq!(list(&town.olwen).await.unwrap(), [], "nobody is left to decide about");
}

async fn what_was_given_there_no_longer_counts(app: TestApp) {
    let town = Town::on(app).await;
    let source = Source::GivenBy(town.sian.id);
    town.app
        .pre_approve(&town.bont, "Elin Morgan", "elin@bont.example", source)
        .await;
    let rhys = town.app.person("Rhys Owen", "rhys@nowhere.example").await;
    let offer = town.sian.adds_new_user(&town.bont, &rhys.name, &rhys.email).await;
    town.sian.gives(offer, Role::ProviderUser).await;
    town.register_says(Status::Closed).await;
    let elin = town.app.person("Elin Morgan", "elin@bont.example").await;
    let asks = elin.tries_to_ask(&town.bont, Role::PracticeEnabledUser).await;
    assert_eq!(asks.unwrap_err(), refused(Refusal::OrganisationNotOpen));
    let offer = offer.to_string();
    let fields = [("id", offer.as_str())];
    let accepts = rhys.browser.call::<Receipt>("accept_offer", &fields).await;
    assert_eq!(accepts.unwrap_err(), refused(Refusal::NoLongerStands));
    // Nothing is lost where the register opens it again.
    town.register_says(Status::Active).await;
    elin.tries_to_ask(&town.bont, Role::PracticeEnabledUser).await.unwrap();
    assert!(elin.practice_users(&town.bont).await.is_ok(), "let in at once");
    rhys.browser.call::<Receipt>("accept_offer", &fields).await.unwrap();
}

async fn what_the_register_opens_again_is_as_it_was_left(app: TestApp) {
    let town = Town::on(app).await;
    let nest = town.app.member("Nest Parry", "nest@bont.example", &town.bont).await;
    town.register_says(Status::Closed).await;
    town.decides(&town.olwen, &[&town.huw], None).await.unwrap();
    town.decides(&town.olwen, &[&nest], Some(&town.castell)).await.unwrap();
    let found: OrganisationsFound = town
        .cai
        .browser
        .call("search_organisations", &[("words", "W91001")])
        .await
        .unwrap();
    assert_eq!(found.organisations[0].successor.as_ref(), Some(&town.castell.code));
    assert_eq!(list(&town.olwen).await.unwrap(), [("W91001".to_owned(), 1)]);

    town.register_says(Status::Active).await;
    assert!(!town.details(&town.olwen).await.may.contains(&Action::DecideClosure));
    assert_eq!(list(&town.olwen).await.unwrap(), []);
    assert!(town.sian.practice_users(&town.bont).await.is_ok(), "she kept it");
    assert!(nest.practice_users(&town.bont).await.is_err(), "nobody is moved back");
    assert!(nest.practice_users(&town.castell).await.is_ok());
    let view = town.olwen.practice_users(&town.bont).await.unwrap().organisation;
    assert_eq!(view.successor, None);
    assert_eq!(town.app.count_of(&town.bont, Event::SuccessorChanged).await, 2);
    for who in [&town.huw, &nest] {
        let id = town.member_at(who, &town.bont).await.to_string();
        let fields = [("code", "W91001"), ("id", id.as_str())];
        town.olwen
            .browser
            .call::<Receipt>("enable_member", &fields)
            .await
            .unwrap();
        assert!(who.practice_users(&town.bont).await.is_ok());
    }
}
