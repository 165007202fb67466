//! Organisations as administrators see them: the list within a scope, searched, filtered, sorted and paged; the numbers.

use domain::PersonId;
use domain::list::{PageSize, Place, Sortable as _};
use domain::organisations::{Column, Kind, OrganisationSearch, Policy, Sort, Staffing, Status};
use domain::permission::{Role, Scope};
use storage::{OrganisationPage, RegisterRow, Store};

use crate::on_both;
use crate::town::{at, code, member, member_until, organisation, pending, person, row};

on_both!(
    a_list_shows_a_viewer_only_what_they_may_decide_for,
    a_list_is_searched_and_filtered,
    a_list_is_turned_page_by_page_in_every_order,
    those_with_one_or_no_approver_are_found,
    the_numbers_of_one_are_those_of_now,
);

async fn shown(store: &Store, scope: Scope, search: &OrganisationSearch) -> OrganisationPage {
    store.read().organisations().list(scope, search, at(5)).await.unwrap()
}

async fn codes(store: &Store, scope: Scope, search: &OrganisationSearch) -> Vec<String> {
    let page = shown(store, scope, search).await;
    assert_eq!(
        page.rows.len(),
        usize::try_from(page.count.rows).unwrap().min(10),
        "counted as shown"
    );
    page.rows
        .into_iter()
        .map(|row| row.organisation.code.to_string())
        .collect()
}

/// Two commissioners, each with practices; one person administers the first, one may decide at one practice.
async fn county(store: &Store) -> (PersonId, PersonId) {
    let board = async |ods, name: &str| {
        let row = RegisterRow::commissioner_row(code(ods), name.into());
        organisation(store, &row).await
    };
    let surgery = async |ods, name, commissioner| {
        let mut row = row(ods, name, "CONWY", "LL32 8AB");
        row.commissioner = Some(code(commissioner));
        organisation(store, &row).await
    };
    let above = board("7A1", "FIRST BOARD").await;
    board("7A2", "SECOND BOARD").await;
    surgery("W91001", "BRYN SURGERY", "7A1").await;
    surgery("W91002", "AFON SURGERY", "7A1").await;
    let castell = surgery("W91003", "CASTELL SURGERY", "7A2").await;
    let decider = person(store, "Mair", "Ellis").await;
    member(store, decider, castell, Role::PracticeEnabledUser).await;
    let administrator = person(store, "Nest", "Prys").await;
    member(store, administrator, above, Role::CommissioningAdministrator).await;
    (administrator, decider)
}

async fn a_list_shows_a_viewer_only_what_they_may_decide_for(store: Store) {
    let (administrator, decider) = county(&store).await;
    let all = OrganisationSearch::default();
    let seen = codes(&store, Scope::Everything, &all).await;
    assert_eq!(seen, ["W91002", "W91001", "W91003", "7A1", "7A2"], "by name");
    assert_eq!(
        codes(&store, Scope::DecidedBy(administrator), &all).await,
        ["W91002", "W91001"]
    );
    assert_eq!(codes(&store, Scope::DecidedBy(decider), &all).await, ["W91003"]);
    let nobody = person(&store, "Rhys", "Owen").await;
    assert_eq!(
        codes(&store, Scope::DecidedBy(nobody), &all).await,
        Vec::<String>::new()
    );
    let elsewhere = OrganisationSearch {
        words: "castell".into(),
        ..all
    };
    assert_eq!(
        codes(&store, Scope::DecidedBy(administrator), &elsewhere).await,
        Vec::<String>::new(),
        "a search goes no further"
    );
}

async fn a_list_is_searched_and_filtered(store: Store) {
    county(&store).await;
    let mut closed = row("W91009", "HEN SURGERY", "BETHESDA", "");
    closed.status = Status::Closed;
    organisation(&store, &closed).await;
    let found = async |search: OrganisationSearch| codes(&store, Scope::Everything, &search).await;
    let words = |words: &str| OrganisationSearch {
        words: words.to_owned(),
        ..Default::default()
    };
    assert_eq!(found(words("surgery con")).await, ["W91002", "W91001", "W91003"]);
    assert_eq!(found(words("w91009")).await, ["W91009"]);
    assert_eq!(found(words("' OR 1 = 1 --")).await, Vec::<String>::new());
    let kind = OrganisationSearch {
        kind: Some(Kind::Commissioner),
        ..Default::default()
    };
    assert_eq!(found(kind).await, ["7A1", "7A2"]);
    let closed = OrganisationSearch {
        words: "surgery".into(),
        status: Some(Status::Closed),
        ..Default::default()
    };
    assert_eq!(found(closed).await, ["W91009"]);
    let beneath = OrganisationSearch {
        commissioner: Some(code("7A2")),
        ..Default::default()
    };
    assert_eq!(found(beneath).await, ["W91003"]);
    assert_eq!(store.read().organisations().beneath(&code("7A1")).await.unwrap(), 3);
}

async fn a_list_is_turned_page_by_page_in_every_order(store: Store) {
    for number in 0..23 {
        // Names repeat, so that only the code tells them apart.
        let mut row = row(
            &format!("W91{number:03}"),
            &format!("SURGERY {}", number % 4),
            "CONWY",
            "",
        );
        if number % 3 == 0 {
            row.status = Status::Dormant;
        }
        organisation(&store, &row).await;
    }
    for &column in Column::ALL {
        for descending in [false, true] {
            for words in ["", "surgery"] {
                let search = |place| OrganisationSearch {
                    words: words.to_owned(),
                    sort: Sort { column, descending },
                    size: PageSize::Ten,
                    place,
                    ..Default::default()
                };
                let first = shown(&store, Scope::Everything, &search(Place::First)).await;
                assert_eq!((first.count.rows, first.beside.previous), (23, None));
                let second = shown(&store, Scope::Everything, &search(first.beside.next.unwrap())).await;
                let third = shown(&store, Scope::Everything, &search(second.beside.next.unwrap())).await;
                assert_eq!((third.rows.len(), third.beside.next), (3, None));
                let back = shown(&store, Scope::Everything, &search(third.beside.previous.unwrap())).await;
                assert_eq!(back.rows, second.rows, "{column:?} {descending}");
                let start = shown(&store, Scope::Everything, &search(back.beside.previous.unwrap())).await;
                assert_eq!((&start.rows, start.beside.previous), (&first.rows, None));
                let mut all: Vec<String> = [first, second, third]
                    .into_iter()
                    .flat_map(|page| page.rows)
                    .map(|row| row.organisation.code.to_string())
                    .collect();
                all.sort();
                all.dedup();
                assert_eq!(all.len(), 23, "each once");
            }
        }
    }
}

async fn those_with_one_or_no_approver_are_found(store: Store) {
    let mut ids = Vec::new();
    for ods in ["W91001", "W91002", "W91003", "W91004", "W91005"] {
        ids.push(organisation(&store, &row(ods, ods, "CONWY", "")).await);
    }
    let sian = person(&store, "Siân", "Jones").await;
    let huw = person(&store, "Huw", "Tomos").await;
    let gwen = person(&store, "Gwen", "Rees").await;
    // One alone; two; nobody but somebody who asks; nobody at all; members who may not decide, for support alone.
    member(&store, sian, ids[0], Role::PracticeEnabledUser).await;
    member(&store, sian, ids[1], Role::PracticeEnabledUser).await;
    member(&store, huw, ids[1], Role::PracticeEnabledUser).await;
    pending(&store, gwen, ids[2]).await;
    member(&store, sian, ids[4], Role::PracticeEnabledUser).await;
    let mut change = store.change().await.unwrap();
    change
        .organisations()
        .set_policy(ids[4], Policy::SupportOnly, at(1))
        .await
        .unwrap();
    change
        .commit(crate::town::line(domain::audit::Event::PolicyChanged).for_organisation(ids[4]))
        .await
        .unwrap();
    let few = OrganisationSearch {
        few_approvers: true,
        ..Default::default()
    };
    let page = shown(&store, Scope::Everything, &few).await;
    let found: Vec<&str> = page.rows.iter().map(|row| row.organisation.code.as_str()).collect();
    assert_eq!(found, ["W91001", "W91003"]);
    for row in shown(&store, Scope::Everything, &OrganisationSearch::default())
        .await
        .rows
    {
        let is_few = row.staffing.few(&row.organisation, row.policy).is_some();
        assert_eq!(
            is_few,
            found.contains(&row.organisation.code.as_str()),
            "one rule, twice said"
        );
    }
}

async fn the_numbers_of_one_are_those_of_now(store: Store) {
    let id = organisation(&store, &row("W91001", "BRYN SURGERY", "CONWY", "")).await;
    let sian = person(&store, "Siân", "Jones").await;
    let huw = person(&store, "Huw", "Tomos").await;
    let gone = person(&store, "Ifan", "Pugh").await;
    let gwen = person(&store, "Gwen", "Rees").await;
    member(&store, sian, id, Role::Approver).await;
    member_until(&store, huw, id, Role::PracticeEnabledUser, Some(at(60))).await;
    member_until(&store, gone, id, Role::PracticeEnabledUser, Some(at(2))).await;
    pending(&store, gwen, id).await;
    let mut read = store.read();
    assert_eq!(
        read.organisations().staffing(id, at(5)).await.unwrap(),
        Staffing {
            people: 2,
            approvers: 2,
            lasting: 1,
            waiting: 1
        }
    );
    for (policy, lasting) in [
        (Policy::AnyMember, 1),
        (Policy::ApproverRole, 1),
        (Policy::SupportOnly, 0),
    ] {
        let count = read.organisations().lasting_under(id, policy, at(5)).await.unwrap();
        assert_eq!(count, lasting, "{policy:?}");
    }
    let details = read.organisations().register_details(id).await.unwrap();
    assert_eq!(
        details.commissioner,
        Some((code("7A1"), None)),
        "a code without an organisation"
    );
    let mut change = store.change().await.unwrap();
    change.organisations().set_kind(id, Kind::Trust, at(6)).await.unwrap();
    assert_eq!(
        change.organisations().by_id(id).await.unwrap().unwrap().kind,
        Kind::Trust
    );
}
