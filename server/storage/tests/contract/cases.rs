//! What is in the hands of support: how a case is opened once, kept, listed and ended.

use domain::accounts::Position;
use domain::audit::Event;
use domain::cases::{
    Because, Call, Case, GivenNumber, Grounds, Matter, MatterKind, Outcome, Proposed, Settled, Shows, State, StateTag,
};
use domain::join_requests::{FollowedUp, JoinRequest, State as RequestState};
use domain::permission::Role;
use domain::{CallId, CaseId, Moment, OrganisationId, PersonId};
use storage::{Store, fresh};

use crate::on_both;
use crate::town::{at, email, line, member, member_until, pending, person, practice};

on_both!(
    a_request_becomes_one_case_and_another_once_that_has_ended,
    a_case_comes_back_with_its_names_calls_and_grounds,
    each_list_shows_its_own_what_is_to_be_done_first_on_top,
    a_case_ends_with_its_request_and_is_settled_once,
    requests_that_nobody_can_decide_are_found,
    an_account_has_one_case_of_each_kind_and_they_end_with_it,
    a_number_is_given_and_confirmed,
);

fn case(matter: Matter, person: PersonId, organisation: OrganisationId, minutes: i64) -> Case {
    Case {
        id: CaseId::new(fresh(at(minutes))),
        matter,
        person,
        organisation,
        because: Because::NobodyDecides,
        why: "She telephoned".into(),
        opened_by: None,
        opened_at: at(minutes),
        due_at: at(minutes),
        state: State::Open,
    }
}

async fn open(store: &Store, case: &Case) -> bool {
    let mut change = store.change().await.unwrap();
    let opened = change.cases().open(case).await.unwrap();
    change.commit(line(Event::CaseOpened)).await.unwrap();
    opened
}

async fn keep(store: &Store, case: &Case) -> bool {
    let mut change = store.change().await.unwrap();
    let kept = change.cases().keep(case).await.unwrap();
    change.commit(line(Event::CaseCalled)).await.unwrap();
    kept
}

async fn withdraw(store: &Store, request: &JoinRequest) {
    let withdrawn = JoinRequest {
        state: RequestState::Withdrawn { at: at(30) },
        ..request.clone()
    };
    let mut change = store.change().await.unwrap();
    assert!(change.join_requests().withdraw(&withdrawn).await.unwrap());
    change.commit(line(Event::RequestWithdrawn)).await.unwrap();
}

async fn state(store: &Store, case: &Case) -> StateTag {
    let opened = store.read().cases().opened(case.id).await.unwrap().unwrap();
    opened.case.state.tag()
}

fn agreed(case: &Case, by: PersonId) -> Case {
    let grounds = Grounds::Override("Nobody answers".into());
    Case {
        state: State::Agreed(Proposed { by, at: at(5), grounds }),
        ..case.clone()
    }
}

async fn a_request_becomes_one_case_and_another_once_that_has_ended(store: Store) {
    let bont = practice(&store, "W91001").await;
    let gwen = person(&store, "Gwen", "Harries").await;
    let request = pending(&store, gwen, bont).await;
    let first = case(Matter::Join(request.id), gwen, bont, 1);
    assert!(open(&store, &first).await);
    assert!(!open(&store, &case(Matter::Join(request.id), gwen, bont, 2)).await);
    assert_eq!(
        store.read().cases().of_request(request.id).await.unwrap(),
        Some(first.id)
    );
    withdraw(&store, &request).await;
    assert_eq!(store.read().cases().of_request(request.id).await.unwrap(), None);
    let again = pending(&store, gwen, bont).await;
    assert!(open(&store, &case(Matter::Join(again.id), gwen, bont, 40)).await);
}

async fn a_case_comes_back_with_its_names_calls_and_grounds(store: Store) {
    let bont = practice(&store, "W91001").await;
    let gwen = person(&store, "Gwen", "Harries").await;
    let olwen = person(&store, "Olwen", "Rees").await;
    let owain = person(&store, "Owain", "Puw").await;
    let request = pending(&store, gwen, bont).await;
    let made = case(Matter::Join(request.id), gwen, bont, 1);
    assert!(open(&store, &made).await);
    let engaged = call(&made, olwen, Outcome::Engaged, 2);
    let yes = call(&made, olwen, Outcome::Agreed, 3);
    let mut change = store.change().await.unwrap();
    for one in [&engaged, &yes] {
        change.cases().call(one).await.unwrap();
    }
    change.commit(line(Event::CaseCalled)).await.unwrap();
    let proposed = Proposed {
        by: olwen,
        at: at(3),
        grounds: Grounds::Call(yes.id),
    };
    let waiting = Case {
        state: State::Agreed(proposed.clone()),
        ..made
    };
    assert!(keep(&store, &waiting).await);
    let kept = store.read().cases().opened(waiting.id).await.unwrap().unwrap();
    assert_eq!(kept.case, waiting);
    assert_eq!((kept.first.as_deref(), kept.calls), (Some("Olwen Rees"), 2));
    assert_eq!(kept.asked.map(|(role, _)| role), Some(request.role));
    assert_eq!(kept.organisation.code.as_str(), "W91001");
    let calls = store.read().cases().calls(waiting.id).await.unwrap();
    assert_eq!(
        calls,
        [(yes, "Olwen Rees".to_owned()), (engaged, "Olwen Rees".to_owned())]
    );
    let tried = store.read().cases().tried(gwen).await.unwrap();
    assert_eq!(tried[0].in_vain, [at(2)]);
    assert_eq!((tried[0].since, tried[0].state), (at(1), StateTag::Agreed));
    let settled = Settled { by: owain, at: at(9) };
    let confirmed = Case {
        state: State::Confirmed { proposed, settled },
        ..waiting
    };
    assert!(keep(&store, &confirmed).await);
    let kept = store.read().cases().opened(confirmed.id).await.unwrap().unwrap();
    assert_eq!(kept.case, confirmed);
    assert_eq!(kept.settler.as_deref(), Some("Owain Puw"));
    assert!(store.read().cases().tried(gwen).await.unwrap().is_empty());
}

fn call(case: &Case, by: PersonId, outcome: Outcome, minutes: i64) -> Call {
    let answered = outcome == Outcome::Agreed;
    Call {
        id: CallId::new(fresh(at(minutes))),
        case: case.id,
        by,
        at: at(minutes),
        number: "01492 123456".into(),
        answered_by: if answered { "Mair Pugh".into() } else { String::new() },
        position: answered.then_some(Position::Partner),
        outcome,
        notes: "Quick".into(),
    }
}

async fn each_list_shows_its_own_what_is_to_be_done_first_on_top(store: Store) {
    let bont = practice(&store, "W91001").await;
    let olwen = person(&store, "Olwen", "Rees").await;
    let mut cases = Vec::new();
    for (first, minutes) in [("Gwen", 3), ("Nest", 1), ("Ifan", 2), ("Mair", 4)] {
        let who = person(&store, first, "Harries").await;
        let made = case(Matter::LostFactor, who, bont, minutes);
        assert!(open(&store, &made).await);
        cases.push(made);
    }
    let later = Case {
        due_at: at(90),
        ..cases[2].clone()
    };
    assert!(keep(&store, &later).await);
    assert!(keep(&store, &agreed(&cases[3], olwen)).await);
    let listed = async |shows, now| {
        let rows = store.read().cases().list(shows, now, 10).await.unwrap();
        rows.into_iter().map(|one| one.case.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(Shows::Now, at(10)).await, [cases[1].id, cases[0].id]);
    assert_eq!(listed(Shows::Later, at(10)).await, [cases[2].id]);
    assert_eq!(listed(Shows::Second, at(10)).await, [cases[3].id]);
    assert!(listed(Shows::Ended, at(10)).await.is_empty());
    assert_eq!(listed(Shows::Now, at(90)).await.len(), 3, "its time has come");
    let counts = store.read().cases().counts(at(10)).await.unwrap();
    assert_eq!(counts, [(Shows::Now, 2), (Shows::Later, 1), (Shows::Second, 1)]);
    assert_eq!(store.read().cases().list(Shows::Now, at(90), 1).await.unwrap().len(), 1);
}

async fn a_case_ends_with_its_request_and_is_settled_once(store: Store) {
    let bont = practice(&store, "W91001").await;
    let gwen = person(&store, "Gwen", "Harries").await;
    let olwen = person(&store, "Olwen", "Rees").await;
    let request = pending(&store, gwen, bont).await;
    let made = case(Matter::Join(request.id), gwen, bont, 1);
    assert!(open(&store, &made).await);
    withdraw(&store, &request).await;
    assert_eq!(state(&store, &made).await, StateTag::Ended);
    assert!(!keep(&store, &agreed(&made, olwen)).await, "it has ended");
    // What nobody was first to keep cannot be confirmed.
    let lost = case(Matter::LostFactor, gwen, bont, 2);
    assert!(open(&store, &lost).await);
    let State::Agreed(proposed) = agreed(&lost, olwen).state else {
        unreachable!("it was made so")
    };
    let settled = Settled { by: gwen, at: at(7) };
    let confirmed = Case {
        state: State::Confirmed { proposed, settled },
        ..lost.clone()
    };
    assert!(!keep(&store, &confirmed).await);
    assert!(keep(&store, &agreed(&lost, olwen)).await);
    assert!(keep(&store, &confirmed).await);
    assert!(!keep(&store, &confirmed).await);
}

async fn follow_up(store: &Store, request: &JoinRequest) {
    let mut change = store.change().await.unwrap();
    let step = FollowedUp::WithSupport;
    assert!(change.join_requests().follow_up(request.id, step).await.unwrap());
    change.commit(line(Event::RequestWithSupport)).await.unwrap();
}

async fn requests_that_nobody_can_decide_are_found(store: Store) {
    let bont = practice(&store, "W91001").await;
    let tarw = practice(&store, "W91002").await;
    let gwen = person(&store, "Gwen", "Harries").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    member_until(&store, sian, bont, Role::PracticeEnabledUser, Some(at(60))).await;
    let mair = person(&store, "Mair", "Pugh").await;
    member(&store, mair, tarw, Role::PracticeEnabledUser).await;
    let stuck = pending(&store, gwen, bont).await;
    let waits = pending(&store, gwen, tarw).await;
    let found = async |now: Moment| store.read().cases().to_open(now).await.unwrap();
    assert!(found(at(10)).await.is_empty(), "somebody can decide both");
    assert_eq!(found(at(70)).await, [stuck.id], "nobody can any more");
    follow_up(&store, &waits).await;
    assert_eq!(found(at(10)).await, [waits.id], "nobody has");
    assert!(open(&store, &case(Matter::Join(waits.id), gwen, tarw, 1)).await);
    assert!(found(at(10)).await.is_empty());
}

async fn an_account_has_one_case_of_each_kind_and_they_end_with_it(store: Store) {
    let bont = practice(&store, "W91001").await;
    let gwen = person(&store, "Gwen", "Harries").await;
    let moved = Matter::NewAddress(email("Gwen.New@practice.example"));
    let address = case(moved.clone(), gwen, bont, 1);
    assert!(open(&store, &address).await);
    assert!(!open(&store, &case(moved.clone(), gwen, bont, 2)).await);
    let lost = case(Matter::LostFactor, gwen, bont, 3);
    assert!(open(&store, &lost).await);
    let expected = [(lost.id, MatterKind::LostFactor), (address.id, MatterKind::NewAddress)];
    assert_eq!(store.read().cases().of_account(gwen).await.unwrap(), expected);
    let kept = store.read().cases().opened(address.id).await.unwrap().unwrap();
    assert_eq!(kept.case.matter, moved);
    let mut change = store.change().await.unwrap();
    assert_eq!(change.cases().end_of_account(gwen, at(9)).await.unwrap(), 2);
    change.commit(line(Event::AccountClosed)).await.unwrap();
    assert!(store.read().cases().of_account(gwen).await.unwrap().is_empty());
    assert_eq!(state(&store, &lost).await, StateTag::Ended);
}

async fn a_number_is_given_and_confirmed(store: Store) {
    let bont = practice(&store, "W91001").await;
    let olwen = person(&store, "Olwen", "Rees").await;
    let owain = person(&store, "Owain", "Puw").await;
    assert_eq!(store.read().cases().number(bont).await.unwrap(), None);
    let given = GivenNumber {
        number: "01492 000111".into(),
        source: "Their own page".into(),
        by: olwen,
        at: at(1),
        confirmed: None,
    };
    let confirmed = GivenNumber {
        confirmed: Some((owain, at(2))),
        ..given.clone()
    };
    for number in [given, confirmed] {
        let mut change = store.change().await.unwrap();
        change.cases().keep_number(bont, &number).await.unwrap();
        change.commit(line(Event::NumberGiven)).await.unwrap();
        let named = store.read().cases().number(bont).await.unwrap().unwrap();
        assert_eq!(named.giver, "Olwen Rees");
        assert_eq!(named.confirmer.is_some(), number.confirmed.is_some());
        assert_eq!(named.given, number);
    }
}
