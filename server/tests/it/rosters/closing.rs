//! Closing a roster or roster group: what becomes of the roles that are limited to it, and who is told.

use domain::Refusal;
use domain::audit::Event;
use domain::form::{Field, Problem};
use domain::permission::Role;
use domain::rosters::Holder;

use super::{Trust, refused, wrong};
use crate::{TestApp, on_both};

on_both!(
    roles_end_with_what_they_are_limited_to_and_the_last_one_takes_the_access_with_it,
    roles_go_where_whoever_closes_says_and_keep_their_days,
    a_group_takes_its_rosters_with_it,
    what_waits_for_new_users_ends_or_moves_with_the_rest,
    medics_who_have_not_confirmed_keep_their_roster_open_and_nothing_is_left_of_them_once_it_closes,
    a_role_is_either_seen_by_whoever_closes_or_not_given_any_more,
);

async fn roles_end_with_what_they_are_limited_to_and_the_last_one_takes_the_access_with_it(app: TestApp) {
    let trust = Trust::on(app).await;
    let Trust { dilys, ifan, nest, .. } = &trust;
    let view = trust.to_close(dilys, trust.seven).await.unwrap();
    let shown: Vec<_> = view.roles.iter().map(|one| (one.name.as_str(), one.holder)).collect();
    assert_eq!(
        shown,
        [("Nest Owen", Holder::OnlyThis), ("Ifan Pugh", Holder::Member)],
        "whoever would lose all access stands out"
    );
    let before = trust.events().await.len();
    trust.closes(dilys, trust.seven, "end").await.unwrap();

    assert_eq!(trust.roles(ifan).await, [(Role::Reporting, None)]);
    assert!(trust.is_active(ifan).await && !trust.is_active(nest).await);
    let nobody = nest
        .browser
        .call::<serde_json::Value>("practice_profile", &[("code", trust.place.code.as_str())])
        .await;
    assert_eq!(nobody.unwrap_err(), refused(Refusal::NotFound), "on the next request");
    let told = trust.app.letters_to("nest@trust.example").await;
    assert_eq!(told[0].name, "access_revoked");
    assert!(told[0].text.contains("The ward has moved."), "{}", told[0].text);
    assert_eq!(
        trust.app.letters_to("ifan@trust.example").await[0].name,
        "roles_changed"
    );
    let mut events = trust.events().await;
    events.truncate(events.len() - before);
    events.sort_by_key(|event| event.tag());
    assert_eq!(
        events,
        [Event::MemberRevoked, Event::RoleRemoved, Event::RosterClosed],
        "one line for each member, and one for the roster"
    );
}

async fn roles_go_where_whoever_closes_says_and_keep_their_days(app: TestApp) {
    let trust = Trust::on(app).await;
    let Trust { dilys, ifan, nest, .. } = &trust;
    trust
        .app
        .let_in_for(ifan.id, &trust.place, Role::RosterManager, trust.eight)
        .await;
    trust
        .closes(dilys, trust.seven, &trust.eight.to_string())
        .await
        .unwrap();
    assert_eq!(trust.roles(nest).await, [(Role::Reporting, Some(trust.eight))]);
    assert_eq!(
        trust.roles(ifan).await,
        [(Role::Reporting, None), (Role::RosterManager, Some(trust.eight))],
        "had once, where it was there already"
    );
    assert_eq!(
        trust.app.letters_to("nest@trust.example").await[0].name,
        "roles_changed"
    );
    assert!(trust.is_active(nest).await);
    let list = trust.list(dilys).await.unwrap();
    let counts: Vec<_> = list
        .rows
        .iter()
        .map(|row| (row.roster.name.as_str(), row.held))
        .collect();
    assert_eq!(counts, [("Wards", 0), ("Ward 7", 0), ("Ward 8", 2), ("Ambulance", 0)]);
    let line = trust.app.store.read().audit().of_person(nest.id, 1).await.unwrap();
    assert_eq!(line[0].event, Event::RoleChanged);
    assert!(
        line[0]
            .after
            .as_deref()
            .is_some_and(|after| after.contains("Ward 8 (Wards)")),
        "{:?}",
        line[0].after
    );
}

async fn a_group_takes_its_rosters_with_it(app: TestApp) {
    let trust = Trust::on(app).await;
    let Trust { dilys, ifan, nest, .. } = &trust;
    trust
        .app
        .let_in_for(ifan.id, &trust.place, Role::Reporting, trust.wards)
        .await;
    let view = trust.to_close(dilys, trust.wards).await.unwrap();
    let within: Vec<_> = view.rosters.iter().map(|one| one.id).collect();
    assert_eq!(within, [trust.seven, trust.eight]);
    let targets: Vec<_> = view.targets.iter().map(|one| one.id).collect();
    assert_eq!(targets, [trust.ambulance], "none that closes with it");
    let inside = trust.closes(dilys, trust.wards, &trust.eight.to_string()).await;
    assert_eq!(inside.unwrap_err(), wrong(Field::Fate, Problem::NoSuchRoster));
    trust
        .closes(dilys, trust.wards, &trust.ambulance.to_string())
        .await
        .unwrap();

    let open: Vec<_> = trust.list(dilys).await.unwrap().rows;
    let open: Vec<_> = open
        .iter()
        .filter(|row| row.closed.is_none())
        .map(|row| row.roster.id)
        .collect();
    assert_eq!(open, [trust.ambulance]);
    assert_eq!(
        trust.roles(ifan).await,
        [
            (Role::Reporting, None),
            (Role::Reporting, Some(trust.ambulance)),
            (Role::RosterManager, Some(trust.ambulance))
        ]
    );
    assert_eq!(trust.roles(nest).await, [(Role::Reporting, Some(trust.ambulance))]);
    let events = trust.events().await;
    let closed = events.iter().filter(|event| **event == Event::RosterClosed).count();
    assert_eq!(closed, 3, "a line for each of them");
    let again = trust.adds(dilys, "roster", "Ward 7", &trust.wards.to_string()).await;
    assert_eq!(
        again.unwrap_err(),
        wrong(Field::RosterGroup, Problem::NoSuchRoster),
        "nothing comes into a closed group"
    );
    trust
        .adds(dilys, "group", "Wards", "")
        .await
        .expect("the name is free again");
}

async fn what_waits_for_new_users_ends_or_moves_with_the_rest(app: TestApp) {
    let trust = Trust::on(app).await;
    let Trust { dilys, .. } = &trust;
    let id = dilys
        .adds_new_user(&trust.place, "Gwen Rees", "gwen@newydd.example")
        .await;
    trust.waits(id, Role::Reporting, trust.ambulance).await;
    let view = trust.to_close(dilys, trust.ambulance).await.unwrap();
    assert_eq!(view.roles[0].holder, Holder::NewUser);
    assert_eq!(trust.list(dilys).await.unwrap().rows[3].waiting, 1);
    trust
        .closes(dilys, trust.ambulance, &trust.eight.to_string())
        .await
        .unwrap();
    let waiting: Vec<_> = trust.new_user(id).await.roles.iter().map(|span| span.roster).collect();
    assert_eq!(waiting, [Some(trust.eight)]);
    trust.closes(dilys, trust.eight, "end").await.unwrap();
    assert!(trust.new_user(id).await.roles.is_empty());
}

async fn a_role_is_either_seen_by_whoever_closes_or_not_given_any_more(app: TestApp) {
    let trust = Trust::on(app).await;
    let Trust { dilys, ifan, .. } = &trust;
    let olwen = trust.app.support("Olwen Rees", "olwen@support.example").await;
    for round in 0..6 {
        let ward = trust.app.roster(&trust.place, &format!("Ward {round}0"), None).await;
        let (closed, granted) = tokio::join!(
            trust.closes_having_seen(dilys, ward, 0, ""),
            trust.grants(&olwen, ifan, ward)
        );
        match (closed, granted) {
            (Ok(_), Err(not_given)) => assert_eq!(not_given, wrong(Field::Roster, Problem::NoSuchRoster)),
            (Err(not_closed), Ok(_)) => assert_eq!(not_closed, refused(Refusal::ChangedMeanwhile)),
            both => panic!("{both:?}"),
        }
    }
}

async fn medics_who_have_not_confirmed_keep_their_roster_open_and_nothing_is_left_of_them_once_it_closes(app: TestApp) {
    let trust = Trust::on(app).await;
    let Trust { app, dilys, .. } = &trust;
    let list = "1000001,Gwenllian,Prydderch,gwenllian@meddyg.example,Ward 8,Wards,,\n";
    app.imports_medics(&trust.place, list).await;
    let gwenllian = app.account_of("gwenllian@meddyg.example").await;
    assert_eq!(trust.to_close(dilys, trust.eight).await.unwrap().medics, 1);
    assert!(trust.to_close(dilys, trust.eight).await.unwrap().roles.is_empty());
    for (id, fate) in [
        (trust.eight, ""),
        (trust.eight, "end"),
        (trust.wards, "end"),
        (trust.wards, &trust.ambulance.to_string()),
    ] {
        let closed = trust.closes(dilys, id, fate).await;
        assert_eq!(closed.unwrap_err(), refused(Refusal::Imported), "{fate}");
    }
    let waiting = async |person| app.store.read().medics().waiting(person).await.expect("it can be read");
    let roster = |at: usize, of: &[storage::WaitingMedic]| of[0].roles[at].roster;
    assert_eq!(roster(0, &waiting(gwenllian).await), Some(trust.eight));

    // Another list moves her: the ward closes, and she comes in where she stands now.
    app.imports_medics(&trust.place, &list.replace("Ward 8,Wards", "Ambulance,"))
        .await;
    trust.closes(dilys, trust.eight, "").await.expect("nobody stands there");
    let moved = waiting(gwenllian).await;
    assert_eq!((moved.len(), moved[0].roles.len()), (1, 1));
    assert_eq!(roster(0, &moved), Some(trust.ambulance));

    // The list that leaves her out frees the last one; she could confirm, and would be let in nowhere.
    let other = "1000002,Elen,Fychan,elen@meddyg.example,Ward 7,Wards,,\n";
    app.imports_medics(&trust.place, other).await;
    trust
        .closes(dilys, trust.ambulance, "")
        .await
        .expect("nobody stands there");
    assert!(waiting(gwenllian).await.is_empty());
    let due = app.store.read().medics().letters_due(app.now(), 10).await;
    let elen = app.account_of("elen@meddyg.example").await;
    assert_eq!(due.expect("it can be read"), [elen], "nor is she written to");
    let still = trust.closes(dilys, trust.wards, "end").await;
    assert_eq!(
        still.unwrap_err(),
        refused(Refusal::Imported),
        "of a group each ward counts"
    );
}

#[tokio::test]
async fn nothing_is_closed_before_it_is_said_what_becomes_of_the_roles() {
    let trust = Trust::on(TestApp::new().await).await;
    let dilys = &trust.dilys;
    let before = trust.events().await;
    let silent = trust.closes(dilys, trust.seven, "").await;
    assert_eq!(silent.unwrap_err(), wrong(Field::Fate, Problem::Missing));
    let nowhere = trust.closes(dilys, trust.seven, &trust.seven.to_string()).await;
    assert_eq!(nowhere.unwrap_err(), wrong(Field::Fate, Problem::NoSuchRoster));
    let unseen = trust.closes_having_seen(dilys, trust.seven, 1, "end").await;
    assert_eq!(
        unseen.unwrap_err(),
        refused(Refusal::ChangedMeanwhile),
        "somebody was given a role since the page was read"
    );
    let hidden = trust.closes_having_seen(dilys, trust.seven, 0, "").await;
    assert_eq!(hidden.unwrap_err(), refused(Refusal::ChangedMeanwhile));
    assert_eq!(trust.events().await, before);
}

#[tokio::test]
async fn medics_leave_with_an_import_and_not_otherwise() {
    let trust = Trust::on(TestApp::new().await).await;
    let Trust { dilys, ifan, .. } = &trust;
    trust
        .app
        .let_in_for(ifan.id, &trust.place, Role::RosteredMedic, trust.eight)
        .await;
    assert_eq!(trust.to_close(dilys, trust.eight).await.unwrap().medics, 1);
    for id in [trust.eight, trust.wards] {
        let closed = trust.closes(dilys, id, "end").await;
        assert_eq!(closed.unwrap_err(), refused(Refusal::Imported));
    }
}

#[tokio::test]
async fn nobody_limits_their_own_role_to_something_else() {
    let trust = Trust::on(TestApp::new().await).await;
    let dilys = &trust.dilys;
    let olwen = trust.app.support("Olwen Rees", "olwen@support.example").await;
    trust
        .app
        .let_in_for(dilys.id, &trust.place, Role::Reporting, trust.eight)
        .await;
    let to = trust.wards.to_string();
    assert_eq!(
        trust.to_close(dilys, trust.eight).await.unwrap().roles[0].holder,
        Holder::Oneself
    );
    let own = trust.closes(dilys, trust.eight, &to).await;
    assert_eq!(own.unwrap_err(), refused(Refusal::NotOnOneself));
    trust
        .closes(&olwen, trust.eight, &to)
        .await
        .expect("somebody else does it");
    trust
        .closes(dilys, trust.wards, "end")
        .await
        .expect("one's own may end like any other");
    assert_eq!(trust.roles(dilys).await, [(Role::Approver, None)]);
}
