//! What holds whatever happens, at once or one after another, on both databases (ARCHITECTURE §4).

mod standing;

use std::sync::Arc;

use app::error::AppError;
use domain::audit::Event;
use domain::join_requests::StateTag;
use domain::members::Sort;
use domain::permission::Role;
use domain::pre_approvals::Source;
use domain::{Receipt, Refusal};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::task::JoinSet;

use crate::both::block_on;
use crate::{Database, Person, Practice, TestApp, on_both};

on_both!(
    two_hundred_deciders_at_once_make_one_decision,
    two_approvers_revoking_each_other_leave_one,
    withdrawing_and_approving_at_once_ends_in_one_of_the_two,
    asking_many_times_at_once_is_asking_once,
);

async fn two_hundred_deciders_at_once_make_one_decision(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let mut deciders = Vec::new();
    for (number, name) in ["Siân Jones", "Huw Tomos", "Mair Ellis", "Ifan Pugh"]
        .into_iter()
        .enumerate()
    {
        deciders.push(Arc::new(
            app.member(name, &format!("person{number}@bont.example"), &practice)
                .await,
        ));
    }
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let request = gwen.asks(&practice).await;
    let mut all = JoinSet::new();
    for number in 0..200 {
        let (decider, practice) = (deciders[number % deciders.len()].clone(), practice.clone());
        all.spawn(async move {
            if number % 2 == 0 {
                decider.approves(&practice, request).await
            } else {
                decider.rejects(&practice, request, "No.").await
            }
        });
    }
    let answers: Vec<Result<Receipt, AppError>> = all.join_all().await;
    let done = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(done, 1);
    for refused in answers.into_iter().filter_map(Result::err) {
        assert!(
            matches!(refused, AppError::Refused(Refusal::AlreadyDecided { by: Some(_), .. })),
            "{refused:?}"
        );
    }
    assert_eq!(app.letters_to("gwen@bont.example").await.len(), 1);
    let decisions = [Event::RequestApproved, Event::RequestRejected];
    let told = app
        .store
        .read()
        .audit()
        .of_organisation(practice.id, Some(&decisions), None, 10)
        .await
        .unwrap();
    assert_eq!(told.len(), 1);
    let member = app.store.read().members().of(gwen.id, practice.id).await.unwrap();
    assert_eq!(member.is_some(), told[0].event == Event::RequestApproved);
}

async fn two_approvers_revoking_each_other_leave_one(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    for round in 0..100 {
        let users = sian.practice_users(&practice).await.unwrap().members;
        let id = |name: &str| users.iter().find(|row| row.name == name).unwrap().id;
        let (hers, his) = (id("Siân Jones"), id("Huw Tomos"));
        let (one, other) = tokio::join!(sian.revokes(&practice, his), huw.revokes(&practice, hers));
        assert!(one.is_ok() != other.is_ok(), "round {round}: {one:?} {other:?}");
        let loser = if one.is_ok() { &huw } else { &sian };
        let lost = one.and(other).unwrap_err();
        assert_eq!(
            lost,
            AppError::Refused(Refusal::NotFound),
            "who lost is out, and told nothing more"
        );
        let left = app
            .store
            .read()
            .members()
            .approvers(practice.id, app.now())
            .await
            .unwrap();
        assert_eq!(left.len(), 1);
        app.clock.advance(chrono::TimeDelta::seconds(1));
        app.let_in(loser.id, &practice, Role::ProviderUser).await;
    }
}

async fn withdrawing_and_approving_at_once_ends_in_one_of_the_two(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    for round in 0..8 {
        let gwen = app.person("Gwen Rees", &format!("gwen{round}@bont.example")).await;
        let request = gwen.asks(&practice).await;
        let (approved, withdrawn) = tokio::join!(sian.approves(&practice, request), gwen.withdraws(request));
        assert!(approved.is_ok() != withdrawn.is_ok(), "{approved:?} {withdrawn:?}");
        let ended = gwen.request_at(&practice).await.state;
        assert_eq!(
            ended,
            if approved.is_ok() {
                StateTag::Approved
            } else {
                StateTag::Withdrawn
            }
        );
    }
}

async fn asking_many_times_at_once_is_asking_once(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = Arc::new(app.person("Gwen Rees", "gwen@bont.example").await);
    let mut all = JoinSet::new();
    for _ in 0..15 {
        let (gwen, practice) = (gwen.clone(), practice.clone());
        all.spawn(async move { gwen.tries_to_ask(&practice, Role::ProviderUser).await.is_ok() });
    }
    let asked = all.join_all().await.into_iter().filter(|asked| *asked).count();
    assert_eq!(asked, 1);
    assert_eq!(gwen.requests().await.len(), 1);
    assert_eq!(app.letters_to("sian@bont.example").await.len(), 1);
}

/// One step of a history: who does what, about whom.
#[derive(Debug, Clone, Copy)]
enum Step {
    Asks(usize),
    Withdraws(usize),
    Approves(usize, usize),
    Rejects(usize, usize),
    Revokes(usize, usize),
    Leaves(usize),
    PreApproves(usize, usize),
}

const CAST: usize = 4;

fn step() -> impl Strategy<Value = Step> {
    let one = 0..CAST;
    let two = (0..CAST, 0..CAST);
    prop_oneof![
        4 => one.clone().prop_map(Step::Asks),
        1 => one.clone().prop_map(Step::Withdraws),
        2 => one.prop_map(Step::Leaves),
        4 => two.clone().prop_map(|(by, about)| Step::Approves(by, about)),
        1 => two.clone().prop_map(|(by, about)| Step::Rejects(by, about)),
        3 => two.clone().prop_map(|(by, about)| Step::Revokes(by, about)),
        1 => two.prop_map(|(by, about)| Step::PreApproves(by, about)),
    ]
}

/// Invariants 2 to 9 after every step, and invariant 11: both databases give the same outcome for the same history.
#[test]
fn every_history_keeps_the_rules_and_ends_alike_on_both_databases() {
    let mut runner = TestRunner::new(Config {
        cases: 8,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&prop::collection::vec(step(), 10..40), |steps| {
            let on_sqlite = outcomes(Database::sqlite(), &steps);
            if let Some(postgresql) = Database::postgresql() {
                prop_assert_eq!(&on_sqlite, &outcomes(postgresql, &steps));
            }
            Ok(())
        })
        .unwrap();
}

/// Plays a history, checks the rules after every step, and tells how each step ended.
fn outcomes(database: Database, steps: &[Step]) -> Vec<String> {
    let mut told = Vec::new();
    block_on(async {
        let app = TestApp::on(database).await;
        let practice = app.practice("W91001", "Meddygfa'r Bont").await;
        let mut people = vec![
            app.member("Siân Jones", "sian@bont.example", &practice).await,
            app.member("Huw Tomos", "huw@bont.example", &practice).await,
        ];
        people.push(app.person("Gwen Rees", "gwen@bont.example").await);
        people.push(app.person("Rhys Owen", "rhys@bont.example").await);
        for step in steps {
            app.clock.advance(chrono::TimeDelta::seconds(1));
            let before = lines(&app, &practice).await;
            let outcome = play(&app, &practice, &people, *step).await;
            let after = lines(&app, &practice).await;
            let outcome = match outcome {
                Some(Ok(receipt)) => {
                    assert!(after > before, "{step:?} left no line of the audit");
                    format!("{:?}", receipt.notice)
                }
                Some(Err(refused)) => {
                    assert_eq!(after, before, "{step:?} was refused and left a line: {refused:?}");
                    format!("{refused:?}")
                }
                None => "nothing to do".to_owned(),
            };
            told.push(format!("{step:?}: {outcome}"));
            check(&app, &practice, &people).await;
        }
        app.store.close().await;
    });
    told
}

async fn lines(app: &TestApp, practice: &Practice) -> usize {
    app.store
        .read()
        .audit()
        .of_organisation(practice.id, None, None, 1_000)
        .await
        .unwrap()
        .len()
}

async fn play(app: &TestApp, practice: &Practice, people: &[Person], step: Step) -> Option<Result<Receipt, AppError>> {
    let newest = async |about: usize| people[about].requests().await.first().map(|request| request.id);
    match step {
        Step::Asks(who) => Some(people[who].tries_to_ask(practice, Role::ProviderUser).await),
        Step::Withdraws(who) => Some(people[who].withdraws(newest(who).await?).await),
        Step::Approves(by, about) => Some(people[by].approves(practice, newest(about).await?).await),
        Step::Rejects(by, about) => Some(people[by].rejects(practice, newest(about).await?, "No.").await),
        Step::Revokes(by, about) => {
            let member = app
                .store
                .read()
                .members()
                .of(people[about].id, practice.id)
                .await
                .unwrap()?;
            Some(people[by].revokes(practice, member.id).await)
        }
        Step::Leaves(who) => Some(people[who].leaves(practice).await),
        Step::PreApproves(by, about) => {
            let email = people[about].email.as_str();
            let live = app.store.read().pre_approvals().live(practice.id, email).await.unwrap();
            if live.is_none() {
                app.pre_approve(practice, &people[about].name, email, Source::GivenBy(people[by].id))
                    .await;
            }
            None
        }
    }
}

async fn check(app: &TestApp, practice: &Practice, people: &[Person]) {
    let approvers = app
        .store
        .read()
        .members()
        .approvers(practice.id, app.now())
        .await
        .unwrap();
    assert!(!approvers.is_empty(), "somebody must be left to decide");
    let members = app
        .store
        .read()
        .members()
        .active(practice.id, Sort::default(), app.now())
        .await
        .unwrap();
    for person in people {
        let requests = app.store.read().join_requests().of_person(person.id).await.unwrap();
        let open = requests
            .iter()
            .filter(|one| one.request.state.tag() == StateTag::Pending)
            .count();
        assert!(open <= 1, "{} has {open} open requests", person.name);
        let member = members.iter().any(|one| one.account.id == person.id);
        assert!(!(member && open > 0), "{} is a member and asks to be one", person.name);
        let may_see = person.practice_users(practice).await.is_ok();
        assert_eq!(may_see, member, "{}: access follows membership at once", person.name);
        for applied in &requests {
            let own = applied.decider.as_deref() == Some(person.name.as_str());
            assert!(!own, "{} decided about themselves", person.name);
        }
    }
}
