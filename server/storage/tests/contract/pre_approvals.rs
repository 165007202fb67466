//! Who is let in at once when they ask.

use domain::audit::Event;
use domain::permission::Role;
use domain::pre_approvals::{PreApproval, Source};
use domain::{OrganisationId, PersonName, PreApprovalId};
use storage::{Store, fresh};

use crate::on_both;
use crate::town::{at, email, line, person, practice};

on_both!(
    a_pre_approval_lives_once_and_is_used_once,
    pre_approvals_end_with_their_giver_or_somebody_takes_them_over,
    a_giver_sees_what_they_gave_anywhere,
    a_place_lists_what_waits_and_who_came_in,
);

fn given(organisation: OrganisationId, source: Source, address: &str) -> PreApproval {
    PreApproval {
        id: PreApprovalId::new(fresh(at(0))),
        organisation,
        email_key: email(address).key().to_owned(),
        role: Role::PracticeEnabledUser,
        roster: None,
        source,
        given_at: at(0),
        starts_at: None,
        ends_at: Some(at(60)),
    }
}

async fn give(store: &Store, pre_approval: &PreApproval, address: &str) -> bool {
    let name = PersonName::parse("Invented").unwrap();
    let mut change = store.change().await.unwrap();
    let given = change
        .pre_approvals()
        .give(pre_approval, &email(address), &name, &name)
        .await
        .unwrap();
    change.commit(line(Event::PreApprovalGiven)).await.unwrap();
    given
}

async fn a_pre_approval_lives_once_and_is_used_once(store: Store) {
    let here = practice(&store, "W91001").await;
    let there = practice(&store, "W91002").await;
    let alice = person(&store, "Alice", "Morgan").await;
    let first = given(here, Source::Register, "Alice@practice.example");
    assert!(give(&store, &first, "Alice@practice.example").await);
    assert!(
        !give(
            &store,
            &given(here, Source::Register, "alice@practice.example"),
            "alice@practice.example"
        )
        .await
    );
    let mut read = store.read();
    assert_eq!(
        read.pre_approvals().live(here, "alice@practice.example").await.unwrap(),
        Some(first.clone())
    );
    assert_eq!(
        read.pre_approvals()
            .live(there, "alice@practice.example")
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        read.pre_approvals().live(here, "ice@practice.example").await.unwrap(),
        None
    );
    let mut change = store.change().await.unwrap();
    assert!(change.pre_approvals().use_up(first.id, alice, at(1)).await.unwrap());
    assert!(!change.pre_approvals().use_up(first.id, alice, at(1)).await.unwrap());
    change.commit(line(Event::LetIn)).await.unwrap();
    assert_eq!(
        store
            .read()
            .pre_approvals()
            .live(here, "alice@practice.example")
            .await
            .unwrap(),
        None
    );
    assert!(
        give(
            &store,
            &given(here, Source::Register, "alice@practice.example"),
            "alice@practice.example"
        )
        .await
    );
}

async fn pre_approvals_end_with_their_giver_or_somebody_takes_them_over(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let own = given(here, Source::GivenBy(sian), "one@practice.example");
    let other = given(here, Source::Register, "two@practice.example");
    assert!(give(&store, &own, "One@practice.example").await);
    assert!(give(&store, &other, "two@practice.example").await);
    let listed = store.read().pre_approvals().given_by(sian, here).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(
        (listed[0].full_name.as_str(), listed[0].email.as_str()),
        ("Invented Invented", "One@practice.example")
    );
    let huw = person(&store, "Huw", "Rees").await;
    let mut change = store.change().await.unwrap();
    assert!(change.pre_approvals().take_over(own.id, huw).await.unwrap());
    change.commit(line(Event::PreApprovalChanged)).await.unwrap();
    assert_eq!(
        store.read().pre_approvals().given_by(sian, here).await.unwrap().len(),
        0
    );
    assert_eq!(store.read().pre_approvals().given_by(huw, here).await.unwrap().len(), 1);
    let mut change = store.change().await.unwrap();
    assert!(change.pre_approvals().end(own.id, at(1)).await.unwrap());
    assert!(!change.pre_approvals().take_over(own.id, sian).await.unwrap());
    change.commit(line(Event::PreApprovalEnded)).await.unwrap();
    let mut read = store.read();
    assert_eq!(
        read.pre_approvals().live(here, "one@practice.example").await.unwrap(),
        None
    );
    assert_eq!(
        read.pre_approvals().live(here, "two@practice.example").await.unwrap(),
        Some(other)
    );
}

async fn a_giver_sees_what_they_gave_anywhere(store: Store) {
    let here = practice(&store, "W91001").await;
    let there = practice(&store, "W91002").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let by_sian = Source::GivenBy(sian);
    let used = given(here, by_sian, "used@practice.example");
    assert!(give(&store, &used, "used@practice.example").await);
    assert!(
        give(
            &store,
            &given(here, by_sian, "one@practice.example"),
            "one@practice.example"
        )
        .await
    );
    assert!(
        give(
            &store,
            &given(there, by_sian, "two@practice.example"),
            "two@practice.example"
        )
        .await
    );
    assert!(
        give(
            &store,
            &given(there, Source::Register, "three@practice.example"),
            "three@practice.example"
        )
        .await
    );
    let mut change = store.change().await.unwrap();
    assert!(change.pre_approvals().use_up(used.id, sian, at(1)).await.unwrap());
    change.commit(line(Event::LetIn)).await.unwrap();
    let all = store.read().pre_approvals().given_anywhere(sian).await.unwrap();
    let emails: Vec<_> = all.iter().map(|one| one.email.as_str()).collect();
    assert_eq!(emails, ["one@practice.example", "two@practice.example"]);
}

async fn a_place_lists_what_waits_and_who_came_in(store: Store) {
    let here = practice(&store, "W91001").await;
    let there = practice(&store, "W91002").await;
    let giver = person(&store, "Gwen", "Rees").await;
    let elin = person(&store, "Elin", "Morgan").await;
    let by_hand = given(here, Source::GivenBy(giver), "elin@practice.example");
    let listed = given(here, Source::Register, "alice@practice.example");
    assert!(give(&store, &by_hand, "elin@practice.example").await);
    assert!(give(&store, &listed, "alice@practice.example").await);
    assert!(
        give(
            &store,
            &given(there, Source::Register, "mair@practice.example"),
            "mair@practice.example"
        )
        .await
    );
    let name = PersonName::parse("Renamed").unwrap();
    let mut change = store.change().await.unwrap();
    let changed = PreApproval {
        role: Role::Reporting,
        given_at: at(2),
        ends_at: None,
        ..by_hand.clone()
    };
    assert!(change.pre_approvals().change(&changed, &name, &name).await.unwrap());
    assert!(
        !change.pre_approvals().change(&listed, &name, &name).await.unwrap(),
        "a register's stays"
    );
    change.commit(line(Event::PreApprovalChanged)).await.unwrap();
    let waiting = store.read().pre_approvals().waiting(here).await.unwrap();
    let shown: Vec<_> = waiting
        .iter()
        .map(|one| (one.last_name.as_str(), one.given_by.as_deref()))
        .collect();
    assert_eq!(shown, [("Invented", None), ("Renamed", Some("Gwen Rees"))]);
    assert_eq!(waiting[1].pre_approval, changed);
    let mut change = store.change().await.unwrap();
    assert!(change.pre_approvals().use_up(changed.id, elin, at(3)).await.unwrap());
    assert!(
        !change.pre_approvals().end(changed.id, at(3)).await.unwrap(),
        "somebody came in"
    );
    assert!(change.pre_approvals().end(listed.id, at(3)).await.unwrap());
    change.commit(line(Event::LetIn)).await.unwrap();
    let mut read = store.read();
    assert_eq!(read.pre_approvals().waiting(here).await.unwrap(), []);
    let used = read.pre_approvals().used(here).await.unwrap();
    assert_eq!(used.len(), 1);
    assert_eq!((used[0].name.as_str(), used[0].at), ("Elin Morgan", at(3)));
}
