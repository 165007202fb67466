//! Who asks to act for an organisation, and how that ends.

use domain::audit::Event;
use domain::join_requests::{DecidedBy, Grant, JoinRequest, State, StateTag};
use domain::members::{Column, Sort};
use domain::organisations::Policy;
use domain::permission::{Capacity, Role};
use storage::Store;

use crate::on_both;
use crate::town::{approver, at, code, line, member, organisation, pending, person, practice, request};

on_both!(
    a_request_is_open_once_for_each_person_and_organisation,
    a_request_waits_for_its_confirmation,
    a_request_that_waits_for_its_confirmation_is_withdrawn_but_never_decided,
    a_decision_comes_back_with_who_made_it,
    of_two_hundred_who_decide_at_once_one_does,
    a_list_sorts_by_every_column,
    whoever_may_decide_sees_what_waits,
    of_two_reminders_at_once_one_goes_out,
);

async fn a_request_is_open_once_for_each_person_and_organisation(store: Store) {
    let practice = practice(&store, "W91001").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let first = pending(&store, huw, practice).await;
    let second = request(huw, practice, at(2));
    let mut change = store.change().await.unwrap();
    assert!(!change.join_requests().make(&second).await.unwrap());
    let withdrawn = first.clone().withdraw(huw, at(3)).unwrap();
    assert!(change.join_requests().withdraw(&withdrawn).await.unwrap());
    assert!(!change.join_requests().withdraw(&withdrawn).await.unwrap());
    assert!(change.join_requests().make(&second).await.unwrap());
    change.commit(line(Event::RequestWithdrawn)).await.unwrap();
    let mut read = store.read();
    assert_eq!(read.join_requests().by_id(first.id).await.unwrap(), Some(withdrawn));
    assert_eq!(
        read.join_requests().open_of(huw, practice).await.unwrap(),
        Some(second.clone())
    );
    let mine = read.join_requests().of_person(huw).await.unwrap();
    assert_eq!(
        mine.iter().map(|applied| applied.request.id).collect::<Vec<_>>(),
        [second.id, first.id]
    );
    assert_eq!(mine[0].organisation.code, code("W91001"));
}

async fn a_request_waits_for_its_confirmation(store: Store) {
    let practice = practice(&store, "W91001").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let mut waiting = request(huw, practice, at(1));
    waiting.state = State::AwaitingConfirmation;
    let mut change = store.change().await.unwrap();
    assert!(change.join_requests().make(&waiting).await.unwrap());
    change.commit(line(Event::RequestMade)).await.unwrap();
    let mut read = store.read();
    assert!(
        read.join_requests()
            .pending_at(practice, Sort::default())
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        read.join_requests().awaiting_confirmation(huw).await.unwrap(),
        [waiting.clone()]
    );
    let mut change = store.change().await.unwrap();
    assert!(change.join_requests().ready(waiting.id, at(5)).await.unwrap());
    assert!(!change.join_requests().ready(waiting.id, at(6)).await.unwrap());
    change.commit(line(Event::RequestReady)).await.unwrap();
    let pending = store
        .read()
        .join_requests()
        .pending_at(practice, Sort::default())
        .await
        .unwrap();
    assert_eq!(pending[0].request, waiting.confirmed());
}

async fn a_request_that_waits_for_its_confirmation_is_withdrawn_but_never_decided(store: Store) {
    let practice = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    member(&store, sian, practice, Role::PracticeEnabledUser).await;
    let by = approver(&store, sian, practice).await;
    let decision = request(huw, practice, at(1))
        .approve(&by, Grant::default(), None, None, at(3))
        .unwrap();
    let waiting = JoinRequest {
        state: State::AwaitingConfirmation,
        ..decision.request.clone()
    };
    let withdrawn = JoinRequest {
        state: State::Withdrawn { at: at(4) },
        ..decision.request.clone()
    };
    let mut change = store.change().await.unwrap();
    assert!(change.join_requests().make(&waiting).await.unwrap());
    assert!(!change.join_requests().decide(&decision).await.unwrap());
    assert!(change.join_requests().withdraw(&withdrawn).await.unwrap());
    change.commit(line(Event::RequestWithdrawn)).await.unwrap();
    let kept = store.read().join_requests().by_id(waiting.id).await.unwrap();
    assert_eq!(kept, Some(withdrawn));
}

async fn a_decision_comes_back_with_who_made_it(store: Store) {
    let practice = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    member(&store, sian, practice, Role::PracticeEnabledUser).await;
    let request = pending(&store, huw, practice).await;
    let by = approver(&store, sian, practice).await;
    let decision = request
        .clone()
        .reject(&by, "Not at this practice".into(), at(3))
        .unwrap();
    let mut change = store.change().await.unwrap();
    assert!(change.join_requests().decide(&decision).await.unwrap());
    assert_eq!(
        change.join_requests().last_no(huw, practice).await.unwrap(),
        Some(at(3))
    );
    change.commit(line(Event::RequestRejected)).await.unwrap();
    let applied = store.read().join_requests().applied(request.id).await.unwrap().unwrap();
    assert_eq!(applied.request, decision.request);
    assert_eq!(applied.decider.as_deref(), Some("Siân Prydderch"));
    let State::Rejected(decided) = applied.request.state else {
        panic!("rejected")
    };
    assert_eq!(decided.by, DecidedBy::Person(sian, Capacity::Approver));
    assert_eq!(
        store.read().join_requests().last_no(sian, practice).await.unwrap(),
        None
    );
}

async fn of_two_hundred_who_decide_at_once_one_does(store: Store) {
    let practice = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    member(&store, sian, practice, Role::PracticeEnabledUser).await;
    let request = pending(&store, huw, practice).await;
    let by = approver(&store, sian, practice).await;
    let tries: Vec<_> = (0..200)
        .map(|number| {
            let (store, request) = (store.clone(), request.clone());
            tokio::spawn(async move {
                let decision = if number % 2 == 0 {
                    request.approve(&by, Grant::default(), None, None, at(3)).unwrap()
                } else {
                    request.reject(&by, "No".into(), at(3)).unwrap()
                };
                let mut change = store.change().await.unwrap();
                let decided = change.join_requests().decide(&decision).await.unwrap();
                if decided {
                    let entry = line(Event::RequestApproved).for_organisation(practice).about(huw);
                    change.commit(entry).await.unwrap();
                }
                decided
            })
        })
        .collect();
    let mut decided = 0;
    for one in tries {
        decided += u32::from(one.await.unwrap());
    }
    assert_eq!(decided, 1);
    let told = store
        .read()
        .audit()
        .of_organisation(practice, Some(&[Event::RequestApproved]), None, 50)
        .await
        .unwrap();
    assert_eq!(told.len(), 1);
    let kept = store.read().join_requests().by_id(request.id).await.unwrap().unwrap();
    assert!(matches!(kept.state.tag(), StateTag::Approved | StateTag::Rejected));
}

async fn a_list_sorts_by_every_column(store: Store) {
    let practice = practice(&store, "W91001").await;
    let ann = person(&store, "Ann", "Zephaniah").await;
    let zoe = person(&store, "Zoë", "Éluard").await;
    let first = pending(&store, ann, practice).await;
    let second = pending(&store, zoe, practice).await;
    for (column, expected) in [
        (Column::Name, [second.id, first.id]),
        (Column::Email, [first.id, second.id]),
        (Column::Role, [second.id, first.id]),
        (Column::Date, [first.id, second.id]),
    ] {
        for descending in [false, true] {
            let sort = Sort { column, descending };
            let mut ids: Vec<_> = store
                .read()
                .join_requests()
                .pending_at(practice, sort)
                .await
                .unwrap()
                .into_iter()
                .map(|applied| applied.request.id)
                .collect();
            if descending {
                ids.reverse();
            }
            assert_eq!(ids, expected, "{}", sort.tag());
        }
    }
}

async fn whoever_may_decide_sees_what_waits(store: Store) {
    let here = practice(&store, "W91001").await;
    let there = practice(&store, "W91002").await;
    let mut board = storage::RegisterRow::commissioner_row(code("7A1"), "Invented Health Board".into());
    board.telephone = "029 2000 0000".into();
    let board = organisation(&store, &board).await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let administrator = person(&store, "Mair", "Bowen").await;
    let nobody = person(&store, "Ann", "Outsider").await;
    let huw = person(&store, "Huw", "Ellis").await;
    member(&store, sian, here, Role::PracticeEnabledUser).await;
    member(&store, administrator, board, Role::CommissioningAdministrator).await;
    let first = pending(&store, huw, here).await.id;
    let second = pending(&store, huw, there).await.id;
    let seen = async |person, support, most| {
        let rows = store
            .read()
            .join_requests()
            .pending_for(person, support, at(2), most)
            .await
            .unwrap();
        rows.into_iter().map(|applied| applied.request.id).collect::<Vec<_>>()
    };
    assert_eq!(seen(sian, false, 100).await, [first]);
    assert_eq!(seen(administrator, false, 100).await, [first, second]);
    assert_eq!(seen(administrator, false, 1).await, [first]);
    assert_eq!(seen(nobody, false, 100).await, []);
    assert_eq!(seen(nobody, true, 100).await, [first, second]);

    let mut change = store.change().await.unwrap();
    change
        .organisations()
        .set_policy(here, Policy::ApproverRole, at(2))
        .await
        .unwrap();
    change.commit(line(Event::OrganisationChanged)).await.unwrap();
    assert_eq!(seen(sian, false, 100).await, [], "a member without the right to decide");
}

async fn of_two_reminders_at_once_one_goes_out(store: Store) {
    let practice = practice(&store, "W91001").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let request = pending(&store, huw, practice).await;
    let remind = async |since, now| {
        let mut change = store.change().await.unwrap();
        let reminded = change
            .join_requests()
            .nudge(request.id, at(since), at(now))
            .await
            .unwrap();
        if reminded {
            change.commit(line(Event::RequestNudged)).await.unwrap();
        }
        reminded
    };
    let (one, other) = tokio::join!(remind(5 - 24 * 60, 5), remind(5 - 24 * 60, 5));
    assert!(one != other);
    let applied = store.read().join_requests().applied(request.id).await.unwrap().unwrap();
    assert_eq!(applied.nudged_at, Some(at(5)));
    assert!(!remind(4, 5 + 24 * 60).await);
    assert!(remind(5, 5 + 24 * 60).await, "a day later");
    let withdrawn = request.clone().withdraw(huw, at(6)).unwrap();
    let mut change = store.change().await.unwrap();
    assert!(change.join_requests().withdraw(&withdrawn).await.unwrap());
    change.commit(line(Event::RequestWithdrawn)).await.unwrap();
    assert!(!remind(10_000, 20_000).await, "it waits no longer");
}
