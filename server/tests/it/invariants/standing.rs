//! Whatever happens to those who may act, in any order (decision 6; invariant 7): somebody who may decide without an end is
//! left, or two support people agreed that nobody need be and the organisation is listed as an orphan; it has exactly one
//! primary contact; nobody lengthens their own; access follows from what the database says at once, and both databases end
//! alike. Where the register closes the organisation, nobody needs to be left, and whoever is waits for a decision.

use std::sync::atomic::{AtomicBool, Ordering};

use app::error::AppError;
use chrono::TimeDelta;
use domain::audit::Event;
use domain::closures::ClosureList;
use domain::organisations::{FewApprovers, Kind, OrganisationSearch, Policy, Status};
use domain::permission::{Role, Scope};
use domain::{Clock, MemberId, Moment, Receipt};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use server::scheduler::Scheduler;

use crate::both::block_on;
use crate::closures::closure_fields;
use crate::{Database, PASSWORD, Person, Practice, TestApp};

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
    /// The register closes the trust, or opens it again.
    TheRegisterSays(Status),
    /// Support ends somebody's access at the closed trust, or moves them to its successor.
    IsEnded(usize),
    IsMoved(usize),
    AsksToKeep(usize, Role),
    Extends(usize, usize),
    TurnsDown(usize, usize),
    ProposesOverride(usize),
    ConfirmsOverride,
    ADayPasses,
}

impl Step {
    /// Who does it; nobody where time does.
    const fn by(self) -> Option<usize> {
        match self {
            Self::Revokes(by, _)
            | Self::Enables(by, _)
            | Self::Leaves(by)
            | Self::Grants(by, ..)
            | Self::GivesAnEnd(by, ..)
            | Self::Demotes(by, _)
            | Self::Closes(by)
            | Self::Asks(by)
            | Self::Approves(by, _)
            | Self::Undoes(by, _)
            | Self::AsksToKeep(by, _)
            | Self::Extends(by, _)
            | Self::TurnsDown(by, _) => Some(by),
            Self::Disables(_)
            | Self::Reopens(_)
            | Self::ProposesOverride(_)
            | Self::TheRegisterSays(_)
            | Self::IsEnded(_)
            | Self::IsMoved(_) => Some(SUPPORT),
            Self::ConfirmsOverride => Some(SECOND),
            Self::ADayPasses => None,
        }
    }
}

/// Two approvers, somebody who reads reports, and somebody from elsewhere; after them two support people.
const CAST: usize = 4;
const SUPPORT: usize = CAST;
const SECOND: usize = CAST + 1;

fn step() -> impl Strategy<Value = Step> {
    let one = 0..CAST;
    let two = (0..=SUPPORT, 0..CAST);
    let role = prop_oneof![3 => Just(Role::Approver), 1 => Just(Role::Reporting)];
    let kept = prop_oneof![3 => Just(Role::Approver), 1 => Just(Role::Reporting)];
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
        2 => one.clone().prop_map(Step::Asks),
        2 => one.prop_map(Step::ProposesOverride),
        3 => Just(Step::ConfirmsOverride),
        3 => two.clone().prop_map(|(by, about)| Step::Approves(by, about)),
        2 => prop_oneof![Just(Status::Closed), Just(Status::Active)].prop_map(Step::TheRegisterSays),
        2 => (0..CAST).prop_map(Step::IsEnded),
        1 => (0..CAST).prop_map(Step::IsMoved),
        2 => two.clone().prop_map(|(by, about)| Step::Undoes(by, about)),
        3 => (0..CAST, kept).prop_map(|(by, role)| Step::AsksToKeep(by, role)),
        3 => two.clone().prop_map(|(by, about)| Step::Extends(by, about)),
        1 => two.prop_map(|(by, about)| Step::TurnsDown(by, about)),
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
            let on_sqlite = outcomes(Database::sqlite(), &steps);
            if let Some(postgresql) = Database::postgresql() {
                prop_assert_eq!(&on_sqlite, &outcomes(postgresql, &steps));
            }
            Ok(())
        })
        .unwrap();
}

/// A trust, where the role Approver decides, and another that takes its people where it closes.
struct Trust {
    app: TestApp,
    place: Practice,
    successor: Practice,
    people: Vec<Person>,
    /// Whether it is open and has somebody who decides without an end, as was seen last.
    kept: AtomicBool,
}

/// Plays a history, checks the rules after every step, and tells how each step ended.
fn outcomes(database: Database, steps: &[Step]) -> Vec<String> {
    let mut told = Vec::new();
    block_on(async {
        let app = TestApp::with(database, |config| config.undo = TimeDelta::seconds(30)).await;
        let trust = Trust::on(app).await;
        for step in steps {
            trust.app.clock.advance(TimeDelta::seconds(1));
            let own = trust.ends(step.by()).await;
            let outcome = match trust.play(*step).await {
                Some(Ok(receipt)) => format!("{:?}", receipt.notice),
                Some(Err(refused)) => format!("{refused:?}"),
                None => "nothing to do".to_owned(),
            };
            told.push(format!("{step:?}: {outcome}"));
            let lengthened = lengthened(&own, &trust.ends(step.by()).await);
            assert!(
                !lengthened,
                "somebody lengthened a role of their own:\n{}",
                told.join("\n")
            );
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
        let successor = app
            .organisation("R9Y", "Coastal Trust", Kind::Trust, Status::Active)
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
        Self {
            app,
            place,
            successor,
            people,
            kept: AtomicBool::new(true),
        }
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
            Step::TheRegisterSays(status) => {
                let id = self.app.stages(&self.place, status).await.to_string();
                Some(self.asks(SUPPORT, "apply_register", &[("id", &id)]).await)
            }
            Step::IsEnded(about) => self.is_decided(about, None).await,
            Step::IsMoved(about) => self.is_decided(about, Some(&self.successor)).await,
            Step::AsksToKeep(who, role) => {
                let fields = [("code", code), ("role", role.tag())];
                Some(self.asks(who, "ask_to_keep", &fields).await)
            }
            Step::Extends(by, about) => {
                let id = self.asked_of(about).await?;
                let fields = [("code", code), ("id", id.as_str()), ("until", "day")];
                Some(self.asks(by, "extend_role", &fields).await)
            }
            Step::TurnsDown(by, about) => {
                let id = self.asked_of(about).await?;
                let fields = [("code", code), ("id", id.as_str()), ("reason", "No more.")];
                Some(self.asks(by, "turn_down_extension", &fields).await)
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

    /// Support decides about somebody at the trust that has closed.
    async fn is_decided(&self, about: usize, to: Option<&Practice>) -> Option<Result<Receipt, AppError>> {
        let id = self.member(about).await?.to_string();
        let mut fields = closure_fields(&self.place, to);
        fields.push(("ticked[]", &id));
        Some(self.asks(SUPPORT, "decide_closure", &fields).await)
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

    /// What somebody asked to keep, and awaits an answer to.
    async fn asked_of(&self, who: usize) -> Option<String> {
        let mut read = self.app.store.read();
        let open = read
            .extensions()
            .open_of(self.people[who].id, self.app.clock.now())
            .await;
        open.unwrap().first().map(|asked| asked.id.to_string())
    }

    /// Until when somebody's roles hold, those of an access that is revoked included.
    async fn ends(&self, who: Option<usize>) -> Vec<(Role, Option<Moment>)> {
        let Some(who) = who else { return Vec::new() };
        let mut read = self.app.store.read();
        let member = read.members().of(self.people[who].id, self.place.id).await.unwrap();
        let roles = member.map(|member| member.roles).unwrap_or_default();
        roles.into_iter().map(|span| (span.role, span.ends_at)).collect()
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

    /// Whether two support people agreed once that nobody need be left, and one used it.
    async fn was_overridden(&self) -> bool {
        let only = [Event::LastApproverOverridden];
        let mut read = self.app.store.read();
        let used = read.audit().of_organisation(self.place.id, Some(&only), None, 1).await;
        !used.unwrap().is_empty()
    }

    /// Nobody decides there without an end: support sees it in its list, where anybody acts there or asks to.
    async fn must_be_a_listed_orphan(&self, told: &str) {
        let mut read = self.app.store.read();
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
            "{staffing:?} after\n{told}"
        );
    }

    /// Where somebody may act there is a primary contact, and it is somebody who may act.
    async fn must_have_one_contact(&self, told: &str) {
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
            Some(contact) => assert!(acting.contains(&contact.id), "after\n{told}"),
            None => assert!(acting.is_empty(), "nobody is it after\n{told}"),
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
        let told = told.join("\n");
        let view = self.app.store.read().organisations().view(&self.place.code).await;
        let open = view.unwrap().expect("it is there").status.is_open();
        // Where it is closed none is needed, so that the register may open it with none; from the first one on there is always
        // one, until it closes again, or an override was used.
        let kept = self.kept.swap(open && lasting > 0, Ordering::Relaxed);
        if open && lasting == 0 {
            assert!(
                !kept || self.was_overridden().await,
                "nobody may decide without an end, and nobody overrode it, after\n{told}"
            );
            self.must_be_a_listed_orphan(&told).await;
        }
        self.check_closure(&told, open).await;
        self.must_have_one_contact(&told).await;
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
            assert!(!sees || acts, "{} sees what is over after\n{told}", person.name);
        }
    }

    /// Whoever has access at a closed trust waits for a decision; at an open one nobody does, and it was not merged.
    async fn check_closure(&self, told: &str, open: bool) {
        let now = self.app.clock.now();
        let mut read = self.app.store.read();
        let people = read.closures().people(self.place.id, now).await.unwrap();
        let successor = read.closures().successor(self.place.id).await.unwrap();
        let asked = self.people[SUPPORT].browser.call::<ClosureList>("closures", &[]);
        let listed: Vec<u32> = asked.await.unwrap().rows.iter().map(|row| row.people).collect();
        let waiting: Vec<u32> = (!open && people > 0).then_some(people).into_iter().collect();
        assert_eq!(listed, waiting, "who waits after\n{told}");
        assert!(!open || successor.is_none(), "it is open and merged after\n{told}");
    }
}

/// Whether a role has come, or has a later end, that somebody did not have before.
fn lengthened(before: &[(Role, Option<Moment>)], after: &[(Role, Option<Moment>)]) -> bool {
    let as_long = |was: Option<Moment>, is: Option<Moment>| was.is_none_or(|was| is.is_some_and(|is| is <= was));
    after
        .iter()
        .any(|(role, is)| !before.iter().any(|(of, was)| of == role && as_long(*was, *is)))
}
