//! The register of practice managers comes in: staged, compared, applied in one piece, and listed no longer.

use domain::audit::Event;
use domain::managers::{At, Becomes, Difference, Listed, ManagerAspect, difference};
use domain::permission::Role;
use domain::pre_approvals::{PreApproval, Source};
use domain::{BatchId, EmailAddress, Moment, OrganisationId, PersonName, PreApprovalId, end_of, start_of};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use storage::{BatchOf, BatchState, Housekeeping, ManagerLine, Store, fresh};

use crate::on_both;
use crate::town::{at, code, email, line, member, person, practice};

on_both!(
    a_listing_gives_a_pre_approval_once_and_ends_it,
    what_somebody_used_or_ended_is_remembered_for_good,
    whoever_is_in_but_not_listed_is_found_whatever_their_address_is_by_now,
    a_batch_of_managers_is_no_other_batch,
    a_pre_approval_is_found_by_its_whole_address_only,
);

fn listed(organisation: OrganisationId, local: &str) -> Listed {
    Listed {
        at: At {
            organisation,
            code: code("W91001"),
            name: "Meddygfa'r Bont".to_owned(),
        },
        first_name: PersonName::parse("Elin").unwrap(),
        last_name: PersonName::parse("Morgan").unwrap(),
        email: email(&format!("{local}@practice.example")),
        role: Role::PracticeEnabledUser,
        starts: "2026-12-01".parse().ok(),
        ends: None,
    }
}

async fn stage(store: &Store, listed: &[Listed]) -> BatchId {
    let batch = BatchId::new(fresh(at(0)));
    let lines = (2..).zip(listed).map(|(line, listed)| ManagerLine {
        line,
        listed: listed.clone(),
    });
    let lines: Vec<ManagerLine> = lines.collect();
    let mut change = store.change().await.unwrap();
    let begun = change
        .imports()
        .begin(batch, BatchOf::Managers, "managers.csv", None, at(0));
    begun.await.unwrap();
    change.managers().stage(batch, &lines).await.unwrap();
    assert!(change.imports().ready(batch, at(0)).await.unwrap());
    change.commit_housekeeping(Housekeeping::Staging).await.unwrap();
    batch
}

async fn import(store: &Store, listed: &[Listed], now: Moment) -> Difference {
    let batch = stage(store, listed).await;
    let mut change = store.change().await.unwrap();
    change.managers().hold(batch).await.unwrap();
    assert!(change.imports().hold_ready(batch).await.unwrap());
    let made = difference(&change.managers().matching(batch).await.unwrap(), now);
    change.managers().apply(batch, &made, now).await.unwrap();
    change.commit(line(Event::ManagerListed).in_batch(batch)).await.unwrap();
    made
}

async fn live(store: &Store, organisation: OrganisationId, address: &str) -> Option<PreApproval> {
    store.read().pre_approvals().live(organisation, address).await.unwrap()
}

async fn a_listing_gives_a_pre_approval_once_and_ends_it(store: Store) {
    let here = practice(&store, "W91001").await;
    let elin = listed(here, "elin");
    let made = import(&store, &[elin.clone(), listed(here, "mair")], at(1)).await;
    assert_eq!((made.new.len(), made.new[0].becomes), (2, Becomes::PreApproved));
    let given = live(&store, here, "elin@practice.example").await.unwrap();
    assert_eq!((given.source, given.given_at), (Source::Register, at(1)));
    assert_eq!(given.starts_at, elin.starts.map(start_of));
    let again = import(&store, &[elin.clone(), listed(here, "mair")], at(2)).await;
    assert_eq!((again.unchanged, again.count()), (2, 0));

    let otherwise = Listed {
        role: Role::ProviderUser,
        ends: "2027-03-31".parse().ok(),
        ..elin.clone()
    };
    let made = import(&store, std::slice::from_ref(&otherwise), at(3)).await;
    assert_eq!(made.changed[0].aspects, [ManagerAspect::Role, ManagerAspect::Days]);
    let kept = live(&store, here, "elin@practice.example").await.unwrap();
    let amended = PreApproval {
        role: Role::ProviderUser,
        ends_at: otherwise.ends.map(end_of),
        ..given
    };
    assert_eq!(kept, amended, "as old as it was");
    assert_eq!(made.unlisted.len(), 1);
    assert_eq!(live(&store, here, "mair@practice.example").await, None);
    assert_eq!(store.read().managers().listed().await.unwrap(), 1);

    let made = import(&store, &[otherwise, listed(here, "mair")], at(4)).await;
    assert_eq!((made.new.len(), made.unchanged), (1, 1));
    let mair = live(&store, here, "mair@practice.example").await.unwrap();
    assert_eq!(mair.given_at, at(1), "as old as her first listing");
}

async fn what_somebody_used_or_ended_is_remembered_for_good(store: Store) {
    let here = practice(&store, "W91001").await;
    let alice = person(&store, "Alice", "Morgan").await;
    let two = [listed(here, "elin"), listed(here, "mair")];
    import(&store, &two, at(1)).await;
    let used = live(&store, here, "elin@practice.example").await.unwrap();
    let ended = live(&store, here, "mair@practice.example").await.unwrap();
    let mut change = store.change().await.unwrap();
    assert!(change.pre_approvals().use_up(used.id, alice, at(2)).await.unwrap());
    assert!(change.pre_approvals().end(ended.id, at(2)).await.unwrap());
    change.commit(line(Event::LetIn)).await.unwrap();
    for file in [[].as_slice(), &two] {
        import(&store, file, at(3)).await;
        assert_eq!(live(&store, here, "elin@practice.example").await, None);
        assert_eq!(live(&store, here, "mair@practice.example").await, None);
    }
}

async fn whoever_is_in_but_not_listed_is_found_whatever_their_address_is_by_now(store: Store) {
    let here = practice(&store, "W91001").await;
    let there = practice(&store, "W91002").await;
    // Alice came in by the register, under an address that is no longer hers; Gwen was in before.
    let alice = person(&store, "Alice", "Morgan").await;
    let gwen = person(&store, "Gwen", "Rees").await;
    import(&store, &[listed(here, "old"), listed(here, "gwen.rees")], at(1)).await;
    let used = live(&store, here, "old@practice.example").await.unwrap();
    let mut change = store.change().await.unwrap();
    assert!(change.pre_approvals().use_up(used.id, alice, at(2)).await.unwrap());
    change.commit(line(Event::LetIn)).await.unwrap();
    for who in [alice, gwen] {
        member(&store, who, here, Role::PracticeEnabledUser).await;
        member(&store, who, there, Role::PracticeEnabledUser).await;
    }
    assert_eq!(store.read().managers().to_review(10).await.unwrap().1, 0);
    let made = import(&store, &[], at(3)).await;
    assert!(made.unlisted.iter().all(|(_, is_in)| *is_in), "{made:?}");
    let (rows, count) = store.read().managers().to_review(1).await.unwrap();
    assert_eq!((rows.len(), count), (1, 2), "the first of them, at the one practice");
    assert_eq!(rows[0].code, code("W91001"));
    let (rows, _) = store.read().managers().to_review(10).await.unwrap();
    assert!(
        rows.iter()
            .any(|row| row.person == alice && row.email == "old@practice.example")
    );
    assert!(rows.iter().any(|row| row.person == gwen));
}

async fn a_batch_of_managers_is_no_other_batch(store: Store) {
    let here = practice(&store, "W91001").await;
    let batch = stage(&store, &[listed(here, "elin")]).await;
    let latest = async |of| store.read().imports().latest(of, 10, at(0)).await.unwrap();
    assert_eq!(latest(BatchOf::Managers).await[0].id, batch);
    assert_eq!(latest(BatchOf::Register).await, []);
    assert_eq!(latest(BatchOf::Medics(here)).await, []);
    let kept = store.read().imports().batch(batch, at(0)).await.unwrap().unwrap();
    assert_eq!((kept.of, kept.state), (BatchOf::Managers, BatchState::Ready));
    assert_eq!(
        store.read().imports().last_applied(BatchOf::Managers).await.unwrap(),
        None
    );
    let mut change = store.change().await.unwrap();
    change.imports().abandon(batch).await.unwrap();
    change.commit_housekeeping(Housekeeping::Staging).await.unwrap();
    assert_eq!(store.read().managers().matching(batch).await.unwrap().listed, []);
    import(&store, &[listed(here, "elin")], at(5)).await;
    assert_eq!(
        store.read().imports().last_applied(BatchOf::Managers).await.unwrap(),
        Some(at(5))
    );
}

/// Addresses made of few letters in several ways of writing, so that many are alike and some are the same.
fn addresses() -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let one = "[aAâÂｂbB]{1,3}(\\.[aâ]{1,2})?@[ab]{1,2}\\.(example|EXAMPLE)";
    let mut new = || one.new_tree(&mut runner).unwrap().current();
    let mut addresses: Vec<String> = (0..60).map(|_| new()).collect();
    addresses.extend(
        [
            "ice@b.example",
            "alice@b.example",
            "alice@b.example.org",
            "lice@b.example",
        ]
        .map(str::to_owned),
    );
    addresses
}

async fn a_pre_approval_is_found_by_its_whole_address_only(store: Store) {
    let here = practice(&store, "W91001").await;
    let addresses = addresses();
    let name = PersonName::parse("Invented").unwrap();
    // Every other one is given; where two are the same, the first.
    let mut given: Vec<(String, PreApprovalId)> = Vec::new();
    for address in addresses.iter().step_by(2) {
        let email = EmailAddress::parse(address).unwrap();
        let pre_approval = PreApproval {
            id: PreApprovalId::new(fresh(at(0))),
            organisation: here,
            email_key: email.key().to_owned(),
            role: Role::PracticeEnabledUser,
            roster: None,
            source: Source::Register,
            given_at: at(0),
            starts_at: None,
            ends_at: None,
        };
        let mut change = store.change().await.unwrap();
        let is_new = change
            .pre_approvals()
            .give(&pre_approval, &email, &name, &name)
            .await
            .unwrap();
        change.commit(line(Event::PreApprovalGiven)).await.unwrap();
        if is_new {
            given.push((plain(address), pre_approval.id));
        }
    }
    assert!(given.len() > 15, "they are not all the same");
    for address in &addresses {
        let email = EmailAddress::parse(address).unwrap();
        let found = live(&store, here, email.key()).await.map(|found| found.id);
        let meant = given.iter().find(|(one, _)| *one == plain(address)).map(|(_, id)| *id);
        assert_eq!(found, meant, "{address}");
    }
}

/// An address in one way of writing, letter by letter and not by the rules that are tested.
fn plain(address: &str) -> String {
    let one = |letter: char| match letter {
        'ｂ' => 'b',
        'Â' => 'â',
        other => other.to_ascii_lowercase(),
    };
    address.chars().map(one).collect()
}
