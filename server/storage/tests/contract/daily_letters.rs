//! What waits for whom: the count on the front page, and the daily letter.

use chrono::NaiveDate;
use domain::audit::Event;
use domain::home::Counted;
use domain::organisations::{Kind, Policy};
use domain::permission::{Role, Scope};
use domain::{OrganisationId, PersonId};
use storage::{Housekeeping, RegisterRow, Store};

use crate::on_both;
use crate::town::{at, code, line, member, organisation, pending, person, practice, request};

on_both!(
    everybody_is_told_of_what_they_may_decide_and_support_of_what_nobody_else_can,
    a_letter_is_taken_once_a_day_and_only_by_those_who_want_it,
    administrators_are_listed_with_their_commissioner,
);

async fn board(store: &Store) -> OrganisationId {
    let mut board = RegisterRow::commissioner_row(code("7A1"), "Invented Health Board".into());
    board.kind = Kind::Commissioner;
    organisation(store, &board).await
}

async fn supports(store: &Store, person: PersonId) {
    let mut change = store.change().await.unwrap();
    assert!(change.support().appoint(person, at(0)).await.unwrap());
    change.commit(line(Event::SupportAppointed)).await.unwrap();
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

async fn everybody_is_told_of_what_they_may_decide_and_support_of_what_nobody_else_can(store: Store) {
    let board = board(&store).await;
    let here = practice(&store, "W91001").await;
    let there = practice(&store, "W91002").await;
    let mut row = crate::town::row("Y91003", "HIGH STREET SURGERY", "BATH", "BA1 1AA");
    row.commissioner = None;
    let lonely = organisation(&store, &row).await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let mair = person(&store, "Mair", "Bowen").await;
    let olwen = person(&store, "Olwen", "Rees").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let gwen = person(&store, "Gwen", "Harries").await;
    member(&store, sian, here, Role::PracticeEnabledUser).await;
    member(&store, mair, board, Role::CommissioningAdministrator).await;
    supports(&store, olwen).await;
    for organisation in [here, there, lonely] {
        pending(&store, huw, organisation).await;
    }
    pending(&store, gwen, here).await;
    let mut wanted = request(gwen, board, at(1));
    wanted.role = Role::CommissioningAdministrator;
    let mut change = store.change().await.unwrap();
    assert!(change.join_requests().make(&wanted).await.unwrap());
    change.commit(line(Event::RequestMade)).await.unwrap();

    let now = at(2);
    let told = async |person| store.read().daily_letters().waiting_for(person, now).await.unwrap();
    let counts = |told: Vec<(String, u32)>| told.into_iter().map(|(_, count)| count).collect::<Vec<_>>();
    assert_eq!(counts(told(sian).await), [2]);
    assert_eq!(counts(told(mair).await), [2, 1], "both practices beneath");
    let orphans: Vec<String> = told(olwen).await.into_iter().map(|(name, _)| name).collect();
    assert_eq!(orphans, ["HIGH STREET SURGERY", "Invented Health Board"]);
    assert!(told(huw).await.is_empty());

    let due = store.read().daily_letters().due(day(), now).await.unwrap();
    let mut expected = vec![sian, mair, olwen];
    expected.sort();
    assert_eq!(due, expected);

    let count = async |scope| store.read().daily_letters().waiting(scope, now).await.unwrap();
    assert_eq!(count(Scope::Everything).await, Counted { count: 5, more: false });
    assert_eq!(count(Scope::DecidedBy(mair)).await, Counted { count: 3, more: false });
    assert_eq!(count(Scope::DecidedBy(huw)).await, Counted { count: 0, more: false });

    let mut change = store.change().await.unwrap();
    change
        .organisations()
        .set_policy(here, Policy::SupportOnly, now)
        .await
        .unwrap();
    change.commit(line(Event::PolicyChanged)).await.unwrap();
    assert!(told(sian).await.is_empty());
    assert_eq!(
        counts(told(olwen).await).len(),
        2,
        "the administrator above decides still"
    );
}

async fn a_letter_is_taken_once_a_day_and_only_by_those_who_want_it(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let take = async |day| {
        let mut change = store.change().await.unwrap();
        let taken = change.daily_letters().take(sian, day).await.unwrap();
        change.commit_housekeeping(Housekeeping::DailyLetter).await.unwrap();
        taken
    };
    let (one, other) = tokio::join!(take(day()), take(day()));
    assert!(one != other);
    let tomorrow = day().succ_opt().unwrap();
    let mut change = store.change().await.unwrap();
    assert!(change.daily_letters().is_on(sian).await.unwrap());
    assert!(change.daily_letters().switch(sian, false).await.unwrap());
    assert!(!change.daily_letters().switch(sian, false).await.unwrap());
    change.commit(line(Event::DigestSwitched)).await.unwrap();
    assert!(!take(tomorrow).await);
    let mut change = store.change().await.unwrap();
    assert!(change.daily_letters().switch(sian, true).await.unwrap());
    change.commit(line(Event::DigestSwitched)).await.unwrap();
    assert!(take(tomorrow).await);
}

async fn administrators_are_listed_with_their_commissioner(store: Store) {
    let board = board(&store).await;
    let mair = person(&store, "Mair", "Bowen").await;
    let dai = person(&store, "Dai", "Price").await;
    let id = member(&store, mair, board, Role::CommissioningAdministrator).await;
    member(&store, dai, board, Role::Approver).await;
    let listed = store.read().support().administrators(at(2)).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].account.id, listed[0].code.as_str()), (mair, "7A1"));
    let mut change = store.change().await.unwrap();
    assert!(change.support().end_administrator(id).await.unwrap());
    assert!(!change.support().end_administrator(id).await.unwrap());
    change.commit(line(Event::RoleRemoved)).await.unwrap();
    assert!(store.read().support().administrators(at(2)).await.unwrap().is_empty());
}
