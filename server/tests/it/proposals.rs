//! The support team, its proposals, and requests to act for a commissioner: one support person proposes, a second confirms.

mod lapsing;

use std::sync::Arc;

use app::error::AppError;
use domain::audit::Event;
use domain::form::{Field, Problem};
use domain::home::{Counted, Tiles};
use domain::join_requests::{ReviewView, StateTag};
use domain::organisations::{Kind, Status};
use domain::permission::Role;
use domain::proposals::{Confirmable, ProposalView, Removable, RemovalView, SupportTeamView};
use domain::{Notice, PersonId, ProposalId, Receipt, Refusal};

use crate::{PASSWORD, Person, Practice, TestApp, on_both};

on_both!(
    a_second_support_person_confirms_and_the_first_cannot,
    a_support_person_leaves_when_two_agree_and_two_stay,
    a_request_to_act_for_a_commissioner_waits_for_a_second_support_person,
    a_commissioning_administrator_is_proposed_and_removed,
    of_fifty_who_confirm_at_once_one_appoints,
    for_everybody_else_there_is_no_support_team,
);

fn refused<T: std::fmt::Debug>(answer: Result<T, AppError>) -> Refusal {
    match answer.unwrap_err() {
        AppError::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

fn problem<T: std::fmt::Debug>(answer: Result<T, AppError>, field: Field) -> Problem {
    match answer.unwrap_err() {
        AppError::Invalid(errors) => errors.of(field).expect("this field is wrong"),
        other => panic!("{other:?}"),
    }
}

async fn proposes(by: &Person, kind: &str, email: &str, commissioner: &str) -> Result<Receipt, AppError> {
    let fields = [
        ("kind", kind),
        ("email", email),
        ("commissioner", commissioner),
        ("reason", "Known to all of us."),
    ];
    by.browser.call("propose", &fields).await
}

async fn proposes_removal(by: &Person, whom: PersonId, organisation: &str) -> Result<Receipt, AppError> {
    let id = whom.to_string();
    let fields = [
        ("id", id.as_str()),
        ("organisation", organisation),
        ("reason", "Moves on."),
    ];
    by.browser.call("propose_removal", &fields).await
}

async fn confirms(by: &Person, id: ProposalId) -> Result<Receipt, AppError> {
    by.browser.call("confirm_proposal", &[("id", &id.to_string())]).await
}

async fn turns_down(by: &Person, id: ProposalId) -> Result<Receipt, AppError> {
    by.browser.call("turn_down_proposal", &[("id", &id.to_string())]).await
}

async fn team(by: &Person) -> SupportTeamView {
    by.browser.call("support_team", &[]).await.expect("of the support team")
}

async fn newest(by: &Person) -> ProposalId {
    team(by).await.proposals.last().expect("something waits").id
}

async fn look(by: &Person, id: ProposalId) -> ProposalView {
    by.browser
        .call("proposal", &[("id", &id.to_string())])
        .await
        .expect("of the support team")
}

async fn three(app: &TestApp) -> [Person; 3] {
    [
        app.support("Olwen Rees", "olwen@support.example").await,
        app.support("Owain Puw", "owain@support.example").await,
        app.support("Nest Lewis", "nest@support.example").await,
    ]
}

async fn board(app: &TestApp) -> Practice {
    app.organisation("7A9", "Health Board", Kind::Commissioner, Status::Active)
        .await
}

async fn names_of_letters(app: &TestApp, email: &str) -> Vec<&'static str> {
    let letters = app.letters_to(email).await;
    letters.into_iter().map(|letter| letter.name).collect()
}

async fn events(app: &TestApp, person: PersonId) -> Vec<Event> {
    let lines = app
        .store
        .read()
        .audit()
        .of_person(person, 100)
        .await
        .expect("it can be read");
    lines.into_iter().map(|line| line.event).collect()
}

async fn a_second_support_person_confirms_and_the_first_cannot(app: TestApp) {
    let [olwen, owain, nest] = three(&app).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let receipt = proposes(&olwen, "support_joins", "gwen@bont.example", "")
        .await
        .unwrap();
    let name = "Gwen Rees".to_owned();
    assert_eq!(receipt.notice, Some(Notice::Proposed { name: name.clone() }));
    let id = newest(&olwen).await;
    assert_eq!(names_of_letters(&app, &owain.email).await, ["proposal_made"]);
    assert_eq!(names_of_letters(&app, &nest.email).await, ["proposal_made"]);
    assert!(names_of_letters(&app, &olwen.email).await.is_empty());
    assert!(names_of_letters(&app, &gwen.email).await.is_empty());

    assert_eq!(look(&olwen, id).await.confirmable, Confirmable::Proposer);
    assert_eq!(refused(confirms(&olwen, id).await), Refusal::SecondPersonNeeded);
    assert_eq!(refused(confirms(&gwen, id).await), Refusal::NotFound);
    assert!(!app.store.read().support().is(gwen.id).await.unwrap());
    let before: Result<SupportTeamView, _> = gwen.browser.call("support_team", &[]).await;
    assert_eq!(
        refused(before),
        Refusal::NotFound,
        "nothing works before a second person confirms"
    );
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    assert_eq!(
        gwen.practice_users(&practice).await.unwrap_err(),
        AppError::Refused(Refusal::NotFound)
    );
    assert!(
        app.browser()
            .call::<Receipt>("confirm_proposal", &[("id", &id.to_string())])
            .await
            .is_err()
    );
    let again = proposes(&owain, "support_joins", "gwen@bont.example", "")
        .await
        .unwrap();
    assert_eq!(again.go_to, domain::Page::Proposal(id), "it is proposed already");

    assert_eq!(look(&owain, id).await.confirmable, Confirmable::Yes);
    let receipt = confirms(&owain, id).await.unwrap();
    assert_eq!(receipt.notice, Some(Notice::ProposalConfirmed { name }));
    assert_eq!(team(&gwen).await.team.len(), 4, "it holds for her next request");
    assert_eq!(names_of_letters(&app, &gwen.email).await, ["support_appointed"]);
    let told = Refusal::AlreadyDecided {
        approved: true,
        by: Some("Owain Puw".into()),
        at: app.now().in_london(),
    };
    assert_eq!(refused(turns_down(&nest, id).await), told);
    let events = events(&app, gwen.id).await;
    for event in [Event::ProposalMade, Event::ProposalConfirmed, Event::SupportAppointed] {
        assert!(events.contains(&event), "{event:?}");
    }
}

async fn a_support_person_leaves_when_two_agree_and_two_stay(app: TestApp) {
    let [olwen, owain, nest] = three(&app).await;
    assert_eq!(
        refused(proposes_removal(&nest, nest.id, "").await),
        Refusal::NotOnOneself
    );
    proposes_removal(&olwen, nest.id, "").await.unwrap();
    let id = newest(&olwen).await;
    assert_eq!(refused(confirms(&nest, id).await), Refusal::NotOnOneself);
    assert_eq!(refused(turns_down(&nest, id).await), Refusal::NotOnOneself);
    confirms(&owain, id).await.unwrap();
    assert_eq!(names_of_letters(&app, &nest.email).await, ["support_ended"]);
    let gone: Result<SupportTeamView, _> = nest.browser.call("support_team", &[]).await;
    assert_eq!(refused(gone), Refusal::NotFound, "from the next request on");

    assert_eq!(
        refused(proposes_removal(&olwen, owain.id, "").await),
        Refusal::FewSupportPeople
    );
    let rows = team(&olwen).await.team;
    let removable: Vec<_> = rows.iter().map(|row| row.removable).collect();
    assert_eq!(removable, [Removable::FewSupportPeople, Removable::Oneself]);
    assert_eq!(refused(proposes_removal(&olwen, nest.id, "").await), Refusal::NotFound);
}

async fn a_request_to_act_for_a_commissioner_waits_for_a_second_support_person(app: TestApp) {
    let [olwen, owain, _] = three(&app).await;
    let board = board(&app).await;
    let gwen = app.person("Gwen Harries", "gwen@board.example").await;
    let asks = async || {
        gwen.tries_to_ask(&board, Role::CommissioningAdministrator)
            .await
            .unwrap();
        gwen.request_at(&board).await.id
    };
    let request = asks().await;
    let review = async |by: &Person, request: domain::JoinRequestId| -> ReviewView {
        let fields = [("code", "7A9"), ("id", &request.to_string())];
        by.browser.call("join_request_to_review", &fields).await.unwrap()
    };
    assert_eq!(review(&olwen, request).await.proposed, None);
    let receipt = olwen.approves(&board, request).await.unwrap();
    let name = "Gwen Harries".to_owned();
    assert_eq!(receipt.notice, Some(Notice::Proposed { name: name.clone() }));
    assert_eq!(gwen.request_at(&board).await.state, StateTag::Pending);
    let (id, by, _) = review(&owain, request).await.proposed.expect("somebody proposed it");
    assert_eq!(by, "Olwen Rees");
    assert_eq!(look(&owain, id).await.request, Some(request));
    assert_eq!(
        refused(olwen.approves(&board, request).await),
        Refusal::SecondPersonNeeded,
        "by direct call, too"
    );

    let receipt = owain.approves(&board, request).await.unwrap();
    assert_eq!(receipt.notice, Some(Notice::Approved { name }));
    assert_eq!(gwen.request_at(&board).await.state, StateTag::Approved);
    assert_eq!(names_of_letters(&app, &gwen.email).await, ["request_approved"]);
    let administrators = team(&olwen).await.administrators;
    assert_eq!(administrators.len(), 1);
    assert_eq!(administrators[0].name, "Gwen Harries");

    // A request that is withdrawn meanwhile takes the proposal with it; another one is proposed anew.
    let dai = app.person("Dai Price", "dai@board.example").await;
    dai.tries_to_ask(&board, Role::CommissioningAdministrator)
        .await
        .unwrap();
    let first = dai.request_at(&board).await.id;
    olwen.approves(&board, first).await.unwrap();
    let stale = newest(&olwen).await;
    dai.withdraws(first).await.unwrap();
    assert!(team(&olwen).await.proposals.is_empty(), "nobody is asked to confirm it");
    assert_eq!(look(&owain, stale).await.state, domain::proposals::StateTag::Lapsed);
    assert_eq!(refused(confirms(&owain, stale).await), Refusal::NoLongerStands);
    assert_eq!(refused(turns_down(&owain, stale).await), Refusal::NoLongerStands);
    assert!(events(&app, dai.id).await.contains(&Event::ProposalLapsed));
    dai.tries_to_ask(&board, Role::CommissioningAdministrator)
        .await
        .unwrap();
    let second = dai.request_at(&board).await.id;
    olwen.approves(&board, second).await.unwrap();
    let fresh = newest(&olwen).await;
    assert_ne!(fresh, stale);
    // Rejecting turns the proposal down.
    owain.rejects(&board, second, "Nobody there knows you.").await.unwrap();
    assert!(team(&olwen).await.proposals.is_empty());
}

async fn a_commissioning_administrator_is_proposed_and_removed(app: TestApp) {
    let [olwen, owain, nest] = three(&app).await;
    let board = board(&app).await;
    app.practice("W91001", "Meddygfa'r Bont").await;
    let gwen = app.person("Gwen Harries", "gwen@board.example").await;
    let kind = "administrator_joins";
    for (email, code, field, wrong) in [
        ("nobody@board.example", "7A9", Field::Email, Problem::NoSuchPerson),
        ("gwen@board.example", "", Field::Commissioner, Problem::Missing),
        (
            "gwen@board.example",
            "7A8",
            Field::Commissioner,
            Problem::NoSuchOrganisation,
        ),
        (
            "gwen@board.example",
            "W91001",
            Field::Commissioner,
            Problem::NotACommissioner,
        ),
    ] {
        assert_eq!(
            problem(proposes(&olwen, kind, email, code).await, field),
            wrong,
            "{email} {code}"
        );
    }
    proposes(&olwen, kind, "gwen@board.example", "7A9").await.unwrap();
    confirms(&owain, newest(&owain).await).await.unwrap();
    let standing = async || {
        let read = app.store.read().members().standing(gwen.id, board.id, app.now()).await;
        read.unwrap().unwrap().roles
    };
    assert_eq!(standing().await, [Role::CommissioningAdministrator]);
    assert_eq!(
        problem(proposes(&olwen, kind, "gwen@board.example", "7A9").await, Field::Email),
        Problem::RoleHeld
    );

    // With another role she keeps that; without one, her access ends.
    app.let_in(gwen.id, &board, Role::Reporting).await;
    let id = gwen.id.to_string();
    let fields = [("id", id.as_str()), ("organisation", "7A9")];
    let removal: RemovalView = olwen.browser.call("removal_to_propose", &fields).await.unwrap();
    assert_eq!(removal.keeps, [Role::Reporting]);
    proposes_removal(&nest, gwen.id, "7A9").await.unwrap();
    confirms(&olwen, newest(&olwen).await).await.unwrap();
    assert_eq!(standing().await, [Role::Reporting]);
    assert_eq!(
        refused(proposes_removal(&nest, gwen.id, "7A9").await),
        Refusal::NotFound
    );

    proposes(&olwen, kind, "gwen@board.example", "7A9").await.unwrap();
    confirms(&owain, newest(&owain).await).await.unwrap();
    let dilys = app.person("Dilys Pugh", "dilys@board.example").await;
    proposes(&olwen, kind, "dilys@board.example", "7A9").await.unwrap();
    confirms(&owain, newest(&owain).await).await.unwrap();
    proposes_removal(&olwen, dilys.id, "7A9").await.unwrap();
    confirms(&nest, newest(&nest).await).await.unwrap();
    assert_eq!(
        names_of_letters(&app, &dilys.email).await,
        ["access_revoked", "roles_changed"]
    );
    assert!(events(&app, dilys.id).await.contains(&Event::MemberRevoked));
}

async fn of_fifty_who_confirm_at_once_one_appoints(app: TestApp) {
    let [olwen, owain, _] = three(&app).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let id = olwen.proposes_for_support(&gwen.email).await;
    let owain = Arc::new(owain);
    let tries: Vec<_> = (0..50)
        .map(|_| {
            let owain = owain.clone();
            tokio::spawn(async move { confirms(&owain, id).await.is_ok() })
        })
        .collect();
    let mut confirmed = 0;
    for one in tries {
        confirmed += u32::from(one.await.unwrap());
    }
    assert_eq!(confirmed, 1);
    assert_eq!(names_of_letters(&app, &gwen.email).await, ["support_appointed"]);
    let events = events(&app, gwen.id).await;
    let appointed = events.iter().filter(|event| **event == Event::SupportAppointed);
    assert_eq!(appointed.count(), 1);
}

async fn for_everybody_else_there_is_no_support_team(app: TestApp) {
    let [olwen, ..] = three(&app).await;
    let board = board(&app).await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let administrator = app.person("Gwen Harries", "gwen@board.example").await;
    app.let_in(administrator.id, &board, Role::CommissioningAdministrator)
        .await;
    let rhys = app.person("Rhys Owen", "rhys@nowhere.example").await;
    let id = olwen.proposes_for_support(&rhys.email).await;
    for person in [&sian, &administrator, &rhys] {
        let team: Result<SupportTeamView, _> = person.browser.call("support_team", &[]).await;
        assert_eq!(refused(team), Refusal::NotFound, "{}", person.name);
        let seen: Result<ProposalView, _> = person.browser.call("proposal", &[("id", &id.to_string())]).await;
        assert_eq!(refused(seen), Refusal::NotFound, "{}", person.name);
        assert_eq!(
            refused(proposes(person, "support_joins", "sian@bont.example", "").await),
            Refusal::NotFound
        );
        assert_eq!(refused(proposes_removal(person, olwen.id, "").await), Refusal::NotFound);
        assert_eq!(refused(confirms(person, id).await), Refusal::NotFound);
        assert_eq!(refused(turns_down(person, id).await), Refusal::NotFound);
        for page in ["/support-team", "/support-team/propose", "/cy/support-team"] {
            assert_eq!(person.browser.get(page).await.status.as_u16(), 404, "{page}");
        }
    }
    assert_eq!(look(&olwen, id).await.confirmable, Confirmable::Proposer);
}

#[tokio::test]
async fn home_has_the_tiles_that_a_person_may_use() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    gwen.asks(&practice).await;
    gwen.asks(&elsewhere).await;
    let tiles = async |person: &Person| -> Tiles { person.browser.call("tiles", &[]).await.unwrap() };
    let counted = |count| Some(Counted { count, more: false });
    assert_eq!(tiles(&gwen).await.waiting, None);
    assert_eq!(tiles(&sian).await.waiting, counted(1), "of her own practice only");
    let support = tiles(&olwen).await;
    assert_eq!((support.waiting, support.support), (counted(2), true));
    let home = sian.browser.get("/").await;
    assert!(home.says("/registrations") && home.says("1 request waits for a decision"));
    assert!(!home.says("/support-team"));
    assert!(olwen.browser.get("/").await.says("/support-team"));
    assert!(!gwen.browser.get("/").await.says("/registrations"));
}
