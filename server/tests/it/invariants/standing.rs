//! Whatever happens to those who may act, in any order (decision 6): somebody who may decide without an end is left, or two
//! support people agreed that nobody need be and the organisation is listed as an orphan; it has exactly one primary
//! contact; access follows from what the database says at once, and both databases end alike.

use app::error::AppError;
use chrono::TimeDelta;
use domain::audit::Event;
use domain::organisations::{FewApprovers, Kind, OrganisationSearch, Policy, Status};
use domain::permission::{Role, Scope};
use domain::{Clock, MemberId, Receipt};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use server::scheduler::Scheduler;

use crate::engines::block_on;
use crate::{Engine, PASSWORD, Person, Practice, TestApp};

/// One step of a history: who does what, about whom.
#[derive(Debug, Clone, Copy)]
enum Step {
    Revokes(usize, usize),
    Enables(usize, usize),
    Leaves(usize),
    Grants(usize, usize, Role, Option<u64>),
    GivesAnEnd(usize, usize, u64),
    Demotes(usize, usize),
    Disables(usize),
    Reopens(usize),
    Closes(usize),
    Asks(usize),
    Approves(usize, usize),
    Undoes(usize, usize),
    ProposesOverride(usize),
    ConfirmsOverride,
    ADayPasses,
}

/// Two approvers, somebody who reads reports, and somebody from elsewhere; after them two support people.
const CAST: usize = 4;
const SUPPORT: usize = CAST;
const SECOND: usize = CAST + 1;

fn step() -> impl Strategy<Value = Step> {
    let one = 0..CAST;
    let two = (0..=SUPPORT, 0..CAST);
    let role = prop_oneof![3 => Just(Role::Approver), 1 => Just(Role::Reporting)];
    let end = prop_oneof![2 => Just(None), 1 => (0_u64..3).prop_map(Some)];
    prop_oneof![
        4 => two.clone().prop_map(|(by, about)| Step::Revokes(by, about)),
        3 => two.clone().prop_map(|(by, about)| Step::Enables(by, about)),
        2 => one.clone().prop_map(Step::Leaves),
        4 => (two.clone(), role, end).prop_map(|((by, about), role, end)| Step::Grants(by, about, role, end)),
        3 => (two.clone(), 0_u64..3).prop_map(|((by, about), days)| Step::GivesAnEnd(by, about, days)),
        3 => two.clone().prop_map(|(by, about)| Step::Demotes(by, about)),
        2 => one.clone().prop_map(Step::Disables),
        3 => one.clone().prop_map(Step::Reopens),
        1 => one.clone().prop_map(Step::Closes),
        2 => one.clone().prop_map(Step::ProposesOverride),
        3 => Just(Step::ConfirmsOverride),
        2 => one.prop_map(Step::Asks),
        3 => two.clone().prop_map(|(by, about)| Step::Approves(by, about)),
        2 => two.prop_map(|(by, about)| Step::Undoes(by, about)),
        1 => Just(Step::ADayPasses),
    ]
}

#[test]
fn somebody_who_may_decide_is_left_or_it_is_an_orphan_whatever_happens() {
    let mut runner = TestRunner::new(Config {
        cases: 8,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&prop::collection::vec(step(), 15..50), |steps| {
            let on_sqlite = outcomes(Engine::sqlite(), &steps);
            if let Some(postgresql) = Engine::postgresql() {
                prop_assert_eq!(&on_sqlite, &outcomes(postgresql, &steps));
            }
            Ok(())
        })
        .unwrap();
}

/// A trust, where the role Approver decides.
struct Trust {
    app: TestApp,
    place: Practice,
    people: Vec<Person>,
}

/// Plays a history, checks the rules after every step, and tells how each step ended.
fn outcomes(engine: Engine, steps: &[Step]) -> Vec<String> {
    let mut told = Vec::new();
    block_on(async {
        let app = TestApp::with(engine, |config| config.undo = TimeDelta::seconds(30)).await;
        let trust = Trust::on(app).await;
        for step in steps {
            trust.app.clock.advance(TimeDelta::seconds(1));
            let outcome = match trust.play(*step).await {
                Some(Ok(receipt)) => format!("{:?}", receipt.notice),
                Some(Err(refused)) => format!("{refused:?}"),
                None => "nothing to do".to_owned(),
            };
            told.push(format!("{step:?}: {outcome}"));
            trust.check(&told).await;
        }
        trust.app.store.close().await;
    });
    told
}

impl Trust {
    async fn on(app: TestApp) -> Self {
        let place = app
            .organisation("R9Z", "Hospital Trust", Kind::Trust, Status::Active)
            .await;
        let mut people = Vec::new();
        for (name, email, role) in [
            ("Dilys Pugh", "dilys@trust.example", Some(Role::Approver)),
            ("Ifan Pugh", "ifan@trust.example", Some(Role::Approver)),
            ("Nest Parry", "nest@trust.example", Some(Role::Reporting)),
            ("Rhys Owen", "rhys@trust.example", None),
        ] {
            let person = app.person(name, email).await;
            if let Some(role) = role {
                app.let_in(person.id, &place, role).await;
            }
            people.push(person);
        }
        people.push(app.support("Olwen Rees", "olwen@support.example").await);
        people.push(app.support("Owain Puw", "owain@support.example").await);
        Self { app, place, people }
    }

    async fn play(&self, step: Step) -> Option<Result<Receipt, AppError>> {
        let code = self.place.code.as_str();
        match step {
            Step::Revokes(by, about) => Some(self.people[by].revokes(&self.place, self.member(about).await?).await),
            Step::Enables(by, about) => {
                let id = self.member(about).await?.to_string();
                Some(self.asks(by, "enable_member", &[("code", code), ("id", &id)]).await)
            }
            Step::Leaves(who) => Some(self.asks(who, "leave_organisation", &[("code", code)]).await),
            Step::Grants(by, about, role, end) => self.places("grant_role", by, about, role, end).await,
            Step::GivesAnEnd(by, about, days) => {
                self.places("change_role", by, about, Role::Approver, Some(days)).await
            }
            Step::Demotes(by, about) => self.places("remove_role", by, about, Role::Approver, None).await,
            Step::Disables(about) => {
                let id = self.people[about].id.to_string();
                let reason = [("id", id.as_str()), ("reason", "left")];
                if let Err(refused) = self.asks(SUPPORT, "choose_disabling_reason", &reason).await {
                    return Some(Err(refused));
                }
                Some(self.asks(SUPPORT, "disable_account", &[("id", &id)]).await)
            }
            Step::Reopens(about) => {
                let id = self.people[about].id.to_string();
                let fields = [("id", id.as_str()), ("reason", "Is back.")];
                let reopened = self.asks(SUPPORT, "reopen_account", &fields).await;
                self.sign_in(about).await;
                Some(reopened)
            }
            Step::Closes(who) => Some(self.asks(who, "close_my_account", &[("password", PASSWORD)]).await),
            Step::Asks(who) => Some(self.people[who].tries_to_ask(&self.place, Role::Approver).await),
            Step::Approves(by, about) => {
                let request = self.newest_request(about).await?;
                let fields = [("code", code), ("id", request.as_str()), ("reason", "Known to us.")];
                Some(self.asks(by, "approve_join_request", &fields).await)
            }
            Step::Undoes(by, about) => {
                let request = self.newest_request(about).await?;
                Some(
                    self.asks(by, "undo_decision", &[("code", code), ("id", &request)])
                        .await,
                )
            }
            Step::ProposesOverride(about) => {
                let id = self.people[about].id.to_string();
                let fields = [
                    ("id", id.as_str()),
                    ("organisation", code),
                    ("reason", "Cannot be reached."),
                ];
                Some(self.asks(SUPPORT, "propose_override", &fields).await)
            }
            Step::ConfirmsOverride => {
                let waits = self.app.store.read().proposals().open().await.unwrap();
                let id = waits.first()?.proposal.id.to_string();
                Some(self.asks(SECOND, "confirm_proposal", &[("id", &id)]).await)
            }
            Step::ADayPasses => {
                self.app.clock.advance(TimeDelta::days(1));
                Scheduler::new(self.app.needed()).round().await;
                for who in 0..=SECOND {
                    self.sign_in(who).await;
                }
                None
            }
        }
    }

    async fn asks(&self, by: usize, call: &str, fields: &[(&str, &str)]) -> Result<Receipt, AppError> {
        self.people[by].browser.call(call, fields).await
    }

    /// Gives a role or changes one, until the end of the day so many days from now.
    async fn places(
        &self,
        call: &str,
        by: usize,
        about: usize,
        role: Role,
        end: Option<u64>,
    ) -> Option<Result<Receipt, AppError>> {
        let id = self.member(about).await?.to_string();
        let today = self.app.clock.now().in_london().date();
        let ends = end.and_then(|days| today.checked_add_days(chrono::Days::new(days)));
        let ends = ends.map(|day| day.to_string()).unwrap_or_default();
        let fields = [
            ("code", self.place.code.as_str()),
            ("id", id.as_str()),
            ("role", role.tag()),
            ("starts", ""),
            ("ends", ends.as_str()),
        ];
        Some(self.asks(by, call, &fields).await)
    }

    async fn member(&self, who: usize) -> Option<MemberId> {
        let member = self
            .app
            .store
            .read()
            .members()
            .of(self.people[who].id, self.place.id)
            .await;
        member.unwrap().map(|member| member.id)
    }

    async fn newest_request(&self, who: usize) -> Option<String> {
        let requests = self
            .app
            .store
            .read()
            .join_requests()
            .of_person(self.people[who].id)
            .await;
        requests.unwrap().first().map(|applied| applied.request.id.to_string())
    }

    /// Signs somebody in where the account is open.
    async fn sign_in(&self, who: usize) {
        let person = &self.people[who];
        // A closed account stays out; whether it should is what is checked after each step.
        let _ = person.tries_to_sign_in(PASSWORD).await;
    }

    /// Nobody decides without an end: only by an override that was used, and then support sees it in its list.
    async fn must_be_a_listed_orphan(&self, told: &[String]) {
        let mut read = self.app.store.read();
        let only = [Event::LastApproverOverridden];
        let used = read.audit().of_organisation(self.place.id, Some(&only), None, 1).await;
        assert!(
            !used.unwrap().is_empty(),
            "nobody may decide without an end, and nobody overrode it, after\n{}",
            told.join("\n")
        );
        let search = OrganisationSearch {
            few_approvers: true,
            ..OrganisationSearch::default()
        };
        let now = self.app.clock.now();
        let listed = read
            .organisations()
            .list(Scope::Everything, &search, now)
            .await
            .unwrap();
        let listed = listed.rows.iter().find(|row| row.organisation.code == self.place.code);
        let few = listed.and_then(|row| row.staffing.few(&row.organisation, row.policy));
        let staffing = read.organisations().staffing(self.place.id, now).await.unwrap();
        let needs_somebody = staffing.people > 0 || staffing.waiting > 0;
        assert_eq!(
            few.is_some_and(FewApprovers::is_orphan),
            needs_somebody,
            "{staffing:?} after\n{}",
            told.join("\n")
        );
    }

    /// Where somebody may act there is a primary contact, and it is somebody who may act.
    async fn must_have_one_contact(&self, told: &[String]) {
        let now = self.app.clock.now();
        let mut read = self.app.store.read();
        let contact = read.primary_contacts().of(self.place.id, now).await.unwrap();
        let active = read
            .members()
            .active(self.place.id, domain::members::Sort::default(), now)
            .await;
        let active = active.unwrap();
        let acting: Vec<_> = active
            .iter()
            .filter(|one| one.member.roles.iter().any(|span| span.holds(now)))
            .map(|one| one.account.id)
            .collect();
        match contact {
            Some(contact) => assert!(acting.contains(&contact.id), "after\n{}", told.join("\n")),
            None => assert!(acting.is_empty(), "nobody is it after\n{}", told.join("\n")),
        }
    }

    async fn check(&self, told: &[String]) {
        let now = self.app.clock.now();
        let lasting = self
            .app
            .store
            .read()
            .organisations()
            .lasting_under(self.place.id, Policy::ApproverRole, now)
            .await
            .unwrap();
        if lasting == 0 {
            self.must_be_a_listed_orphan(told).await;
        }
        self.must_have_one_contact(told).await;
        let active = self
            .app
            .store
            .read()
            .members()
            .active(self.place.id, domain::members::Sort::default(), now)
            .await
            .unwrap();
        for person in &self.people[..CAST] {
            let acts = active
                .iter()
                .find(|one| one.account.id == person.id)
                .is_some_and(|one| one.member.roles.iter().any(|span| span.holds(now)));
            let sees = person.practice_users(&self.place).await.is_ok();
            assert!(
                !sees || acts,
                "{} sees what is over after\n{}",
                person.name,
                told.join("\n")
            );
        }
    }
}
