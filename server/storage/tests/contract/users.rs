//! The list *Users*, a person's page, and access that ends and is given back.

use domain::OrganisationId;
use domain::audit::Event;
use domain::list::{Counted, Place, Sortable as _};
use domain::members::enabling::Enabling;
use domain::members::{Member, Revocation, Standing};
use domain::people::{Column, Search, Shows, Sort, UserState};
use domain::permission::{Role, Scope};
use domain::{Moment, OdsCode, PersonId};
use storage::{Closure, RegisterRow, Store, User};

use crate::on_both;
use crate::town::{at, code, line, member, member_until, organisation, pending, person, practice, row, whole};

on_both!(
    people_are_found_by_beginnings_of_anything_in_any_order,
    nobody_sees_people_of_somebody_elses_organisations,
    the_list_pages_both_ways_by_every_column,
    states_are_told_apart,
    a_person_s_page_holds_only_what_concerns_the_viewer,
    enabling_gives_back_the_former_roles_but_those_that_have_ended,
    terms_follow_the_address_and_fill_what_is_missing,
);

fn words(text: &str) -> Search {
    Search {
        words: text.into(),
        ..Search::default()
    }
}

async fn found(store: &Store, scope: Scope, search: &Search) -> Vec<String> {
    let page = store.read().people().users(scope, search, 100, at(5)).await.unwrap();
    let count = store.read().people().count_users(scope, search, at(5)).await.unwrap();
    assert_eq!(usize::try_from(count.rows).unwrap(), page.rows.len());
    page.rows.iter().map(named).collect()
}

fn named(user: &User) -> String {
    format!("{} {}", user.first_name.as_str(), user.last_name.as_str())
}

async fn people_are_found_by_beginnings_of_anything_in_any_order(store: Store) {
    let bont = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "O'Neill").await;
    let huw = person(&store, "Huw", "Tomos").await;
    member(&store, sian, bont, Role::PracticeEnabledUser).await;
    pending(&store, huw, bont).await;
    for (text, names) in [
        ("sian", &["Siân O'Neill"] as &[&str]),
        ("NEI si", &["Siân O'Neill"]),
        ("oneill", &["Siân O'Neill"]),
        ("sian.o'neill@practice.example", &["Siân O'Neill"]),
        ("W91001", &["Siân O'Neill", "Huw Tomos"]),
        ("bont tom", &["Huw Tomos"]),
        ("meddygfa", &["Siân O'Neill", "Huw Tomos"]),
        ("", &["Siân O'Neill", "Huw Tomos"]),
        ("sian tomos", &[]),
        ("eill", &[]),
    ] {
        assert_eq!(found(&store, Scope::Everything, &words(text)).await, names, "{text}");
        assert_eq!(
            found(&store, Scope::DecidedBy(sian), &words(text)).await,
            names,
            "{text} within"
        );
    }
}

async fn nobody_sees_people_of_somebody_elses_organisations(store: Store) {
    let bont = practice(&store, "W91001").await;
    let castell = organisation(
        &store,
        &RegisterRow {
            commissioner: Some(code("7A2")),
            ..row("W91002", "CANOLFAN Y CASTELL", "CAERNARFON", "LL55 2AB")
        },
    )
    .await;
    let board = board(&store, "7A1").await;
    let sian = person(&store, "Siân", "Jones").await;
    let mair = person(&store, "Mair", "Ellis").await;
    let elin = person(&store, "Elin", "Parry").await;
    member(&store, sian, bont, Role::PracticeEnabledUser).await;
    member(&store, mair, castell, Role::PracticeEnabledUser).await;
    member(&store, elin, board, Role::CommissioningAdministrator).await;
    let nobody = person(&store, "Rhys", "Owen").await;

    let all = Search::default();
    assert_eq!(found(&store, Scope::DecidedBy(sian), &all).await, ["Siân Jones"]);
    assert_eq!(found(&store, Scope::DecidedBy(mair), &all).await, ["Mair Ellis"]);
    assert_eq!(found(&store, Scope::DecidedBy(elin), &all).await, ["Siân Jones"]);
    assert!(found(&store, Scope::DecidedBy(nobody), &all).await.is_empty());
    assert!(found(&store, Scope::DecidedBy(elin), &words("mair")).await.is_empty());
    assert!(found(&store, Scope::DecidedBy(elin), &words("W91002")).await.is_empty());
    assert_eq!(found(&store, Scope::Everything, &all).await.len(), 4);
    let seen = async |viewer, whom| {
        let user = store.read().people().user(whom, viewer, at(5)).await.unwrap();
        user.is_some()
    };
    assert!(seen(Scope::DecidedBy(elin), sian).await);
    assert!(!seen(Scope::DecidedBy(elin), mair).await);
    assert!(seen(Scope::Everything, nobody).await);
    let beneath = async |whom| store.read().members().all_beneath(whom, elin, at(5)).await.unwrap();
    assert!(beneath(sian).await);
    assert!(!beneath(mair).await);
    assert!(!beneath(nobody).await);
    member(&store, sian, castell, Role::ProviderUser).await;
    assert!(!beneath(sian).await, "only when every membership is");
}

async fn board(store: &Store, ods: &str) -> OrganisationId {
    organisation(store, &RegisterRow::commissioner_row(code(ods), "BWRDD IECHYD".into())).await
}

async fn the_list_pages_both_ways_by_every_column(store: Store) {
    let bont = practice(&store, "W91001").await;
    for (first, last) in [
        ("Ann", "Ŵyn"),
        ("Bet", "Roberts"),
        ("Cai", "Wyn"),
        ("Dai", "Ab"),
        ("Eve", "Roberts"),
    ] {
        let one = person(&store, first, last).await;
        member(&store, one, bont, Role::PracticeEnabledUser).await;
    }
    for &column in Column::ALL {
        for descending in [false, true] {
            let mut search = Search {
                sort: Sort { column, descending },
                ..Search::default()
            };
            let whole = store
                .read()
                .people()
                .users(Scope::Everything, &search, 100, at(5))
                .await
                .unwrap();
            let mut walked = Vec::new();
            let mut back = Vec::new();
            loop {
                let page = store
                    .read()
                    .people()
                    .users(Scope::Everything, &search, 2, at(5))
                    .await
                    .unwrap();
                walked.extend(page.rows);
                back.extend(page.beside.previous);
                let Some(next) = page.beside.next else { break };
                search.place = next;
            }
            assert_eq!(walked, whole.rows, "{column:?} {descending}");
            search.place = *back.last().unwrap();
            let before = store
                .read()
                .people()
                .users(Scope::Everything, &search, 2, at(5))
                .await
                .unwrap();
            assert_eq!(before.rows, whole.rows[2..4], "{column:?} {descending} and back");
        }
    }
    let gone = Search {
        place: Place::After(storage::fresh(at(0))),
        ..Search::default()
    };
    assert_eq!(
        found(&store, Scope::Everything, &gone).await.len(),
        5,
        "a row that is gone"
    );
    let count = store
        .read()
        .people()
        .count_users(Scope::Everything, &gone, at(5))
        .await
        .unwrap();
    assert_eq!(count, Counted { rows: 5, more: false });
}

async fn revoke(store: &Store, whom: PersonId, there: OrganisationId) -> Member {
    let mut change = store.change().await.unwrap();
    let member = change.members().of(whom, there).await.unwrap().unwrap();
    let revocation = Revocation {
        member: member.clone(),
        by: whom,
        at: at(2),
        reason: None,
    };
    assert!(change.members().revoke(&revocation).await.unwrap());
    change
        .commit(line(Event::MemberRevoked).for_organisation(there).about(whom))
        .await
        .unwrap();
    member
}

async fn states_are_told_apart(store: Store) {
    let bont = practice(&store, "W91001").await;
    let active = person(&store, "Ann", "Active").await;
    let revoked = person(&store, "Bet", "Revoked").await;
    let asks = person(&store, "Cai", "Asks").await;
    let closed = person(&store, "Dai", "Closed").await;
    let ended = person(&store, "Eve", "Ended").await;
    for whom in [active, revoked, closed] {
        member(&store, whom, bont, Role::PracticeEnabledUser).await;
    }
    member_until(&store, ended, bont, Role::PracticeEnabledUser, Some(at(3))).await;
    revoke(&store, revoked, bont).await;
    let request = pending(&store, asks, bont).await;
    let mut change = store.change().await.unwrap();
    assert_eq!(change.members().active_at(closed).await.unwrap(), [bont]);
    assert_eq!(
        change.members().end_everywhere(closed, active, at(2)).await.unwrap(),
        [bont]
    );
    let closure = Closure {
        person: closed,
        by: active,
        reason: "left",
        note: None,
        at: at(2),
    };
    assert!(change.people().disable(&closure).await.unwrap());
    change.people().signed_in(active, at(1)).await.unwrap();
    change.commit(line(Event::AccountDisabled).about(closed)).await.unwrap();

    let state = async |whom, now: Moment| {
        let user = store
            .read()
            .people()
            .user(whom, Scope::Everything, now)
            .await
            .unwrap()
            .unwrap();
        user.state
    };
    assert_eq!(state(active, at(5)).await, UserState::Active);
    assert_eq!(state(active, at(91 * 24 * 60)).await, UserState::Dormant);
    assert_eq!(state(revoked, at(5)).await, UserState::Revoked);
    assert_eq!(state(ended, at(5)).await, UserState::Revoked);
    assert_eq!(state(asks, at(5)).await, UserState::NoAccess);
    assert_eq!(state(closed, at(5)).await, UserState::Disabled);
    let shows = |state| Search {
        shows: Shows(Some(state)),
        ..Search::default()
    };
    assert_eq!(
        found(&store, Scope::Everything, &shows(UserState::Disabled)).await,
        ["Dai Closed"]
    );
    assert_eq!(
        found(&store, Scope::Everything, &shows(UserState::Revoked)).await,
        ["Eve Ended", "Bet Revoked"]
    );
    let asking = store
        .read()
        .people()
        .user(asks, Scope::Everything, at(5))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(asking.pending, Some((OdsCode::parse("W91001").unwrap(), request.id)));

    let record = store.read().people().record(closed).await.unwrap().unwrap();
    assert_eq!(record.disabled, Some(at(2)));
    assert_eq!(record.disabled_by_name.as_deref(), Some("Ann Active"));
    let mut change = store.change().await.unwrap();
    assert!(change.people().reopen(closed).await.unwrap());
    assert!(!change.people().reopen(closed).await.unwrap());
    change.commit(line(Event::AccountReopened).about(closed)).await.unwrap();
    assert_eq!(state(closed, at(5)).await, UserState::Revoked, "access stays ended");
}

async fn a_person_s_page_holds_only_what_concerns_the_viewer(store: Store) {
    let bont = practice(&store, "W91001").await;
    let castell = practice(&store, "W91002").await;
    let sian = person(&store, "Siân", "Jones").await;
    let huw = person(&store, "Huw", "Tomos").await;
    member(&store, sian, bont, Role::PracticeEnabledUser).await;
    member(&store, huw, bont, Role::ProviderUser).await;
    member(&store, huw, castell, Role::PracticeEnabledUser).await;
    pending(&store, huw, castell).await;
    let (within, all) = (Scope::DecidedBy(sian), Scope::Everything);
    let mut read = store.read();
    assert_eq!(read.people().access(huw, within, at(5)).await.unwrap().len(), 1);
    assert_eq!(read.people().access(huw, all, at(5)).await.unwrap().len(), 2);
    assert_eq!(read.people().requests(huw, within, at(5)).await.unwrap().len(), 0);
    assert_eq!(read.people().requests(huw, all, at(5)).await.unwrap().len(), 1);
    let lines = read.people().lines(huw, within, at(5)).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.event).collect::<Vec<_>>(), [Event::LetIn]);
    assert_eq!(read.people().lines(huw, all, at(5)).await.unwrap().len(), 4);
    assert!(read.people().letters(huw, within, at(5)).await.unwrap().is_empty());
}

async fn enabling_gives_back_the_former_roles_but_those_that_have_ended(store: Store) {
    let bont = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Jones").await;
    let huw = person(&store, "Huw", "Tomos").await;
    member(&store, huw, bont, Role::ProviderUser).await;
    member_until(&store, huw, bont, Role::Reporting, Some(at(4))).await;
    let member = revoke(&store, huw, bont).await;
    let enabling = Enabling {
        member: Member {
            roles: vec![whole(Role::ProviderUser)],
            state: Standing::Active,
            ..member
        },
        by: sian,
        at: at(5),
    };
    let mut change = store.change().await.unwrap();
    change.hold(bont).await.unwrap();
    assert!(change.members().enable(&enabling).await.unwrap());
    assert!(!change.members().enable(&enabling).await.unwrap(), "only once");
    change
        .commit(line(Event::MemberEnabled).for_organisation(bont).about(huw))
        .await
        .unwrap();
    let now = store.read().members().of(huw, bont).await.unwrap().unwrap();
    assert_eq!(now, enabling.member);
}

async fn terms_follow_the_address_and_fill_what_is_missing(store: Store) {
    let bont = practice(&store, "W91001").await;
    let huw = person(&store, "Huw", "Tomos").await;
    member(&store, huw, bont, Role::ProviderUser).await;
    let mut change = store.change().await.unwrap();
    let email = crate::town::email("newydd@elsewhere.example");
    assert!(change.people().take_address(huw, &email).await.unwrap());
    change.commit(line(Event::AddressChanged).about(huw)).await.unwrap();
    assert_eq!(found(&store, Scope::Everything, &words("newydd")).await, ["Huw Tomos"]);
    assert!(
        found(&store, Scope::Everything, &words("practice.example"))
            .await
            .is_empty()
    );
    // Once more, as at every start.
    store.migrate().await.unwrap();
    assert_eq!(found(&store, Scope::Everything, &words("huw tom")).await, ["Huw Tomos"]);
}
