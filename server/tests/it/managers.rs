//! The register of practice managers: whom it lets in, and whom it does not. Who may import it, the page, and `kill -9` in
//! the middle are in [`importing`].

mod importing;

use chrono::TimeDelta;
use domain::audit::Event;
use domain::managers::ManagersView;
use domain::members::Standing;
use domain::organisations::{Kind, Status};
use domain::permission::Role;
use domain::pre_approvals::{PreApprovals, Source};
use domain::{Notice, Receipt};
use server::managers::{Figures, import_bytes};
use storage::BatchOf;

use crate::newcomer::Newcomer;
use crate::{Person, Practice, TestApp, on_both};

on_both!(
    whoever_is_listed_is_let_in_on_asking_there_and_nowhere_else,
    the_same_file_twice_changes_nothing,
    a_revoked_manager_who_is_still_listed_does_not_walk_back_in,
    whoever_is_listed_again_counts_as_listed_since_the_first_time,
    whoever_is_no_longer_listed_stays_in_and_is_looked_at,
    a_listing_holds_from_its_first_day_to_the_end_of_its_last,
    a_member_gains_and_loses_nothing_by_being_listed,
    what_an_approver_ended_no_import_brings_back,
);

const COLUMNS: &str = "ods_code,first_name,last_name,email,role,valid_from,valid_to\n";
const ELIN: &str = "W91001,Elin,Morgan,elin@bont.example,Practice Manager,,\n";
const HUW: &str = "W91001,Huw,Tomos,huw@bont.example,Practice Manager,,\n";

/// Imports a file at the command line; what it came to, and what it said.
async fn import_or_not(app: &TestApp, lines: &str, dry_run: bool) -> (Figures, Vec<String>) {
    let mut said = Vec::new();
    let text = format!("{COLUMNS}{lines}");
    let mut print = |line: &str| said.push(line.to_owned());
    let (store, clock) = (&app.store, app.clock.as_ref());
    let figures = import_bytes(store, clock, "managers.csv", text.as_bytes(), dry_run, &mut print).await;
    (figures.unwrap(), said)
}

async fn import(app: &TestApp, lines: &str) -> Figures {
    import_or_not(app, lines, false).await.0
}

fn new_changed_unchanged(figures: Figures) -> (usize, usize, usize) {
    (figures.new, figures.changed, figures.unchanged)
}

async fn asks(person: &Person, practice: &Practice) -> Notice {
    let receipt = person.tries_to_ask(practice, Role::PracticeEnabledUser).await.unwrap();
    receipt.notice.unwrap()
}

fn let_in(practice: &Practice) -> Notice {
    Notice::LetInAtOnce {
        organisation: practice.name.clone(),
    }
}

fn asked(practice: &Practice) -> Notice {
    Notice::Asked {
        organisation: practice.name.clone(),
    }
}

/// What happened at a practice by the register, newest first.
async fn events(app: &TestApp, practice: &Practice) -> Vec<Event> {
    let lines = app
        .store
        .read()
        .audit()
        .of_organisation(practice.id, None, None, 100)
        .await;
    let of_imports = |event: &Event| {
        matches!(
            event,
            Event::ManagerListed | Event::ManagerChanged | Event::ManagerUnlisted
        )
    };
    lines
        .unwrap()
        .into_iter()
        .map(|line| line.event)
        .filter(of_imports)
        .collect()
}

async fn view(support: &Person) -> ManagersView {
    support.browser.call("managers_imports", &[]).await.unwrap()
}

async fn revokes(by: &Person, practice: &Practice, name: &str) {
    let users = by.practice_users(practice).await.unwrap();
    let id = users.members.iter().find(|row| row.name == name).unwrap().id;
    by.revokes(practice, id).await.unwrap();
}

async fn whoever_is_listed_is_let_in_on_asking_there_and_nowhere_else(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let other = app.practice("W91002", "Meddygfa'r Afon").await;
    app.organisation("R9Z", "Invented Trust", Kind::Trust, Status::Active)
        .await;
    app.organisation("W91009", "Closed Surgery", Kind::Practice, Status::Closed)
        .await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let others = "R9Z,Ann,Trust,ann@trust.example,Practice Manager,,\nW91009,Ann,Closed,ann@closed.example,Practice Manager,,\n\
                  W91777,Ann,Nowhere,ann@nowhere.example,Practice Manager,,\nnobody\n\
                  W91001,Cai,Third,cai@bont.example,practice_manager,,\n";
    let (figures, said) = import_or_not(
        &app,
        &format!("{ELIN}{HUW}{others}{}", ELIN.replace("91001", "91002")),
        false,
    )
    .await;
    assert_eq!(figures.to_string(), "8 read: 4 new, 0 changed, 0 unchanged, 4 refused");
    assert_eq!(
        said,
        [
            "line 4: R9Z is the code of no practice, but of another organisation",
            "line 5: the practice W91009 is not open",
            "line 6: no practice has the code W91777",
            "line 7: it has 1 cells, not 7",
            "staged 4 of 4",
        ]
    );
    assert_eq!(events(&app, &practice).await, [Event::ManagerListed; 3]);
    // Listed is not yet in, and the others see by what they would come.
    let page: PreApprovals = sian.browser.call("pre_approvals", &[("code", "W91001")]).await.unwrap();
    let waiting = &page.waiting[0];
    assert_eq!(
        (waiting.full_name().as_str(), waiting.given_by.as_deref()),
        ("Elin Morgan", None)
    );
    assert!(!waiting.may_change);
    let elin = Newcomer::new(&app, "Elin Morgan", "Elin@Bont.example");
    elin.registers_and_confirms(Some(&practice)).await;
    assert_eq!(elin.newest_letter().await.name, "request_approved");
    assert_eq!(app.letters_to("sian@bont.example").await[0].name, "let_in");
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    assert_eq!(asks(&huw, &other).await, asked(&other), "he is listed elsewhere");
    assert_eq!(asks(&huw, &practice).await, let_in(&practice));
    let like_him = app.person("Huw Tomos", "uw@bont.example").await;
    assert_eq!(asks(&like_him, &practice).await, asked(&practice));
}

async fn the_same_file_twice_changes_nothing(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let file = format!("{ELIN}{HUW}");
    assert_eq!(new_changed_unchanged(import(&app, &file).await), (2, 0, 0));
    app.clock.advance(TimeDelta::minutes(1));
    assert_eq!(new_changed_unchanged(import(&app, &file).await), (0, 0, 2));
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    assert_eq!(asks(&huw, &practice).await, let_in(&practice));
    assert_eq!(
        new_changed_unchanged(import(&app, &format!("{HUW}{ELIN}")).await),
        (0, 0, 2),
        "nor once somebody has come in"
    );
    let batches = app
        .store
        .read()
        .imports()
        .latest(BatchOf::Managers, 10, app.now())
        .await
        .unwrap();
    let lines = app.store.read().audit().count_in_batch(batches[2].id).await.unwrap();
    assert_eq!((batches.len(), lines), (3, 2), "a line for each entry");
    assert_eq!(events(&app, &practice).await.len(), 2);
    let otherwise = HUW.replace("Tomos", "Thomas");
    assert_eq!(
        new_changed_unchanged(import(&app, &format!("{ELIN}{otherwise}")).await),
        (0, 1, 1)
    );
    assert_eq!(events(&app, &practice).await[0], Event::ManagerChanged);
}

async fn a_revoked_manager_who_is_still_listed_does_not_walk_back_in(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    import(&app, ELIN).await;
    let elin = app.person("Elin Morgan", "elin@bont.example").await;
    assert_eq!(asks(&elin, &practice).await, let_in(&practice));
    app.clock.advance(TimeDelta::minutes(1));
    revokes(&sian, &practice, "Elin Morgan").await;
    // The same again, otherwise, not at all and again, and under another address that she takes.
    let otherwise = ELIN.replace(",,", ",,2027-12-31");
    for file in [ELIN, &otherwise, HUW, ELIN] {
        app.clock.advance(TimeDelta::minutes(1));
        import(&app, file).await;
        let kept = app
            .store
            .read()
            .pre_approvals()
            .live(practice.id, "elin@bont.example")
            .await;
        assert_eq!(kept.unwrap(), None, "{file}");
    }
    assert_eq!(asks(&elin, &practice).await, asked(&practice));
    app.clock.advance(TimeDelta::minutes(1));
    import(&app, &ELIN.replace("elin@", "elin.morgan@")).await;
    let moved = app
        .store
        .read()
        .pre_approvals()
        .live(practice.id, "elin.morgan@bont.example")
        .await;
    let listed_first = moved.unwrap().expect("nobody has that address yet").given_at;
    assert!(
        listed_first < app.now().plus(TimeDelta::minutes(-5)),
        "as old as her first listing"
    );
}

async fn whoever_is_listed_again_counts_as_listed_since_the_first_time(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let elin = app.person("Elin Morgan", "elin@bont.example").await;
    import(&app, &format!("{ELIN}{HUW}")).await;
    let first = app.now();
    app.clock.advance(TimeDelta::minutes(1));
    import(&app, "W91001,Cai,Third,cai@bont.example,Practice Manager,,\n").await;
    assert_eq!(asks(&elin, &practice).await, asked(&practice), "listed no longer");
    app.clock.advance(TimeDelta::minutes(1));
    let request = elin.request_at(&practice).await.id;
    sian.rejects(&practice, request, "Left us").await.unwrap();
    app.clock.advance(TimeDelta::minutes(1));
    let (figures, said) = import_or_not(&app, &format!("{ELIN}{HUW}"), false).await;
    assert_eq!(figures.new, 2);
    let people = "1 of the new are not let in by themselves: people decide about them".to_owned();
    assert!(said.contains(&people), "{said:?}");
    assert_eq!(
        asks(&elin, &practice).await,
        asked(&practice),
        "rejected since she was first listed"
    );
    let huws = app
        .store
        .read()
        .pre_approvals()
        .live(practice.id, "huw@bont.example")
        .await;
    assert_eq!(huws.unwrap().expect("he was never refused").given_at, first);
}

async fn whoever_is_no_longer_listed_stays_in_and_is_looked_at(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let elin = app.person("Elin Morgan", "elin@bont.example").await;
    import(&app, &format!("{ELIN}{HUW}")).await;
    assert_eq!(asks(&elin, &practice).await, let_in(&practice));
    assert_eq!((view(&olwen).await.listed, view(&olwen).await.to_review_count), (2, 0));
    app.clock.advance(TimeDelta::minutes(1));
    let (figures, said) = import_or_not(&app, "W91001,Cai,Third,cai@bont.example,Practice Manager,,\n", false).await;
    assert_eq!((figures.new, figures.unlisted), (1, 2));
    assert_eq!(
        said[1..],
        [
            "2 no longer listed; they are pre-approved no more",
            "1 of them are in, and stay; look at them on the page Practice managers",
        ]
    );
    let member = app
        .store
        .read()
        .members()
        .of(elin.id, practice.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(member.state, Standing::Active);
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    assert_eq!(asks(&huw, &practice).await, asked(&practice));
    let now = view(&olwen).await;
    assert_eq!((now.listed, now.to_review_count), (1, 1));
    assert_eq!(
        (now.to_review[0].person, now.to_review[0].code.as_str()),
        (elin.id, "W91001")
    );
    assert_eq!(
        now.imported.map(domain::LondonTime::machine),
        Some(app.now().in_london().machine())
    );
    let page = olwen.browser.get("/managers").await;
    assert!(
        page.says("Elin Morgan") && page.says(&format!("/users/{}", elin.id)),
        "{}",
        page.body
    );
    // A bad line about her is no reason to look at her, nor is it one to forget her.
    import(&app, &format!("{ELIN}{HUW}")).await;
    assert_eq!(view(&olwen).await.to_review_count, 0, "listed again");
    import(&app, &format!("{HUW}{}", ELIN.replace("Practice Manager", "Partner"))).await;
    assert_eq!((view(&olwen).await.listed, view(&olwen).await.to_review_count), (2, 0));
}

async fn a_listing_holds_from_its_first_day_to_the_end_of_its_last(app: TestApp) {
    // It is a Sunday afternoon, 23 November 2025.
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let of = |name: &str, days: &str| format!("W91001,{name},Morgan,{name}@bont.example,Practice Manager,{days}\n");
    let file = [
        of("Alis", "2025-11-24,2025-11-24"),
        of("Beca", ",2025-11-23"),
        of("Cati", ",2025-11-22"),
        HUW.to_owned(),
    ];
    let (figures, said) = import_or_not(&app, &file.concat(), false).await;
    assert_eq!((figures.new, figures.refused), (3, 1));
    assert_eq!(said[0], "line 4: it ended on 2025-11-22, which has passed");
    let alis = app.person("Alis Morgan", "alis@bont.example").await;
    let beca = app.person("Beca Morgan", "beca@bont.example").await;
    assert_eq!(
        asks(&alis, &practice).await,
        asked(&practice),
        "not before its first day"
    );
    assert_eq!(asks(&beca, &practice).await, let_in(&practice), "on its last day");
    app.clock.advance(TimeDelta::hours(10));
    let gone = app
        .store
        .read()
        .members()
        .standing(beca.id, practice.id, app.now())
        .await
        .unwrap();
    assert!(
        gone.is_none_or(|standing| standing.roles.is_empty()),
        "the access ends with the listing"
    );
    // What is over is listed no longer, although its line still stands there.
    let figures = import(&app, &file.concat()).await;
    assert_eq!((figures.unchanged, figures.refused, figures.unlisted), (2, 2, 1));
}

async fn a_member_gains_and_loses_nothing_by_being_listed(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    app.let_in(huw.id, &practice, Role::Reporting).await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.pre_approve(&practice, "Elin Morgan", "elin@bont.example", Source::GivenBy(sian.id))
        .await;
    let (figures, said) = import_or_not(&app, &format!("{ELIN}{HUW}"), false).await;
    assert_eq!(figures.new, 2);
    assert!(
        said.contains(&"2 of the new gain nothing: they are in, or pre-approved, already".to_owned()),
        "{said:?}"
    );
    let roles = async || {
        let member = app
            .store
            .read()
            .members()
            .of(huw.id, practice.id)
            .await
            .unwrap()
            .unwrap();
        member.roles.iter().map(|span| span.role).collect::<Vec<_>>()
    };
    assert_eq!(roles().await, [Role::Reporting]);
    assert_eq!(
        new_changed_unchanged(import(&app, &format!("{ELIN}{HUW}")).await),
        (0, 0, 2)
    );
    import(&app, ELIN).await;
    assert_eq!(roles().await, [Role::Reporting]);
    let given = app
        .store
        .read()
        .pre_approvals()
        .live(practice.id, "elin@bont.example")
        .await
        .unwrap();
    assert_eq!(given.unwrap().source, Source::GivenBy(sian.id));
}

async fn what_an_approver_ended_no_import_brings_back(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    import(&app, ELIN).await;
    let page: PreApprovals = sian.browser.call("pre_approvals", &[("code", "W91001")]).await.unwrap();
    let fields = [("code", "W91001"), ("id", &page.waiting[0].id.to_string())];
    let _: Receipt = sian.browser.call("end_pre_approval", &fields).await.unwrap();
    for file in [ELIN, HUW, ELIN] {
        import(&app, file).await;
    }
    let elin = app.person("Elin Morgan", "elin@bont.example").await;
    assert_eq!(asks(&elin, &practice).await, asked(&practice));
}
