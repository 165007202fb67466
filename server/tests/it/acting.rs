//! Who may act? Asked outright: now, and at moments that have passed. That the answer agrees with every check, whatever
//! happened, is shown in `acting/history.rs`, and through the calls of the service in `acting/doings.rs`.

mod doings;
mod history;

use app::error::AppError;
use chrono::TimeDelta;
use domain::acting::{ActingView, AnswerView, Found, How, MissingView, Tense, Through};
use domain::form::{Field, Problem};
use domain::organisations::{Kind, Status};
use domain::permission::Role;
use domain::rosters::RosterName;
use domain::{Receipt, Refusal, RosterId};
use storage::NewRoster;

use crate::{Person, Practice, TestApp, on_both};

on_both!(
    what_somebody_could_do_in_the_past_is_told_from_what_happened,
    a_role_limited_to_a_group_counts_for_its_rosters_only,
    who_was_never_there_is_not_told_from_nobody,
    whom_is_meant_is_chosen_from_those_who_are_or_were_there,
    a_question_that_cannot_be_read_is_put_right_first,
);

/// A trust with a roster group, its approver, and somebody who plans rosters.
struct Trust {
    app: TestApp,
    place: Practice,
    medicine: RosterId,
    ward: RosterId,
    dilys: Person,
    ifan: Person,
}

impl Trust {
    async fn on(app: TestApp) -> Self {
        let place = app
            .organisation("R9Z", "Hospital Trust", Kind::Trust, Status::Active)
            .await;
        let medicine = roster(&app, &place, "Medicine", true, None).await;
        let ward = roster(&app, &place, "Ward 3", false, Some(medicine)).await;
        let dilys = app.person("Dilys Pugh", "dilys@trust.example").await;
        app.let_in(dilys.id, &place, Role::Approver).await;
        let ifan = app.person("Ifan Pugh", "ifan@trust.example").await;
        app.let_in(ifan.id, &place, Role::RosterManager).await;
        Self {
            app,
            place,
            medicine,
            ward,
            dilys,
            ifan,
        }
    }

    /// A day passes.
    fn next_day(&self) {
        self.app.clock.advance(TimeDelta::days(1));
    }

    async fn grants(&self, whose: &Person, role: Role, limit: Option<RosterId>) -> Receipt {
        let member = self.app.store.read().members().of(whose.id, self.place.id).await;
        let id = member.unwrap().expect("a member").id.to_string();
        let limit = limit.map(|limit| limit.to_string()).unwrap_or_default();
        let fields = [
            ("code", self.place.code.as_str()),
            ("id", id.as_str()),
            ("role", role.tag()),
            ("roster", limit.as_str()),
            ("starts", ""),
            ("ends", ""),
        ];
        self.signs_in_again().await;
        self.dilys.browser.call("grant_role", &fields).await.unwrap()
    }

    async fn revokes(&self, whose: &Person) -> Receipt {
        let member = self.app.store.read().members().of(whose.id, self.place.id).await;
        let id = member.unwrap().expect("a member").id;
        self.signs_in_again().await;
        self.dilys.revokes(&self.place, id).await.unwrap()
    }

    /// A day later a session is over, and so is the proof that it is she.
    async fn signs_in_again(&self) {
        self.dilys.signs_in().await;
    }

    async fn asks(&self, fields: &[(&str, &str)]) -> ActingView {
        self.signs_in_again().await;
        asks(&self.dilys, &self.place, fields).await.unwrap()
    }

    /// The answer about somebody.
    async fn answer(&self, about: &Person, fields: &[(&str, &str)]) -> AnswerView {
        let id = about.id.to_string();
        let all: Vec<(&str, &str)> = [("person", id.as_str())]
            .into_iter()
            .chain(fields.iter().copied())
            .collect();
        match self.asks(&all).await.found {
            Found::One(answer) => *answer,
            other => panic!("no answer but {other:?}"),
        }
    }
}

async fn roster(app: &TestApp, place: &Practice, name: &str, is_group: bool, group: Option<RosterId>) -> RosterId {
    let new = NewRoster {
        organisation: place.id,
        is_group,
        name: RosterName::parse(name).unwrap(),
        group,
    };
    let mut change = app.store.change().await.unwrap();
    let id = change.rosters().add(&new, app.now()).await.unwrap();
    let entry = app.entry(domain::audit::Event::RosterAdded).for_organisation(place.id);
    change.commit(entry).await.unwrap();
    id.expect("no other has the name")
}

async fn asks(by: &Person, place: &Practice, fields: &[(&str, &str)]) -> Result<ActingView, AppError> {
    let all: Vec<(&str, &str)> = [("code", place.code.as_str())]
        .into_iter()
        .chain(fields.iter().copied())
        .collect();
    by.browser.call("who_may_act", &all).await
}

async fn what_somebody_could_do_in_the_past_is_told_from_what_happened(app: TestApp) {
    let trust = Trust::on(app).await;
    let ifan = &trust.ifan;
    trust.next_day();
    trust.grants(ifan, Role::Reporting, None).await;
    trust.next_day();
    trust.revokes(ifan).await;
    trust.next_day();
    let reporting = |day: &'static str| [("role", "reporting"), ("day", day), ("time", "20:00")];
    // The set-up was on a Sunday afternoon, 23 November; reports came on the Monday.
    let before = trust.answer(ifan, &reporting("2025-11-22")).await;
    assert_eq!(before.tense, Tense::Past);
    assert_eq!((before.by.len(), before.missing), (0, vec![MissingView::Membership]));
    let sunday = trust.answer(ifan, &reporting("2025-11-23")).await;
    assert_eq!((sunday.by.len(), sunday.missing), (0, vec![MissingView::Role]));
    let monday = trust.answer(ifan, &reporting("2025-11-24")).await;
    assert!(monday.missing.is_empty());
    let [by] = monday.by.as_slice() else {
        panic!("not one role but {:?}", monday.by)
    };
    assert_eq!(
        (by.role, &by.through, by.ends),
        (Role::Reporting, &Through::Whole, None)
    );
    assert_eq!(
        (by.given.how, by.given.by.as_deref()),
        (How::Person, Some("Dilys Pugh"))
    );
    let tuesday = trust.answer(ifan, &reporting("2025-11-25")).await;
    assert!(
        matches!(tuesday.missing.as_slice(), [MissingView::Revoked { by: Some(by), .. }] if by == "Dilys Pugh"),
        "{:?}",
        tuesday.missing
    );
    let now = trust.answer(ifan, &[]).await;
    assert_eq!((now.tense, now.by.len()), (Tense::Present, 0));
    let any = trust.answer(ifan, &[("day", "2025-11-24"), ("time", "20:00")]).await;
    let roles: Vec<Role> = any.by.iter().map(|one| one.role).collect();
    assert_eq!(roles, [Role::Reporting, Role::RosterManager]);
    let someday = trust.answer(&trust.dilys, &[("day", "2031-01-01")]).await;
    assert_eq!((someday.tense, someday.by.len()), (Tense::Future, 1));
}

async fn a_role_limited_to_a_group_counts_for_its_rosters_only(app: TestApp) {
    let trust = Trust::on(app).await;
    let ifan = &trust.ifan;
    trust.grants(ifan, Role::Reporting, Some(trust.medicine)).await;
    let ward = trust.ward.to_string();
    let on_ward = trust.answer(ifan, &[("role", "reporting"), ("roster", &ward)]).await;
    assert_eq!(on_ward.roster.map(|roster| roster.name).as_deref(), Some("Ward 3"));
    let through = on_ward.by.into_iter().map(|one| one.through).next();
    assert!(matches!(through, Some(Through::Limit(group)) if group.name == "Medicine"));
    let whole = trust.answer(ifan, &[("role", "reporting")]).await;
    assert!(matches!(whole.missing.as_slice(), [MissingView::Wider(_)]));
    let planning = trust
        .answer(ifan, &[("role", "roster_manager"), ("roster", &ward)])
        .await;
    assert_eq!(
        planning.by[0].through,
        Through::Whole,
        "the whole organisation has its rosters in it"
    );
}

async fn who_was_never_there_is_not_told_from_nobody(app: TestApp) {
    let trust = Trust::on(app).await;
    let elsewhere = trust.app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = trust.app.member("Siân Jones", "sian@bont.example", &elsewhere).await;
    let id = sian.id.to_string();
    for asked in [
        ("who", "sian@bont.example"),
        ("who", "siân jones"),
        ("who", "nobody@nowhere.example"),
        ("who", "!!"),
        ("person", id.as_str()),
        ("person", "0190163d-8694-739b-aea5-966c26f8ad91"),
    ] {
        assert_eq!(trust.asks(&[asked]).await.found, Found::Nobody, "{asked:?}");
    }
    let outside = asks(&sian, &trust.place, &[("who", "ifan")]).await.unwrap_err();
    assert_eq!(outside, AppError::Refused(Refusal::NotFound));
    let above = trust.app.support("Bethan Rees", "bethan@support.example").await;
    assert!(asks(&above, &trust.place, &[("who", "ifan")]).await.is_ok());
}

async fn whom_is_meant_is_chosen_from_those_who_are_or_were_there(app: TestApp) {
    let trust = Trust::on(app).await;
    trust.revokes(&trust.ifan).await;
    let Found::Several { people, more } = trust.asks(&[("who", "pugh")]).await.found else {
        panic!("both are meant")
    };
    let names: Vec<&str> = people.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(
        (names.as_slice(), more),
        (["Dilys Pugh", "Ifan Pugh"].as_slice(), false)
    );
    for words in ["ifan", "PUGH IFA", "ifan@trust.example"] {
        let view = trust.asks(&[("who", words)]).await;
        assert_eq!(view.about.map(|one| one.person), Some(trust.ifan.id), "{words}");
    }
    assert_eq!(trust.asks(&[]).await.found, Found::NotAsked);
}

async fn a_question_that_cannot_be_read_is_put_right_first(app: TestApp) {
    let trust = Trust::on(app).await;
    let id = trust.ifan.id.to_string();
    let elsewhere = RosterId::parse("0190163d-8694-739b-aea5-966c26f8ad91")
        .unwrap()
        .to_string();
    for (field, text, at, problem) in [
        ("day", "yesterday", Field::Day, Problem::NotADay),
        ("time", "25:00", Field::Time, Problem::NotATime),
        ("role", "king", Field::Role, Problem::NotAChoice),
        ("roster", "ward", Field::Roster, Problem::NotAChoice),
        ("roster", elsewhere.as_str(), Field::Roster, Problem::NotAChoice),
    ] {
        let view = trust.asks(&[("person", id.as_str()), (field, text)]).await;
        assert_eq!(
            (view.found, view.wrong.of(at)),
            (Found::NotAsked, Some(problem)),
            "{text}"
        );
        assert_eq!(
            view.about.map(|one| one.person),
            Some(trust.ifan.id),
            "whoever was chosen stays"
        );
    }
}
