//! Cases: what comes into the hands of support, the call, and that nothing happens before two of them agree; also by direct
//! calls.

mod locked_out;

use app::error::AppError;
use chrono::TimeDelta;
use domain::audit::Event;
use domain::cases::{Because, CaseList, CaseView, Confirmable, NumberView, OutcomeTag, StateTag};
use domain::form::{Field, Problem};
use domain::join_requests::{ReviewView, StateTag as RequestState};
use domain::organisations::Policy;
use domain::permission::Role;
use domain::{CaseId, JoinRequestId, Receipt, Refusal};
use server::following_up::follow_up;

use crate::{Person, Practice, TestApp, on_both};

on_both!(
    a_case_is_walked_through_by_two_and_refused_with_one,
    a_number_that_the_register_lacks_takes_two,
    the_applicant_reads_what_was_tried_and_why_not,
    support_lets_nobody_in_without_a_case,
    a_case_comes_into_the_list_when_they_asked_to_be_called_back,
    an_override_needs_a_reason_and_a_second_person,
    a_request_becomes_a_case_when_nobody_can_decide_any_more,
    what_is_decided_elsewhere_is_no_case_any_more,
    two_of_support_let_a_shared_mailbox_in,
    of_two_who_confirm_at_once_one_does,
    for_everybody_else_there_are_no_cases,
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

impl Person {
    pub(crate) async fn cases(&self, shows: &str) -> CaseList {
        self.browser
            .call("cases", &[("shows", shows)])
            .await
            .expect("of the support team")
    }

    async fn case(&self, id: CaseId) -> CaseView {
        let id = id.to_string();
        self.browser
            .call("case", &[("id", &id)])
            .await
            .expect("of the support team")
    }

    async fn gives_number(&self, id: CaseId) -> Result<Receipt, AppError> {
        let number = [("telephone", "01492 000111"), ("source", "Their own public page")];
        self.about_case("give_number", id, &number).await
    }

    async fn hears(&self, id: CaseId, outcome: &str) -> Result<Receipt, AppError> {
        let call = [
            ("outcome", outcome),
            ("answered_by", "Mair Pugh"),
            ("position", "partner"),
            ("reason", "Nobody here knows her."),
            ("notes", "Through reception"),
        ];
        self.about_case("keep_call", id, &call).await
    }

    async fn confirms_case(&self, id: CaseId) -> Result<Receipt, AppError> {
        self.about_case("confirm_case", id, &[]).await
    }
}

/// A practice where nobody can decide, two of the support team, and somebody who asks; her case.
struct Scene {
    app: TestApp,
    practice: Practice,
    olwen: Person,
    owain: Person,
    gwen: Person,
    request: JoinRequestId,
    case: CaseId,
}

impl Scene {
    async fn on(app: TestApp) -> Self {
        let practice = app.practice("W91001", "Meddygfa'r Bont").await;
        Self::at(app, practice).await
    }

    async fn at(app: TestApp, practice: Practice) -> Self {
        let olwen = app.support("Olwen Rees", "olwen@support.example").await;
        let owain = app.support("Owain Puw", "owain@support.example").await;
        let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
        let request = gwen.asks(&practice).await;
        let case = olwen.cases("now").await.rows[0].id;
        Self {
            app,
            practice,
            olwen,
            owain,
            gwen,
            request,
            case,
        }
    }

    /// Her case at another practice, whose number the register has.
    async fn elsewhere(&self) -> CaseId {
        let castell = self.app.practice("W91002", "Canolfan Iechyd y Castell").await;
        self.app.clock.advance(TimeDelta::minutes(1));
        self.gwen.asks(&castell).await;
        let cases = self.olwen.cases("now").await;
        cases.rows.last().unwrap().id
    }
}

async fn a_case_is_walked_through_by_two_and_refused_with_one(app: TestApp) {
    let scene = Scene::on(app).await;
    let Scene {
        olwen,
        owain,
        gwen,
        case,
        ..
    } = &scene;
    let view = olwen.case(*case).await;
    assert_eq!(
        (view.row.because, view.row.state),
        (Because::NobodyDecides, StateTag::Open)
    );
    assert_eq!(
        (view.email.as_str(), view.role),
        ("gwen@bont.example", Some(Role::PracticeEnabledUser))
    );
    assert_eq!(view.number.callable(), Some("01632 960100"));

    // Reception cannot agree, nor can she herself.
    let reception = [
        ("outcome", "agreed"),
        ("answered_by", "Elin Wyn"),
        ("position", "staff_member"),
    ];
    let answer = olwen.about_case("keep_call", *case, &reception).await;
    assert_eq!(problem(answer, Field::Position), Problem::CannotAgree);
    let herself = [
        ("outcome", "agreed"),
        ("answered_by", "gwen  REES"),
        ("position", "practice_manager"),
    ];
    let answer = olwen.about_case("keep_call", *case, &herself).await;
    assert_eq!(problem(answer, Field::AnsweredBy), Problem::OwnWord);

    olwen.hears(*case, "agreed").await.unwrap();
    let own = gwen.request_at(&scene.practice).await;
    assert_eq!(own.state, RequestState::Pending, "one alone lets nobody in");
    assert!(own.with_support.unwrap().agreed);
    assert_eq!(olwen.case(*case).await.confirmable, Confirmable::First);
    assert_eq!(refused(olwen.confirms_case(*case).await), Refusal::SecondPersonNeeded);
    assert_eq!(refused(olwen.hears(*case, "agreed").await), Refusal::AwaitsSecondPerson);
    assert_eq!(
        scene.app.letters_to("owain@support.example").await[0].name,
        "case_awaits_second"
    );

    owain.confirms_case(*case).await.unwrap();
    assert_eq!(gwen.request_at(&scene.practice).await.state, RequestState::Approved);
    assert!(gwen.practice_users(&scene.practice).await.is_ok(), "she may act");
    assert_eq!(
        scene.app.letters_to("gwen@bont.example").await[0].name,
        "request_approved"
    );
    assert!(matches!(
        refused(olwen.confirms_case(*case).await),
        Refusal::AlreadyDecided { approved: true, by: Some(by), .. } if by == "Owain Puw"
    ));
    let settled = olwen.case(*case).await;
    assert_eq!((settled.row.state, settled.calls.len()), (StateTag::Confirmed, 1));
    for (event, count) in [
        (Event::CaseOpened, 1),
        (Event::CaseCalled, 1),
        (Event::CaseConfirmed, 1),
        (Event::RequestApproved, 1),
    ] {
        assert_eq!(scene.app.count_of(&scene.practice, event).await, count, "{event:?}");
    }
}

async fn a_number_that_the_register_lacks_takes_two(app: TestApp) {
    let practice = app.practice_without_telephone("W91001", "Meddygfa'r Bont").await;
    let scene = Scene::at(app, practice).await;
    let Scene { olwen, owain, case, .. } = &scene;
    assert_eq!(olwen.case(*case).await.number, NumberView::Missing);
    assert_eq!(refused(olwen.hears(*case, "engaged").await), Refusal::NoTelephone);
    let bad = [("telephone", "call me"), ("source", "")];
    let answer = olwen.about_case("give_number", *case, &bad).await;
    assert_eq!(problem(answer, Field::Telephone), Problem::NotATelephoneNumber);
    olwen.gives_number(*case).await.unwrap();
    assert_eq!(
        refused(olwen.hears(*case, "engaged").await),
        Refusal::NoTelephone,
        "nobody confirmed it"
    );
    let alone = olwen.about_case("confirm_number", *case, &[]).await;
    assert_eq!(refused(alone), Refusal::SecondPersonNeeded);
    owain.about_case("confirm_number", *case, &[]).await.unwrap();
    assert_eq!(
        refused(owain.about_case("confirm_number", *case, &[]).await),
        Refusal::ChangedMeanwhile
    );
    olwen.hears(*case, "engaged").await.unwrap();
    let view = olwen.case(*case).await;
    assert_eq!(view.calls[0].outcome, OutcomeTag::Engaged);
    let NumberView::Given { confirmed_by, own, .. } = view.number else {
        panic!("it was given: {:?}", view.number);
    };
    assert_eq!((confirmed_by.as_deref(), own), (Some("Owain Puw"), true));
    let known = scene.elsewhere().await;
    assert_eq!(refused(olwen.gives_number(known).await), Refusal::NumberInRegister);
}

async fn the_applicant_reads_what_was_tried_and_why_not(app: TestApp) {
    let scene = Scene::on(app).await;
    let Scene { olwen, gwen, case, .. } = &scene;
    let with_support = gwen.request_at(&scene.practice).await.with_support.unwrap();
    assert!(with_support.tried.is_empty() && !with_support.agreed);
    olwen.hears(*case, "not_reached").await.unwrap();
    scene.app.clock.advance(TimeDelta::minutes(3));
    olwen.hears(*case, "engaged").await.unwrap();
    let with_support = gwen.request_at(&scene.practice).await.with_support.unwrap();
    assert_eq!(with_support.tried.len(), 2);
    assert!(with_support.tried[0] > with_support.tried[1], "the newest first");
    olwen.hears(*case, "declined").await.unwrap();
    let own = gwen.request_at(&scene.practice).await;
    assert_eq!(own.state, RequestState::Rejected);
    assert_eq!(own.decision_reason.as_deref(), Some("Nobody here knows her."));
    assert_eq!(own.with_support, None);
    let letter = scene.app.letters_to("gwen@bont.example").await.remove(0);
    assert_eq!(letter.name, "request_rejected");
    assert!(letter.text.contains("Nobody here knows her."));
    assert_eq!(olwen.cases("ended").await.rows[0].state, StateTag::Declined);
}

async fn support_lets_nobody_in_without_a_case(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    app.member("Siân Jones", "sian@bont.example", &practice).await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let request = gwen.asks(&practice).await;
    assert_eq!(refused(olwen.approves(&practice, request).await), Refusal::CaseFirst);
    let known = olwen.approves_because(&practice, request, "Known to us.").await;
    assert_eq!(refused(known), Refusal::CaseFirst);
    let id = request.to_string();
    let review: ReviewView = olwen
        .browser
        .call("join_request_to_review", &[("code", "W91001"), ("id", &id)])
        .await
        .unwrap();
    assert!(review.row.needs_case && review.case.is_none());
    assert!(olwen.practice_users(&practice).await.unwrap().requests[0].needs_case);
    assert!(olwen.cases("now").await.rows.is_empty(), "somebody there can decide");
    olwen.rejects(&practice, request, "Not known here.").await.unwrap();
}

async fn a_case_comes_into_the_list_when_they_asked_to_be_called_back(app: TestApp) {
    let scene = Scene::on(app).await;
    let Scene { olwen, case, .. } = &scene;
    let again = [("outcome", "call_back"), ("day", "2025-11-24"), ("time", "09:30")];
    olwen.about_case("keep_call", *case, &again).await.unwrap();
    assert!(olwen.cases("now").await.rows.is_empty());
    let later = olwen.cases("later").await;
    assert_eq!(later.rows[0].id, *case);
    assert_eq!(later.rows[0].due_at.unwrap().date().to_string(), "2025-11-24");
    scene.app.clock.advance(TimeDelta::hours(19) + TimeDelta::minutes(25));
    olwen.signs_in().await;
    assert_eq!(olwen.cases("now").await.rows[0].id, *case);
    let past = [("outcome", "call_back"), ("day", "2025-11-24"), ("time", "09:00")];
    let answer = olwen.about_case("keep_call", *case, &past).await;
    assert_eq!(problem(answer, Field::Time), Problem::InThePast);
}

async fn an_override_needs_a_reason_and_a_second_person(app: TestApp) {
    let scene = Scene::on(app).await;
    let Scene {
        olwen,
        owain,
        gwen,
        case,
        ..
    } = &scene;
    let silent = olwen.about_case("override_case", *case, &[("reason", " ")]).await;
    assert_eq!(problem(silent, Field::Reason), Problem::Missing);
    let why = [("reason", "The practice has burnt down.")];
    olwen.about_case("override_case", *case, &why).await.unwrap();
    assert_eq!(refused(olwen.confirms_case(*case).await), Refusal::SecondPersonNeeded);
    owain
        .about_case("send_case_back", *case, &[("reason", "Call the mobile.")])
        .await
        .unwrap();
    assert_eq!(refused(owain.confirms_case(*case).await), Refusal::ChangedMeanwhile);
    owain.about_case("override_case", *case, &why).await.unwrap();
    assert_eq!(refused(owain.confirms_case(*case).await), Refusal::SecondPersonNeeded);
    olwen.confirms_case(*case).await.unwrap();
    assert_eq!(gwen.request_at(&scene.practice).await.state, RequestState::Approved);
    let lines = scene.app.store.read().audit().of_person(gwen.id, 100).await.unwrap();
    let approved = lines.iter().find(|line| line.event == Event::RequestApproved).unwrap();
    assert_eq!(approved.why.as_deref(), Some("The practice has burnt down."));
}

async fn a_request_becomes_a_case_when_nobody_can_decide_any_more(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let until = app.now_plus(TimeDelta::hours(1));
    let sian = app.person("Siân Jones", "sian@bont.example").await;
    app.let_in_until(sian.id, &practice, Role::PracticeEnabledUser, until)
        .await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    gwen.asks(&practice).await;
    assert_eq!(follow_up(&app.needed()).await.unwrap(), 0);
    app.clock.advance(TimeDelta::hours(2));
    let (one, other) = (app.needed(), app.needed());
    let (one, other) = tokio::join!(follow_up(&one), follow_up(&other));
    assert_eq!(one.unwrap() + other.unwrap(), 1, "one letter, however many servers");
    olwen.signs_in().await;
    let cases = olwen.cases("now").await;
    assert_eq!(cases.rows.len(), 1);
    assert_eq!(cases.rows[0].because, Because::NobodyDecides);
    assert_eq!(app.letters_to("olwen@support.example").await[0].link, "/cases");

    let strict = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    app.member("Mair Ellis", "mair@castell.example", &strict).await;
    gwen.signs_in().await;
    gwen.asks(&strict).await;
    app.decides(&strict, Policy::SupportOnly).await;
    follow_up(&app.needed()).await.unwrap();
    let because: Vec<Because> = olwen.cases("now").await.rows.iter().map(|row| row.because).collect();
    assert_eq!(because, [Because::NobodyDecides, Because::SupportOnly]);
}

async fn what_is_decided_elsewhere_is_no_case_any_more(app: TestApp) {
    let scene = Scene::on(app).await;
    let Scene {
        olwen,
        owain,
        gwen,
        case,
        ..
    } = &scene;
    olwen.hears(*case, "agreed").await.unwrap();
    gwen.withdraws(scene.request).await.unwrap();
    assert_eq!(refused(owain.confirms_case(*case).await), Refusal::NoLongerStands);
    assert_eq!(olwen.case(*case).await.row.state, StateTag::Ended);
    assert!(olwen.cases("second").await.rows.is_empty());
    gwen.asks(&scene.practice).await;
    let again = olwen.cases("now").await.rows[0].id;
    assert_ne!(again, *case, "another request is another case");
}

async fn two_of_support_let_a_shared_mailbox_in(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let owain = app.support("Owain Puw", "owain@support.example").await;
    let desk = app.person("Reception Staff", "reception.team@bont.example").await;
    desk.asks(&practice).await;
    let case = olwen.cases("now").await.rows[0].id;
    assert!(olwen.case(case).await.warning.is_some());
    let why = [("reason", "One person works there, we have called.")];
    olwen.about_case("override_case", case, &why).await.unwrap();
    owain.confirms_case(case).await.unwrap();
    assert_eq!(desk.request_at(&practice).await.state, RequestState::Approved);
}

async fn of_two_who_confirm_at_once_one_does(app: TestApp) {
    let scene = Scene::on(app).await;
    let Scene { olwen, owain, case, .. } = &scene;
    let nest = scene.app.support("Nest Lewis", "nest@support.example").await;
    olwen.hears(*case, "agreed").await.unwrap();
    let (one, other) = tokio::join!(owain.confirms_case(*case), nest.confirms_case(*case));
    let lost = if one.is_ok() { other } else { one };
    assert!(matches!(
        refused(lost),
        Refusal::AlreadyDecided {
            approved: true,
            by: Some(_),
            ..
        }
    ));
    assert_eq!(scene.app.count_of(&scene.practice, Event::RequestApproved).await, 1);
}

async fn for_everybody_else_there_are_no_cases(app: TestApp) {
    let scene = Scene::on(app).await;
    let dai = scene.app.administrator("Dai Board", "dai@board.example", "7A9").await;
    let id = scene.case.to_string();
    for person in [&scene.gwen, &dai] {
        for call in ["case", "confirm_case", "confirm_number"] {
            let answer: Result<serde_json::Value, AppError> = person.browser.call(call, &[("id", &id)]).await;
            assert_eq!(refused(answer), Refusal::NotFound, "{call}");
        }
        let list: Result<CaseList, AppError> = person.browser.call("cases", &[("shows", "now")]).await;
        assert_eq!(refused(list), Refusal::NotFound);
    }
}
