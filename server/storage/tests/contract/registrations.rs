//! Whoever asks for an account or a role, in one list: who sees what of it, and how it is sorted, filtered and paged.

use std::collections::BTreeSet;

use domain::accounts::Account;
use domain::audit::Event;
use domain::join_requests::State;
use domain::list::{Counted, PageSize, Place, Sortable as _};
use domain::permission::{Role, Scope};
use domain::registrations::{Age, Column, Search, Shows, Sort};
use domain::{Moment, OrganisationId, PersonId};
use storage::{ElsewhereAs, RegisterRow, RegisteredAs, RegisteredPage, Store};
use uuid::Uuid;

use crate::medics::import;
use crate::town::{
    account, approver, at, code, line, member, organisation, pending, person, practice, request, row, whole,
};
use crate::{imports, on_both};

on_both!(
    a_list_is_walked_forwards_and_backwards_by_every_column,
    a_request_stands_where_its_person_and_organisation_are_called_now,
    everybody_sees_only_what_they_may_decide_for,
    a_list_is_narrowed_by_state_organisation_and_age,
    a_page_goes_on_after_a_row_that_has_been_decided,
    a_deleted_registration_frees_its_address,
    a_reviewer_sees_what_else_concerns_their_organisations,
);

async fn unconfirmed(
    store: &Store,
    first: &str,
    last: &str,
    asks: Option<OrganisationId>,
    made_at: Moment,
) -> PersonId {
    let account = account(first, last);
    let mut change = store.change().await.unwrap();
    assert!(change.people().create(&account, made_at).await.unwrap());
    if let Some(practice) = asks {
        let mut asked = request(account.id, practice, made_at);
        asked.state = State::AwaitingConfirmation;
        assert!(change.join_requests().make(&asked).await.unwrap());
    }
    change
        .commit(line(Event::AccountCreated).about(account.id))
        .await
        .unwrap();
    account.id
}

async fn page(store: &Store, scope: Scope, search: &Search) -> RegisteredPage {
    store.read().registrations().page(scope, search, at(60)).await.unwrap()
}

async fn names(store: &Store, scope: Scope, search: &Search) -> Vec<String> {
    let page = page(store, scope, search).await;
    page.rows.iter().map(|row| row.first_name.as_str().to_owned()).collect()
}

async fn a_list_is_walked_forwards_and_backwards_by_every_column(store: Store) {
    let bont = practice(&store, "W91001").await;
    let castell = organisation(&store, &row("W91002", "CASTELL", "CONWY", "LL32 8AB")).await;
    for number in 0..20_u8 {
        let first = format!("{}na", char::from(b'A' + number));
        let there = if number % 2 == 0 { bont } else { castell };
        // Several are alike in every column but their names.
        let asks = (number % 5 != 0).then_some(there);
        unconfirmed(&store, &first, "Ellis", asks, at(i64::from(number / 4))).await;
    }
    let medics = [
        ["7000001", "Una", "Ellis", "una@example.org"],
        ["7000002", "Vna", "Ellis", "vna@example.org"],
        ["7000003", "Wna", "Ellis", "wna@example.org"],
    ];
    import(&store, bont, &medics.map(|one| (one, "Ward 7"))).await;
    let all: BTreeSet<Uuid> = {
        let search = Search {
            size: PageSize::Hundred,
            ..Search::default()
        };
        let rows = page(&store, Scope::Everything, &search).await.rows;
        rows.iter().map(|row| row.id).collect()
    };
    assert_eq!(all.len(), 23);
    for &column in Column::ALL {
        let mut orders = Vec::new();
        for descending in [false, true] {
            let search = Search {
                sort: Sort { column, descending },
                ..Search::default()
            };
            let forwards = walk(&store, search.clone(), false).await;
            assert_eq!(forwards.iter().copied().collect::<BTreeSet<_>>(), all, "{column:?}");
            assert_eq!(forwards.len(), 23, "{column:?}");
            let last = Search {
                place: Place::After(forwards[19]),
                ..search
            };
            assert_eq!(walk(&store, last, true).await, forwards, "{column:?} backwards");
            orders.push(forwards);
        }
        let (up, mut down) = (orders.remove(0), orders.remove(0));
        down.reverse();
        assert_eq!(up, down, "{column:?} turned round");
    }
}

async fn a_request_stands_where_its_person_and_organisation_are_called_now(store: Store) {
    let castell = row("W91001", "CASTELL", "CONWY", "LL32 8AB");
    let derwen = row("W91002", "DERWEN", "CONWY", "LL32 8AB");
    imports::apply(&store, imports::stage(&store, &[castell.clone(), derwen.clone()]).await).await;
    let mut asking = Vec::new();
    for (first, last, ods) in [("Anwen", "Bowen", "W91001"), ("Bethan", "Cadwaladr", "W91002")] {
        let asked = store.read().organisations().by_code(&code(ods)).await.unwrap().unwrap();
        let person = person(&store, first, last).await;
        pending(&store, person, asked.id).await;
        asking.push(person);
    }
    let sorted = async |column| {
        let sort = Sort {
            column,
            descending: false,
        };
        let search = Search {
            sort,
            ..Search::default()
        };
        let rows = page(&store, Scope::Everything, &search).await.rows;
        rows.iter().filter_map(|row| row.person).collect::<Vec<_>>()
    };
    let (anwen, bethan) = (asking[0], asking[1]);
    let columns = [Column::FirstName, Column::LastName, Column::Email, Column::Organisation];
    for column in columns {
        assert_eq!(sorted(column).await, [anwen, bethan], "{column:?}");
    }
    let renamed = Account {
        id: anwen,
        ..account("Zeta", "Zephaniah")
    };
    let mut change = store.change().await.unwrap();
    assert!(change.people().change_details(&renamed, None).await.unwrap());
    assert!(change.people().take_address(anwen, &renamed.email).await.unwrap());
    change.commit(line(Event::DetailsChanged).about(anwen)).await.unwrap();
    let renamed = RegisterRow {
        name: "YSBYTY NEWYDD".into(),
        ..castell
    };
    imports::apply(&store, imports::stage(&store, &[renamed, derwen]).await).await;
    for column in columns {
        assert_eq!(sorted(column).await, [bethan, anwen], "{column:?}");
    }
}

/// Every row on the way from a page to the last one, or from it to the first, in the order of the list.
async fn walk(store: &Store, mut search: Search, backwards: bool) -> Vec<Uuid> {
    let mut seen = Vec::new();
    loop {
        let page = page(store, Scope::Everything, &search).await;
        assert_eq!(page.count, Counted { rows: 23, more: false });
        let rows = page.rows.iter().map(|row| row.id);
        let beside = if backwards {
            seen.splice(0..0, rows);
            page.beside.previous
        } else {
            seen.extend(rows);
            page.beside.next
        };
        match beside {
            Some(place) => search.place = place,
            None => return seen,
        }
    }
}

async fn everybody_sees_only_what_they_may_decide_for(store: Store) {
    let bont = practice(&store, "W91001").await;
    let elsewhere = RegisterRow {
        commissioner: Some(code("7A2")),
        ..row("W91002", "CASTELL", "CONWY", "LL32 8AB")
    };
    let castell = organisation(&store, &elsewhere).await;
    let board = organisation(
        &store,
        &RegisterRow::commissioner_row(code("7A1"), "HEALTH BOARD".into()),
    )
    .await;
    let sian = person(&store, "Siân", "Jones").await;
    member(&store, sian, bont, Role::PracticeEnabledUser).await;
    let dai = person(&store, "Dai", "Price").await;
    member(&store, dai, board, Role::CommissioningAdministrator).await;
    let gwen = person(&store, "Gwen", "Rees").await;
    pending(&store, gwen, bont).await;
    let huw = person(&store, "Huw", "Ellis").await;
    pending(&store, huw, castell).await;
    unconfirmed(&store, "Nia", "Lloyd", Some(bont), at(2)).await;
    unconfirmed(&store, "Elen", "Fychan", None, at(3)).await;

    let search = Search::default();
    let decides = |person| Scope::DecidedBy(person);
    assert_eq!(
        names(&store, Scope::Everything, &search).await,
        ["Gwen", "Huw", "Nia", "Elen"]
    );
    assert_eq!(names(&store, decides(sian), &search).await, ["Gwen", "Nia"]);
    assert_eq!(names(&store, decides(dai), &search).await, ["Gwen", "Nia"]);
    assert!(names(&store, decides(gwen), &search).await.is_empty());

    let overseen = async |scope| {
        let page = page(&store, scope, &search).await;
        page.rows.iter().map(|row| row.overseen).collect::<Vec<_>>()
    };
    assert_eq!(
        overseen(decides(sian)).await,
        [false, false],
        "an approver is not above the practice"
    );
    assert_eq!(overseen(decides(dai)).await, [true, true]);
    let rows = page(&store, Scope::Everything, &search).await.rows;
    assert_eq!(rows[3].what, RegisteredAs::Account);
    assert!(rows[3].roles.is_empty() && rows[3].organisation.is_none());
}

async fn a_list_is_narrowed_by_state_organisation_and_age(store: Store) {
    let bont = practice(&store, "W91001").await;
    let castell = organisation(&store, &row("W91002", "CANOLFAN Y CASTELL", "LLANRWST", "LL26 0AA")).await;
    let sian = person(&store, "Siân", "Jones").await;
    member(&store, sian, bont, Role::PracticeEnabledUser).await;
    let gwen = person(&store, "Gwen", "Rees").await;
    let decided = pending(&store, gwen, bont).await;
    let rejection = decided
        .reject(&approver(&store, sian, bont).await, "No".into(), at(5))
        .unwrap();
    let mut change = store.change().await.unwrap();
    assert!(change.join_requests().decide(&rejection).await.unwrap());
    change.commit(line(Event::RequestRejected)).await.unwrap();
    let huw = person(&store, "Huw", "Ellis").await;
    pending(&store, huw, castell).await;
    let three_days_ago = at(60).plus(-chrono::TimeDelta::days(3));
    unconfirmed(&store, "Nia", "Lloyd", Some(castell), three_days_ago).await;
    unconfirmed(&store, "Elen", "Fychan", None, at(3)).await;

    let shows = async |shows| {
        let search = Search {
            shows,
            ..Search::default()
        };
        names(&store, Scope::Everything, &search).await
    };
    assert_eq!(shows(Shows::Waiting).await, ["Nia", "Huw", "Elen"]);
    assert_eq!(shows(Shows::AwaitingConfirmation).await, ["Nia", "Elen"]);
    assert_eq!(shows(Shows::AwaitingDecision).await, ["Huw"]);
    assert_eq!(shows(Shows::Rejected).await, ["Gwen"]);
    assert!(shows(Shows::Approved).await.is_empty());
    assert!(shows(Shows::Ended).await.is_empty());
    assert_eq!(shows(Shows::All).await.len(), 4);
    for organisation in ["w91002", "cast", "Canol y"] {
        let search = Search {
            organisation: organisation.into(),
            ..Search::default()
        };
        assert_eq!(
            names(&store, Scope::Everything, &search).await,
            ["Nia", "Huw"],
            "{organisation}"
        );
        assert_eq!(page(&store, Scope::Everything, &search).await.count.rows, 2);
    }
    let older = async |age| {
        let search = Search {
            age,
            ..Search::default()
        };
        names(&store, Scope::Everything, &search).await
    };
    assert_eq!(older(Age::TwoDays).await, ["Nia"]);
    assert!(older(Age::FiveDays).await.is_empty());
    let both = Search {
        organisation: "castell".into(),
        place: Place::After(page(&store, Scope::Everything, &Search::default()).await.rows[0].id),
        ..Search::default()
    };
    assert_eq!(
        names(&store, Scope::Everything, &both).await,
        ["Huw"],
        "a place within what is searched for"
    );
}

async fn a_page_goes_on_after_a_row_that_has_been_decided(store: Store) {
    let bont = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Jones").await;
    member(&store, sian, bont, Role::PracticeEnabledUser).await;
    let mut requests = Vec::new();
    for first in ["Ana", "Beca", "Cadi"] {
        let asks = person(&store, first, "Rees").await;
        requests.push(pending(&store, asks, bont).await);
    }
    let edge = requests[0].clone();
    let search = Search {
        sort: Sort {
            column: Column::FirstName,
            descending: false,
        },
        place: Place::After(edge.id.uuid()),
        ..Search::default()
    };
    let rejection = edge
        .reject(&approver(&store, sian, bont).await, "No".into(), at(5))
        .unwrap();
    let mut change = store.change().await.unwrap();
    assert!(change.join_requests().decide(&rejection).await.unwrap());
    change.commit(line(Event::RequestRejected)).await.unwrap();
    assert_eq!(names(&store, Scope::DecidedBy(sian), &search).await, ["Beca", "Cadi"]);
    let nowhere = Search {
        place: Place::Before(Uuid::from_u128(7)),
        ..search
    };
    let first = page(&store, Scope::DecidedBy(sian), &nowhere).await;
    assert_eq!(
        (first.rows.len(), first.beside.previous),
        (2, None),
        "a row that is gone leads to the first page"
    );
}

async fn a_deleted_registration_frees_its_address(store: Store) {
    let bont = practice(&store, "W91001").await;
    let nia = unconfirmed(&store, "Nia", "Lloyd", Some(bont), at(1)).await;
    let gwen = person(&store, "Gwen", "Rees").await;
    let support = unconfirmed(&store, "Olwen", "Rees", None, at(1)).await;
    let mut change = store.change().await.unwrap();
    assert!(change.support().appoint(support, at(1)).await.unwrap());
    assert!(change.registrations().delete(nia).await.unwrap());
    assert!(!change.registrations().delete(nia).await.unwrap());
    assert!(!change.registrations().delete(gwen).await.unwrap(), "confirmed");
    assert!(
        !change.registrations().delete(support).await.unwrap(),
        "of the support team"
    );
    change
        .commit(line(Event::RegistrationDeleted).about(nia))
        .await
        .unwrap();
    assert!(names(&store, Scope::Everything, &Search::default()).await.is_empty());
    unconfirmed(&store, "Nia", "Lloyd", None, at(2)).await;
}

async fn a_reviewer_sees_what_else_concerns_their_organisations(store: Store) {
    let bont = practice(&store, "W91001").await;
    let elsewhere = RegisterRow {
        commissioner: Some(code("7A2")),
        ..row("W91002", "CASTELL", "CONWY", "LL32 8AB")
    };
    let castell = organisation(&store, &elsewhere).await;
    let pont = organisation(&store, &row("W91003", "PONT", "CONWY", "LL32 8AB")).await;
    let board = organisation(
        &store,
        &RegisterRow::commissioner_row(code("7A1"), "HEALTH BOARD".into()),
    )
    .await;
    let dai = person(&store, "Dai", "Price").await;
    member(&store, dai, board, Role::CommissioningAdministrator).await;
    let gwen = person(&store, "Gwen", "Rees").await;
    member(&store, gwen, castell, Role::ProviderUser).await;
    member(&store, gwen, pont, Role::ProviderUser).await;
    let asked = pending(&store, gwen, bont).await;
    let else_of = async |scope| {
        let mut read = store.read();
        read.join_requests()
            .elsewhere(gwen, asked.id, scope, at(60))
            .await
            .unwrap()
    };
    let seen = else_of(Scope::DecidedBy(dai)).await;
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].code, code("W91003"));
    assert_eq!(
        seen[0].what,
        ElsewhereAs::Member(vec![whole(Role::ProviderUser)], at(0))
    );
    assert_eq!(else_of(Scope::Everything).await.len(), 2);
    let nothing = store
        .read()
        .join_requests()
        .elsewhere(dai, asked.id, Scope::DecidedBy(gwen), at(60))
        .await
        .unwrap();
    assert!(nothing.is_empty());
}
