//! Organisations that are no longer open: whose people wait, for whose decision, and what each was merged into.

use domain::audit::Event;
use domain::list::Place;
use domain::organisations::Status;
use domain::permission::{Role, Scope};
use domain::{OdsCode, OrganisationId};
use storage::{RegisterRow, Store};

use crate::on_both;
use crate::town::{at, line, member, member_until, organisation, pending, person, practice, row};

on_both!(
    people_wait_where_a_role_has_not_ended_and_the_organisation_is_not_open,
    those_above_see_what_is_beneath_them,
    the_list_is_turned_page_by_page,
    open_requests_are_found_and_a_successor_is_kept,
);

async fn shut(store: &Store, ods: &str, status: Status) -> OrganisationId {
    let open = row(ods, "MEDDYGFA'R BONT", "CONWY", "LL32 8AB");
    organisation(store, &RegisterRow { status, ..open }).await
}

async fn listed(store: &Store, scope: Scope, now: i64) -> Vec<(String, u32)> {
    let list = store
        .read()
        .closures()
        .list(scope, Place::First, at(now))
        .await
        .unwrap();
    let count = store.read().closures().count(scope, at(now)).await.unwrap();
    assert_eq!(
        (list.rows.len(), list.count.rows),
        (usize::from(count.count), u32::from(count.count))
    );
    let rows = list.rows.into_iter();
    rows.map(|row| (row.organisation.code.to_string(), row.people))
        .collect()
}

async fn people_wait_where_a_role_has_not_ended_and_the_organisation_is_not_open(store: Store) {
    let closed = shut(&store, "W91001", Status::Closed).await;
    let dormant = shut(&store, "W91002", Status::Dormant).await;
    shut(&store, "W91003", Status::Closed).await;
    let open = practice(&store, "W91004").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let mair = person(&store, "Mair", "Ellis").await;
    for organisation in [closed, dormant, open] {
        member(&store, huw, organisation, Role::PracticeEnabledUser).await;
    }
    member(&store, huw, closed, Role::Reporting).await;
    member_until(&store, mair, closed, Role::PracticeEnabledUser, Some(at(10))).await;
    let all = |closed| [("W91001".to_owned(), closed), ("W91002".to_owned(), 1)];
    assert_eq!(listed(&store, Scope::Everything, 5).await, all(2));
    assert_eq!(store.read().closures().people(closed, at(5)).await.unwrap(), 2);
    assert_eq!(listed(&store, Scope::Everything, 10).await, all(1), "hers has ended");
    assert_eq!(
        listed(&store, Scope::DecidedBy(huw), 5).await,
        [],
        "he decides there, and is not above it"
    );
    let mut change = store.change().await.unwrap();
    change.members().end_everywhere(huw, huw, at(11)).await.unwrap();
    change.commit(line(Event::AccountClosed).about(huw)).await.unwrap();
    assert_eq!(listed(&store, Scope::Everything, 12).await, []);
}

async fn those_above_see_what_is_beneath_them(store: Store) {
    let closed = shut(&store, "W91001", Status::Closed).await;
    let board = practice(&store, "7A1").await;
    let other = practice(&store, "7A2").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let dai = person(&store, "Dai", "Price").await;
    let nest = person(&store, "Nest", "Puw").await;
    member(&store, huw, closed, Role::PracticeEnabledUser).await;
    member_until(&store, dai, board, Role::CommissioningAdministrator, Some(at(10))).await;
    member(&store, nest, other, Role::CommissioningAdministrator).await;
    let above = async |now: i64| {
        let above = store
            .read()
            .closures()
            .administrators_above(closed, at(now))
            .await
            .unwrap();
        above.into_iter().map(|account| account.id).collect::<Vec<_>>()
    };
    assert_eq!(
        listed(&store, Scope::DecidedBy(dai), 5).await,
        [("W91001".to_owned(), 1)]
    );
    assert_eq!(above(5).await, [dai]);
    assert_eq!(listed(&store, Scope::DecidedBy(dai), 10).await, []);
    assert_eq!(above(10).await, []);
    assert_eq!(listed(&store, Scope::DecidedBy(nest), 5).await, []);
}

async fn the_list_is_turned_page_by_page(store: Store) {
    let huw = person(&store, "Huw", "Ellis").await;
    for number in 0..30 {
        let closed = shut(&store, &format!("W910{number:02}"), Status::Closed).await;
        member(&store, huw, closed, Role::PracticeEnabledUser).await;
    }
    let page = async |place| {
        let list = store
            .read()
            .closures()
            .list(Scope::Everything, place, at(5))
            .await
            .unwrap();
        let rows = list.rows.iter().map(|row| row.organisation.code.to_string());
        assert_eq!(list.count.rows, 30);
        (rows.collect::<Vec<_>>(), list.beside)
    };
    let (first, beside) = page(Place::First).await;
    assert_eq!((first.len(), beside.previous), (25, None));
    let (second, back) = page(beside.next.unwrap()).await;
    assert_eq!((second.len(), back.next), (5, None));
    assert_eq!(page(back.previous.unwrap()).await.0, first);
    let (all, _) = page(Place::After(storage::fresh(at(9)))).await;
    assert_eq!(all, first, "nothing follows what is not there");
}

async fn open_requests_are_found_and_a_successor_is_kept(store: Store) {
    let bont = practice(&store, "W91001").await;
    let other = practice(&store, "W91002").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let request = pending(&store, huw, bont).await;
    pending(&store, huw, other).await;
    let requests = async || store.read().closures().requests(bont).await.unwrap();
    assert_eq!(requests().await, [request.id]);
    let code = OdsCode::parse("W91002").unwrap();
    let mut change = store.change().await.unwrap();
    let ended = request.end_with_organisation(at(5)).unwrap();
    assert!(change.join_requests().withdraw(&ended).await.unwrap());
    let named = change.closures().name_successor(bont, Some(&code), at(5));
    named.await.unwrap();
    change.commit(line(Event::RequestClosed)).await.unwrap();
    assert_eq!(requests().await, []);
    let of = OdsCode::parse("W91001").unwrap();
    let view = async || store.read().organisations().view(&of).await.unwrap().unwrap().successor;
    assert_eq!(view().await, Some(code.clone()));
    assert_eq!(store.read().closures().successor(bont).await.unwrap(), Some(code));
    let mut change = store.change().await.unwrap();
    let none = change.closures().name_successor(bont, None, at(6));
    none.await.unwrap();
    change.commit(line(Event::SuccessorChanged)).await.unwrap();
    assert_eq!(
        (view().await, store.read().closures().successor(bont).await.unwrap()),
        (None, None)
    );
}
