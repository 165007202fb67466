//! A country of 20,000 people: everything about it can be read, and every list finds its rows without reading through all.

use std::time::Instant;

use domain::list::{PageSize, Place, Sortable as _};
use domain::organisations::Kind;
use domain::permission::Scope;
use domain::{Moment, OrganisationId, PersonId};
use storage::country::Country;
use storage::{RegisterRow, Store, plans};

use crate::town::{at, code, line, person, row};

/// As many as the plans are to hold for.
const PEOPLE: u32 = 20_000;
/// What everybody of a list is asked with.
const NOW: i64 = 5;

crate::on_both_at_size!(every_list_finds_its_rows_without_reading_through_all);

async fn every_list_finds_its_rows_without_reading_through_all(store: Store) {
    organisations(&store).await;
    let country = Country {
        seed: 6,
        people: PEOPLE,
        password_hash: "$argon2id$invented".to_owned(),
        now: at(0),
    };
    let started = Instant::now();
    country.fill(&store, &mut |_| {}).await.unwrap();
    println!("filled in {:?}", started.elapsed());
    let seen = Seen::of(&store).await;
    let ((), plans) = plans::noted(seen.everything(&store)).await;
    assert!(plans.len() > 200, "the plans are seen at all: {}", plans.len());
    crate::plans::no_full_scans(&plans);
}

/// Practices, trusts and a commissioner of a few of the practices.
async fn organisations(store: &Store) {
    let mut change = store.change().await.unwrap();
    let mut lines = Vec::new();
    for number in 0..1_200 {
        let ods = format!("W{:05}", 10_000 + number);
        let row = RegisterRow {
            commissioner: (number % 20 == 3).then(|| code("7A1")),
            ..row(&ods, &format!("MEDDYGFA RHIF {number}"), "CONWY", "LL32 8AB")
        };
        add(&mut change, &row, &mut lines).await;
    }
    let board = RegisterRow::commissioner_row(code("7A1"), "BWRDD IECHYD".into());
    add(&mut change, &board, &mut lines).await;
    for ods in ["R9Z", "R8A", "R8B", "R8C", "R8D", "R8E", "R8F", "R8G"] {
        let trust = RegisterRow {
            kind: Kind::Trust,
            commissioner: None,
            ..row(ods, "YSBYTY'R BONT", "CONWY", "LL32 8AB")
        };
        add(&mut change, &trust, &mut lines).await;
    }
    let first = lines.pop().unwrap();
    change.commit_all(first, lines).await.unwrap();
}

async fn add(change: &mut storage::Change, row: &RegisterRow, lines: &mut Vec<domain::audit::Entry>) {
    let id = OrganisationId::new(storage::fresh(at(0)));
    assert!(change.organisations().add(id, row, at(0)).await.unwrap());
    lines.push(line(domain::audit::Event::OrganisationAdded).for_organisation(id));
}

/// Who and what the lists are asked about.
struct Seen {
    practice: OrganisationId,
    trust: OrganisationId,
    /// Everybody's, a commissioner's, and that of somebody of a practice.
    scopes: [Scope; 3],
    somebody: PersonId,
    now: Moment,
}

impl Seen {
    async fn of(store: &Store) -> Self {
        let id = async |ods: &str| {
            let found = store.read().organisations().by_code(&code(ods)).await.unwrap();
            found.unwrap().id
        };
        let decides = async |organisation| {
            let deciding = store.read().members().approvers(organisation, at(NOW)).await.unwrap();
            deciding.first().unwrap().id
        };
        let practice = id("W10003").await;
        let somebody = decides(practice).await;
        let board = store
            .read()
            .members()
            .active(id("7A1").await, domain::members::Sort::default(), at(NOW))
            .await;
        let administrator = board.unwrap().first().unwrap().member.person;
        Self {
            practice,
            trust: id("R9Z").await,
            scopes: [
                Scope::Everything,
                Scope::DecidedBy(administrator),
                Scope::DecidedBy(somebody),
            ],
            somebody,
            now: at(NOW),
        }
    }

    async fn everything(&self, store: &Store) {
        self.users(store).await;
        self.registrations(store).await;
        self.invitations(store).await;
        self.organisations(store).await;
        self.one_organisation(store).await;
        self.one_person(store).await;
        self.work(store).await;
    }

    async fn users(&self, store: &Store) {
        use domain::people::{Column, Search, Shows, Sort};
        for scope in self.scopes {
            for shows in Shows::ALL {
                for &column in Column::ALL {
                    for descending in [false, true] {
                        let mut search = Search {
                            shows,
                            sort: Sort { column, descending },
                            size: PageSize::TwentyFive,
                            ..Search::default()
                        };
                        let started = Instant::now();
                        let first = store.read().people().users(scope, &search, 25, self.now).await.unwrap();
                        slow(started, &format!("users {scope:?} {shows:?} {column:?} {descending}"));
                        if let Some(next) = first.beside.next {
                            search.place = next;
                            let started = Instant::now();
                            let page = store.read().people().users(scope, &search, 25, self.now).await.unwrap();
                            slow(
                                started,
                                &format!("users next {scope:?} {shows:?} {column:?} {descending}"),
                            );
                            assert_ne!(page.rows, first.rows);
                            search.place = Place::Before(page.rows[0].id.uuid());
                            let back = store.read().people().users(scope, &search, 25, self.now).await.unwrap();
                            assert_eq!(back.rows, first.rows, "{shows:?} {column:?} {descending}");
                        }
                    }
                }
                for words in ["", "siân pry", "w10003", "w10003 nerys"] {
                    let search = Search {
                        words: words.to_owned(),
                        shows,
                        ..Search::default()
                    };
                    let started = Instant::now();
                    store
                        .read()
                        .people()
                        .count_users(scope, &search, self.now)
                        .await
                        .unwrap();
                    slow(started, &format!("count users {scope:?} {shows:?} {words}"));
                    let started = Instant::now();
                    store.read().people().users(scope, &search, 25, self.now).await.unwrap();
                    slow(started, &format!("find users {scope:?} {shows:?} {words}"));
                }
            }
        }
    }

    async fn registrations(&self, store: &Store) {
        use domain::registrations::{Age, Column, Search, Shows, Sort};
        for scope in self.scopes {
            for shows in Shows::ALL {
                for &column in Column::ALL {
                    for descending in [false, true] {
                        let mut search = Search {
                            shows,
                            sort: Sort { column, descending },
                            ..Search::default()
                        };
                        let started = Instant::now();
                        let first = store
                            .read()
                            .registrations()
                            .page(scope, &search, self.now)
                            .await
                            .unwrap();
                        slow(
                            started,
                            &format!("registrations {scope:?} {shows:?} {column:?} {descending}"),
                        );
                        if let Some(next) = first.beside.next {
                            search.place = next;
                            let page = store
                                .read()
                                .registrations()
                                .page(scope, &search, self.now)
                                .await
                                .unwrap();
                            search.place = Place::Before(page.rows[0].id);
                            let back = store
                                .read()
                                .registrations()
                                .page(scope, &search, self.now)
                                .await
                                .unwrap();
                            assert_eq!(back.rows, first.rows, "{shows:?} {column:?} {descending}");
                        }
                    }
                }
                for (organisation, age) in [("w10003", Age::Any), ("rhif 7", Age::FiveDays), ("", Age::ThirtyDays)] {
                    let search = Search {
                        organisation: organisation.to_owned(),
                        shows,
                        age,
                        ..Search::default()
                    };
                    let started = Instant::now();
                    store
                        .read()
                        .registrations()
                        .page(scope, &search, self.now)
                        .await
                        .unwrap();
                    slow(
                        started,
                        &format!("find registrations {scope:?} {shows:?} {organisation} {age:?}"),
                    );
                }
            }
        }
    }

    async fn invitations(&self, store: &Store) {
        use domain::invitations::{InvitationColumn, InvitationSearch, InvitationsForm, Shows};
        for scope in self.scopes {
            for shows in Shows::all() {
                for &column in InvitationColumn::ALL {
                    for words in ["", "rhif 7"] {
                        let search = InvitationSearch {
                            shows,
                            organisation: words.to_owned(),
                            sort: domain::list::Sort {
                                column,
                                descending: true,
                            },
                            ..InvitationsForm::default().read()
                        };
                        let page = async |search: &InvitationSearch| {
                            let started = Instant::now();
                            let page = store.read().invitations().page(scope, search, self.now).await.unwrap();
                            slow(started, &format!("invitations {scope:?} {shows:?} {column:?} {words}"));
                            page
                        };
                        if let Some(next) = page(&search).await.beside.next {
                            page(&InvitationSearch { place: next, ..search }).await;
                        }
                    }
                }
            }
        }
        let drafts = store.read().invitations().drafts(self.somebody, "rhif").await.unwrap();
        assert!(drafts.is_empty());
    }

    async fn organisations(&self, store: &Store) {
        use domain::organisations::{Column, OrganisationSearch, Sort};
        for scope in self.scopes {
            for few_approvers in [false, true] {
                for &column in Column::ALL {
                    for words in ["", "rhif 7"] {
                        let search = OrganisationSearch {
                            words: words.to_owned(),
                            few_approvers,
                            sort: Sort {
                                column,
                                descending: false,
                            },
                            ..OrganisationSearch::default()
                        };
                        let started = Instant::now();
                        store
                            .read()
                            .organisations()
                            .list(scope, &search, self.now)
                            .await
                            .unwrap();
                        slow(
                            started,
                            &format!("organisations {scope:?} {few_approvers} {column:?} {words}"),
                        );
                    }
                }
            }
        }
    }

    async fn one_organisation(&self, store: &Store) {
        use domain::members::{Column, Sort};
        let mut read = store.read();
        for organisation in [self.practice, self.trust] {
            for &column in Column::ALL {
                for descending in [false, true] {
                    let sort = Sort { column, descending };
                    let started = Instant::now();
                    read.members().active(organisation, sort, self.now).await.unwrap();
                    slow(started, &format!("members {column:?}"));
                    read.join_requests().pending_at(organisation, sort).await.unwrap();
                }
            }
            let started = Instant::now();
            let lines = read
                .audit()
                .of_organisation(organisation, None, None, 50)
                .await
                .unwrap();
            slow(started, "history");
            let older = lines.last().map(|line| line.id);
            read.audit()
                .of_organisation(organisation, None, older, 50)
                .await
                .unwrap();
            read.acting().found_there(organisation, "si pry", 50).await.unwrap();
            for roster in read.rosters().list(organisation, self.now).await.unwrap() {
                read.rosters().held(roster.roster.id, self.now).await.unwrap();
                read.rosters().waiting(roster.roster.id, self.now).await.unwrap();
                read.rosters().medics(roster.roster.id, self.now).await.unwrap();
            }
            read.medics().with_something_open(organisation).await.unwrap();
            read.organisations().staffing(organisation, self.now).await.unwrap();
        }
    }

    async fn one_person(&self, store: &Store) {
        let (mut read, somebody) = (store.read(), self.somebody);
        for scope in self.scopes {
            let started = Instant::now();
            read.people().access(somebody, scope, self.now).await.unwrap();
            read.people().requests(somebody, scope, self.now).await.unwrap();
            read.people().letters(somebody, scope, self.now).await.unwrap();
            read.people().lines(somebody, scope, self.now).await.unwrap();
            slow(started, "a person's page");
            let started = Instant::now();
            read.daily_letters().waiting(scope, self.now).await.unwrap();
            slow(started, &format!("waiting {scope:?}"));
        }
        for support in [false, true] {
            let started = Instant::now();
            read.join_requests()
                .pending_for(somebody, support, self.now, 100)
                .await
                .unwrap();
            slow(started, &format!("pending for, support {support}"));
        }
        read.audit().of_person(somebody, 50).await.unwrap();
        read.audit().concerning(somebody).await.unwrap();
        read.join_requests().of_person(somebody).await.unwrap();
        read.members().memberships_of(somebody, self.now).await.unwrap();
        read.members().standings_of(somebody, self.now).await.unwrap();
        read.acting()
            .facts(somebody, self.practice, self.now, self.now)
            .await
            .unwrap();
        read.outbox().of_person(somebody).await.unwrap();
        read.rosters().limiting(somebody).await.unwrap();
    }

    /// What the server does by itself, and what acts write.
    async fn work(&self, store: &Store) {
        let mut read = store.read();
        let started = Instant::now();
        read.daily_letters()
            .due(self.now.in_london().date(), self.now)
            .await
            .unwrap();
        slow(started, "daily letters due");
        read.daily_letters().waiting_for(self.somebody, self.now).await.unwrap();
        read.outbox().latest(50).await.unwrap();
        read.outbox().waiting().await.unwrap();
        read.outbox().any_sealed().await.unwrap();
        read.medics().letters_due(self.now, 50).await.unwrap();
        read.support().team().await.unwrap();
        person(store, "Nobody", "Yet").await;
        let mut change = store.change().await.unwrap();
        change.outbox().lease(self.now, self.now).await.unwrap();
        let started = Instant::now();
        change.outbox().forget(at(-3 * 364 * 24 * 60)).await.unwrap();
        slow(started, "forgetting letters");
        change.people().sweep_unconfirmed(at(-100 * 24 * 60)).await.unwrap();
        change.sessions().sweep(self.now).await.unwrap();
        change
            .members()
            .end_everywhere(self.somebody, self.somebody, self.now)
            .await
            .unwrap();
    }
}

/// Says what took long.
fn slow(started: Instant, what: &str) {
    let taken = started.elapsed();
    if taken.as_millis() > 15 {
        println!("{taken:>12.1?} {what}");
    }
}
